"""A clock of ours that is wrong: tokens and words of people live by Discord's, and the operator is told."""

import pytest
from structlog.testing import capture_logs

from adapters.discord.messenger import DiscordMessenger
from adapters.discord.places import DISCORD
from adapters.discord.reply import EPOCH_MS, TIMESTAMP_SHIFT, Reply
from bot.domain.finding import Status
from bot.ports.clocks import compare_clocks
from tests.adapters.discord_house import NINE, bot
from tests.fakes.clock import ShiftedClock
from tests.fakes.discord.play import playing
from tests.fakes.painter import SMOOTH
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

HOUR_S = 3600.0
CHANNEL = "7"


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


@pytest.mark.parametrize("ahead", [2 * HOUR_S, -2 * HOUR_S], ids=["ahead", "behind"])
async def test_where_we_are_not_is_known_by_the_newest_word(stage: Stage, ahead: float) -> None:  # noqa: F811 - a fixture
    """What an event says is dated by Discord, and what we were refused by us: each counts from the other on."""
    clock = ShiftedClock()
    clock.shift(ahead)
    async with playing() as discord, bot(discord, stage, clock=clock) as house:
        assert isinstance(house.platform.messenger, DiscordMessenger)
        presence = house.platform.messenger.presence
        presence.hear(reply_at(clock.now() - ahead - 60.0, present=True))
        assert not presence.is_absent(CHANNEL)
        presence.refuse(CHANNEL)
        assert presence.is_absent(CHANNEL), "we were refused after that"
        presence.hear(reply_at(clock.now() - ahead + 1.0, present=True))
        assert not presence.is_absent(CHANNEL), "then we were invited"
        presence.hear(reply_at(clock.now() - ahead + 2.0, present=False))
        assert presence.is_absent(CHANNEL), "and sent away again"


async def test_an_address_of_discords_ends_by_its_clock(stage: Stage) -> None:  # noqa: F811 - the fixture
    """It is told in our time, which is what it is compared with."""
    clock = ShiftedClock()
    clock.shift(-HOUR_S)
    async with playing() as discord, bot(discord, stage, clock=clock) as house:
        end = int(clock.now()) + 2 * int(HOUR_S)
        found = house.platform.messenger.public_address(
            f"https://cdn.discordapp.com/attachments/1/2/a.png?ex={end:x}"
        )
        assert found is not None
        assert found.until == pytest.approx(end - HOUR_S, abs=5.0)


def reply_at(moment: float, *, present: bool) -> Reply:
    """To an event of then, by Discord's clock."""
    snowflake = (int(moment * 1000) - EPOCH_MS) << TIMESTAMP_SHIFT
    return Reply("1", str(snowflake), "token-not-real", CHANNEL, present=present)


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
