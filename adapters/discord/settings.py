"""What an operator sets for Discord."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from bot.environment import PREFIX, Address, Heading, PlatformSettings, Token


class DiscordSettings(PlatformSettings):
    """On when there is a token."""

    model_config = SettingsConfigDict(env_prefix=f"{PREFIX}DISCORD_")
    SWITCH = "token"

    token: Annotated[Token, Heading("Discord")] = Field(
        default=None, description="a Discord bot's token; it does nothing yet"
    )
    api_url: Address | None = Field(
        default=None,
        description="another address than Discord's, for a proxy or a test",
        examples=["https://discord.com/api/v10"],
    )
    gateway_url: str | None = Field(
        default=None, description="the same for its gateway", examples=["wss://gateway.discord.gg"]
    )
