"""What Telegram's words mean, by the table of the adapter."""

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut

from adapters.telegram.refusal import to_delivery_error
from bot.domain.errors import FileRefused, MessageGone, NotAllowed, NotNow, Refused, Right, TooLarge, Unreachable


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("IMAGE_PROCESS_FAILED", FileRefused),
        ("PHOTO_INVALID_DIMENSIONS", FileRefused),
        ("Wrong file identifier/HTTP URL specified", FileRefused),
        ("Wrong type of the web page content", FileRefused),
        ("Failed to get HTTP URL content", FileRefused),
        ("FILE_REFERENCE_EXPIRED", FileRefused),
        ("There is no photo in the request", FileRefused),
        ("file is too big", TooLarge),
        ("Message to edit not found", MessageGone),
        ("MESSAGE_ID_INVALID", MessageGone),
        ("Message can't be edited", MessageGone),
        ("group chat was upgraded to a supergroup chat", MessageGone),
        ("Canceled by new editMessageMedia request", NotNow),
        ("Internal error", NotNow),
        ("MSG_WAIT_FAILED", NotNow),
        ("BUTTON_DATA_INVALID", Refused),
        ("reply markup is too long", Refused),
        ("can't parse entities: unexpected end", Refused),
        ("message is too long", Refused),
        ("MEDIA_CAPTION_TOO_LONG", Refused),
        ("NOBODY_HAS_HEARD_OF_THIS", Refused),
    ],
)
def test_bad_requests(words: str, means: type[Exception]) -> None:
    """In whatever case the server writes them."""
    for text in (words, words.upper(), words.lower()):
        assert type(to_delivery_error(BadRequest(text))) is means


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("not enough rights to send photos to the chat", Right.PHOTOS),
        ("CHAT_SEND_PHOTOS_FORBIDDEN", Right.PHOTOS),
        ("not enough rights to send videos to the chat", Right.VIDEOS),
        ("CHAT_SEND_VIDEOS_FORBIDDEN", Right.VIDEOS),
        ("not enough rights to send documents to the chat", Right.FILES),
        ("CHAT_SEND_DOCS_FORBIDDEN", Right.FILES),
        ("not enough rights to send text messages to the chat", Right.MESSAGES),
        ("need administrator rights in the channel chat", Right.MESSAGES),
        ("have no rights to send a message", Right.MESSAGES),
        ("CHAT_WRITE_FORBIDDEN", Right.MESSAGES),
        ("TOPIC_CLOSED", Right.MESSAGES),
        ("chat not found", None),
        ("bot was blocked by the user", None),
        ("bot was kicked from the supergroup chat", None),
        ("user is deactivated", None),
        ("CHANNEL_PRIVATE", None),
    ],
)
@pytest.mark.parametrize("kind", [BadRequest, Forbidden])
def test_rights(words: str, right: Right | None, kind: type[TelegramError]) -> None:
    """By their names, where an admin could give them; none where nothing would help."""
    error = to_delivery_error(kind(words))
    assert isinstance(error, NotAllowed)
    assert error.right is right


@pytest.mark.parametrize(
    ("error", "means"),
    [
        (Forbidden("something new"), NotAllowed),
        (ChatMigrated(-100), MessageGone),
        (InvalidToken("Unauthorized"), Unreachable),
        (TimedOut(), Unreachable),
        (NetworkError("Bad Gateway"), Unreachable),
        (NetworkError("Internal Server Error"), NotNow),
        (NetworkError("Request Entity Too Large"), TooLarge),
        (TelegramError("anything"), Unreachable),
    ],
)
def test_others(error: TelegramError, means: type[Exception]) -> None:
    """What does not come from Telegram's mind, but from its servers or the way to them, passes."""
    assert type(to_delivery_error(error)) is means
