"""A stand-in for the Ace Data Cloud Midjourney API: the same contract, with pictures drawn on the spot."""
