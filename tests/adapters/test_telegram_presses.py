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

from adapters.telegram.inbound import read_press

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
    press = read_press("k", CallbackQuery("1", ANN, "x", message=message, data=data))
    assert press is not None
    assert (press.payload, press.seen, press.vouched) == (data, seen, vouched)
