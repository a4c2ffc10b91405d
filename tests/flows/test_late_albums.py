"""Pictures of an album that come when the rest of it was dealt with: none of them is dropped without a word."""

from dataclasses import replace

import pytest

from bot.domain.incoming import CommandCall
from bot.domain.order import Imagine
from tests.fakes.platform import origin
from tests.fakes.telegram.client import picture
from tests.flows.conftest import House
from tests.flows.test_subjects import Shelf, shelf  # noqa: F401 - a fixture


async def comes(house: House, number: int, name: str = "", *, private: bool = True) -> None:
    """One part of the album; the one with the words has the command."""
    house.bench.platform.messenger.files[f"own{number}"] = picture()
    came = replace(origin(), private=private)
    text = "at night" if name else ""
    part = CommandCall(f"part{number}", came, name, text, attachments=(f"own{number}",), album="a1")
    await house.app.handle(part)


async def test_a_part_that_comes_late_is_named(house: House, shelf: Shelf) -> None:  # noqa: F811
    """Once, and nothing more is ordered; the same event, told again, says nothing."""
    await comes(house, 1, "imagine")
    await comes(house, 2)
    await house.mail()
    order = (await house.bench.load(house.bench.queued[-1])).order
    assert isinstance(order, Imagine)
    assert len(order.prompt.urls) == 2
    assert house.answers() == []
    for _ in range(2):
        await comes(house, 3)
        await house.mail()
        [told] = house.answers()
        assert "came too late and was not used" in told
    assert len(house.bench.queued) == 1


async def test_what_two_workers_deal_with_is_not_late(house: House, shelf: Shelf) -> None:  # noqa: F811
    """Nor what a worker deals with again that died before it had forgotten it."""
    parts = [
        CommandCall(
            f"part{n}", origin(), "imagine" if n == 1 else "", "at night", attachments=(f"own{n}",), album="a1"
        )
        for n in (1, 2)
    ]
    house.bench.platform.messenger.files |= {"own1": picture(), "own2": picture()}
    for _ in range(2):
        await house.reception.deferred.handle_events(list(parts))
    assert len(house.bench.queued) == 1
    assert house.answers() == []


@pytest.mark.parametrize("name", ["", "imagine"])
async def test_among_people_nobody_is_told(house: House, shelf: Shelf, name: str) -> None:  # noqa: F811
    """Most albums there are none of ours."""
    await comes(house, 1, name, private=False)
    await house.mail()
    before = house.answers()
    await comes(house, 2, private=False)
    await house.mail()
    assert house.answers() == before
