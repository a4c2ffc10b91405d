"""What an operator sets for Discord."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, HttpUrl, WebsocketUrl
from pydantic_settings import SettingsConfigDict
from typing_extensions import override

from bot.environment import (
    ANY_CASE,
    BASIC,
    PREFIX,
    Address,
    Heading,
    PlatformSettings,
    Proxy,
    SettingsError,
    Token,
    bare_address,
)

API_VERSION = "/api/v10"  # what we speak; another has other fields


class DiscordSettings(PlatformSettings):
    """On when there is a token."""

    model_config = SettingsConfigDict(env_prefix=f"{PREFIX}DISCORD_")
    SWITCH = "token"

    token: Annotated[Token, Heading("Discord"), BASIC] = Field(
        default=None, description="a Discord bot's token, from the developer portal: see docs/discord.md"
    )
    api_url: Address = Field(
        default=HttpUrl(f"https://discord.com{API_VERSION}"),
        description="another address than Discord's, for a proxy or a test; it ends in `/api/v10`",
    )
    gateway_url: Annotated[WebsocketUrl, AfterValidator(bare_address)] | None = Field(
        default=None,
        description="the same for its gateway; otherwise Discord says where that is",
        examples=["wss://gateway.discord.gg"],
    )
    commands: Annotated[Literal["sync", "leave"], ANY_CASE] = Field(
        default="sync",
        description="whether the bot tells Discord its commands when they have changed (`sync`), or lets those be "
        "that are there (`leave`)",
    )
    proxy: Proxy = Field(
        default=None,
        description="a proxy on the way to Discord: `http://`, `socks5://` or `socks4://`",
        examples=["socks5://127.0.0.1:1080"],
    )

    @override
    def check(self, public_url: HttpUrl | None) -> None:
        if not str(self.api_url).rstrip("/").endswith(API_VERSION):
            raise SettingsError(f"{self.env_name('api_url')}: must end in {API_VERSION}")
