"""What is in a chat: its people, its messages, and everything each message has ever shown."""

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram.entities import Rich
from tests.fakes.telegram.files import Shelf, Stored
from tests.fakes.telegram.keyboard import Rows

Kind = str  # private, group, supergroup, channel


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    language: str = "en"
    username: str = ""
    bot: bool = False

    def show(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "is_bot": self.bot, "first_name": self.name}
        if self.username:
            shown["username"] = self.username
        return shown | ({"language_code": self.language} if self.language and not self.bot else {})


@dataclass(frozen=True, slots=True)
class Shown:
    """A message at one time. `text` is its text or its caption, `kind` what it is (text, photo, ..., service)."""

    kind: str
    rich: Rich
    rows: Rows
    file: Stored | None = None
    spoiler: bool = False
    at: float = 0.0  # unix seconds
    method: str = ""  # the call that made it so; empty for what people wrote

    @property
    def text(self) -> str:
        return self.rich.text

    @property
    def data(self) -> bytes:
        """The bytes of the picture, clip or document."""
        return self.file.data if self.file else b""

    @property
    def labels(self) -> list[list[str]]:
        return [[str(button["text"]) for button in row] for row in self.rows]

    def same(self, other: "Shown") -> bool:
        mine = (self.kind, self.rich, self.rows, self.spoiler, self.file and self.file.unique)
        return mine == (other.kind, other.rich, other.rows, other.spoiler, other.file and other.file.unique)


@dataclass(slots=True)
class Message:
    """`id` counts within its chat. `now` is what it shows, `history` everything it showed, oldest first."""

    room: "Room"
    id: int
    date: int
    sender: Person | None
    now: Shown
    history: list[Shown] = field(default_factory=list)
    edited: int = 0
    reply_to: "Message | None" = None
    thread: int | None = None
    album: str = ""
    deleted: bool = False
    extra: dict[str, Any] = field(default_factory=dict)
    reactions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.now.text

    @property
    def labels(self) -> list[list[str]]:
        return self.now.labels

    def button(self, label: str) -> dict[str, Any]:
        """The button with this label, with an emoji beside it or not, or with this callback data."""
        for row in self.now.rows:
            for button in row:
                if label in {button["text"], button.get("callback_data")} or label in button["text"].split():
                    return button
        raise AssertionError(f"there is no button {label!r} in {self.labels}")

    def turn(self, shown: Shown) -> None:
        self.now = shown
        self.history.append(shown)

    def show(self, shelf: Shelf, *, deep: bool = True) -> dict[str, Any]:
        """As the platform writes it. A reply shows what it answers, but not what that answered."""
        shown: dict[str, Any] = {"message_id": self.id, "date": self.date, "chat": self.room.show()}
        if self.sender is not None:
            shown["from"] = self.sender.show()
        elif self.room.kind == "channel":
            shown["sender_chat"] = self.room.show()
        shown |= self._content(shelf) | self.extra
        if self.edited:
            shown["edit_date"] = self.edited
        if self.album:
            shown["media_group_id"] = self.album
        if self.thread is not None:
            shown |= {"message_thread_id": self.thread, "is_topic_message": True}
        if deep and self.reply_to is not None and not self.reply_to.deleted:
            shown["reply_to_message"] = self.reply_to.show(shelf, deep=False)
        return shown

    def _content(self, shelf: Shelf) -> dict[str, Any]:
        now = self.now
        shown: dict[str, Any] = {}
        if now.kind == "service":
            return shown
        if now.file is None:
            shown = now.rich.show()
        else:
            shown = media_fields(now.kind, now.file, shelf) | now.rich.show("caption")
        if now.spoiler:
            shown["has_media_spoiler"] = True
        return shown | ({"reply_markup": {"inline_keyboard": now.rows}} if now.rows else {})


def media_fields(kind: str, file: Stored, shelf: Shelf) -> dict[str, Any]:
    if kind == "photo":
        return {"photo": shelf.sizes(file)}
    sized = {"width": file.width or 640, "height": file.height or 640, "duration": 5}
    document = {**file.show(), "file_name": file.name, "mime_type": file.mime}
    if kind == "video":
        return {"video": {**document, **sized}}
    if kind == "animation":
        return {"animation": {**document, **sized}, "document": document}
    return {"document": document}


@dataclass(slots=True)
class Room:
    """A chat. `bot` and `members` are statuses as in ChatMember (creator, administrator, member, left, kicked)."""

    id: int
    kind: Kind
    title: str
    forum: bool = False
    bot: str = "member"
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    alone: dict[tuple[int, int], Message] = field(default_factory=dict)  # by whoever sees it, and its number
    topics: dict[int, str] = field(default_factory=dict)
    moved_to: int | None = None
    username: str = ""
    last_id: int = 0
    forbidden: set[str] = field(default_factory=set)  # of ChatPermissions: what members may not do
    closed: set[int] = field(default_factory=set)  # topics where members may not write
    drafts: list[dict[str, Any]] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)

    @property
    def private(self) -> bool:
        return self.kind == "private"

    def show(self) -> dict[str, Any]:
        name = "first_name" if self.private else "title"
        shown: dict[str, Any] = {"id": self.id, "type": self.kind, name: self.title}
        if self.username:
            shown["username"] = self.username
        return shown | ({"is_forum": True} if self.forum else {})

    def add(self, message: Message) -> Message:
        self.messages[message.id] = message
        return message

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def live(self) -> list[Message]:
        return [message for message in self.messages.values() if not message.deleted]
