"""Many jobs in one channel of Discord whose tokens are over: they share a contact sheet, as in any crowd."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image

from adapters.discord.gateway import CHANNEL_LIMITS
from bot.domain.quota import Allowance, Quota
from bot.store.service_queue import RedisServiceQueue
from tests.adapters.discord_house import HOUR_S, LATE_S, NINE, House, bot
from tests.fakes.clock import ShiftedClock
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Message
from tests.fakes.discord.places import Person
from tests.fakes.discord.play import playing
from tests.fakes.discord.room import Room
from tests.fakes.discord.rules import ROOMY, Rules
from tests.fakes.painter import SteppedPainter
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

MANY = 12


@dataclass
class Crowd(House):
    painter: SteppedPainter
    clock: ShiftedClock

    async def gathered(self, room: Room, people: list[Person]) -> list[Interaction]:
        """Everybody's first preview is there, and no token lives any more."""
        asked = [room.types(one, "imagine", prompt=f"a cat of {one.name}") for one in people]
        for one in asked:
            await self.discord.answered(one)
        await wait_until(lambda: all(one.message.now.visible for one in asked), "everybody sees a preview")
        # What Discord dates before the leap and we read after it would tell of a clock that goes wrong.
        await wait_until(self.all_landed, "the bot has heard so")
        self.clock.shift(LATE_S)
        return asked

    def all_landed(self) -> bool:
        return all(one.canvas.pacer.flying is None for one in self.bench.runner.sessions.values())

    def sheets(self, room: Room) -> list[Message]:
        """What the bot has written that answers nobody, and shows a picture."""
        return [one for one in room.by_bot if one.interaction is None and one.now.visible]


@asynccontextmanager
async def crowd(stage: Stage) -> AsyncIterator[Crowd]:  # noqa: F811 - the fixture
    clock = stage.clock = ShiftedClock()
    stage.job_timeout, stage.quota = 2 * HOUR_S, Quota(2 * MANY, Allowance(running=2 * MANY))
    stage.service_queue = RedisServiceQueue(stage.redis, stage.keys, stage.quota)
    painter = SteppedPainter()
    async with (
        playing(Rules(buckets=ROOMY), clock=clock.now) as discord,
        bot(discord, stage, painter=painter, clock=clock) as made,
    ):
        made.platform.channel_limits = replace(CHANNEL_LIMITS, window=0.5, gap=0.0, board_gap=0.2)
        yield Crowd(**vars(made), clock=clock)


def people_of(house: House, number: int) -> list[Person]:
    return [house.discord.person(f"P{n}") for n in range(number)]


async def test_a_crowd_in_a_channel_shares_a_contact_sheet(stage: Stage) -> None:  # noqa: F811 - the fixture
    """One picture in the channel has everybody's newest preview, then each picture is in its own message."""
    async with crowd(stage) as house:
        people = people_of(house, MANY)
        room = house.discord.room(*people)
        asked = await house.gathered(room, people)
        house.painter.go_to(75)
        await wait_until(lambda: house.sheets(room), "there is a sheet")
        (sheet,) = house.sheets(room)
        await wait_until(lambda: sheet.now.text.count("75 %") == MANY, "it says how far all are")
        assert all(f"P{n} · a cat of P{n}" in sheet.now.text for n in range(MANY))
        (shown,), (item,) = sheet.now.visible, sheet.now.media
        assert Image.open(BytesIO(shown.data)).format == "JPEG"
        assert "P0 · a cat of P0" in item["description"]
        assert not item.get("spoiler")
        house.painter.go_to(100)
        await wait_until(lambda: all(one.message.labels == NINE for one in asked), "all pictures are there")
        await wait_until(lambda: sheet.deleted, "the sheet goes with the crowd")
        assert house.sheets(room) == []
        assert house.discord.refused(room) == 0


async def test_a_few_have_no_sheet(stage: Stage) -> None:  # noqa: F811 - the fixture
    """Each shows its previews on its own message, also when no token lives any more."""
    async with crowd(stage) as house:
        people = people_of(house, 3)
        room = house.discord.room(*people)
        asked = await house.gathered(room, people)
        house.painter.go_to(75)
        await wait_until(lambda: all("75 %" in one.message.now.text for one in asked), "each tells it by itself")
        house.painter.go_to(100)
        await wait_until(lambda: all(one.message.labels == NINE for one in asked), "all pictures are there")
        assert all(message.interaction is not None for message in room.by_bot)


async def test_what_one_person_sees_is_on_no_sheet(stage: Stage) -> None:  # noqa: F811 - the fixture
    """Where the bot is no member everything is for one pair of eyes, and stays so however many there are."""
    async with crowd(stage) as house:
        people = people_of(house, MANY)
        room = house.discord.room(*people, installed=False)
        await house.gathered(room, people)
        house.painter.go_to(75)
        await asyncio.sleep(0)
        house.painter.go_to(100)
        await wait_until(lambda: not house.bench.runner.sessions, "no job runs")
        assert len(house.painter.sent) == MANY
        assert house.discord.calls("create_message", channel=room) == []
