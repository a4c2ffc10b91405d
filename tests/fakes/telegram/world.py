"""All that this Telegram knows: people, chats, files, updates, and a record of every call."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from typing_extensions import override

from tests.fakes.faults import Script
from tests.fakes.lifetime import Lifetime
from tests.fakes.telegram.call import Call
from tests.fakes.telegram.faults import Fault
from tests.fakes.telegram.feed import Feed
from tests.fakes.telegram.files import Shelf
from tests.fakes.telegram.flood import Flood
from tests.fakes.telegram.judge import Judge
from tests.fakes.telegram.refusal import bad, forbidden, moved
from tests.fakes.telegram.room import Message, Person, Room, Shown
from tests.fakes.telegram.rules import Rules

TOKEN = "4242:test-token-not-real"
BOT = Person(4242, "Atelier", username="atelier_test_bot", bot=True)
_KICKED = {"group": "bot was kicked from the group chat", "supergroup": "bot was kicked from the supergroup chat"}


@dataclass(frozen=True, slots=True)
class Record:
    """One call of the bot: when it came (unix seconds), how long it took, and how it ended (`status` as in HTTP).

    `dropped` says that the bot never saw the answer.
    """

    at: float
    method: str
    chat: int | None
    message: int | None
    status: int
    text: str = ""
    retry_after: int = 0
    seconds: float = 0.0
    dropped: bool = False
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Press:
    """A button that was pressed. `answer` is what answerCallbackQuery brought, None until then."""

    id: str
    person: Person
    at: float
    data: str
    answer: dict[str, Any] | None = None

    @property
    def toast(self) -> str:
        return str((self.answer or {}).get("text", ""))


@dataclass(slots=True)
class Inline:
    """An inline query and the results it got, None until then."""

    id: str
    person: Person
    at: float
    query: str
    results: list[dict[str, Any]] | None = None


class World(Lifetime):
    """`clock` gives unix seconds."""

    def __init__(self, rules: Rules, clock: Callable[[], float] = time.time, token: str = TOKEN) -> None:
        super().__init__()
        self.rules = rules
        self.clock = clock
        self.token = token
        self.bot = BOT
        self.judge = Judge()
        self.flood = Flood(rules, clock)
        self.shelf = Shelf(rules, clock)
        self.feed = Feed(rules, clock, self.judge)
        self.faults = Script[Fault]()
        self.rooms: dict[int, Room] = {}
        self.people: dict[int, Person] = {BOT.id: BOT}
        self.presses: dict[str, Press] = {}
        self.inlines: dict[str, Inline] = {}
        self.inline_messages: dict[str, Message] = {}
        self.records: list[Record] = []
        self.profile: dict[tuple[str, str, str], Any] = {}  # what, scope, language -> commands, texts, menu buttons

    @override
    def close(self) -> None:
        """Ends all waiting."""
        super().close()
        self.feed.close()

    @property
    def now(self) -> int:
        return int(self.clock())

    def room(self, call: Call, name: str = "chat_id") -> Room:
        """The chat a call speaks of, if the bot may act there; else the Refusal the platform gives."""
        room = self.find(call.need(name, "chat_id is empty"))
        if room.moved_to is not None:
            raise moved(room.moved_to)
        if room.bot == "blocked":
            raise forbidden("bot was blocked by the user")
        if room.bot == "stranger":
            raise forbidden("bot can't initiate conversation with a user")
        if room.bot == "kicked":
            raise forbidden(_KICKED.get(room.kind, "bot was kicked from the channel chat"))
        if room.bot == "left":
            raise forbidden(f"bot is not a member of the {room.kind} chat")
        return room

    def find(self, name: str) -> Room:
        if name.startswith("@"):
            found = next((room for room in self.rooms.values() if room.username == name[1:]), None)
        else:
            found = self.rooms.get(int(name)) if name.lstrip("-").isdigit() else None
        if found is None:
            raise bad("chat not found")
        return found

    def target(self, call: Call, missing: str) -> Message:
        """The message of the bot's that a call speaks of; `missing` is the complaint when it is not there."""
        if inline := call.text("inline_message_id"):
            if inline not in self.inline_messages:
                raise bad("MESSAGE_ID_INVALID")
            return self.inline_messages[inline]
        room = self.room(call)
        number = call.number("message_id")
        if number is None:
            raise bad("message identifier is not specified")
        message = room.messages.get(number)
        if message is None or message.deleted:
            raise bad(missing)
        return message

    def write(self, room: Room, sender: Person | None, shown: Shown, **more: Any) -> Message:
        """A new message in a chat; fields of Message in `more`."""
        message = Message(room, room.next_id(), int(shown.at), sender, shown, [shown], **more)
        return room.add(message)

    def member(self, room: Room, person: Person) -> dict[str, Any]:
        """A ChatMember of the kind this one is."""
        status = room.bot if person.id == self.bot.id else room.members.get(person.id, "left")
        shown: dict[str, Any] = {"status": status, "user": person.show()}
        if status == "creator":
            shown["is_anonymous"] = False
        elif status == "administrator":
            shown |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_RIGHTS, True)
            if room.kind == "channel":
                shown |= dict.fromkeys(_CHANNEL_RIGHTS, True)
        elif status in {"kicked", "blocked", "stranger"}:
            shown |= {"status": "kicked", "until_date": 0}
        return shown

    def request_id(self) -> str:
        return str(uuid4().int % 10**18)


_CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
