"""Cards as Telegram shows them: text with entities, and a keyboard. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.domain.card import Button, Card, Progress, Span, Style

# Characters, counted as the server does, after entities are parsed (Bot API 10.3).
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
TOAST_LIMIT = 200
BAR = 10  # squares in a bar of progress
KINDS = {
    Style.BOLD: MessageEntity.BOLD,
    Style.ITALIC: MessageEntity.ITALIC,
    Style.CODE: MessageEntity.CODE,
}


@dataclass(frozen=True, slots=True)
class Words:
    """Text and what is special in it; offsets count UTF-16 units, as Telegram does."""

    text: str
    entities: tuple[MessageEntity, ...]


def words(card: Card, limit: int) -> Words:
    """The card's text within `limit`; the longest run, which is somebody's prompt, is cut."""
    spans = [*card.text, *bar(card.progress)]
    return joined(cut(spans, limit))


def bar(progress: Progress | None) -> Iterator[Span]:
    if progress is None:
        return
    if progress.percent is None:
        yield Span(f"\n{progress.label} …")
        return
    full = round(progress.percent / 100 * BAR)
    yield Span(f"\n{'▰' * full}{'▱' * (BAR - full)} {progress.percent} % · {progress.label}")


def units(text: str) -> int:
    """Characters as Telegram counts them."""
    return len(text.encode("utf-16-le")) // 2


def cut(spans: Sequence[Span], limit: int) -> Sequence[Span]:
    over = sum(units(span.text) for span in spans) - limit
    if over <= 0:
        return spans
    longest = max(range(len(spans)), key=lambda n: units(spans[n].text))
    room = max(units(spans[longest].text) - over - 1, 0)
    kept = spans[longest].text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    return cut([*spans[:longest], replace(spans[longest], text=f"{kept}…"), *spans[longest + 1 :]], limit)


def joined(spans: Sequence[Span]) -> Words:
    text, entities = "", list[MessageEntity]()
    for span in spans:
        lead = span.text[: len(span.text) - len(span.text.lstrip())]  # an entity begins with a letter
        start, length = units(text + lead), units(span.text.strip())
        if length and span.url:
            entities.append(MessageEntity(MessageEntity.TEXT_LINK, start, length, url=span.url))
        elif length and span.style in KINDS:
            entities.append(MessageEntity(KINDS[span.style], start, length))
        text += span.text
    return Words(text, tuple(entities))


def keyboard(card: Card) -> InlineKeyboardMarkup | None:
    rows = [[button(item) for item in row] for row in card.buttons if row]
    return InlineKeyboardMarkup(rows) if rows else None


def button(item: Button) -> InlineKeyboardButton:
    label = f"{item.emoji} {item.label}" if item.emoji else item.label
    return InlineKeyboardButton(label, callback_data=item.payload)


def toast(card: Card) -> str:
    """A word above the chat."""
    text = "".join(span.text for span in card.text)
    return text if units(text) <= TOAST_LIMIT else joined(cut([Span(text)], TOAST_LIMIT)).text
