"""What the Bot API's refusals mean to us."""

import warnings
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.domain.errors import DeliveryError, MessageGone, NotAllowed, TooFast, TooLarge, Unreachable

# Words of the server, in small letters. It has no codes for these.
SAME = "message is not modified"
GONE = ("message to edit not found", "message to delete not found", "message_id_invalid", "message can't be edited")
LARGE = ("too large", "too big", "photo_invalid_dimensions", "entity too large")
LATE = "query is too old"
NO_TOPIC = "message thread not found"
NO_TEXT = "there is no text in the message to edit"


def unchanged(error: TelegramError) -> bool:
    """Shown already: as good as shown."""
    return SAME in str(error).lower()


def textless(error: TelegramError) -> bool:
    """The message has a picture by now, so its words are a caption."""
    return NO_TEXT in str(error).lower()


def late(error: Exception) -> bool:
    """A press that cannot be answered any more."""
    return LATE in str(error).lower()


def topicless(error: TelegramError) -> bool:
    """The topic is gone; what was meant for it still has a chat."""
    return NO_TOPIC in str(error).lower()


def translated(error: TelegramError) -> DeliveryError:
    words = str(error).lower()
    match error:
        case RetryAfter():
            return TooFast(seconds(error))
        case ChatMigrated():  # what stood in the old chat cannot be changed any more
            return MessageGone(words)
        case Forbidden() | InvalidToken():
            return NotAllowed(words)
        case BadRequest():
            return refused(words)
        case NetworkError() if any(part in words for part in LARGE):
            return TooLarge(words)
        case _:
            return Unreachable(words)


def refused(words: str) -> DeliveryError:
    if any(part in words for part in GONE):
        return MessageGone(words)
    if any(part in words for part in LARGE):
        return TooLarge(words)
    return NotAllowed(words)


def seconds(error: RetryAfter) -> float:
    """A number or a timedelta, as PTB_TIMEDELTA says; asking for the number warns that it will be the other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
