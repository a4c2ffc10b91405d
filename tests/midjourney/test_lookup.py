"""Lookups are free: asked in batches, repeated when they fail, read generously."""

import pytest

from bot.domain.errors import Code, ServiceError
from bot.domain.ids import TaskId
from bot.domain.order import Imagine
from bot.domain.prompt import Prompt
from bot.domain.update import Accepted, Failed, Finished, Progressed
from bot.midjourney.client import AceData, open_painter
from bot.midjourney.requests import UNKNOWN_TASK_ID
from tests.fakes.clock import FakeClock
from tests.midjourney.samples import SENT, final, job, preview, refusal
from tests.midjourney.serving import TOKEN, Asked, Server, Write, hang_up, reply

T = TaskId("T")


async def test_states(server: Server, painter: AceData) -> None:
    """Each task has its own state; unknown ones are missing, and others' are not passed on."""
    items = [
        {"id": "ended", "finished_at": 2.0, "response": final(task_id="ended")},
        {"id": "drawing", "finished_at": None, "response": preview()},
        {"id": "queued", "request": {}, "response": None},
        {"id": "failed", "finished_at": 2.0, "response": refusal()},
        {"id": "foreign", "response": None},
        None,
    ]
    server.script = [reply(200, {"items": items, "count": 5})]
    ids = [TaskId(name) for name in ("queued", "drawing", "ended", "failed", "unknown", "queued", "")]
    found = await painter.look_up(ids)
    assert {name: type(update) for name, update in found.items()} == {
        "queued": Accepted,
        "drawing": Progressed,
        "ended": Finished,
        "failed": Failed,
    }
    assert server.asked[0].target == "/midjourney/tasks"
    assert server.asked[0].body == {
        "action": "retrieve_batch",
        "ids": ["queued", "drawing", "ended", "failed", "unknown"],
        "limit": 5,
    }


async def test_batches(server: Server, painter: AceData) -> None:
    """More than fifty tasks take more than one lookup, none of them too large or cut short."""

    async def echo(asked: Asked, write: Write) -> None:
        items = [{"id": one} for one in reversed(asked.body["ids"])]
        await reply(200, {"items": items[: asked.body["limit"]], "count": 1})(asked, write)

    server.script = [echo]
    ids = [TaskId(f"task-{number}") for number in range(120)]
    assert list(await painter.look_up(ids)) == ids
    assert [len(asked.body["ids"]) for asked in server.asked] == [50, 50, 20]


async def test_nothing_to_ask(server: Server, painter: AceData) -> None:
    """No ids, no request: without ids the service would list what it likes."""
    assert await painter.look_up([]) == {}
    assert server.asked == []


@pytest.mark.parametrize(
    "faulty",
    [
        reply(500, {"error": {"code": "api_error", "message": "fetch failed"}}),
        reply(429, {"error": {"code": "too_many_requests"}}),
        reply(502, b"<html>", "text/html"),
        hang_up(),
    ],
    ids=["500", "429", "502", "hung up"],
)
async def test_again(server: Server, painter: AceData, faulty: object) -> None:
    """A passing fault costs a try, of three."""
    server.script = [faulty, faulty, reply(200, {"items": [{"id": "T"}]})]  # type: ignore[list-item]  # all are answers
    assert await painter.look_up([T]) == {T: Accepted(T)}
    assert len(server.asked) == 3


async def test_in_vain(server: Server, painter: AceData) -> None:
    """Three tries are all; what is no passing fault is not tried again."""
    server.script = [reply(503, b"")]
    with pytest.raises(ServiceError) as caught:
        await painter.look_up([T])
    assert (caught.value.code, len(server.asked)) == (Code.UNAVAILABLE, 3)
    server.script = [reply(401, {"error": {"code": "invalid_token"}})]
    with pytest.raises(ServiceError) as caught:
        await painter.look_up([T])
    assert (caught.value.code, len(server.asked)) == (Code.UNAUTHORIZED, 4)


@pytest.mark.parametrize("body", [b"{}", b"null", b" null\n", b'{"items":null,"count":0}'])
async def test_unknown(server: Server, painter: AceData, body: bytes) -> None:
    """An empty answer knows none of them."""
    server.script = [reply(200, body)]
    assert await painter.look_up([T]) == {}


async def test_not_found(server: Server, painter: AceData) -> None:
    """So does the older way to say it; a wrong path is something else."""
    server.script = [reply(404, {"error": {"code": "task_not_found", "message": "?"}})]
    assert await painter.look_up([T]) == {}
    server.script = [reply(404, {"error": {"code": "no_api", "message": "?"}})]
    with pytest.raises(ServiceError):
        await painter.look_up([T])


async def test_recent(server: Server, painter: AceData) -> None:
    """The last tasks are listed; ours are those that ask for the same at the same time."""
    items = [
        {"id": "other", "created_at": SENT, "request": {"prompt": "a cat"}},
        {"id": "old", "created_at": SENT - 100, "request": {"prompt": "a fox"}},
        {"id": "later", "created_at": SENT + 20.5, "request": {"prompt": "a fox", "mask": None}},
        {"id": "ours", "created_at": SENT + 0.5, "request": {"prompt": "a fox", "action": "generate"}},
    ]
    server.script = [reply(200, {"items": items, "count": 900})]
    assert await painter.recent(job(Imagine(Prompt("a fox")))) == ["ours", "later"]
    assert server.asked[0].body == {"action": "retrieve_batch", "limit": 50}


async def test_check(server: Server, painter: AceData) -> None:
    """A task that cannot exist is asked for: the token is tried at no cost."""
    server.script = [reply(200, b"null")]
    await painter.check_token()
    assert server.asked[0].body == {"action": "retrieve", "id": UNKNOWN_TASK_ID}


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, b'{"error":{"code":"invalid_token","message":"no"}}', Code.UNAUTHORIZED),
        (403, b'{"error":{"code":"forbidden","message":"no"}}', Code.UNAUTHORIZED),
        (403, b'{"error":{"code":"used_up","message":"no"}}', Code.OUT_OF_CREDIT),
        (404, b"<html>", Code.MISCONFIGURED),
        (200, b"<html>", Code.UNREADABLE),
    ],
)
async def test_check_fails(server: Server, painter: AceData, status: int, body: bytes, code: Code) -> None:
    """What is wrong says who must act; here "forbidden" cannot be moderation."""
    server.script = [reply(status, body)]
    with pytest.raises(ServiceError) as caught:
        await painter.check_token()
    assert caught.value.code is code


async def test_nobody_there(unused_url: str) -> None:
    """A service that cannot be reached says so."""
    async with open_painter(unused_url, TOKEN, clock=FakeClock()) as painter:
        with pytest.raises(ServiceError) as caught:
            await painter.check_token()
    assert caught.value.code is Code.UNAVAILABLE


async def test_wrong_address() -> None:
    """An address that is none is the operator's to mend."""
    async with open_painter("ftp://127.0.0.1", TOKEN, clock=FakeClock()) as painter:
        with pytest.raises(ServiceError) as caught:
            await painter.check_token()
    assert caught.value.code is Code.MISCONFIGURED
