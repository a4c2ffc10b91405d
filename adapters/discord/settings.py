"""What an operator sets for Discord."""

from pydantic_settings import SettingsConfigDict

from bot.environment import PREFIX, Address, PlatformSettings, Token


class DiscordSettings(PlatformSettings):
    """On when there is a token."""

    model_config = SettingsConfigDict(env_prefix=f"{PREFIX}DISCORD_")
    SWITCH = "token"

    token: Token = None
    api_url: Address | None = None
    gateway_url: str | None = None
