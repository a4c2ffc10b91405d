"""What an operator sets for the web chat."""

from bot.environment import PlatformSettings


class WebchatSettings(PlatformSettings):
    """On unless it is turned off."""

    SWITCH = "webchat"

    webchat: bool = True
