"""The pixels that the service gets for `#CODE.3` are that part's: client, stand-in, lending and HTTP are real."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import aiohttp
import numpy as np
import pytest
from aiohttp import web
from PIL import Image as Pixels

from bot.commands import Commands
from bot.domain.hosted import is_hosted_here
from bot.domain.image import Image
from bot.domain.order import Describe
from bot.jobs.media import MediaFitter
from bot.jobs.status_poller import StatusPoller
from bot.midjourney.client import open_painter
from bot.midjourney.downloads import open_downloads
from bot.store.media import MediaFolder
from bot.web.hosting import WebPictureHost
from tests.fakes.platform import BOB
from tests.fakes.reception import reception
from tests.fakes.serving import serving
from tests.flows.conftest import RULES, House
from tests.sandbox.conftest import open_sandbox, sandbox  # noqa: F401 - fixtures
from tests.sandbox.driving import TOKEN, Sandbox


@pytest.fixture
async def real_house(house: House, sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[House]:  # noqa: F811
    """The house with the service's client at the stand-in, and what is lent on a server of ours."""
    context = house.bench.runner.context
    async with AsyncExitStack() as stack:
        painter = await stack.enter_async_context(open_painter(sandbox.url, TOKEN, clock=context.clock))
        downloads = await stack.enter_async_context(open_downloads())
        host = WebPictureHost(MediaFolder.local(tmp_path, timedelta(days=1)), context.clock, "", b"not-a-real-key")
        app = web.Application()
        app.router.add_routes([host.route()])
        host.base = await stack.enter_async_context(serving(app))
        forms = replace(context.forms, fitter=MediaFitter(downloads), painter=painter)
        house.bench.runner.context = replace(
            context, painter=painter, forms=forms, poller=StatusPoller(painter, context.clock, 0.05)
        )

        async def queue(kind: str, name: str, _delay: float) -> None:
            if (kind, name) not in house.tasks:
                house.tasks.append((kind, name))

        house.reception = reception(
            house.bench.jobs.client,
            house.bench.desk,
            {house.bench.platform.name: house.bench.platform},
            Commands(RULES),
            queue=queue,
            forms=forms,
            clock=context.clock,
            picture_host=host,
        )
        house.app = house.reception.app
        yield house


async def fetched(url: str) -> "np.ndarray[tuple[int, ...], np.dtype[np.int16]]":
    """The pixels at an address, as anybody would fetch them."""
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
        with Pixels.open(BytesIO(await answer.read())) as picture:
            return np.asarray(picture.convert("RGB"), dtype=np.int16)


@pytest.mark.parametrize("part", [1, 2, 3, 4])
async def test_the_pixels_that_are_sent_are_those_of_the_part(real_house: House, part: int) -> None:
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
