"""What an operator can set for the bot itself; what belongs to one chat platform its adapter brings along."""

import ipaddress
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, model_validator
from pydantic_settings import NoDecode

from bot.domain.admission import Admission
from bot.domain.flags import FlagRules
from bot.domain.plain_words import PlainWords
from bot.domain.quota import Allowance, Quota
from bot.environment import (
    ANY_CASE,
    PREFIX,
    Address,
    EnvSettings,
    HomePath,
    Proxy,
    Secret,
    SettingsError,
    Token,
    default_folder,
    read_settings,
)
from bot.unread import bare_tokens

FLAGS_FILE = Path(__file__).parent / "domain" / "flags.toml"


def unbracketed(host: str) -> str:
    """As in an address: [::1]."""
    return host[1:-1] if host.startswith("[") and host.endswith("]") else host


def split_keys(value: Any) -> Any:
    """Names such as telegram:-1001234567890, with commas between them."""
    if not isinstance(value, str):
        return value
    names = [name.strip() for name in value.split(",") if name.strip()]
    for name in names:
        if not re.fullmatch(r"[a-z]+:\S+", name):
            raise ValueError("must be names such as telegram:-1001234567890, with commas between them")
    return frozenset(names)


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


KeySet = Annotated[frozenset[str], NoDecode, BeforeValidator(split_keys)]


class Settings(EnvSettings):
    """What every bot has, whatever platforms it is on."""

    LIMITS: ClassVar[tuple[str, ...]] = ("allowed_", "user_", "place_", "leave_", "private_")

    acedata_token: Token = None
    acedata_base_url: Address = HttpUrl("https://api.acedata.cloud")
    acedata_updates: Annotated[Literal["auto", "stream", "callback", "poll"], ANY_CASE] = "auto"
    acedata_concurrency: int = Field(default=5, ge=1, le=10_000)
    acedata_platform_token: Token = None
    acedata_platform_url: Address = HttpUrl("https://platform.acedata.cloud")
    acedata_proxy: Proxy = None
    user_concurrency: int = Field(default=3, ge=1, le=10_000)

    redis_url: Secret = None
    data_dir: HomePath = Field(default_factory=lambda: default_folder("chatelier"))
    public_url: Address | None = None
    http_host: Annotated[str, AfterValidator(unbracketed)] = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)

    log_format: Annotated[Literal["auto", "console", "json"], ANY_CASE] = "auto"
    log_level: Annotated[Literal["debug", "info", "warning", "error"], ANY_CASE] = "info"

    allowed_chats: KeySet = frozenset()
    allowed_people: KeySet = frozenset()
    leave_unknown: bool = False
    private_words: Annotated[PlainWords, ANY_CASE] = PlainWords.ASK

    user_waiting: int = Field(default=10, ge=0)
    user_daily: int = Field(default=0, ge=0)
    user_monthly_credits: float = Field(default=0, ge=0, le=1e9, allow_inf_nan=False)
    place_concurrency: int = Field(default=0, ge=0)
    place_daily: int = Field(default=0, ge=0)
    place_monthly_credits: float = Field(default=0, ge=0, le=1e9, allow_inf_nan=False)

    allow_unknown_flags: bool = False
    flags_file: HomePath | None = None
    media_days: int = Field(default=90, ge=1, le=3650)
    job_minutes: float = Field(default=30, gt=0, le=24 * 60)
    media_url: str | None = None
    lease_seconds: float = Field(default=6, ge=2, le=600)
    command_minutes: float = Field(default=30, gt=0, le=24 * 60)
    drain_seconds: float = Field(default=20, ge=0, le=600)

    @model_validator(mode="after")
    def https_outside(self) -> Self:
        url = self.public_url
        if url and url.scheme == "http" and not is_loopback(url.host or ""):
            raise ValueError("PUBLIC_URL must be https:// (http:// is accepted on loopback only)")
        return self

    def need_token(self) -> str:
        """The API token. SettingsError when there is none."""
        if self.acedata_token is None:
            if found := bare_tokens([Settings]):
                raise SettingsError(found[0])
            raise SettingsError(
                f"{PREFIX}ACEDATA_TOKEN is not set: it is the API token from the Ace Data Cloud console "
                "(to try Chatelier without one: chatelier demo)"
            )
        return self.acedata_token.get_secret_value()

    def admission(self) -> Admission:
        """Who may use the bot."""
        return Admission(self.allowed_chats, self.allowed_people, leave=self.leave_unknown)

    def quota(self) -> Quota:
        """What each person and each place may have; credits are counted in thousandths."""
        person = Allowance(
            running=self.user_concurrency,
            open=self.user_waiting,
            daily=self.user_daily,
            monthly=round(self.user_monthly_credits * 1000),
        )
        place = Allowance(
            running=self.place_concurrency,
            daily=self.place_daily,
            monthly=round(self.place_monthly_credits * 1000),
        )
        return Quota(self.acedata_concurrency, person, place)

    def rules(self) -> FlagRules:
        """The rules for prompt flags, the operator's file over ours. SettingsError names what is wrong."""
        base = tomllib.loads(FLAGS_FILE.read_text("utf-8"))
        try:
            override = tomllib.loads(self.flags_file.read_text("utf-8")) if self.flags_file else None
            return FlagRules.parse(base, override, allow_unknown=self.allow_unknown_flags)
        except (OSError, ValueError) as error:
            raise SettingsError(f"{PREFIX}FLAGS_FILE {self.flags_file}: {error}") from error


class DemoSettings(Settings):
    """What the demo takes of the settings, which may be those of a real bot: where to listen and how to log."""

    TAKES: ClassVar = frozenset({"http_host", "http_port", "log_format", "log_level"})

    data_dir: Path = Field(default_factory=lambda: default_folder("chatelier-demo"))

    @model_validator(mode="before")
    @classmethod
    def leave_aside(cls, values: Any) -> Any:
        return {name: value for name, value in values.items() if name in cls.TAKES}


def load_settings(**overrides: Any) -> Settings:
    """Settings from the environment and `.env`, `overrides` first. SettingsError in one line."""
    return read_settings(Settings, **overrides)


def load_demo_settings() -> Settings:
    """Settings for the demo. SettingsError in one line."""
    return read_settings(DemoSettings)
