"""The web chat: a room in the browser, served by the bot itself."""
