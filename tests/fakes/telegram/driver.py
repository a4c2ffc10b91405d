"""What a test holds: people and chats to play with, faults to order, and a look at everything the bot did."""

from typing import Any, Final

from aiohttp import web

from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.entities import Rich
from tests.fakes.telegram.faults import Fault
from tests.fakes.telegram.keyboard import Rows
from tests.fakes.telegram.room import Message, Person, Room, Shown
from tests.fakes.telegram.world import Inline, Press, Record, World

_GROUP, _SUPERGROUP = -5000, -1001000000000


class Telegram:
    """`url` is where the server listens; a client takes `base_url`, `base_file_url` and `token`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.url = ""
        self.chats: dict[int, Chat] = {}

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def base_url(self) -> str:
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    @property
    def complaints(self) -> list[str]:
        """What the judge found wrong with requests, answers and updates."""
        return self.world.judge.complaints

    def person(self, name: str, *, language: str = "en", username: str = "") -> Person:
        person = Person(1000 + len(self.world.people), name, language, username)
        self.world.people[person.id] = person
        return person

    def private(self, person: Person, *, known: bool = True) -> Chat:
        """The chat between a person and the bot; always the same one. One that is not known has to write first."""
        if person.id in self.chats:
            return self.chats[person.id]
        bot = "member" if known else "stranger"
        return self._open(Room(person.id, "private", person.name, bot=bot, members={person.id: "member"}))

    def group(
        self, title: str, *people: Person, kind: str = "supergroup", forum: bool = False, bot: str = "member"
    ) -> Chat:
        """A group or supergroup; the first of `people` owns it. `bot` is the bot's status in it."""
        start = _SUPERGROUP if kind == "supergroup" else _GROUP
        members = {person.id: "member" if place else "creator" for place, person in enumerate(people)}
        chat = self._open(Room(start - len(self.chats) - 1, kind, title, forum, bot, members))
        chat.room.last_id = int(forum)  # the general topic has the number 1
        return chat

    def channel(self, title: str, username: str = "") -> Chat:
        number = _SUPERGROUP - len(self.chats) - 1
        return self._open(Room(number, "channel", title, bot="administrator", username=username))

    def _open(self, room: Room) -> Chat:
        self.world.rooms[room.id] = room
        chat = Chat(self.world, room, self._open)
        self.chats[room.id] = chat
        return chat

    def fault(self, kind: str, method: str = "", **more: Any) -> Fault:
        """Orders a misfortune; see faults.Fault. "file" as method stands for downloads."""
        chat = more.pop("chat", 0)
        fault = Fault(kind, method, chat.id if isinstance(chat, Chat) else chat, **more)
        self.world.faults.faults.append(fault)
        return fault

    def calls(self, method: str = "", chat: Chat | None = None) -> list[Record]:
        """Calls so far, oldest first; getUpdates only when it was refused."""
        return [
            record
            for record in self.world.records
            if method in {"", record.method} and (chat is None or record.chat == chat.id)
        ]

    def refused(self, chat: Chat | None = None) -> int:
        """How often the answer was 429."""
        return sum(record.status == 429 for record in self.calls(chat=chat))

    def asks(self, person: Person, query: str, place: str = "supergroup") -> Inline:
        """An inline query; its `results` come with answerInlineQuery."""
        world = self.world
        inline = Inline(world.request_id(), person, world.clock(), query)
        world.inlines[inline.id] = inline
        body = {"id": inline.id, "from": person.show(), "query": query, "offset": "", "chat_type": place}
        world.feed.put("inline_query", body)
        return inline

    def chooses(self, inline: Inline, result_id: str) -> Message:
        """Sends a result of an inline query into some chat. With a keyboard it can be edited by its inline id."""
        world = self.world
        result = next(one for one in inline.results or [] if str(one["id"]) == result_id)
        rows: Rows = result.get("reply_markup", {}).get("inline_keyboard", [])
        file = world.shelf.find(str(result.get("photo_file_id", "")))
        words = result.get("input_message_content", {}).get("message_text", result.get("caption", ""))
        shown = Shown("photo" if file else "text", Rich(words), rows, file, at=world.clock())
        elsewhere = Room(-(10**9), "supergroup", "Elsewhere")
        message = Message(elsewhere, elsewhere.next_id(), world.now, inline.person, shown, [shown])
        body = {"result_id": result_id, "from": inline.person.show(), "query": inline.query}
        if rows:
            message.extra["inline_message_id"] = body["inline_message_id"] = f"test-inline-{inline.id}"
            world.inline_messages[str(body["inline_message_id"])] = message
        world.feed.put("chosen_inline_result", body)
        return message

    def presses_inline(self, person: Person, message: Message, label: str) -> Press:
        """A button of a message that was sent by way of an inline query."""
        world = self.world
        press = Press(world.request_id(), person, world.clock(), str(message.button(label)["callback_data"]))
        world.presses[press.id] = press
        body = {"id": press.id, "from": person.show(), "chat_instance": "-8888", "data": press.data}
        world.feed.put("callback_query", body | {"inline_message_id": message.extra["inline_message_id"]})
        return press

    def repeats(self, place: int = -1) -> dict[str, Any]:
        """Sends an update once more, the last one unless told; an early `place` makes it an old one."""
        update = self.world.feed.sent[place]
        self.world.feed.again(update)
        return update


TELEGRAM: Final = web.AppKey("telegram", Telegram)
