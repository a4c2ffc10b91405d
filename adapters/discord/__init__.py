"""Discord: what can be set for it. The bot is not there yet."""
