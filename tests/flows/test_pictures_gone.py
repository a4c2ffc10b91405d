"""Pictures that came with a command end: what needs one that is gone is not ordered again."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.errors import Code, ServiceError
from bot.domain.ids import MessageRef
from bot.domain.order import Animate, Describe, Edit, Imagine, Order, pictures_until
from bot.domain.prompt import Prompt
from tests.fakes.painter import SMOOTH
from tests.fakes.platform import NAME, PLACE, origin
from tests.flows.conftest import House

URL = "https://bot.example/media/lent/1795260776/b3d2598e/pictures/0a1b.png"
ORDERS: list[Order] = [
    Imagine(Prompt("a cat", urls=(URL,)), 1.0),
    Edit(URL, "give it a hat", pictures_until=1.0),
    Animate(URL, "it yawns", pictures_until=1.0),
    Animate(URL, pictures_until=1.0),
    Describe(URL, 1.0),
]


async def failed(house: House, order: Order) -> MessageRef:
    """A job that failed, and its message with a button to try again."""
    house.bench.painter.scripts = [[ServiceError(Code.UNAVAILABLE, "oops")], SMOOTH]
    job = await house.bench.desk.open(order, origin())
    assert job is not None
    await house.work()
    return MessageRef(NAME, PLACE.chat, job.id)


@pytest.mark.parametrize("order", ORDERS, ids=["imagine", "edit", "animate", "animate-alone", "describe"])
async def test_what_needs_a_picture_that_is_gone_is_refused(house: House, order: Order) -> None:
    """Whatever words came with it, and before it is paid."""
    message = await failed(house, order)
    await house.press(message, "retry")
    await house.work()
    assert len(house.bench.painter.sent) == 1
    assert "could not be fetched" in house.answers()[-1]


@pytest.mark.parametrize("order", ORDERS, ids=["imagine", "edit", "animate", "animate-alone", "describe"])
async def test_what_is_still_there_is_ordered_again(house: House, order: Order) -> None:
    """With the same end."""
    kind: Any = order
    message = await failed(house, replace(kind, pictures_until=house.bench.desk.clock.now() + 3600))
    await house.press(message, "retry")
    await house.work()
    first, second = house.bench.painter.sent
    assert first.order == second.order
    assert pictures_until(second.order) > 1.0
