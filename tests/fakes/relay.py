"""A reverse proxy on loopback that remembers every request; behind it is one server, or several in turn."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from io import BytesIO

import aiohttp
from aiohttp import web
from anyio.from_thread import start_blocking_portal
from multidict import CIMultiDict
from yarl import URL

from tests.fakes.serving import serving

LARGEST = 80 * 1024 * 1024  # bytes of a request
NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding"}


@dataclass(slots=True)
class Passed:
    """One request as it came. `path` has its query, as it was written; `status` is 0 until there is an answer."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    target: str
    status: int = 0


@dataclass(slots=True)
class Relay:
    """`targets` take turns and may change at any time; without any, nobody answers."""

    targets: list[str]
    url: str = ""
    passed: list[Passed] = field(default_factory=list)

    def next(self) -> str:
        """The first of the line, which goes to its end."""
        if not self.targets:
            return ""
        self.targets.append(self.targets.pop(0))
        return self.targets[-1]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """As the target answers; when it does not, the connection ends."""
        headers = tuple(request.headers.items())
        record = Passed(request.method, request.raw_path, headers, await request.read(), self.next())
        self.passed.append(record)
        try:
            return await hand_on(request, record)
        except (aiohttp.ClientError, ConnectionError):
            if request.transport is not None:
                request.transport.abort()
            return web.Response()


async def hand_on(request: web.Request, record: Passed) -> web.StreamResponse:
    if not record.target:
        raise ConnectionRefusedError
    patient = aiohttp.ClientTimeout(total=None)
    async with (
        aiohttp.ClientSession(auto_decompress=False, timeout=patient) as session,
        session.request(
            record.method,
            URL(record.target + record.path, encoded=True),
            headers=kept(record.headers),
            data=BytesIO(record.body) if record.body else None,
            allow_redirects=False,
        ) as answer,
    ):
        out = web.StreamResponse(status=answer.status, headers=kept(tuple(answer.headers.items())))
        await out.prepare(request)
        record.status = answer.status
        async for part in answer.content.iter_any():
            await out.write(part)
        await out.write_eof()
        return out


def kept(headers: tuple[tuple[str, str], ...]) -> CIMultiDict[str]:
    return CIMultiDict((name, value) for name, value in headers if name.lower() not in NOT_PASSED_ON)


@contextmanager
def relaying(*targets: str) -> Iterator[Relay]:
    """In a thread of its own, for tests that block."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(passing_on(*targets)) as relay:
        yield relay


@asynccontextmanager
async def passing_on(*targets: str) -> AsyncIterator[Relay]:
    relay = Relay(list(targets))
    app = web.Application(client_max_size=LARGEST)
    app.router.add_route("*", "/{path:.*}", relay.handle)
    async with serving(app, shutdown_timeout=0.5, handler_cancellation=True) as relay.url:
        yield relay
