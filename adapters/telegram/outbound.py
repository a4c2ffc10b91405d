"""Cards as Telegram shows them: text with entities, and a keyboard. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    SwitchInlineQueryChosenChat,
    WebAppInfo,
)

from adapters.telegram.inbound import BotIdentity
from bot.domain.buttons import PAYLOAD_LIMIT
from bot.domain.card import Button, ButtonKind, ButtonStyle, Card, Span, Style, progress_line
from bot.domain.mask_page import PAGE_START, page_id_of

# Characters, counted as the server does, after entities are parsed (Bot API 10.3).
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
TOAST_LIMIT = 200
COPY_LIMIT = 256  # of CopyTextButton
LABEL_LIMIT = 64  # more is not shown on any telephone
ENTITY_TYPES = {
    Style.BOLD: MessageEntity.BOLD,
    Style.CODE: MessageEntity.CODE,
    Style.PROMPT: MessageEntity.BOLD,
}
# A prompt of more is folded, after three lines, until somebody presses it (Bot API 7.4).
FOLDED_ABOVE = 200  # characters
# Colours of buttons (Bot API 9.4); older clients show them as they always did.
BUTTON_STYLES = {ButtonStyle.PRIMARY: "primary"}
NAMED_KINDS = frozenset({ButtonKind.FORWARD, ButtonKind.OPEN, ButtonKind.PAGE})  # with the bot's name in them
# Where a picture can be sent to from the list that a button opens.
ANY_CHAT: dict[str, Any] = {"allow_user_chats": True, "allow_group_chats": True, "allow_channel_chats": True}


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Text and what is special in it; offsets count UTF-16 units, as Telegram does."""

    text: str
    entities: tuple[MessageEntity, ...]


def format_text(card: Card, limit: int) -> FormattedText:
    """The card's text within `limit`; the longest run, which is somebody's prompt, is cut."""
    spans = list(card.text)
    if card.progress is not None:
        spans.append(Span(f"\n{progress_line(card.progress)}"))
    return join_spans(cut_spans(spans, limit))


def utf16_length(text: str) -> int:
    """Characters as Telegram counts them."""
    return len(text.encode("utf-16-le")) // 2


def cut_spans(spans: Sequence[Span], limit: int) -> Sequence[Span]:
    """Within `limit`: the longest runs are cut to one length, and of very many the last are left out."""
    sizes = [utf16_length(span.text) for span in spans]
    if sum(sizes) <= limit:
        return spans
    most = max(longest_run(sizes, limit), 1)
    kept, room = list[Span](), limit
    for span, size in zip(spans, sizes, strict=True):
        short = span if size <= most else replace(span, text=shorten_text(span.text, most))
        room -= min(size, most)
        if room < 0:
            break
        kept.append(short)
    return kept


def longest_run(sizes: Sequence[int], limit: int) -> int:
    """To which length the longest have to be cut so that all together fit."""
    room = limit
    for place, size in enumerate(sorted(sizes)):
        share = room // (len(sizes) - place)
        if size > share:
            return share
        room -= size
    return limit


def shorten_text(text: str, limit: int) -> str:
    kept = text.encode("utf-16-le")[: (limit - 1) * 2].decode("utf-16-le", "ignore")
    return f"{kept}…"


def join_spans(spans: Sequence[Span]) -> FormattedText:
    parts, entities, place = list[str](), list[MessageEntity](), 0
    for span in spans:
        lead = span.text[: len(span.text) - len(span.text.lstrip())]  # an entity begins with a letter
        start, length = place + utf16_length(lead), utf16_length(span.text.strip())
        if length and span.url:
            entities.append(MessageEntity(MessageEntity.TEXT_LINK, start, length, url=span.url))
        elif length and span.style in ENTITY_TYPES:
            folded = span.style is Style.PROMPT and length > FOLDED_ABOVE
            kind = MessageEntity.EXPANDABLE_BLOCKQUOTE if folded else ENTITY_TYPES[span.style]
            entities.append(MessageEntity(kind, start, length))
        parts.append(span.text)
        place += utf16_length(span.text)
    return FormattedText("".join(parts), tuple(entities))


def needs_identity(card: Card) -> bool:
    """Whether some button can be made only by who knows the bot's name."""
    return any(item.kind in NAMED_KINDS for row in card.buttons for item in row)


def card_keyboard(card: Card, identity: BotIdentity, *, private: bool = False) -> InlineKeyboardMarkup | None:
    """`private`: in a chat with one person, where a button can open a page inside of Telegram."""
    rows = [[made for item in row if (made := any_button(item, identity, private=private))] for row in card.buttons]
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(kept) if kept else None


def any_button(item: Button, identity: BotIdentity, *, private: bool) -> InlineKeyboardButton | None:
    """None as for `keyboard_button`."""
    if item.kind is ButtonKind.PAGE:
        return page_button(item, identity, private=private)
    return keyboard_button(item, identity)


def page_button(item: Button, identity: BotIdentity, *, private: bool) -> InlineKeyboardButton | None:
    """Elsewhere it leads to the bot's Mini App, or into the private chat first where it has none: Telegram has such
    buttons there alone, and needs https.
    """
    label = f"{item.emoji} {item.marked_label}" if item.emoji else item.marked_label
    if not item.payload.startswith("https://") or not identity.username:
        return None
    if private:
        return InlineKeyboardButton(label, web_app=WebAppInfo(item.payload))
    page_id = page_id_of(item.payload)
    if identity.app:
        return InlineKeyboardButton(label, url=f"{identity.app}?startapp={page_id}")
    start = f"{PAGE_START}{page_id}"
    return InlineKeyboardButton(label, url=f"https://t.me/{identity.username}?start={start}")


def keyboard_button(item: Button, identity: BotIdentity) -> InlineKeyboardButton | None:
    """None where this bot cannot do it, or Telegram would not take it."""
    label = f"{item.emoji} {item.marked_label}" if item.emoji else item.marked_label
    label = label if utf16_length(label) <= LABEL_LIMIT else shorten_text(label, LABEL_LIMIT)
    match item.kind:
        case ButtonKind.PRESS | ButtonKind.FULL | ButtonKind.COPY if 0 < utf16_length(item.text) <= COPY_LIMIT:
            return InlineKeyboardButton(label, copy_text=CopyTextButton(item.text))
        case ButtonKind.FORWARD if identity.inline:
            chosen = SwitchInlineQueryChosenChat(item.payload, **ANY_CHAT)
            return InlineKeyboardButton(label, switch_inline_query_chosen_chat=chosen)
        case ButtonKind.OPEN if identity.username:
            return InlineKeyboardButton(label, url=f"https://t.me/{identity.username}?start={item.payload}")
        case ButtonKind.PRESS | ButtonKind.FULL | ButtonKind.SOLE if has_payload(item):
            return InlineKeyboardButton(label, callback_data=item.payload, style=BUTTON_STYLES.get(item.style))
        case _:
            return None


def has_payload(item: Button) -> bool:
    return 0 < len(item.payload.encode()) <= PAYLOAD_LIMIT


def toast_text(card: Card) -> str:
    """A word above the chat."""
    text = "".join(span.text for span in card.text)
    return text if utf16_length(text) <= TOAST_LIMIT else join_spans(cut_spans([Span(text)], TOAST_LIMIT)).text
