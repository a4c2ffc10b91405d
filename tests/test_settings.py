"""Settings: read once, wrong ones named in one line, secrets never printed."""

from pathlib import Path

import pytest

from bot.environment import SettingsError
from bot.platforms import ALL_SETTINGS, load_all_settings
from bot.settings import load_settings
from bot.unread import unread_names


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of this machine reach a test."""
    monkeypatch.chdir(tmp_path)
    for name in ("ACEDATA_TOKEN", "DATA_DIR", "HTTP_PORT"):
        monkeypatch.delenv(f"CHATELIER_{name}", raising=False)


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("HTTP_PORT", "abc", "CHATELIER_HTTP_PORT: must be a whole number"),
        ("HTTP_PORT", "70000", "CHATELIER_HTTP_PORT: must be 65535 or less"),
        ("ACEDATA_BASE_URL", "nonsense", "CHATELIER_ACEDATA_BASE_URL: must be a whole address, such as https://"),
        ("PUBLIC_URL", "bot.example.com", "CHATELIER_PUBLIC_URL: must be a whole address, such as https://"),
        (
            "PUBLIC_URL",
            "bot.example.com:8443",
            "CHATELIER_PUBLIC_URL: must be an address that begins with https://",
        ),
        ("WEBCHAT", "maybe", "CHATELIER_WEBCHAT: must be true or false"),
        (
            "ACEDATA_BASE_URL",
            "https://me:secret@api.example",
            "CHATELIER_ACEDATA_BASE_URL: must be a plain address",
        ),
        ("ACEDATA_UPDATES", "magic", "CHATELIER_ACEDATA_UPDATES: must be auto, stream, callback or poll"),
        ("PUBLIC_URL", "http://bot.example", "PUBLIC_URL must be https://"),
        ("ACEDATA_CONCURRENCY", "0", "CHATELIER_ACEDATA_CONCURRENCY"),
        ("ACEDATA_TIMEOUT", "29", "CHATELIER_ACEDATA_TIMEOUT: must be 30 or more"),
        ("ACEDATA_TIMEOUT", "7201", "CHATELIER_ACEDATA_TIMEOUT: must be 7200 or less"),
        ("LOG_LEVEL", "loud", "CHATELIER_LOG_LEVEL"),
        (
            "ACEDATA_PROXY",
            "https://secret@host:1",
            "CHATELIER_ACEDATA_PROXY: must be http://, socks5:// or socks4://",
        ),
        ("ACEDATA_PROXY", "socks5://secret:secret@host", "with a host and a port"),
        ("TELEGRAM_PROXY", "secret:1080", "CHATELIER_TELEGRAM_PROXY: must be http://"),
        ("DATA_DIR", "~nobody-of-this-name/x", "CHATELIER_DATA_DIR: begins with ~"),
        ("ALLOWED_CHATS", "-1001", "CHATELIER_ALLOWED_CHATS: must be names such as telegram:-1001234567890, with"),
        ("ALLOWED_USERS", "@ann", "CHATELIER_ALLOWED_USERS: must be names such as telegram:123456, with"),
        ("OPERATORS", "ann", "CHATELIER_OPERATORS: must be names such as telegram:123456,discord:42, with"),
        ("LOG_FORMAT", "xml", "CHATELIER_LOG_FORMAT: must be auto, console or json"),
        ("USER_MONTHLY_CREDITS", "much", "CHATELIER_USER_MONTHLY_CREDITS: must be a number"),
        ("JOB_MINUTES", "0", "CHATELIER_JOB_MINUTES: must be more than 0"),
        ("HTTP_PORT", "8080 # the web", "CHATELIER_HTTP_PORT: has a remark behind it"),
        ("DATA_DIR", "/srv/x  # here", "CHATELIER_DATA_DIR: has a remark behind it"),
        ("ALLOWED_USERS", "telegram:1\t# Ann", "CHATELIER_ALLOWED_USERS: has a remark behind it"),
        ("TELEGRAM_TOKEN", "1:secret # of the bot", "CHATELIER_TELEGRAM_TOKEN: has a remark behind it"),
        ("REDIS_URL", "redis://:secret@h/0 # the store", "CHATELIER_REDIS_URL: has a remark behind it"),
    ],
)
def test_a_wrong_setting_is_one_line_with_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, part: str
) -> None:
    """And what was typed is not repeated: it may be a secret."""
    monkeypatch.setenv(f"CHATELIER_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_all_settings()
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_env_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As operators know it from other programs."""
    (tmp_path / ".env").write_text("CHATELIER_HTTP_PORT=1234\nCHATELIER_LOG_LEVEL=DEBUG\n")
    assert (load_settings().http_port, load_settings().log_level) == (1234, "debug")
    monkeypatch.setenv("CHATELIER_HTTP_PORT", "4321")
    assert load_settings().http_port == 4321


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_file_in_another_encoding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoding: str) -> None:
    """Some editors write one; a mark of UTF-8 at its beginning is harmless."""
    monkeypatch.chdir(tmp_path)
    text = "CHATELIER_HTTP_PORT=8081 # für uns\n"
    (tmp_path / ".env").write_bytes(text.encode(encoding))
    with pytest.raises(SettingsError, match="it is no UTF-8 text"):
        load_all_settings()
    (tmp_path / ".env").write_bytes(text.encode("utf-8-sig"))
    assert load_all_settings()[0].http_port == 8081


def test_paths_and_hosts_as_people_write_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`~` is the home folder, and an address may have its brackets."""
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = load_settings(data_dir="~/x", flags_file="~/flags.toml", http_host="[::1]")
    assert (settings.data_dir, settings.flags_file) == (tmp_path / "x", tmp_path / "flags.toml")
    assert settings.http_host == "::1"
    assert load_settings(http_host="0.0.0.0").http_host == "0.0.0.0"


def test_the_default_folder_needs_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container there may be none, and the user no entry of its own: one line."""

    def nobody(number: int) -> None:
        raise KeyError(number)

    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr("pwd.getpwuid", nobody)
    with pytest.raises(SettingsError, match="CHATELIER_DATA_DIR is not set, and this user has no home folder"):
        load_settings()
    assert load_settings(data_dir="/var/lib/x").data_dir == Path("/var/lib/x")


@pytest.mark.parametrize("by", ["file", "environment"])
def test_a_token_without_the_prefix_is_guessed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, by: str) -> None:
    """Its value is not repeated; where it is set with the prefix as well there is nothing to say."""
    if by == "file":
        (tmp_path / ".env").write_text("ACEDATA_TOKEN=secret-token\nTELEGRAM_TOKEN=secret-token\n")
    else:
        monkeypatch.setenv("ACEDATA_TOKEN", "secret-token")
    guess = "ACEDATA_TOKEN is not read: its name is CHATELIER_ACEDATA_TOKEN"
    with pytest.raises(SettingsError) as caught:
        load_settings().need_token()
    assert str(caught.value) == guess
    assert guess in unread_names(ALL_SETTINGS)
    assert any("TELEGRAM_TOKEN" in text for text in unread_names(ALL_SETTINGS)) is (by == "file")
    monkeypatch.setenv("CHATELIER_ACEDATA_TOKEN", "test-token-not-real")
    assert guess not in unread_names(ALL_SETTINGS)


def test_http_is_fine_on_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody else listens."""
    monkeypatch.setenv("CHATELIER_PUBLIC_URL", "http://localhost:8080")
    assert str(load_settings().public_url) == "http://localhost:8080/"


def test_secrets_are_not_printed() -> None:
    """Neither by repr nor by str."""
    settings = load_settings(acedata_token="test-token-not-real", redis_url="redis://u:hidden@h")
    assert "not-real" not in repr(settings) + str(settings)
    assert "hidden" not in repr(settings)
    assert settings.need_token() == "test-token-not-real"


@pytest.mark.parametrize("token", [None, "", "  ", "two words", "zero\u200bwidth"])
def test_a_token_that_cannot_be_one_is_named(token: str | None) -> None:
    """Before anything is started."""
    with pytest.raises(SettingsError, match="CHATELIER_ACEDATA_TOKEN"):
        load_settings(acedata_token=token).need_token()


def test_a_misspelt_setting_is_pointed_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the environment and in the file."""
    monkeypatch.setenv("CHATELIER_ACEDATA_TOKN", "x")
    (tmp_path / ".env").write_text("CHATELIER_HTTP_PROT=1\nCHATELIER_MAX_RUNNING=3\n")
    told = "\n".join(unread_names(ALL_SETTINGS))
    assert "did you mean CHATELIER_ACEDATA_TOKEN?" in told
    assert "did you mean CHATELIER_HTTP_PORT?" in told
    assert "CHATELIER_MAX_RUNNING is not a setting" in told
    assert "CHATELIER_MAX_RUNNING is not a setting;" not in told  # nothing is like it


def test_an_operators_flag_rules_are_read(tmp_path: Path) -> None:
    """And what is wrong with them is said with the name of the file."""
    file = tmp_path / "flags.toml"
    file.write_text("[flags.chaos]\nmax = 7\n")
    flag = load_settings(flags_file=file).rules().find("chaos")
    assert flag is not None
    assert flag.max == 7
    file.write_text("[flags.chaos\n")
    with pytest.raises(SettingsError, match=r"flags\.toml"):
        load_settings(flags_file=file).rules()


def test_who_may_use_the_bot_is_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """With commas, and blanks if somebody likes them; an empty one is none."""
    monkeypatch.setenv("CHATELIER_ALLOWED_CHATS", "telegram:-1001, discord:7 ,")
    monkeypatch.setenv("CHATELIER_ALLOWED_USERS", "")
    access = load_settings().access_list()
    assert (access.chats, access.users) == (frozenset({"telegram:-1001", "discord:7"}), frozenset())


def test_whoever_starts_elsewhere_is_told_where_the_file_is_looked_for(tmp_path: Path) -> None:
    """Since they have set the token, in a `.env` of another folder."""
    with pytest.raises(SettingsError, match=f"a .env is read where this is started, and {tmp_path} has none$"):
        load_settings().need_token()
    (tmp_path / ".env").write_text("CHATELIER_LOG_LEVEL=info\n")
    with pytest.raises(SettingsError, match=r"chatelier demo\)$"):
        load_settings().need_token()
