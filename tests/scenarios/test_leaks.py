"""A look for a secret is worth something only if it finds one."""

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from redis import Redis

from tests.fakes.relay import Passed
from tests.scenarios.leaks import bodies, files, holds, leaks, requests, store

SECRET = "FAKE-secret-part_of-a-test-token-01"
TOKEN = f"5550001:{SECRET}"
PLANT = {
    "string": lambda client: client.set("key", TOKEN),
    "hash": lambda client: client.hset("key", TOKEN, "value"),
    "list": lambda client: client.rpush("key", "other", TOKEN),
    "set": lambda client: client.sadd("key", TOKEN),
    "zset": lambda client: client.zadd("key", {TOKEN: 1.0}),
    "stream": lambda client: client.xadd("key", {"value": TOKEN}),
    "name": lambda client: client.set(TOKEN, "value"),
}


def written(text: str) -> Iterator[bytes]:
    """In every way that a text may be written."""
    each = "".join(f"%{byte:02x}" for byte in text.encode())
    yield from (text.encode(), quote(text, safe="").encode(), each.encode(), quote(each).encode())
    yield text.encode().hex().upper().encode()
    for before in ("", "a", "ab"):
        whole = f"{before}{text}?>".encode()
        yield from (
            base64.b64encode(whole),
            base64.urlsafe_b64encode(whole),
            quote(base64.b64encode(whole)).encode(),
        )


@pytest.mark.parametrize("text", [SECRET, TOKEN, f"https://telegram.example/file/bot{TOKEN}/photos/a.jpg"])
def test_every_way_of_writing_is_found(text: str) -> None:
    """Among other bytes; and a text without it is not taken for it."""
    assert all(holds(SECRET, b'\xff {"a":"' + way + b'"}') for way in written(text))
    assert not any(holds(SECRET, way) for way in written(text.replace(SECRET, SECRET[:9] + "other" + SECRET[-9:])))


def test_half_of_it_is_found() -> None:
    """Whoever cuts a line off does not hide it."""
    assert holds(SECRET, SECRET[:20].encode())
    assert holds(SECRET, SECRET[15:].encode())


@pytest.mark.parametrize("kind", PLANT)
def test_every_kind_of_record_is_read(redis_sync: Redis, kind: str) -> None:
    """Names as well as values."""
    redis_sync.set("other", "nothing")
    assert leaks(SECRET, {"store": store(redis_sync)}) == []
    PLANT[kind](redis_sync)
    assert leaks(SECRET, {"store": store(redis_sync)}) == ["store"]


@pytest.fixture
def redis_sync(valkey_url: str) -> Iterator[Redis]:
    with Redis.from_url(valkey_url) as client:
        client.flushall()
        yield client


def test_files_are_read(tmp_path: Path) -> None:
    """Their contents, and their names."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"nothing")
    assert leaks(SECRET, {"files": files(tmp_path)}) == []
    (tmp_path / "deep" / "file").write_bytes(b"\x00" + TOKEN.encode())
    assert leaks(SECRET, {"files": files(tmp_path)}) == ["files"]
    (tmp_path / "deep" / "file").rename(tmp_path / TOKEN)
    (tmp_path / TOKEN).write_bytes(b"nothing")
    assert leaks(SECRET, {"files": files(tmp_path)}) == ["files"]


def passed(path: str = "/x", header: str = "", body: str = "") -> list[Passed]:
    return [Passed("POST", path, (("User-Agent", header),), body.encode(), "")]


def test_requests_are_read() -> None:
    """Path, query, headers and body; at Telegram the beginning of the path alone is excused."""
    for sent in (passed(f"/x?y={quote(TOKEN)}"), passed(header=TOKEN), passed(body=TOKEN)):
        assert holds(SECRET, requests(sent))
        assert holds(SECRET, bodies(sent, TOKEN))
    for usual in (passed(f"/bot{TOKEN}/getMe"), passed(f"/file/bot{quote(TOKEN)}/photos/a.jpg")):
        assert not holds(SECRET, bodies(usual, TOKEN))
    assert holds(SECRET, bodies(passed(f"/bot{TOKEN}/getMe?of={TOKEN}"), TOKEN))
