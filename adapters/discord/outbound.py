"""Cards as Discord shows them: messages of components, and the files that they name. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from adapters.discord.buttons import ACTION_ROW, component_rows, cut_words
from adapters.discord.markdown import render_text
from adapters.discord.payload import text_at
from adapters.discord.wire import Upload
from bot.domain.card import Card, Media, MediaKind, Span, Style, progress_line
from bot.domain.characters import clean_lines
from bot.domain.ids import read_code

# Types of components beside those of buttons, and limits ("Component Reference", "Message Resource").
TEXT_DISPLAY, MEDIA_GALLERY, FILE = 10, 12, 13
COMPONENTS_MOST = 40  # in a message, those within others included
MEDIA_MOST = 10  # files of a message, and pictures of a gallery
ALT_LIMIT = 1024  # characters of the description of a picture
EPHEMERAL_FLAG = 1 << 6
COMPONENTS_FLAG = 1 << 15
MENTION_NOBODY: Mapping[str, Any] = {"parse": []}  # looked at anew with every edit
NO_WORDS = "…"  # a message has to show something
MIME_ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "video/mp4": "mp4",
    "video/webm": "webm",
}


def message_body(
    card: Card, *, ephemeral: bool = False, barest: bool = False
) -> tuple[dict[str, Any], Sequence[Upload]]:
    """The payload of a message that shows the card and nothing else, new or edited, and its files in order.

    `ephemeral`: only for what is new. `barest`: words and pictures alone, for a card that was refused for its form.
    """
    shown = shown_media(card)
    uploads = [Upload(file_name(card, number, item), item.data, item.mime) for number, item in enumerate(shown, 1)]
    described = [item if not barest else replace(item, alt="") for item in shown]
    components = [*text_components(card, barest=barest), *media_components(described, uploads)]
    if not barest:
        components += component_rows(card.buttons, COMPONENTS_MOST - len(components), card.more_label)
    attachments = [
        {"id": str(number), "filename": upload.name, **described_as(item)}
        for number, (item, upload) in enumerate(zip(described, uploads, strict=True))
    ]
    body = {
        "flags": COMPONENTS_FLAG | (EPHEMERAL_FLAG if ephemeral else 0),
        "components": components,
        "attachments": attachments,
        "allowed_mentions": MENTION_NOBODY,
    }
    return body, uploads


def relabelled_body(message: Mapping[str, Any], card: Card) -> dict[str, Any]:
    """The payload of an edit that leaves what a message shows and has the card's buttons below it.

    `message` is the message as Discord gives it; its files stay. Those that components show are not in its own list
    of attachments ("Message Resource"): each is named where it is shown. Without a list in an edit all stay, so one
    that does not say which it is costs none.
    """
    kept = [one for one in listed(message.get("components")) if one.get("type") != ACTION_ROW]
    components = [resent_component(one) for one in kept]
    rows = component_rows(card.buttons, COMPONENTS_MOST - len(components), card.more_label)
    ids = [text_at(file, "attachment_id") for one in kept for file in shown_files(one)]
    named = {"attachments": [{"id": number} for number in dict.fromkeys(ids)]} if all(ids) else {}
    return {
        "flags": COMPONENTS_FLAG,
        "components": [*components, *rows],
        **named,
        "allowed_mentions": MENTION_NOBODY,
    }


# --- text ---------------------------------------------------------------------------------------------


def text_components(card: Card, *, barest: bool = False) -> Sequence[dict[str, Any]]:
    """One, or none where a picture says it all."""
    spans = list(card.text)
    if card.progress is not None:
        spans.append(Span(f"\n{progress_line(card.progress)}"))
    if barest:
        spans = [replace(span, style=Style.PLAIN, url="") for span in spans]
    text = render_text(spans)
    if not text and shown_media(card):
        return []
    return [{"type": TEXT_DISPLAY, "content": text or NO_WORDS}]


# --- files --------------------------------------------------------------------------------------------


def shown_media(card: Card) -> Sequence[Media]:
    return [item for item in card.media if item.data][:MEDIA_MOST]


def file_name(card: Card, number: int, item: Media) -> str:
    """By the code on the card, by which the picture can be had again, and never by words of a person."""
    codes = [code for span in card.text if span.style is Style.CODE and (code := read_code(span.text))]
    return "-".join(["chatelier", *codes[:1], f"{number}.{MIME_ENDINGS.get(item.mime, 'png')}"])


def media_components(media: Sequence[Media], uploads: Sequence[Upload]) -> Iterator[dict[str, Any]]:
    """What is looked at in one gallery, and what is to be kept below it, each by itself."""
    named = [(item, {"url": f"attachment://{upload.name}"}) for item, upload in zip(media, uploads, strict=True)]
    items = [
        {"media": url, **described_as(item), **covered_as(item)}
        for item, url in named
        if item.kind is not MediaKind.FILE
    ]
    if items:
        yield {"type": MEDIA_GALLERY, "items": items}
    for item, url in named:
        if item.kind is MediaKind.FILE:
            yield {"type": FILE, "file": url, **covered_as(item)}


def described_as(item: Media) -> dict[str, Any]:
    words = clean_lines(item.alt).strip()
    return {"description": cut_words(words, ALT_LIMIT)} if words else {}


def covered_as(item: Media) -> dict[str, Any]:
    return {"spoiler": True} if item.spoiler else {}


# --- what is sent again -------------------------------------------------------------------------------


def listed(value: Any) -> Sequence[Mapping[str, Any]]:
    """The objects of a list, whatever it is."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def resent_component(component: Mapping[str, Any]) -> dict[str, Any]:
    """A component of ours as Discord gives it, as it is to be written: files by name, no more than that."""
    kind = component.get("type")
    if kind == MEDIA_GALLERY:
        return {"type": kind, "items": [resent_item(one) for one in listed(component.get("items"))]}
    if kind == FILE:
        covered = {"spoiler": True} if component.get("spoiler") else {}
        return {"type": kind, "file": resent_file(component.get("file")), **covered}
    return {"type": TEXT_DISPLAY, "content": str(component.get("content") or NO_WORDS)}


def resent_item(item: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: item[name] for name in ("description", "spoiler") if item.get(name)}
    return {"media": resent_file(item.get("media")), **kept}


def resent_file(shown: Any) -> dict[str, Any]:
    """By its name, which is the end of its address; by the address where it is none of the message's own files."""
    address = text_at(shown, "url")
    own = bool(text_at(shown, "attachment_id"))
    name = unquote(address.partition("?")[0].rpartition("/")[2]) if own else ""
    return {"url": f"attachment://{name}" if name else address}


def shown_files(component: Mapping[str, Any]) -> Sequence[Any]:
    """What a component shows of the message's files."""
    if component.get("type") == FILE:
        return [component.get("file")]
    return [one.get("media") for one in listed(component.get("items"))]
