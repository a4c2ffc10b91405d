"""The pixels that the service gets for `#CODE.3` are that part's: client, stand-in, lending and HTTP are real."""

from io import BytesIO

import aiohttp
import numpy as np
import pytest
from PIL import Image as Pixels

from bot.domain.hosted import is_hosted_here
from bot.domain.image import Image
from bot.domain.order import Describe
from tests.fakes.platform import BOB
from tests.flows.conftest import House
from tests.flows.loopback import real_house  # noqa: F401 - a fixture
from tests.sandbox.conftest import open_sandbox, sandbox  # noqa: F401 - fixtures

Grid = np.ndarray[tuple[int, ...], np.dtype[np.int16]]  # of pixels: rows, columns, colours


async def fetched(url: str) -> Grid:
    """The pixels at an address, as anybody would fetch them."""
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
        with Pixels.open(BytesIO(await answer.read())) as picture:
            return np.asarray(picture.convert("RGB"), dtype=np.int16)


@pytest.mark.parametrize("part", [1, 2, 3, 4])
async def test_the_pixels_that_are_sent_are_those_of_the_part(real_house: House, part: int) -> None:  # noqa: F811
    """They are those of its quarter of the full-size sheet, but for what a JPEG loses, and of no other quarter."""
    await real_house.type("imagine", "a red fox --ar 3:2")
    [grid_id] = real_house.bench.queued
    await real_house.work()
    grid = await real_house.bench.load(grid_id)
    assert isinstance(grid.outcome, Image)
    await real_house.type("describe", f"#{grid.code.lower()}.{part}", person=BOB)
    await real_house.mail()
    assert real_house.bench.queued, real_house.answers()
    order = (await real_house.bench.load(real_house.bench.queued[0])).order
    assert isinstance(order, Describe)
    assert is_hosted_here(order.image_url)
    sent, sheet = await fetched(order.image_url), await fetched(grid.outcome.raw_url)
    height, width = sheet.shape[0] // 2, sheet.shape[1] // 2
    assert sent.shape == (height, width, 3)
    quarters = [sheet[y : y + height, x : x + width] for y in (0, height) for x in (0, width)]
    far = [float(np.abs(sent - quarter).mean()) for quarter in quarters]
    assert far[part - 1] < 3
    assert min(one for n, one in enumerate(far) if n != part - 1) > 2 * far[part - 1]
