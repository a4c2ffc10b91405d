"""The four pictures of a sheet are the same whoever cuts them, and what is sent comes back where it was to stay."""

from io import BytesIO

import aiohttp
import numpy as np
import pytest
from PIL import Image as Pixels

from bot.domain.image import Image
from bot.pictures import cut_part
from tests.flows.conftest import House
from tests.flows.loopback import real_house  # noqa: F401 - a fixture
from tests.flows.test_ended_links import ended
from tests.flows.test_parts_over_loopback import Grid, fetched
from tests.flows.test_regions import call
from tests.flows.test_regions_over_loopback import inside, quarters
from tests.sandbox.conftest import open_sandbox, sandbox  # noqa: F401 - fixtures
from tests.sandbox.driving import Sandbox
from tests.sandbox.test_pixels import far, shrunk

PICTURE_SIZE = (300, 200)
SPLIT_PARTS = [1, 2, 3, 4]


def opened(data: bytes) -> Grid:
    with Pixels.open(BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGB"), dtype=np.int16)


async def service_cells(sandbox: Sandbox, image: Image) -> list[Grid]:  # noqa: F811
    """Those that the service made by itself."""
    record = await sandbox.record(image.task_id)
    return [await fetched(url) for url in record["response"]["sub_image_urls"]]


async def fetched_bytes(url: str) -> bytes:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
        return await answer.read()


async def test_parts_are_those_of_the_service(real_house: House, sandbox: Sandbox) -> None:  # noqa: F811
    """Its own are shown, and what we cut out of its sheet would be the same, each in its place."""
    await real_house.type("imagine", "a red fox --ar 3:2 --split")
    job = await ended(real_house)
    assert isinstance(job.outcome, Image)
    theirs = await service_cells(sandbox, job.outcome)
    assert job.outcome.cells
    shown = real_house.bench.platform.messenger.shown[job.id][-1]
    ours = {media.part: opened(media.data) for media in shown.media if media.part}
    assert sorted(ours) == SPLIT_PARTS
    assert all(far(ours[n + 1], cell) < 1 for n, cell in enumerate(theirs))
    sheet = await fetched_bytes(job.outcome.raw_url)
    cuts = [opened((await cut_part(sheet, n)).data) for n in SPLIT_PARTS]
    near = [[far(cut, cell) < 1 for cell in theirs] for cut in cuts]
    assert near == [[n == m for m in SPLIT_PARTS] for n in SPLIT_PARTS]


async def test_parts_that_the_service_hands_out_to_nobody(real_house: House, sandbox: Sandbox) -> None:  # noqa: F811
    """They are cut, and are the same to the pixel."""
    async with sandbox.session.post(f"{sandbox.url}/_sandbox/faults", json=["no_cells"]) as answer:
        assert answer.status == 200
    await real_house.type("imagine", "a red fox --ar 3:2 --split")
    job = await ended(real_house)
    assert isinstance(job.outcome, Image)
    await sandbox.get(job.outcome.cells[2], 403)
    whole = quarters(await fetched(job.outcome.raw_url))
    shown = real_house.bench.platform.messenger.shown[job.id][-1]
    ours = {media.part: opened(media.data) for media in shown.media if media.part}
    assert all(far(ours[n], whole[n - 1]) < 1 for n in SPLIT_PARTS)


@pytest.mark.parametrize("field", [5, 9])
async def test_a_photo_keeps_what_was_not_chosen(real_house: House, field: int) -> None:  # noqa: F811
    """The pixels that were sent come back outside the field, in all four pictures."""
    rows, columns = np.indices(PICTURE_SIZE[::-1])
    photo = np.stack([rows, columns * 255 // PICTURE_SIZE[0], 255 - rows], axis=2).astype(np.uint8)
    out = BytesIO()
    Pixels.fromarray(photo).save(out, "PNG")
    real_house.bench.platform.messenger.files["photo"] = out.getvalue()
    await call(real_house, f"{field} a bright flower", attachments=("photo",))
    job = await ended(real_house)
    assert isinstance(job.outcome, Image), job.fault
    sent = photo.astype(np.int16)
    for cell in quarters(await fetched(job.outcome.raw_url)):
        away = np.abs(shrunk(cell, *PICTURE_SIZE) - sent).mean(axis=2)
        chosen = inside(sent.shape, field)
        assert away[~chosen].mean() < 6
        assert away[chosen].mean() > 3 * away[~chosen].mean()
