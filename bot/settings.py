"""What an operator can set for the bot itself; what belongs to one chat platform its adapter brings along."""

import ipaddress
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, model_validator
from pydantic_settings import NoDecode

from bot.domain.access import AccessList
from bot.domain.flags import FlagRules
from bot.domain.plain_words import PlainWords
from bot.domain.quota import Allowance, Quota
from bot.environment import (
    ANY_CASE,
    BASIC,
    PREFIX,
    Address,
    EnvSettings,
    Heading,
    HomePath,
    Proxy,
    Secret,
    SettingsError,
    Token,
    absent_file,
    default_folder,
    read_settings,
)
from bot.unread import bare_tokens

FLAGS_FILE = Path(__file__).parent / "domain" / "flags.toml"


def unbracketed_host(host: str) -> str:
    """As in an address: [::1]."""
    return host[1:-1] if host.startswith("[") and host.endswith("]") else host


def split_keys(value: Any) -> Any:
    """Names such as telegram:-1001234567890, with commas between them."""
    if not isinstance(value, str):
        return value
    names = [name.strip() for name in value.split(",") if name.strip()]
    for name in names:
        if not re.fullmatch(r"[a-z]+:\S+", name):
            raise ValueError("must be names such as {example}, with commas between them")
    return frozenset(names)


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


KeySet = Annotated[frozenset[str], NoDecode, BeforeValidator(split_keys)]


class Settings(EnvSettings):
    """What every bot has, whatever platforms it is on."""

    LIMITS: ClassVar[tuple[str, ...]] = ("allowed_", "user_", "chat_", "leave_", "private_")
    RENAMED: ClassVar[Mapping[str, str]] = {
        "allowed_people": "allowed_users",
        "place_concurrency": "chat_concurrency",
        "place_daily": "chat_daily",
        "place_monthly_credits": "chat_monthly_credits",
    }

    acedata_token: Annotated[Token, Heading("The image API"), BASIC] = Field(
        default=None, description="the API token of the Midjourney service, from the Ace Data Cloud console; needed"
    )
    acedata_base_url: Address = Field(
        default=HttpUrl("https://api.acedata.cloud"), description="the address of the image API"
    )
    acedata_updates: Annotated[Literal["auto", "stream", "callback", "poll"], ANY_CASE, BASIC] = Field(
        default="auto",
        description="how progress comes: `stream`, `poll`, or `callback` to `PUBLIC_URL`; `auto` is `callback` "
        "when that is set, else `stream`",
    )
    acedata_timeout: int | None = Field(
        default=None,
        ge=30,
        le=7200,
        description="seconds that the image API may take for a picture. Unset: as many as its job has left, see "
        "`JOB_MINUTES`",
        examples=[900],
    )
    acedata_remix: bool = Field(
        default=False,
        description="variations with other words: *Change…* below a sheet, and `/vary`. Off, since nobody has seen "
        "the image API take them: try it with your account first",
    )
    acedata_concurrency: Annotated[int, BASIC] = Field(
        default=5,
        ge=1,
        le=10_000,
        description="jobs at once towards the API, over all processes: what your account allows. More wait in line",
    )
    acedata_platform_token: Token = Field(
        default=None,
        description="a token of the account (`platform-v1-…`): pictures that people send go by the vendor's shelf "
        "where `PUBLIC_URL` is not set",
    )
    acedata_platform_url: Address = Field(
        default=HttpUrl("https://platform.acedata.cloud"), description="where the vendor's shelf is"
    )
    acedata_proxy: Annotated[Proxy, BASIC] = Field(
        default=None,
        description="a proxy on the way to the image API, to its pictures and to the vendor's shelf: `http://`, "
        "`socks5://` or `socks4://`, with its password in it if it has one. `HTTPS_PROXY` is not read",
        examples=["socks5://127.0.0.1:1080"],
    )

    allowed_chats: Annotated[KeySet, Heading("Who may use the bot"), BASIC] = Field(
        default=frozenset(),
        description="chats that may use the bot, by platform and number, with commas between them; who is refused "
        "is told both numbers",
        examples=["telegram:-1001234567890"],
    )
    allowed_users: Annotated[KeySet, BASIC] = Field(
        default=frozenset(),
        description="people who may use it anywhere. Both unset: everybody everywhere",
        examples=["telegram:123456"],
    )
    operators: Annotated[KeySet, BASIC] = Field(
        default=frozenset(),
        description="who looks after this bot, by platform and number: they can look up tasks of the image API "
        "with `/task`. In the web chat people have names to put here behind `WEBCHAT_USER_HEADER` only "
        "(`webchat:ada`), and in tabs of the demo that play somebody (`/?name=Ada`)",
        examples=["telegram:123456,discord:42"],
    )
    leave_unknown: bool = Field(
        default=False, description="leave groups at once that are not among `ALLOWED_CHATS`"
    )
    private_words: Annotated[PlainWords, ANY_CASE, BASIC] = Field(
        default=PlainWords.ASK,
        description="what words without a command do in private chats: `ask` paints clear prompts and asks about "
        "greetings, questions, single words and a person's first ones; `paint` paints all but what is forwarded; "
        "`ignore`: commands only. Each person can choose otherwise in `/settings`",
    )
    command_minutes: float = Field(
        default=30,
        gt=0,
        le=24 * 60,
        description="minutes after which a command, since the bot was away, is answered and not carried out; so is "
        "what was pressed in a web chat whose computer slept",
    )

    user_concurrency: Annotated[int, Heading("Who may order how much"), BASIC] = Field(
        default=3, ge=1, le=10_000, description="jobs at once of one person"
    )
    user_waiting: Annotated[int, BASIC] = Field(
        default=10, ge=0, description="open jobs of one person, with those in line; more are refused"
    )
    user_daily: Annotated[int, BASIC] = Field(
        default=0, ge=0, description="orders a day (UTC) of one person; 0: no limit"
    )
    user_monthly_credits: float = Field(
        default=0,
        ge=0,
        le=1e9,
        allow_inf_nan=False,
        description="credits a month of one person, by an estimated price list; 0: no limit",
    )
    chat_concurrency: Annotated[int, BASIC] = Field(
        default=0, ge=0, description="jobs at once of one group or channel; 0: no limit"
    )
    chat_daily: Annotated[int, BASIC] = Field(
        default=0, ge=0, description="orders a day (UTC) of one group or channel; 0: no limit"
    )
    chat_monthly_credits: float = Field(
        default=0,
        ge=0,
        le=1e9,
        allow_inf_nan=False,
        description="credits a month of one group or channel; 0: no limit",
    )

    redis_url: Annotated[Secret, Heading("Where things are kept"), BASIC] = Field(
        default=None,
        description="a Redis or Valkey server: `redis://`, `rediss://`, `redis+sentinel://`, or `redis+cluster://` "
        "(experimental). Unset: the one in the box, which only `run` has",
        examples=["redis://:password@127.0.0.1:6379/0"],
    )
    data_dir: Annotated[HomePath, BASIC] = Field(
        default_factory=lambda: default_folder("chatelier"),
        description="files, and the store in the box (the demo has a folder of its own)",
        examples=["~/.local/share/chatelier"],
    )
    media_url: Annotated[str | None, BASIC] = Field(
        default=None,
        description="where files are kept that several machines serve: `s3://`, `gs://`, `az://`, or `file:///` "
        "with a folder that all mount. Unset: in `DATA_DIR`",
        examples=["s3://my-bucket/chatelier"],
    )
    media_days: int = Field(default=90, ge=1, le=3650, description="days that files are kept there")

    http_host: Annotated[str, AfterValidator(unbracketed_host), Heading("HTTP"), BASIC] = Field(
        default="127.0.0.1",
        description="where a process listens: health and figures, and the pages when it is `run` or `web`; "
        "`0.0.0.0` in containers",
    )
    http_port: Annotated[int, BASIC] = Field(
        default=8080, ge=0, le=65535, description="the port that it listens on"
    )
    public_url: Annotated[Address | None, BASIC] = Field(
        default=None,
        description="the address people and the image API reach the bot by, when it has one; `https://`, or "
        "`http://` on loopback",
        examples=["https://bot.example.com"],
    )

    allow_unknown_flags: Annotated[bool, Heading("Prompts")] = Field(
        default=False, description="let flags through that Chatelier does not know"
    )
    flags_file: HomePath | None = Field(
        default=None,
        description="your own rules for flags, over those in `bot/domain/flags.toml`",
        examples=["/etc/chatelier/flags.toml"],
    )

    job_minutes: Annotated[float, Heading("Times")] = Field(
        default=30, gt=0, le=24 * 60, description="minutes after which a job is given up"
    )
    lease_seconds: float = Field(
        default=6, ge=2, le=600, description="seconds after which another process takes over a dead one's jobs"
    )
    drain_seconds: float = Field(
        default=20,
        ge=0,
        le=600,
        description="seconds that a process which is asked to stop may take to hand over its jobs; whatever stops "
        "it must wait longer",
    )

    log_format: Annotated[Literal["auto", "console", "json"], ANY_CASE, Heading("Logs")] = Field(
        default="auto", description="how log lines look: `auto`, `console` or `json`"
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], ANY_CASE] = Field(
        default="info", description="from which on they are written: `debug`, `info`, `warning` or `error`"
    )

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
                f"(to try Chatelier without one: chatelier demo){absent_file()}"
            )
        return self.acedata_token.get_secret_value()

    def access_list(self) -> AccessList:
        """Who may use the bot."""
        return AccessList(self.allowed_chats, self.allowed_users, leave=self.leave_unknown)

    def quota(self) -> Quota:
        """What each person and each place may have; credits are counted in thousandths."""
        person = Allowance(
            running=self.user_concurrency,
            open=self.user_waiting,
            daily=self.user_daily,
            monthly=round(self.user_monthly_credits * 1000),
        )
        place = Allowance(
            running=self.chat_concurrency,
            daily=self.chat_daily,
            monthly=round(self.chat_monthly_credits * 1000),
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
    """What the demo takes of what may be set for a real bot: where to listen, how to log, who its operators are."""

    TAKES: ClassVar = frozenset({"http_host", "http_port", "log_format", "log_level", "operators"})

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
