"""What people do in a chat, each as one call, and what they see there."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from tests.fakes.telegram.apps import launch_address, sign_launch
from tests.fakes.telegram.entities import Rich, typed
from tests.fakes.telegram.room import Message, Person, Room, Shown
from tests.fakes.telegram.world import Press, World


class Chat:
    """Every act makes the update the platform would send; messages are returned as they are kept, and live on."""

    def __init__(self, world: World, room: Room, open_room: "Callable[[Room], Chat]") -> None:
        self.world = world
        self.room = room
        self._open = open_room
        self._instance = str(uuid4().int % 10**18)

    @property
    def id(self) -> int:
        return self.room.id

    @property
    def messages(self) -> list[Message]:
        """All there are now, oldest first; those that were deleted are not among them."""
        return self.room.live()

    @property
    def by_bot(self) -> list[Message]:
        """The bot's own, as far as they are still there."""
        own = None if self.room.kind == "channel" else self.world.bot
        return [message for message in self.room.live() if message.sender == own and message.now.kind != "service"]

    @property
    def last(self) -> Message:
        """The newest message of the bot."""
        return self.by_bot[-1]

    def alone(self, person: Person) -> list[Message]:
        """What this person alone sees here."""
        return [one for (who, _), one in self.room.alone.items() if who == person.id and not one.deleted]

    def shows(self) -> list[Shown]:
        return [message.now for message in self.room.live()]

    # What people write

    def says(
        self,
        person: Person,
        text: str,
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
        age: float = 0,
    ) -> Message:
        """`age`: seconds since it was written, for what waited while the bot was away."""
        shown = Shown("text", typed(text), [], at=self.world.clock() - age)
        return self._write(person, shown, reply_to, thread)

    def starts(self, person: Person, payload: str = "") -> Message:
        """Opens the bot by a link, with its `start` parameter; in a private chat this unblocks it."""
        if self.room.bot == "blocked":
            self.unblocks()
        return self.says(person, f"/start {payload}".strip())

    def sends_photo(
        self,
        person: Person,
        data: bytes,
        caption: str = "",
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
    ) -> Message:
        photo = self.world.shelf.photo(data)
        shown = Shown("photo", typed(caption), [], photo, at=self.world.clock())
        return self._write(person, shown, reply_to, thread)

    def sends_document(
        self, person: Person, data: bytes, name: str, caption: str = "", *, reply_to: Message | None = None
    ) -> Message:
        kept = self.world.shelf.keep("document", data, name)
        return self._write(person, Shown("document", typed(caption), [], kept, at=self.world.clock()), reply_to)

    def sends_album(
        self, person: Person, pictures: list[bytes], caption: str = "", *, reply_to: Message | None = None
    ) -> list[Message]:
        """One update for each picture; the caption is the first one's."""
        album = uuid4().hex[:16]
        words = [caption] + [""] * (len(pictures) - 1)
        kept = [self.world.shelf.photo(data) for data in pictures]
        shown = [
            Shown("photo", typed(text), [], file, at=self.world.clock())
            for text, file in zip(words, kept, strict=True)
        ]
        return [self._write(person, one, reply_to, album=album) for one in shown]

    def forwards(self, person: Person, message: Message, to: "Chat") -> Message:
        """Into another chat (or this one); it keeps what it shows, but not its keyboard."""
        sender = message.sender or self.world.bot
        origin = {"type": "user", "date": message.date, "sender_user": sender.show()}
        return to._write(
            person,
            replace(message.now, rows=[], at=self.world.clock(), method=""),
            extra={"forward_origin": origin},
        )

    def edits(self, person: Person, message: Message, text: str) -> Message:
        """A person rewrites their own text or caption."""
        message.turn(replace(message.now, rich=typed(text), at=self.world.clock(), method=""))
        message.edited = self.world.now
        self._tell("edited_message", message, person)
        return message

    def deletes(self, message: Message) -> None:
        """The platform tells bots nothing about it."""
        message.deleted = True

    def presses(self, person: Person, message: Message, label: str) -> Press:
        """By label, by a word of the label, or by callback data. `Press.answer` is what the bot answered."""
        button = message.button(label)
        if "callback_data" not in button:
            raise AssertionError(f"{label!r} is no button that tells the bot: {button}")
        world = self.world
        press = Press(world.request_id(), person, world.clock(), str(button["callback_data"]))
        world.presses[press.id] = press
        seen: dict[str, Any] = message.show(world.shelf)
        if message.deleted:
            seen = {"chat": self.room.show(), "message_id": message.id, "date": 0}
        body = {"id": press.id, "from": person.show(), "message": seen, "chat_instance": self._instance}
        world.feed.put("callback_query", body | {"data": press.data})
        return press

    def opens_app(
        self, person: Person, message: Message, label: str, *, age: float = 0, registered: str = ""
    ) -> str:
        """A `web_app` button, or a link with `startapp`, by label: the address that the person's client opens. The
        bot is told nothing.

        `age`: seconds since it was opened, for a page that stayed open. `registered`: the address of the Mini App
        that such a link opens, as BotFather was told it.
        """
        button, world = message.button(label), self.world
        more = {"query_id": f"test-query-{uuid4().hex[:12]}"}
        address = str(button.get("web_app", {}).get("url", ""))
        if start := parse_qs(urlsplit(str(button.get("url", ""))).query).get("startapp"):
            address, more = registered, {"start_param": start[0]}
        if not address:
            raise AssertionError(f"{label!r} opens no app: {button}")
        return launch_address(address, sign_launch(world.token, person, int(world.clock() - age), **more))

    def reacts(self, person: Person, message: Message, emoji: str) -> None:
        new = [{"type": "emoji", "emoji": emoji}]
        body = {"chat": self.room.show(), "message_id": message.id, "user": person.show(), "date": self.world.now}
        self.world.feed.put("message_reaction", body | {"old_reaction": [], "new_reaction": new})

    # Who is here, and how

    def joins(self, person: Person) -> None:
        """The person, or the bot itself (`world.bot`), is added."""
        self._status(person, "member")
        self._service(person, {"new_chat_members": [person.show()]})

    def leaves(self, person: Person) -> None:
        self._service(person, {"left_chat_member": person.show()})
        self._status(person, "left")

    def promotes(self, person: Person) -> None:
        self._status(person, "administrator")

    def demotes(self, person: Person) -> None:
        self._status(person, "member")

    def kicks(self, person: Person) -> None:
        self._status(person, "kicked")

    def blocks(self) -> None:
        """In a private chat: the person blocks the bot."""
        self._status(self.world.bot, "blocked")

    def unblocks(self) -> None:
        self._status(self.world.bot, "member")

    def opens_topic(self, person: Person, name: str) -> int:
        """A topic of a forum; its `message_thread_id`."""
        message = self._service(person, {"forum_topic_created": {"name": name, "icon_color": 7322096}})
        self.room.topics[message.id] = name
        return message.id

    def closes_topic(self, thread: int) -> None:
        """Gone for good: writing there is refused from now on."""
        self.room.topics.pop(thread, None)

    def migrates(self) -> "Chat":
        """The group becomes a supergroup with another id and no old messages; the old one refuses everything."""
        room = self.room
        number = -1002000000000 - abs(room.id)
        grown = self._open(Room(number, "supergroup", room.title, bot=room.bot, members=dict(room.members)))
        owner = self._owner()
        self._service(owner, {"migrate_to_chat_id": number})
        room.moved_to = number
        grown._service(owner, {"migrate_from_chat_id": room.id})
        return grown

    def _owner(self) -> Person:
        owners = [number for number, status in self.room.members.items() if status == "creator"]
        return self.world.people[owners[0]] if owners else self.world.bot

    def _status(self, person: Person, status: str) -> None:
        world, bot = self.world, person.id == self.world.bot.id
        before = world.member(self.room, person)
        if bot:
            self.room.bot = status
        else:
            self.room.members[person.id] = status
        who = world.people[self.id] if self.room.private else self._owner()
        body = {"chat": self.room.show(), "from": who.show(), "date": world.now, "old_chat_member": before}
        kind = "my_chat_member" if bot else "chat_member"
        world.feed.put(kind, body | {"new_chat_member": world.member(self.room, person)})

    def _service(self, person: Person, extra: dict[str, Any]) -> Message:
        shown = Shown("service", Rich(), [], at=self.world.clock())
        return self._write(person, shown, extra=extra)

    def _write(
        self,
        person: Person,
        shown: Shown,
        reply_to: Message | None = None,
        thread: int | None = None,
        album: str = "",
        extra: dict[str, Any] | None = None,
    ) -> Message:
        room = self.room
        if room.bot == "stranger":
            room.bot = "member"
        sender = None if room.kind == "channel" else person
        more = {"reply_to": reply_to, "thread": thread, "album": album, "extra": extra or {}}
        message = self.world.write(room, sender, shown, **more)
        self._tell("message", message, person)
        return message

    def _tell(self, kind: str, message: Message, person: Person) -> None:
        if not self._hears(message, person):
            return
        kind = kind.replace("message", "channel_post") if self.room.kind == "channel" else kind
        self.world.feed.put(kind, message.show(self.world.shelf))

    def _hears(self, message: Message, person: Person) -> bool:
        """Whether the bot gets to know of it: in groups, privacy mode leaves it what is meant for it."""
        if self.room.bot in {"kicked", "left", "blocked"}:
            return False
        if not self.world.rules.privacy or self.room.bot == "administrator" or message.now.kind == "service":
            return True
        if self.room.private or self.room.kind == "channel" or person == self.world.bot:
            return True
        answered = message.reply_to is not None and message.reply_to.sender == self.world.bot
        return answered or self._addressed(message.now.rich)

    def _addressed(self, rich: Rich) -> bool:
        """A command to this bot or to nobody in particular, or a mention of its name."""
        for entity in rich.entities:
            start = entity["offset"]
            raw = rich.text.encode("utf-16-le")[start * 2 : (start + entity["length"]) * 2]
            name = raw.decode("utf-16-le").partition("@")
            own = name[2].lower() == self.world.bot.username.lower()
            if (entity["type"] == "bot_command" and (own or not name[1])) or (entity["type"] == "mention" and own):
                return True
        return False
