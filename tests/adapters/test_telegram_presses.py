"""What a press on Telegram says, and how much of that is Telegram's own word."""

from datetime import UTC, datetime

import pytest
from telegram import (
    CallbackQuery,
    Chat,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    User,
)

from adapters.telegram.inbound import chat_place, read_press, topic_id, user_person

ANN = User(7, "Ann", is_bot=False)
ROOM = Chat(-100, Chat.SUPERGROUP)
ROWS = InlineKeyboardMarkup(
    [[InlineKeyboardButton("U1", callback_data="act:upscale1"), InlineKeyboardButton("Open", url="https://t.me/x")]]
)
SHOWN = Message(5, datetime.now(UTC), ROOM, caption="a fox\nAnn · Imagine", reply_markup=ROWS)
BARE = Message(5, datetime.now(UTC), ROOM, text="hello")


@pytest.mark.parametrize(
    ("message", "data", "seen", "vouched"),
    [
        (SHOWN, "act:upscale1", "a fox\nAnn · Imagine", True),
        (SHOWN, "cancel", "a fox\nAnn · Imagine", False),
        (BARE, "act:upscale1", "hello", False),
        (InaccessibleMessage(ROOM, 5), "act:upscale1", "", False),
    ],
)
def test_a_press_is_vouched_for_by_the_message(
    message: Message | InaccessibleMessage, data: str, seen: str, *, vouched: bool
) -> None:
    """A client can send any data with any message ("CallbackQuery"): it counts if it stands on a button there."""
    press = read_press("k", CallbackQuery("1", ANN, "x", message=message, data=data).to_dict())
    assert press is not None
    assert (press.payload, press.seen, press.vouched) == (data, seen, vouched)


@pytest.mark.parametrize("person", [ANN, User(8, "Bo", is_bot=False, last_name="Ek", language_code="sv")])
@pytest.mark.parametrize("room", [ROOM, Chat(7, Chat.PRIVATE)])
@pytest.mark.parametrize("topic", [None, 1, 9])
def test_who_pressed_where_is_as_the_library_reads_it(person: User, room: Chat, topic: int | None) -> None:
    """A press is read by its fields: they say the same as python-telegram-bot's objects."""
    message = Message(
        5, datetime.now(UTC), room, text="hello", message_thread_id=topic, is_topic_message=bool(topic)
    )
    press = read_press("k", CallbackQuery("1", person, "x", message=message, data="cancel").to_dict())
    assert press is not None
    assert press.origin.person == user_person(person)
    assert press.origin.place == chat_place(room, topic_id(message))
    assert press.origin.private == (room.type == Chat.PRIVATE)


def test_a_press_without_a_message_of_ours_is_none() -> None:
    """One on a message that was sent by way of an inline query names no chat."""
    query = CallbackQuery("1", ANN, "x", inline_message_id="test-inline", data="cancel")
    assert read_press("k", query.to_dict()) is None
