"""What Chatelier knows and decides: values and pure functions, no I/O and no clock."""
