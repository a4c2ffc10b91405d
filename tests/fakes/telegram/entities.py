"""Formatted text: counted in UTF-16 units as the platform does, and checked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram.refusal import bad, unparsable

Entity = dict[str, Any]
KINDS = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    }
)
_FOUND = {
    "bot_command": re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?"),
    "mention": re.compile(r"(?<![\w@])@[A-Za-z]\w{2,31}"),
    "url": re.compile(r"https?://[^\s<>\"]+"),
    "hashtag": re.compile(r"(?<!\w)#[^\W\d_]\w*"),
}


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Rich:
    """A text and its entities, whose offsets and lengths are UTF-16 units."""

    text: str = ""
    entities: tuple[Entity, ...] = ()

    def show(self, name: str = "text") -> dict[str, Any]:
        """The fields of a message: text and entities, or caption and caption_entities."""
        if not self.text:
            return {}
        label = "entities" if name == "text" else "caption_entities"
        return {name: self.text, **({label: list(self.entities)} if self.entities else {})}


@dataclass(slots=True)
class Writer:
    """Builds a text and remembers where each entity began."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    entities: list[Entity] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += units(text)

    def close(self, kind: str, start: int, **more: Any) -> None:
        """An entity without a character is dropped, as the platform drops it."""
        if self.length > start:
            self.entities.append({"type": kind, "offset": start, "length": self.length - start, **more})

    def done(self) -> Rich:
        return trim("".join(self.parts), self.entities)


def trim(text: str, entities: list[Entity]) -> Rich:
    """Without the white space around it; entities are cut and put in order."""
    lead = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    kept = [_cut(entity, lead, end) for entity in entities]
    ordered = sorted((e for e in kept if e["length"] > 0), key=lambda e: (e["offset"], -e["length"], e["type"]))
    return Rich(text, tuple(ordered))


def _cut(entity: Entity, lead: int, end: int) -> Entity:
    start = min(max(entity["offset"] - lead, 0), end)
    stop = min(max(entity["offset"] + entity["length"] - lead, 0), end)
    return {**entity, "offset": start, "length": stop - start}


def given(text: str, entities: object) -> Rich:
    """Entities the bot counted itself; raises Refusal when one is not an entity of this text."""
    if not isinstance(entities, list):
        raise bad("can't parse entities: expected an Array of MessageEntity")
    for entity in entities:
        _check(entity, text)
    return trim(text, entities)


def _check(entity: Any, text: str) -> None:
    if not isinstance(entity, dict) or entity.get("type") not in KINDS:
        raise unparsable("unknown type of an entity")
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(length, int) or offset < 0 or length <= 0:
        raise bad("entity has a wrong offset or length")
    if offset + length > units(text):
        raise bad("entity ends after the end of the text")
    raw = text.encode("utf-16-le", "surrogatepass")
    for edge in (offset, offset + length):
        if 0xDC <= (raw[edge * 2 + 1] if edge * 2 + 1 < len(raw) else 0) <= 0xDF:
            raise bad("entity begins or ends in the middle of a UTF-16 pair")
    if entity["type"] == "text_link" and not entity.get("url"):
        raise unparsable("text_link has no url")


def typed(text: str) -> Rich:
    """What a person's app makes of a plain text: commands, mentions, links and hashtags are entities."""
    found = list(_found(text))
    taken: list[Entity] = []
    for entity in sorted(found, key=lambda e: (e["offset"], -e["length"])):
        if not taken or entity["offset"] >= taken[-1]["offset"] + taken[-1]["length"]:
            taken.append(entity)
    return trim(text, taken)


def _found(text: str) -> Iterator[Entity]:
    for kind, pattern in _FOUND.items():
        for hit in pattern.finditer(text):
            yield {"type": kind, "offset": units(text[: hit.start()]), "length": units(hit.group())}
