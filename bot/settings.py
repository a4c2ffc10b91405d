"""What an operator can set: environment variables `CHATELIER_…`, also from a file `.env`. Read once."""

import ipaddress
import os
import re
import stat
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import unquote

from dotenv.parser import parse_stream
from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from python_socks import parse_proxy_url

from bot.domain.admission import Admission
from bot.domain.flags import FlagRules
from bot.domain.plain_words import PlainWords
from bot.domain.quota import Allowance, Quota

PREFIX = "CHATELIER_"
ENV_FILE = ".env"
ENCODING = "utf-8-sig"  # some editors begin a file with a mark
ASSIGNED = re.compile(r"\s*(?:export\s+)?(?P<name>[A-Za-z0-9_]+)\s*(?P<equals>=?)")
OTHERS = stat.S_IROTH | stat.S_IWOTH
# Names that begin so limit who may use the bot and what they may have.
LIMITING = ("ALLOWED_", "USER_", "PLACE_", "LEAVE_", "PRIVATE_")
SURE = re.compile(r"[A-Z_]{1,40}")  # no setting has a digit in its name, and every token has
BLANK = " \t\r\n\v\f\0\xa0\u200b\u200c\u200d\u2028\u2029\u2060\ufeff"
QUOTES = frozenset("\"'`“”„‘’«»")
FLAGS_FILE = Path(__file__).parent / "domain" / "flags.toml"


class SettingsError(Exception):
    """One line for the operator: which setting, what is wrong, what is possible."""


class NotYet(SettingsError):
    """It may not be a setting: what the program needs is away, and whoever supervises it may start it again."""


def default_folder(name: str) -> Path:
    """Where programs of a person keep their data, by the XDG base directory specification."""
    base = os.environ.get("XDG_DATA_HOME", "")  # noqa: TID251 - this module is the reader
    try:
        return (Path(base) if base.startswith("/") else Path.home() / ".local" / "share") / name
    except RuntimeError:
        raise SettingsError(
            f"{PREFIX}DATA_DIR is not set, and this user has no home folder to put it in: set it, or HOME"
        ) from None


def bare(url: HttpUrl) -> HttpUrl:
    """Refuses a login or a query: both would end up where they do not belong."""
    if url.username or url.password or url.query:
        raise ValueError("must be a plain address, without a login or a query")
    return url


Address = Annotated[HttpUrl, AfterValidator(bare)]


def copied(value: Any) -> Any:
    """A secret as it was meant: copying brings blanks and newlines along, and some programs keep the quotes."""
    if not isinstance(value, str):
        return value
    text = value.strip(BLANK)
    if text[:1] in QUOTES or text[-1:] in QUOTES:
        raise ValueError("has a quote at its beginning or end that does not belong to it: remove it")
    if not text.isprintable():
        raise ValueError("has characters that no secret has: copy it again")
    return text or None


def unbroken(secret: SecretStr | None) -> SecretStr | None:
    text = secret.get_secret_value() if secret else ""
    if not text.isascii() or " " in text:
        raise ValueError("has characters that no token has: copy it again")
    return secret


Secret = Annotated[SecretStr | None, BeforeValidator(copied)]
Token = Annotated[Secret, AfterValidator(unbroken)]


def spelled_out(proxy: SecretStr | None) -> SecretStr | None:
    try:
        if proxy:
            parse_proxy_url(proxy.get_secret_value())
    except ValueError:
        # What is wrong with it may be the password.
        raise ValueError(
            "must be http://, socks5:// or socks4:// with a host and a port, such as socks5://127.0.0.1:1080"
        ) from None
    return proxy


def secret_text(secret: SecretStr | None) -> str:
    """The secret itself; empty when it is not set."""
    return secret.get_secret_value() if secret else ""


Proxy = Annotated[Secret, AfterValidator(spelled_out)]


def at_home(path: Path) -> Path:
    """`~` is the home folder, as in a shell."""
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError("begins with ~, and this user has no home folder: write the whole path") from None


HomePath = Annotated[Path, AfterValidator(at_home)]


def unbracketed(host: str) -> str:
    """As in an address: [::1]."""
    return host[1:-1] if host.startswith("[") and host.endswith("]") else host


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
        env_file_encoding=ENCODING,
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
    )

    acedata_token: Token = None
    acedata_base_url: Address = HttpUrl("https://api.acedata.cloud")
    acedata_updates: Literal["auto", "stream", "callback", "poll"] = "auto"
    acedata_concurrency: int = Field(default=5, ge=1, le=10_000)
    acedata_platform_token: Token = None
    acedata_platform_url: Address = HttpUrl("https://platform.acedata.cloud")
    acedata_proxy: Proxy = None
    user_concurrency: int = Field(default=3, ge=1, le=10_000)

    discord_token: Token = None
    discord_api_url: Address | None = None
    discord_gateway_url: str | None = None
    telegram_token: Token = None
    telegram_api_url: Address | None = None
    telegram_updates: Literal["polling", "webhook"] = "polling"
    telegram_proxy: Proxy = None
    telegram_drafts: bool = False

    redis_url: Secret = None
    data_dir: HomePath = Field(default_factory=lambda: default_folder("chatelier"))
    public_url: Address | None = None
    http_host: Annotated[str, AfterValidator(unbracketed)] = "127.0.0.1"
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
    flags_file: HomePath | None = None
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
        if self.acedata_token is None:
            if bare_tokens():
                raise SettingsError(bare_tokens()[0])
            raise SettingsError(
                f"{PREFIX}ACEDATA_TOKEN is not set: it is the API token from the Ace Data Cloud console "
                "(to try Chatelier without one: chatelier demo)"
            )
        return self.acedata_token.get_secret_value()

    def admission(self) -> Admission:
        """Who may use the bot."""
        return Admission(self.allowed_chats, self.allowed_people, leave=self.leave_unknown)

    def secrets(self) -> list[str]:
        """What must not be seen anywhere."""
        known = [s.get_secret_value() for s in vars(self).values() if isinstance(s, SecretStr)]
        return [*known, *(word for text in known for word in passwords(text))]

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


SECRETS = [name for name, field in Settings.model_fields.items() if field.annotation == SecretStr | None]


class DemoSettings(Settings):
    """What the demo takes of the settings, which may be those of a real bot: where to listen and how to log."""

    data_dir: Path = Field(default_factory=lambda: default_folder("chatelier-demo"))

    @model_validator(mode="before")
    @classmethod
    def leave_aside(cls, values: Any) -> Any:
        return {name: value for name, value in values.items() if name in DEMO_TAKES}


DEMO_TAKES = frozenset({"http_host", "http_port", "log_format", "log_level"})


def load_demo_settings() -> tuple[Settings, Sequence[str]]:
    """Settings for the demo, and the names of those that are set and left aside. SettingsError in one line."""
    mine = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields.keys() - DEMO_TAKES}
    set_here = {name.upper() for name in (*os.environ, *in_file()[0])}  # noqa: TID251 - this module is the reader
    return load_settings(DemoSettings), sorted(mine & set_here)


def load_settings(kind: type[Settings] = Settings, /, **overrides: Any) -> Settings:
    """Settings from the environment and `.env`, `overrides` first. SettingsError in one line."""
    try:
        return kind(**overrides)
    except ValidationError as error:
        raise SettingsError("; ".join(explain(fault) for fault in error.errors(include_url=False))) from None
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"{ENV_FILE} cannot be read: {error}") from None


def explain(fault: Any) -> str:
    """One fault by the name that the operator typed. What they typed is not repeated: it may be a secret."""
    name = "".join(f"{PREFIX}{str(part).upper()}" for part in fault["loc"][:1])
    reason = str(fault["msg"]).removeprefix("Value error, ")
    return f"{name}: {reason}" if name else f"{PREFIX}{reason}"


def passwords(address: str) -> Iterable[str]:
    """Of a login in an address, as typed and as sent."""
    login, at, _ = address.partition("://")[2].rpartition("@")
    word = login.partition(":")[2] or login
    return (word, unquote(word)) if at else ()


def strangers() -> list[str]:
    """Variables with our prefix that mean nothing, each with the nearest one that does, and lines that set none.

    What is shown of them is a name: the rest of a line may be a secret.
    """
    set_here, faults = in_file()
    named = sorted({*os.environ, *set_here})  # noqa: TID251 - this module is the reader
    unread = dict(unread_limits(set_here))
    return [
        *(
            stranger(name)
            for name in named
            if name.upper().startswith(PREFIX) and not is_known(name) and name not in unread
        ),
        *map(limit_fault, unread.items()),
        *bare_tokens(),
        *faults,
    ]


def start_faults() -> list[str]:
    """What must not be started with: a line of `.env` that sets nothing, or a limit that is not read.

    Whoever misspells who may use the bot has it open to everybody, and pays for what they order.
    """
    written, faults = in_file()
    return [*faults, *map(limit_fault, unread_limits(written))]


def limit_fault(unread: tuple[str, str]) -> str:
    """In words for the operator: a name as it was typed, and the limit that it looks like."""
    name, meant = unread
    return f"{speakable(name)} is not read; did you mean {meant}?"


def unread_limits(written: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Names that look like those of limits and are none; without our prefix only in `.env`, where all are ours."""
    limits = [name for name in known() if name.removeprefix(PREFIX).startswith(LIMITING)]
    for name in sorted({*os.environ, *written}):  # noqa: TID251 - this module is the reader
        plain = name.upper().replace("-", "_")
        if is_known(name) or not (plain.startswith(PREFIX) or name in written):
            continue
        full = plain if plain.startswith(PREFIX) else PREFIX + plain
        near = get_close_matches(full, known(), n=1, cutoff=0.85)
        if near and near[0] in limits and not (full in known() and full in written):
            yield name, near[0]


def bare_tokens() -> list[str]:
    """Tokens that are set without our prefix while the one with it is not: they are never read."""
    here = {name.upper() for name in os.environ}  # noqa: TID251 - this module is the reader
    written = {name.upper() for name in in_file()[0]}
    names = [name.upper() for name in Settings.model_fields if name.endswith("_token")]
    # In the environment others of these names may be meant for other programs.
    bare = [name for name in names if name in written or (name in here and name.startswith("ACEDATA"))]
    bare = [name for name in bare if PREFIX + name not in here | written]
    return [f"{name} is not read: its name is {PREFIX}{name}" for name in bare]


def known() -> list[str]:
    return [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]


def is_known(name: str) -> bool:
    return name.upper() in known()


def stranger(name: str) -> str:
    own = [full.removeprefix(PREFIX) for full in known()]  # what all names begin with makes none alike
    near = get_close_matches(name.upper().removeprefix(PREFIX), own, n=1)
    return f"{speakable(name)} is not a setting" + (f"; did you mean {PREFIX}{near[0]}?" if near else "")


def speakable(name: str) -> str:
    """The name, if it is surely one: a token may have been typed right behind it."""
    if is_known(name):
        return name.upper()
    begun = [
        f"{PREFIX}{secret.upper()}" for secret in SECRETS if name.upper().startswith(f"{PREFIX}{secret.upper()}")
    ]
    return f"{begun[0]}…" if begun else name if SURE.fullmatch(name) else f"{PREFIX}…"


def in_file() -> tuple[list[str], list[str]]:
    """The names that `.env` sets, and what is wrong with lines of it that set nothing."""
    try:
        text = Path(ENV_FILE).read_text(ENCODING)
    except (OSError, UnicodeError):
        return [], []
    names, faults = [], []
    for one in parse_stream(StringIO(text)):  # as pydantic-settings reads it
        if one.key is not None and one.value is not None and not one.error:
            names.append(one.key)
        elif one.error or (one.key or "").upper().startswith(PREFIX):
            faults.append(line_fault(one.original.line, one.original.string))
    return names, faults


def line_fault(number: int, line: str) -> str:
    """What is wrong with a line that sets nothing; of the line itself only a sure name is shown."""
    found = ASSIGNED.search(line)
    name = speakable(found["name"]) if found and found["name"].upper().startswith(PREFIX) else "a setting"
    if found and found["equals"]:
        return f"{ENV_FILE}, line {number}: {name} is not set: a quote is not closed, or more follows behind one"
    return f"{ENV_FILE}, line {number}: {name} is not set: write NAME=value, with an equals sign"


def env_file_findings() -> list[str]:
    """What is wrong with `.env` as a file: others on this computer may read the secrets in it."""
    try:
        mode = Path(ENV_FILE).stat().st_mode
    except OSError:
        return []
    named, _ = in_file()
    secret = {f"{PREFIX}{name.upper()}" for name in SECRETS} & {name.upper() for name in named}
    if not secret or not mode & OTHERS:
        return []
    return [f"{ENV_FILE} can be read or changed by every user of this computer: chmod o-rwx {ENV_FILE}"]
