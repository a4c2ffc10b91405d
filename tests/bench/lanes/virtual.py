"""An event loop whose time jumps to the next timer: real asyncio code in no time at all."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from typing_extensions import override

from tests.bench.lanes.plans import EPOCH

T = TypeVar("T")

# Each turn of the loop takes this long, so that waiting for the last digit of a float comes to an end.
TURN = 1e-6


class Jump(selectors.DefaultSelector):
    """Instead of waiting, the clock moves."""

    def __init__(self) -> None:
        super().__init__()
        self.now = EPOCH

    @override
    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("everybody waits for something that no timer will bring")
        self.now += max(timeout, TURN)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.jump = Jump()
        super().__init__(self.jump)

    @override
    def time(self) -> float:
        return self.jump.now


def play(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main())


async def until(moment: float) -> None:
    """At once when it has passed."""
    await asyncio.sleep(max(moment - asyncio.get_running_loop().time(), 0.0))
