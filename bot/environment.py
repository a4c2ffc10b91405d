"""Where settings come from: variables `CHATELIER_…` of the environment or a file `.env`, models and values."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar
from urllib.parse import unquote

from dotenv.parser import Binding, parse_stream
from pydantic import AfterValidator, BeforeValidator, HttpUrl, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from python_socks import parse_proxy_url

PREFIX = "CHATELIER_"
ENV_FILE = ".env"
ENV_ENCODING = "utf-8-sig"  # some editors begin a file with a mark
BLANK_SIGNS = " \t\r\n\v\f\0\xa0\u200b\u200c\u200d\u2028\u2029\u2060\ufeff"
QUOTE_SIGNS = frozenset("\"'`“”„‘’«»")


class SettingsError(Exception):
    """One line for the operator: which setting, what is wrong, what is possible."""


class NotYet(SettingsError):
    """It may not be a setting: what the program needs is away, and whoever supervises it may start it again."""


# --- values -------------------------------------------------------------------------------------------


def bare_address(url: HttpUrl) -> HttpUrl:
    """Refuses a login or a query: both would end up where they do not belong."""
    if url.username or url.password or url.query:
        raise ValueError("must be a plain address, without a login or a query")
    return url


def copied_secret(value: Any) -> Any:
    """A secret as it was meant: copying brings blanks and newlines along, and some programs keep the quotes."""
    if not isinstance(value, str):
        return value
    text = value.strip(BLANK_SIGNS)
    if text[:1] in QUOTE_SIGNS or text[-1:] in QUOTE_SIGNS:
        raise ValueError("has a quote at its beginning or end that does not belong to it: remove it")
    if not text.isprintable():
        raise ValueError("has characters that no secret has: copy it again")
    return text or None


def unremarked(value: Any) -> Any:
    """Refuses what systemd and `docker --env-file` make of `NAME=value  # why`, which a `.env` may have."""
    if isinstance(value, str) and REMARK.search(value):
        raise ValueError("has a remark behind it, which belongs on a line of its own")
    return value


def unbroken_token(secret: SecretStr | None) -> SecretStr | None:
    text = secret.get_secret_value() if secret else ""
    if not text.isascii() or " " in text:
        raise ValueError("has characters that no token has: copy it again")
    return secret


def spelled_out_proxy(proxy: SecretStr | None) -> SecretStr | None:
    try:
        if proxy:
            parse_proxy_url(proxy.get_secret_value())
    except ValueError:
        # What is wrong with it may be the password.
        raise ValueError(
            "must be http://, socks5:// or socks4:// with a host and a port, such as socks5://127.0.0.1:1080"
        ) from None
    return proxy


def home_path(path: Path) -> Path:
    """`~` is the home folder, as in a shell."""
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError("begins with ~, and this user has no home folder: write the whole path") from None


def lower_case(value: Any) -> Any:
    """Choices may be typed in any case."""
    return value.lower() if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Heading:
    """On the first field of a section, in lists of settings: what the section is about."""

    title: str


@dataclass(frozen=True, slots=True)
class Basic:
    """On fields that somebody who begins wants to know of."""


BASIC = Basic()
# What pydantic says in words of its own, by its name for it.
PLAIN_REASONS = {
    "url_parsing": "must be a whole address, such as {example}",
    "url_scheme": "must be an address that begins with https://, or http://",
    "bool_parsing": "must be true or false",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "finite_number": "must be a number",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be {expected}",
}
REMARK = re.compile(r"\s#")
ENV_FILE_ADVICE = f"whoever starts this has to own it (chown), or start elsewhere than where that {ENV_FILE} lies"
Address = Annotated[HttpUrl, AfterValidator(bare_address)]
Secret = Annotated[SecretStr | None, BeforeValidator(copied_secret)]
Token = Annotated[Secret, AfterValidator(unbroken_token)]
Proxy = Annotated[Secret, AfterValidator(spelled_out_proxy)]
HomePath = Annotated[Path, AfterValidator(home_path)]
ANY_CASE = BeforeValidator(lower_case)


def secret_text(secret: SecretStr | None) -> str:
    """The secret itself; empty when it is not set."""
    return secret.get_secret_value() if secret else ""


def password_forms(address: str) -> Iterable[str]:
    """Of a login in an address, as typed and as sent."""
    login, at, _ = address.partition("://")[2].rpartition("@")
    word = login.partition(":")[2] or login
    return (word, unquote(word)) if at else ()


def default_folder(name: str) -> Path:
    """Where programs of a person keep their data, by the XDG base directory specification."""
    base = os.environ.get("XDG_DATA_HOME", "")  # noqa: TID251 - this module is the reader
    try:
        return (Path(base) if base.startswith("/") else Path.home() / ".local" / "share") / name
    except RuntimeError:
        raise SettingsError(
            f"{PREFIX}DATA_DIR is not set, and this user has no home folder to put it in: set it, or HOME"
        ) from None


# --- models -------------------------------------------------------------------------------------------


class EnvSettings(BaseSettings):
    """A part of the settings. Frozen; secrets are SecretStr, so that printing the settings does not print them.

    A model says the beginning of its variables as `env_prefix` in `model_config`. The `description` of a field is
    what operators read of it, everywhere (`make tables`); where no default shows what to write, one of `examples`
    does.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding=ENV_ENCODING,
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
    )

    _unremarked = field_validator("*", mode="before")(unremarked)

    # Fields that begin so limit who may use the bot and what they may have.
    LIMITS: ClassVar[tuple[str, ...]] = ()
    # What fields were called once; nothing is started with such a name, which would not be read.
    RENAMED: ClassVar[Mapping[str, str]] = {}

    @classmethod
    def env_name(cls, field: str) -> str:
        """The variable of a field, such as CHATELIER_HTTP_PORT."""
        return f"{cls.model_config['env_prefix']}{field}".upper()

    @classmethod
    def env_names(cls) -> Sequence[str]:
        """All variables of this model."""
        return [cls.env_name(field) for field in cls.model_fields]

    @classmethod
    def secret_names(cls) -> Sequence[str]:
        """Those of them that are secrets."""
        fields = cls.model_fields.items()
        return [cls.env_name(name) for name, field in fields if field.annotation == SecretStr | None]

    @classmethod
    def limit_names(cls) -> Sequence[str]:
        """Those of them that are limits."""
        return [cls.env_name(field) for field in cls.model_fields if field.startswith(cls.LIMITS)]

    @classmethod
    def new_names(cls) -> Mapping[str, str]:
        """The variables of today, by those that they were once."""
        return {cls.env_name(old): cls.env_name(new) for old, new in cls.RENAMED.items()}

    def secrets(self) -> Sequence[str]:
        """What must not be seen anywhere."""
        known = [value.get_secret_value() for value in vars(self).values() if isinstance(value, SecretStr)]
        return [*known, *(word for text in known for word in password_forms(text))]


class PlatformSettings(EnvSettings):
    """What an operator sets for one chat platform; its adapter brings the model, in its `settings.py`."""

    # The field that turns the platform on: one that is set, and not false.
    SWITCH: ClassVar[str]

    @property
    def wanted(self) -> bool:
        """Whether the platform is to be run."""
        return bool(getattr(self, self.SWITCH))

    def check(self, public_url: HttpUrl | None) -> None:
        """Raises SettingsError when this cannot work at the address that people reach us by. Does no I/O.

        At every start, in every process, and by the doctor, before anything is opened; also for one that is off.
        """

    def check_operators(self) -> None:
        """Raises SettingsError when somebody there could take an operator's name. Called as `check`."""

    def doubts(self, public_url: HttpUrl | None, *, exposed: bool) -> Sequence[str]:  # noqa: ARG002 - most have none
        """What may be right, and is worth a look; `exposed`: others than this computer reach our HTTP port.

        Called as `check`, and told as a warning.
        """
        return ()


Model = TypeVar("Model", bound=EnvSettings)
Models = Sequence[type[EnvSettings]]


def read_settings(kind: type[Model], /, **overrides: Any) -> Model:
    """Settings from the environment and `.env`, `overrides` first. SettingsError in one line."""
    try:
        return kind(**overrides)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise SettingsError("; ".join(explain_fault(kind, fault) for fault in faults)) from None
    except UnicodeError:
        raise SettingsError(f"{ENV_FILE} cannot be read: it is no UTF-8 text; save it as that") from None
    except OSError as error:
        raise SettingsError(f"{ENV_FILE} cannot be read ({error.strerror}): {ENV_FILE_ADVICE}") from None


def read_all_settings(kinds: Models) -> Sequence[EnvSettings]:
    """One of each kind. SettingsError in one line, of everything that is wrong."""
    read: list[EnvSettings] = []
    faults: list[str] = []
    for kind in kinds:
        try:
            read.append(read_settings(kind))
        except SettingsError as error:
            faults.append(str(error))
    if faults:
        raise SettingsError("; ".join(dict.fromkeys(faults)))
    return read


def explain_fault(kind: type[EnvSettings], fault: Any) -> str:
    """One fault by the name that the operator typed. What they typed is not repeated: it may be a secret."""
    field = "".join(str(part) for part in fault["loc"][:1])
    name = kind.env_name(field) if field else ""
    reason = PLAIN_REASONS.get(fault["type"], str(fault["msg"]).removeprefix("Value error, "))
    for word, meant in {"example": example_of(kind, field), **fault.get("ctx", {})}.items():
        reason = reason.replace(f"{{{word}}}", str(meant).replace("'", ""))
    return f"{name}: {reason}" if name else f"{PREFIX}{reason}"


def example_of(kind: type[EnvSettings], field: str) -> str:
    """What to write there: its default, or else what its description shows."""
    info = kind.model_fields.get(field)
    return str((info.default or next(iter(info.examples or ()), "")) if info else "").rstrip("/")


# --- names --------------------------------------------------------------------------------------------


def names_here() -> Sequence[str]:
    """The names of all environment variables, ours or not."""
    return list(os.environ)  # noqa: TID251 - this module is the reader


def lines_in_file() -> Iterator[Binding]:
    """The lines of `.env`, as pydantic-settings reads them; none when it cannot be read."""
    try:
        text = Path(ENV_FILE).read_text(ENV_ENCODING)
    except (OSError, UnicodeError):
        return iter(())
    return parse_stream(StringIO(text))


def absent_file() -> str:
    """What to say behind a setting that is missing where there is no `.env`; empty where there is one."""
    return (
        ""
        if Path(ENV_FILE).exists()
        else f"; a {ENV_FILE} is read where this is started, and {Path.cwd()} has none"
    )


def sets_name(line: Binding) -> bool:
    """Whether a line of `.env` gives a name a value."""
    return line.key is not None and line.value is not None and not line.error


def names_in_file() -> Sequence[str]:
    """The names that `.env` sets, ours or not."""
    return [line.key for line in lines_in_file() if sets_name(line) and line.key is not None]
