"""Pictures that came with a command end: what needs one that is gone is not ordered again."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.buttons import ShownResult, order_of
from bot.domain.errors import Code, ServiceError
from bot.domain.ids import MessageRef
from bot.domain.image import Clip, Image
from bot.domain.order import Animate, Describe, Edit, ExtendVideo, Imagine, Order, pictures_until
from bot.domain.prompt import Prompt
from tests.fakes.painter import SMOOTH, TASK, image
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


PROMPT = f"{URL} a cat"
SINGLE = replace(image(actions=("zoom_out_2x",)), prompt=f"{PROMPT} --ar 1:1")


@pytest.mark.parametrize(
    ("payload", "outcome"), [("animate", SINGLE), ("extend:0", Clip("v", TASK, ("u",), prompt=PROMPT))]
)
def test_a_clip_of_a_result_does_not_name_the_picture_that_it_came_of(payload: str, outcome: Image | Clip) -> None:
    """That one may be gone; the result is what counts."""
    order = order_of(ShownResult(MessageRef(NAME, PLACE.chat, "1"), None, outcome), payload)
    assert isinstance(order, Animate | ExtendVideo)
    assert order.prompt == "a cat"
