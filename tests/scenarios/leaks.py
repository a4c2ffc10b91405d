"""Looks for a secret, however it is written, in everything that a program left behind or sent."""

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from tests.fakes.relay import Passed

UNSAFE = bytes.maketrans(b"-_", b"+/")
READ: Mapping[bytes, Callable[[Any, bytes], Any]] = {
    b"string": lambda client, key: client.get(key),
    b"hash": lambda client, key: client.hgetall(key),
    b"list": lambda client, key: client.lrange(key, 0, -1),
    b"set": lambda client, key: client.smembers(key),
    b"zset": lambda client, key: client.zrange(key, 0, -1),
    b"stream": lambda client, key: client.xrange(key),
    b"none": lambda _client, _key: b"",  # gone since it was listed
}


def leaks(secret: str, records: Mapping[str, bytes]) -> list[str]:
    """The names of the records that have it, or half of it, in them."""
    return sorted(name for name, data in records.items() if holds(secret, data))


def holds(secret: str, data: bytes) -> bool:
    """As it is, percent-encoded (once or twice), as hex or as base64 of a text in which it stands anywhere."""
    whole = secret.encode()
    once = unquote_to_bytes(data)
    plain = [data, once, unquote_to_bytes(once)]
    parts = [whole[: len(whole) // 2], whole[len(whole) // 2 :]]
    if any(part in text for part in parts for text in plain):
        return True
    if any(part.hex().encode() in text.lower() for part in parts for text in plain):
        return True
    return any(core in text.translate(UNSAFE) for core in based(whole) for text in plain)


def based(whole: bytes) -> Iterable[bytes]:
    """What of its base64 does not depend on what stands beside it, for each way it can lie in groups of three."""
    for shift in range(3):
        inner = whole[-shift % 3 :]
        yield base64.b64encode(inner[: len(inner) // 3 * 3])


def requests(passed: Iterable[Passed]) -> bytes:
    """Line by line as they were sent."""
    return b"\n".join(
        b"\n".join((f"{one.method} {one.path}".encode(), repr(one.headers).encode(), one.body)) for one in passed
    )


def bodies(passed: Iterable[Passed], token: str) -> bytes:
    """Requests to Telegram; the beginning of their addresses is the one place where its token belongs."""
    number, _, secret = token.partition(":")
    cut = re.compile(rf"^/(file/)?bot{number}(:|%3A){re.escape(secret)}/")
    return requests(Passed(one.method, cut.sub("/", one.path), one.headers, one.body, one.target) for one in passed)


def store(client: Any) -> bytes:
    """Every key and every value of a Valkey. KeyError for a kind of record that is not known here."""
    return b"\n".join(key + b" " + spelt(READ[client.type(key)](client, key)) for key in client.scan_iter())


def spelt(value: Any) -> bytes:
    """All bytes in a value, as they are."""
    if isinstance(value, dict):
        return spelt(list(value.items()))
    if isinstance(value, list | tuple | set):
        return b"\n".join(map(spelt, value))
    return value if isinstance(value, bytes) else str(value).encode()


def files(folder: Path) -> bytes:
    """Names and contents of all files, the store's among them."""
    found = []
    for path in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError):  # the store puts its files in each other's places as it goes on
            found += [str(path.relative_to(folder)).encode(), path.read_bytes()] if path.is_file() else []
    return b"\n".join(found)
