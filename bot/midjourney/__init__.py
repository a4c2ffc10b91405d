"""The client of the Ace Data Cloud Midjourney API: the Painter and the Pictures of `bot.ports`."""
