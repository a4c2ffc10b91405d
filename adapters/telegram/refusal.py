"""What the Bot API's refusals mean to us."""

import warnings
from dataclasses import dataclass
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.domain.errors import (
    DeliveryError,
    FileRefused,
    MessageGone,
    NotAllowed,
    NotNow,
    Refused,
    Right,
    TooFast,
    TooLarge,
    Unreachable,
)

# Words of the server, in small letters. It has no codes for these.
UNCHANGED_WORDS = "message is not modified"
LATE_WORDS = "query is too old"
NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
NO_TEXT = "there is no text in the message to edit"
NO_CAPTION = "there is no caption in the message to edit"
UNANSWERABLE_WORDS = ("message to be replied not found", "replied message not found", "reply_message_id_invalid")


@dataclass(frozen=True, slots=True)
class Row:
    """The first of `words` that is found in a refusal says what it means; `right` is what is missing, if that."""

    words: tuple[str, ...]
    means: type[DeliveryError]
    right: Right | None = None


# Collected from Client.cpp of the Bot API server, from tdlib, and from the list of MTProto's errors. The first row
# that fits counts, so what names a right stands before what only speaks of rights.
REFUSAL_TABLE = (
    Row(
        (
            LATE_WORDS,
            *(
                "message to edit not found",
                "message_id_invalid",
                "message can't be edited",
                "message_author_required",
            ),
            *("message to delete not found", "group chat was upgraded", "message_edit_time_expired"),
            "msg_id_invalid",
        ),
        MessageGone,
    ),
    Row(("too large", "too big", "file_parts_invalid", "photo_file_too_big"), TooLarge),
    Row(
        ("rights to send photos", "chat_send_photos_forbidden", "chat_send_media_forbidden"),
        NotAllowed,
        Right.PHOTOS,
    ),
    Row(
        (
            "rights to send videos",
            "chat_send_videos_forbidden",
            "rights to send animations",
            "chat_send_gifs_forbidden",
        ),
        NotAllowed,
        Right.VIDEOS,
    ),
    Row(("rights to send documents", "chat_send_docs_forbidden"), NotAllowed, Right.FILES),
    Row(
        (
            *("rights to send", "no rights to send", "not enough rights", "need administrator rights"),
            *("chat_write_forbidden", "chat_send_plain_forbidden", "chat_restricted", "chat_admin_required"),
            *("chat_guest_send_forbidden", "user_banned_in_channel", "right_forbidden", "topic_closed"),
        ),
        NotAllowed,
        Right.MESSAGES,
    ),
    Row(
        (
            *("chat not found", "chat_id_invalid", "peer_id_invalid", "channel_private", "channel_invalid"),
            *("bot was blocked", "bot was kicked", "bot is not a member", "user is deactivated", "user_is_blocked"),
            *(
                "bot can't initiate conversation",
                "bot can't send messages to",
                "have no access to",
                "chat_forbidden",
            ),
            *("input_user_deactivated", "user not found", "group is deactivated", "the group chat was deleted"),
        ),
        NotAllowed,
    ),
    Row(
        (
            *("canceled by new editmessagemedia request", "internal", "retry later", "try again", "timeout"),
            *(
                "timed out",
                "msg_wait_failed",
                "worker_busy",
                "rpc_call_fail",
                "rpc_mcget_fail",
                "history_get_failed",
            ),
            *("slowmode_wait", "edit_message_conflict"),
        ),
        NotNow,
    ),
    Row(
        (
            *(
                "image_process_failed",
                "photo_invalid",
                "photo_save_file_invalid",
                "photo_ext_invalid",
                "photo_crop",
            ),
            *(
                "photo_content_",
                "photo_file_missing",
                "photo_id_invalid",
                "photo_thumb_",
                "media_invalid",
                "media_empty",
            ),
            *("media_file_invalid", "media_type_invalid", "media_prev_invalid", "media_new_invalid"),
            *("video_file_invalid", "video_content_type", "document_invalid", "file_part_", "file_reference_"),
            *("file_id_invalid", "md5_checksum_invalid", "image_engine_down", "webpage_", "webdocument_"),
            *("wrong file identifier", "wrong file_id", "wrong remote file", "wrong padding", "wrong character"),
            *("wrong type of the web page content", "failed to get http url content", "type of file mismatch"),
            *("can't use file of type", "can't parse inputmedia", "file must be non-empty", "invalid file"),
            *("can't find file in the request", "in the request", "unsupported url protocol", "can't upload"),
            *("to this type of media", "file is temporarily unavailable"),
        ),
        FileRefused,
    ),
)


def is_unchanged(error: TelegramError) -> bool:
    """Shown already: as good as shown."""
    return UNCHANGED_WORDS in str(error).lower()


def is_textless(error: TelegramError) -> bool:
    """The message has a picture by now, so its words are a caption."""
    return NO_TEXT in str(error).lower()


def is_captionless(error: TelegramError) -> bool:
    """The message has no picture after all, so its words are a text."""
    return NO_CAPTION in str(error).lower()


def is_late(error: Exception) -> bool:
    """A press that cannot be answered any more."""
    return LATE_WORDS in str(error).lower()


def is_topicless(error: TelegramError) -> bool:
    """The topic is gone or closed; what was meant for it still has a chat."""
    return any(part in str(error).lower() for part in NO_TOPIC)


def is_unanswerable(error: TelegramError) -> bool:
    """What was to be answered is gone."""
    return any(part in str(error).lower() for part in UNANSWERABLE_WORDS)


def to_delivery_error(error: TelegramError) -> DeliveryError:
    words = str(error).lower()
    match error:
        case RetryAfter():
            return TooFast(retry_seconds(error))
        case ChatMigrated():  # what stood in the old chat cannot be changed any more
            return MessageGone(words)
        case Forbidden() | BadRequest():
            return sort_words(words, NotAllowed if isinstance(error, Forbidden) else Refused)
        case NetworkError() if not isinstance(error, TimedOut):
            return passing_error(words)
        case _:  # a token that is refused, too: that is the operator's to mend, and nothing is lost by waiting
            return Unreachable(words)


def passing_error(words: str) -> DeliveryError:
    """What no status says more about than that it failed."""
    known = sort_words(words, Unreachable)
    return known if isinstance(known, TooLarge | NotNow) else Unreachable(words)


def sort_words(words: str, else_: type[DeliveryError]) -> DeliveryError:
    """By the table; `else_` for words that are not in it."""
    row = next((row for row in REFUSAL_TABLE if any(part in words for part in row.words)), None)
    if row is None:
        return else_(words)
    return NotAllowed(words, row.right) if row.means is NotAllowed else row.means(words)


def retry_seconds(error: RetryAfter) -> float:
    """A number or a timedelta, as PTB_TIMEDELTA says; asking for the number warns that it will be the other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
