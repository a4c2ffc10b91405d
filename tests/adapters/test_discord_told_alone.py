"""A picture that its channel takes no more comes to its person alone, who paid for it."""

import pytest

from tests.adapters.discord_house import LATE_S, NINE, easel
from tests.adapters.test_discord_ends import CLOSED, Strike, by_either, ended, marked, no_waiting  # noqa: F401 - a fixture
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture


@by_either
@pytest.mark.parametrize("strike", CLOSED.values(), ids=CLOSED)
async def test_a_picture_that_its_channel_takes_no_more(stage: Stage, strike: Strike, seconds: float) -> None:  # noqa: F811
    """Comes in the person's own conversation with the bot, with its buttons, once, and nobody else sees it."""
    async with easel(stage) as house:
        ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
        room = house.discord.room(ann, bob).thread()
        await ended(house, strike, seconds, room, ann)
        mine = house.discord.dm(ann).by_bot
        assert [(bool(one.now.visible), one.labels) for one in mine] == [(True, NINE)]
        assert not house.discord.dm(bob).by_bot


async def test_who_takes_no_messages_is_asked_once(stage: Stage) -> None:  # noqa: F811 - the fixture
    """And what they ordered is kept, as ever."""
    async with easel(stage) as house:
        ann = house.discord.person("Ann")
        house.discord.fault("error", "open_dm", status=403, code=50007, times=-1)
        await ended(house, marked("deleted"), LATE_S, house.discord.room(ann).thread(), ann)
        assert not house.discord.dm(ann).by_bot
        assert not await house.bench.jobs.client.keys("*parcel*")


async def test_one_conversation_is_opened_once(stage: Stage) -> None:  # noqa: F811 - the fixture
    """Discord looks at how many a bot opens."""
    async with easel(stage) as house:
        ann = house.discord.person("Ann")
        for _ in range(2):
            house.painter.go_on.clear()
            await ended(house, marked("deleted"), LATE_S, house.discord.room(ann).thread(), ann)
        assert len(house.discord.dm(ann).by_bot) == 2
        assert len(house.discord.calls("open_dm")) == 1
