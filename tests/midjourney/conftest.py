"""A server that plays a script, and a client of it that never waits between tries."""

import socket
from collections.abc import AsyncIterator, Iterator

import pytest
import stamina

from bot.midjourney.client import AceData, open_painter
from bot.midjourney.downloads import Downloads, open_downloads
from bot.midjourney.timeouts import Timeouts
from tests.fakes.clock import FakeClock
from tests.midjourney.serving import TOKEN, Server, serving


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    """Three tries, and no pause between them."""
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as server:
        yield server


@pytest.fixture
async def painter(server: Server) -> AsyncIterator[AceData]:
    async with open_painter(server.url, TOKEN, clock=FakeClock(), limit=4) as painter:
        yield painter


@pytest.fixture
async def hasty(server: Server) -> AsyncIterator[AceData]:
    """Waits long for the first byte, and hardly for the next."""
    timeouts = Timeouts(first=20.0, stall=0.1)
    async with open_painter(server.url, TOKEN, clock=FakeClock(), timeouts=timeouts) as painter:
        yield painter


@pytest.fixture
async def downloads() -> AsyncIterator[Downloads]:
    async with open_downloads() as downloads:
        yield downloads


@pytest.fixture
def unused_url() -> Iterator[str]:
    """Where nobody listens: the port is taken, but not open."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
