"""What an operator sets for the web chat."""

from typing import Annotated

from pydantic import Field

from bot.environment import BASIC, Heading, PlatformSettings


class WebchatSettings(PlatformSettings):
    """On unless it is turned off."""

    SWITCH = "webchat"

    webchat: Annotated[bool, Heading("The web chat"), BASIC] = Field(
        default=True,
        description="whether there is a web chat. It has no login, and whoever can open it can spend your credit: "
        "not on the internet without a login in front",
    )
