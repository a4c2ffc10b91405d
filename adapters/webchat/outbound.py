"""Cards as the page draws them: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.card import Button, ButtonKind, Card, Media, MediaKind, Progress, Span, Stage, Style
from bot.domain.characters import cut_text
from bot.domain.command import ListedCommand, command_flags
from bot.domain.form import Form

ANSWERED_LENGTH = 120  # characters of a message that is answered
BOT_AUTHOR = {"name": "Chatelier", "bot": True}
SHOWN_KINDS = frozenset({ButtonKind.PRESS, ButtonKind.COPY})


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the page finds a file, its still, its largest and its smaller versions; empty where there is none."""

    src: str
    poster: str = ""
    full: str = ""
    thumbs: tuple[str, ...] = ()


def card_record(card: Card, sources: Sequence[Sources]) -> dict[str, Any]:
    """A message of ours; `sources` are those of its media, in order."""
    return {
        "author": BOT_AUTHOR,
        "text": [span_record(item) for item in card.text],
        "media": [media_record(item, source) for item, source in zip(card.media, sources, strict=True)],
        "progress": progress_record(card.progress),
        "buttons": button_rows(card),
        "state": "done" if card.stage is Stage.NOTE else card.stage.value,
    }


def talk_record(name: str, mark: str, text: str, answered: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A message of a person; `mark` tells them from others of that name, `answered` is what it is an answer to."""
    return {
        "answers": None if answered is None else answered_record(answered),
        "author": {"name": name, "id": mark, "bot": False},
        "text": [span_record(Span(text))],
        "media": [],
        "progress": None,
        "buttons": [],
        "state": "done",
    }


def answered_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """What stands above an answer: which message it is about, by its first words."""
    words = " ".join("".join(str(span.get("text", "")) for span in record.get("text", ())).split())
    name, short = record.get("author", {}).get("name", ""), cut_text(words, ANSWERED_LENGTH)
    return {"id": record.get("id", ""), "name": name, "text": short}


def answer_frame(card: Card, key: str) -> dict[str, Any]:
    """A word to one person, or a form to fill in. What they typed is put back when they can mend it."""
    failed = card.stage is Stage.FAILED
    return {
        "type": "answer",
        "key": key,
        "tone": "error" if failed else "info",
        "text": [span_record(item) for item in (*card.text, *page_links(card))],
        "restore": failed,
        "form": form_record(card.form),
    }


def sheet_frame(sheet: str, card: Card, sources: Sequence[Sources], *, fresh: bool) -> dict[str, Any]:
    """What one page shows above the text box; a `fresh` one is opened, another one changed if it is open."""
    return {"type": "sheet", "sheet": sheet, "fresh": fresh, **card_record(card, sources)}


def form_record(form: Form | None) -> dict[str, Any] | None:
    """A form as the page draws it."""
    if form is None:
        return None
    fields = [
        {
            "name": one.name,
            "kind": one.kind.value,
            "label": one.label,
            "value": one.value,
            "choices": [{"value": choice.value, "label": choice.label} for choice in one.choices],
            "longest": one.longest,
            "sent": one.sent,
        }
        for one in form.fields
    ]
    return {"id": form.id, "title": form.title, "fields": fields, "go": form.go, "hint": form.hint}


def page_links(card: Card) -> Sequence[Span]:
    """Buttons that lead to a page of ours, as a word to one person can have them."""
    pages = [item for row in card.buttons for item in row if item.kind is ButtonKind.PAGE]
    return [part for item in pages for part in (Span("\n"), Span(f"{item.emoji} {item.label}", url=item.payload))]


def command_suggestion(listed: ListedCommand) -> dict[str, Any]:
    """A command as the text box proposes it; `flags`: those that may follow its words."""
    command = listed.command
    return {
        "name": command.name,
        "summary": listed.summary,
        "usage": command.usage,
        "flags": command_flags(command),
    }


def span_record(item: Span) -> dict[str, Any]:
    style = Style.BOLD if item.style is Style.PROMPT else item.style
    return {"text": item.text, "style": style.value, "url": item.url or None}


def media_record(item: Media, sources: Sources) -> dict[str, Any]:
    return {
        "kind": (MediaKind.IMAGE if item.kind is MediaKind.FILE else item.kind).value,  # a page shows all of it
        "src": sources.src,
        "poster": sources.poster or None,
        "full": sources.full or None,
        "thumbs": thumb_records(item, sources),
        "alt": item.alt,
        "width": item.width,
        "height": item.height,
    }


def thumb_records(item: Media, sources: Sources) -> list[dict[str, Any]]:
    """Smaller versions as `srcset` wants them: by their widths in pixels."""
    return [{"src": src, "width": one.width} for one, src in zip(item.thumbs, sources.thumbs, strict=True)]


def progress_record(item: Progress | None) -> dict[str, Any] | None:
    return None if item is None else {"percent": item.percent, "label": item.label}


def button_rows(card: Card) -> list[list[dict[str, Any]]]:
    return [row for row in map(button_row, card.buttons) if row]


def button_row(row: Sequence[Button]) -> list[dict[str, Any]]:
    """A page shows pictures and prompts in full, so only what we are asked for, or what it copies, is left."""
    return [button_record(item) for item in row if item.kind in SHOWN_KINDS]


def button_record(item: Button) -> dict[str, Any]:
    return {
        "label": item.label,
        "emoji": item.emoji,
        "payload": item.payload,
        "copy": item.text if item.kind is ButtonKind.COPY else None,
        "style": item.style.value,
        "disabled": False,
    }
