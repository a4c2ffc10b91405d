"""Cards as the page draws them: pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import Any

import orjson

from bot.domain.buttons import Verb, split_task
from bot.domain.card import Button, ButtonKind, Card, Media, MediaKind, Progress, Span, Stage, Style
from bot.domain.characters import cut_text
from bot.domain.command import ListedCommand, command_flags
from bot.domain.form import CHOICES_ACROSS
from bot.ports import RoomPage

ANSWERED_LENGTH = 120  # characters of a message that is answered
CREDIT_END = " · "  # behind the name of who asked, in the same line
PAGE_LANGUAGE, TEXTS_PLACE = 'lang="en"', '<script id="texts" type="application/json">'
SAID_INSIDE = re.compile(r'<[^>]*\bdata-say="([\w-]+)"[^>]*>')
SAID_ATTRIBUTE = re.compile(r'\bdata-say-(\w+)="([\w-]+)"')
SAID_AS = {"label": "aria-label", "placeholder": "placeholder"}  # any other name is that of a datum for scripts
NAMED_COMMAND = re.compile(r"(/[a-z]+)")
SHOWN_SIZES = "min(94vw, 47rem, max(62svh, 17rem) * {ratio})"  # as picture.js has it (`sizesAt`)
UNQUOTED = re.compile(r'[<>"\s]')
BOT_AUTHOR = {"name": "Chatelier", "bot": True}
SHOWN_KINDS = frozenset({ButtonKind.PRESS, ButtonKind.COPY})


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the page finds a file, its still, its largest and its smaller versions; empty where there is none."""

    src: str
    poster: str = ""
    full: str = ""
    thumbs: tuple[str, ...] = ()


def page_html(template: str, language: str, texts: Mapping[str, str]) -> str:
    """The page; a browser takes no JSON for a script, and nothing in it ends the element that it stands in."""
    packed = orjson.dumps(dict(texts)).decode().replace("<", "\\u003c")
    return (
        fill_markup(template, texts)
        .replace(PAGE_LANGUAGE, f'lang="{language}"', 1)
        .replace(TEXTS_PLACE, f"{TEXTS_PLACE}{packed}", 1)
    )


def fill_markup(template: str, texts: Mapping[str, str]) -> str:
    """What stands in the page's own markup: `data-say` in an element, `data-say-label` and others in attributes."""
    inside = SAID_INSIDE.sub(lambda found: found[0] + said_markup(texts[found[1]]), template)
    return SAID_ATTRIBUTE.sub(
        lambda found: f'{SAID_AS.get(found[1], f"data-{found[1]}")}="{escape(texts[found[2]])}"', inside
    )


def said_markup(text: str) -> str:
    """Commands stand out as what is typed."""
    return NAMED_COMMAND.sub(r"<code>\1</code>", escape(text))


def card_record(card: Card, sources: Sequence[Sources], source: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A message of ours; `sources` are those of its media, in order; `source`: the record that it came from."""
    return {
        "answers": None if source is None else answered_record(source),
        "author": {"name": card.credit, "bot": True, "asked": True} if card.credit else BOT_AUTHOR,
        "code": card.code,
        "prompt": next((item.text for row in card.buttons for item in row if item.name == Verb.QUOTE), ""),
        "text": [span_record(item) for item in uncredited_spans(card.text)],
        "media": [media_record(item, source) for item, source in zip(card.media, sources, strict=True)],
        "progress": progress_record(card.progress),
        "buttons": button_rows(card),
        "state": "done" if card.stage is Stage.NOTE else card.stage.value,
    }


def uncredited_spans(spans: Sequence[Span]) -> Sequence[Span]:
    """Without who asked: the message stands under that name."""
    kept = list[Span]()
    for before, item in pairwise((Span(""), *spans)):
        if before.style is Style.CREDIT:
            item = replace(item, text=item.text.removeprefix(CREDIT_END))  # noqa: PLW2901
        if item.style is not Style.CREDIT:
            kept.append(item)
    return kept


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
    """What stands above an answer: which message it is about, by its first line."""
    said = "".join(str(span.get("text", "")) for span in record.get("text", ())).strip()
    words = " ".join(said.partition("\n")[0].split())
    name, short = record.get("author", {}).get("name", ""), cut_text(words, ANSWERED_LENGTH)
    return {"id": record.get("id", ""), "name": name, "text": short}


def answer_frame(card: Card, key: str) -> dict[str, Any]:
    """A word to one person, or a form to fill in. What they typed is put back when they can mend it."""
    failed = card.stage is Stage.FAILED
    return {
        "type": "answer",
        "key": key,
        "tone": "error" if failed else "passing" if card.passing else "info",
        "text": [span_record(item) for item in (*card.text, *page_links(card))],
        "restore": failed,
        "form": form_record(card),
    }


def sheet_frame(sheet: str, card: Card, sources: Sequence[Sources], *, fresh: bool) -> dict[str, Any]:
    """What one page shows above the text box; a `fresh` one is opened, another one changed if it is open."""
    return {"type": "sheet", "sheet": sheet, "fresh": fresh, **card_record(card, sources)}


def form_record(card: Card) -> dict[str, Any] | None:
    """A form as the page draws it, with the pages that it leads to."""
    form = card.form
    if form is None:
        return None
    pages = [item for row in card.buttons for item in row if item.kind is ButtonKind.PAGE]
    links = [{"label": f"{item.emoji} {item.label}", "url": item.payload} for item in pages]
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
    told = {"id": form.id, "title": form.title, "go": form.go, "hint": form.hint}
    return {**told, "fields": fields, "links": links, "across": CHOICES_ACROSS}


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
        "usage": listed.usage,
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


def history_frame(page: RoomPage) -> dict[str, Any]:
    """Messages, and where those before them begin."""
    spot = page.older
    return {"messages": list(page.messages), "older": None if spot is None else {"at": spot[0], "id": spot[1]}}


def preload_link(messages: Sequence[Mapping[str, Any]]) -> str:
    """The newest picture or poster as a Link header that asks for it as the page will; or nothing.

    A message may be older than smaller versions of pictures, and than their sizes: the page takes it as well.
    """
    shown = [medium for message in messages for medium in message.get("media", ())]
    if not shown:
        return ""
    newest = shown[-1]
    src = newest.get("src" if newest["kind"] == MediaKind.IMAGE.value else "poster")
    thumbs, width, height = newest.get("thumbs"), newest.get("width"), newest.get("height")
    if not src or not src.startswith("/media/") or UNQUOTED.search(src):
        return ""
    link = f"<{src}>; rel=preload; as=image; fetchpriority=high"
    if not thumbs or not width or not height:
        return link
    sizes = SHOWN_SIZES.format(ratio=round(width / height, 3))
    files = ", ".join(f"{one['src']} {one['width']}w" for one in thumbs)
    return f'{link}; imagesrcset="{files}"; imagesizes="{sizes}"'


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
        "group": item.group.value,
        "name": item.name or split_task(item.payload)[0].partition(":")[0],
        "part": item.part,
        "short": item.short,
        "hint": item.hint,
        "done": item.done,
    }
