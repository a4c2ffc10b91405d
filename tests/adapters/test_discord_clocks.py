"""A clock of ours that is wrong: tokens and words of people live by Discord's, and the operator is told."""

import pytest
from structlog.testing import capture_logs

from adapters.discord.places import DISCORD
from bot.domain.finding import Status
from bot.ports.clocks import compare_clocks
from tests.adapters.discord_house import NINE, bot
from tests.fakes.clock import ShiftedClock
from tests.fakes.discord.play import playing
from tests.fakes.painter import SMOOTH
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

HOUR_S = 3600.0


@pytest.mark.parametrize("ahead", [HOUR_S, -HOUR_S], ids=["ahead", "behind"])
async def test_people_are_answered_whatever_our_clock_says(stage: Stage, ahead: float) -> None:  # noqa: F811 - a fixture
    """Where the bot is not, by the token alone: in what only one person sees, and when its answers are answered."""
    clock = ShiftedClock()
    clock.shift(ahead)
    stage.job_timeout = 2 * HOUR_S
    async with playing() as discord, bot(discord, stage, clock=clock) as house:
        assert house.platform.wire.time_there() == pytest.approx(clock.now() - ahead, abs=5.0)
        house.intake.clock = clock
        ann = discord.person("Ann")
        server = discord.server("Elsewhere", ann, installed=False)
        room = discord.channel(server)
        house.painter.scripts.append(SMOOTH)
        with capture_logs() as lines:
            asked = room.types(ann, "imagine", prompt="a cat")
            await wait_until(lambda: asked.done and "U1" in str(asked.message.labels), "the picture is there")
            await house.known()
        assert asked.message.labels == NINE
        [line] = [one for one in lines if one["event"] == "clock.wrong"]
        assert (line["platform"], line["log_level"]) == (DISCORD, "error")
        asked = room.types(ann, "help")
        await discord.answered(asked)
        found = [one for one in await house.platform.examine() if "clock" in one.text]
        assert [one.status for one in found] == [Status.FAIL]


async def test_a_clock_that_is_right_is_ours(stage: Stage) -> None:  # noqa: F811 - the fixture
    """A second more or less is the way of the answer; nonsense tells nothing."""
    async with playing() as discord, bot(discord, stage) as house:
        wire = house.platform.wire
        assert wire.ahead_s == 0.0
        for date in (None, "", "soon", "Thu, 99 Foo 2026 00:00:00 GMT"):
            wire.note_date(date)
            assert wire.ahead_s == 0.0
    assert [one.status for one in compare_clocks(DISCORD, "Discord", 1.0, 5.0)] == [Status.OK]
    assert compare_clocks(DISCORD, "Discord", 1.0, 0.0) == []
