"""The platform-neutral core of Chatelier."""
