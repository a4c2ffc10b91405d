"""Progress as a draft: words that a private chat shows for half a minute, with no message behind them."""

import zlib
from dataclasses import dataclass

from telegram import Bot

from adapters.telegram.inbound import TELEGRAM
from adapters.telegram.outbound import TEXT_LIMIT, format_text
from bot.domain.card import Card, Stage
from bot.domain.ids import MessageRef, Place

DRAFT_MARK = "draft"
PASSING_STAGES = frozenset({Stage.WAITING, Stage.THINKING, Stage.WORKING})


@dataclass(frozen=True, slots=True)
class Draft:
    """`below`: the message that the result will answer. The number tells Telegram that it is the same draft."""

    chat: str
    thread: str
    below: str
    number: int

    @classmethod
    def of(cls, place: Place, below: str, nonce: str) -> "Draft":
        return cls(place.chat, place.thread, below, zlib.crc32(nonce.encode()) % (2**31 - 1) + 1)

    @classmethod
    def parse(cls, message: MessageRef) -> "Draft | None":
        mark, *parts = message.message.split("-")
        if mark != DRAFT_MARK:
            return None
        thread, below, number = parts
        return cls(message.chat, thread, below, int(number))

    def ref(self) -> MessageRef:
        return MessageRef(TELEGRAM, self.chat, f"{DRAFT_MARK}-{self.thread}-{self.below}-{self.number}")


def fit(place: Place, card: Card) -> bool:
    """Groups have no drafts."""
    return not place.chat.startswith("-") and passing(card)


def passing(card: Card) -> bool:
    return card.stage in PASSING_STAGES


async def show(bot: Bot, draft: Draft, card: Card) -> None:
    """Only words: a draft takes no upload and has no buttons."""
    text = format_text(card, TEXT_LIMIT)
    await bot.send_message_draft(
        int(draft.chat),
        draft.number,
        text.text,
        int(draft.thread) if draft.thread else None,
        entities=text.entities,
    )
