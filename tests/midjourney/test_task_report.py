"""What operators are told of a task, whatever its record looks like; and how many are asked for at once."""

from typing import Any

import orjson
import pytest

from bot.domain.ids import TaskId, code_of
from bot.domain.recalled import Charge, TaskState
from bot.midjourney.client import AceData
from bot.task_names import find_named
from bot.task_report import TaskQuery, answer_query, charge_text, format_json, format_lines, read_age
from tests.midjourney.samples import clip, final, preview, refusal
from tests.midjourney.serving import Asked, Server, Write, reply
from tests.midjourney.test_recall import PERSONAL

T = TaskId("T")
ENDED = {"started_at": 1000.5, "finished_at": 1042.5, "elapsed": 42.0}
STILL = {"started_at": 1000.5, "finished_at": None, "elapsed": None}
SHAPES: dict[str, tuple[dict[str, Any], TaskState, Charge | None]] = {
    "without a response": ({}, TaskState.PENDING, None),
    "null as response": ({"response": None, **STILL}, TaskState.PENDING, None),
    "nothing in the response": ({"response": {}, **STILL}, TaskState.PENDING, None),
    "a preview": ({"response": preview(), **STILL}, TaskState.RUNNING, None),
    "an error before the end": ({"response": refusal(), **STILL}, TaskState.PENDING, None),
    "done": ({"response": final(), **ENDED}, TaskState.DONE, None),
    "clips": ({"type": "videos", "response": clip(), **ENDED}, TaskState.DONE, None),
    "words": (
        {
            "type": "describe",
            "request": {"image_url": "a fox"},
            "response": {"descriptions": ["a fox"], "cost": {"amount": 0.18, "currency": "Credit"}},
        },
        TaskState.DONE,
        Charge(0.18, "Credit"),
    ),
    "a cost of its own": ({"response": final(), "cost": "0.27", **ENDED}, TaskState.DONE, Charge(0.27)),
    "a cost that says nothing": ({"response": final(), "cost": {"list_amount": 1}}, TaskState.DONE, None),
    "failed": ({"response": refusal(), **ENDED}, TaskState.FAILED, Charge(0.0)),
    "failed without words": (
        {"response": {"success": False, "error": None}, **ENDED},
        TaskState.FAILED,
        Charge(0.0),
    ),
    "an older record": (
        {"_id": "1", "duration": 42, "mode": "fast", "job_id": "j", "hold": False, "response": final()},
        TaskState.DONE,
        None,
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
async def test_every_shape_of_a_record(server: Server, painter: AceData, shape: str) -> None:
    """Its state, its names and what it cost, as lines and as JSON; and nothing personal in either."""
    members, state, charge = SHAPES[shape]
    record = {"id": "T", "type": "imagine", "created_at": 1000.0, "trace_id": "X", "request": {"prompt": "a fox"}}
    server.script = [reply(200, record | PERSONAL | members)]
    answer = await answer_query(painter, TaskQuery(["T"]))
    assert [(one.task_id, one.state, one.charge, one.words) for one in answer.tasks] == [
        ("T", state, charge, "a fox")
    ]
    assert server.asked[0].body == {"action": "retrieve", "id": "T"}
    lines, told = format_lines(answer), format_json(answer)
    assert all(
        part in lines for part in ("T  ", str(state), "1970-01-01T00:16:40Z", "trace X", code_of(T), "a fox")
    )
    (task,) = orjson.loads(told)["tasks"]
    assert (task["id"], task["state"], task["trace_id"], task["words"]) == ("T", state, "X", "a fox")
    assert (task["error"] is not None, task["result"] is not None) == (
        state is TaskState.FAILED,
        state is TaskState.DONE,
    )
    for text in (lines, told):
        assert "email" not in text
        assert not [word for word in PERSONAL.values() if word in text]


@pytest.mark.parametrize("body", [b"{}", b"null", b'{"items":[],"count":0}'])
async def test_what_is_not_known(server: Server, painter: AceData, body: bytes) -> None:
    """It is asked for by its id, then by its trace, and named."""
    server.script = [reply(200, body)]
    answer = await answer_query(painter, TaskQuery(["T"]))
    assert (answer.tasks, answer.unknown) == ([], ["T"])
    assert [asked.body for asked in server.asked] == [
        {"action": "retrieve", "id": "T"},
        {"action": "retrieve", "trace_id": "T"},
    ]


async def test_an_older_way_to_say_so(server: Server, painter: AceData) -> None:
    """404, for one and for the other."""
    server.script = [reply(404, {"error": {"code": "task_not_found", "message": "?"}})]
    assert (await answer_query(painter, TaskQuery(["T"]))).unknown == ["T"]


async def test_many_are_asked_for_in_batches(server: Server, painter: AceData) -> None:
    """Fifty a call, with their number as the limit; by trace ids as by ids, in the order that was asked for."""

    async def echo(asked: Asked, write: Write) -> None:
        traces = asked.body.get("trace_ids") or [asked.body[one] for one in ("trace_id",) if one in asked.body]
        ids = asked.body.get("ids", [])
        items = [{"id": one} for one in ids if int(one) % 2] + [
            {"id": f"of {one}", "trace_id": one} for one in traces
        ]
        await reply(200, {"items": items[::-1][: asked.body.get("limit")], "count": 1})(asked, write)

    server.script = [echo]
    names = [str(number) for number in range(120)]
    assert list(await find_named(painter, names)) == names
    sizes = [len(asked.body.get("ids") or asked.body["trace_ids"]) for asked in server.asked]
    assert sizes == [50, 50, 20, 50, 10]
    server.asked.clear()
    assert [one.task_id for one in (await answer_query(painter, TaskQuery(names[:51], traces=True))).tasks] == [
        f"of {name}" for name in names[:51]
    ]
    assert server.asked[1].body == {"action": "retrieve", "trace_id": "50"}


async def test_the_trace_may_stand_elsewhere(server: Server, painter: AceData) -> None:
    """In the response or the request of older records."""
    items = [
        {"id": "a", "trace_id": "", "response": final(trace_id="X")},
        {"id": "b", "request": {"trace_id": "Y"}},
        {"id": "c", "trace_id": "foreign"},
    ]
    server.script = [reply(200, {"items": items})]
    found = await painter.recall_traces(["Y", "X", "Z"])
    assert {name: one.task_id for name, one in found.items()} == {"Y": "b", "X": "a"}


async def test_the_list_is_sifted_here_too(server: Server, painter: AceData) -> None:
    """The members for it are known from one client only, so a service may not heed them."""
    items = [
        {"id": f"{kind}-{made}", "type": kind, "created_at": float(made)}
        for made in range(300, 200, -1)
        for kind in ("imagine", "videos")
    ]
    server.script = [reply(200, {"items": items[at : at + 50]}) for at in range(0, 200, 50)]
    listed = await painter.list_tasks(kind="videos", since=260.0, limit=100)
    assert [one.task_id for one in listed] == [f"videos-{made}" for made in range(300, 259, -1)]
    assert server.asked[1].body == {
        "action": "retrieve_batch",
        "limit": 50,
        "offset": 50,
        "type": "videos",
        "created_at_min": 260.0,
    }
    assert len(server.asked) == 3  # the third page has nothing that is new enough
    server.script = [reply(200, {"items": items[:50]})]
    assert len(await painter.list_tasks(limit=7)) == 7


def test_ages_and_charges() -> None:
    """As they are typed, and as they are told."""
    assert [read_age(text) for text in ("90s", "30m", "2h", "3D")] == [90, 1800, 7200, 259_200]
    for text in ("", "2", "h", "-1h", "2 h", "1.5h", "1w"):
        with pytest.raises(ValueError, match="such as 90s"):
            read_age(text)
    told = [charge_text(charge) for charge in (None, Charge(0), Charge(0.27, "Credit"), Charge(1.5))]
    assert told == ["charge not told", "not charged", "charged 0.27 Credit", "charged 1.5"]


async def test_a_terminal_obeys_nothing(server: Server, painter: AceData) -> None:
    """Words and reasons are other people's."""
    error = {"success": False, "error": {"code": "bad_request", "message": "no\x1b[2J\nway"}}
    record = {"id": "T", "request": {"prompt": "a\x1b]0;x\x07 fox\nroot#"}, "response": error, "finished_at": 2.0}
    server.script = [reply(200, record)]
    lines = format_lines(await answer_query(painter, TaskQuery(["T"])))
    assert "\x1b" not in lines
    assert "a]0;x fox root#" in lines
    assert "bad_request: no [2J way" in lines
