"""The life of a job as a table, and what is done with a job that is picked up."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Code
from bot.domain.ids import JobId, MessageRef, TaskId, new_job_id
from bot.domain.image import TextResult
from bot.domain.job import TABLE, Deliver, Follow, GiveUp, Job, Rest, Seek, Send, State, advance, resume
from bot.domain.order import Shorten
from bot.domain.update import (
    Accepted,
    Cancelled,
    Delivered,
    Failed,
    Fault,
    Finished,
    Postponed,
    Progressed,
    Sending,
    Update,
    Wanted,
)
from tests.fakes.platform import origin

T1, T2 = TaskId("t1"), TaskId("t2")
WORDS = TextResult(("a cat",))
UPDATES: list[Update] = [
    Sending(5.0),
    Postponed(),
    Accepted(T1),
    Progressed(T1, 35),
    Finished(T1, WORDS),
    Failed(Fault(Code.REFUSED)),
    Delivered(),
]
# These two ask for a change, and mean nothing to a job that is so already: see the tests further down.
ASKED: list[Update] = [Cancelled(), Wanted()]


def job(state: State = State.WAITING, task_id: TaskId | None = None) -> Job:
    return Job(JobId("j"), Shorten("a cat"), origin(), 0.0, 100.0, state=state, task_id=task_id)


def test_a_smooth_life() -> None:
    """An order that goes well passes every state once and ends with its result."""
    states, one = [], job()
    for update in (Sending(1.0), Accepted(T1), Progressed(T1, 50), Finished(T1, WORDS), Delivered()):
        one = advance(one, update)
        states.append(one.state)
    assert states == [State.SENT, State.RUNNING, State.RUNNING, State.FINISHED, State.DONE]
    assert (one.task_id, one.outcome, one.sent_at) == (T1, WORDS, 1.0)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("update", UPDATES, ids=lambda update: type(update).__name__)
def test_what_is_not_in_the_table_changes_nothing(state: State, update: Update) -> None:
    """The very same object comes back, so that nothing is saved."""
    one = job(state)
    after = advance(one, update)
    if type(update) in TABLE[state]:
        assert after.state is TABLE[state][type(update)]
    else:
        assert after is one


@given(st.lists(st.sampled_from(UPDATES + ASKED)))
def test_no_order_of_news_pays_twice_or_undoes_an_end(updates: list[Update]) -> None:
    """A job goes back to WAITING only by a Postponed, and a settled one stays settled."""
    one = job()
    for update in updates:
        after = advance(one, update)
        assert not (one.settled and not after.settled)
        if after.state is State.WAITING and one.state is not State.WAITING:
            assert isinstance(update, Postponed)
            assert one.state is State.SENT
        one = after


def test_what_waits_is_cancelled_and_what_was_sent_is_kept() -> None:
    """The service cannot stop a task: the job goes on, detached, and comes back when it is asked for."""
    waiting = advance(job(), Cancelled())
    assert (waiting.state, waiting.fault) == (State.FAILED, Fault(Code.CANCELLED))
    running = job(State.RUNNING, T1)
    kept = advance(advance(running, Cancelled()), Finished(T1, WORDS))
    assert (kept.state, kept.detached, kept.outcome) == (State.FINISHED, True, WORDS)
    shown = advance(advance(kept, Delivered()), Wanted())
    assert (shown.state, shown.detached) == (State.FINISHED, False)
    assert advance(advance(running, Cancelled()), Wanted()) == running


def test_who_wants_it_after_all_says_how_its_message_may_be_changed() -> None:
    """By now; a press of another message says nothing of it, and one that knows of no way takes none away."""
    here, there = MessageRef("fake", "room", "1", "old"), MessageRef("fake", "room", "2", "new")
    kept = replace(advance(job(State.RUNNING, T1), Cancelled()), message=here)
    cases = ((replace(here, by="new"), "new"), (replace(here, by=""), "old"), (there, "old"), (None, "old"))
    for asked, by in cases:
        shown = advance(kept, Wanted(asked))
        assert shown.message == here
        assert shown.message.by == by


def test_cancelled_on_its_way_and_refused_it_is_not_sent_again() -> None:
    """The service took nothing, so there is nothing to keep."""
    back = advance(advance(job(State.SENT), Cancelled()), Postponed())
    assert (back.state, back.fault) == (State.FAILED, Fault(Code.CANCELLED))


def test_a_failure_of_another_task_is_not_ours() -> None:
    """An earlier attempt may report late; our own finding needs no task."""
    running = job(State.RUNNING, T1)
    assert advance(running, Failed(Fault(Code.REFUSED), T2)) is running
    assert advance(running, Failed(Fault(Code.REFUSED), T1)).state is State.FAILED
    assert advance(running, Failed(Fault(Code.LOST))).state is State.FAILED


def test_asking_twice_or_for_nothing_changes_nothing() -> None:
    """Cancelled twice, wanted without having been cancelled, or wanted though there is no result."""
    kept = advance(job(State.SENT), Cancelled())
    failed = advance(advance(kept, Failed(Fault(Code.REFUSED))), Delivered())
    cases: list[tuple[Job, Update]] = [(kept, Cancelled()), (job(State.SENT), Wanted()), (failed, Wanted())]
    for one, update in cases:
        assert advance(one, update) is one


def test_news_of_another_task_is_not_ours() -> None:
    """A late callback with a foreign task id neither finishes nor changes a job."""
    running = job(State.RUNNING, T1)
    assert advance(running, Finished(T2, WORDS)) is running


@pytest.mark.parametrize(
    ("state", "task", "step"),
    [
        (State.WAITING, None, Send()),
        (State.SENT, None, Seek()),
        (State.RUNNING, T1, Follow(T1)),
        (State.FINISHED, T1, Deliver()),
        (State.FAILED, None, Deliver()),
        (State.DONE, None, Rest()),
    ],
)
def test_resume_knows_what_to_do(state: State, task: TaskId | None, step: object) -> None:
    """Each state has one next step, and only a job that was never sent is sent."""
    assert resume(job(state, task), now=50.0) == step


def test_a_job_that_waited_past_its_deadline_is_given_up() -> None:
    """But never one that was sent: it may be finished and paid for, and asking costs nothing."""
    assert resume(job(State.WAITING), now=100.0) == GiveUp(Fault(Code.EXPIRED))
    assert resume(job(State.SENT), now=1e9) == Seek()
    assert resume(job(State.RUNNING, T1), now=1e9) == Follow(T1)
    assert resume(replace(job(State.FINISHED), outcome=WORDS), now=100.0) == Deliver()


@given(
    st.floats(0, 2e9),
    st.floats(0.002, 1e6),
    st.binary(min_size=10, max_size=10),
    st.binary(min_size=10, max_size=10),
)
def test_job_ids_sort_by_time(now: float, later: float, one: bytes, two: bytes) -> None:
    """26 characters, and an earlier job's id comes first."""
    first, second = new_job_id(now, one), new_job_id(now + later, two)
    assert len(first) == len(second) == 26
    assert first < second
