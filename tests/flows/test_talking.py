"""Words that answer a picture of ours are an edit of it: asked about first, ordered once, never of another one."""

from dataclasses import replace

import pytest

from bot.cards import last_card
from bot.domain.chat_settings import Pressers
from bot.domain.errors import Code
from bot.domain.ids import MessageRef, TaskId
from bot.domain.image import Clip, Image, TextResult
from bot.domain.incoming import CommandCall, Person
from bot.domain.job import Job
from bot.domain.order import Edit, Imagine
from bot.domain.plain_words import PLAIN_WORDS_COMMAND
from bot.domain.subject import Result, Source
from bot.domain.update import Failed, Fault, Finished
from bot.panels import shared_card
from tests.fakes.painter import TASK, image
from tests.fakes.platform import ANN, BOB, PLACE, origin
from tests.flows.conftest import House
from tests.flows.test_subjects import SINGLE, fresh, made, shelf, told  # noqa: F401 - a fixture

WORDS = "make it winter"


async def says(house: House, job: Job, text: str = WORDS, person: Person = ANN, **given: object) -> str:
    """Words that answer the message of a job; the name of the event."""
    key = str(given.pop("key", "")) or f"k{next(house.keys)}"
    where = replace(origin(person), private=bool(given.pop("private", True)))
    await house.app.handle(
        CommandCall(
            key,
            where,
            PLAIN_WORDS_COMMAND,
            text,
            quoted=("q1",),
            reply_to=job.message,
            plain=True,
            **given,  # type: ignore[arg-type]  # fields of it
        )
    )
    await house.mail()
    return key


async def single(house: House, task: str = "t-1") -> Job:
    """A finished picture of one."""
    return await made(house, task, image(TaskId(task), SINGLE))


async def knows(house: House, *people: Person) -> None:
    """Who has been told before what such words do."""
    for person in people or (ANN,):
        await house.app.handlers.confirmations.pending.note_talk(person.id)


def buttons(house: House, part: str) -> tuple[MessageRef, list[str]]:
    """The newest message with these words, and what stands on the back of its buttons."""
    message, card = house.cards(part)[-1]
    return message, [button.payload for row in card.buttons for button in row]


async def ordered(house: House) -> list[Job]:
    return [await house.bench.load(job_id) for job_id in house.bench.queued]


async def test_the_first_time_it_is_asked_and_told(house: House) -> None:
    """With what it costs and how to be rid of it; nothing is ordered before the button, and one edit after it."""
    job = await single(house)
    await says(house, job)
    assert house.bench.queued == []
    message, [payload] = buttons(house, "Shall I change that picture so?")
    text = "".join(span.text for span in house.cards("Shall I")[-1][1].text)
    assert "costs as much as /edit" in text
    assert "/settings talk off" in text
    told(house, job, fresh("t-1"))
    for _ in range(2):
        await house.press(message, payload)
        await house.mail()
    [edit] = await ordered(house)
    assert isinstance(edit.order, Edit)
    assert (edit.order.prompt, edit.order.image_url) == (WORDS, "https://p.example/t-1.png")
    assert [one.subject for one in edit.order.sources] == [Result(job.code)]


async def test_the_answered_picture_is_the_subject(house: House) -> None:
    """Not the newest one; and the same event, told again, orders nothing more."""
    first, _newer = await single(house, "t-1"), await single(house, "t-2")
    await knows(house)
    told(house, first, fresh("t-1"))
    key = await says(house, first)
    await says(house, first, key=key)
    [edit] = await ordered(house)
    assert isinstance(edit.order, Edit)
    assert [one.subject for one in edit.order.sources] == [Result(first.code)]


async def test_of_a_sheet_it_is_asked_which(house: House, shelf: object) -> None:  # noqa: F811 - the fixture
    """The words are kept, and the card of what comes says of which part it is."""
    job = await made(house, "t-1")
    await says(house, job)
    message, payloads = buttons(house, "Which of the four pictures")
    assert len(payloads) == 4
    assert "/settings talk off" in str(house.cards("Which of the four")[-1][1].text)
    assert isinstance(job.outcome, Image)
    cells = tuple(f"https://p.example/t-1_{n}.png" for n in range(4))
    told(house, job, replace(fresh("t-1", job.outcome.actions), cells=cells))
    await house.press(message, payloads[2])
    await house.mail()
    [edit] = await ordered(house)
    assert isinstance(edit.order, Edit)
    assert (edit.order.prompt, edit.order.image_url) == (WORDS, cells[2])
    house.bench.painter.scripts.append([Finished(TaskId("t-9"), image(TaskId("t-9"), ()))])
    await house.work()
    assert f"↳ #{job.code}.3" in str(house.cards(WORDS)[-1][1].text)
    await says(house, job, "without the snow")
    assert "/settings talk off" not in str(house.cards("Which of the four")[-1][1].text)


async def test_a_part_that_is_shown_by_itself(house: House, shelf: object) -> None:  # noqa: F811 - the fixture
    """Is the one that is meant, so nothing has to be asked."""
    job = await made(house, "t-1", image(TaskId("t-1"), ()), "edit")
    await knows(house)
    assert job.message is not None
    await house.press(job.message, "piece:3")
    await house.mail()
    message, payloads = buttons(house, f"#{job.code}.3")
    assert "form:edit.3" in str(payloads)
    cells = tuple(f"https://p.example/t-1_{n}.png" for n in range(4))
    told(house, job, replace(fresh("t-1", ()), cells=cells))
    await says(house, replace(job, message=message))
    [edit] = await ordered(house)
    assert isinstance(edit.order, Edit)
    assert [one.subject for one in edit.order.sources] == [Result(job.code, 3)]


@pytest.mark.parametrize("text", ["thanks!", "wow", "👍", "what is that?"])
async def test_thanks_cost_nothing(house: House, text: str) -> None:
    """They are asked about in private; among people nothing is said at all."""
    job = await single(house)
    await knows(house, ANN, BOB)
    await says(house, job, text)
    await says(house, job, text, BOB, private=False)
    assert house.bench.queued == []
    assert len(house.cards("Shall I change that picture so?")) == 1


@pytest.mark.parametrize(
    ("end", "answer"),
    [
        (Finished(TASK, TextResult(("a cat", "a dog"))), "no picture that words could change"),
        (Failed(Fault(Code.REFUSED), TASK), "Nothing came of that order"),
        (Finished(TASK, Clip("v1", TASK, ("https://p.example/1.mp4",))), "is a film"),
    ],
)
async def test_what_cannot_be_changed(house: House, end: Finished | Failed, answer: str) -> None:
    """Is said, and nothing is ordered."""
    house.bench.painter.scripts.append([end])
    await house.type("shorten", "a fox in snow")
    [job_id] = house.bench.queued
    await house.work()
    await says(house, await house.bench.load(job_id))
    assert answer in house.answers()[-1]
    assert house.bench.queued == []


async def test_pictures_that_come_along_are_named(house: House) -> None:
    """They would be another subject, so nothing is ordered."""
    job = await single(house)
    await knows(house)
    await says(house, job, attachments=("a1",))
    assert f"words that answer #{job.code} change that picture alone" in house.answers()[-1]
    assert house.bench.queued == []


async def test_a_person_may_switch_it_off(house: House) -> None:
    """And on again, as /help says; what is neither is told."""
    job = await single(house)
    await knows(house)
    await house.type("settings", "talk off")
    await says(house, job, private=False)
    await says(house, job)
    assert "Words that answer a picture change nothing" in house.answers()[-1]
    assert house.bench.queued == []
    await house.type("help")
    assert "talk off" not in house.answers()[-1]
    await house.type("settings", "talk maybe")
    assert "on, off" in house.answers()[-1]
    await house.type("settings", "talk on")
    told(house, job, fresh("t-1"))
    await says(house, job)
    [edit] = await ordered(house)
    assert isinstance(edit.order, Edit)
    await house.type("help")
    assert "talk off" in house.answers()[-1]


async def test_only_where_pressing_would_be(house: House) -> None:
    """A picture of somebody else's is changed by who may press its buttons."""
    job = await single(house)
    await knows(house, ANN, BOB)
    await house.app.preferences.change(PLACE, "pressers", Pressers.REQUESTER)
    await says(house, job, person=BOB, private=False)
    assert house.bench.queued == []
    assert "Ann" in house.answers()[-1]
    await house.app.preferences.change(PLACE, "pressers", Pressers.EVERYONE)
    told(house, job, fresh("t-1"))
    await says(house, job, person=BOB, private=False)
    assert house.bench.queued == [], "among people it is asked about"
    message, [payload] = buttons(house, "Shall I change that picture so?")
    await house.press(message, payload, BOB)
    await house.mail()
    [edit] = await ordered(house)
    assert edit.origin.person == BOB


async def test_who_ignores_the_question_agreed_to_nothing(house: House) -> None:
    """So the next words are asked about, too; after the button they are not."""
    job = await single(house)
    await says(house, job, "this is stunning")
    await says(house, job)
    assert house.bench.queued == []
    message, [payload] = buttons(house, "Shall I change that picture so?")
    told(house, job, fresh("t-1"))
    await house.press(message, payload)
    await house.mail()
    await says(house, job, "without the boat")
    assert [edit.order.prompt for edit in await ordered(house) if isinstance(edit.order, Edit)] == [
        WORDS,
        "without the boat",
    ]


async def test_a_picture_that_our_records_have_lost(house: House) -> None:
    """Is no prompt for a new one, which would be paid for."""
    job = await single(house)
    await knows(house)
    await says(house, replace(job, message=MessageRef(PLACE.platform, PLACE.chat, "lost")))
    assert "no record of that picture" in house.answers()[-1]
    assert house.bench.queued == []


async def test_what_a_shared_picture_was_made_of_is_not_shared(house: House) -> None:
    """Its code leads to it."""
    job = await single(house)
    edit = replace(
        job, order=Edit("https://e.org/a.png", WORDS, sources=(Source(Result("ABCD1234"), "https://e.org/a.png"),))
    )
    assert "↳ #ABCD1234" in str(last_card(edit).text)
    assert "ABCD1234" not in str(shared_card(edit))


async def test_what_is_wrong_with_the_words_is_said_at_once(house: House) -> None:
    """Before anybody is asked which part is meant."""
    job = await made(house, "t-1")
    await says(house, job, f"{WORDS} --nonsense 7")
    assert "--nonsense" in house.answers()[-1]
    assert house.cards("Which of the four") == []


async def test_a_command_that_answers_stays_that_command(house: House) -> None:
    """Only words without one are an edit."""
    job = await single(house)
    await knows(house)
    await house.app.handle(CommandCall("k-own", origin(), "imagine", "a dog", reply_to=job.message))
    await house.mail()
    [other] = await ordered(house)
    assert isinstance(other.order, Imagine)
