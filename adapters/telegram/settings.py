"""What an operator sets for Telegram."""

from typing import Annotated, Literal

from pydantic import HttpUrl
from pydantic_settings import SettingsConfigDict
from typing_extensions import override

from bot.environment import ANY_CASE, PREFIX, Address, PlatformSettings, Proxy, SettingsError, Token

WEBHOOK_PORTS = (443, 80, 88, 8443)  # Bot API 10.3, setWebhook


class TelegramSettings(PlatformSettings):
    """On when there is a token."""

    model_config = SettingsConfigDict(env_prefix=f"{PREFIX}TELEGRAM_")
    SWITCH = "token"

    token: Token = None
    api_url: Address | None = None
    updates: Annotated[Literal["polling", "webhook"], ANY_CASE] = "polling"
    proxy: Proxy = None
    drafts: bool = False

    @override
    def check(self, public_url: HttpUrl | None) -> None:
        if self.updates != "webhook":
            return
        if public_url is None:
            raise SettingsError(f"{self.env_name('updates')}: webhook needs {PREFIX}PUBLIC_URL")
        # A Bot API server of one's own calls any port.
        if self.api_url is None and public_url.port not in WEBHOOK_PORTS:
            raise SettingsError(f"{PREFIX}PUBLIC_URL: Telegram calls webhooks on ports {WEBHOOK_PORTS} only")
