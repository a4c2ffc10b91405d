"""Buttons and codes whose results our records have lost: the image service still knows them."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from bot.cards import last_card, progress_card
from bot.domain.buttons import Verb, decode_payload, with_task
from bot.domain.chat_settings import ChatSettings, Pressers
from bot.domain.errors import Code, ServiceError, UserError
from bot.domain.ids import ImageId, MessageRef, TaskId
from bot.domain.job import Job, State
from bot.domain.order import Act, Animate, Imagine
from bot.domain.prompt import Hints, Mode, Prompt
from bot.domain.recalled import Recalled, adopted_job
from bot.domain.update import Accepted, Failed, Fault, Finished, Progressed, TaskUpdate
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
    return adopted_job(recalled, origin(ANN), RULES, limit=600.0, message=MESSAGE, seen=SEEN)


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
    """An honest word, and in ten seconds no second question, whoever presses."""
    gone = payload(shown(record()), Verb.ACT, "upscale1")
    await pressed(house, gone)
    await pressed(house, gone)
    assert "does not know this picture any more" in house.answers()[0]
    assert "try again" in house.answers()[1]
    assert house.bench.painter.recalls == 1


async def test_a_service_that_cannot_be_asked(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are told to come back; nothing is taken for lost."""
    lost = record()
    house.bench.painter.records[lost.task_id] = lost

    async def away(*_: object) -> None:
        raise ServiceError(Code.UNAVAILABLE, "away")

    with monkeypatch.context() as patch:
        patch.setattr(house.bench.painter, "recall_code", away)
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
    await pressed(house, payload(shown(lost), Verb.ANIMATE))
    order = (await opened(house)).order
    assert order == Animate(single.url, "a fox in the snow")


async def test_accepted_is_running(house: House) -> None:
    """A task without any progress is not lost."""
    lost = record(Accepted(TaskId("")))
    house.bench.painter.records[lost.task_id] = lost
    await pressed(house, with_task("act:upscale1", lost.task_id))
    assert "still being painted" in house.answers()[-1]
