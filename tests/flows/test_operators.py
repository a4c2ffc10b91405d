"""What operators can look up, and that nobody else notices that they can."""

from dataclasses import replace
from uuid import uuid4

import pytest

from bot.domain.buttons import with_task
from bot.domain.errors import Code, ServiceError
from bot.domain.ids import NO_TASK, ImageId, MessageRef, TaskId, code_of, recalled_job_id
from bot.domain.incoming import Person
from bot.domain.job import State
from bot.domain.order import Act, Imagine
from bot.domain.prompt import Prompt
from bot.domain.recalled import Charge, Recalled
from bot.domain.update import Accepted, Failed, Fault, Finished, Progressed, TaskUpdate
from tests.fakes.painter import SMOOTH, FakePainter, image
from tests.fakes.platform import ANN, BOB, origin
from tests.flows.conftest import House

TASK = TaskId(str(uuid4()))
MADE = 1_795_000_000.0


@pytest.fixture
def operators() -> frozenset[str]:
    return frozenset({ANN.id})


def record(update: TaskUpdate, **more: object) -> Recalled:
    made = Recalled(TASK, Imagine(Prompt("a fox")), update, created_at=MADE, trace_id="trace-1", kind="imagine")
    return replace(made, **more)  # type: ignore[arg-type]  # members of it


def told(house: House) -> str:
    """The newest card that was posted."""
    cards = [cards[-1] for name, cards in house.bench.platform.messenger.shown.items() if name.endswith("-tasks")]
    return "".join(span.text for span in cards[-1].text)


DONE = Finished(TASK, image(TASK))


@pytest.mark.parametrize(
    ("found", "parts"),
    [
        (record(Accepted(TASK)), ("a fox", "Imagine · waits", "Made 2026-11-18 11:06:40 UTC", "Trace trace-1")),
        (record(Progressed(TASK, 35, "https://x/35.webp")), ("Imagine · at work, 35 %",)),
        (record(Progressed(TASK, None)), ("Imagine · at work, 0 %",)),
        (record(DONE, finished_at=MADE + 42, charge=Charge(0.27, "Credit")), ("done", "took 42 s", "0.27 Credit")),
        (record(DONE, started_at=MADE + 2, finished_at=MADE + 42), ("took 40 s", f"Task {TASK}")),
        (
            record(Failed(Fault(Code.REFUSED, "Sorry!\nOur moderators"), TASK), charge=Charge(0)),
            ("failed", "Nothing was charged", "refused: Sorry! Our moderators"),
        ),
        (record(DONE, order=Act("upscale2", ImageId("1")), kind="imagine"), ("imagine", "U2 · done")),
        (record(DONE, created_at=9e30, trace_id=""), ("done",)),
    ],
)
async def test_every_shape_of_a_task(house: House, found: Recalled, parts: tuple[str, ...]) -> None:
    """Its words, state, times and names, and what it cost where that is known."""
    house.bench.painter.records[TASK] = found
    await house.type("task", TASK)
    await house.mail()
    text = told(house)
    assert [part for part in parts if part not in text] == []
    assert ("Trace" in text, "harged" in text) == (bool(found.trace_id), found.charge is not None)


async def test_by_whatever_they_have(house: House) -> None:
    """Id, trace id and code, several at once, in their order; what nobody knows is named."""
    house.bench.painter.records[TASK] = record(DONE)
    await house.type("task", f"{TASK} trace-1, #{code_of(TASK)} nobody")
    await house.mail()
    paragraphs = told(house).split("\n\n")
    assert ["a fox" in one for one in paragraphs] == [True, True, True, False]
    assert paragraphs[3] == "4. nobody: the image service does not know it"
    assert [one[:2] for one in paragraphs] == ["1.", "2.", "3.", "4."]


async def test_a_code_of_ours_may_be_older_than_the_list(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own records know its task, and the words of a follow-up."""
    house.bench.painter.scripts.append(SMOOTH)
    job = await house.bench.run(Act("upscale2", ImageId("1"), "a cat in a hat"))
    task = job.task_id or NO_TASK
    house.bench.painter.records[task] = record(DONE, task_id=task, order=Act("upscale2", ImageId("1")))
    monkeypatch.delattr(FakePainter, "recall_codes")
    await house.type("task", job.code)
    await house.mail()
    assert told(house).startswith("a cat in a hat\nU2 · done")


@pytest.mark.parametrize(
    ("text", "part"),
    [("", "/task <id> [<id> …]"), (" ,, ", "/task <id>"), (" ".join(map(str, range(11))), "No more than 10 tasks")],
)
async def test_what_cannot_be_looked_up(house: House, text: str, part: str) -> None:
    """It is said how it is written; nothing is asked."""
    await house.type("task", text)
    assert part in house.answers()[-1]
    assert (house.tasks, house.bench.painter.recalls) == ([], 0)


async def test_a_service_that_is_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is no service that knows nothing."""

    async def away(*_: object) -> None:
        raise ServiceError(Code.UNAVAILABLE)

    monkeypatch.setattr(house.bench.painter, "recall", away)
    await house.type("task", TASK)
    await house.mail()
    assert "cannot be asked just now" in house.answers()[-1]


async def test_for_others_there_is_no_such_command(house: House) -> None:
    """They are told so as of any other, and nothing is near enough to give it away."""
    # Each asks once: among people nobody is told twice in a minute.
    for name in ("task", "tesk", "zzzz"):
        await house.type(name, TASK, person=replace(BOB, id=f"fake:{name}"))
    task, near, other = house.answers()
    assert task.replace("/task", "/zzzz") == other
    assert near.replace("/tesk", "/zzzz") == other
    await house.type("tesk", TASK)
    assert house.answers()[-1].endswith("/task?")
    assert (house.tasks, house.bench.painter.recalls) == ([], 0)


async def test_help_is_as_ever_for_others(house: House) -> None:
    """Only operators read of it, and only where nobody else does."""
    await house.type("help", person=BOB)
    assert "/task" not in house.answers()[-1]


async def looked_up(house: House, found: Recalled) -> MessageRef:
    """The answer to its id."""
    house.bench.painter.records[TASK] = found
    await house.type("task", TASK, key="t")
    await house.mail()
    [(message, _)] = house.cards(str(TASK))
    return message


def delivering(house: House, message: MessageRef) -> list[str]:
    card = house.bench.platform.messenger.shown[message.message][-1]
    return [button.payload for row in card.buttons for button in row]


async def test_a_result_is_delivered_with_its_buttons(house: House) -> None:
    """As a message of the place, which is theirs: it stands in their list, and its buttons order."""
    message = await looked_up(house, record(DONE))
    [payload] = delivering(house, message)
    await house.press(message, payload, key="p")
    await house.mail()
    [card] = house.bench.platform.messenger.shown["p-done-picture"]
    reroll = next(one.payload for row in card.buttons for one in row if one.payload.startswith("act:reroll"))
    shown_at = MessageRef(message.platform, message.chat, "p-done-picture")
    job = await house.bench.results.job_of(shown_at)
    assert job is not None
    assert (job.origin.person.id, job.task_id, job.state) == (ANN.id, TASK, State.DONE)
    assert [one.id for one in await house.bench.results.recent(ANN.id)] == [job.id]
    await house.press(shown_at, reroll)
    [again] = house.bench.queued
    assert (await house.bench.load(again)).order == Act("reroll", image().image_id, "a fox")


async def test_what_is_somebody_elses_stays_theirs(house: House) -> None:
    """It is shown, and nothing is asked of the service."""
    house.bench.painter.scripts.append(SMOOTH)
    job = await house.bench.run(Imagine(Prompt("a cat")))
    saved = await house.bench.jobs.load(job.id)
    assert saved is not None
    task = TaskId(str(uuid4()))
    other = replace(saved, id=recalled_job_id(task), task_id=task, version=0, stamp="", origin=origin(BOB))
    await house.bench.jobs.save(other)
    await house.press(MessageRef("fake", "1", "m"), with_task("deliver", task), key="p")
    await house.mail()
    assert "p-done-picture" in house.bench.platform.messenger.shown
    kept = await house.bench.results.job_by_task(task)
    assert kept is not None
    assert (kept.origin.person.id, house.bench.painter.recalls) == (BOB.id, 0)


@pytest.mark.parametrize(
    ("found", "who", "part"),
    [
        (record(DONE), BOB, "not known here"),
        (record(Accepted(TASK)), ANN, "no result to show"),
        (record(Failed(Fault(Code.REFUSED), TASK)), ANN, "no result to show"),
        (None, ANN, "no result to show"),
    ],
)
async def test_what_is_not_delivered(house: House, found: Recalled | None, who: Person, part: str) -> None:
    """A button can be seen by others, and made up; to them it is one that nobody knows."""
    if found:
        house.bench.painter.records[TASK] = found
    await house.press(MessageRef("fake", "1", "m"), with_task("deliver", TASK), person=who, key="p")
    await house.mail()
    assert part in house.answers()[-1]
    assert "p-done-picture" not in house.bench.platform.messenger.shown


@pytest.mark.parametrize("update", [Accepted(TASK), Failed(Fault(Code.REFUSED), TASK)])
async def test_what_has_no_result_has_no_such_button(house: House, update: TaskUpdate) -> None:
    """There would be nothing to deliver."""
    assert delivering(house, await looked_up(house, record(update))) == []
