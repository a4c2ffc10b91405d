"""What a card becomes where it is refused, or finds no room: less of it, down to the barest words."""

from dataclasses import replace

from bot.domain.card import Button, Card, Media, MediaKind, Span, Style
from bot.domain.characters import cut_text
from bot.i18n import say

MB_BYTES = 1024 * 1024
BAREST_LENGTH = 1000  # characters; every platform takes so many in any message


def without_media(card: Card, language: str, why: str = "card-no-picture") -> Card:
    """The last card when its files could not be had, or are not taken: nothing is lost, so it links to them.

    `why`: the key of what it says. How large they are stands behind, where that is known.
    """
    links = tuple(span for media in card.media for span in link_spans(media))
    return Card(
        (*card.text, Span("\n" + say(why, language=language)), *links),
        buttons=card.buttons,
        stage=card.stage,
    )


def link_spans(media: Media) -> tuple[Span, ...]:
    link = Span(f"\n{media.url}", url=media.url)
    return (link, Span(f" · {media.size / MB_BYTES:.1f} MB", Style.MUTED)) if media.size else (link,)


def bounded_card(card: Card, most: int, width: int, language: str) -> Card:
    """With at most `most` buttons, `width` beside each other (0: any number); the last row stays whatever goes."""
    rows = tuple(row[n : n + width] for row in card.buttons for n in range(0, len(row), width or len(row) or 1))
    if width == 0:
        rows = card.buttons
    total = sum(map(len, rows))
    if not 0 < most < total:
        return replace(card, buttons=rows)
    kept, room = list[tuple[Button, ...]](), most - len(rows[-1])
    for row in rows[:-1]:
        kept.append(row[: max(room, 0)])
        room -= len(row)
    kept.append(rows[-1][:most])
    left_out = total - sum(map(len, kept))
    note = Span("\n" + say("card-more-buttons", {"count": left_out}, language=language), Style.MUTED)
    return replace(card, text=(*card.text, note), buttons=tuple(row for row in kept if row))


def file_card(card: Card) -> Card:
    """Its pictures as files: a platform takes those unseen."""
    return replace(card, media=tuple(replace(one, kind=MediaKind.FILE) for one in card.media))


def word_card(card: Card, language: str) -> Card:
    """Plain words and its buttons, where neither its files nor links to them may be shown."""
    return Card((Span(spoken_text(card, language)),), buttons=card.buttons, stage=card.stage)


def barest_card(card: Card, language: str) -> Card:
    """Nothing that a platform could have an objection to."""
    text = spoken_text(card, language)
    return Card((Span(cut_text(text, BAREST_LENGTH)),), stage=card.stage)


def spoken_text(card: Card, language: str) -> str:
    """What a card says, and what it cannot show."""
    words = "".join(span.text for span in card.text)
    if not card.media:
        return words
    kept = cut_text(words, BAREST_LENGTH // 2)
    return f"{kept}\n" + say("card-not-shown", language=language)
