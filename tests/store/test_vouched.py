"""The store's word that a write outlives a crash, from real servers: with a log, without, with replicas."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from redis import Redis as SyncRedis

from bot.clock import SystemClock
from bot.domain.errors import StoreError
from bot.domain.job import Job, State, advance
from bot.domain.update import Sending
from bot.store import vouched
from bot.store.chatlog import RedisChatLog
from bot.store.connection import connect_redis
from bot.store.jobs import RedisJobs
from bot.store.keys import Keys
from bot.store.vouched import Able, Vouched, able_by
from tests.fakes.ports import free_port
from tests.fakes.servers import ValkeyProcess, valkey
from tests.fakes.waiting import PATIENCE, wait_until, wait_until_sync
from tests.store.test_jobs import job, opened

LOG = ("--appendonly", "yes", "--appendfsync")
SENDING = Sending(1.0)


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new job that nobody vouches for is taken all the same, and soon; a disk or a replica may be held up."""
    monkeypatch.setattr(vouched, "SETTLING_S", 0.1)
    monkeypatch.setattr(vouched, "VOUCH_WAIT_S", 30.0)
    monkeypatch.setattr(vouched, "BEREFT_S", 600.0)


@asynccontextmanager
async def book_at(url: str) -> AsyncIterator[RedisJobs]:
    async with connect_redis(url, answer_s=PATIENCE) as client:
        yield RedisJobs(client, Keys())


@contextmanager
def pair(folder: Path) -> Iterator[tuple[ValkeyProcess, ValkeyProcess]]:
    """A master with a log and a replica of it that is in step."""
    port = free_port()
    with (
        valkey(folder / "master", *LOG, "always", "--port", str(port), "--repl-diskless-sync-delay", "0") as master,
        valkey(folder / "replica", "--replicaof", "127.0.0.1", str(port)) as replica,
    ):
        with master.client() as client:
            wait_until_sync(lambda: online(client) == 1, "the replica is in step")
        yield master, replica


def online(client: SyncRedis) -> int:
    return able_by(client.info("replication"), Able()).replicas


@pytest.mark.parametrize("policy", ["always", "everysec"])
async def test_a_committed_save_is_on_the_disk(tmp_path: Path, policy: str) -> None:
    """The store gives its word, and killed at once it still knows the job."""
    with valkey(tmp_path / "store", *LOG, policy) as server:
        async with book_at(server.url) as book:
            one, safe = await book.commit(advance(await opened(book, job()), SENDING))
            assert safe
            assert book.vouched.able == Able(disk=True, replicas=0)
        server.end()
        server.start()
        async with book_at(server.url) as book:
            assert await book.load(one.id) == one


async def test_a_disk_that_does_not_answer_is_not_vouched_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job is saved, and the store did not say that it is safe within the bound."""
    monkeypatch.setattr(vouched, "VOUCH_WAIT_S", 0.05)
    with valkey(tmp_path / "store", *LOG, "no") as server:
        async with book_at(server.url) as book:
            one, safe = await book.commit(advance(await opened(book, job()), SENDING))
            assert (one.state, safe) == (State.SENT, False)


async def test_a_store_without_a_log_gives_all_the_word_it_can(tmp_path: Path) -> None:
    """It has none by the operator's choice; switched on meanwhile, it counts at once."""
    with valkey(tmp_path / "store", "--appendonly", "no") as server:
        async with book_at(server.url) as book:
            one, safe = await book.commit(advance(await opened(book, job()), SENDING))
            assert (one.state, safe, book.vouched.able.disk) == (State.SENT, True, False)
            with server.client() as client:
                client.config_set("appendonly", "yes")
            assert await book.open(job("J2")) == "J2"
            assert book.vouched.able.disk


async def test_a_store_that_does_not_know_the_command(tmp_path: Path) -> None:
    """As with Redis 7.0: it is asked once, and saves go on."""
    with valkey(tmp_path / "store", *LOG, "always", "--rename-command", "WAITAOF", "") as server:
        async with book_at(server.url) as book:
            one, safe = await book.commit(advance(await opened(book, job()), SENDING))
            assert (one.state, safe, book.vouched.waits_for_disk) == (State.SENT, True, False)


async def test_a_replica_has_to_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is frozen has not; neither has it when the same save is repeated, over another connection."""
    monkeypatch.setattr(vouched, "VOUCH_WAIT_S", 0.3)
    with pair(tmp_path) as (master, replica):
        async with book_at(master.url) as book:
            one = await opened(book, job())
            assert book.vouched.able == Able(disk=True, replicas=1)
            replica.freeze()
            sent, safe = await book.commit(advance(one, SENDING))
            assert not safe
            await book.client.connection_pool.disconnect()
            again, safe = await book.commit(advance(one, SENDING))
            assert (again, again.version, safe) == (sent, sent.version, False)
            replica.thaw()
            monkeypatch.setattr(vouched, "VOUCH_WAIT_S", 20.0)
            again, safe = await book.commit(advance(one, SENDING))
            assert (again.version, safe) == (sent.version, True)


async def test_where_the_last_replica_is_gone_the_disk_is_enough_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At first this may be a master that was replaced; then it is as safe as this store can make it."""
    with pair(tmp_path) as (master, replica):
        async with book_at(master.url) as book:
            one = await opened(book, job())
            monkeypatch.setattr(vouched, "VOUCH_WAIT_S", 2.0)  # which it waits for one that is gone, twice
            replica.end()
            with master.client() as client:
                await wait_until(lambda: online(client) == 0, "the master has seen it go")
            sent, safe = await book.commit(advance(one, SENDING))
            assert (sent.state, safe, book.vouched.able.replicas) == (State.SENT, False, 0)
            monkeypatch.setattr(vouched, "BEREFT_S", 0.0)
            again, safe = await book.commit(advance(one, SENDING))
            assert (again.version, safe) == (sent.version, True)


async def test_a_master_that_has_just_lost_one_of_two_replicas_vouches_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That one may be the master by now, and what the other one has is dropped with what is here."""
    with pair(tmp_path) as (master, _):
        port = master.client().config_get("port")["port"]
        async with book_at(master.url) as book:
            one = await opened(book, job())
            with valkey(tmp_path / "second", "--replicaof", "127.0.0.1", str(port)) as second:
                with master.client() as client:
                    await wait_until(lambda: online(client) == 2, "both are in step")
                one, safe = await book.commit(advance(one, SENDING))
                assert (safe, book.vouched.able.replicas) == (True, 2)
                with second.client() as client:
                    client.replicaof("NO", "ONE")
                with master.client() as client:
                    await wait_until(lambda: online(client) == 1, "the master has seen it go")
                _, safe = await book.commit(advance(await opened(book, job("J2")), SENDING))
                assert not safe
                with second.client() as client:
                    client.replicaof("127.0.0.1", str(port))
                with master.client() as client:
                    await wait_until(lambda: online(client) == 2, "it is back")
                _, safe = await book.commit(advance(await opened(book, job("J3")), SENDING))
                assert safe
            monkeypatch.setattr(vouched, "BEREFT_S", 0.0)  # and after a while one is enough
            _, safe = await book.commit(advance(await opened(book, job("J4")), SENDING))
            assert safe


async def test_a_replica_that_came_meanwhile_is_waited_for(tmp_path: Path) -> None:
    """The first call that meets it asks once more, and changes nothing by that."""
    with pair(tmp_path) as (master, _):
        async with book_at(master.url) as book:
            book.vouched.able = Able(disk=True, replicas=0)
            assert await book.open(job()) == job().id
            assert book.vouched.able.replicas == 1
            assert await book.census() == (1, 10.0)


async def test_a_refusal_of_the_script_is_a_store_error(tmp_path: Path) -> None:
    """And not an answer that is misread."""
    with valkey(tmp_path / "store", *LOG, "always") as server:
        async with book_at(server.url) as book:
            one = await opened(book, job())
            with server.client() as client:
                client.config_set("min-replicas-to-write", 1)
            with pytest.raises(StoreError):
                await book.commit(advance(one, SENDING))


async def test_many_at_once(tmp_path: Path) -> None:
    """More than there are connections: each gets its own word."""
    with valkey(tmp_path / "store", *LOG, "everysec") as server:
        async with book_at(server.url) as book:
            jobs = [await opened(book, job(f"J{n}")) for n in range(5)]
            found: list[tuple[Job, bool]] = await asyncio.gather(
                *(book.commit(advance(jobs[n % 5], SENDING)) for n in range(100))
            )
            assert all(safe for _, safe in found)
            assert {(one.id, one.version) for one, _ in found} == {(f"J{n}", 2) for n in range(5)}


@pytest.mark.parametrize(
    ("info", "able"),
    [
        ({"aof_enabled": 1, "connected_slaves": 0}, Able(disk=True, replicas=0)),
        ({"aof_enabled": 0, "connected_slaves": 1, "slave0": {"state": "online"}}, Able(disk=False, replicas=1)),
        ({"aof_enabled": 1, "connected_slaves": 1, "slave0": {"state": "send_bulk"}}, Able(disk=True, replicas=0)),
        ({"connected_slaves": 0, "slave_expires_tracked_keys": 0}, Able(disk=True, replicas=0)),
        ({}, Able(disk=True, replicas=3)),
    ],
)
def test_what_a_store_can_vouch_for_is_read_from_its_info(info: dict[str, object], able: Able) -> None:
    """A replica counts when it is in step; what INFO leaves out stays as it was."""
    assert able_by(info, Able(disk=True, replicas=3)) == able


async def test_the_last_card_of_a_job_is_written_again_where_it_was_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a store that vouches for nothing, as one does that another may have replaced; a preview is not."""
    with pair(tmp_path) as (master, replica):
        async with connect_redis(master.url) as client:
            monkeypatch.setattr(vouched, "SETTLING_S", 600.0)
            monkeypatch.setattr(vouched, "VOUCH_WAIT_S", 1.0)  # a replica that is gone is asked once more
            room = RedisChatLog(client, client, Keys(), SystemClock(), Vouched(client))
            await room.put("room", "first", {}, last=True)
            replica.end()
            with master.client() as raw:
                await wait_until(lambda: online(raw) == 0, "the master has seen it go")
            await room.put("room", "preview", {})
            putting = asyncio.create_task(room.put("room", "picture", {}, last=True))
            with master.client() as raw:
                await wait_until(lambda: raw.hexists(Keys().room_messages("room"), "picture"), "it is written")
                raw.delete(Keys().room_messages("room"))
                await wait_until(lambda: raw.hexists(Keys().room_messages("room"), "picture"), "it is again")
            assert not putting.done()
            monkeypatch.setattr(vouched, "BEREFT_S", 0.0)
            await putting
            assert [message["id"] for message in (await room.history("room")).messages] == ["picture"]
