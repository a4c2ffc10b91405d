"""Docket without what we do not use, and with what it leaves open: what happens when its loop stops."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from docket import Docket, Worker
from docket._redis import RedisConnection
from docket.strikelist import StrikeList
from typing_extensions import override

SIGN_OFF_S = 2.0  # seconds for taking our name off the list of workers


class JobDocket(Docket):
    """A docket over connections of ours, and without strikes.

    Strikes are read by a connection of their own, and a worker's loop begins when they are: one more way to stand
    still, for something that nobody asks for here.
    """

    def __init__(self, name: str, link: RedisConnection, **options: Any) -> None:
        super().__init__(name, link.url, **options)
        self._redis = link

    @property  # type: ignore[explicit-override]  # it is an attribute there, which docket sets
    def strike_list(self) -> StrikeList:
        return self.no_strikes

    @strike_list.setter
    def strike_list(self, made: StrikeList) -> None:
        self.no_strikes = StrikeList(name=made.name)


class JobWorker(Worker):
    """A worker that says when its loop reads, and when it stops.

    `read` is called after each read of the queue, `halted` when the loop has stopped: docket begins anew when all
    that it started has ended, so whoever can must be let go of. Both by the same process.
    """

    def __init__(
        self, docket: Docket, read: Callable[[], None], halted: Callable[[], Awaitable[None]], **options: Any
    ) -> None:
        super().__init__(docket, **options)
        self.read = read
        self.halted = halted

    @override
    async def _worker_loop(self, redis: Any, forever: bool = False) -> None:
        ask = type(redis).xreadgroup

        async def noted(*args: Any, **options: Any) -> Any:
            answer = await ask(redis, *args, **options)
            self.read()
            return answer

        redis.xreadgroup = noted  # on this client alone
        await super()._worker_loop(redis, forever=forever)

    @override
    async def _cancellation_listener(self) -> None:
        """Nobody cancels by way of docket: no subscription, on which the loop would wait."""
        if self._processing_session is not None:
            self._processing_session.cancellation_ready.set()

    @override
    async def _remove_heartbeat(self) -> None:
        """The first thing that docket does when its loop has stopped, and before it waits for all that runs."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SIGN_OFF_S):
                await super()._remove_heartbeat()
        await self.halted()
