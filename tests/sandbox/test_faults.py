"""Every scripted misfortune does what its name says."""

import asyncio
from typing import Any

import aiohttp
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.faults import FAULT_KINDS, Fault, parse_fault
from bot.sandbox.prompts import read_prompt
from tests.fakes.waiting import wait_until
from tests.sandbox.driving import LINES, Hand, Open, Sandbox, eventually


async def script(sandbox: Sandbox, *faults: str) -> None:
    async with sandbox.session.post(f"{sandbox.url}/_sandbox/faults", json=list(faults)) as answer:
        assert answer.status == 200, await answer.text()


async def read_into(got: bytearray, sandbox: Sandbox, headers: dict[str, str]) -> None:
    async with sandbox.post("imagine", {"prompt": "a fox"}, headers=headers) as answer:
        async for chunk in answer.content.iter_any():
            got += chunk


async def submitted(sandbox: Sandbox) -> int:
    return int((await sandbox.overview())["submitted"])


@given(
    st.builds(
        Fault,
        st.sampled_from(sorted(FAULT_KINDS)),
        st.integers(-1, 9),
        st.text("abc ", max_size=5),
        st.integers(0, 9).map(float),
    )
)
def test_parsing(fault: Fault) -> None:
    """What is written with all settings is read back."""
    text = f"{fault.kind}:times={fault.times}:match={fault.match}:after={fault.after}"
    assert parse_fault(text) == fault


@pytest.mark.parametrize("text", ["nonsense", "cut:times", "cut:times=many", "cut:colour=red"])
def test_parsing_refuses(text: str) -> None:
    """A typing error is reported, not ignored."""
    with pytest.raises(ValueError, match=r"."):
        parse_fault(text)


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("moderation", 403, "forbidden"),
        ("used_up", 403, "used_up"),
        ("invalid_token", 401, "invalid_token"),
        ("too_many_requests", 429, "too_many_requests"),
        ("api_error", 500, "api_error"),
    ],
)
async def test_refusals(sandbox: Sandbox, kind: str, status: int, code: str) -> None:
    """Refused before a task exists; the second call goes through."""
    await script(sandbox, kind)
    answer = await sandbox.call("imagine", status, prompt="a fox")
    assert answer["error"]["code"] == code
    assert ("Al moderators" in answer["error"]["message"]) is (kind == "moderation")
    assert await submitted(sandbox) == 0
    await sandbox.call("imagine", prompt="a fox")
    assert await submitted(sandbox) == 1


@pytest.mark.parametrize(("kind", "accepted"), [("timeout", 1), ("html", 0), ("not_json", 1)])
async def test_spoilt_answers(sandbox: Sandbox, kind: str, accepted: int) -> None:
    """A gateway's page means nothing was accepted; a time-out or garbage says nothing, though the task runs."""
    await script(sandbox, kind)
    async with sandbox.post("imagine", {"prompt": "a fox"}) as answer:
        assert answer.status == {"timeout": 504, "html": 502, "not_json": 200}[kind]
        text = await answer.text()
    if kind == "timeout":
        assert orjson.loads(text)["error"]["code"] == "timeout"
    else:
        with pytest.raises(orjson.JSONDecodeError):
            orjson.loads(text)
    assert await submitted(sandbox) == accepted


@pytest.mark.parametrize(("kind", "accepted"), [("drop", 0), ("cut_first", 1), ("cut", 1)])
@pytest.mark.parametrize("headers", [LINES, {}])
async def test_cuts(sandbox: Sandbox, kind: str, accepted: int, headers: dict[str, str]) -> None:
    """The connection breaks; whether a task exists depends on when."""
    await script(sandbox, kind)
    got = bytearray()
    with pytest.raises(aiohttp.ClientError):
        await read_into(got, sandbox, headers)
    assert got.count(b"\n") == (1 if kind == "cut" and headers else 0)
    assert await submitted(sandbox) == accepted


async def test_moderation_late(open_sandbox: Open) -> None:
    """The task fails on its way: HTTP 200 in the record, an error line in a stream, 403 for a blocking call."""
    sandbox = await open_sandbox(seconds=0.2, steps=3)
    await script(sandbox, "moderation_late:times=-1")
    lines = await sandbox.lines(prompt="a fox")
    assert len(lines) > 1
    assert lines[-1]["success"] is False
    assert lines[-1]["error"]["code"] == "forbidden"
    record = await sandbox.record(lines[-1]["task_id"])
    assert record["response"] == lines[-1]
    assert record["finished_at"]
    assert (await sandbox.call("imagine", 403, prompt="a fox"))["error"]["code"] == "forbidden"


async def test_stall(open_sandbox: Open) -> None:
    """The stream falls silent but the task finishes."""
    sandbox = await open_sandbox(seconds=0.1)
    await script(sandbox, "stall:times=-1")
    async with sandbox.post("imagine", {"prompt": "a fox"}, headers=LINES) as answer:
        first = orjson.loads(await answer.content.readline())
        record = await eventually(lambda: sandbox.record(first["task_id"]), lambda seen: seen["finished_at"])
        assert record["response"]["progress"] == 100
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await answer.content.readline()


async def test_never(open_sandbox: Open, hand: Hand) -> None:
    """However long one waits, it is still running."""
    sandbox = await open_sandbox(clock=hand, seconds=10)
    await script(sandbox, "never")
    ack = await sandbox.call("imagine", prompt="a fox", **{"async": True})
    hand.now += 1e6
    record = await sandbox.record(ack["task_id"])
    assert record["finished_at"] is None
    assert record["response"]["progress"] < 100


async def test_slow_first_byte(open_sandbox: Open, hand: Hand) -> None:
    """The acknowledgement itself is late."""
    sandbox = await open_sandbox(clock=hand)
    await script(sandbox, "slow_first_byte:after=5")
    async with asyncio.TaskGroup() as group:
        call = group.create_task(sandbox.call("imagine", prompt="a fox", **{"async": True}))
        await eventually(lambda: submitted(sandbox), bool)
        assert not call.done()
        hand.now += 6
    assert call.result()["task_id"]


@pytest.mark.parametrize(
    ("kind", "times"), [("duplicate_callback", 2), ("late_callback:after=0.1", 1), ("no_callback", 0)]
)
async def test_callbacks(
    sandbox: Sandbox, listener: tuple[str, list[dict[str, Any]]], kind: str, times: int
) -> None:
    """Twice, later, or not at all; the next one is as usual."""
    url, received = listener
    await script(sandbox, kind)
    first = await sandbox.call("imagine", prompt="a fox", callback_url=url)
    await wait_until(lambda: len(received) >= times, "the callbacks of the first")
    second = await sandbox.call("imagine", prompt="a cat", callback_url=url)
    await wait_until(lambda: received and received[-1]["task_id"] == second["task_id"], "the second callback")
    assert [body["task_id"] for body in received] == [first["task_id"]] * times + [second["task_id"]]


async def test_unknown_actions(sandbox: Sandbox) -> None:
    """New buttons appear and can be pressed."""
    await script(sandbox, "unknown_actions")
    done = await sandbox.call("imagine", prompt="a fox")
    assert done["actions"][-2:] == ["sparkle_remix", "animate_magic"]
    again = await sandbox.call("imagine", action="sparkle_remix", image_id=done["image_id"])
    assert (await sandbox.pixels(again["image_url"])).shape[:2] == (again["image_height"], again["image_width"])


async def test_plain_json(sandbox: Sandbox) -> None:
    """One JSON body although a stream was asked for."""
    await script(sandbox, "plain_json")
    async with sandbox.post("imagine", {"prompt": "a fox"}, headers=LINES) as answer:
        assert answer.content_type == "application/json"
        assert (await answer.json())["progress"] == 100


async def test_fragment(open_sandbox: Open) -> None:
    """Chunks do not respect lines, blank lines come between, the last newline is missing, and nothing is lost."""
    sandbox = await open_sandbox(seconds=0.2, steps=3)
    await script(sandbox, "fragment")
    chunks = []
    async with sandbox.post("imagine", {"prompt": "a fox"}, headers=LINES) as answer:
        async for chunk, _ in answer.content.iter_chunks():
            chunks.append(chunk)
    whole = b"".join(chunks)
    assert not whole.endswith(b"\n")
    assert b"\n\n" in whole
    assert any(b"\n" in chunk.strip() for chunk in chunks)
    assert [orjson.loads(line)["progress"] for line in whole.splitlines() if line.strip()][-1] == 100


async def test_straight(open_sandbox: Open) -> None:
    """No previews at all."""
    sandbox = await open_sandbox(seconds=0.1)
    await script(sandbox, "straight")
    assert [line["progress"] for line in await sandbox.lines(prompt="a fox")] == [100]


async def test_lost_previews(open_sandbox: Open, hand: Hand) -> None:
    """Preview links are dead from the start."""
    sandbox = await open_sandbox(clock=hand, seconds=10)
    await script(sandbox, "lost_previews")
    ack = await sandbox.call("imagine", prompt="a fox", **{"async": True})
    hand.now += 5
    await sandbox.get((await sandbox.record(ack["task_id"]))["response"]["image_url"], 404)


async def test_no_cells(sandbox: Sandbox) -> None:
    """The addresses are told, and lead to nothing that servers may have; the whole is there."""
    await script(sandbox, "no_cells")
    done = await sandbox.call("imagine", prompt="a fox", split_images=True)
    for url in done["sub_image_urls"]:
        assert b"Forbidden" in await sandbox.get(url, 403)
    await sandbox.get(done["raw_image_url"])
    again = await sandbox.call("imagine", prompt="a fox", split_images=True)
    await sandbox.get(again["sub_image_urls"][0])


async def test_edits_actions(sandbox: Sandbox) -> None:
    """An edit is answered with the nine actions of a grid, and each can be pressed."""
    await script(sandbox, "edits_actions:match=edits")
    grid = await sandbox.call("imagine", prompt="a fox")
    edit = await sandbox.call("edits", image_url=grid["image_url"], prompt="a hat")
    assert edit["actions"] == grid["actions"]
    whole = await sandbox.pixels(edit["raw_image_url"])
    half = whole.shape[0] // 2
    for action in edit["actions"]:
        done = await sandbox.call("imagine", action=action, image_id=edit["image_id"])
        pixels = await sandbox.pixels(done["raw_image_url"])
        if action == "upscale4":
            assert (pixels == whole[half:, half:]).all()
    other = await sandbox.call("edits", image_url=grid["image_url"], prompt="a hat")
    assert "actions" not in other
    await sandbox.call("imagine", 400, action="upscale1", image_id=other["image_id"])


async def test_matching_and_counting(sandbox: Sandbox) -> None:
    """A fault waits for its words, strikes as often as told, and looks at look-ups only when it names them."""
    await script(sandbox, "used_up:match=storm:times=2", "api_error:match=retrieve")
    await sandbox.call("imagine", prompt="a fox")
    for _ in range(2):
        await sandbox.call("imagine", 403, prompt="a Storm")
    await sandbox.call("imagine", prompt="a storm")
    await sandbox.call("tasks", 500, action="retrieve", id="x")
    await sandbox.call("tasks", action="retrieve", id="x")
    assert [fault["left"] for fault in (await sandbox.overview())["faults"]] == [0, 0]


async def test_wishes(sandbox: Sandbox) -> None:
    """A word in the prompt breaks things too, and is not drawn."""
    await sandbox.call("imagine", 403, prompt="a fox sandbox:used_up")
    await sandbox.call("imagine", prompt="a fox sandbox:nonsense")
    assert read_prompt("a sandbox:cut fox").text == "a fox"
    assert read_prompt("a sandbox:cut fox").faults == ("cut",)


async def test_failure_rate(open_sandbox: Open) -> None:
    """The same seed fails the same submissions; rate 1 fails every one."""
    for _ in range(2):
        sandbox = await open_sandbox(failure_rate=0.5, seed=3)
        statuses = []
        for _ in range(6):
            try:
                async with sandbox.post("imagine", {"prompt": "a fox"}) as answer:
                    statuses.append(answer.status)
            except aiohttp.ClientError:
                statuses.append(0)
        assert len(set(statuses)) > 1
        first = statuses
    assert statuses == first


async def test_admin(sandbox: Sandbox) -> None:
    """Requests and doubles are counted; speed and script can be changed; nonsense is refused."""
    for _ in range(2):
        await sandbox.call("imagine", prompt="a fox")
    await sandbox.call("imagine", prompt="a cat")
    overview = await sandbox.overview()
    assert (overview["submitted"], overview["duplicates"]) == (3, 1)
    assert overview["requests"] == {"/midjourney/imagine": 3}
    assert {"id", "type", "action", "prompt", "created_at", "state"} <= overview["tasks"][0].keys()
    assert await sandbox.call("/_sandbox/settings", seconds=2) == {
        "seconds": 2.0,
        "skipped": 0.0,
        "hold_files": False,
    }
    await sandbox.call("/_sandbox/settings", 400, seconds="soon")
    async with sandbox.session.post(f"{sandbox.url}/_sandbox/faults", json=["nonsense"]) as answer:
        assert answer.status == 400
    await script(sandbox, "cut")
    async with sandbox.session.delete(f"{sandbox.url}/_sandbox/faults") as answer:
        assert await answer.json() == {"faults": []}
