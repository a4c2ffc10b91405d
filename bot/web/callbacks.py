"""Where the image service reports on tasks: one address a job, which nobody can guess."""

from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiohttp import web

from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.metrics import CALLBACKS
from bot.web.signing import fits, mark

log = structlog.get_logger()

# What came of a report, and what is answered. The service reads no answer; a person who debugs does.
STATUS = {"taken": 200, "late": 200, "unknown": 404, "bad": 400}
LIMIT = 64 * 1024  # bytes; a report has about three thousand
Report = Callable[[JobId, bytes], Awaitable[str]]


def callback_path(key: bytes, job_id: JobId) -> str:
    """The service signs nothing, so the address itself is the secret."""
    return f"/callbacks/{job_id}/{mark(key, job_id)}"


def callback_routes(key: bytes, report: Report) -> Sequence[web.AbstractRouteDef]:
    """`report` takes the body of a call for a job and says one of STATUS. Longer bodies than LIMIT are refused."""

    async def receive(request: web.Request) -> web.Response:
        job_id = request.match_info["job"]
        if not fits(key, job_id, request.match_info["mark"]):
            return answer("bad", 404)
        body = await whole(request)
        try:
            return answer(await report(JobId(job_id), body))
        except StoreError as error:
            log.warning("callback.no_store", job=job_id, error=str(error))
            raise web.HTTPServiceUnavailable from None

    return [web.post("/callbacks/{job:[0-9A-HJKMNP-TV-Z]{26}}/{mark:[0-9a-f]{32}}", receive)]


async def whole(request: web.Request) -> bytes:
    """The body, if it is not longer than any report. HTTPException when it is, or cannot be read."""
    parts, size = [], 0
    async for part in request.content.iter_chunked(LIMIT):
        parts.append(part)
        size += len(part)
        if size > LIMIT:
            raise web.HTTPRequestEntityTooLarge(LIMIT, size)
    return b"".join(parts)


def answer(result: str, status: int = 0) -> web.Response:
    CALLBACKS.labels(result).inc()
    return web.Response(status=status or STATUS[result], text=f"{'unknown' if status else result}\n")
