"""One way out for every card: a refusal for being too fast pauses its lane, and is counted by its platform."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from prometheus_client import REGISTRY
from typing_extensions import override

from bot.domain.card import Card, plain
from bot.domain.errors import MessageGone, Refused, Stale, StoreError, TooFast, Unwanted
from bot.domain.ids import MessageRef
from bot.domain.pacing import Rank
from bot.domain.turn import Go, Run, Turn
from bot.jobs.sender import PAUSE_JITTER_S, SEND_RETRY_MOST_S, SEND_RETRY_S, LaneSender, Outgoing, retry_delay
from bot.ports import LaneRef, Lanes
from tests.fakes.platform import NAME, PLACE, FakePlatform

LANE = LaneRef(f"{NAME}:{PLACE.chat}")
MESSAGE = MessageRef(NAME, PLACE.chat, "m")


@dataclass
class TalkingLanes(Lanes):
    """Lets everything go, and notes what it is told; `away`: it cannot be told of pauses."""

    told: list[tuple[str, object]] = field(default_factory=list)
    away: bool = False

    @override
    async def enter(self, lane: LaneRef, run: Run) -> None:
        self.told.append(("enter", run.job))

    @override
    async def admit(self, lane: LaneRef, run: Run, rank: Rank) -> Turn:
        return Go()

    @override
    async def depart(self, lane: LaneRef) -> None:
        self.told.append(("depart", lane.key))

    @override
    async def lose_board(self, lane: LaneRef, board: MessageRef) -> None:
        raise NotImplementedError

    @override
    async def landed(self, lane: LaneRef, job: str, board: MessageRef | None = None) -> None:
        self.told.append(("landed", board))

    @override
    async def release(self, lane: LaneRef, job: str) -> Sequence[MessageRef]:
        return []

    @override
    async def erased(self, lane: LaneRef, board: MessageRef) -> None:
        raise NotImplementedError

    @override
    async def freeze(self, lane: LaneRef, job: str, seconds: float) -> None:
        if self.away:
            raise StoreError("away")
        self.told.append(("freeze", seconds))

    @override
    async def is_shedding(self, lane: LaneRef) -> bool:
        return False

    @override
    async def wait_out(self, lane: LaneRef) -> None:
        self.told.append(("wait_out", lane.key))

    @override
    async def board(self, lane: LaneRef) -> tuple[MessageRef | None, Sequence[str]]:
        return None, []

    @override
    async def seated(self, lane: LaneRef) -> Sequence[str]:
        return []


def outgoing(platform: FakePlatform, message: MessageRef | None = None, *, board: bool = False) -> Outgoing:
    return Outgoing(
        platform=platform,
        lane=LANE,
        job="a job",
        kind="final",
        card=plain("hello"),
        to=PLACE,
        nonce="n",
        message=message,
        board=board,
    )


async def test_a_pause_is_kept_by_the_lane_and_told_to_who_sends() -> None:
    """The same one for both, a little longer than the platform asked for."""
    platform, lanes = FakePlatform(), TalkingLanes()
    platform.messenger.troubles = [TooFast(3.0)]
    with pytest.raises(TooFast) as caught:
        await LaneSender(lanes).send(outgoing(platform, MESSAGE))
    assert 3.0 <= caught.value.retry_after <= 3.0 + PAUSE_JITTER_S
    assert lanes.told == [("depart", LANE.key), ("freeze", caught.value.retry_after)]
    assert retry_delay(caught.value, 7) == caught.value.retry_after


async def test_a_pause_that_cannot_be_noted_is_a_pause_all_the_same() -> None:
    """The refusal is what counts; the next one tells the lane again."""
    platform = FakePlatform()
    platform.messenger.troubles = [TooFast(3.0)]
    with pytest.raises(TooFast):
        await LaneSender(TalkingLanes(away=True)).send(outgoing(platform, MESSAGE))


async def test_refusals_are_counted_by_platform() -> None:
    """Never by a lane, whose name is that of a chat: nobody's, and as many as there are chats."""
    platform = FakePlatform()
    platform.messenger.troubles = [TooFast(3.0)]
    with pytest.raises(TooFast):
        await LaneSender(TalkingLanes()).send(outgoing(platform, MESSAGE))
    named = {
        sample.labels["platform"]
        for metric in REGISTRY.collect()
        for sample in metric.samples
        if metric.name in {"chatelier_too_fast", "chatelier_lane_freezes", "chatelier_sends"}
    }
    assert NAME in named
    assert not [name for name in named if ":" in name or PLACE.chat in name]


async def test_what_forbids_a_card_is_asked_last() -> None:
    """After the lane has let it go, before the platform hears of it: whoever was frozen meanwhile sends nothing."""
    platform, lanes = FakePlatform(), TalkingLanes()

    async def forbids(card: Card) -> Card:
        assert lanes.told == [("depart", LANE.key)]
        raise Stale("somebody else has the job")

    with pytest.raises(Stale):
        await LaneSender(lanes).send(outgoing(platform, MESSAGE), departing=forbids)
    assert platform.messenger.shown == {}


async def test_where_a_card_is_is_told_before_the_lane_is() -> None:
    """What cannot be written down is not over; a status message is told to the lane by its name."""
    platform, lanes = FakePlatform(), TalkingLanes()

    async def arrived(message: MessageRef) -> None:
        lanes.told.append(("arrived", message.message))

    posted = await LaneSender(lanes).send(outgoing(platform, board=True), arrived=arrived)
    assert lanes.told == [("depart", LANE.key), ("arrived", "n"), ("landed", posted)]


async def test_a_new_message_cannot_be_gone() -> None:
    """Whoever says so of a post refuses it: it is tried in another form, and not posted anew."""
    platform = FakePlatform()
    platform.messenger.post_troubles = [MessageGone("404")]
    with pytest.raises(Refused):
        await LaneSender(TalkingLanes()).send(outgoing(platform))


async def test_what_a_person_took_away_is_told_as_it_is() -> None:
    """No other form of it is wanted in that place."""
    platform = FakePlatform()
    platform.messenger.post_troubles = [Unwanted("taken away")]
    with pytest.raises(Unwanted):
        await LaneSender(TalkingLanes()).send(outgoing(platform))


def test_what_nobody_answers_is_asked_ever_more_rarely() -> None:
    """Up to half a minute apart, for as long as it takes."""
    delays = [retry_delay(StoreError("away"), misses) for misses in (0, 1, 2, 3000)]
    assert delays == [SEND_RETRY_S, 2 * SEND_RETRY_S, 4 * SEND_RETRY_S, SEND_RETRY_MOST_S]
