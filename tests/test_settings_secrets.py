"""Whatever an operator does to `.env`, no line that is shown has a secret in it."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.settings import TelegramSettings
from bot import log
from bot.environment import SettingsError, read_settings
from bot.platforms import ALL_SETTINGS, load_all_settings
from bot.settings import load_settings
from bot.unread import env_file_findings, secret_names, start_faults, unread_names
from tests.scenarios.test_cli import call

PLAIN = "0123456789abcdef0123456789abcdef"
TELEGRAM = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFak"
PASSWORD = "opensesame-and-more"
LINES = {
    "CHATELIER_ACEDATA_TOKEN": PLAIN,
    "CHATELIER_TELEGRAM_TOKEN": TELEGRAM,
    "CHATELIER_ACEDATA_PLATFORM_TOKEN": f"platform-v1-{PLAIN}",
    "CHATELIER_REDIS_URL": f"redis://user:{PASSWORD}@127.0.0.1:1/0",
    "CHATELIER_TELEGRAM_PROXY": f"http://user:{PASSWORD}@127.0.0.1:1",
    "CHATELIER_LOG_LEVEL": "debug",
    "CHATELIER_HTTP_PORT": "8080",
}
ODD = [
    "",
    " ",
    "\t",
    "\n",
    "\r\n",
    "'",
    '"',
    "“",
    "`",
    ":",
    "=",
    "#",
    "$",
    "${X}",
    "\\",
    "\ufeff",
    "\x00",
    ";",
    "export ",
]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of this machine reach a test."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("CHATELIER_"):
            monkeypatch.delenv(name)


@contextmanager
def env_file(text: str) -> Iterator[None]:
    Path(".env").write_bytes(text.encode("utf-8", "replace"))
    try:
        yield
    finally:
        Path(".env").unlink()


def told() -> str:
    """Everything that is said of the settings, by any command, before and after they are known."""
    said = [*unread_names(ALL_SETTINGS), *env_file_findings(ALL_SETTINGS)]
    try:
        known, platforms = load_all_settings()
        said += [f"{each!r} {each}" for each in (known, platforms)]
        secrets = [*known.secrets(), *platforms.secrets()]
        redactor = log.Redactor(secrets)
        said += [redactor.clean(f"{value} {value!r}") for value in secrets]
        known.need_token()
    except SettingsError as error:
        said.append(str(error))
    return "\n".join(said)


def shown(text: str) -> list[str]:
    """Any eight characters in a row of a secret."""
    low = text.lower()
    secrets = (PLAIN, TELEGRAM.partition(":")[2], PASSWORD)
    return [part for one in secrets for n in range(len(one) - 7) if (part := one[n : n + 8].lower()) in low]


@pytest.mark.parametrize("name", [name for name in LINES if name.endswith("TOKEN")])
@pytest.mark.parametrize("between", [": ", ":", " ", "", " : ", "  = ", "=", "=:", "==", "\t", "-", " is "])
def test_a_line_that_is_no_assignment(name: str, between: str) -> None:
    """It is named by its number and the setting, and what was typed there is not repeated."""
    with env_file(f"# mine\n{name}{between}{LINES[name]}\n"):
        found = told()
    assert shown(found) == []
    if "=" not in between:
        assert f".env, line 2: {name}" in found


@given(
    st.lists(
        st.tuples(
            st.sampled_from(ODD),
            st.sampled_from(sorted(LINES)),
            st.integers(0, 30),
            st.sampled_from([*ODD, "="]),
            st.sampled_from(["=", "=", ":", ": ", " ", "", " = "]),
            st.sampled_from(ODD),
            st.sampled_from(ODD),
            st.sampled_from(["\n", "\n", "\r", " ", ""]),
        ),
        max_size=6,
    ),
)
@settings(max_examples=150, deadline=None)
def test_a_file_in_any_disorder(lines: list[tuple[str, str, int, str, str, str, str, str]]) -> None:
    """Characters added and lost in names, between and around values, lines run together."""
    text = ""
    for before, name, at, added, between, left, right, end in lines:
        typed = name[:at] + added + name[at + (at % 2) :]
        text += f"{before}{typed}{between}{left}{LINES[name]}{right}{end}"
    with env_file(text):
        assert shown(told()) == []


@pytest.mark.parametrize("name", [name for name in LINES if name in secret_names(ALL_SETTINGS)])
@pytest.mark.parametrize("around", [("", "\n"), (" ", " "), ("\r\n", "\t"), ("\ufeff", "")], ids=repr)
def test_what_copying_brings_along_is_left_out(
    monkeypatch: pytest.MonkeyPatch, name: str, around: tuple[str, str]
) -> None:
    """Once, for every secret; what hides secrets knows the bare one."""
    value = LINES[name]
    monkeypatch.setenv(name, f"{around[0]}{value}{around[1]}")
    own, platforms = load_all_settings()
    found = [*own.secrets(), *platforms.secrets()]
    assert found[0] == value
    redactor = log.Redactor(found)
    assert shown(redactor.clean(f"it is {around[0]}{value}{around[1]}, and {value}")) == []


def test_the_password_of_an_address_is_known_by_itself() -> None:
    """As it was typed and as it is meant: a library may tell the parts."""
    own = load_settings(redis_url="redis://:open%2Fsesame@h").secrets()
    platform = read_settings(TelegramSettings, proxy="http://solongaword@h:3128").secrets()
    assert {"open%2Fsesame", "open/sesame", "solongaword"} <= {*own, *platform}


@pytest.mark.parametrize("quotes", ["''", '""', "“”", "``", "«»", ("'", ""), ("", '"')], ids=repr)
@pytest.mark.parametrize("name", sorted(secret_names(ALL_SETTINGS)))
def test_quotes_are_named(monkeypatch: pytest.MonkeyPatch, name: str, quotes: str) -> None:
    """In one line: systemd, compose and shells each take them another way."""
    value = LINES.get(name, PLAIN)
    monkeypatch.setenv(name, f"{quotes[0]}{value}{quotes[1]}")
    with pytest.raises(SettingsError) as caught:
        load_all_settings()
    assert re.fullmatch(rf"{name}: has a quote .* remove it", str(caught.value))


def test_an_env_file_that_all_can_read() -> None:
    """Is said, if there is a secret in it; one of our own group is how a service gets it."""
    with env_file(f"CHATELIER_ACEDATA_TOKEN={PLAIN}\n"):
        for mode, told_of in ((0o600, 0), (0o640, 0), (0o644, 1), (0o602, 1)):
            Path(".env").chmod(mode)
            assert len(env_file_findings(ALL_SETTINGS)) == told_of
    with env_file("CHATELIER_LOG_LEVEL=debug\n"):
        assert env_file_findings(ALL_SETTINGS) == []
    assert env_file_findings(ALL_SETTINGS) == []


@pytest.mark.parametrize("command", ["doctor", "run", "demo"])
def test_no_command_shows_it(tmp_path: Path, command: str) -> None:
    """Doctor, run and demo with a file in which nothing is right."""
    lines = [f"{name}: {value}" for name, value in LINES.items()]
    (tmp_path / ".env").write_text("\n".join([*lines, f"CHATELIER_ACEDATA_TOKEN='\"{PLAIN}\"'"]))
    result = call(tmp_path, command, HTTP_PORT="x")
    assert result.returncode == (1 if command == "doctor" else 2)
    assert shown(result.stdout + result.stderr) == []
    assert "Traceback" not in result.stderr


def test_doctor_names_the_lines(tmp_path: Path) -> None:
    """And what it says of other things is cleaned, too."""
    (tmp_path / ".env").write_text(f"CHATELIER_TELEGRAM_TOKEN: {TELEGRAM}\nCHATELIER_ACEDATA_TOKEN={PLAIN}\n")
    (tmp_path / ".env").chmod(0o644)
    result = call(tmp_path, "doctor", ACEDATA_BASE_URL="http://127.0.0.1:1")
    assert result.returncode == 1
    assert "FAIL  .env, line 1: CHATELIER_TELEGRAM_TOKEN is not set: write NAME=value" in result.stdout
    assert "warn  .env can be read or changed by every user" in result.stdout
    assert shown(result.stdout + result.stderr) == []


@pytest.mark.parametrize(
    "line",
    [
        'CHATELIER_ALLOWED_USERS="telegram:424242',
        'CHATELIER_ALLOWED_USERS="telegram:1" , "telegram:2"',
        "CHATELIER_USER_DAILY='5",
        "CHATELIER_ALLOWED_USERS: telegram:1",
        "CHATELIER_ALLOWED_USRES=telegram:1",
        "ALLOWED_USERS=telegram:1",
        "CHATELIER-USER-DAILY=5",
        "set CHATELIER_USER_DAILY=5",
    ],
)
def test_a_limit_that_is_not_read_is_no_reason_to_be_open_to_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """The bot does not start, the doctor says so, and neither shows what was typed behind the name."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"CHATELIER_ACEDATA_TOKEN=test-token-not-real\n{line}\n")
    assert len(start_faults(ALL_SETTINGS)) == 1
    assert set(start_faults(ALL_SETTINGS)) <= set(unread_names(ALL_SETTINGS))
    assert "424242" not in str(start_faults(ALL_SETTINGS))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ALLOWED_PEOPLE", "ALLOWED_USERS"),
        ("PLACE_CONCURRENCY", "CHAT_CONCURRENCY"),
        ("PLACE_DAILY", "CHAT_DAILY"),
        ("PLACE_MONTHLY_CREDITS", "CHAT_MONTHLY_CREDITS"),
    ],
)
@pytest.mark.parametrize("form", ["CHATELIER_{}", "chatelier_{}", "{}", "CHATELIER-{}"])
def test_a_limit_by_an_old_name_is_named_by_its_new_one(old: str, new: str, form: str) -> None:
    """Once, whatever is near it, and though the new one is set as well: they may differ."""
    typed = form.format(old)
    with env_file(f"{typed}=1\nCHATELIER_{new}=1\n"):
        assert start_faults(ALL_SETTINGS) == [f"CHATELIER_{old} is not read: its name is CHATELIER_{new} now"]
        assert unread_names(ALL_SETTINGS) == start_faults(ALL_SETTINGS)


def test_an_old_name_in_the_environment_is_found_with_our_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it it is another program's."""
    monkeypatch.setenv("PLACE_DAILY", "1")
    assert start_faults(ALL_SETTINGS) == []
    monkeypatch.setenv("CHATELIER_PLACE_DAILY", "1")
    assert len(start_faults(ALL_SETTINGS)) == 1


@pytest.mark.parametrize(
    "line", ["# USER_DAILY", "CHATELIER_USER_DAILY=5", "export CHATELIER_USER_DAILY='5'", "PATH=x"]
)
def test_a_file_in_order_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Comments, quotes that are closed, and what is for other programs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"{line}\n")
    assert start_faults(ALL_SETTINGS) == []
