"""A worker or the web goes away while jobs run: the others carry on."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.waiting import wait_until_sync
from tests.scenarios.fleet import Fleet, fleet, in_own_messages, logged, metric, running, terminate
from tests.scenarios.programs import Program, change_sandbox
from tests.scenarios.test_sigkill import ORDERS, say

LONG = 600.0  # seconds for a picture: nothing is finished before the sandbox's clock is moved on
ENDED = 'chatelier_jobs_ended_total{platform="webchat",result="image"}'


def under_way(ships: Fleet) -> list[str]:
    """Wait until the sandbox paints all ORDERS; the ids of their messages."""
    say(ships, *ORDERS)
    wait_until_sync(lambda: ships.submitted() == len(ORDERS), "both are there")
    change_sandbox(ships.sandbox, skip=LONG / 2)  # painting has begun
    wait_until_sync(lambda: ships.records.states() == ["running"] * len(ORDERS), "the jobs run")
    wait_until_sync(lambda: sum(map(running, ships.workers)) == len(ORDERS), "the metrics say so")
    return sorted(message["id"] for message in ships.records.messages())


@contextmanager
def stopped(program: Program) -> Iterator[None]:
    """It stands still meanwhile, as on a machine that sleeps."""
    assert program.process is not None
    program.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        program.process.send_signal(signal.SIGCONT)


def busiest(ships: Fleet) -> tuple[Program, Program]:
    """The worker with most of the jobs, and the other one."""
    idle, busy = sorted(ships.workers, key=running)
    return busy, idle


def test_another_worker_finishes_what_a_killed_one_had(tmp_path: Path) -> None:
    """After the lease, in the messages that were there, and without asking the service for anything twice."""
    with fleet(tmp_path, seconds=LONG) as ships:
        before = under_way(ships)
        busy, other = busiest(ships)
        had = running(busy)
        assert had > 0
        busy.kill()
        change_sandbox(ships.sandbox, skip=LONG)
        wait_until_sync(lambda: ships.ended(len(ORDERS)), "the other one has finished them")
        assert in_own_messages(ships, len(ORDERS)) == before
        assert ships.submitted() == len(ORDERS)
        wait_until_sync(lambda: metric(other, ENDED) == len(ORDERS), "all were ended by the other one")


def test_a_worker_that_wakes_up_too_late_covers_nothing(tmp_path: Path) -> None:
    """Stopped beyond its lease, with previews in its ears: the last cards of the other one stay as they are."""
    with fleet(tmp_path, seconds=LONG) as ships:
        before = under_way(ships)
        busy, other = busiest(ships)
        had = running(busy)
        assert had > 0
        lost = len(logged(busy, "job.taken_over"))  # if it was held up before
        with stopped(busy):
            for _ in range(4):
                change_sandbox(ships.sandbox, skip=LONG / 16)  # it streams what nobody paints yet
            wait_until_sync(lambda: running(other) == len(ORDERS), "the other one has taken them over")
            change_sandbox(ships.sandbox, skip=LONG)
            wait_until_sync(lambda: ships.ended(len(ORDERS)), "and has finished them")
        wait_until_sync(
            lambda: len(logged(busy, "job.taken_over")) == lost + had, "it knows that they are another's"
        )
        wait_until_sync(lambda: running(busy) == 0, "and does nothing for them any more")
        assert in_own_messages(ships, len(ORDERS)) == before
        assert ships.submitted() == len(ORDERS)


def test_a_worker_that_is_asked_to_stop_hands_over(tmp_path: Path) -> None:
    """It exits with code 0, and the other one goes on long before the lease could have run out."""
    with fleet(tmp_path, seconds=LONG, LEASE_SECONDS="300") as ships:
        before = under_way(ships)
        busy, other = busiest(ships)
        assert terminate(busy) == 0
        assert "Traceback" not in busy.output
        assert not logged(busy, "drain.timed_out")
        wait_until_sync(lambda: running(other) == len(ORDERS), "the other one has them all")
        change_sandbox(ships.sandbox, skip=LONG)
        wait_until_sync(lambda: ships.ended(len(ORDERS)), "and finishes them")
        assert in_own_messages(ships, len(ORDERS)) == before
        assert ships.submitted() == len(ORDERS)


def test_the_web_is_stopped_while_callbacks_are_awaited(tmp_path: Path) -> None:
    """The service tells nobody a second time: the workers ask, and the pictures arrive."""
    with fleet(tmp_path, PUBLIC_URL="", workers=1, seconds=LONG) as ships:
        before = under_way(ships)
        assert terminate(ships.bot) == 0
        change_sandbox(ships.sandbox, skip=LONG)
        wait_until_sync(lambda: ships.ended(len(ORDERS)), "the jobs are done")
        assert in_own_messages(ships, len(ORDERS)) == before
        assert ships.submitted() == len(ORDERS)


def test_valkey_is_killed_while_two_workers_have_jobs(tmp_path: Path) -> None:
    """Started again with its data, it finds both still at work: every job ends, and nothing is done twice."""
    with fleet(tmp_path, seconds=LONG) as ships:
        before = under_way(ships)
        ships.valkey.kill()
        ships.valkey.start()
        change_sandbox(ships.sandbox, skip=LONG)
        wait_until_sync(lambda: ended(ships), "the jobs are done")
        say(ships, "/imagine a cat by the sea")
        wait_until_sync(lambda: ships.submitted() == len(ORDERS) + 1, "it was sent")
        change_sandbox(ships.sandbox, skip=LONG)
        wait_until_sync(lambda: ships.ended(len(ORDERS) + 1), "the next one, too")
        after = in_own_messages(ships, len(ORDERS) + 1)
        assert set(before) < set(after)
        assert ships.submitted() == len(ORDERS) + 1
        assert all(worker.process and worker.process.poll() is None for worker in ships.workers)


def ended(ships: Fleet) -> bool:
    return ships.ended(len(ORDERS))
