"""Only what was chosen of a picture changes: client, stand-in, lending and HTTP are real, pixels are compared."""

import numpy as np
import pytest
from PIL import Image as Pixels

from bot.domain.ids import MessageRef
from bot.domain.image import Image
from bot.domain.job import Job
from bot.domain.order import Act, Edit
from bot.domain.region import field_box
from tests.fakes.platform import NAME, PLACE
from tests.flows.conftest import House
from tests.flows.loopback import real_house  # noqa: F401 - a fixture
from tests.flows.test_parts_over_loopback import Grid, fetched
from tests.flows.test_regions import call, mask_picture
from tests.sandbox.conftest import open_sandbox, sandbox  # noqa: F401 - fixtures


async def finished(house: House) -> tuple[Job, Image]:
    """What was ordered last, when it is done."""
    assert house.bench.queued, house.answers()
    [job_id] = house.bench.queued
    await house.work()
    job = await house.bench.load(job_id)
    assert isinstance(job.outcome, Image), job.fault
    return job, job.outcome


async def grid_of(house: House) -> tuple[Job, Image]:
    await house.type("imagine", "a red fox --ar 3:2")
    return await finished(house)


async def single_of(house: House) -> tuple[Job, Image]:
    grid, _ = await grid_of(house)
    await house.press(MessageRef(NAME, PLACE.chat, grid.id), "act:upscale2")
    return await finished(house)


def quarters(sheet: Grid) -> list[Grid]:
    height, width = sheet.shape[0] // 2, sheet.shape[1] // 2
    return [sheet[y : y + height, x : x + width] for y in (0, height) for x in (0, width)]


def inside(shape: tuple[int, ...], *fields: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    chosen = np.zeros(shape[:2], dtype=np.bool_)
    for left, top, right, bottom in (field_box(field, shape[1], shape[0]) for field in fields):
        chosen[top:bottom, left:right] = True
    return chosen


@pytest.mark.parametrize("words", ["", " a bright flower"])
async def test_only_the_fields_that_were_named_change(real_house: House, words: str) -> None:  # noqa: F811
    """1, 2 and 5 do in all four pictures, and of what is outside them no pixel differs."""
    job, one = await single_of(real_house)
    before = await fetched(one.raw_url)
    await call(real_house, f"#{job.code} 1 2 5{words}")
    changed, result = await finished(real_house)
    assert isinstance(changed.order, Act)
    cells = quarters(await fetched(result.raw_url))
    for cell in cells:
        differs = (cell != before).any(axis=2)
        assert not differs[~inside(before.shape, 1, 2, 5)].any()
        assert all(differs[inside(before.shape, field)].mean() > 0.2 for field in (1, 2, 5))


async def test_only_what_is_white_in_a_mask_that_was_sent_changes(real_house: House) -> None:  # noqa: F811
    """To the pixel."""
    job, one = await single_of(real_house)
    before = await fetched(one.raw_url)
    height, width = before.shape[:2]
    real_house.bench.platform.messenger.files["mask"] = mask_picture((7, 9, 41, 33), (width, height))
    await call(real_house, f"#{job.code} a bright flower", attachments=("mask",))
    _, result = await finished(real_house)
    for cell in quarters(await fetched(result.raw_url)):
        differs = (cell != before).any(axis=2)
        rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
        assert (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) == (7, 9, 41, 33)


async def test_a_part_of_a_grid(real_house: House) -> None:  # noqa: F811
    """The edit is made of that part: outside the field it is still there, but for what JPEGs lose."""
    job, grid = await grid_of(real_house)
    part = quarters(await fetched(grid.raw_url))[2]
    await call(real_house, f"#{job.code}.3 right a bright flower")
    edited, result = await finished(real_house)
    assert isinstance(edited.order, Edit)
    for cell in quarters(await fetched(result.raw_url)):
        with Pixels.fromarray(cell.astype(np.uint8)) as small:
            seen = np.asarray(small.resize((part.shape[1], part.shape[0])), dtype=np.int16)
        far, chosen = np.abs(seen - part).mean(axis=2), inside(part.shape, 3, 6, 9)
        assert far[~chosen].mean() < 6
        assert far[chosen].mean() > 3 * far[~chosen].mean()
