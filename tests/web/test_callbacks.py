"""Where the service reports: only it knows the address, and nothing it sends does harm."""

import json
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request
from redis.asyncio import Redis

from bot.clock import SystemClock
from bot.doctor import ask_public
from bot.domain.finding import Status
from bot.domain.ids import JobId
from bot.domain.job import Job, State, advance
from bot.domain.update import Accepted, Finished, Progressed, Sending
from bot.midjourney.client import AceData
from bot.midjourney.session import open_session
from bot.web.callbacks import CALLBACK_BODY_LIMIT, callback_path, callback_routes
from bot.web.server import create_app
from tests.fakes.painter import TASK
from tests.jobs.conftest import Bench, bench, stage  # noqa: F401 - fixtures

Client = TestClient[Request, Application]
KEY = b"not-a-real-key"
OTHER = JobId("0" * 26)


def line(progress: int, **more: object) -> dict[str, object]:
    body = {"success": True, "task_id": TASK, "progress": progress, "image_url": f"https://x/{progress}.png"}
    return body | {"image_id": "1557", "actions": ["upscale1"] if progress == 100 else []} | more


@pytest.fixture
async def client(bench: Bench) -> AsyncIterator[Client]:  # noqa: F811 - the fixture
    """The real client reads what is called in, the real desk takes it."""

    async def health() -> list[str]:
        return []

    async with open_session(1) as session:
        painter = AceData(session, base_url="http://127.0.0.1:9", token="test-token-not-real", clock=SystemClock())

        async def report(job_id: JobId, body: bytes) -> str:
            return await bench.desk.report(job_id, lambda job: painter.read_report(body, job))

        app = create_app(health, callback_routes(KEY, report))
        async with TestClient(TestServer(app)) as made:
            yield made


async def sent(bench: Bench) -> Job:  # noqa: F811 - the fixture
    job = await bench.open()
    return await bench.jobs.save(advance(job := await bench.load(job.id), Sending(job.created_at)))


async def call(client: Client, path: str, body: object) -> int:
    data = BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
    async with client.post(path, data=data, headers={"Content-Type": "application/json"}) as answer:
        return answer.status


async def test_a_result_reaches_the_job_that_nobody_holds(client: Client, bench: Bench) -> None:  # noqa: F811
    """It is left in the store; whoever takes the job up next delivers it, without asking the service."""
    job = await sent(bench)
    path = callback_path(KEY, job.id)
    assert await call(client, path, {"task_id": TASK}) == 200
    assert await call(client, path, line(35)) == 200
    assert await call(client, path, line(100)) == 200
    done = await bench.rerun(job.id)
    assert (done.state, done.task_id) == (State.DONE, TASK)
    assert (bench.painter.sent, bench.painter.looked_up) == ([], [])


async def test_late_replayed_and_disordered_calls_change_nothing(
    client: Client,
    bench: Bench,  # noqa: F811
    redis: Redis,
) -> None:
    """The first end wins."""
    job = await sent(bench)
    path = callback_path(KEY, job.id)
    await call(client, path, line(100))
    done = await bench.rerun(job.id)
    for late in (line(100), line(35), {"success": False, "task_id": TASK, "error": {"code": "forbidden"}}):
        assert await call(client, path, late) == 200
    assert await bench.load(job.id) == done
    assert await redis.keys("*:signals:*") == []


async def test_progress_is_told_and_not_kept(bench: Bench, client: Client) -> None:  # noqa: F811
    """Previews are gone when the picture is done; who is not listening misses nothing."""
    job = await sent(bench)
    signals = bench.runner.context.signals
    async with signals.listen() as heard:
        await call(client, callback_path(KEY, job.id), line(35))
        one = await anext(heard)
    assert isinstance(one.update, Progressed)
    assert await signals.read(job.id) == []


async def test_an_end_is_kept_with_the_words_it_was_ordered_with(bench: Bench, client: Client) -> None:  # noqa: F811
    """The service may tell them otherwise."""
    job = await sent(bench)
    await call(client, callback_path(KEY, job.id), line(100, prompt="something else"))
    (update,) = await bench.runner.context.signals.read(job.id)
    assert isinstance(update, Finished)
    assert getattr(update.outcome, "prompt", "") == "a cat --ar 16:9"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (callback_path(b"another key", OTHER), {"task_id": "t"}, 404),
        (callback_path(KEY, OTHER), {"task_id": "t"}, 404),
        (f"/callbacks/{OTHER}/{'0' * 32}", {"task_id": "t"}, 404),
        (f"/callbacks/{OTHER}", {"task_id": "t"}, 404),
        ("/callbacks/../readyz", {"task_id": "t"}, 405),
    ],
)
async def test_who_guesses_an_address_finds_nothing(client: Client, path: str, body: object, status: int) -> None:
    """A wrong signature and an unknown job look the same."""
    assert await call(client, path, body) == status


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b"{}",
        b'{"progress": 7}',
        b'{"task_id": []}',
        b"{" * 10_000,
    ],
)
async def test_nonsense_changes_nothing(client: Client, bench: Bench, body: bytes) -> None:  # noqa: F811
    """It is answered, at once, and that is all."""
    job = await sent(bench)
    assert await call(client, callback_path(KEY, job.id), body) in {200, 400}
    assert await bench.load(job.id) == job
    assert await bench.runner.context.signals.read(job.id) == []


async def test_too_much_is_refused(client: Client, bench: Bench) -> None:  # noqa: F811
    """Before it is read whole."""
    job = await sent(bench)
    assert await call(client, callback_path(KEY, job.id), b"{" + b" " * CALLBACK_BODY_LIMIT + b"}") == 413


async def test_another_jobs_task_is_not_ours(client: Client, bench: Bench) -> None:  # noqa: F811
    """The address names the job; a report of another task is passed over."""
    job = await bench.jobs.save(advance(await sent(bench), Accepted(TASK)))
    assert await call(client, callback_path(KEY, job.id), line(100, task_id="foreign")) == 200
    assert await bench.load(job.id) == job


async def test_a_preview_without_a_percentage_is_no_result(client: Client, bench: Bench) -> None:  # noqa: F811
    """It would be gone in a minute, and the paid picture with it."""
    job = await sent(bench)
    await call(client, callback_path(KEY, job.id), line(0) | {"progress": None})
    assert await bench.runner.context.signals.read(job.id) == []


@pytest.mark.parametrize("code", ["too_many_requests", "timeout", "api_error", "forbidden"])
async def test_a_failure_counts_only_for_the_task_that_is_followed(
    client: Client,
    bench: Bench,  # noqa: F811
    code: str,
) -> None:
    """An earlier attempt may report late, and a service that stopped waiting may finish: lookups know better."""
    job = await sent(bench)
    failure = {"success": False, "task_id": TASK, "error": {"code": code, "message": "no"}}
    await call(client, callback_path(KEY, job.id), failure)
    assert await bench.runner.context.signals.read(job.id) == []
    await bench.jobs.save(advance(job, Accepted(TASK)))
    await call(client, callback_path(KEY, job.id), failure)
    left = await bench.runner.context.signals.read(job.id)
    assert len(left) == (code in {"too_many_requests", "forbidden"})


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("forbidden", True),
        ("bad_request", True),
        ("too_many_requests", False),
        ("timeout", False),
        ("api_error", False),
    ],
)
async def test_a_failure_that_names_no_task(
    client: Client,
    bench: Bench,  # noqa: F811
    code: str,
    ends: bool,  # noqa: FBT001
) -> None:
    """It counts while no task is known, unless an order is sent again after it; a known task goes on."""
    job = await sent(bench)
    failure = {"success": False, "error": {"code": code, "message": "no"}}
    await call(client, callback_path(KEY, job.id), failure)
    assert len(await bench.runner.context.signals.read(job.id)) == ends
    other = await bench.jobs.save(advance(await sent(bench), Accepted(TASK)))
    await call(client, callback_path(KEY, other.id), failure)
    assert await bench.runner.context.signals.read(other.id) == []
    assert await call(client, callback_path(KEY, other.id), line(100)) == 200
    assert (await bench.rerun(other.id)).state is State.DONE


async def test_whoever_looks_is_told_that_callbacks_come_in_here(client: Client) -> None:
    """So the doctor knows where the public address leads, past proxies that keep health inside."""
    found = await ask_public(str(client.make_url("/")), "PUBLIC_URL")
    assert found.status is Status.OK
    elsewhere = await ask_public(str(client.make_url("/somewhere/else/")), "PUBLIC_URL")
    assert elsewhere.status is Status.FAIL
    assert "answers 404" in elsewhere.text
