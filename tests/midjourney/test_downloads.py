"""Results are fetched as they are addressed, whole, small enough, and only if they are pictures or clips."""

import asyncio
import gzip
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from structlog.testing import capture_logs

from bot.domain.errors import Code, ServiceError
from bot.domain.media_types import sniff
from bot.midjourney.downloads import SLOWEST_BYTES_PER_S, Downloads, open_downloads
from bot.midjourney.timeouts import Timeouts
from tests.fakes.waiting import wait_until
from tests.midjourney.serving import Answer, Asked, Server, Write, chunked, hang_up, head, reply

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
WEBP = b"RIFF\x10\0\0\0WEBPVP8 "
MP4 = b"\0\0\0\x18ftypisom"


async def refused(downloads: Downloads, url: str, limit: int = 1000) -> Code:
    with pytest.raises(ServiceError) as caught:
        await downloads.fetch(url, limit)
    return caught.value.code


@pytest.mark.parametrize(
    "path",
    ["//video/u/0_0.mp4", "/a.png?imageMogr2/thumbnail/!50p", "/a.png?ex=65&is=6&hm=%2B%2f+&", "/%7Ea/./b//c.png"],
)
async def test_addresses_are_kept(server: Server, downloads: Downloads, path: str) -> None:
    """Not a character of an address is written anew, and no credentials go with it."""
    server.script = [reply(200, PNG, "image/png")]
    assert await downloads.fetch(server.url + path, 1000) == (PNG, "image/png")
    (asked,) = server.asked
    assert (asked.method, asked.target) == ("GET", path)
    assert not {"authorization", "cookie"} & set(asked.headers)


@pytest.mark.parametrize(
    ("data", "told", "mime"),
    [
        (PNG, "application/octet-stream", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/png", "image/jpeg"),
        (b"GIF89a", "image/gif", "image/gif"),
        (WEBP, "text/html", "image/webp"),
        (MP4, "binary/octet-stream", "video/mp4"),
        (b"\0\0\0\x18ftypavif", "image/avif", "image/avif"),
        (b"\x1aE\xdf\xa3", "video/webm; x=1", "video/webm"),
    ],
    ids=["png", "jpeg", "gif", "webp", "mp4", "avif", "webm"],
)
async def test_types(server: Server, downloads: Downloads, data: bytes, told: str, mime: str) -> None:
    """The bytes are believed first, and the header for kinds whose bytes we do not know."""
    server.script = [reply(200, data, told)]
    assert await downloads.fetch(server.url, 1000) == (data, mime)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<html>gone</html>", "text/html"),
        (b"<html>gone</html>", "image/png"),
        (b"", "image/avif"),
        (b"%PDF-1.7", "image/avif"),
    ],
    ids=["page", "page that claims to be a picture", "nothing", "document that claims to be a picture"],
)
async def test_no_picture(server: Server, downloads: Downloads, data: bytes, told: str) -> None:
    """What is no picture is not passed on as one."""
    server.script = [reply(200, data, told)]
    assert await refused(downloads, server.url) is Code.UNREADABLE


async def test_limit(server: Server, downloads: Downloads) -> None:
    """As many bytes as the limit are fine; one more is too many, whether announced or not."""
    server.script = [reply(200, PNG, "image/png")]
    assert len((await downloads.fetch(server.url, len(PNG)))[0]) == len(PNG)
    assert await refused(downloads, server.url, len(PNG) - 1) is Code.TOO_LARGE
    server.script = [chunked(PNG, PNG)]
    assert await refused(downloads, server.url, len(PNG)) is Code.TOO_LARGE
    assert len(server.asked) == 3


async def test_endless(server: Server, downloads: Downloads) -> None:
    """Reading stops at the limit, not at the end."""

    async def endless(asked: Asked, write: Write) -> None:
        await write(head(kind="image/png") + PNG)
        while True:
            await write(b"x" * 65536)

    server.script = [endless]
    assert await refused(downloads, server.url, 1_000_000) is Code.TOO_LARGE


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_gone(server: Server, downloads: Downloads, status: int) -> None:
    """What is gone, or not for us, is asked for once."""
    server.script = [reply(status, b"")]
    assert await refused(downloads, server.url) is Code.FAILED
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "faulty",
    [reply(500, b""), reply(429, b""), hang_up(), reply(200, b"x", Content_Length="5")],
    ids=["500", "429", "hung up", "cut"],
)
async def test_again(server: Server, downloads: Downloads, faulty: object) -> None:
    """A passing fault costs a try, of three."""
    server.script = [faulty, faulty, reply(200, PNG, "image/png")]  # type: ignore[list-item]  # all are answers
    assert (await downloads.fetch(server.url, 1000))[1] == "image/png"
    assert len(server.asked) == 3


async def test_silence(server: Server) -> None:
    """A download that does not end is given up, once: whoever waits for it has waited long enough."""

    async def silence(asked: Asked, write: Write) -> None:
        await write(head(kind="image/png") + PNG)
        await server.stop.wait()

    server.script = [silence]
    async with open_downloads(Timeouts(file=2.0)) as downloads:
        assert await refused(downloads, server.url) is Code.TIMED_OUT
    await wait_until(lambda: server.asked, "the server has read what it was asked")
    assert len(server.asked) == 1


async def test_a_trickle(server: Server) -> None:
    """What comes by single bytes is given up as if it did not come; what comes in time may take longer."""

    async def trickle(asked: Asked, write: Write) -> None:
        await write(head(kind="image/png") + PNG)
        while not server.stop.is_set():
            await write(b"x")
            await asyncio.sleep(0.01)

    async def steady(asked: Asked, write: Write) -> None:
        await write(head(kind="image/png") + PNG)
        for _ in range(8):
            await asyncio.sleep(0.7)  # eight times: longer than `file` below
            await write(bytes(10 * SLOWEST_BYTES_PER_S))

    async with open_downloads(Timeouts(file=2.0)) as downloads:
        server.script = [trickle]
        assert await refused(downloads, server.url) is Code.TIMED_OUT
    async with open_downloads(Timeouts(file=5.0)) as downloads:
        server.script = [steady]
        data, _ = await downloads.fetch(server.url, 10_000_000)
    assert len(data) == len(PNG) + 80 * SLOWEST_BYTES_PER_S


async def test_what_becomes_large_when_it_is_unpacked(server: Server, downloads: Downloads) -> None:
    """Is read no further than anything else."""
    bomb = gzip.compress(PNG + bytes(100_000_000))
    server.script = [reply(200, bomb, "image/png", Content_Encoding="gzip")]
    assert await refused(downloads, server.url, 1_000_000) is Code.TOO_LARGE


async def test_redirects(server: Server, downloads: Downloads) -> None:
    """Results may have moved, but not in circles and not to another kind of address."""
    server.script = [reply(302, b"", Location="/b.png"), reply(200, PNG, "image/png")]
    assert (await downloads.fetch(server.url + "/a.png", 1000))[1] == "image/png"
    server.script = [reply(302, b"", Location="file:///etc/hostname")]
    assert await refused(downloads, server.url) is Code.MISCONFIGURED
    server.script = [reply(302, b"", Location="/round")]
    assert await refused(downloads, server.url) is Code.UNAVAILABLE


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.png",
        "file:///etc/hostname",
        "ftp://pictures.example/a.png",
        "data:image/png;base64,AAAA",
        "https://",
        "https://ann:word@pictures.example/a.png",
        "https://pictures.example/a.png\r\nX: y",
        "https://pictures.example/a b.png",
        "https://pictures.example:port/",
    ],
    ids=repr,
)
async def test_bad_addresses(downloads: Downloads, url: str) -> None:
    """Only plain http addresses are asked at all."""
    assert await refused(downloads, url) is Code.UNREADABLE


def test_sniff() -> None:
    """A few bytes suffice, and too few are nothing."""
    assert [sniff(data) for data in (PNG, WEBP, MP4, b"", b"RIFF", b"\0\0\0\x18ftypheic")] == [
        "image/png",
        "image/webp",
        "video/mp4",
        "",
        "",
        "image/heic",
    ]


CARRIED = [
    "[::ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fec0::1]",
    "192.0.0.8",
]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "169.254.169.254", *CARRIED])
async def test_addresses_that_only_we_can_reach_are_refused(server: Server, host: str) -> None:
    """The service names the address of a picture; it has no business inside. Nothing is asked there."""
    server.script = [reply(200, PNG, "image/png")] * 9
    async with open_downloads(Timeouts(connect=2.0), inward=False) as downloads:
        code = await refused(downloads, f"http://{host}:{server.url.rpartition(':')[2]}/a.png")
    assert code is Code.UNAVAILABLE
    assert server.asked == []


@pytest.mark.parametrize("told", ["image/svg+xml", "text/html", "image/x-whatever", "video/x-flv"])
async def test_what_a_browser_would_run_is_no_picture(server: Server, downloads: Downloads, told: str) -> None:
    """It would be served from our own address."""
    server.script = [reply(200, b"<svg onload='alert(1)'>", told)]
    assert await refused(downloads, server.url + "/a") is Code.UNREADABLE


@contextmanager
def no_descriptor() -> Iterator[None]:
    """This process can open nothing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.dup(0)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def test_without_a_descriptor_it_waits(server: Server, downloads: Downloads) -> None:
    """Nothing was asked of anybody, so it counts as no try."""
    server.script = [reply(200, PNG, "image/png")]
    with capture_logs() as logs:
        with no_descriptor():
            fetch = asyncio.create_task(downloads.fetch(server.url, 1000))
            await wait_until(lambda: [one for one in logs if one["event"] == "download.no_descriptor"], "it waits")
            assert not fetch.done()
        assert (await fetch)[0] == PNG
    assert len(server.asked) == 1


async def test_a_look_reads_the_beginning_alone(server: Server, downloads: Downloads) -> None:
    """Whether something can be had is known before it has come, however large it is; nothing else is asked for."""

    async def endless(asked: Asked, write: Write) -> None:
        await write(head(kind="image/png") + PNG + bytes(4096))
        await server.stop.wait()

    server.script = [endless]
    await downloads.peek(server.url + "/a.png")
    (asked,) = server.asked
    assert (asked.method, asked.target, asked.headers["range"]) == ("GET", "/a.png", "bytes=0-1023")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(403, b"", "text/plain"), Code.FAILED),
        (reply(200, b"<html>no</html>", "image/png"), Code.UNREADABLE),
        (reply(200, b"", "image/png"), Code.UNREADABLE),
    ],
    ids=["forbidden", "page", "nothing"],
)
async def test_what_cannot_be_had_is_seen_so(
    server: Server, downloads: Downloads, answer: Answer, code: Code
) -> None:
    """By the same signs as when all of it is fetched; a short file is seen whole."""
    server.script = [answer]
    with pytest.raises(ServiceError) as caught:
        await downloads.peek(server.url)
    assert caught.value.code is code
    server.script = [reply(200, PNG, "image/png")]
    await downloads.peek(server.url)
