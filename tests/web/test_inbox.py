"""Pictures that people bring: told by their bytes, counted for each person, and never held as a whole."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import UserError
from bot.domain.incoming import INPUT_FILE_LIMIT
from bot.sandbox.odd_pictures import odd_picture
from bot.store.media import MediaFolder
from bot.web import inbox as inboxes
from bot.web.inbox import ALL_AT_ONCE, LEAST_BYTES, PERSON_BYTES, PERSON_BYTES_S, UPLOADS_AT_ONCE, UploadInbox
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import wait_until

MB = 1024 * 1024
PNG = picture()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def inbox(tmp_path: Path, clock: FakeClock) -> UploadInbox:
    return UploadInbox(MediaFolder.local(tmp_path, timedelta(days=1)), clock)


async def pieces(data: bytes, size: int = 0, piece: int = 64 * 1024) -> AsyncIterator[bytes]:
    """`data`, and zeros until there are `size` bytes."""
    yield data
    for at in range(len(data), size, piece):
        yield bytes(min(piece, size - at))


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_it_is_kept_as_it_came(inbox: UploadInbox) -> None:
    """However it is cut into pieces."""
    for step in (7, 4096, len(PNG)):

        async def cut(step: int = step) -> AsyncIterator[bytes]:
            for at in range(0, len(PNG), step):
                yield PNG[at : at + step]

        found = await inbox.media.get(await inbox.receive("ann", cut()))
        assert found is not None
        assert found[0] == PNG


@pytest.mark.parametrize(
    ("data", "size", "code"),
    [
        (b"<svg/>", 0, "not-a-picture"),
        (b"", 0, "not-a-picture"),
        (odd_picture("heic"), 0, "picture-format"),
        (odd_picture("png_64_megapixels"), 0, "picture-too-many-pixels"),
        (odd_picture("png_sides_of_2_31"), 0, "picture-too-many-pixels"),
        (PNG, INPUT_FILE_LIMIT + 1, "picture-too-large"),
    ],
    ids=["svg", "empty", "heic", "64 M pixels", "2^31 pixels", "20 MB and one byte"],
)
async def test_what_cannot_be_used_is_refused(
    inbox: UploadInbox, tmp_path: Path, data: bytes, size: int, code: str
) -> None:
    """And nothing of it stays; whoever sent it may send another."""
    with pytest.raises(UserError) as caught:
        await inbox.receive("ann", pieces(data, size))
    assert (caught.value.code, files(tmp_path), dict(inbox.under_way)) == (code, [], {})
    assert await inbox.receive("ann", pieces(PNG, INPUT_FILE_LIMIT))


async def test_what_is_no_picture_is_not_read_to_its_end(inbox: UploadInbox) -> None:
    """Its first bytes say so."""
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b"x" * 1024

    with pytest.raises(UserError, match="not-a-picture"):
        await inbox.receive("ann", endless())
    assert taken == 64


async def test_three_at_once(inbox: UploadInbox) -> None:
    """Of one person; another one is not kept waiting by that."""
    go_on = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield PNG
        await go_on.wait()

    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(inbox.receive("ann", slow()))
        await wait_until(lambda: inbox.under_way["ann"] == 3, "three are on their way")
        with pytest.raises(UserError, match="uploads-busy"):
            await inbox.receive("ann", pieces(PNG))
        assert await inbox.receive("bob", pieces(PNG))
        go_on.set()
    assert await inbox.receive("ann", pieces(PNG))


async def test_so_many_bytes_an_hour(inbox: UploadInbox, clock: FakeClock) -> None:
    """Refused ones count, too; an hour later there is room again."""
    for _ in range(PERSON_BYTES // INPUT_FILE_LIMIT - 1):
        await inbox.receive("ann", pieces(PNG, INPUT_FILE_LIMIT, MB))
    with pytest.raises(UserError, match="picture-too-large"):
        await inbox.receive("ann", pieces(PNG, INPUT_FILE_LIMIT + MB, MB))
    with pytest.raises(UserError, match="uploads-hour"):
        await inbox.receive("ann", pieces(PNG, 2 * MB, MB))
    assert await inbox.receive("bob", pieces(PNG))
    clock.time += PERSON_BYTES_S
    assert await inbox.receive("ann", pieces(PNG, INPUT_FILE_LIMIT, MB))
    assert set(inbox.spent) == {"ann"}


async def test_whoever_goes_away_leaves_nothing(inbox: UploadInbox, tmp_path: Path) -> None:
    """What had come by then is gone, and their place is free."""

    async def broken() -> AsyncIterator[bytes]:
        yield PNG + bytes(MB)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await inbox.receive("ann", broken())
    assert (files(tmp_path), dict(inbox.under_way)) == ([], {})


async def test_what_was_refused_prolongs_nothing(inbox: UploadInbox, clock: FakeClock) -> None:
    """Nor is it remembered, however often somebody tries: an hour after what was taken there is room again."""
    for _ in range(PERSON_BYTES // INPUT_FILE_LIMIT):
        await inbox.receive("ann", pieces(PNG, INPUT_FILE_LIMIT, MB))
    clock.time += PERSON_BYTES_S - 1
    for _ in range(20):
        with pytest.raises(UserError, match="uploads-hour"):
            await inbox.receive("ann", pieces(PNG))
    assert len(inbox.lately) == PERSON_BYTES // INPUT_FILE_LIMIT
    clock.time += 1
    assert await inbox.receive("ann", pieces(PNG))
    assert (dict(inbox.spent), inbox.spent_by_all) == ({"ann": LEAST_BYTES}, LEAST_BYTES)


async def test_so_many_bytes_an_hour_of_all(
    inbox: UploadInbox, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new name for each picture brings no more in, and is not remembered."""
    monkeypatch.setattr(inboxes, "ALL_BYTES", 3 * LEAST_BYTES)
    for name in ("ann", "bob", "cid"):
        await inbox.receive(name, pieces(PNG))
    with pytest.raises(UserError, match="uploads-full"):
        await inbox.receive("dan", pieces(PNG))
    assert set(inbox.spent) == {"ann", "bob", "cid"}
    clock.time += PERSON_BYTES_S
    assert await inbox.receive("dan", pieces(PNG))


async def test_more_than_so_many_at_once_wait(inbox: UploadInbox) -> None:
    """Without a byte of them being read; what we fetch ourselves does not."""
    go_on, read = asyncio.Event(), list[str]()

    async def told(name: str) -> AsyncIterator[bytes]:
        read.append(name)
        yield PNG

    async def slow() -> AsyncIterator[bytes]:
        yield PNG
        await go_on.wait()

    async with asyncio.TaskGroup() as group:
        for number in range(ALL_AT_ONCE):
            group.create_task(inbox.receive(f"ann{number // UPLOADS_AT_ONCE}", slow()))
        await wait_until(inbox.places.locked, "all places are taken")
        for name in ("bob", "cid"):
            group.create_task(inbox.receive(name, told(name)))
            await wait_until(lambda name=name: inbox.under_way[name] == 1, f"{name} waits")  # type: ignore[misc]
        assert await inbox.media.receive(pieces(PNG))
        assert read == []
        go_on.set()
    assert sorted(read) == ["bob", "cid"]
    assert (dict(inbox.under_way), inbox.places.locked()) == ({}, False)


async def test_those_that_wait_are_bounded(inbox: UploadInbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Further ones are refused, and so is one whose turn does not come in time: that makes room in the line."""
    monkeypatch.setattr(inboxes, "ALL_WAITING", 1)
    monkeypatch.setattr(inbox, "places", asyncio.Semaphore(1))
    monkeypatch.setattr(inboxes, "ALL_AT_ONCE", 1)
    go_on = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield PNG
        await go_on.wait()

    async with asyncio.TaskGroup() as group:
        group.create_task(inbox.receive("ann", slow()))
        await wait_until(inbox.places.locked, "the place is taken")
        waits = group.create_task(inbox.receive("bob", pieces(PNG)))
        await wait_until(lambda: inbox.under_way["bob"] == 1, "bob waits")
        with pytest.raises(UserError, match="uploads-full"):
            await inbox.receive("cid", pieces(PNG))
        waits.cancel()
        await wait_until(waits.done, "bob has gone")
        monkeypatch.setattr(inboxes, "WAITED_MOST_S", 0.01)
        with pytest.raises(UserError, match="uploads-full"):
            await inbox.receive("dan", pieces(PNG))
        assert dict(inbox.under_way) == {"ann": 1}
        go_on.set()
    assert await inbox.receive("dan", pieces(PNG))


async def test_slow_ones_take_none_of_the_places_for_what_we_fetch(tmp_path: Path, clock: FakeClock) -> None:
    """Not even where there are as few as in a bucket."""
    media = MediaFolder.local(tmp_path, timedelta(days=1))
    media.places, media.brought_places = asyncio.Semaphore(1), asyncio.Semaphore(1)
    go_on = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield PNG
        await go_on.wait()

    async with asyncio.TaskGroup() as group:
        group.create_task(UploadInbox(media, clock).receive("ann", slow()))
        await wait_until(media.brought_places.locked, "one is being received")
        assert await media.receive(pieces(PNG))
        go_on.set()


async def test_one_that_never_ends_is_given_up(
    inbox: UploadInbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its place is free again, and nothing of it stays."""
    monkeypatch.setattr(inboxes, "BROUGHT_WITHIN_S", 0.05)

    async def stuck() -> AsyncIterator[bytes]:
        yield PNG + bytes(MB)
        await asyncio.Event().wait()

    with pytest.raises(OSError, match="in time"):
        await inbox.receive("ann", stuck())
    assert (files(tmp_path), dict(inbox.under_way)) == ([], {})
