"""What one person of a group asks for by a button, and is shown alone where the server can do that."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.domain.order import AskSeed
from tests.adapters.house import House, bot, painted
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.room import Message, Person
from tests.fakes.telegram.rules import Rules
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

Group = tuple[House, Chat, Person, Person, Message]
ROOMY = Rules(window=0.1, capacity=1000, gap=0.0, query_life=3600, ephemeral=True)


@asynccontextmanager
async def group(stage: Stage, rules: Rules) -> AsyncIterator[Group]:  # noqa: F811
    """A group of two with a picture in it."""
    async with playing(rules) as telegram, bot(telegram, stage) as house:
        chat, ann, ben = met(telegram)
        yield house, chat, ann, ben, await painted(house, chat, ann)


def met(telegram: Telegram) -> tuple[Chat, Person, Person]:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    return telegram.group("Atelier", ann, ben), ann, ben


def asked_alone(house: House) -> int:
    """How often the server was asked for that."""
    return sum("ephemeral_message_parameters" in one.values for one in house.telegram.world.records)


def told(chat: Chat) -> int:
    """How many times details are shown, to all or to somebody alone."""
    return sum("Task task-1" in message.text for message in (*chat.by_bot, *chat.room.alone.values()))


async def open_details(chat: Chat, picture: Message, who: Person, shown: int) -> None:
    """Then so many messages are shown to somebody alone."""
    before = told(chat)
    chat.presses(who, picture, "Details")
    await wait_until(lambda: told(chat) > before, "they are there")
    assert len(chat.room.alone) == shown


async def test_details_are_for_who_asked(stage: Stage) -> None:  # noqa: F811 - the fixture
    """Each sees their own, also what comes of their buttons and changes; what these order is for all."""
    async with group(stage, ROOMY) as (house, chat, ann, ben, picture):
        before = len(chat.by_bot)
        await open_details(chat, picture, ann, 1)
        await open_details(chat, picture, ben, 2)
        [details], [_] = chat.alone(ann), chat.alone(ben)
        assert "task-1" in details.text
        chat.presses(ann, details, "Delete")
        await wait_until(lambda: len(chat.alone(ann)) == 2, "she is asked")
        asked = chat.alone(ann)[-1]
        chat.presses(ann, details, "Seed")
        await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
        assert isinstance(house.painter.sent[1].order, AskSeed)
        await wait_until(lambda: len(chat.by_bot) == before + 1, "its message comes")
        assert chat.last.reply_to is None
        chat.presses(ann, asked, "Delete")
        await wait_until(lambda: len(asked.history) > 1, "it changes")
        assert asked.now.method == "editEphemeralMessageText"
        assert (len(chat.alone(ann)), len(chat.alone(ben))) == (2, 1)


@pytest.mark.parametrize("admin", [False, True])
async def test_what_is_too_late_is_shown_to_all(stage: Stage, admin: bool) -> None:  # noqa: F811, FBT001
    """Unless the bot is an admin, who may at any time; and the next one is tried again."""
    async with group(stage, replace(ROOMY, query_life=-1.0)) as (house, chat, ann, ben, picture):
        if admin:
            chat.promotes(house.telegram.world.bot)
        await open_details(chat, picture, ann, int(admin))
        await open_details(chat, picture, ben, 2 * int(admin))
        assert asked_alone(house) == 2


async def test_an_older_server_is_asked_once(stage: Stage) -> None:  # noqa: F811 - the fixture
    """It shows what it was sent to everybody, as before."""
    async with group(stage, replace(ROOMY, ephemeral=False)) as (house, chat, ann, ben, picture):
        await open_details(chat, picture, ann, 0)
        assert "task-1" in chat.last.text
        await open_details(chat, picture, ben, 0)
        assert asked_alone(house) == 1


async def test_a_refusal_is_remembered(stage: Stage) -> None:  # noqa: F811 - the fixture
    """Whatever it says: the next one goes to all at once."""
    async with group(stage, ROOMY) as (house, chat, ann, ben, picture):
        chat.room.members[ann.id] = "restricted"  # of whom this server says that she is not there
        await open_details(chat, picture, ann, 0)
        await open_details(chat, picture, ben, 0)
        assert asked_alone(house) == 1


async def test_a_form_is_seen_by_all(stage: Stage) -> None:  # noqa: F811 - the fixture
    """It is filled in by answers."""
    async with group(stage, ROOMY) as (house, chat, ann, _, picture):
        before = len(chat.by_bot)
        chat.presses(ann, picture, "Change…")
        await wait_until(lambda: len(chat.by_bot) == before + 1, "it is there")
        assert (asked_alone(house), chat.alone(ann)) == (0, [])


async def test_in_private_nobody_else_is_there(stage: Stage) -> None:  # noqa: F811 - the fixture
    """A message like any other."""
    async with playing(ROOMY) as telegram, bot(telegram, stage) as house:
        ann = telegram.person("Ann")
        chat = telegram.private(ann)
        picture = await painted(house, chat, ann)
        chat.presses(ann, picture, "Details")
        await wait_until(lambda: "task-1" in chat.last.text, "they are there")
        assert asked_alone(house) == 0
