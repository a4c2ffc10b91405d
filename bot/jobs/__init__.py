"""The life of a job, from the order to the last card."""
