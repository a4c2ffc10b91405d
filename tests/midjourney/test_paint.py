"""An order is sent once, and what comes back is told."""

import asyncio
from contextlib import aclosing
from pathlib import Path

import pytest

from bot.domain.errors import Code, Started
from bot.domain.ids import ImageId, TaskId
from bot.domain.order import Act, Edit, Shorten
from bot.domain.update import Accepted, Failed, Fault, Finished, Progressed
from bot.midjourney.client import AceData, open_painter
from bot.midjourney.timeouts import Timeouts
from tests.fakes.clock import FakeClock
from tests.fakes.waiting import wait_until
from tests.midjourney.driving import FOX, paint, trouble
from tests.midjourney.samples import SENT, TASK, final, job, preview, refusal
from tests.midjourney.serving import NDJSON, TOKEN, Asked, Server, Write, chunked, hang_up, head, line, reply

STREAM = line(**preview(35)) + line(**preview(75)) + line(**final())
SMOOTH = [Accepted, Progressed, Progressed, Finished]


async def test_stream(server: Server, painter: AceData) -> None:
    """Task, steps, result; and the request has all the service wants."""
    server.script = [chunked(STREAM[:200], STREAM[200:201], STREAM[201:])]
    assert [type(update) for update in await paint(painter)] == SMOOTH
    (asked,) = server.asked
    assert (asked.method, asked.target) == ("POST", "/midjourney/imagine")
    assert asked.body == {"action": "generate", "prompt": "a fox", "mode": "fast", "timeout": 900}
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["accept"] == NDJSON
    assert asked.headers["user-agent"].startswith("chatelier")
    assert "gzip" not in asked.headers["accept-encoding"]


async def test_news_come_as_they_are_told(server: Server, painter: AceData) -> None:
    """A step is passed on before the next one is there."""
    more = asyncio.Event()

    async def slow(asked: Asked, write: Write) -> None:
        await write(head() + line(**preview()))
        await more.wait()
        await write(line(**final()))

    server.script = [slow]
    async with aclosing(painter.paint(job(FOX))) as updates:  # type: ignore[type-var]  # it is a generator
        assert type(await anext(updates)) is Accepted
        assert type(await anext(updates)) is Progressed
        more.set()
        assert type(await anext(updates)) is Finished


async def test_megabytes_in_a_line(server: Server, painter: AceData) -> None:
    """A preview may come inside its line."""
    server.script = [chunked(line(**preview(image="A" * 3_000_000)) + line(**final()))]
    assert [type(update) for update in await paint(painter)] == [Accepted, Progressed, Finished]


async def test_slow_first_byte(server: Server, hasty: AceData) -> None:
    """Nothing is sent while an order queues, for longer than a stream may stall."""

    async def queue(asked: Asked, write: Write) -> None:
        await asyncio.sleep(0.3)
        await write(head())
        await asyncio.sleep(0.3)
        await write(STREAM)

    server.script = [queue]
    assert [type(update) for update in await paint(hasty)] == SMOOTH


@pytest.mark.parametrize("length", [0, 1, 150, len(line(**preview())) - 1])
async def test_cut_before_the_first_line(server: Server, painter: AceData, length: int) -> None:
    """Without a name there is nothing to follow, and the order may have been taken."""
    server.script = [chunked(STREAM[:length], end=False) if length else chunked(end=False)]
    told, error = await trouble(painter)
    assert (told, error.code, error.started) == ([], Code.UNAVAILABLE, Started.UNKNOWN)
    assert len(server.asked) == 1


async def test_cut_in_the_middle(server: Server, painter: AceData) -> None:
    """What was told before the cut was told; the task can be followed by its name."""
    server.script = [chunked(STREAM[: len(line(**preview())) + 50], end=False)]
    told, error = await trouble(painter)
    assert [type(update) for update in told] == [Accepted, Progressed]
    assert error.started is Started.UNKNOWN


async def test_stall(server: Server, hasty: AceData) -> None:
    """A stream that falls silent is left, in doubt."""

    async def stall(asked: Asked, write: Write) -> None:
        await write(head() + line(**preview()))
        await server.stop.wait()

    server.script = [stall]
    told, error = await trouble(hasty)
    assert [type(update) for update in told] == [Accepted, Progressed]
    assert (error.code, error.started) == (Code.TIMED_OUT, Started.UNKNOWN)


async def test_never_an_answer(server: Server) -> None:
    """Neither is the head waited for without end."""

    async def silence(asked: Asked, write: Write) -> None:
        await server.stop.wait()

    server.script = [silence]
    timeouts = Timeouts(first=2.0, stall=2.0)
    async with open_painter(server.url, TOKEN, clock=FakeClock(), timeouts=timeouts, task_timeout=480) as painter:
        _, error = await trouble(painter)
    assert (error.code, error.started) == (Code.TIMED_OUT, Started.UNKNOWN)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("set_to", "now", "sent"),
    [
        (None, SENT, 900),  # all that the job may take
        (None, SENT + 300.2, 600),  # what is left of it
        (None, SENT + 899, 30),  # nothing is painted in less
        (None, SENT - 86_400, 7200),  # nobody waits longer
        (45, SENT, 45),
    ],
)
async def test_the_service_is_told_how_long_it_may_take(
    server: Server, set_to: int | None, now: float, sent: int
) -> None:
    """As long as the job has left, unless an operator says otherwise; edits and clips have no such field."""
    server.script = [chunked(STREAM), chunked(STREAM)]
    async with open_painter(server.url, TOKEN, clock=FakeClock(now), task_timeout=set_to) as painter:
        await paint(painter)
        await paint(painter, Edit("https://pictures.example/a.png", "blue"))
    assert [asked.body.get("timeout") for asked in server.asked] == [sent, None]


def test_the_first_word_is_waited_for_as_long_as_the_service_may_be_silent() -> None:
    """It says nothing while a picture queues: whoever grants it more time has to wait longer, too."""
    timeouts = Timeouts(first=500.0, stall=90.0)
    assert [timeouts.for_stream(granted).sock_read for granted in (0, 30, 480, 1800)] == [500, 500, 500, 1820]


@pytest.mark.parametrize(
    ("status", "code", "kind", "started"),
    [
        (400, "bad_request", Code.BAD_REQUEST, Started.ENDED),
        (401, "invalid_token", Code.UNAUTHORIZED, Started.ENDED),
        (403, "used_up", Code.OUT_OF_CREDIT, Started.ENDED),
        (403, "forbidden", Code.REFUSED, Started.ENDED),
        (429, "too_many_requests", Code.TOO_MANY, Started.NO),
        (500, "api_error", Code.UNAVAILABLE, Started.ENDED),
        (504, "timeout", Code.TIMED_OUT, Started.UNKNOWN),
    ],
)
async def test_refusals(
    server: Server, painter: AceData, status: int, code: str, kind: Code, started: Started
) -> None:
    """An error instead of a stream is told apart, and never answered by sending again."""
    body = {"error": {"code": code, "message": f"No: {TOKEN}"}}
    server.script = [reply(status, body, X_Trace_Id="trace-9")]
    told, error = await trouble(painter)
    assert (told, error.code, error.started, error.trace_id) == ([], kind, started, "trace-9")
    assert error.message == "No: ***"
    assert len(server.asked) == 1


async def test_html(server: Server, painter: AceData) -> None:
    """A gateway's page is nothing to show, and tells nothing."""
    server.script = [reply(502, b"<html><h1>502</h1></html>", "text/html")]
    _, error = await trouble(painter)
    assert (error.code, error.started, error.message) == (Code.UNAVAILABLE, Started.UNKNOWN, "")


async def test_timeout_that_names_its_task(server: Server, painter: AceData) -> None:
    """When the service stops waiting and names the task, it is there to be followed."""
    server.script = [reply(504, {"task_id": TASK, "error": {"code": "timeout", "message": "late"}})]
    told, error = await trouble(painter)
    assert (told, error.started) == ([Accepted(TaskId(TASK))], Started.UNKNOWN)


async def test_garbage(server: Server, painter: AceData) -> None:
    """A good status with no sense in it leaves the order in doubt."""
    server.script = [reply(200, b"<html>Welcome</html>", "text/html")]
    _, error = await trouble(painter)
    assert (error.code, error.started) == (Code.UNREADABLE, Started.UNKNOWN)


async def test_plain_answer(server: Server, painter: AceData) -> None:
    """A stream that was asked for may come as one object."""
    server.script = [reply(200, final())]
    assert [type(update) for update in await paint(painter)] == [Accepted, Finished]


async def test_failed_line(server: Server, painter: AceData) -> None:
    """A task may fail after it began; the service's words come without our token."""
    server.script = [chunked(line(**preview()) + line(**refusal(message=f"{TOKEN} is bad")))]
    assert (await paint(painter))[-1] == Failed(Fault(Code.REFUSED, "*** is bad", "trace-1"), TaskId(TASK))


async def test_poll(server: Server) -> None:
    """Without streams an acknowledgement is asked for, and ends it."""
    server.script = [reply(200, {"task_id": TASK})]
    async with open_painter(server.url + "/", TOKEN, clock=FakeClock(), updates="poll") as painter:
        assert await paint(painter, Act("reroll", ImageId("1"))) == [Accepted(TaskId(TASK))]
    (asked,) = server.asked
    assert asked.body == {
        "action": "reroll",
        "image_id": "1",
        "mode": "fast",
        "async": True,
        "timeout": 900,
    }
    assert asked.headers["accept"] == "application/json"


async def test_hung_up(server: Server, painter: AceData) -> None:
    """Closed before an answer: it may have been taken, so it is not sent again."""
    server.script = [hang_up()]
    _, error = await trouble(painter)
    assert (error.code, error.started) == (Code.UNAVAILABLE, Started.UNKNOWN)
    assert len(server.asked) == 1


async def test_hung_up_between_two_orders(server: Server, painter: AceData) -> None:
    """Each order has a connection of its own, so a kept one that died cannot swallow it."""
    server.script = [reply(200, final(), Connection="keep-alive")]
    await paint(painter)
    assert [type(update) for update in await paint(painter)] == [Accepted, Finished]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_redirect(server: Server, painter: AceData, status: int) -> None:
    """An order goes nowhere but where we sent it."""
    server.script = [reply(status, b"", Location=f"{server.url}/elsewhere")]
    _, error = await trouble(painter)
    assert (error.code, error.started) == (Code.MISCONFIGURED, Started.ENDED)
    assert len(server.asked) == 1


async def test_nobody_there(unused_url: str) -> None:
    """A connection that never stood carried nothing: it can be tried again."""
    async with open_painter(unused_url, TOKEN, clock=FakeClock()) as painter:
        for order in (FOX, Shorten("a fox")):
            _, error = await trouble(painter, order)
            assert (error.code, error.started) == (Code.UNAVAILABLE, Started.NO)


async def test_no_place_in_the_pool(server: Server) -> None:
    """An order that found no free connection was not sent; lookups have connections of their own."""

    async def hold(asked: Asked, write: Write) -> None:
        await server.stop.wait()

    server.script = [hold, reply(200, {"items": []})]
    timeouts = Timeouts(connect=2.0)
    async with (
        open_painter(server.url, TOKEN, clock=FakeClock(), timeouts=timeouts, limit=1) as painter,
        asyncio.TaskGroup() as group,
    ):
        first = group.create_task(paint(painter))
        await wait_until(lambda: server.asked, "the first order is there")
        _, error = await trouble(painter)
        assert error.started is Started.NO
        assert await painter.look_up([TaskId(TASK)]) == {}
        first.cancel()


async def test_leaving_early(server: Server, painter: AceData) -> None:
    """Whoever stops listening closes the connection."""

    async def endless(asked: Asked, write: Write) -> None:
        await write(head())
        while True:
            await write(line(**preview()))
            await asyncio.sleep(0)

    server.script = [endless]
    async with aclosing(painter.paint(job(FOX))) as updates:  # type: ignore[type-var]  # it is a generator
        assert await anext(updates) == Accepted(TaskId(TASK))


def test_one_post_in_the_source() -> None:
    """There is one place that posts orders, so there is one place that could send twice; uploads cost nothing."""
    folder = Path(__file__).parents[2] / "bot" / "midjourney"
    assert sum(file.read_text().count(".post(") for file in folder.glob("*.py") if file.name != "upload.py") == 1
