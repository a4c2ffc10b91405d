"""Buttons and codes whose results our records have lost: the image service still knows them."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from bot.adoption import TASKS_MOST
from bot.cards import last_card, progress_card
from bot.domain.buttons import Verb, decode_payload, with_task
from bot.domain.chat_settings import ChatSettings, Pressers
from bot.domain.errors import Code, ServiceError, UserError
from bot.domain.ids import ImageId, MessageRef, TaskId, code_of
from bot.domain.incoming import Person
from bot.domain.job import Job, State
from bot.domain.order import Act, Animate, Imagine
from bot.domain.prompt import Hints, Mode, Prompt
from bot.domain.recalled import Recalled, adopted_job
from bot.domain.subject import Result, Source
from bot.domain.update import Accepted, Failed, Fault, Finished, Progressed, TaskUpdate
from bot.store.keys import Keys
from tests.fakes.painter import done, image
from tests.fakes.platform import ANN, BOB, NAME, PLACE, origin
from tests.flows.conftest import RULES, House

MESSAGE = MessageRef(NAME, PLACE.chat, "old")
WORDS = "a fox in the snow --ar 16:9 --v 7"
SEEN = f"{WORDS}\nAnn · Imagine · 7K2M9QXD"


def record(update: TaskUpdate | None = None, *, action: str = "") -> Recalled:
    """A task of the service, of a UUID of its own: a grid, or a follow-up of one."""
    task = TaskId(str(uuid4()))
    order = (
        Act(action, ImageId("1"), mode=Mode.TURBO, hints=Hints(version="7"))
        if action
        else Imagine(Prompt(WORDS, mode=Mode.TURBO))
    )
    match update:
        case None:
            update = Finished(task, image(task))
        case Failed(fault):
            update = Failed(fault, task)
        case Progressed(_, percent, preview):
            update = Progressed(task, percent, preview)
        case _:
            update = replace(update, task_id=task)
    return Recalled(task, order, update, created_at=1_000.0)


def shown(recalled: Recalled) -> Job:
    """Its job, as Ann had it before everything was lost."""
    return adopted_job(recalled, origin(ANN), RULES, now=1_000_000.0, limit=600.0, message=MESSAGE, seen=SEEN)


def payload(card_of: Job, verb: Verb, argument: str = "") -> str:
    """What stands on a button of its last card."""
    buttons = [button for row in last_card(card_of).buttons for button in row]
    [found] = [one.payload for one in buttons if is_on(one.payload, verb, argument)]
    return found


def is_on(written: str, verb: Verb, argument: str) -> bool:
    try:
        press = decode_payload(written)
    except UserError:  # of another kind of button
        return False
    return (press.verb, press.argument) == (verb, argument)


async def pressed(house: House, written: str, *, seen: str = SEEN, key: str = "") -> None:
    """Pressed by Bob, and dealt with."""
    await house.press(MESSAGE, written, person=BOB, key=key, seen=seen)
    await house.mail()


async def opened(house: House) -> Job:
    [job_id] = house.bench.queued
    return await house.bench.load(job_id)


async def test_a_button_works_when_its_message_is_forgotten(house: House) -> None:
    """It orders what it would have ordered, with the words of the message; the next one asks nobody."""
    lost = record(action="variation1")
    house.bench.painter.records[lost.task_id] = lost
    await pressed(house, payload(shown(lost), Verb.ACT, "upscale1"))
    one = await opened(house)
    assert one.order == Act("upscale1", ImageId("1557000000000000001"), WORDS, Mode.TURBO, Hints(version="7"))
    assert one.reply_to == MESSAGE
    adopted = await house.bench.results.job_of(MESSAGE)
    assert adopted is not None
    assert (adopted.state, adopted.order.prompt, adopted.origin.person.id) == (State.DONE, WORDS, "")  # type: ignore[union-attr]
    await pressed(house, payload(shown(lost), Verb.ACT, "upscale2"))
    assert len(house.bench.queued) == 2
    assert house.bench.painter.recalls == 1


async def test_a_prompt_is_read_as_it_was_typed(house: House) -> None:
    """From the service's record: what could have been made up by whoever pressed is not looked at."""
    lost = record()
    house.bench.painter.records[lost.task_id] = lost
    await pressed(house, payload(shown(lost), Verb.ACT, "reroll"), seen="something else")
    adopted = await house.bench.results.job_of(MESSAGE)
    assert adopted is not None
    assert adopted.order == Imagine(
        Prompt("a fox in the snow", flags=(("ar", "16:9"), ("version", "7")), mode=Mode.TURBO)
    )
    assert adopted.outcome is not None
    assert (await opened(house)).order.prompt == WORDS.replace("--v ", "--version ")  # type: ignore[union-attr]


@pytest.mark.parametrize("verb", [Verb.ORIGINAL, Verb.QUOTE])
async def test_what_orders_nothing_works_too(house: House, verb: Verb) -> None:
    """The file, the words: brought as if nothing had been."""
    lost = record()
    house.bench.painter.records[lost.task_id] = lost
    await pressed(house, payload(shown(lost), verb), key="p")
    assert any("a fox in the snow" in text for text in texts(house, "p-done-picture"))


def texts(house: House, name: str) -> list[str]:
    cards = house.bench.platform.messenger.shown.get(name, [])
    return ["".join(span.text for span in card.text) for card in cards]


async def test_a_button_without_a_task_says_so_at_once(house: House) -> None:
    """As before there were any: nobody is asked."""
    await pressed(house, "act:upscale1")
    assert "not known here any more" in house.answers()[-1]
    assert (house.bench.painter.recalls, house.tasks) == (0, [])


async def test_a_task_that_runs_is_followed(house: House) -> None:
    """Whoever pressed is told so, and the message shows the picture in the end."""
    lost = record(Progressed(TaskId(""), 40))
    job = shown(lost)
    house.bench.painter.records[lost.task_id] = lost
    [[cancel]] = progress_card(job_of_ann(job), Progressed(lost.task_id, 40)).buttons
    await pressed(house, cancel.payload)
    assert "still being painted" in house.answers()[-1]
    house.bench.painter.lookups = [{lost.task_id: done(lost.task_id)}]
    await house.work()
    adopted = await house.bench.results.job_of(MESSAGE)
    assert adopted is not None
    assert (adopted.state, bool(adopted.outcome)) == (State.DONE, True)
    assert house.bench.platform.messenger.shown["old"][-1].media
    assert house.bench.painter.sent == []


def job_of_ann(job: Job) -> Job:
    """Somebody's, so that it can be cancelled."""
    return replace(job, origin=origin(ANN))


async def test_a_message_that_says_it_is_painted_shows_what_became_of_it(house: House) -> None:
    """Its Cancel is too late: the picture takes its place."""
    lost = record()
    house.bench.painter.records[lost.task_id] = lost
    [[cancel]] = progress_card(job_of_ann(shown(lost)), Progressed(lost.task_id, 40)).buttons
    await pressed(house, cancel.payload)
    await house.work()
    assert house.bench.platform.messenger.shown["old"][-1].media


async def test_one_that_failed_says_why_and_can_be_tried_again(house: House) -> None:
    """A press tells the reason; Retry orders the same once more."""
    lost = record(Failed(Fault(Code.REFUSED, "no"), None))
    house.bench.painter.records[lost.task_id] = lost
    retry = payload(shown(lost), Verb.RETRY)
    await pressed(house, with_task("act:upscale1", lost.task_id))
    assert "moderators refused" in house.answers()[-1]
    assert house.bench.queued == []
    await pressed(house, retry)
    assert isinstance((await opened(house)).order, Imagine)


async def test_one_that_the_service_forgot_is_asked_after_once(house: House) -> None:
    """An honest word each time, and in ten minutes no second question, whoever presses and wherever."""
    gone = payload(shown(record()), Verb.ACT, "upscale1")
    await pressed(house, gone)
    await pressed(house, gone)
    await house.press(MessageRef(NAME, PLACE.chat, "elsewhere"), gone)
    await house.mail()
    assert ["does not know this picture any more" in text for text in house.answers()] == [True] * 3
    assert house.bench.painter.recalls == 1


async def test_a_service_that_cannot_be_asked(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are told to come back; nothing is taken for lost."""
    lost = record()
    house.bench.painter.records[lost.task_id] = lost

    async def away(*_: object) -> None:
        raise ServiceError(Code.UNAVAILABLE, "away")

    with monkeypatch.context() as patch:
        patch.setattr(house.bench.painter, "recall_codes", away)
        await house.type("show", shown(lost).code)
        await house.mail()
    assert "cannot be asked just now" in house.answers()[-1]
    await house.type("show", shown(lost).code, person=BOB, key="again")
    await house.mail()
    assert any("a fox in the snow" in text for text in texts(house, "again-done-picture"))


async def test_two_presses_at_once_order_once(house: House) -> None:
    """Both ask, both find the same job, and one button orders one picture."""
    lost = record()
    house.bench.painter.records[lost.task_id] = lost
    act = payload(shown(lost), Verb.ACT, "upscale1")
    await house.press(MESSAGE, act, person=ANN, seen=SEEN)
    await house.press(MESSAGE, act, person=BOB, seen=SEEN)
    await asyncio.gather(*(house.reception.run(*task) for task in list(house.tasks)))
    house.tasks.clear()
    assert len(house.bench.queued) == 1


async def test_a_code_finds_its_picture(house: House) -> None:
    """To be shown, and as a prompt; what nobody knows is looked for once in ten minutes."""
    lost = record()
    house.bench.painter.records[lost.task_id] = lost
    await house.type("imagine", f"#{shown(lost).code} --ar 1:1")
    await house.mail()
    order = (await opened(house)).order
    assert isinstance(order, Imagine)
    assert (order.prompt.text, order.prompt.flag("ar")) == ("a fox in the snow", "1:1")
    for person in (ANN, BOB):
        await house.type("show", "7K2M9QXD", person=person)
        await house.mail()
    recalls = house.bench.painter.recalls
    assert recalls <= 2
    await house.type("show", "7K2M9QXD", person=BOB)
    await house.mail()
    assert house.bench.painter.recalls == recalls


async def test_few_look_for_codes_at_once(house: House) -> None:
    """Each person once in half a minute."""
    for code in ("7K2M9QXD", "8K2M9QXD"):
        await house.type("show", code)
        await house.mail()
    assert ["No picture" in text for text in house.answers()] == [True, False]
    assert house.bench.painter.recalls == 1


async def test_whoever_may_press_is_everybody(house: House) -> None:
    """Who ordered it is not known, so "for who asked" shuts out nobody."""
    lost = record()
    house.bench.painter.records[lost.task_id] = lost
    await house.reception.app.preferences.change(PLACE, "pressers", Pressers.REQUESTER)
    await pressed(house, payload(shown(lost), Verb.ACT, "upscale1"))
    await opened(house)
    assert ChatSettings().pressers is Pressers.EVERYONE


async def test_a_film_of_a_forgotten_picture(house: House) -> None:
    """Its first frame has the address that the service tells now."""
    lost = record(action="upscale1")
    single = image(lost.task_id, ("upscale_2x_subtle",))
    lost = Recalled(lost.task_id, lost.order, Finished(lost.task_id, single), 1_000.0)
    house.bench.painter.records[lost.task_id] = lost
    fresh = "https://pictures.example/fresh.png"
    house.bench.painter.lookups = [{lost.task_id: Finished(lost.task_id, replace(single, raw_url=fresh))}]
    await pressed(house, payload(shown(lost), Verb.ANIMATE))
    order = (await opened(house)).order
    source, mode = Source(Result(code_of(lost.task_id)), fresh), lost.order.mode  # type: ignore[union-attr]  # an Act
    assert order == Animate(fresh, "a fox in the snow", mode, sources=(source,))


async def test_accepted_is_running(house: House) -> None:
    """A task without any progress is not lost."""
    lost = record(Accepted(TaskId("")))
    house.bench.painter.records[lost.task_id] = lost
    await pressed(house, with_task("act:upscale1", lost.task_id))
    assert "still being painted" in house.answers()[-1]


# --- what a client makes up ---------------------------------------------------------------------------


async def ordered_by(house: House, person: Person, task: TaskId, text: str = "a fox") -> Job:
    """Somebody's picture, which the store knows."""
    house.bench.painter.scripts = [[done(task)]]
    await house.type("imagine", text, person=person)
    [job_id] = house.bench.queued
    await house.work()
    return await house.bench.load(job_id)


@pytest.mark.parametrize("written", ["cancel", "act:upscale1", "original", "retry"])
@pytest.mark.parametrize("update", [None, Progressed(TaskId(""), 40)])
async def test_a_press_that_nobody_vouches_for_decides_about_no_message(
    house: House, written: str, update: TaskUpdate | None
) -> None:
    """Whatever message it names: nothing is shown, linked or followed there."""
    lost = record(update)
    house.bench.painter.records[lost.task_id] = lost
    house.bench.painter.scripts = [[done()]]
    await house.press(MESSAGE, with_task(written, lost.task_id), person=BOB, seen="made up", vouched=False)
    await house.work()
    await house.work()
    assert "old" not in house.bench.platform.messenger.shown
    assert await house.bench.results.job_of(MESSAGE) is None
    job = await house.bench.results.job_by_task(lost.task_id)
    assert (job is None) == (update is not None)


async def test_it_still_orders_with_the_words_that_the_page_shows(house: House) -> None:
    """Shown on what is made next; flags are none of theirs, and nobody else's orders have them."""
    lost = record(action="variation1")
    house.bench.painter.records[lost.task_id] = lost
    seen = "a \u202efox --turbo --v 6\nmore"
    await house.press(MESSAGE, with_task("act:upscale1", lost.task_id), person=BOB, seen=seen, vouched=False)
    await house.mail()
    assert (await opened(house)).order == Act(
        "upscale1", ImageId("1557000000000000001"), "a fox", Mode.TURBO, Hints(version="7")
    )
    job = await house.bench.results.job_by_task(lost.task_id)
    assert job is not None
    assert job.order == replace(lost.order, prompt="")  # type: ignore[arg-type]


async def test_a_button_means_its_own_task(house: House) -> None:
    """Whatever the message is linked to: nobody can put another picture under somebody's buttons."""
    other, lost = record(), record()
    house.bench.painter.records |= {other.task_id: other, lost.task_id: replace(lost, order=Imagine(Prompt("owl")))}
    await pressed(house, with_task("quote", other.task_id))
    await pressed(house, with_task("act:reroll", lost.task_id))
    assert (await opened(house)).order.prompt == "owl"  # type: ignore[union-attr]


async def test_a_result_that_we_have_is_its_owners(house: House) -> None:
    """Though the message is forgotten: its job is the one that has the task, and the service is not asked."""
    task = TaskId(str(uuid4()))
    job = await ordered_by(house, ANN, task)
    await house.reception.app.preferences.change(PLACE, "pressers", Pressers.REQUESTER)
    await house.press(MessageRef(NAME, PLACE.chat, "copy"), with_task("act:upscale1", task), person=BOB)
    await house.mail()
    assert "Only Ann can do that" in house.answers()[-1]
    await house.press(MessageRef(NAME, PLACE.chat, "copy"), with_task("act:upscale1", task), person=ANN)
    await house.mail()
    assert (await opened(house)).press == f"{job.id}|upscale1"
    assert house.bench.painter.recalls == 0


async def test_a_panel_is_no_place_for_a_picture(house: House) -> None:
    """A list or the settings stay what they are."""
    lost = record()
    house.bench.painter.records[lost.task_id] = lost
    await house.bench.results.note_panel(MESSAGE, "settings")
    await pressed(house, with_task("cancel", lost.task_id))
    await house.work()
    assert await house.bench.results.job_of(MESSAGE) is None
    assert "old" not in house.bench.platform.messenger.shown


async def test_a_running_task_by_its_code_is_not_followed_to_nowhere(house: House) -> None:
    """It is said that it is painted; nothing is posted, and later its picture is found."""
    lost = record(Progressed(TaskId(""), 40))
    house.bench.painter.records[lost.task_id] = lost
    code = code_of(lost.task_id)
    await house.type("show", code)
    await house.mail()
    assert "still being painted" in house.answers()[-1]
    assert await house.bench.jobs.pending() == []
    house.bench.painter.records[lost.task_id] = replace(lost, update=done(lost.task_id))
    await house.type("show", code, person=BOB, key="later")
    await house.mail()
    assert any("a fox in the snow" in text for text in texts(house, "later-done-picture"))


async def test_what_ended_after_we_gave_up_is_found(house: House) -> None:
    """A fault that we noted does not outlive what the service knows."""
    lost = record(Failed(Fault(Code.TIMED_OUT, ""), None))
    house.bench.painter.records[lost.task_id] = lost
    await house.type("show", code_of(lost.task_id))
    await house.mail()
    assert "took too long" in house.answers()[-1]
    house.bench.painter.records[lost.task_id] = replace(lost, update=done(lost.task_id))
    await house.type("show", code_of(lost.task_id), person=BOB, key="later")
    await house.mail()
    assert any("a fox in the snow" in text for text in texts(house, "later-done-picture"))


async def test_a_timed_out_card_shows_its_picture_when_there_is_one(house: House) -> None:
    """Its Retry pays for nothing: the picture takes the card's place."""
    lost = record()
    house.bench.painter.records[lost.task_id] = lost
    await pressed(house, with_task("retry", lost.task_id))
    await house.work()
    assert house.bench.platform.messenger.shown["old"][-1].media
    assert house.bench.painter.sent == []


@pytest.mark.parametrize("created", [0.0, -5.0, 1.7e12, 1000.4])
async def test_odd_times_of_the_service_change_nothing(house: House, created: float) -> None:
    """Told otherwise the second time it is the same job, and a button orders once."""
    lost = record()
    for time in (1000.0, created):
        house.bench.painter.records[lost.task_id] = replace(lost, created_at=time)
        await pressed(house, with_task("act:upscale1", lost.task_id))
        await house.bench.jobs.client.delete(Keys().message_job(MESSAGE), Keys().task(lost.task_id))
        await house.bench.jobs.client.delete(*[key async for key in house.bench.jobs.client.scan_iter("*once*")])
    assert len(house.bench.queued) == 1


async def test_few_questions_are_asked_at_once(house: House) -> None:
    """Each of its own task, from a message of its own: more than a few have to come back."""
    for number in range(TASKS_MOST):
        await house.reception.deferred.adoption.throttle.once(f"recall:slot:task:{number}", 30)
    lost = record()
    house.bench.painter.records[lost.task_id] = lost
    await pressed(house, with_task("act:upscale1", lost.task_id))
    assert "try again" in house.answers()[-1]
    assert house.bench.painter.recalls == 0


async def test_a_code_that_two_ask_for_at_once_is_not_unknown(house: House) -> None:
    """The second is told to come back, not that there is none."""
    lost = record()
    house.bench.painter.records[lost.task_id] = lost
    code = code_of(lost.task_id)
    await house.reception.deferred.adoption.throttle.once(f"recall:code:{code}", 60)
    await house.type("show", code)
    await house.mail()
    assert "try again" in house.answers()[-1]


async def test_a_list_gives_no_words(house: House) -> None:
    """What stands above a list of pictures is nobody's prompt."""
    lost = record(action="upscale1")
    house.bench.painter.records[lost.task_id] = lost
    await pressed(house, with_task(f"recall:{code_of(lost.task_id)}", lost.task_id), seen="Your latest pictures")
    job = await house.bench.results.job_by_task(lost.task_id)
    assert job is not None
    assert job.order.prompt == ""  # type: ignore[union-attr]
