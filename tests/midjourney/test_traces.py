"""What the service calls a request stays known, wherever it was said: people are to have it for its support."""

from typing import Any

import orjson
import pytest

from bot.domain.ids import ImageId, TaskId
from bot.domain.image import TextResult
from bot.domain.job import Job, State, advance
from bot.domain.order import Animate, AskSeed, Describe, Edit, Imagine, Order, Shorten, Translate
from bot.domain.prompt import Prompt
from bot.domain.update import Accepted, Failed, Finished, Progressed
from bot.midjourney.client import AceData
from bot.midjourney.schemas import Record
from bot.midjourney.updates import update_from_record
from tests.midjourney.driving import FOX, paint
from tests.midjourney.samples import TASK, job
from tests.midjourney.serving import Server, reply

FILM = {"task_id": TASK, "success": True, "video_id": "v", "video_urls": ["https://x.example/0.mp4"]}
PICTURE = {
    "task_id": TASK,
    "success": True,
    "image_url": "https://x.example/a.png",
    "image_id": "1",
    "progress": 100,
}
REFUSED = {"success": False, "task_id": TASK, "error": {"code": "forbidden", "message": "no"}}


def learned(order: Order, updates: list[Any]) -> Job:
    """The job, once it was told all of that."""
    known = Job(job(order).id, order, job(order).origin, 1.0, 2.0, State.SENT)
    for update in updates:
        known = advance(known, update)
    return known


def trace_shown(known: Job) -> str:
    """As its card tells it."""
    return known.trace_id or (known.fault.trace_id if known.fault else "")


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        (FOX, PICTURE),
        (FOX, {"task_id": TASK}),
        (FOX, REFUSED),
        (Edit("https://x.example/a.png", "a hat"), PICTURE),
        (Animate("https://x.example/a.png"), FILM),
        (Describe("https://x.example/a.png"), {"descriptions": ["a"]}),
        (Shorten("a fox"), {"prompts": ["a"]}),
        (Translate(Prompt("ein Fuchs")), {"content": "a fox"}),
        (AskSeed(ImageId("1")), {"seed": "7"}),
        (Shorten("a fox"), REFUSED),
    ],
    ids=[
        "picture",
        "acknowledged",
        "refused",
        "edit",
        "film",
        "describe",
        "shorten",
        "translate",
        "seed",
        "words refused",
    ],
)
@pytest.mark.parametrize("where", ["head", "body", "both"])
async def test_every_answer_tells_it(
    server: Server, painter: AceData, order: Order, answer: dict[str, Any], where: str
) -> None:
    """In its head or in its body, of which the body counts."""
    body = answer if where == "head" else answer | {"trace_id": "trace-1"}
    named = {} if where == "body" else {"X_Trace_Id": "trace-1" if where == "head" else "of the head"}
    server.script = [reply(200, orjson.dumps(body) + b"\n", **named)]
    assert trace_shown(learned(order, await paint(painter, order))) == "trace-1"


async def test_a_look_up_does_not_give_its_own(server: Server, painter: AceData) -> None:
    """The head of its answer is about the look-up, and not about the task."""
    server.script = [reply(200, {"id": TASK, "type": "imagine", "request": {}}, X_Trace_Id="of the look-up")]
    assert (await painter.look_up([TaskId(TASK)]))[TaskId(TASK)].trace_id == ""  # type: ignore[union-attr]


@pytest.mark.parametrize("place", ["record", "request", "response"])
@pytest.mark.parametrize("response", [None, {"task_id": TASK, "progress": 40}, PICTURE, REFUSED, {"task_id": TASK}])
def test_every_record_tells_it(place: str, response: dict[str, Any] | None) -> None:
    """Of a task that waits, runs, is done, has failed or has nothing to show, wherever it stands there."""
    record: dict[str, Any] = {"id": TASK, "type": "imagine", "request": {"prompt": "a fox"}}
    if response is not None:
        over = response.get("progress") is None or response is PICTURE
        record |= {"response": dict(response), "finished_at": 2.0 if over else None}
    if place == "response" and response is None:
        return
    (record if place == "record" else record[place])["trace_id"] = "trace-1"
    update = update_from_record(Record.model_validate(record))
    if isinstance(update, Progressed):  # the answer to the order told it, or its result will
        return
    told = update.fault.trace_id if isinstance(update, Failed) else update.trace_id
    assert told == "trace-1"


def test_progress_that_is_called_in_first() -> None:
    """It names no trace; the acknowledgement behind it does, and counts for that alone, once."""
    known = learned(FOX, [Progressed(TaskId(TASK), 10, "")])
    assert known.trace_id == ""
    told = advance(known, Accepted(TaskId(TASK), "trace-1"))
    assert (told.trace_id, told.state) == ("trace-1", State.RUNNING)
    for again in (Accepted(TaskId(TASK), "trace-2"), Accepted(TaskId(TASK)), Accepted(TaskId("other"), "trace-3")):
        assert advance(told, again) is told
    failed = advance(told, Finished(TaskId(TASK), TextResult(("a",))))
    assert failed.trace_id == "trace-1"


def test_an_order_that_was_found_again() -> None:
    """Its task is known by its record, which names no trace at first; a look-up while it runs does."""
    found = learned(Imagine(Prompt("a fox")), [Accepted(TaskId(TASK))])
    running = {"id": TASK, "trace_id": "trace-1", "type": "imagine", "request": {}}
    assert advance(found, update_from_record(Record.model_validate(running))).trace_id == "trace-1"
