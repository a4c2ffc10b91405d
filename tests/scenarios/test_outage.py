"""The store dies, the bot is asked to stop, the service goes away: the picture still arrives."""

import os
import signal

from tests.fakes.waiting import wait_until_sync
from tests.scenarios.conftest import Stage
from tests.scenarios.programs import get, sandbox_counts
from tests.scenarios.test_sigkill import all_done, say


def test_valkey_is_killed_during_a_job(stage: Stage) -> None:
    """It is started again with its data, and the job ends in its message; new ones are taken."""
    say(stage, "/imagine a lighthouse in a storm")
    records = stage.records
    wait_until_sync(lambda: records.states() == ["running"], "the job runs")
    os.kill(int(records.client.info("server")["process_id"]), signal.SIGKILL)
    wait_until_sync(lambda: all_done(stage), "the job is done", 40)
    say(stage, "/imagine a fox in the snow")
    wait_until_sync(lambda: len(records.states()) == 2 and all_done(stage), "the next one, too", 40)
    assert sandbox_counts(stage.sandbox)["submitted"] == 2
    assert [message["state"] for message in records.messages()] == ["done", "done"]


def test_ctrl_c_leaves_running_jobs_for_the_next_start(stage: Stage) -> None:
    """It exits at once, with code 0 and without a traceback, and the next start carries on."""
    say(stage, "/imagine a lighthouse in a storm")
    records = stage.records
    wait_until_sync(lambda: records.states() == ["running"], "the job runs")
    assert stage.bot.stop() == 0
    assert "Traceback" not in stage.bot.output
    assert not (stage.bot.folder / "data" / "valkey.sock").exists()
    stage.bot.start().ready()
    wait_until_sync(lambda: all_done(stage), "the job is done", 40)
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
    wait_until_sync(lambda: all_done(stage), "the job is done", 40)
    assert [message["state"] for message in records.messages()] == ["done"]


def test_no_token_in_anything_that_leaves(stage: Stage) -> None:
    """Not in the logs, not in the metrics, not in what the store holds."""
    say(stage, "/imagine a lighthouse in a storm --foo", "/imagine a fox sandbox:api_error")
    wait_until_sync(lambda: all_done(stage), "the job is done", 40)
    told = stage.bot.output + str(get(f"{stage.bot.url}/metrics")) + str(stage.records.jobs())
    assert "chatelier_jobs_ended_total" in told
    assert "test-token-not-real" not in told
