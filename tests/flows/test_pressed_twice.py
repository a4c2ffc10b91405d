"""A button that has ordered something is marked, and orders no more without being asked."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.buttons import PAYLOAD_LIMIT, Verb, decode_payload
from bot.domain.card import Card
from bot.domain.errors import Code, ServiceError
from bot.domain.ids import JobId, MessageRef
from bot.domain.image import Clip
from bot.domain.job import Job
from bot.domain.order import Act
from bot.domain.update import Finished
from tests.fakes.painter import SMOOTH, TASK, done, image
from tests.fakes.platform import ANN, BOB, NAME, PLACE
from tests.flows.conftest import House

CLIP = Clip("1751000000000001", TASK, ("https://x/0.mp4", "https://x/1.mp4"))
ASKED = "was made before"


async def painted(house: House, result: object = None) -> Job:
    """A finished job of Ann's, and nothing else to be done."""
    house.bench.painter.scripts = [[result] if result else SMOOTH]  # type: ignore[list-item]  # an update
    await house.type("imagine", "a cat")
    job_id = house.bench.queued[-1]
    await house.work()
    return await house.bench.load(job_id)


def labels(card: Card) -> list[str]:
    return [button.marked_label for row in card.buttons for button in row]


def payload(card: Card, verb: Verb) -> str:
    found = [button.payload for row in card.buttons for button in row]
    return next(one for one in found if decode_payload(one).verb == verb)


async def pressed(house: House, job: Job, button: str, result: object = None) -> None:
    assert job.message is not None
    house.bench.painter.scripts = [[result or done()]]  # type: ignore[list-item]  # an update
    await house.press(job.message, button)
    await house.work()
    await house.mail()


async def test_what_was_ordered_is_marked(house: House) -> None:
    """On the card, and on nothing else there."""
    job = await painted(house)
    await pressed(house, job, "act:upscale2")
    await pressed(house, job, "act:reroll")
    card = house.bench.platform.messenger.shown[job.id][-1]
    assert [label for label in labels(card) if "✓" in label] == ["✓ U2", "✓ Reroll"]
    assert len(labels(card)) == len(labels(house.bench.platform.messenger.shown[job.id][-3]))


@pytest.mark.parametrize("person", [ANN, BOB])
async def test_a_second_press_asks(house: House, person: object) -> None:
    """Whoever it is; showing what there is costs nothing, and another one is ordered once."""
    job = await painted(house)
    await pressed(house, job, "act:upscale2")
    assert job.message is not None
    for _ in range(3):
        await house.press(job.message, "act:upscale2", person)  # type: ignore[arg-type]  # a person
    await house.work()
    [(message, card)] = house.cards(ASKED)
    assert labels(card) == ["Show it", "Make another"]
    assert all(len(button.payload.encode()) <= PAYLOAD_LIMIT for row in card.buttons for button in row)
    await house.press(message, payload(card, Verb.MADE))
    await house.work()
    assert len(house.bench.painter.sent) == 2
    house.bench.painter.scripts = [[done()], [done()]]
    for _ in range(2):
        await house.press(message, payload(card, Verb.MORE))
    await house.work()
    orders = [one.order for one in house.bench.painter.sent]
    assert len(orders) == 3
    assert orders[1] == orders[2]


async def test_two_people_at_once(house: House) -> None:
    """The first orders; the second is asked, and who pressed twice is told that it is on its way."""
    job = await painted(house)
    assert job.message is not None
    house.bench.painter.scripts = [[done()]]
    await asyncio.gather(*(house.press(job.message, "act:reroll", who) for who in (ANN, BOB)))
    assert len(house.bench.queued) == 1
    first = await house.bench.load(house.bench.queued[0])
    await house.press(job.message, "act:reroll", first.origin.person)
    assert house.answers() == ["That is being made already."]
    await house.work()
    assert len(house.cards("is being made already, for")) == 1
    assert len(house.bench.painter.sent) == 2


@pytest.mark.parametrize(("button", "first"), [("animate", False), ("extend:1", True)])
async def test_clips_are_paid_once_too(house: House, button: str, first: bool) -> None:  # noqa: FBT001 - a column
    """With the buttons of our own."""
    single = Finished(TASK, replace(image(), actions=("zoom_out_2x",)))
    job = await painted(house, Finished(TASK, CLIP) if first else single)
    for _ in range(2):
        await pressed(house, job, button, Finished(TASK, CLIP))
    assert len(house.bench.painter.sent) == 2
    assert len(house.cards(ASKED)) == 1


async def test_a_name_too_long_for_a_button_is_the_same_button(house: House) -> None:
    """By name or by number."""
    job = await painted(house, Finished(TASK, replace(image(), actions=("sparkle", "x" * 90))))
    await pressed(house, job, "nth:1")
    await pressed(house, job, "nth:0")
    await pressed(house, job, "act:sparkle")
    assert len(house.bench.painter.sent) == 3
    [(message, card)] = house.cards(ASKED)
    await house.press(message, payload(card, Verb.MORE))
    await house.work()
    assert isinstance(order := house.bench.painter.sent[-1].order, Act)
    assert order.action == "sparkle"


async def test_what_failed_may_be_ordered_again_at_once(house: House) -> None:
    """There is nothing to show, and nothing was charged."""
    job = await painted(house)
    assert job.message is not None
    house.bench.painter.scripts = [[ServiceError(Code.BAD_REQUEST, "no")], [done()]]
    for _ in range(2):
        await house.press(job.message, "act:reroll")
        await house.work()
    assert len(house.bench.painter.sent) == 3
    assert house.cards(ASKED) == []


async def test_the_same_result_shown_twice_has_the_same_buttons(house: House) -> None:
    """Shown again, its marks are there, and what was ordered below one is not ordered below the other."""
    job = await painted(house)
    await pressed(house, job, "act:upscale2")
    await house.press(MessageRef(NAME, PLACE.chat, "old-list"), f"{Verb.MADE}:{job.id}", BOB)
    await house.work()
    again = next(message for message, card in house.cards("a cat") if message.message.endswith("-picture"))
    card = house.bench.platform.messenger.shown[again.message][-1]
    assert "✓ U2" in labels(card)
    await house.press(again, "act:upscale2", BOB)
    await house.work()
    assert len(house.bench.painter.sent) == 2
    assert len(house.cards(ASKED)) == 1


@pytest.mark.parametrize("name", ["nobody", "x" * 59])
async def test_a_forged_answer_orders_nothing(house: House, name: str) -> None:
    """Neither for a job that never was, nor for one that no button has ordered."""
    job = await painted(house)
    assert job.message is not None
    for one in (JobId(name), job.id):
        await house.press(job.message, f"{Verb.MORE}:{one}")
    await house.press(job.message, f"{Verb.MADE}:{name}")
    await house.work()
    assert len(house.bench.painter.sent) == 1
    assert all("not known here" in answer for answer in house.answers())
