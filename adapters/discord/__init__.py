"""Discord: slash commands, buttons, and pictures that sharpen in place."""
