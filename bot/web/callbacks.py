"""Where the image service reports on tasks: one address a job, which nobody can guess."""

from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiohttp import web

from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.metrics import CALLBACKS
from bot.web.signing import is_signed, sign_text

log = structlog.get_logger()

# What came of a report, and what is answered. The service reads no answer; a person who debugs does.
RESULT_STATUSES = {"taken": 200, "late": 200, "unknown": 404, "bad": 400}
# Answered `ok` where callbacks are taken: proxies let that out, but not whether a process is well.
CALLBACK_PROBE = "/callbacks/"
CALLBACK_BODY_LIMIT = 64 * 1024  # bytes; a report has about three thousand
ReportHandler = Callable[[JobId, bytes], Awaitable[str]]


def callback_path(key: bytes, job_id: JobId) -> str:
    """The service signs nothing, so the address itself is the secret."""
    return f"/callbacks/{job_id}/{sign_text(key, job_id)}"


def callback_routes(key: bytes, report: ReportHandler) -> Sequence[web.AbstractRouteDef]:
    """`report` takes the body of a call for a job and says one of RESULT_STATUSES. Longer bodies than
    CALLBACK_BODY_LIMIT are refused; without the store it is 503.
    """

    async def receive_report(request: web.Request) -> web.Response:
        job_id = request.match_info["job"]
        if not is_signed(key, job_id, request.match_info["mark"]):
            return answer_report("bad", 404)
        body = await read_report(request)
        try:
            return answer_report(await report(JobId(job_id), body))
        except StoreError as error:
            log.warning("callback.store_failed", job=job_id, error=str(error))
            raise web.HTTPServiceUnavailable from None

    return [
        web.get(CALLBACK_PROBE, show_open),
        web.post("/callbacks/{job:[0-9A-HJKMNP-TV-Z]{26}}/{mark:[0-9a-f]{32}}", receive_report),
    ]


async def show_open(_request: web.Request) -> web.Response:
    """For whoever looks where our public address leads."""
    return web.Response(text="ok\n")


async def read_report(request: web.Request) -> bytes:
    """The body, if it is not longer than any report. Raises HTTPException when it is, or cannot be read."""
    parts, size = [], 0
    async for part in request.content.iter_chunked(CALLBACK_BODY_LIMIT):
        parts.append(part)
        size += len(part)
        if size > CALLBACK_BODY_LIMIT:
            raise web.HTTPRequestEntityTooLarge(CALLBACK_BODY_LIMIT, size)
    return b"".join(parts)


def answer_report(result: str, status: int = 0) -> web.Response:
    """Counted; with a `status` of its own it tells nothing but "unknown"."""
    CALLBACKS.labels(result).inc()
    return web.Response(status=status or RESULT_STATUSES[result], text=f"{'unknown' if status else result}\n")
