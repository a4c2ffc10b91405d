"""What was there stays as it was, and what is around it is new: client, stand-in, lending and HTTP are real."""

import numpy as np
import pytest
from PIL import Image as Pixels

from bot.domain.hosted import is_hosted_here
from bot.domain.order import Edit
from bot.domain.reframe import Frame, Reframe, frame_around
from tests.flows.conftest import House
from tests.flows.loopback import real_house  # noqa: F401 - a fixture
from tests.flows.test_parts_over_loopback import Grid, fetched
from tests.flows.test_reframe import call
from tests.flows.test_regions_over_loopback import finished, quarters, single_of
from tests.sandbox.conftest import open_sandbox, sandbox  # noqa: F401 - fixtures


def resized(cell: Grid, size: tuple[int, int]) -> Grid:
    with Pixels.fromarray(cell.astype(np.uint8)) as picture:
        return np.asarray(picture.resize(size), dtype=np.int16)


def check_around(cell: Grid, picture: Grid, lent: Grid, frame: Frame) -> None:
    """The picture is there but for what JPEGs lose, and around it is something else than was lent."""
    seen, (left, top, right, bottom) = resized(cell, frame.size), frame.box
    assert np.abs(seen[top:bottom, left:right] - picture).mean() < 6
    around = np.ones(seen.shape[:2], dtype=np.bool_)
    around[top:bottom, left:right] = False
    assert (np.abs(seen[around] - lent[around]).max(axis=1) > 12).mean() > 0.7


@pytest.mark.parametrize("wish", [Reframe(1.7), Reframe(ratio=(1, 1))], ids=["1.7", "1:1"])
async def test_a_single_picture(real_house: House, wish: Reframe) -> None:  # noqa: F811
    """In all four pictures that come of it; no message says where it was lent."""
    job, one = await single_of(real_house)
    picture = await fetched(one.raw_url)
    await call(real_house, f"#{job.code} {wish.name} by the sea")
    made, result = await finished(real_house)
    assert isinstance(made.order, Edit)
    frame = frame_around((picture.shape[1], picture.shape[0]), wish)
    lent = await fetched(made.order.image_url)
    assert is_hosted_here(made.order.image_url)
    assert lent.shape[1::-1] == frame.size
    cells = quarters(await fetched(result.raw_url))
    for cell in cells:
        assert abs(cell.shape[1] / cell.shape[0] - frame.size[0] / frame.size[1]) < 0.01
        check_around(cell, picture, lent, frame)
    every = real_house.bench.platform.messenger.shown.values()
    shown = ["".join(span.text for span in card.text) for cards in every for card in cards]
    assert not [text for text in shown if "http" in text]
    facts = f" · {wish.name} · ↳ #{job.code} · {made.code}"
    assert [text for text in shown if "Reframe · fast" in text and facts in text]
