"""The four ways of calling, and what looking up shows meanwhile."""

import asyncio
from typing import Any

import aiohttp
import orjson

from tests.fakes.waiting import wait_until
from tests.sandbox.driving import LINES, Hand, Open, Sandbox, eventually

NINE = [f"upscale{n}" for n in range(1, 5)] + ["reroll"] + [f"variation{n}" for n in range(1, 5)]


async def test_blocking(open_sandbox: Open) -> None:
    """A plain call answers with the finished picture, sizes as numbers and ids as strings beyond 2**53."""
    sandbox = await open_sandbox(size=1024)
    done = await sandbox.call("imagine", prompt="a fox", mask=None, callback_url=None, strange="field")
    assert done["success"] is True
    assert done["progress"] == 100
    assert done["actions"] == NINE
    assert len(done["image_id"]) == 19
    assert int(done["image_id"]) > 2**53
    assert [done[f"{name}_{side}"] for name in ("image", "raw_image") for side in ("width", "height")] == [
        1024,
        1024,
        2048,
        2048,
    ]
    assert done["image_url"].startswith(done["raw_image_url"])


async def test_wide_sizes(open_sandbox: Open) -> None:
    """16:9 has the recorded sizes, and a cell of it half of them."""
    sandbox = await open_sandbox(size=1024)
    done = await sandbox.call("imagine", prompt="a fox --ar 16:9")
    assert (done["image_width"], done["image_height"]) == (1456, 816)
    assert (done["raw_image_width"], done["raw_image_height"]) == (2912, 1632)
    single = await sandbox.call("imagine", action="upscale1", image_id=done["image_id"])
    assert (single["raw_image_width"], single["raw_image_height"]) == (1456, 816)
    assert single["actions"][-1] == "square"


async def test_upscalers_of_old_versions(sandbox: Sandbox) -> None:
    """As in the service's guide, which was written when version 5.2 was the newest."""
    old: dict[str, Any] = {"version": "5.2", "mode": "fast"}
    grid = await sandbox.call("imagine", prompt="a fox", **old)
    single = await sandbox.call("imagine", action="upscale1", image_id=grid["image_id"], **old)
    assert [one for one in single["actions"] if "upscale" in one] == ["upscale_2x", "upscale_4x"]
    larger = await sandbox.call("imagine", action="upscale_2x", image_id=single["image_id"], **old)
    assert larger["actions"] == ["redo_upscale_2x", "redo_upscale_4x"]


async def test_stream(open_sandbox: Open) -> None:
    """Each line has its own image id and no actions, until the last."""
    sandbox = await open_sandbox(seconds=0.3, steps=3)
    lines = await sandbox.lines(prompt="a fox")
    assert len(lines) == 4
    assert len({line["image_id"] for line in lines}) == 4
    assert len({line["task_id"] for line in lines}) == 1
    progress = [line["progress"] for line in lines]
    assert progress == sorted(set(progress))
    assert progress[-1] == 100
    assert all(line["actions"] == [] for line in lines[:-1])
    assert lines[-1]["actions"] == NINE


async def test_stream_waits_in_the_queue(open_sandbox: Open, hand: Hand) -> None:
    """Nothing is sent before drawing starts, not even a status."""
    sandbox = await open_sandbox(clock=hand, seconds=10, queue=0.5, steps=1)
    async with asyncio.TaskGroup() as group:
        lines = group.create_task(sandbox.lines(prompt="a fox"))
        overview = await eventually(sandbox.overview, lambda seen: seen["tasks"])
        assert overview["tasks"][0]["state"] == "pending"
        record = await sandbox.record(overview["tasks"][0]["id"])
        assert "response" not in record
        assert record["finished_at"] is None
        hand.now += 6
        running = await sandbox.record(record["id"])
        assert running["response"]["progress"] < 100
        assert running["response"]["actions"] == []
        assert running["finished_at"] is None
        hand.now += 5
    assert (await sandbox.record(record["id"]))["response"] == lines.result()[-1]


async def test_async(sandbox: Sandbox) -> None:
    """`async` is acknowledged at once, in either format; the record has the rest."""
    ack = await sandbox.call("imagine", prompt="a fox", **{"async": True})
    assert ack.keys() <= {"task_id", "success", "trace_id"}
    async with sandbox.post("imagine", {"prompt": "a fox", "async": True}, headers=LINES) as answer:
        assert answer.content_type == "application/x-ndjson"
        assert orjson.loads(await answer.read()).keys() <= {"task_id", "success", "trace_id"}
    record = await sandbox.record(ack["task_id"])
    assert record["type"] == "imagine"
    assert record["request"] == {"prompt": "a fox", "async": True}
    assert record["elapsed"] == record["finished_at"] - record["started_at"]
    assert record["response"]["success"] is True


async def test_callback(open_sandbox: Open, listener: tuple[str, list[dict[str, Any]]]) -> None:
    """One POST at the end, with the same object a blocking call answers."""
    url, received = listener
    sandbox = await open_sandbox(seconds=0.2)
    ack = await sandbox.call("imagine", prompt="a fox", callback_url=url)
    await wait_until(lambda: received, "a callback")
    assert [body["progress"] for body in received] == [100]
    assert received[0] == (await sandbox.record(ack["task_id"]))["response"]


async def test_callback_per_line(open_sandbox: Open, listener: tuple[str, list[dict[str, Any]]]) -> None:
    """A stream asked for with a callback URL is POSTed line by line."""
    url, received = listener
    sandbox = await open_sandbox(seconds=0.2, steps=2)
    async with sandbox.post("imagine", {"prompt": "a fox", "callback_url": url}, headers=LINES) as answer:
        assert "task_id" in await answer.json(content_type=None)
    await wait_until(lambda: received and received[-1]["progress"] == 100, "the last callback")
    assert len(received) == 3


async def test_timeout(open_sandbox: Open, hand: Hand) -> None:
    """An impatient blocking call gets 504; the task goes on and is charged."""
    sandbox = await open_sandbox(clock=hand, seconds=10)
    async with asyncio.TaskGroup() as group:
        call = group.create_task(sandbox.call("imagine", 504, prompt="a fox", timeout=2))
        tasks = (await eventually(sandbox.overview, lambda seen: seen["tasks"]))["tasks"]
        hand.now += 3
    assert call.result()["error"]["code"] == "timeout"
    hand.now += 10
    assert (await sandbox.record(tasks[0]["id"]))["response"]["success"] is True


async def test_stream_timeout(open_sandbox: Open, hand: Hand) -> None:
    """An impatient stream ends without its last line; the task goes on."""
    sandbox = await open_sandbox(clock=hand, seconds=10, queue=0.1, steps=3)
    body: dict[str, Any] = {"prompt": "a fox", "timeout": 5}
    async with asyncio.TaskGroup() as group:
        call = group.create_task(sandbox.lines(**body))
        await eventually(sandbox.overview, lambda seen: seen["tasks"])
        hand.now += 4
        hand.now += 2
    assert [line["progress"] < 100 for line in call.result()] == [True, True]
    hand.now += 10
    record = await sandbox.record(call.result()[0]["task_id"])
    assert record["response"]["success"] is True


async def test_stream_timeout_in_the_queue(open_sandbox: Open, hand: Hand) -> None:
    """Before the first line it is an ordinary error."""
    sandbox = await open_sandbox(clock=hand, seconds=10, queue=0.5)
    async with asyncio.TaskGroup() as group:
        call = group.create_task(_status_of(sandbox, {"prompt": "a fox", "timeout": 2}))
        await eventually(sandbox.overview, lambda seen: seen["tasks"])
        hand.now += 3
    assert call.result() == (504, "timeout")


async def _status_of(sandbox: Sandbox, body: dict[str, Any]) -> tuple[int, str]:
    async with sandbox.post("imagine", body, headers=LINES) as answer:
        return answer.status, (await answer.json())["error"]["code"]


async def test_batch(sandbox: Sandbox) -> None:
    """Ids in any number; without any the newest first; unknown ones are missing, a single one is {}."""
    ids = [(await sandbox.call("imagine", prompt=f"fox {n}", **{"async": True}))["task_id"] for n in range(14)]
    batch = await sandbox.call("tasks", action="retrieve_batch", ids=[*ids[:2], "nobody"], id="")
    assert {item["id"] for item in batch["items"]} == set(ids[:2])
    assert batch["count"] == 2
    listing = await sandbox.call("tasks", action="retrieve_batch")
    assert [item["id"] for item in listing["items"]] == ids[:1:-1]
    assert listing["count"] == 14
    rest = await sandbox.call("tasks", action="retrieve_batch", offset=12, limit=5)
    assert [item["id"] for item in rest["items"]] == ids[1::-1]
    assert await sandbox.record("00000000-0000-0000-0000-000000000000") == {}
    traced = await sandbox.call("tasks", action="retrieve", trace_id=listing["items"][0]["trace_id"])
    assert traced["id"] == ids[-1]


async def test_closing_ends_open_streams(open_sandbox: Open, hand: Hand) -> None:
    """A stream that would wait for hours is cut when the sandbox closes."""
    sandbox = await open_sandbox(clock=hand, seconds=9999)
    async with asyncio.TaskGroup() as group:
        call = group.create_task(_cut(sandbox))
        await eventually(sandbox.overview, lambda seen: seen["tasks"])
        await sandbox.runner.cleanup()
    assert call.result()


async def _cut(sandbox: Sandbox) -> bool:
    try:
        await sandbox.lines(prompt="a fox")
    except aiohttp.ClientError:
        return True
    return False


async def test_small_services(sandbox: Sandbox) -> None:
    """Seed, describe, shorten and translate answer in their own shapes."""
    done = await sandbox.call("imagine", prompt="a quiet harbour town at dusk --seed 77 --ar 16:9")
    assert await sandbox.call("seed", image_id=done["image_id"]) == {"seed": "77"}
    four = (await sandbox.call("describe", image_url=done["image_url"]))["descriptions"]
    assert len(set(four)) == 4
    assert all(text.startswith("a quiet harbour town") and text.endswith("--ar 16:9") for text in four)
    again = (await sandbox.call("describe", image_url="http://127.0.0.1:9/x.png"))["descriptions"]
    assert again == (await sandbox.call("describe", image_url="http://127.0.0.1:9/x.png"))["descriptions"]
    listing = await sandbox.call("tasks", action="retrieve_batch", type="describe")
    assert listing["count"] == 3
    assert "descriptions" in listing["items"][0]["response"]
    prompts = (await sandbox.call("shorten", prompt="a very detailed picture of a red fox in the snow"))["prompts"]
    assert 1 <= len(prompts) <= 5
    assert [len(text) for text in prompts] == sorted((len(text) for text in prompts), reverse=True)
    assert await sandbox.call("translate", content="一只猫") == {"content": "a cat"}
    assert await sandbox.call("translate", content="a dog") == {"content": "a dog"}
    assert (await sandbox.overview())["submitted"] == 1
