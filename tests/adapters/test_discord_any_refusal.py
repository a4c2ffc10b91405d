"""Whatever Discord refuses of a last card, once or for good: nothing says for ever that it is on its way."""

import json
from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus

import pytest

from adapters.discord.refusal import REFUSALS_BY_CODE, REFUSALS_BY_STATUS, Absent
from bot.domain.errors import NotNow, TooFast, Unreachable
from bot.domain.quota import Allowance, Quota
from tests.adapters.discord_house import LATE_S, Easel, easel
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Message
from tests.fakes.discord.places import Person
from tests.fakes.discord.room import Room
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

MANY = 10**6
ROUTES = ("edit_original", "edit_message", "create_message", "follow_up", "edit_follow_up")
UNDER_WAY = ("Sending the order", "The service has it", "Painting", "Waiting")
# What Discord has been seen to answer, or documents, and nobody's table has.
UNHEARD_OF = [
    (400, 0),
    (400, 99999),
    (404, 0),
    (405, 0),
    (409, 0),
    (418, 0),
    (501, 0),
    (502, 0),
    (503, 0),
    (599, 0),
]
# A token of the bot's that is refused holds up all that it says: see test_discord_wire.
REFUSALS = sorted(
    {(403 if code in {50001, 50007, 50013} else 400, code) for code in REFUSALS_BY_CODE}
    | {(status, 0) for status in REFUSALS_BY_STATUS if status != HTTPStatus.UNAUTHORIZED}
    | set(UNHEARD_OF)
)
# What passes never lasts: while it does, it is asked again.
PASSING = {code for code, means in REFUSALS_BY_CODE.items() if issubclass(means, NotNow | TooFast | Unreachable)}


@dataclass
class Spot:
    """A refusal, with a channel of its own. `times`: -1 for good."""

    status: int
    code: int
    times: int
    room: Room
    ann: Person
    asked: Interaction

    def refuse(self, house: Easel) -> None:
        for route in ROUTES:
            house.discord.fault(
                "error",
                route,
                channel=self.room,
                status=self.status,
                code=self.code,
                times=self.times,
                more={"retry_after": 0.05},
            )

    def end(self, *, late: bool) -> str:
        """How it ended, as its person sees it; empty if that is like nothing that ended."""
        shown = [one for one in self.room.by_bot if not one.deleted]
        if late and REFUSALS_BY_CODE.get(self.code) is Absent:
            return "kept"  # no message of ours can be changed or taken away there any more
        if any(waits(one) for one in shown):
            return ""
        if any(one.now.visible for one in shown):
            return "picture"
        return "words" if any(one.text for one in shown) else "kept"


def waits(message: Message) -> bool:
    return "Cancel" in str(message.labels) or any(words in message.text for words in UNDER_WAY)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried soon."""
    monkeypatch.setattr("bot.jobs.sender.SEND_RETRY_S", 0.01)
    monkeypatch.setattr("bot.jobs.sender.PAUSE_JITTER_S", 0.0)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("times", [1, -1], ids=["once", "for good"])
@pytest.mark.parametrize("seconds", [0.0, LATE_S], ids=["by its token", "by the bot's"])
async def test_any_refusal(stage: Stage, seconds: float, times: int) -> None:  # noqa: F811 - the fixture
    """Of each answer that is in the table and of some that are not; and what was painted can be had."""
    stage.quota = Quota(MANY, Allowance(running=MANY))
    stage.service_queue.quota = stage.quota
    chosen = [one for one in REFUSALS if times == 1 or (one[1] not in PASSING and one[0] < 500 and one[0] != 429)]
    async with easel(stage) as house:

        async def begun(status: int, code: int) -> Spot:
            ann = house.discord.person(f"Ann {status} {code}")
            room = house.discord.room(ann)
            return Spot(status, code, times, room, ann, await house.begun(room, ann))

        spots = [await begun(*one) for one in chosen]
        house.clock.shift(seconds)
        for spot in spots:
            spot.refuse(house)
        await house.ended()
        ends = {(spot.status, spot.code): spot.end(late=seconds > 0) for spot in spots}
        print(json.dumps({"walk": "any refusal", "pairs": len(ends), "ended": Counter(ends.values())}))  # noqa: T201
        assert not [one for one, end in ends.items() if not end]
        house.discord.world.faults.faults.clear()
        for spot in spots:
            if ends[spot.status, spot.code] == "kept":
                assert (await house.kept(spot.ann)).now.visible
