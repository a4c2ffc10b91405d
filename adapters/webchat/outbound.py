"""Cards as the page draws them: pure."""

from collections.abc import Sequence
from typing import Any

from bot.domain.card import Button, ButtonKind, Card, Media, MediaKind, Progress, Span, Stage
from bot.domain.command import ListedCommand, command_flags

BOT_AUTHOR = {"name": "Chatelier", "bot": True}


def record(card: Card, sources: Sequence[str]) -> dict[str, Any]:
    """A message of ours; `sources` are the addresses of its media, in order."""
    return {
        "author": BOT_AUTHOR,
        "text": [span(item) for item in card.text],
        "media": [medium(item, source) for item, source in zip(card.media, sources, strict=True)],
        "progress": progress(card.progress),
        "buttons": buttons(card),
        "state": "done" if card.stage is Stage.NOTE else card.stage.value,
    }


def talk(name: str, text: str) -> dict[str, Any]:
    """A message of a person."""
    return {
        "author": {"name": name, "bot": False},
        "text": [span(Span(text))],
        "media": [],
        "progress": None,
        "buttons": [],
        "state": "done",
    }


def answer(card: Card, key: str) -> dict[str, Any]:
    """A word to one person. What they typed is put back when they can mend it."""
    failed = card.stage is Stage.FAILED
    return {
        "type": "answer",
        "key": key,
        "tone": "error" if failed else "info",
        "text": [span(item) for item in card.text],
        "restore": failed,
    }


def suggestion(listed: ListedCommand) -> dict[str, Any]:
    """A command as the text box proposes it; `flags`: those that may follow its words."""
    command = listed.command
    return {
        "name": command.name,
        "summary": listed.summary,
        "usage": command.usage,
        "flags": command_flags(command),
    }


def span(item: Span) -> dict[str, Any]:
    return {"text": item.text, "style": item.style.value, "url": item.url or None}


def medium(item: Media, source: str) -> dict[str, Any]:
    return {
        "kind": (MediaKind.IMAGE if item.kind is MediaKind.FILE else item.kind).value,  # a page shows all of it
        "src": source,
        "alt": item.alt,
        "width": item.width,
        "height": item.height,
    }


def progress(item: Progress | None) -> dict[str, Any] | None:
    return None if item is None else {"percent": item.percent, "label": item.label}


def buttons(card: Card) -> list[list[dict[str, Any]]]:
    return [row for row in map(pressed, card.buttons) if row]


def pressed(row: Sequence[Button]) -> list[dict[str, Any]]:
    """A page shows pictures and prompts in full and copies by itself, so only what orders something is left."""
    return [button(item) for item in row if item.kind is ButtonKind.PRESS]


def button(item: Button) -> dict[str, Any]:
    return {
        "label": item.label,
        "emoji": item.emoji,
        "payload": item.payload,
        "style": item.style.value,
        "disabled": False,
    }
