"""The simplest lanes: no budget, but a lane that the platform froze stays quiet."""

from typing_extensions import override

from bot.domain.ids import MessageRef, Place
from bot.domain.pacing import Rank
from bot.ports import Clock, Lanes


class OpenLanes(Lanes):
    """Each chat is a lane; only what this process was told counts."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.frozen: dict[str, float] = {}

    @override
    async def admit(self, message: MessageRef, rank: Rank) -> float:
        lane = lane_of(message)
        wait = self.frozen.get(lane, 0.0) - self.clock.now()
        if wait <= 0:
            self.frozen.pop(lane, None)
        return max(wait, 0.0)

    @override
    async def freeze(self, message: MessageRef, seconds: float) -> None:
        self.frozen[lane_of(message)] = self.clock.now() + seconds


def lane_of(message: MessageRef) -> str:
    return Place(message.platform, message.chat).key
