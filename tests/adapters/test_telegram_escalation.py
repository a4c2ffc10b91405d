"""The Telegram on loopback that punishes whoever calls into a pause, as operators report of the real one."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import RetryAfter

from adapters.telegram.refusal import retry_seconds
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.client import client
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.flood import ALL_CHATS
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.rules import Rules

ROWS = InlineKeyboardMarkup([[InlineKeyboardButton("U1", callback_data="act:upscale1")]])


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def telegram(clock: FakeClock) -> AsyncIterator[Telegram]:
    async with playing(Rules(escalation=600.0), clock=clock.now) as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with client(telegram) as bot:
        yield bot


async def told(bot: Bot, chat: int) -> int:
    """What a message that is refused is told to wait."""
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(chat, "hi")
    return round(retry_seconds(refusal.value))


async def test_each_call_into_a_pause_doubles_it(telegram: Telegram, bot: Bot, clock: FakeClock) -> None:
    """A deletion counts as any other, and whoever stays quiet is heard again when it is over."""
    group = telegram.group("Room", telegram.person("Ann"))
    message = await bot.send_message(group.id, "first")
    telegram.world.flood.freeze(group.id, 4.0)
    assert await told(bot, group.id) == 8
    with pytest.raises(RetryAfter):
        await bot.delete_message(group.id, message.message_id)
    [pause] = telegram.world.flood.pauses[group.id]
    assert (pause.calls, pause.end - clock.now()) == (2, 16.0)
    clock.time += 16
    await bot.send_message(group.id, "again")


async def test_what_was_done_is_remembered_for_ten_minutes(telegram: Telegram, bot: Bot, clock: FakeClock) -> None:
    """A later pause is twice as long for each such call, until it is forgotten."""
    group = telegram.group("Room", telegram.person("Ann"))
    telegram.world.flood.freeze(group.id, 1.0)
    assert await told(bot, group.id) == 2
    for wait, expected in ((60.0, 2), (601.0, 1)):
        clock.time += wait
        await bot.send_message(group.id, "one")
        assert await told(bot, group.id) == expected


async def test_a_press_is_answered_in_a_pause(telegram: Telegram, bot: Bot) -> None:
    """Also in one of all chats: answers to presses are not counted, and do not prolong it."""
    ann = telegram.person("Ann")
    room = telegram.private(ann)
    await bot.send_message(room.id, "hi", reply_markup=ROWS)
    telegram.world.flood.freeze(ALL_CHATS, 5.0)
    assert await told(bot, telegram.group("Room", ann).id) == 10
    with pytest.raises(RetryAfter):
        await bot.send_chat_action(room.id, "typing")
    press = room.presses(ann, room.last, "U1")
    await bot.answer_callback_query(press.id, "done")
    assert press.toast == "done"
    assert telegram.world.flood.pauses[ALL_CHATS][-1].calls == 2


async def test_whoever_was_not_told_of_a_pause_hears_of_it_first(telegram: Telegram, bot: Bot) -> None:
    """That call prolongs nothing; the next one does."""
    group = telegram.group("Room", telegram.person("Ann"))
    telegram.world.flood.freeze(group.id, 4.0, told=False)
    assert [await told(bot, group.id) for _ in range(2)] == [4, 8]
