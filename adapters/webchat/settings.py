"""What an operator sets for the web chat."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl
from typing_extensions import override

from bot.environment import BASIC, PREFIX, Heading, PlatformSettings, SettingsError


def header_name(name: str | None) -> str | None:
    """As HTTP takes it (RFC 9110, 5.6.2)."""
    if name and not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}", name):
        raise ValueError("must be the name of a header, such as X-Forwarded-User")
    return name


class WebchatSettings(PlatformSettings):
    """On unless it is turned off."""

    SWITCH = "webchat"

    webchat: Annotated[bool, Heading("The web chat"), BASIC] = Field(
        default=True,
        description="whether there is a web chat. It has no login, and whoever can open it can spend your credit: "
        "not on the internet without a login in front. A browser is a person, by a cookie",
    )
    webchat_user_header: Annotated[str | None, AfterValidator(header_name)] = Field(
        default=None,
        description="the header in which a proxy with a login says who somebody is. Then that is their name, and "
        "whoever comes without it is refused; the proxy has to take it out of what people send, and nobody else "
        "may reach `HTTP_PORT`",
        examples=["X-Forwarded-User"],
    )

    @override
    def check_operators(self) -> None:
        if not self.webchat_user_header:
            raise SettingsError(
                "in the web chat a name proves nothing, so people of it need "
                f"{self.env_name('webchat_user_header')} and a proxy with a login"
            )

    @override
    def doubts(self, public_url: HttpUrl | None, *, exposed: bool) -> Sequence[str]:
        if not (self.webchat_user_header and exposed):
            return ()
        name = self.env_name("webchat_user_header")
        text = (
            f"{name} is set and {PREFIX}HTTP_HOST is not this computer alone: whoever reaches the port past the "
            "proxy can say who they are, so let nobody but the proxy reach it"
        )
        return [text]
