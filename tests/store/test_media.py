"""Files we serve ourselves, in a real folder."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.media import MediaFolder
from tests.fakes.waiting import wait_until


@pytest.fixture
def media(tmp_path: Path) -> MediaFolder:
    return MediaFolder.local(tmp_path, timedelta(days=30))


async def test_a_file_is_named_by_its_content(media: MediaFolder) -> None:
    """The same bytes are the same file, and come back as they went in."""
    name = await media.put(b"png", "image/png")
    assert name == await media.put(b"png", "image/png")
    assert name.endswith(".png")
    assert await media.get(name) == (b"png", "image/png")


@pytest.mark.parametrize("name", ["kept/none.png", "kept/../../secret", "../etc/passwd", "/etc/passwd", "kept"])
async def test_what_is_not_there_is_none(media: MediaFolder, tmp_path: Path, name: str) -> None:
    """And nothing outside the folder is ever read."""
    (tmp_path.parent / "secret").write_text("secret")
    assert await media.get(name) is None


async def test_old_files_are_pruned(media: MediaFolder, tmp_path: Path) -> None:
    """Previews after an hour, pictures after their days."""
    old, brief, fresh = (
        await media.put(b"old", "image/png"),
        await media.put(b"brief", "image/png", brief=True),
        await media.put(b"fresh", "image/png"),
    )
    now = (tmp_path / fresh).stat().st_mtime
    os.utime(tmp_path / old, (0, now - 31 * 86400))
    os.utime(tmp_path / brief, (0, now - 2 * 3600))
    assert await media.prune(now) == 2
    assert [await media.get(name) is None for name in (old, brief, fresh)] == [True, True, False]


async def sent(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def test_what_is_sent_and_not_used_goes_within_an_hour(media: MediaFolder, tmp_path: Path) -> None:
    """What is used stays for a day, under another name; asking for that again is as good."""
    lost, used = [await media.receive(sent(b"a", b"b")) for _ in range(2)]
    assert lost != used  # by chance, not by content: whoever has one cannot ask whether we have it
    claimed = await media.claim(used)
    assert claimed == await media.claim(used)
    now = (tmp_path / lost).stat().st_mtime
    assert (await media.prune(now + 3500), await media.prune(now + 3700)) == (0, 1)
    assert await media.part(await media.claim(used), 0, 2) == b"ab"
    with pytest.raises(OSError, match="not found"):
        await media.claim(lost)
    assert await media.prune(now + 90_000) == 1


@pytest.mark.parametrize("name", ["sent/none", "sent/../kept/x", "../etc/passwd", "none"])
async def test_nothing_else_can_be_claimed(media: MediaFolder, tmp_path: Path, name: str) -> None:
    """A name of no file that was sent."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "x").write_text("somebody's")
    with pytest.raises(OSError):  # noqa: PT011 - each system has words of its own
        await media.claim(name)
    assert (tmp_path / "kept" / "x").exists()


async def test_no_more_is_received_at_once_than_there_is_room_for(media: MediaFolder) -> None:
    """Others wait, and all of them come."""
    media.places = asyncio.Semaphore(2)
    begun, go_on = 0, asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        nonlocal begun
        begun += 1
        await go_on.wait()
        yield b"x"

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(media.receive(slow())) for _ in range(5)]
        await wait_until(lambda: begun == 2, "two have begun")
        for _ in range(20):
            await asyncio.sleep(0)
        assert begun == 2
        go_on.set()
    assert len({task.result() for task in tasks}) == 5


async def test_a_file_is_read_as_python_reads_files(media: MediaFolder) -> None:
    """From any place, in pieces of any size, and to its end."""
    data = bytes(range(256)) * 4000
    name = await media.receive(sent(data[:500_000], data[500_000:]))
    with media.open(name) as file:
        assert file.read(10) == data[:10]
        assert (file.seek(700_000), file.read(300), file.tell()) == (700_000, data[700_000:700_300], 700_300)
        assert file.seek(-5, os.SEEK_END) == len(data) - 5
        assert (file.read(), file.read(1)) == (data[-5:], b"")
        file.seek(0)
        assert file.read() == data
    await media.discard(name)
    await media.discard(name)
    with pytest.raises(OSError):  # noqa: PT011 - as above
        media.open(name)
