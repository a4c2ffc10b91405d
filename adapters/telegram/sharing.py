"""People's pictures behind the bot's name, in any chat: offered by Telegram's own names for the files."""

from collections.abc import Callable, Sequence
from typing import Any

from telegram import (
    Bot,
    InlineQueryResultCachedPhoto,
    InlineQueryResultCachedVideo,
    InlineQueryResultsButton,
)

from adapters.telegram.inbound import BotIdentity
from adapters.telegram.outbound import CAPTION_LIMIT, card_keyboard, format_text, toast_text
from bot.domain.card import Card, MediaKind

RESULTS_MOST = 50  # results of one query (Bot API 10.3, answerInlineQuery)
RESULTS_TTL_S = 5  # seconds that Telegram may show the same again
RESULT_ID_LIMIT = 64  # bytes in the name of a result
NO_TITLE = "…"


async def show_results(
    bot: Bot, query: str, cards: Sequence[Card], identity: BotIdentity, explain: Callable[[str], Card]
) -> None:
    """`explain` says in words that there are none."""
    results = [search_result(card, identity) for card in cards[:RESULTS_MOST]]
    none = None if results else InlineQueryResultsButton(toast_text(explain("inline-none")), start_parameter="help")
    await bot.answer_inline_query(query, results, cache_time=RESULTS_TTL_S, is_personal=True, button=none)


def search_result(card: Card, identity: BotIdentity) -> InlineQueryResultCachedPhoto | InlineQueryResultCachedVideo:
    item, text = card.media[0], format_text(card, CAPTION_LIMIT)
    name, title = item.key[-RESULT_ID_LIMIT:], item.alt[:RESULT_ID_LIMIT]
    shown: dict[str, Any] = {
        "caption": text.text,
        "caption_entities": text.entities,
        "reply_markup": card_keyboard(card, identity),
    }
    if item.kind is MediaKind.VIDEO:  # which has to have a title
        return InlineQueryResultCachedVideo(name, item.file_id, title or NO_TITLE, **shown)
    return InlineQueryResultCachedPhoto(name, item.file_id, title=title, **shown)
