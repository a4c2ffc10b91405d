"""Where the image service reports on tasks: one address a job, which nobody can guess."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiohttp import web

from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.metrics import CALLBACKS

log = structlog.get_logger()

# What came of a report, and what is answered. The service reads no answer; a person who debugs does.
STATUS = {"taken": 200, "late": 200, "unknown": 404, "bad": 400}
Report = Callable[[JobId, bytes], Awaitable[str]]


def callback_path(key: bytes, job_id: JobId) -> str:
    return f"/callbacks/{job_id}/{mark(key, job_id)}"


def mark(key: bytes, job_id: str) -> str:
    """128 bits of HMAC-SHA256 over the job id: the service signs nothing, so the address itself is the secret."""
    return hmac.digest(key, job_id.encode(), hashlib.sha256).hex()[:32]


def callback_routes(key: bytes, report: Report) -> Sequence[web.AbstractRouteDef]:
    """`report` takes the body of a call for a job and says one of STATUS. Bodies are limited by the application."""

    async def receive(request: web.Request) -> web.Response:
        job_id = request.match_info["job"]
        if not hmac.compare_digest(mark(key, job_id), request.match_info["mark"]):
            return answer("unknown")
        try:
            return answer(await report(JobId(job_id), await request.read()))
        except StoreError as error:
            log.warning("callback.no_store", job=job_id, error=str(error))
            raise web.HTTPServiceUnavailable from None

    return [web.post("/callbacks/{job:[0-9A-HJKMNP-TV-Z]{26}}/{mark:[0-9a-f]{32}}", receive)]


def answer(result: str) -> web.Response:
    CALLBACKS.labels(result).inc()
    return web.Response(status=STATUS[result], text=f"{result}\n")
