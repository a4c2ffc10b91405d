"""The rules that our user needs at a real server: with them everything works, without one it is named."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.clock import SystemClock
from bot.compose.store import Store, open_store
from bot.domain.ids import JobId
from bot.domain.job import State, advance
from bot.domain.pacing import Rank
from bot.domain.quota import Quota
from bot.domain.turn import Go, Limits, Run
from bot.domain.update import Cancelled, Sending
from bot.environment import SettingsError
from bot.jobs.task_worker import TaskWorkerOptions, open_task_worker
from bot.ports import LaneRef
from bot.settings import Settings
from bot.store.checkup import examine_server
from bot.store.connection import connect_redis
from bot.store.docket_link import DocketLink
from bot.store.keys import Keys
from bot.store.rights import ACL_RULE
from tests.fakes.servers import ValkeyProcess, valkey
from tests.fakes.waiting import wait_until
from tests.store.test_jobs import job

MANUAL = Path(__file__).parents[2] / "docs" / "operating.md"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ValkeyProcess]:
    with valkey(tmp_path / "store", "--appendonly", "yes", "--appendfsync", "always") as started:
        yield started


def user(server: ValkeyProcess, *rules: str) -> str:
    """A user with these rules and nothing else: the address with it."""
    with server.client() as client:
        client.execute_command("ACL SETUSER", "bot", "reset", "on", ">secret", *rules)
    return f"unix://bot:secret@{server.socket}"


async def test_the_rule_is_enough_for_everything(server: ValkeyProcess, tmp_path: Path) -> None:
    """The book, the line, lanes, word between processes, rooms, and the queue."""
    url = user(server, *ACL_RULE.split())
    settings = Settings(redis_url=SecretStr(url), data_dir=tmp_path / "data")
    async with open_store(settings, SystemClock()) as store:
        await everything(store)
        await queued(store, url)
        assert [one.status for one in await examine_server(store.client, Keys(), "here")] == ["ok"]
    with server.client() as client:
        # It only asks: how the log is synced is good to know, and no reason to give a right for.
        assert {entry["object"] for entry in client.acl_log()} <= {"config|get"}


async def everything(store: Store) -> None:
    clock, book = SystemClock(), store.jobs
    async with store.signals.listen() as heard:
        assert await book.open(job(press="fake:room:m|retry"), "event", Quota(5)) == "J1"
        found = await book.load(JobId("J1"))
        assert found is not None
        assert (await store.service_queue.join(found, clock.now(), clock.now())).may_go
        sent, safe = await book.commit(advance(found, Sending(1.0)))
        assert (sent.state, safe) == (State.SENT, True)
        await store.signals.post(JobId("J1"), Cancelled())
        assert (await anext(heard)).job_id == "J1"
    lane = LaneRef("chat:1", Limits(5, 60.0, 0.0), "all", 25.0)
    assert await store.lanes.admit(lane, Run("a"), Rank.FINAL) == Go()
    async with store.chatlog.listen("room") as changes:
        await store.chatlog.put("room", "m1", {"text": "a cat"})
        assert (await anext(changes))["type"] == "message"
    assert await store.throttle.once("key", 5)
    assert await store.outbox.waiting() == await store.backlog.waiting() == []


async def queued(store: Store, url: str) -> None:
    """A job runs, by docket's own connections."""
    ran, stop = list[JobId](), asyncio.Event()

    async def run(job_id: JobId) -> None:
        ran.append(job_id)

    options = TaskWorkerOptions(lease=timedelta(seconds=5))
    async with (
        open_task_worker(DocketLink(url), store.jobs, {}, options) as worker,
        asyncio.TaskGroup() as group,
    ):
        group.create_task(worker.serve(run, lambda _: True, stop))
        await worker.enqueue_job(JobId("J9"))
        await wait_until(lambda: "J9" in ran, "the job ran")
        stop.set()


@pytest.mark.parametrize(
    "left_out",
    [rule for rule in ACL_RULE.split() if rule[0] in "~&"],
)
async def test_a_missing_rule_is_named_at_the_start(server: ValkeyProcess, tmp_path: Path, left_out: str) -> None:
    """One line says which; without it orders would be accepted and wait for ever."""
    url = user(server, *(rule for rule in ACL_RULE.split() if rule != left_out))
    with pytest.raises(SettingsError) as caught:
        async with open_store(Settings(redis_url=SecretStr(url), data_dir=tmp_path / "data"), SystemClock()):
            pass
    assert f"its user lacks {left_out};" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(("denied", "named"), [("-@scripting", "+@scripting"), ("-info", "+info")])
async def test_a_forbidden_command_is_named_by_the_doctor(server: ValkeyProcess, denied: str, named: str) -> None:
    """Without INFO it runs, with a warning; without scripts it does not."""
    async with connect_redis(user(server, *ACL_RULE.split(), denied)) as client:
        found = await examine_server(client, Keys(), "here")
    wrong = [one.text for one in found if one.status != "ok"]
    assert len(wrong) == 1
    assert named in wrong[0]


async def test_a_user_without_info_can_run(server: ValkeyProcess, tmp_path: Path) -> None:
    """It is told once that nobody can see whether its store is safe."""
    url = user(server, *ACL_RULE.split(), "-info")
    async with open_store(Settings(redis_url=SecretStr(url), data_dir=tmp_path / "data"), SystemClock()) as store:
        await everything(store)


def test_the_manual_has_the_very_rule() -> None:
    """What is copied from there is what is tried here."""
    assert ACL_RULE in MANUAL.read_text()
