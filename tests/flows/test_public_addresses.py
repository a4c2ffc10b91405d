"""Pictures of people where the image service can fetch nothing from us: at their platform, if that lets it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from typing_extensions import override

from bot.domain.hosted import PICTURE_LIFE_S, InputPicture
from bot.domain.incoming import INPUT_FILE_LIMIT, CommandCall
from bot.domain.order import Describe, Imagine, pictures_until
from bot.domain.reframe import Reframe
from bot.domain.subject import Sent, Source
from bot.ports import PictureHost
from tests.fakes.painter import SMOOTH
from tests.fakes.platform import origin
from tests.flows.conftest import House

SIGNED = "https://cdn.example.org/1/2/photo.png?ex=6a1b2c3d&is=6a19dabd&hm=" + "0f" * 32


async def send(house: House, name: str, text: str = "") -> None:
    """A command with a photo."""
    await house.app.handle(CommandCall("k", origin(), name, text, attachments=("photo",)))
    await house.work()


async def test_a_picture_is_ordered_from_where_it_lies(house: House) -> None:
    """With its end, so that nothing is ordered from it after that; nobody is shown the address."""
    end = house.bench.desk.clock.now() + 2 * PICTURE_LIFE_S
    house.bench.platform.messenger.addresses["photo"] = InputPicture(SIGNED, end)
    house.bench.painter.scripts = [SMOOTH]
    await send(house, "imagine", "a cat --ar 3:2")
    [job] = house.bench.painter.sent
    assert isinstance(job.order, Imagine)
    assert job.order.prompt.render() == f"{SIGNED} a cat --ar 3:2"
    assert pictures_until(job.order) == end
    cards = house.bench.platform.messenger.shown[job.id]
    assert cards[-1].text[0].text == "🖼️ a cat --ar 3:2"
    assert "0f0f" not in repr(cards)


async def test_one_without_an_end_is_good_for_ever(house: House) -> None:
    """As far as anybody knows."""
    house.bench.platform.messenger.addresses["photo"] = InputPicture(SIGNED)
    house.bench.painter.scripts = [SMOOTH]
    await send(house, "describe")
    [order] = [job.order for job in house.bench.painter.sent]
    assert order == Describe(SIGNED, sources=(Source(Sent("photo"), SIGNED),))


@pytest.mark.parametrize("left", [PICTURE_LIFE_S - 60, -60])
async def test_one_that_may_be_gone_before_its_turn(house: House, left: float) -> None:
    """It is said, and nothing is ordered."""
    end = house.bench.desk.clock.now() + left
    house.bench.platform.messenger.addresses["photo"] = InputPicture(SIGNED, end)
    await send(house, "describe")
    assert "could not be fetched" in house.answers()[-1]
    assert house.bench.painter.sent == []


async def test_where_others_may_not_have_it(house: House) -> None:
    """The operator has to open a way."""
    await send(house, "describe")
    assert "its operator can set that up" in house.answers()[-1]
    assert house.bench.painter.sent == []


class Hall(PictureHost):
    """Hosts whatever it is given."""

    @override
    async def host_picture(
        self, data: AsyncIterator[bytes], wish: Reframe | None = None, *, limit: int = INPUT_FILE_LIMIT
    ) -> InputPicture:
        return InputPicture("https://bot.example/media/lent/1/b3d2/pictures/0a1b.png", 4e9)


async def test_where_the_service_can_fetch_from_us_it_does(house: House) -> None:
    """What we hand on is made anew; what lies at the platform is as it was sent."""
    house.bench.platform.messenger.addresses["photo"] = InputPicture(SIGNED)
    deferred = house.reception.deferred
    inputs = replace(deferred.inputs, picture_host=Hall())
    house.reception.deferred = replace(deferred, inputs=inputs)
    house.bench.painter.scripts = [SMOOTH]
    await send(house, "describe")
    [job] = house.bench.painter.sent
    assert isinstance(job.order, Describe)
    assert job.order.image_url.startswith("https://bot.example/")
