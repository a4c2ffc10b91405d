"""The process dies at each state of a job: nothing lost, nothing sent twice, no second message."""

import asyncio
import json
from uuid import uuid4

import aiohttp
import pytest

from tests.fakes.waiting import wait_until_sync
from tests.scenarios.conftest import Stage
from tests.scenarios.programs import sandbox_counts


def say(stage: Stage, *texts: str) -> None:
    """Type into the page, as a page does, and wait until it is written down."""

    async def type_all() -> None:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{stage.bot.url}/chat/ws?name=Ann") as page,
        ):
            for text in texts:
                await page.send_json({"type": "say", "key": uuid4().hex, "text": text})
                while json.loads(await page.receive_str())["type"] != "ack":
                    pass

    asyncio.run(type_all())


def all_done(stage: Stage) -> bool:
    states = stage.records.states()
    return bool(states) and set(states) == {"done"}


# In which state the process is killed, and which job is in it: with one place at the service the second waits.
MOMENTS = {"waiting": 1, "sent": 0, "running": 0, "finished": 0}


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_and_started_again(stage: Stage, moment: str) -> None:
    """Each job ends in its own first message, and the sandbox counts each order once."""
    say(stage, "/imagine a lighthouse in a storm", "/imagine a fox in the snow")
    records, watched = stage.records, MOMENTS[moment]

    def reached() -> bool:
        states = records.states()
        return len(states) == 2 and states[watched] == moment

    wait_until_sync(reached, f"a job is {moment}")
    stage.bot.kill()
    before = {message["id"] for message in records.messages()}
    assert moment in records.states(), "the job moved on before the kill"
    stage.bot.start().ready()
    wait_until_sync(lambda: all_done(stage), "both jobs are done", 40)
    messages = records.messages()
    assert sandbox_counts(stage.sandbox)["submitted"] == 2
    assert len(messages) == 2
    assert before <= {message["id"] for message in messages}
    for message in messages:
        assert message["state"] == "done", message
        assert len(message["media"]) == 1
        assert sum(map(len, message["buttons"])) == 9
