"""What a restart leaves untouched."""

from pathlib import Path
from typing import Any

from bot.sandbox.records import TaskBook
from tests.fakes.waiting import wait_until
from tests.sandbox.driving import Hand, Open


async def test_tasks_go_on(open_sandbox: Open, hand: Hand, tmp_path: Path) -> None:
    """Another process on another port shows the same tasks, further on, with the same picture to the byte."""
    first = await open_sandbox(clock=hand, seconds=10, state=tmp_path)
    ack = await first.call("imagine", prompt="a fox", **{"async": True})
    hand.now += 4
    before = (await first.record(ack["task_id"]))["response"]
    preview = await first.get(before["image_url"])

    second = await open_sandbox(clock=hand, seconds=3, state=tmp_path)
    same = (await second.record(ack["task_id"]))["response"]
    assert same["progress"] == before["progress"]
    assert same["image_url"].startswith(second.url)
    assert await second.get(same["image_url"]) == preview
    hand.now += 6
    done = (await second.record(ack["task_id"]))["response"]
    assert done["progress"] == 100
    single = await second.call("imagine", action="upscale1", image_id=done["image_id"], **{"async": True})
    assert (await first.record(ack["task_id"]))["response"]["image_id"] == done["image_id"]
    assert await first.get(done["raw_image_url"].replace(second.url, first.url)) == await second.get(
        done["raw_image_url"]
    )
    third = await open_sandbox(clock=hand, state=tmp_path)
    assert (await third.record(single["task_id"]))["request"]["action"] == "upscale1"


async def test_half_a_line(open_sandbox: Open, tmp_path: Path) -> None:
    """A journal cut in the middle of a write loses that line only, and takes new ones."""
    first = await open_sandbox(state=tmp_path)
    one = await first.call("imagine", prompt="a fox")
    journal = tmp_path / "tasks.jsonl"
    with journal.open("ab") as file:
        file.write(b'{"id": "half')
    second = await open_sandbox(state=tmp_path)
    two = await second.call("imagine", prompt="a cat")
    assert list(TaskBook(tmp_path).tasks) == [one["task_id"], two["task_id"]]


async def test_callbacks_survive(
    open_sandbox: Open, hand: Hand, tmp_path: Path, listener: tuple[str, list[dict[str, Any]]]
) -> None:
    """A callback that was due while nobody ran is sent once after the restart, and not again after the next."""
    url, received = listener
    first = await open_sandbox(clock=hand, seconds=10, state=tmp_path)
    ack = await first.call("imagine", prompt="a fox", callback_url=url)
    await first.runner.cleanup()
    assert received == []
    hand.now += 60
    for _ in range(2):
        await open_sandbox(clock=hand, state=tmp_path)
        await wait_until(lambda: ack["task_id"] in TaskBook(tmp_path).called, "the mark in the journal")
    assert [body["task_id"] for body in received] == [ack["task_id"]]
    assert received[0]["progress"] == 100
