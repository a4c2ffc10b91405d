"""`python -m tests.bench.refusals`: any refusal to any call of Telegram's, and in which form each card arrived.

Each pair of a call and a refusal has a chat of its own; all of them run at once in one bot.
"""

import asyncio
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import structlog
from typing_extensions import override

from bot.domain.errors import Code
from bot.domain.ids import ImageId, Place, TaskId
from bot.domain.image import TextResult
from bot.domain.job import Job
from bot.domain.order import Describe
from bot.domain.quota import Allowance, Quota
from bot.domain.update import Accepted, Failed, Fault, Finished, Progressed, TaskUpdate
from bot.store.connection import connect_redis
from bot.store.embedded import embedded_valkey
from bot.store.keys import Keys
from bot.store.preferences import RedisPreferences
from tests.adapters.house import House, bot
from tests.bench.measure import report
from tests.fakes.painter import FakePainter, image
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.room import Message, Person
from tests.fakes.telegram.rules import Rules
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage

PATIENCE = 600.0  # seconds; only bounds a hang
ALWAYS = -1
MANY = 10**6
# What a chat must not say when all is over.
UNDER_WAY = ("Sending the order", "The service has it", "Painting", "Waiting")


@dataclass(frozen=True, slots=True)
class No:
    """A refusal. `lasting`: it makes sense that Telegram answers so again and again."""

    text: str
    status: int = 400
    parameters: dict[str, Any] = field(default_factory=dict)
    lasting: bool = True


BAD = (
    *("IMAGE_PROCESS_FAILED", "PHOTO_INVALID_DIMENSIONS", "PHOTO_INVALID", "PHOTO_SAVE_FILE_INVALID"),
    *("PHOTO_EXT_INVALID", "MEDIA_INVALID", "MEDIA_EMPTY", "VIDEO_FILE_INVALID", "FILE_PARTS_INVALID"),
    *("FILE_REFERENCE_EXPIRED", "WEBPAGE_MEDIA_EMPTY", "DOCUMENT_INVALID"),
    *("wrong file identifier/HTTP URL specified", "wrong type of the web page content"),
    *("failed to get HTTP URL content", "file is too big", "type of file mismatch", "can't parse InputMedia"),
    *("not enough rights to send photos to the chat", "not enough rights to send videos to the chat"),
    *("not enough rights to send documents to the chat", "not enough rights to send text messages to the chat"),
    *("CHAT_SEND_PHOTOS_FORBIDDEN", "CHAT_SEND_MEDIA_FORBIDDEN", "CHAT_SEND_PLAIN_FORBIDDEN"),
    *("CHAT_WRITE_FORBIDDEN", "CHAT_RESTRICTED", "CHAT_ADMIN_REQUIRED", "have no rights to send a message"),
    *("need administrator rights in the channel chat", "TOPIC_CLOSED", "message thread not found"),
    *("message to edit not found", "MESSAGE_ID_INVALID", "message can't be edited", "chat not found"),
    *("message to be replied not found", "group chat was upgraded to a supergroup chat"),
    *("PEER_ID_INVALID", "BUTTON_DATA_INVALID", "BUTTON_URL_INVALID", "reply markup is too long"),
    *("can't parse entities: byte offset 7", "ENTITY_BOUNDS_INVALID", "message is too long"),
    *("MEDIA_CAPTION_TOO_LONG", "message text is empty", "canceled by new editMessageMedia request"),
    *("there is no text in the message to edit", "there is no caption in the message to edit"),
    *("query is too old and response timeout expired or query ID is invalid", "SOMETHING_NOBODY_KNOWS"),
)
FORBIDDEN = (
    *("bot was kicked from the supergroup chat", "bot was blocked by the user", "user is deactivated"),
    *("bot is not a member of the supergroup chat", "bot can't initiate conversation with a user"),
    *("not enough rights to send photos to the chat", "CHAT_WRITE_FORBIDDEN", "something new"),
)
REFUSALS: Sequence[No] = (
    *(No(f"Bad Request: {text}") for text in BAD),
    *(No(f"Forbidden: {text}", 403) for text in FORBIDDEN),
    No("Internal Server Error", 500, lasting=False),
    No("Bad Gateway", 502, lasting=False),
    No("Unauthorized", 401, lasting=False),
    No("Conflict: something", 409, lasting=False),
    No("Request Entity Too Large", 413),
    No("Too Many Requests: retry after 1", 429, {"retry_after": 1}, lasting=False),
    No("I am a teapot", 418, lasting=False),
)


class Palette(FakePainter):
    """Paints what the prompt says, and waits for `gates` on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.gates: dict[str, asyncio.Event] = {}

    @override
    async def paint(self, job: Job) -> AsyncIterator[TaskUpdate]:
        self.sent.append(job)
        task, text = TaskId(f"t-{job.id}"), getattr(getattr(job.order, "prompt", None), "text", "")
        yield Accepted(task)
        if "preview" in text:
            yield Progressed(task, 35, "https://pictures.example/35.webp")
            await asyncio.sleep(0.5)
        if gate := self.gates.get(text):
            await gate.wait()
        if "fault" in text:
            yield Failed(Fault(Code.REFUSED, "no"), task)
        elif isinstance(job.order, Describe):
            yield Finished(task, TextResult(("one", "two")))
        else:
            yield Finished(task, replace(image(task), image_id=ImageId(job.id)))


@dataclass(slots=True)
class Spot:
    """One pair, in its chats. `wall`: the group's gallery."""

    path: "Path_"
    no: No
    times: int
    house: House
    painter: Palette
    number: int
    ann: Person
    group: Chat
    alone: Chat
    wall: Chat

    def refuse(self) -> None:
        chat = self.wall if self.path.name == "gallery" else self.group
        more = {"times": self.times, "text": self.no.text, "parameters": self.no.parameters}
        if self.path.method == "answerCallbackQuery":  # it names no chat
            more["times"] = 1
            self.house.telegram.fault("refuse", self.path.method, status=self.no.status, **more)
        else:
            self.house.telegram.fault("refuse", self.path.method, chat=chat, status=self.no.status, **more)

    async def until(self, condition: Callable[[], object]) -> None:
        await wait_until(condition, f"{self.path.name} with {self.no.text}", PATIENCE)

    async def painted(self) -> Message:
        self.group.says(self.ann, f"/imagine a cat {self.number}")
        await self.until(lambda: self.group.by_bot and "U1" in str(self.group.last.labels))
        return self.group.last


async def order(spot: Spot, what: str = "cat") -> None:
    spot.refuse()
    spot.group.says(spot.ann, f"/imagine a {what} {spot.number}")


async def preview(spot: Spot) -> None:
    await order(spot, "preview")


async def fault(spot: Spot) -> None:
    await order(spot, "fault")


async def anew(spot: Spot) -> None:
    """The message is deleted while the picture is painted."""
    gate = spot.painter.gates[f"a ghost {spot.number}"] = asyncio.Event()
    await order(spot, "ghost")
    await spot.until(lambda: spot.group.by_bot)
    spot.group.deletes(spot.group.last)
    gate.set()


async def describe(spot: Spot) -> None:
    spot.refuse()
    spot.group.says(spot.ann, f"/describe https://pictures.example/{spot.number}.png")


async def answer(spot: Spot) -> None:
    spot.refuse()
    spot.group.says(spot.ann, "/imagine a cat --ar 0:5")


async def press(spot: Spot, label: str = "V1") -> None:
    message = await spot.painted()
    spot.refuse()
    spot.group.presses(spot.ann, message, label)


async def original(spot: Spot) -> None:
    await press(spot, "Original")


async def show(spot: Spot) -> None:
    message = await spot.painted()
    spot.refuse()
    spot.group.says(spot.ann, f"/show {message.text.rpartition(' ')[2]}")


async def gallery(spot: Spot) -> None:
    chosen = RedisPreferences(spot.house.bench.jobs.client, Keys())
    await chosen.change(Place("telegram", str(spot.group.id)), "gallery", Place("telegram", str(spot.wall.id)))
    await press(spot, "Share")


@dataclass(frozen=True, slots=True)
class Path_:  # noqa: N801 - pathlib has the other
    """A call, and how to bring it about."""

    name: str
    method: str
    act: Callable[[Spot], Awaitable[None]]


PATHS: Sequence[Path_] = (
    Path_("first card", "sendMessage", order),
    Path_("preview", "editMessageMedia", preview),
    Path_("last card", "editMessageMedia", order),
    Path_("last card anew", "sendPhoto", anew),
    Path_("what went wrong", "editMessageText", fault),
    Path_("words", "editMessageText", describe),
    Path_("answer", "sendMessage", answer),
    Path_("press", "answerCallbackQuery", press),
    Path_("original", "sendDocument", original),
    Path_("once more", "sendPhoto", show),
    Path_("gallery", "sendPhoto", gallery),
)


def pairs(paths: Iterable[Path_], refusals: Iterable[No]) -> list[tuple[Path_, No, int]]:
    """Each once, and, where that makes sense, for ever."""
    chosen = list(refusals)
    return [
        (path, no, times)
        for path in paths
        for no in chosen
        for times in ((1, ALWAYS) if no.lasting and path.method != "answerCallbackQuery" else (1,))
    ]


@dataclass(frozen=True, slots=True)
class Result:
    """In which form a pair ended; `frozen`: something still says that it is under way."""

    spot: Spot
    form: str
    frozen: bool

    @override
    def __str__(self) -> str:
        times = "once" if self.spot.times == 1 else "always"
        return f"{self.spot.path.name} ({self.spot.path.method}), {times}: {self.spot.no.text}: {self.form}"


def form_of(message: Message) -> str:
    if message.now.kind == "photo":
        return "re-encoded" if message.now.data[:2] == b"\xff\xd8" else "as it is"
    if message.now.kind == "document":
        return "as a file"
    if "could not be fetched" in message.text:
        return "linked"
    return "words" if message.now.rows else "plain words"


def result_of(spot: Spot) -> Result:
    own = [spot.wall, spot.group] if spot.path.name == "gallery" else [spot.group]
    wanted = 2 if spot.path.name in {"press", "original", "once more"} else 1
    found = [message for chat in own for message in chat.by_bot if not waits(message)]
    frozen = any(waits(message) for chat in own for message in chat.by_bot)
    if spot.path.name == "gallery" and spot.wall.by_bot:
        return Result(spot, form_of(spot.wall.last), frozen)
    if spot.path.name == "gallery":
        told = any("could not be posted" in message.text for message in spot.group.by_bot)
        return Result(spot, "told that it is not there" if told else "nobody was told", frozen)
    if len(found) >= wanted:
        return Result(spot, form_of(found[-1]), frozen)
    if spot.alone.by_bot:
        return Result(spot, f"alone: {form_of(spot.alone.last)}", frozen)
    return Result(spot, "nobody was told", frozen)


def waits(message: Message) -> bool:
    return "Cancel" in str(message.labels) or any(words in message.text for words in UNDER_WAY)


@asynccontextmanager
async def walking(stage: Stage) -> AsyncIterator[tuple[House, Palette]]:
    """A bot on a Telegram without limits: how fast it may send is not what is asked here."""
    os.environ["PTB_TIMEDELTA"] = "1"
    painter = Palette()
    rules = Rules(gap=0.0, capacity=MANY, overall=MANY, private_burst=MANY, group_burst=MANY)
    async with playing(rules) as telegram, bot(telegram, stage, painter=painter) as house:
        house.platform.group = house.platform.private = None  # type: ignore[assignment]  # everything goes at once
        context = house.bench.runner.context
        house.bench.runner.context = replace(context, pace=replace(context.pace, visible=PATIENCE))
        yield house, painter


def spots(house: House, painter: Palette, chosen: Sequence[tuple[Path_, No, int]]) -> list[Spot]:
    made = []
    for number, (path, no, times) in enumerate(chosen):
        ann = house.telegram.person(f"Ann {number}")
        group, alone = house.telegram.group(f"Atelier {number}", ann), house.telegram.private(ann)
        wall = house.telegram.channel(f"Wall {number}")
        made.append(Spot(path, no, times, house, painter, number, ann, group, alone, wall))
    return made


async def walk(house: House, painter: Palette, chosen: Sequence[tuple[Path_, No, int]], batch: int) -> list[Result]:
    """How each pair ended, `batch` of them at a time."""
    everyone = spots(house, painter, chosen)
    # A refused answer to a press names no chat, so those pairs go one after the other.
    quiet = [spot for spot in everyone if spot.path.method != "answerCallbackQuery"]
    for start in range(0, len(quiet), batch):
        async with asyncio.TaskGroup() as group:
            for spot in quiet[start : start + batch]:
                group.create_task(act(spot))
        await settle(house)
    for spot in everyone:
        if spot.path.method == "answerCallbackQuery":
            await act(spot)
            await settle(house)
    return [result_of(spot) for spot in everyone]


async def act(spot: Spot) -> None:
    before = len(spot.house.telegram.calls(chat=spot.group))
    await spot.path.act(spot)
    await spot.until(lambda: len(spot.house.telegram.calls(chat=spot.group)) > before)


async def settle(house: House) -> None:
    """Until no job is open and nothing is on its way."""
    async with asyncio.timeout(PATIENCE):
        while house.telegram.world.feed.pending or house.background or await house.bench.jobs.pending():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def main(batch: int = 100) -> int:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="chatelier-bench-") as folder:
        async with embedded_valkey(Path(folder)) as valkey, connect_redis(valkey.url) as redis:
            stage = Stage(redis, Quota(MANY, Allowance(running=MANY)))
            began = time.monotonic()
            results = list[Result]()
            async with walking(stage) as (house, painter):
                for path in PATHS:
                    found = await walk(house, painter, pairs([path], REFUSALS), batch)
                    ended = Counter(one.form for one in found)
                    report("refusals", call=f"{path.name} ({path.method})", pairs=len(found), **ended)
                    results += found
    bad = [one for one in results if one.frozen or one.form == "nobody was told"]
    for one in bad:
        report("refusals-left", pair=str(one), frozen=one.frozen)
    ended = Counter(one.form for one in results)
    report("refusals-all", pairs=len(results), left=len(bad), seconds=time.monotonic() - began, **ended)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
