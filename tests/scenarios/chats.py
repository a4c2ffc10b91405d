"""A chat as one person sees it, the same for the web chat, Telegram and Discord, beside a bot that is a process."""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol
from uuid import uuid4

import aiohttp
from anyio.from_thread import BlockingPortal, start_blocking_portal

from tests.fakes.discord.remote import Remote as Discord
from tests.fakes.telegram.remote import Remote as Telegram
from tests.fakes.waiting import wait_until_sync

# By the names that Discord's options have; elsewhere they are typed one after the other.
Options = Mapping[str, str | bytes]
Said = Callable[[], str | None]
AWAY_S = 0.25  # before a page comes back, as the real one does at first


class Chat(Protocol):
    """Messages as the stand-ins tell them: `id`, `text`, `labels`, and whatever else one of them knows."""

    def orders(self, command: str, **options: str | bytes) -> None:
        """What is bytes is a picture that comes along."""

    def messages(self) -> Sequence[Mapping[str, Any]]:
        """The bot's, that are there and that everybody sees."""

    def told(self) -> Sequence[Mapping[str, Any]]:
        """Those, and what it shows to that person alone."""

    def presses(self, message: str, label: str) -> Said:
        """`label`, or what stands on the back of it. Gives what was said to that alone, when it was answered."""


def typed(command: str, options: Options) -> str:
    """As a person types it."""
    return " ".join([f"/{command}", *(value for value in options.values() if isinstance(value, str))])


def pictures_of(options: Options) -> list[bytes]:
    return [value for value in options.values() if isinstance(value, bytes)]


def labels_of(message: Mapping[str, Any]) -> list[str]:
    found = message["labels"]
    return [label for row in found for label in (row if isinstance(row, list) else [row])]


def payloads_of(message: Mapping[str, Any]) -> list[str]:
    """What stands on the back of the buttons that come to us."""
    rows = message.get("rows", message.get("buttons"))
    if rows is None:
        rows = [one.get("components", []) for one in message["components"]]
    backs = ("callback_data", "custom_id", "payload")
    return [str(back) for row in rows for button in row for name in backs if (back := button.get(name))]


# --- Telegram and Discord, each a stand-in that is a process ------------------------------------------------


@dataclass
class TelegramChat:
    remote: Telegram
    person: int
    room: int

    def orders(self, command: str, **options: str | bytes) -> None:
        text, pictures = typed(command, options), pictures_of(options)
        if len(pictures) > 1:
            self.remote.act(self.room, "sends_album", person=self.person, pictures=pictures, caption=text)
        elif pictures:
            more = {"data": pictures[0], "name": "picture.png", "caption": text}
            self.remote.act(self.room, "sends_document", person=self.person, **more)
        else:
            self.remote.act(self.room, "says", person=self.person, text=text)

    def messages(self) -> Sequence[Mapping[str, Any]]:
        shown = self.remote.chat(self.room)["messages"]
        return [one for one in shown if one["bot"] and not one["deleted"]]

    def told(self) -> Sequence[Mapping[str, Any]]:
        return self.messages()

    def presses(self, message: str, label: str) -> Said:
        press = self.remote.act(self.room, "presses", person=self.person, message=message, label=label)["id"]

        def said() -> str | None:
            answer = self.remote.answer(press)
            return None if answer is None else str(answer.get("text") or "")

        return said


@dataclass
class DiscordChat:
    remote: Discord
    person: str
    room: str

    def orders(self, command: str, **options: str | bytes) -> None:
        self.remote.types(self.room, self.person, command, **options)

    def messages(self) -> Sequence[Mapping[str, Any]]:
        return [one for one in self.remote.by_bot(self.room) if not one.get("seen_by")]

    def told(self) -> Sequence[Mapping[str, Any]]:
        shown = self.remote.room(self.room, self.person)["messages"]
        return [one for one in shown if one["bot"] and not one["deleted"]]

    def presses(self, message: str, label: str) -> Said:
        press = self.remote.act(self.room, "presses", person=self.person, message=message, label=label)["id"]

        def said() -> str | None:
            found = self.remote.interaction(press)
            return json.dumps(found, ensure_ascii=False) if found["done"] else None

        return said


@dataclass
class SeveralChats:
    """Chats that people order in by turns, since each has its limits; a message is named by its chat, too."""

    chats: Sequence[Chat]
    turns: "count[int]" = field(default_factory=count)

    def orders(self, command: str, **options: str | bytes) -> None:
        self.chats[next(self.turns) % len(self.chats)].orders(command, **options)

    def messages(self) -> Sequence[Mapping[str, Any]]:
        return [named for n, chat in enumerate(self.chats) for named in name_messages(n, chat.messages())]

    def told(self) -> Sequence[Mapping[str, Any]]:
        return [named for n, chat in enumerate(self.chats) for named in name_messages(n, chat.told())]

    def presses(self, message: Any, label: str) -> Said:
        place, name = message
        return self.chats[int(place)].presses(name, label)


def name_messages(place: int, messages: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return ({**one, "id": (place, one["id"])} for one in messages)


# --- the web chat, seen from a page ---------------------------------------------------------------------------


@dataclass
class WebChat:
    """`answers`: the words that were said to each thing that the page sent, by its key."""

    portal: BlockingPortal
    url: str
    headers: Mapping[str, str]
    page: str = field(default_factory=lambda: uuid4().hex)  # by which it is known when it comes back
    sent: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # by its key
    socket: aiohttp.ClientWebSocketResponse | None = None
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    sheets: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    forms: list[dict[str, Any]] = field(default_factory=list)
    acked: set[str] = field(default_factory=set)

    def orders(self, command: str, **options: str | bytes) -> None:
        files = [self.portal.call(self._brings, data) for data in pictures_of(options)]
        self.sends(type="say", text=typed(command, options), files=files)

    def messages(self) -> Sequence[Mapping[str, Any]]:
        return list(self.shown.values())

    def told(self) -> Sequence[Mapping[str, Any]]:
        return [*self.shown.values(), *self.sheets.values()]

    def presses(self, message: str, label: str) -> Said:
        rows = next(one["buttons"] for one in self.told() if one["id"] == message)
        payload = next(b["payload"] for row in rows for b in row if label in {b["label"], b["payload"]})
        key = self.sends(type="press", message=message, payload=payload)
        return lambda: self.answers.get(key, "" if key in self.acked else None)

    def sends(self, **frame: Any) -> str:
        """Its key, when it was taken."""
        key = uuid4().hex
        self.sent[key] = frame | {"key": key}
        self.portal.call(self._says, self.sent[key])
        wait_until_sync(lambda: self._is_taken(key), f"{frame} is taken")
        return key

    def _is_taken(self, key: str) -> bool:
        return key in self.acked or key in self.answers

    async def _says(self, frame: Mapping[str, Any]) -> None:
        with suppress(aiohttp.ClientConnectionError):  # it was sent away: it says so when it is back
            if self.socket is not None:
                await self.socket.send_json(frame)

    async def _brings(self, data: bytes) -> str:
        async with (
            aiohttp.ClientSession(headers=self.headers) as session,
            session.post(f"{self.url}/chat/files", data=data) as answer,
        ):
            said = await answer.json()
            assert answer.status == 201, said
            return str(said["file"])

    async def listen(self, there: asyncio.Event) -> None:
        """Until cancelled: a page that is sent away comes back, and says again what was not taken."""
        async with aiohttp.ClientSession(headers=self.headers) as session:
            while True:
                with suppress(aiohttp.ClientError):
                    async with session.ws_connect(f"{self.url}/chat/ws?page={self.page}") as self.socket:
                        for key in [key for key in self.sent if not self._is_taken(key)]:
                            await self._says(self.sent[key])
                        there.set()
                        async for heard in self.socket:
                            self._hear(json.loads(heard.data))
                self.socket = None
                await asyncio.sleep(AWAY_S)

    def _hear(self, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "welcome":
                for message in frame["messages"]:
                    self._show(message)
            case "message":
                self._show(frame["message"])
            case "sheet":
                self.sheets[frame["sheet"]] = as_message(frame | {"id": frame["sheet"]})
            case "answer":
                self.answers[frame["key"]] = words_of(frame)
                self.forms += [frame["form"]] if frame["form"] else []
            case "ack":
                self.acked.add(frame["key"])
            case _:  # who is here, and what comes and goes
                return

    def _show(self, message: dict[str, Any]) -> None:
        if message["author"]["bot"]:
            self.shown[message["id"]] = as_message(message)


def words_of(record: Mapping[str, Any]) -> str:
    return "".join(span["text"] for span in record["text"])


def as_message(record: dict[str, Any]) -> dict[str, Any]:
    labels = [[button["label"] for button in row] for row in record["buttons"]]
    return record | {"text": words_of(record), "labels": labels, "spans": record["text"]}


@contextmanager
def open_page(url: str, headers: Mapping[str, str]) -> Iterator[WebChat]:
    """A page that is open, in a thread of its own."""
    with start_blocking_portal() as portal:
        page = WebChat(portal, url, {"Origin": url, **headers})

        async def begin() -> asyncio.Task[None]:
            async with aiohttp.ClientSession(headers=headers) as session, session.get(url) as loaded:
                cookies = "; ".join(f"{name}={given.value}" for name, given in loaded.cookies.items())
            page.headers = {**page.headers, **({"Cookie": cookies} if cookies else {})}
            there = asyncio.Event()
            task = asyncio.create_task(page.listen(there))
            await there.wait()
            return task

        task = portal.call(begin)
        try:
            yield page
        finally:
            portal.call(task.cancel)
