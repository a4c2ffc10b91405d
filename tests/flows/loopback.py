"""The core with the service's client at the stand-in, and what is lent on a server of ours: all over loopback."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.commands import Commands
from bot.jobs.media import MediaFitter
from bot.jobs.status_poller import StatusPoller
from bot.midjourney.client import open_painter
from bot.midjourney.downloads import open_downloads
from bot.store.keys import Keys
from bot.store.masks import RedisMasks
from bot.store.media import MediaFolder
from bot.web.hosting import WebPictureHost
from tests.fakes.reception import reception
from tests.fakes.serving import serving
from tests.flows.conftest import RULES, House
from tests.sandbox.driving import TOKEN, Sandbox


@pytest.fixture
async def real_house(house: House, sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[House]:
    """The house with the service's client at the stand-in, and what is lent on a server of ours."""
    context, masks = house.bench.runner.context, RedisMasks(house.bench.jobs.client, Keys())
    async with AsyncExitStack() as stack:
        painter = await stack.enter_async_context(
            open_painter(sandbox.url, TOKEN, clock=context.clock, masks=masks)
        )
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
