"""What an operator sets for Telegram."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, HttpUrl
from pydantic_settings import SettingsConfigDict
from typing_extensions import override

from bot.environment import ANY_CASE, BASIC, PREFIX, Address, Heading, PlatformSettings, Proxy, SettingsError, Token

# "Direct Link Mini Apps" of Telegram's manual.
APP_LINK = r"^https://t\.me/[A-Za-z0-9_]{4,32}/[A-Za-z0-9_]{3,30}$"
WEBHOOK_PORTS = (443, 80, 88, 8443)  # Bot API 10.3, setWebhook


class TelegramSettings(PlatformSettings):
    """On when there is a token."""

    model_config = SettingsConfigDict(env_prefix=f"{PREFIX}TELEGRAM_")
    SWITCH = "token"

    token: Annotated[Token, Heading("Telegram"), BASIC] = Field(
        default=None, description="a Telegram bot's token, from @BotFather: see docs/telegram.md"
    )
    api_url: Address | None = Field(
        default=None, description="a Bot API server of your own", examples=["https://api.telegram.org"]
    )
    updates: Annotated[Literal["polling", "webhook"], ANY_CASE] = Field(
        default="polling",
        description="how people's messages come: `polling`, or `webhook`: Telegram calls `PUBLIC_URL`, and any "
        "number of web processes takes them",
    )
    proxy: Proxy = Field(
        default=None,
        description="a proxy on the way to Telegram: `http://`, `socks5://` or `socks4://`",
        examples=["socks5://127.0.0.1:1080"],
    )
    drafts: bool = Field(
        default=False,
        description="progress in private chats as a draft: no previews, no Cancel button, no message until the "
        "result",
    )

    app: Annotated[str, Field(pattern=APP_LINK)] | None = Field(
        default=None,
        description="the link of a Mini App of the bot: in groups *Region* opens its page by that, in one tap; see "
        "docs/telegram.md",
        examples=["https://t.me/your_bot/region"],
    )

    @override
    def check(self, public_url: HttpUrl | None) -> None:
        if self.app is not None and (public_url is None or public_url.scheme != "https"):
            raise SettingsError(f"{self.env_name('app')}: its page needs an https {PREFIX}PUBLIC_URL")
        if self.updates != "webhook":
            return
        if public_url is None:
            raise SettingsError(f"{self.env_name('updates')}: webhook needs {PREFIX}PUBLIC_URL")
        # A Bot API server of one's own calls any port.
        if self.api_url is None and public_url.port not in WEBHOOK_PORTS:
            raise SettingsError(f"{PREFIX}PUBLIC_URL: Telegram calls webhooks on ports {WEBHOOK_PORTS} only")

    @override
    def doubts(self, public_url: HttpUrl | None, *, exposed: bool) -> Sequence[str]:
        if public_url is None or public_url.scheme == "https":
            return ()
        text = (
            f"{PREFIX}PUBLIC_URL is {public_url.scheme}://, and Telegram opens pages of a bot at https:// alone: "
            "so there is no button to the page where a region is painted, and regions are typed"
        )
        return [text]
