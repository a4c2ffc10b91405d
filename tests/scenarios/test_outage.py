"""The store dies, the bot is asked to stop, the service goes away: the picture still arrives."""

import asyncio
import json
import os
import signal
from typing import Any
from uuid import uuid4

import aiohttp

from tests.fakes.waiting import wait_until_sync
from tests.scenarios.conftest import Stage
from tests.scenarios.programs import change_sandbox, fetch_answer, sandbox_counts
from tests.scenarios.test_sigkill import LONG, all_done, say


def wait_until_painted(stage: Stage) -> None:
    """It stays so until the sandbox's clock is moved on."""
    wait_until_sync(lambda: sandbox_counts(stage.sandbox)["submitted"] == 1, "an order is there")
    change_sandbox(stage.sandbox, skip=LONG / 2)
    wait_until_sync(lambda: stage.records.states() == ["running"], "the job runs")


def test_valkey_is_killed_during_a_job(stage: Stage) -> None:
    """It is started again with its data, and the job ends in its message; new ones are taken."""
    change_sandbox(stage.sandbox, seconds=LONG)
    say(stage, "/imagine a lighthouse in a storm")
    records = stage.records
    wait_until_painted(stage)
    os.kill(int(records.client.info("server")["process_id"]), signal.SIGKILL)
    change_sandbox(stage.sandbox, seconds=1.0, skip=LONG)
    wait_until_sync(lambda: all_done(stage), "the job is done")
    say(stage, "/imagine a fox in the snow")
    wait_until_sync(lambda: len(records.states()) == 2 and all_done(stage), "the next one, too")
    assert sandbox_counts(stage.sandbox)["submitted"] == 2
    assert [message["state"] for message in records.messages()] == ["done", "done"]


def test_ctrl_c_leaves_running_jobs_for_the_next_start(stage: Stage) -> None:
    """It exits at once, with code 0 and without a traceback, and the next start carries on."""
    change_sandbox(stage.sandbox, seconds=LONG)
    say(stage, "/imagine a lighthouse in a storm")
    wait_until_painted(stage)
    assert stage.bot.stop() == 0
    assert "Traceback" not in stage.bot.output
    assert not (stage.bot.folder / "data" / "valkey.sock").exists()
    stage.bot.start().ready()
    change_sandbox(stage.sandbox, skip=LONG)
    wait_until_sync(lambda: all_done(stage), "the job is done")
    assert sandbox_counts(stage.sandbox)["submitted"] == 1
    assert [message["state"] for message in stage.records.messages()] == ["done"]


def test_a_service_that_goes_away_and_comes_back(stage: Stage) -> None:
    """Nothing was sent, so it is sent when somebody answers."""
    stage.sandbox.kill()
    say(stage, "/imagine a lighthouse in a storm")
    records = stage.records
    wait_until_sync(
        lambda: any("busy" in str(m["progress"]) for m in records.messages()), "it says that it tries again"
    )
    stage.sandbox.start().ready("/health")
    wait_until_sync(lambda: all_done(stage), "the job is done")
    assert [message["state"] for message in records.messages()] == ["done"]


def test_no_token_in_anything_that_leaves(stage: Stage) -> None:
    """Not in the logs, not in the metrics, not in what the store holds."""
    say(stage, "/imagine a lighthouse in a storm --foo", "/imagine a fox sandbox:api_error")
    wait_until_sync(lambda: all_done(stage), "the job is done")
    told = stage.bot.output + str(fetch_answer(f"{stage.bot.url}/metrics")) + str(stage.records.jobs())
    assert "chatelier_jobs_ended_total" in told
    assert "test-token-not-real" not in told


def test_an_open_page_misses_nothing_while_the_store_restarts(stage: Stage) -> None:
    """It is sent away and comes back, as the page does, and sees the picture without being loaded anew."""

    async def watch() -> None:
        seat = f"{stage.bot.url}/chat/ws?name=Ann&page={uuid4().hex}"  # by which it is known when it comes back
        order = {"type": "say", "key": uuid4().hex, "text": "/imagine a lighthouse in a storm"}
        killed = False
        async with aiohttp.ClientSession() as session, asyncio.timeout(120):
            while True:
                async with session.ws_connect(seat) as page:
                    await page.send_json(order)  # again with the same key, as a page does that was not answered
                    async for frame in page:
                        states = {message["state"] for message in shown(json.loads(frame.data))}
                        if "done" in states:
                            return
                        if "working" in states and not killed:
                            killed = True
                            os.kill(int(stage.records.client.info("server")["process_id"]), signal.SIGKILL)
                await asyncio.sleep(0.25)  # a page waits at least so long

    asyncio.run(watch())
    assert sandbox_counts(stage.sandbox)["submitted"] == 1
    assert len(stage.records.messages()) == 1


def shown(frame: dict[str, Any]) -> list[dict[str, Any]]:
    """The messages in a frame."""
    return frame["messages"] if frame["type"] == "welcome" else [frame["message"]] if "message" in frame else []
