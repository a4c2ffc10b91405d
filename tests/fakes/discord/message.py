"""A message, and everything it has ever shown."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntFlag
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.discord.interaction import Interaction
    from tests.fakes.discord.places import Channel, Person

Json = dict[str, Any]
ROW, BUTTON, SELECT, SECTION, DISPLAY, THUMBNAIL, GALLERY, FILE = 1, 2, 3, 9, 10, 11, 12, 13


class Flag(IntFlag):
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    COMPONENTS_V2 = 1 << 15


@dataclass(frozen=True, slots=True)
class Attachment:
    """`url` is signed when it is shown; see cdn.py."""

    id: str
    name: str
    data: bytes
    kind: str  # content type
    path: str  # on the CDN
    width: int = 0
    height: int = 0
    description: str = ""
    ephemeral: bool = False


@dataclass(frozen=True, slots=True)
class Pings:
    """Whom a message calls: ids of people and roles."""

    everyone: bool = False
    people: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.everyone or bool(self.people or self.roles)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message at one time. `route` is the request that made it so; empty for what people wrote."""

    content: str = ""
    components: tuple[Json, ...] = ()
    embeds: tuple[Json, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    flags: Flag = Flag(0)  # noqa: RUF009 - a number
    pings: Pings = Pings()
    at: float = 0.0  # unix seconds
    route: str = ""

    @property
    def text(self) -> str:
        """The content, or all texts that are displayed, line by line."""
        displayed = [str(one["content"]) for one in walk(self.components) if one["type"] == DISPLAY]
        return "\n".join([self.content, *displayed] if self.content else displayed)

    @property
    def rows(self) -> list[list[Json]]:
        return [list(one["components"]) for one in walk(self.components) if one["type"] == ROW]

    @property
    def labels(self) -> list[list[str]]:
        """Of buttons by row, an emoji before the word; a select is there by its placeholder."""
        return [[_label(one) for one in row] for row in self.rows]

    @property
    def options(self) -> list[str]:
        """What can be chosen in the selects."""
        return [str(option["label"]) for row in self.rows for one in row for option in one.get("options", [])]

    @property
    def visible(self) -> list[Attachment]:
        """The files that a person sees, in their order."""
        if Flag.COMPONENTS_V2 not in self.flags:
            return list(self.attachments)
        named = {f"attachment://{one.name}": one for one in self.attachments}
        return [named[url] for url in _media(self.components) if url in named]

    @property
    def media(self) -> list[Json]:
        """Items of the galleries, with their `description` and `spoiler`."""
        return [item for one in walk(self.components) if one["type"] == GALLERY for item in one["items"]]

    @property
    def data(self) -> bytes:
        """The first file that is seen."""
        return self.visible[0].data if self.visible else b""


def walk(components: tuple[Json, ...] | list[Json]) -> Iterator[Json]:
    """Each component and those within it."""
    for one in components:
        yield one
        yield from walk(one.get("components", []))
        if isinstance(one.get("accessory"), dict):
            yield from walk([one["accessory"]])


def _media(components: tuple[Json, ...]) -> Iterator[str]:
    for one in walk(components):
        if one["type"] == GALLERY:
            yield from (str(item["media"]["url"]) for item in one["items"])
        elif one["type"] == THUMBNAIL:
            yield str(one["media"]["url"])
        elif one["type"] == FILE:
            yield str(one["file"]["url"])


def _label(component: Json) -> str:
    emoji = str((component.get("emoji") or {}).get("name", ""))
    word = str(component.get("label") or component.get("placeholder") or "")
    return f"{emoji} {word}".strip()


@dataclass(slots=True)
class Message:
    """`now` is what it shows, `history` all that it showed, oldest first. `seen_by`: who sees it, None for all."""

    channel: "Channel"
    id: str
    author: "Person"
    at: float
    now: Shown
    history: list[Shown] = field(default_factory=list)
    edited: float = 0.0
    deleted: bool = False
    seen_by: "Person | None" = None
    interaction: "Interaction | None" = None
    reply_to: "Message | None" = None

    @property
    def waiting(self) -> bool:
        """It says "thinking…"."""
        return Flag.LOADING in self.now.flags

    @property
    def ephemeral(self) -> bool:
        return self.seen_by is not None

    @property
    def text(self) -> str:
        return self.now.text

    @property
    def labels(self) -> list[list[str]]:
        return self.now.labels

    @property
    def options(self) -> list[str]:
        return self.now.options

    @property
    def pings(self) -> Pings:
        """Everybody whom any of its states called."""
        states = [shown.pings for shown in self.history]
        people = frozenset().union(*(one.people for one in states))
        roles = frozenset().union(*(one.roles for one in states))
        return Pings(any(one.everyone for one in states), people, roles)

    def turn(self, shown: Shown) -> None:
        self.now = shown
        self.history.append(shown)

    def button(self, label: str) -> Json:
        """By label, with an emoji beside it or not, by a word of it, or by its custom_id."""
        for row in self.now.rows:
            for one in row:
                words = {_label(one), one.get("custom_id"), *_label(one).split()}
                if one["type"] == BUTTON and label in words:
                    return one
        raise AssertionError(f"there is no button {label!r} in {self.labels}")

    def choice(self, label: str) -> tuple[Json, str]:
        """The select that has this option, by label or value, and the option's value."""
        for row in self.now.rows:
            for one in row:
                for option in one.get("options", []):
                    if label in {option["label"], option["value"]} or label in str(option["label"]).split():
                        return one, str(option["value"])
        raise AssertionError(f"there is no option {label!r} in {self.options}")


def timestamp(at: float) -> str:
    return dt.datetime.fromtimestamp(at, dt.UTC).isoformat()
