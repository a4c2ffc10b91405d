"""What keeps a program from its work is told with the setting and the cure, never in Python's own words."""

import asyncio
import errno
import os
import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.cli import start
from bot.compose.advice import OBSTACLE_ADVICE, listening_fault, service_advice
from bot.compose.checks import examine_media, examine_store
from bot.domain.errors import Code, Misconfigured, Obstacle, ServiceError
from bot.environment import SettingsError, example_of, read_settings
from bot.midjourney.errors import connection_error
from bot.midjourney.session import NotConnected
from bot.settings import Settings
from bot.store.folders import folder_fault

LINE = "CHATELIER_X is not accepted: get it again"
KEY: Any = None  # of a connection, which no line has


def groups(*errors: Exception) -> ExceptionGroup[Exception]:
    return ExceptionGroup("outer", [ExceptionGroup("inner", list(errors))])


@pytest.mark.parametrize(
    "error",
    [
        SettingsError(LINE),
        Misconfigured(LINE),
        groups(Misconfigured(LINE)),
        groups(ValueError("a bug"), SettingsError(LINE)),
    ],
    ids=["setting", "platform", "in groups", "beside a bug"],
)
def test_what_an_operator_can_mend_is_one_line(error: Exception) -> None:
    """However deep in groups of tasks it was raised: a group would be shown as a traceback, with another code."""

    async def fail(_stop: asyncio.Event) -> None:
        raise error

    with pytest.raises(SettingsError, match=LINE):
        start(Settings(log_level="error"), fail)


def test_a_bug_stays_one() -> None:
    """Its traceback is what is wanted of it."""

    async def fail(_stop: asyncio.Event) -> None:
        raise groups(ValueError("a bug"))

    with pytest.raises(ExceptionGroup):
        start(Settings(log_level="error"), fail)


@pytest.mark.parametrize(
    ("error", "obstacle"),
    [
        (aiohttp.ClientConnectorDNSError(KEY, OSError()), Obstacle.NAME),
        (aiohttp.ClientConnectorCertificateError(KEY, ValueError()), Obstacle.CERTIFICATE),
        (aiohttp.ClientConnectorSSLError(KEY, OSError()), Obstacle.TLS),
        (NotConnected("by a proxy"), Obstacle.PROXY),
        (aiohttp.ClientConnectorError(KEY, OSError()), Obstacle.UNREACHED),
        (aiohttp.ConnectionTimeoutError(), Obstacle.UNREACHED),
        (aiohttp.ServerDisconnectedError(), None),
        (TimeoutError(), None),
    ],
)
def test_why_the_service_is_not_reached(error: BaseException, obstacle: Obstacle | None) -> None:
    """As long as nothing was said to it."""
    assert connection_error(error).obstacle is obstacle


@pytest.mark.parametrize("obstacle", Obstacle)
def test_every_obstacle_has_its_cure(obstacle: Obstacle) -> None:
    """Not that of another one."""
    assert service_advice(ServiceError(Code.UNAVAILABLE, obstacle=obstacle)) == OBSTACLE_ADVICE[obstacle]


def test_the_service_is_heard() -> None:
    """What it says of a refusal stands behind what we say."""
    told = service_advice(ServiceError(Code.UNAUTHORIZED, "This token has expired."))
    assert told.startswith("it does not accept CHATELIER_ACEDATA_TOKEN")
    assert told.endswith("(This token has expired.)")


@pytest.mark.parametrize(
    ("port", "error", "part"),
    [
        (80, PermissionError(errno.EACCES, "no"), "ports below 1024 are for root"),
        (8080, PermissionError(errno.EACCES, "no"), os.strerror(errno.EACCES)),
        (8080, OSError(errno.EADDRINUSE, "no"), "something listens there already"),
        (8080, OSError(errno.EADDRNOTAVAIL, "no"), "no such address"),
        (8080, socket.gaierror(socket.EAI_NONAME, "no"), "no such address"),
    ],
)
def test_where_we_cannot_listen(port: int, error: OSError, part: str) -> None:
    """The doctor and the start say the same."""
    told = listening_fault("CHATELIER_HTTP_PORT", "192.0.2.1", port, error)
    assert told.startswith(f"CHATELIER_HTTP_PORT: cannot listen on 192.0.2.1:{port}: ")
    assert part in told


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.ENOTDIR, errno.EIO])
def test_a_folder_that_cannot_be_used(number: int) -> None:
    """One line, with the setting and the folder, and without the number that the system gives the error."""
    told = folder_fault(Path("/srv/x"), OSError(number, os.strerror(number), "/srv/x/media"))
    assert told.startswith("CHATELIER_DATA_DIR: the data folder /srv/x cannot be used: ")
    assert "Errno" not in told
    assert folder_fault(Path("/srv/x"), OSError(f"of an object: why (os error {number})")) == told


async def test_whatever_ails_the_store_in_the_box_is_said_with_its_setting(tmp_path: Path) -> None:
    """Also what the store itself, which knows no settings, says of its files."""
    (tmp_path / "valkey.log").symlink_to(tmp_path / "missing" / "folder")
    [found] = await examine_store(Settings(data_dir=tmp_path))
    assert found.text.startswith(f"CHATELIER_DATA_DIR: Valkey cannot be started in {tmp_path}: ")


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("nonsense", "must be s3://"),
        ("/var/media", "must be s3://"),
        ("https://bucket.example.com", "must be s3://"),
        ("file:///proc/no where", "files cannot be kept in /proc/no where: is it there"),
        ("az://box/files", "are its provider's keys set"),
        ("s3://box/files?secret_access_key=not-a-real-secret", "its keys go into the variables of its provider"),
        ("s3://key:not-a-real-secret@box/files", "its keys go into the variables of its provider"),
        ("s3://box/files#not-a-real-secret", "its keys go into the variables of its provider"),
    ],
)
async def test_where_no_files_can_be_kept(url: str, part: str) -> None:
    """One line with the setting."""
    [found] = await examine_media(Settings(media_url=url))
    assert found.text.startswith("CHATELIER_MEDIA_URL")
    assert part in found.text
    assert "secret" not in found.text
    assert found.status == "fail"


@pytest.mark.parametrize(
    ("field", "example"),
    [("acedata_base_url", "https://api.acedata.cloud"), ("public_url", "https://bot.example.com")],
)
def test_an_address_is_shown_by_its_own_example(field: str, example: str) -> None:
    """What is to be written for one setting is of no use in another."""
    assert example_of(Settings, field) == example
    with pytest.raises(SettingsError, match=f"must be a whole address, such as {example}$"):
        read_settings(Settings, acedata_token=SecretStr("test-token-not-real"), **{field: "bot.example.com"})
