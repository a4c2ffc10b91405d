"""What an operator can set: environment variables `CHATELIER_…`, also from a file `.env`. Read once."""

import ipaddress
import os
import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.admission import Admission
from bot.domain.flags import FlagRules
from bot.domain.plain_words import PlainWords
from bot.domain.quota import Allowance, Quota

PREFIX = "CHATELIER_"
ENV_FILE = ".env"
FLAGS_FILE = Path(__file__).parent / "domain" / "flags.toml"


class SettingsError(Exception):
    """One line for the operator: which setting, what is wrong, what is possible."""


def default_folder(name: str) -> Path:
    """Where programs of a person keep their data, by the XDG base directory specification."""
    base = os.environ.get("XDG_DATA_HOME", "")  # noqa: TID251 - this module is the reader
    return (Path(base) if base.startswith("/") else Path.home() / ".local" / "share") / name


def bare(url: HttpUrl) -> HttpUrl:
    """Refuses a login or a query: both would end up where they do not belong."""
    if url.username or url.password or url.query:
        raise ValueError("must be a plain address, without a login or a query")
    return url


Address = Annotated[HttpUrl, AfterValidator(bare)]


def keys(value: Any) -> Any:
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


class Settings(BaseSettings):
    """Frozen; secrets are SecretStr, so that printing the settings does not print them."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
    )

    acedata_token: SecretStr | None = None
    acedata_base_url: Address = HttpUrl("https://api.acedata.cloud")
    acedata_updates: Literal["auto", "stream", "callback", "poll"] = "auto"
    acedata_concurrency: int = Field(default=5, ge=1, le=10_000)
    acedata_platform_token: SecretStr | None = None
    acedata_platform_url: Address = HttpUrl("https://platform.acedata.cloud")
    user_concurrency: int = Field(default=3, ge=1, le=10_000)

    discord_token: SecretStr | None = None
    discord_api_url: Address | None = None
    discord_gateway_url: str | None = None
    telegram_token: SecretStr | None = None
    telegram_api_url: Address | None = None
    telegram_updates: Literal["polling", "webhook"] = "polling"
    telegram_proxy: SecretStr | None = None
    telegram_drafts: bool = False

    redis_url: SecretStr | None = None
    data_dir: Path = Field(default_factory=lambda: default_folder("chatelier"))
    public_url: Address | None = None
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    webchat: bool = True

    log_format: Literal["auto", "console", "json"] = "auto"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    allowed_chats: Annotated[frozenset[str], NoDecode, BeforeValidator(keys)] = frozenset()
    allowed_people: Annotated[frozenset[str], NoDecode, BeforeValidator(keys)] = frozenset()
    leave_unknown: bool = False
    private_words: PlainWords = PlainWords.ASK

    user_waiting: int = Field(default=10, ge=0)
    user_daily: int = Field(default=0, ge=0)
    user_monthly_credits: float = Field(default=0, ge=0, le=1e9, allow_inf_nan=False)
    place_concurrency: int = Field(default=0, ge=0)
    place_daily: int = Field(default=0, ge=0)
    place_monthly_credits: float = Field(default=0, ge=0, le=1e9, allow_inf_nan=False)

    allow_unknown_flags: bool = False
    flags_file: Path | None = None
    media_days: int = Field(default=90, ge=1, le=3650)
    job_minutes: float = Field(default=30, gt=0, le=24 * 60)
    media_url: str | None = None
    lease_seconds: float = Field(default=6, ge=2, le=600)
    command_minutes: float = Field(default=30, gt=0, le=24 * 60)
    drain_seconds: float = Field(default=20, ge=0, le=600)

    @model_validator(mode="before")
    @classmethod
    def lower(cls, values: Any) -> Any:
        """Choices may be typed in any case."""
        if isinstance(values, dict):
            for name in ("log_level", "log_format", "acedata_updates", "telegram_updates", "private_words"):
                if isinstance(values.get(name), str):
                    values[name] = values[name].lower()
        return values

    @model_validator(mode="after")
    def https_outside(self) -> Self:
        url = self.public_url
        if url and url.scheme == "http" and not is_loopback(url.host or ""):
            raise ValueError("PUBLIC_URL must be https:// (http:// is accepted on loopback only)")
        return self

    def need_token(self) -> str:
        """The API token. SettingsError when there is none."""
        token = self.acedata_token.get_secret_value().strip() if self.acedata_token else ""
        if not token:
            raise SettingsError(
                f"{PREFIX}ACEDATA_TOKEN is not set: it is the API token from the Ace Data Cloud console "
                "(to try Chatelier without one: chatelier demo)"
            )
        if not token.isascii() or not token.isprintable() or " " in token:
            raise SettingsError(f"{PREFIX}ACEDATA_TOKEN has characters that no token has: copy it again")
        return token

    def admission(self) -> Admission:
        """Who may use the bot."""
        return Admission(self.allowed_chats, self.allowed_people, leave=self.leave_unknown)

    def secrets(self) -> list[str]:
        """What must not be seen anywhere."""
        return [s.get_secret_value() for s in vars(self).values() if isinstance(s, SecretStr)]

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


def load_settings(**overrides: Any) -> Settings:
    """Settings from the environment and `.env`, `overrides` first. SettingsError in one line."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsError("; ".join(explain(fault) for fault in error.errors(include_url=False))) from None
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"{ENV_FILE} cannot be read: {error}") from None


def explain(fault: Any) -> str:
    """One fault by the name that the operator typed. What they typed is not repeated: it may be a secret."""
    name = "".join(f"{PREFIX}{str(part).upper()}" for part in fault["loc"][:1])
    reason = str(fault["msg"]).removeprefix("Value error, ")
    return f"{name}: {reason}" if name else f"{PREFIX}{reason}"


def strangers() -> list[str]:
    """Variables with our prefix that mean nothing, each with the nearest one that does."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    named = {*os.environ, *in_file()}  # noqa: TID251 - this module is the reader
    return [stranger(name, known) for name in sorted(named) if name.startswith(PREFIX) and name not in known]


def stranger(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"{name} is not a setting" + (f"; did you mean {near[0]}?" if near else "")


def in_file() -> list[str]:
    try:
        lines = Path(ENV_FILE).read_text("utf-8").splitlines()
    except (OSError, UnicodeError):
        return []
    return [line.removeprefix("export ").partition("=")[0].strip().upper() for line in lines]
