"""The process dies at each state of a job: nothing lost, nothing sent twice, no second message."""

import asyncio
import json
from uuid import uuid4

import aiohttp
import pytest

from tests.fakes.waiting import wait_until_sync
from tests.scenarios.conftest import Stage
from tests.scenarios.programs import change_sandbox, sandbox_counts


def say(stage: Stage, *texts: str) -> None:
    """Type into the page, as a page does, and wait until it is written down."""
    send(stage, *({"type": "say", "text": text} for text in texts))


def send(stage: Stage, *frames: dict[str, str]) -> None:
    """What a page says, without the key; wait until each is dealt with."""

    async def send_all() -> None:
        async with aiohttp.ClientSession() as session, asyncio.timeout(120):
            for frame in frames:
                await deliver(session, frame | {"key": uuid4().hex})

    async def deliver(session: aiohttp.ClientSession, order: dict[str, str]) -> None:
        while True:
            async with session.ws_connect(f"{stage.bot.url}/chat/ws?name=Ann") as page:
                await page.send_json(order)
                async for frame in page:
                    if json.loads(frame.data) == {"type": "ack", "key": order["key"]}:
                        return

    asyncio.run(send_all())


def all_done(stage: Stage) -> bool:
    states = stage.records.states()
    return bool(states) and set(states) == {"done"}


LONG = 600.0  # seconds for a picture: a state lasts until the sandbox's clock is moved on, or files are handed out
ORDERS = ("/imagine a lighthouse in a storm", "/imagine a fox in the snow")
# The states of all jobs when the process is killed; there is one place at the service, so a second job waits.
MOMENTS = {
    "sent": ["sent", "waiting"],
    "waiting-and-running": ["running", "waiting"],
    "finished": ["finished"],
}


@pytest.mark.parametrize("states", MOMENTS.values(), ids=MOMENTS)
def test_killed_and_started_again(stage: Stage, states: list[str]) -> None:
    """Each job ends in its own first message, and the sandbox counts each order once."""
    change_sandbox(stage.sandbox, seconds=LONG, hold_files=True)
    say(stage, *ORDERS[: len(states)])
    records = stage.records
    wait_until_sync(lambda: sandbox_counts(stage.sandbox)["submitted"] == 1, "an order is there")
    if states != MOMENTS["sent"]:
        change_sandbox(stage.sandbox, skip=LONG / 2)  # painting has begun
    if states == MOMENTS["finished"]:
        wait_until_sync(lambda: records.states() == ["running"], "it is painted")
        change_sandbox(stage.sandbox, skip=LONG)  # it is over, and its picture is held back
    wait_until_sync(lambda: sorted(records.states()) == states, f"the jobs are {states}")
    stage.bot.kill()
    before = {message["id"] for message in records.messages()}
    assert sorted(records.states()) == states
    stage.bot.start().ready()
    change_sandbox(stage.sandbox, seconds=1.0, skip=LONG, hold_files=False)
    wait_until_sync(lambda: all_done(stage), "all jobs are done")
    messages = records.messages()
    assert sandbox_counts(stage.sandbox)["submitted"] == len(states)
    assert len(messages) == len(states)
    assert before <= {message["id"] for message in messages}
    for message in messages:
        assert message["state"] == "done", message
        assert len(message["media"]) == 1
        assert sum(map(len, message["buttons"])) == 15  # nine, four films, Change… and Details
