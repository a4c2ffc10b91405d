"""All lines of a description at once: each is an order of its own, and the quota lets through what it does."""

import pytest

from bot.domain.image import TextResult
from bot.domain.order import Describe, Imagine
from bot.domain.quota import Allowance, Quota
from bot.domain.update import Finished
from tests.fakes.painter import SMOOTH, TASK
from tests.fakes.platform import ANN
from tests.flows.conftest import House

LINES = tuple(f"a fox number {n}" for n in range(4))
PICTURE = "https://pictures.example/a.png"


async def described(house: House, lines: tuple[str, ...] = LINES) -> list[str]:
    """The payload of the button for all of them, if there is one."""
    house.bench.painter.scripts = [[Finished(TASK, TextResult(lines))], *[list(SMOOTH)] * 8]
    await house.type("describe", PICTURE)
    await house.work()
    [(_, card)] = house.cards("1. a fox")
    return [one.payload for row in card.buttons for one in row if one.label == "All"]


async def press_all(house: House, key: str = "all") -> None:
    [(message, _)] = house.cards("1. a fox")
    await house.press(message, "line:all", key=key)
    await house.work()


def painted(house: House) -> list[str]:
    orders = [job.order for job in house.bench.painter.sent]
    return sorted(order.prompt.text for order in orders if isinstance(order, Imagine))


async def test_all_lines_are_ordered(house: House) -> None:
    """With a message each; the button of each line says so, and a second press orders nothing."""
    assert await described(house) == ["line:all"]
    await press_all(house)
    assert painted(house) == list(LINES)
    assert "4 of 4 ordered." in house.answers()[-1]
    assert len(house.cards("Imagine")) == 4
    [(_, card)] = house.cards("1. a fox")
    assert [one.marked_label for row in card.buttons for one in row] == [
        *(f"✓ Imagine {n}" for n in range(1, 5)),
        "All",
    ]
    await press_all(house, "again")
    assert "ordered before" in house.answers()[-1]
    assert len(painted(house)) == 4


async def test_a_press_that_comes_again_orders_nothing_twice(house: House) -> None:
    """A platform delivers an event again when it heard no word of it."""
    await described(house)
    [(message, _)] = house.cards("1. a fox")
    for _ in range(2):
        await house.press(message, "line:all", key="same")
    await house.work()
    assert painted(house) == list(LINES)


async def test_what_was_ordered_alone_is_not_ordered_again(house: House) -> None:
    """The others are."""
    await described(house)
    [(message, _)] = house.cards("1. a fox")
    await house.press(message, "line:1")
    await house.work()
    await press_all(house)
    assert painted(house) == list(LINES)
    assert "3 of 4 ordered." in house.answers()[-1]


@pytest.mark.parametrize(
    ("daily", "told"), [(3, "2 of 4 ordered. You have had your 3 orders"), (1, "You have had")]
)
async def test_the_quota_lets_through_what_it_does(house: House, daily: int, told: str) -> None:
    """And it is said how many that were, and why not more."""
    await described(house)
    house.bench.desk.quota = Quota(10, Allowance(daily=daily))
    await press_all(house)
    assert len(painted(house)) == daily - 1
    assert told in house.answers()[-1]


async def test_a_shorter_prompt_is_chosen_one_by_one(house: House) -> None:
    """They all say the same."""
    house.bench.painter.scripts = [[Finished(TASK, TextResult(LINES))]]
    await house.type("shorten", "a very very red fox")
    await house.work()
    [(_, card)] = house.cards("1. a fox")
    assert "All" not in [one.marked_label for row in card.buttons for one in row]
    assert await described_alone(house) == []


async def described_alone(house: House) -> list[str]:
    """Of a text of one line there is no "all"."""
    house.bench.painter.scripts = [[Finished(TASK, TextResult(("a lone fox",)))]]
    await house.type("describe", PICTURE, ANN)
    await house.work()
    assert isinstance(house.bench.painter.sent[-1].order, Describe)
    [(_, card)] = house.cards("1. a lone fox")
    return [one.payload for row in card.buttons for one in row if one.label == "All"]
