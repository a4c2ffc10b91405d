"""One job, first card to last, however the service, the platform and we ourselves misbehave."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.domain.card import Stage
from bot.domain.errors import (
    Code,
    MessageGone,
    NotAllowed,
    ServiceError,
    Stale,
    Started,
    StoreError,
    TooFast,
    TooLarge,
    Unreachable,
)
from bot.domain.flags import Mode
from bot.domain.ids import JobId, MessageRef, TaskId
from bot.domain.image import Image
from bot.domain.job import Job, State, advance
from bot.domain.update import Accepted, Failed, Fault, Progressed, Sending, TaskUpdate, Update
from tests.fakes.painter import SMOOTH, TASK, done
from tests.fakes.platform import NAME, PLACE
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Bench

UNKNOWN = ServiceError(Code.UNAVAILABLE, "cut", started=Started.UNKNOWN)
NINE = ["U1", "U2", "U3", "U4", "Reroll", "V1", "V2", "V3", "V4"]
ALSO = [*"1234", "Original", "Share", "Prompt", "Change…", "Details"]
BUSY = ServiceError(Code.TOO_MANY, "busy", started=Started.NO)


async def test_from_the_order_to_nine_buttons(bench: Bench) -> None:
    """One message: it waits, sharpens, and ends with the picture and its nine buttons."""
    bench.painter.scripts = [SMOOTH]
    job = await bench.run()
    cards = bench.cards(job)
    assert job.state is State.DONE
    assert cards[0].stage is Stage.WAITING
    assert cards[-1].stage is Stage.DONE
    assert [b.label for row in cards[-1].buttons for b in row] == [*NINE, *ALSO]
    assert cards[-1].media[0].data == b"picture"
    assert await bench.jobs.pending() == []


async def test_the_picture_is_known_by_its_message_with_the_words_it_was_ordered_with(bench: Bench) -> None:
    """A follow-up repeats them, so that it costs what it should."""
    bench.painter.scripts = [SMOOTH]
    job = await bench.run()
    assert job.message is not None
    shown = await bench.results.job_of(job.message)
    assert shown is not None
    outcome = shown.outcome
    assert isinstance(outcome, Image)
    assert (outcome.prompt, outcome.mode) == ("a cat --ar 16:9", Mode.TURBO)


async def test_a_second_run_of_a_done_job_does_nothing(bench: Bench) -> None:
    """A queue may deliver twice."""
    bench.painter.scripts = [SMOOTH]
    job = await bench.run()
    cards = len(bench.cards(job))
    await bench.rerun(job.id)
    assert (len(bench.painter.sent), len(bench.cards(job))) == (1, cards)


async def test_a_fault_that_comes_when_the_task_runs_already(bench: Bench) -> None:
    """A 500 says nothing of the task that was begun before: it is looked for, and its picture shown."""
    bench.painter.scripts = [[ServiceError(Code.UNAVAILABLE, "fetch failed")]]
    bench.painter.listings = [[TASK]]
    bench.painter.lookups = [{TASK: done()}]
    job = await bench.run()
    assert (job.task_id, job.fault, bench.cards(job)[-1].stage) == (TASK, None, Stage.DONE)
    assert len(bench.painter.sent) == 1


@pytest.mark.parametrize("listing", [[], ServiceError(Code.UNAVAILABLE)], ids=["none", "silence"])
async def test_a_fault_is_told_by_what_is_known(bench: Bench, listing: list[TaskId] | ServiceError) -> None:
    """Once looked for in vain, what the service said stands; nobody knows more."""
    bench.painter.scripts = [[ServiceError(Code.UNAVAILABLE, "fetch failed")]]
    bench.painter.listings = [listing]
    job = await bench.run()
    assert job.fault == Fault(Code.UNAVAILABLE, "fetch failed")
    text = "".join(span.text for span in bench.cards(job)[-1].text)
    assert "It does not charge for that" in text
    assert "Nothing was charged" not in text


@pytest.mark.parametrize("code", [Code.REFUSED, Code.UNAUTHORIZED, Code.BAD_REQUEST, Code.UNAVAILABLE])
async def test_a_refusal_is_told_with_a_way_back(bench: Bench, code: Code) -> None:
    """The service's own words and a Retry button; nothing is sent again by itself."""
    bench.painter.scripts = [[ServiceError(code, "its own words")]]
    job = await bench.run()
    card = bench.cards(job)[-1]
    assert (job.fault, card.stage) == (Fault(code, "its own words"), Stage.FAILED)
    assert "its own words" in "".join(span.text for span in card.text)
    assert [button.label for row in card.buttons for button in row] == ["Retry"]
    assert len(bench.painter.sent) == 1


@pytest.mark.parametrize(
    ("code", "level"), [(Code.UNAUTHORIZED, "error"), (Code.MISCONFIGURED, "error"), (Code.REFUSED, "info")]
)
async def test_what_only_the_operator_can_mend_is_an_error(bench: Bench, code: Code, level: str) -> None:
    """Nobody tells them otherwise."""
    bench.painter.scripts = [[ServiceError(code, "no")]]
    with capture_logs() as logs:
        await bench.run()
    assert [line["log_level"] for line in logs if line["event"] == "order.failed"] == [level]


async def test_a_task_that_fails_late_is_told_the_same_way(bench: Bench) -> None:
    """Moderation may strike after the first previews."""
    bench.painter.scripts = [[Accepted(TASK), Progressed(TASK, 35), Failed(Fault(Code.REFUSED, "no"))]]
    job = await bench.run()
    assert job.fault == Fault(Code.REFUSED, "no")


async def test_what_was_certainly_not_taken_on_is_sent_again(bench: Bench) -> None:
    """A 429 starts nothing, so it costs nothing to ask again."""
    bench.painter.scripts = [[BUSY], [BUSY], SMOOTH]
    job = await bench.run()
    assert isinstance(job.outcome, Image)
    assert len(bench.painter.sent) == 3


async def test_asking_again_ends(bench: Bench) -> None:
    """A service that cannot be reached is an error with a Retry button."""
    away = ServiceError(Code.UNAVAILABLE, "no way", started=Started.NO)
    bench.painter.scripts = [[away]] * 3
    job = await bench.run()
    assert job.fault == Fault(Code.UNAVAILABLE, "no way")


async def test_a_stream_cut_after_its_first_line_is_carried_on_by_lookups(bench: Bench) -> None:
    """The task id is known, so nothing is sent twice."""
    bench.painter.scripts = [[Accepted(TASK), Progressed(TASK, 35), UNKNOWN]]
    bench.painter.lookups = [{TASK: Progressed(TASK, 75)}, ServiceError(Code.UNAVAILABLE), {TASK: done()}]
    job = await bench.run()
    assert isinstance(job.outcome, Image)
    assert len(bench.painter.sent) == 1


async def test_an_acknowledgement_alone_is_followed_by_lookups(bench: Bench) -> None:
    """Some ways of asking answer with nothing but a task id."""
    bench.painter.scripts = [[Accepted(TASK)]]
    bench.painter.lookups = [{TASK: done()}]
    assert isinstance((await bench.run()).outcome, Image)


async def test_an_order_without_an_answer_is_sought_not_repeated(bench: Bench) -> None:
    """It may have been paid for: the recent tasks are looked through, and another job's task is not ours."""
    foreign = TaskId("foreign")
    assert await bench.jobs.claim(foreign, (await bench.open()).id)
    bench.painter.scripts = [[UNKNOWN]]
    bench.painter.listings = [[], ServiceError(Code.UNAVAILABLE), [foreign, TASK]]
    bench.painter.lookups = [{TASK: done()}]
    job = await bench.run()
    assert (job.task_id, len(bench.painter.sent)) == (TASK, 1)
    assert isinstance(job.outcome, Image)


async def test_an_order_that_is_nowhere_is_given_up_with_a_retry(bench: Bench) -> None:
    """After a bounded time, and never by sending it again unasked."""
    bench.miss_soon()
    bench.painter.scripts = [[UNKNOWN]]
    job = await bench.run()
    assert job.fault == Fault(Code.LOST)
    assert len(bench.painter.sent) == 1


async def test_a_task_that_the_service_forgets_is_given_up(bench: Bench) -> None:
    """Lookups that do not know it are believed after a while."""
    bench.miss_soon()
    bench.painter.scripts = [[Accepted(TASK)]]
    assert (await bench.run()).fault == Fault(Code.LOST)


NOW = Sending(time.time())


async def test_a_file_too_large_for_the_platform_is_linked(bench: Bench) -> None:
    """When no other form of it is taken, instead of trying the same for ever."""
    bench.painter.scripts = [[done()]]
    bench.platform.messenger.troubles = [TooLarge("413"), TooLarge("413 as a JPEG, too")]
    card = bench.cards(await bench.run())[-1]
    assert not card.media
    assert any(span.url for span in card.text)


async def test_a_first_card_is_posted_as_soon_as_the_platform_takes_it(bench: Bench) -> None:
    """After the pause it asked for."""
    bench.platform.messenger.post_troubles = [TooFast(0.05)]
    bench.painter.scripts = [SMOOTH]
    assert (await bench.run()).state is State.DONE


async def test_a_queue_that_is_down_loses_no_job(bench: Bench) -> None:
    """It is in the book: the person is not told that nothing was ordered, and the sweep finds it."""

    async def down(_job_id: JobId) -> None:
        raise StoreError("down")

    bench.desk.enqueue = down
    job = await bench.open()
    assert await bench.jobs.pending() == [job.id]


STATES: list[tuple[str, list[Update], int]] = [
    ("written", [], 1),
    ("sent", [NOW], 0),
    ("running", [NOW, Accepted(TASK)], 0),
    ("finished", [NOW, Accepted(TASK), done()], 0),
    ("failed", [NOW, Failed(Fault(Code.REFUSED))], 0),
]


@pytest.mark.parametrize(("updates", "sends"), [(u, n) for _, u, n in STATES], ids=[name for name, _, _ in STATES])
async def test_whoever_picks_a_job_up_finishes_it(bench: Bench, updates: list[Update], sends: int) -> None:
    """From every state, in the same message, and only a job that was never sent is sent."""
    job = await bench.open()
    message = MessageRef(NAME, PLACE.chat, job.id)
    job = await bench.jobs.save(replace(await bench.load(job.id), message=message))
    for update in updates:
        job = await bench.jobs.save(advance(job, update))
    bench.painter.scripts = [SMOOTH]
    bench.painter.listings = [[TASK]]
    bench.painter.lookups = [{TASK: done()}]
    job = await bench.rerun(job.id)
    assert (job.state, job.message) == (State.DONE, message)
    assert len(bench.painter.sent) == sends
    assert list(bench.platform.messenger.shown) == [job.id]


async def test_a_worker_that_lost_its_job_stops(bench: Bench) -> None:
    """Its next save finds a newer version; the other one's result stands, and it writes nothing more."""
    job = await bench.open()
    other = await bench.load(job.id)

    bench.painter.scripts = [SMOOTH]
    original = bench.painter.paint

    async def paint(job: Job) -> AsyncIterator[TaskUpdate]:
        await bench.jobs.save(replace(await bench.load(job.id), sent_at=1.0))
        async for update in original(job):
            yield update

    bench.painter.paint = paint  # type: ignore[method-assign]  # the theft happens in mid-flight
    await bench.runner.run(job.id)
    assert (await bench.load(job.id)).state is State.SENT
    assert other.version == 1


async def test_a_deleted_message_comes_back_as_a_new_one(bench: Bench) -> None:
    """The picture was paid for."""
    bench.painter.scripts = [[done()]]
    bench.platform.messenger.troubles = [MessageGone("deleted")]
    job = await bench.run()
    assert job.message is not None
    assert job.message.message == f"{job.id}:again"
    assert await bench.results.job_of(job.message) == job


async def test_a_rate_limited_last_card_waits_and_lands(bench: Bench) -> None:
    """And a platform with a fault is asked again."""
    bench.painter.scripts = [[done()]]
    bench.platform.messenger.troubles = [TooFast(0.05), None]
    assert bench.cards(await bench.run())[-1].stage is Stage.DONE


async def test_a_platform_with_a_passing_fault_is_asked_again(bench: Bench) -> None:
    """Until it has the last card."""
    bench.painter.scripts = [[done()]]
    bench.platform.messenger.troubles = [Unreachable("502")]
    assert bench.cards(await bench.run())[-1].stage is Stage.DONE


async def test_where_we_may_not_write_nothing_is_paid(bench: Bench) -> None:
    """A job without a message is closed before it is sent."""
    bench.platform.messenger.post_troubles = [NotAllowed("kicked")] * 10
    job = await bench.run()
    assert (job.state, bench.painter.sent) == (State.DONE, [])


async def test_lost_previews_do_not_matter(bench: Bench) -> None:
    """They may be gone before they are fetched."""
    bench.pictures.gone = {"https://pictures.example/35.webp", "https://pictures.example/75.webp"}
    bench.painter.scripts = [SMOOTH]
    assert bench.cards(await bench.run())[-1].media[0].data == b"picture"


async def test_a_picture_that_cannot_be_fetched_is_linked(bench: Bench) -> None:
    """With its buttons: it is paid for, and they work."""
    bench.pictures.gone = {"https://pictures.example/1.png"}
    bench.painter.scripts = [[done()]]
    card = bench.cards(await bench.run())[-1]
    assert not card.media
    assert any(span.url == "https://pictures.example/1.png" for span in card.text)
    assert len(card.buttons) == 4


async def test_cancelled_in_the_middle_and_taken_up_again(bench: Bench) -> None:
    """A drain leaves the job as it is; the next run goes on in the same message."""
    bench.painter.scripts = [[Accepted(TASK)]]
    job = await bench.open()
    async with asyncio.TaskGroup() as group:
        first = group.create_task(bench.runner.run(job.id))
        await wait_until(lambda: bench.painter.looked_up, "the task is followed")
        first.cancel()
    bench.painter.lookups = [{TASK: done()}]
    job = await bench.rerun(job.id)
    assert job.state is State.DONE
    assert list(bench.platform.messenger.shown) == [job.id]
    assert len(bench.painter.sent) == 1


async def test_a_doubtful_failure_in_a_stream_is_not_believed(bench: Bench) -> None:
    """The service stopped waiting, and the task may go on: lookups have the last word, and the picture is shown."""
    bench.painter.scripts = [[Accepted(TASK), Failed(Fault(Code.TIMED_OUT), TASK)]]
    bench.painter.lookups = [{TASK: done()}]
    job = await bench.run()
    assert isinstance(job.outcome, Image)
    assert job.fault is None


async def test_a_message_that_somebody_else_overtook_is_taken_down(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two runs post a first card each; the one that may not write its message down takes it away again."""
    bench.painter.scripts = [SMOOTH]
    job = await bench.open()
    theirs = MessageRef("fake", "room", "theirs")
    save = bench.jobs.save

    async def too_late(ours: Job) -> Job:
        if ours.message is not None and ours.message != theirs:
            monkeypatch.setattr(bench.jobs, "save", save)
            await save(replace(ours, message=theirs))
            raise Stale("somebody else was first")
        return await save(ours)

    monkeypatch.setattr(bench.jobs, "save", too_late)
    await bench.runner.run(job.id)
    assert [message.message for message in bench.platform.messenger.erased] == [job.id]


@pytest.mark.parametrize("same", [True, False])
async def test_a_message_that_somebody_else_may_be_about_to_fill_stays(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, *, same: bool
) -> None:
    """Until it is known where the job's is: where an event has one answer both have posted the same."""
    job = await bench.open()
    save, load, lost, looks = bench.jobs.save, bench.jobs.load, asyncio.Event(), list[JobId]()
    mine = MessageRef("fake", "room", str(job.id))

    async def too_late(ours: Job) -> Job:
        monkeypatch.setattr(bench.jobs, "save", save)
        await save(replace(ours, message=None))
        lost.set()
        raise Stale("somebody else was first")

    async def noted(job_id: JobId) -> Job | None:
        looks.append(job_id)
        return await load(job_id)

    monkeypatch.setattr(bench.jobs, "save", too_late)
    monkeypatch.setattr(bench.jobs, "load", noted)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(bench.runner.run(job.id))
        await lost.wait()
        before = len(looks)
        await wait_until(lambda: len(looks) > before + 2, "it has looked where the job's message is")
        assert bench.platform.messenger.erased == []
        assert not running.done()
        theirs = mine if same else MessageRef("fake", "room", "theirs")
        await save(replace(await bench.load(job.id), message=theirs))
    assert bench.platform.messenger.erased == ([] if same else [mine])
