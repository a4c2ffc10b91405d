"""What the chat platform of the chaos run remembers: rooms with a limit each, and every state of every message."""

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

STRICT = "r1"


@dataclass(frozen=True, slots=True)
class Rules:
    """At most `capacity` sends in any `window` (seconds). The gap that bots are advised to keep is not enforced."""

    capacity: int
    window: float


@dataclass(slots=True)
class Message:
    """`states` are the cards it has shown, oldest first; `at` when it showed the last, by the count of changes."""

    id: str
    room: str
    nonce: str
    person: str
    reply: str
    states: list[dict[str, Any]] = field(default_factory=list)
    deleted_after: int | None = None
    at: int = 0

    def show(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "room": self.room,
            "nonce": self.nonce,
            "person": self.person,
            "reply": self.reply,
            "deleted": self.deleted_after is not None,
            "deleted_after": self.deleted_after,
            "card": self.states[-1],
        }


@dataclass(slots=True)
class Room:
    """One rate-limit domain."""

    rules: Rules
    sent: deque[float] = field(default_factory=deque)
    refused: int = 0
    accepted: int = 0

    def wait(self, now: float) -> float:
        """0 and the send is counted; otherwise the seconds until there is room."""
        while self.sent and self.sent[0] <= now - self.rules.window:
            self.sent.popleft()
        if len(self.sent) >= self.rules.capacity:
            self.refused += 1
            return self.sent[0] + self.rules.window - now
        self.sent.append(now)
        self.accepted += 1
        return 0.0


class Wall:
    """All rooms and messages. A nonce is a message's name: whoever posts it again gets the same message."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.rooms: dict[str, Room] = {}
        self.messages: dict[str, Message] = {}
        self.nonces: dict[tuple[str, str], Message] = {}
        self.answers: list[dict[str, Any]] = []
        self.tried: list[str] = []  # the events that answers were for, whether they came through or not
        self.changes = 0

    def room(self, name: str) -> Room:
        """One room takes fewer than bots are told, as platforms do: they have to learn it there."""
        rules = replace(self.rules, capacity=self.rules.capacity // 2) if name == STRICT else self.rules
        return self.rooms.setdefault(name, Room(rules))

    def post(self, room: str, said: dict[str, Any]) -> tuple[Message, bool]:
        """The message, and whether it is new."""
        known = self.nonces.get((room, said["nonce"]))
        if known is not None:
            return known, False
        message = Message(f"m{len(self.messages) + 1}", room, said["nonce"], said["person"], said["reply"])
        self.messages[message.id] = self.nonces[room, said["nonce"]] = message
        self.write(message, said["card"])
        return message, True

    def write(self, message: Message, card: dict[str, Any]) -> None:
        self.changes += 1
        message.at = self.changes
        message.states.append(card)

    def delete(self, message: Message) -> None:
        if message.deleted_after is None:
            self.changes += 1
            message.at = self.changes
            message.deleted_after = len(message.states)

    def news(self, since: int, heard: int) -> dict[str, Any]:
        """What has changed after `since`, and the answers after the first `heard`."""
        return {
            "seq": self.changes,
            "messages": [message.show() for message in self.messages.values() if message.at > since],
            "answers": self.answers[heard:],
        }

    def report(self) -> dict[str, Any]:
        return {
            "messages": [message.show() | {"states": message.states} for message in self.messages.values()],
            "answers": self.answers,
            "tried": self.tried,
            "rooms": {
                name: {"sends": room.accepted, "too_fast": room.refused} for name, room in self.rooms.items()
            },
        }
