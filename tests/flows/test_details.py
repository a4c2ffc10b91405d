"""More about a result: the names of its task, its seed, and what follows at another speed."""

from dataclasses import replace

import pytest

from bot.domain.button_orders import ShownResult
from bot.domain.buttons import order_of
from bot.domain.card import ButtonKind, Card
from bot.domain.errors import Code, ServiceError
from bot.domain.ids import MessageRef, TaskId
from bot.domain.image import Clip, Image, TextResult
from bot.domain.incoming import Person
from bot.domain.job import Job, State
from bot.domain.order import Act, AskSeed, Imagine
from bot.domain.prompt import Hints, Mode, Prompt
from bot.domain.update import Accepted, Finished
from bot.i18n import languages, say
from bot.views import NOWHERE, details_view, paced_rows, view_card
from tests.fakes.painter import TASK, image
from tests.fakes.platform import ANN, BOB, origin
from tests.flows.conftest import House

SEED = "3748291650"


def words(card: Card) -> str:
    return "".join(span.text for span in card.text)


def labels(card: Card) -> list[str]:
    return [one.marked_label for row in card.buttons for one in row]


def copied(card: Card) -> list[str]:
    return [one.text for row in card.buttons for one in row if one.kind is ButtonKind.COPY]


async def painted(house: House, *more: list[Finished]) -> MessageRef:
    house.bench.painter.scripts = [[Accepted(TASK, "trace-1"), Finished(TASK, image())], *map(list, more)]
    await house.type("imagine", "a cat --ar 3:2")
    await house.work()
    [(message, _)] = house.cards("Imagine")
    return message


async def details(house: House, message: MessageRef, key: str = "d", payload: str = "details") -> MessageRef:
    await house.press(message, payload, key=key)
    await house.work()
    return MessageRef("fake", "room", f"{key}-picture")


def shown(house: House, message: MessageRef) -> Card:
    return house.bench.platform.messenger.shown[message.message][-1]


async def test_the_names_of_a_task_are_told_and_copied(house: House) -> None:
    """That of the task, and that of the request, for the service's support."""
    message = await painted(house)
    card = shown(house, await details(house, message))
    assert words(card).splitlines()[2:4] == [f"Task {TASK}", "Trace trace-1"]
    assert copied(card) == [TASK, "trace-1"]


async def test_a_failure_tells_them_too(house: House) -> None:
    """Where they are known."""
    error = ServiceError(Code.BAD_REQUEST, "no", trace_id="trace-2")
    house.bench.painter.scripts = [[error]]
    await house.type("imagine", "a cat")
    await house.work()
    [(message, card)] = house.cards("Imagine")
    assert labels(card) == ["Retry", "Details"]
    assert copied(shown(house, await details(house, message))) == ["trace-2"]


async def test_a_seed_is_asked_for_once(house: House) -> None:
    """Whoever asks again, and wherever, is shown the same; nothing is ordered twice."""
    message = await painted(house, [Finished(TaskId(""), TextResult((SEED,)))])
    told = await details(house, message)
    await house.press(told, "seed")
    await house.work()
    assert house.bench.painter.sent[1].order == AskSeed(image().image_id, "a cat --ar 3:2")
    [(_, card)] = house.cards(SEED)
    assert copied(card) == [SEED]
    await house.press(message, "seed", BOB, key="again")
    await house.work()
    assert len(house.bench.painter.sent) == 2
    assert SEED in words(house.bench.platform.messenger.shown["again-picture"][-1])
    assert "✓ Seed" in labels(shown(house, told))


async def test_a_picture_is_painted_with_the_seed(house: House) -> None:
    """Of the same prompt, as fast."""
    message = await painted(house, [Finished(TaskId(""), TextResult((SEED,)))], [Finished(TASK, image())])
    await house.press(message, "seed")
    await house.work()
    [(told, card)] = house.cards(SEED)
    assert labels(card) == ["Copy", "Imagine with this seed"]
    await house.press(told, "line:0")
    await house.work()
    flags = (("ar", "3:2"), ("seed", SEED))
    assert house.bench.painter.sent[2].order == Imagine(Prompt("a cat", flags=flags))


async def test_a_picture_whose_words_nobody_knows_has_a_seed_to_copy(house: House) -> None:
    """And no button that would paint something else."""
    job = Job("J", AskSeed(image().image_id), origin(), 1.0, 2.0, State.DONE, outcome=TextResult((SEED,)))  # type: ignore[arg-type]
    card = view_card(job, "")
    assert labels(card) == ["Copy"]


def job_of(outcome: Image | Clip) -> Job:
    return Job("J", Imagine(Prompt("a cat")), origin(), 1.0, 2.0, State.DONE, task_id=TASK, outcome=outcome)  # type: ignore[arg-type]


SINGLE = image(actions=("upscale_2x", "x" * 58))
CLIP = Clip("v", TASK, ("https://x/0.mp4",), prompt="a cat", mode=Mode.TURBO)
OLD = replace(SINGLE, hints=Hints(version="8.1"))


@pytest.mark.parametrize(
    ("outcome", "mode", "number"),
    [
        (image(), Mode.RELAX, 9),
        (image(), Mode.TURBO, 13),  # the films of its four pictures, too
        (SINGLE, Mode.TURBO, 3),  # the film, too
        (SINGLE, Mode.RELAX, 2),  # there are no slow films
        (CLIP, Mode.FAST, 1),
        (CLIP, Mode.RELAX, 0),
        (OLD, Mode.TURBO, 1),  # that version knows no turbo: only the film
        (OLD, Mode.RELAX, 0),
    ],
)
def test_what_follows_goes_at_another_speed(outcome: Image | Clip, mode: Mode, number: int) -> None:
    """Whatever can be made at it, however long its name; it says what would be ordered anyway."""
    job = job_of(outcome)
    payloads = [one.payload for row in paced_rows(job, mode) for one in row]
    assert len(payloads) == number
    for payload in payloads:
        assert order_of(ShownResult(NOWHERE, job, outcome), payload).mode is mode  # type: ignore[union-attr]
    told = view_card(job, details_view())
    assert (mode.value in labels(told)) is (number > 0)


async def test_a_speed_shows_what_can_be_made_at_it(house: House) -> None:
    """And the press orders that, at that speed."""
    message = await painted(house, [Finished(TASK, image(actions=("upscale_2x",)))])
    told = await details(house, message, "s", "speeds:relax")
    card = shown(house, told)
    assert "At the speed relax:" in words(card)
    [payload] = [one.payload for row in card.buttons for one in row if one.label == "U2"]
    await house.press(told, payload)
    await house.work()
    order = house.bench.painter.sent[1].order
    assert isinstance(order, Act)
    assert (order.action, order.mode) == ("upscale2", Mode.RELAX)
    assert "✓ U2" in labels(shown(house, told))
    assert "At the speed relax:" in words(shown(house, told))


async def test_it_is_said_in_the_language_of_whoever_asks(house: House) -> None:
    """In each."""
    message = await painted(house)
    for tag in sorted(languages()):
        person = Person(f"fake:{tag}", ANN.name, tag)
        house.bench.platform.messenger.shown.pop("d-picture", None)
        await house.press(message, "details", person, key=f"d{tag}")
        await house.work()
        if cards := house.bench.platform.messenger.shown.get(f"d{tag}-picture"):
            assert say("tasks-id", language=tag) in words(cards[-1])
