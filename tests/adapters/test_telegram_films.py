"""Clips on Telegram: a message shows one take, and its row of numbers shows the others in its place."""

import re
from dataclasses import replace

from typing_extensions import override

from bot.clock import SystemClock
from bot.domain.ids import TaskId
from bot.domain.image import Clip
from bot.domain.update import Accepted, Finished
from bot.store.keys import Keys
from bot.store.lanes import RedisLanes
from tests.adapters.house import House, house, telegram  # noqa: F401 - fixtures
from tests.adapters.running import RealPictures
from tests.fakes.painter import TASK, image
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.room import Message, Person
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture

FILM = TaskId("0f6f6d1c-5c1e-4a57-9d8c-3f1f8f0b2a11")
URLS = tuple(f"https://pictures.example/take{n}.mp4" for n in range(1, 5))
CLIP = Clip("1751000000000001", FILM, URLS, cover="https://pictures.example/cover.png", width=640, height=360)
TAKES = [
    ["▶️ 1", "2", "3", "4", "🎞️ All 4"],
    [f"🎞️ Extend {n}" for n in range(1, 5)],
    [f"🎛️ Extend {n}…" for n in range(1, 5)],
]
LAST = ["📎 Original", "↗️ Share", "📋 Prompt", "ℹ️ Details"]


class FilmPictures(RealPictures):
    """Each take has bytes of its own."""

    @override
    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        data, mime = await super().fetch(url, limit)
        return (bytes_of(url), "video/mp4") if url.endswith(".mp4") else (data, mime)


def bytes_of(url: str) -> bytes:
    return f"film {url[-5]}".encode()


async def filmed(house: House, chat: Chat, who: Person) -> Message:  # noqa: F811
    house.bench.runner.context.forms.fitter.downloads = house.pictures = FilmPictures()
    house.painter.scripts.append([Accepted(FILM), Finished(FILM, CLIP)])
    chat.says(who, "/animate https://pictures.example/a.png it yawns")
    await wait_until(lambda: chat.by_bot and LAST in chat.last.labels, "the film is there")
    await house.known()
    return chat.last


def told(house: House) -> str:  # noqa: F811
    """All that was ever written or linked."""
    return repr([one.now for chat in house.telegram.chats.values() for one in chat.by_bot])


async def test_each_take_is_shown_in_the_same_message(house: House) -> None:  # noqa: F811
    """With one edit a press, by Telegram's own name the second time; nothing names an address of the service."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    message = await filmed(house, group, ann)
    assert (message.now.kind, message.now.data) == ("video", bytes_of(URLS[0]))
    assert message.labels == [*TAKES, LAST]
    shows = len(message.history)
    for label, take in (("3", 2), ("1", 0), ("3", 2)):
        group.presses(ann, message, label)
        await wait_until(lambda: message.now.data == bytes_of(URLS[take]), "that take is shown")  # noqa: B023
    assert len(message.history) == shows + 3
    assert [url for url in house.pictures.fetched if url.endswith(".mp4")] == [URLS[0], URLS[2]]
    assert message.labels[0] == ["1", "2", "▶️ 3", "4", "🎞️ All 4"]
    assert message.labels[1:3] == [["🎞️ Extend 3"], ["🎛️ Extend 3…"]]
    assert len(group.by_bot) == 1
    assert "pictures.example" not in told(house).replace("https://pictures.example/a.png", "")
    assert house.telegram.complaints == []


async def test_all_four_come_as_an_album_and_count_as_four(house: House) -> None:  # noqa: F811
    """A group has so many messages in a minute, however they are sent."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    message = await filmed(house, group, ann)
    before = await counted(house)
    group.presses(ann, message, "🎞️ All 4")
    await wait_until(lambda: len(group.by_bot) == 5, "all are there")
    await house.idle()
    assert [one.now.data for one in group.by_bot[1:]] == [bytes_of(url) for url in URLS]
    assert len({one.album for one in group.by_bot[1:]}) == 1
    assert await counted(house) == before + 4
    assert house.telegram.complaints == []


async def counted(house: House) -> int:  # noqa: F811
    """How many sends count in the lane of the chat."""
    lane = house.platform.lane(house.painter.sent[0].origin, 0.0)
    lanes = RedisLanes(house.bench.jobs.client, Keys(), SystemClock())
    assert lane.limits is not None
    found, *_ = await lanes.read(lane, lane.limits)
    return len(found.log)


async def test_a_take_is_kept_as_a_file_and_shared(house: House) -> None:  # noqa: F811
    """The file is that of the take that is shown; a clip is found behind the bot's name, as pictures are."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    room = house.telegram.private(ann)
    message = await filmed(house, room, ann)
    room.presses(ann, message, "2")
    await wait_until(lambda: message.now.data == bytes_of(URLS[1]), "take 2 is shown")
    room.presses(ann, message, "Original")
    await wait_until(lambda: room.last.now.kind == "document", "the file is there")
    assert room.last.now.data == bytes_of(URLS[1])
    found = re.search(r"· ([0-9A-Z]{8})", message.text)
    assert found
    inline = house.telegram.asks(bob, found[1])
    await wait_until(lambda: inline.results, "it is offered")
    assert [one["type"] for one in inline.results or []] == ["video"]
    assert house.telegram.complaints == []


async def test_four_pictures_follow_a_grid_that_was_asked_for_so(house: House) -> None:  # noqa: F811
    """As one album, cut out of the sheet where the service has none."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    house.painter.scripts.append([Finished(TASK, replace(image(), raw_url="https://pictures.example/raw.png"))])
    room.says(ann, "/imagine a cat --split")
    await wait_until(lambda: len(room.by_bot) == 5, "the grid and its four pictures are there")
    await house.idle()
    grid, *parts = room.by_bot
    assert {part.now.kind for part in parts} == {"photo"}
    assert len({part.album for part in parts}) == 1
    assert {(part.now.file.width, part.now.file.height) for part in parts if part.now.file} == {(128, 128)}
    assert not grid.album
    assert house.telegram.complaints == []
