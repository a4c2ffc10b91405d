"""A part of a picture by a form: fields are switched on, words and masks answer it, and it orders what they say."""

import asyncio
from collections.abc import Mapping

import pytest

from bot.answers import QuickAnswers
from bot.domain.buttons import Verb, encode_payload
from bot.domain.card import ButtonKind, Card
from bot.domain.hosted import InputPicture
from bot.domain.ids import MessageRef, TaskId
from bot.domain.incoming import ButtonPress, CommandCall, FormReply, Person
from bot.domain.order import Act, Edit
from tests.fakes.painter import image
from tests.fakes.platform import ANN, BOB, origin
from tests.flows.conftest import House
from tests.flows.test_forms import form_of, found, go, labels
from tests.flows.test_regions import SIZE, call, chosen, mask_picture, nothing_ordered, ordered, single
from tests.flows.test_subjects import Shelf, fresh, made, sheet, shelf, show_sheet, told  # noqa: F401

OFF = [["▫️ 1", "▫️ 2", "▫️ 3"], ["▫️ 4", "▫️ 5", "▫️ 6"], ["▫️ 7", "▫️ 8", "▫️ 9"]]


@pytest.fixture(autouse=True)
def toasts(house: House) -> None:
    """Words alone are answered at once, as on most platforms."""
    house.bench.platform.messenger.carries_buttons = False


async def opened(house: House, *, who: Person = ANN) -> tuple[MessageRef, Card]:
    """The form below a single picture of the service."""
    job = await made(house, "t-1", single())
    assert job.message is not None
    await house.press(job.message, "region", who)
    await house.mail()
    return found(house)


async def turn(house: House, message: MessageRef, card: Card, *fields: int, on: bool = True) -> None:
    """Each by a press of its own, all at once."""
    payloads = [encode_payload(Verb.PICK, form_of(card), f"fields.{n}={'on' if on else 'off'}") for n in fields]
    await asyncio.gather(*(house.press(message, payload) for payload in payloads))
    await house.mail()


async def answer(house: House, message: MessageRef, text: str, *attachments: str) -> None:
    """Words, or a picture, that answer the form."""
    key = f"a{next(house.keys)}"
    said = CommandCall(key, origin(), "imagine", text, attachments=attachments, reply_to=message, plain=True)
    await house.app.handle(said)
    await house.mail()


def text_of(card: Card) -> str:
    return "".join(span.text for span in card.text)


async def test_fields_words_and_go(house: House) -> None:
    """The same order as is typed; three presses at once all count, and the form says how it would be typed."""
    message, card = await opened(house)
    code = text_of(card).partition("/region #")[2][:8]
    assert labels(card) == [*OFF, ["Region", "Cancel"]]
    assert f"/region #{code} 1 2 5" in text_of(card)
    assert "operator can set that up" in text_of(card)
    await turn(house, message, card, 1, 2, 5)
    await answer(house, message, "a red hat --turbo")
    _, shown = found(house)
    assert labels(shown)[:2] == [["◾ 1", "◾ 2", "▫️ 3"], ["▫️ 4", "◾ 5", "▫️ 6"]]
    assert f"Typed: /region #{code} 1 2 5: a red hat --turbo" in text_of(shown)
    await go(house, message, card)
    await house.mail()
    by_form = (await ordered(house)).order
    await call(house, f"#{code} 1 2 5 a red hat --turbo")
    assert by_form == (await ordered(house)).order
    assert isinstance(by_form, Act)
    mask = await chosen(house, by_form.mask)
    assert (mask.size, mask.histogram()[255]) == (SIZE, 32 * 21 * 2 + 32 * 21)
    assert labels(found(house)[1]) == [["✓ Region"]]


async def test_a_picture_that_answers_is_the_mask(house: House) -> None:
    """Until a field is switched on: then that counts."""
    message, card = await opened(house)
    house.bench.platform.messenger.files["mask"] = mask_picture((10, 10, 50, 30))
    await turn(house, message, card, 5)
    await answer(house, message, "7 dwarfs", "mask")
    shown = found(house)[1]
    assert "Mask: 🖼️" in text_of(shown)
    assert labels(shown)[:3] == OFF
    await go(house, message, card)
    await house.mail()
    order = (await ordered(house)).order
    assert isinstance(order, Act)
    assert (order.repaint, (await chosen(house, order.mask)).getbbox()) == ("7 dwarfs", (10, 10, 50, 30))
    await turn(house, message, card, 9)
    assert "Mask: –" in text_of(found(house)[1])
    await go(house, message, card)
    await house.mail()
    order = (await ordered(house)).order
    assert isinstance(order, Act)
    assert (await chosen(house, order.mask)).getbbox() == (64, 42, 96, 64)


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (mask_picture((0, 0, 0, 0)), "Nothing is chosen"),
        (mask_picture((0, 0, *SIZE)), "That is the whole picture"),
        (mask_picture((1, 1, 20, 20), SIZE[::-1]), "another shape than the picture"),
        (b"no picture", "no picture that can be read"),
    ],
    ids=["black", "white", "tall", "text"],
)
async def test_a_mask_that_is_none(house: House, mask: bytes, words: str) -> None:
    """Is refused as a typed one is, before anything is paid; with another one the same form will do."""
    message, card = await opened(house)
    files = house.bench.platform.messenger.files
    files |= {"bad": mask, "good": mask_picture((10, 10, 50, 30))}
    async with nothing_ordered(house):
        await answer(house, message, "a hat", "bad")
        await go(house, message, card)
        await house.mail()
    assert words in house.answers()[-1]
    await answer(house, message, "", "good")
    await go(house, message, card)
    await house.mail()
    assert isinstance((await ordered(house)).order, Act)


async def test_nothing_chosen_is_said(house: House) -> None:
    """Whatever the words are; and all nine are the whole picture."""
    message, card = await opened(house)
    async with nothing_ordered(house):
        await answer(house, message, "5 red hats")
        await go(house, message, card)
        assert "Nothing is chosen yet: switch on fields, or send a mask." in house.answers()[-1]
        await turn(house, message, card, *range(1, 10))
        await go(house, message, card)
        await house.mail()
    assert "That is the whole picture" in house.answers()[-1]


async def test_opened_again_it_is_begun_anew(house: House) -> None:
    """Nothing of what was switched on, or sent, is ordered by a form that does not show it."""
    message, card = await opened(house)
    await turn(house, message, card, 5)
    house.bench.platform.messenger.files["mask"] = mask_picture((10, 10, 50, 30))
    await answer(house, message, "a hat", "mask")
    sketch = await house.app.handlers.form_handler.sketches.get(form_of(card))
    assert sketch is not None
    assert sketch.message is not None
    await house.press(sketch.message, "region")
    await house.mail()
    again, shown = found(house)
    assert (form_of(shown), labels(shown)[:3], "Mask: –" in text_of(shown)) == (form_of(card), OFF, True)
    async with nothing_ordered(house):
        await go(house, again, shown)
    assert "Nothing is chosen yet" in house.answers()[-1]


async def test_it_is_its_owners(house: House) -> None:
    """Somebody else switches nothing."""
    message, card = await opened(house)
    payload = encode_payload(Verb.PICK, form_of(card), "fields.1=on")
    await house.press(message, payload, BOB)
    await house.mail()
    assert "belongs to Ann" in house.answers()[-1]
    assert labels(found(house)[1])[:3] == OFF


async def test_a_part_of_an_edit(house: House, shelf: Shelf) -> None:  # noqa: F811
    """Which of the four is a row; words have to be said, and without them that is told."""
    job = await made(house, "t-2", image(TaskId("t-2"), ()), "edit")
    assert job.message is not None
    show_sheet(house, sheet(*SIZE))
    told(house, job, fresh("t-2"))
    await house.press(job.message, "region")
    await house.mail()
    message, card = found(house)
    assert labels(card) == [["✓ 1", "2", "3", "4"], *OFF, ["Region", "Cancel"]]
    await house.press(message, encode_payload(Verb.PICK, form_of(card), "part=3"))
    await turn(house, message, card, 1)
    async with nothing_ordered(house):
        await go(house, message, card)
        await house.mail()
    assert "Say also what is to be there" in house.answers()[-1]
    await answer(house, message, "a boat")
    await go(house, message, card)
    await house.mail()
    order = (await ordered(house)).order
    assert isinstance(order, Edit)
    assert (await chosen(house, order.mask)).getbbox() == (0, 0, 16, 10)


async def test_what_came_along(house: House) -> None:
    """A photo with /region and no part: it goes along with what the form orders."""
    messenger = house.bench.platform.messenger
    show_sheet(house, sheet(*SIZE))
    messenger.addresses["photo"] = InputPicture("https://cdn.example/photo.png")
    await call(house, "a red hat", attachments=("photo",))
    message, card = found(house)
    assert "Words: a red hat" in text_of(card)
    await turn(house, message, card, 3)
    await go(house, message, card)
    await house.mail()
    order = (await ordered(house)).order
    assert isinstance(order, Edit)
    assert (order.image_url, order.prompt) == ("https://cdn.example/photo.png", "a red hat")
    assert (await chosen(house, order.mask)).getbbox() == (64, 0, 96, 21)


@pytest.mark.parametrize(
    ("values", "pictures", "box"),
    [
        ({"fields": "1 2", "words": "a hat", "mask": ""}, {}, (0, 0, 64, 21)),
        ({"fields": "", "words": "a hat", "mask": ""}, {"mask": "mask"}, (10, 10, 50, 30)),
        ({"fields": "9", "words": ""}, {"mask": "mask"}, (10, 10, 50, 30)),
    ],
)
async def test_all_at_once(
    house: House, values: Mapping[str, str], pictures: Mapping[str, str], box: tuple[int, int, int, int]
) -> None:
    """As a page and a modal send it; a mask counts before fields."""
    _, card = await opened(house)
    house.bench.platform.messenger.files["mask"] = mask_picture((10, 10, 50, 30))
    await house.app.handle(FormReply("f1", origin(), form_of(card), values, pictures))
    await house.mail()
    order = (await ordered(house)).order
    assert isinstance(order, Act)
    assert (await chosen(house, order.mask)).getbbox() == box


@pytest.mark.usefixtures("patient")
async def test_where_forms_are_windows(house: House) -> None:
    """A button leads to all of it, with what was chosen by now; for somebody else nothing opens."""
    message, card = await opened(house)
    await turn(house, message, card, 4, 7)
    [fill] = [one for row in card.buttons for one in row if one.kind is ButtonKind.WINDOW]
    press = ButtonPress("p1", origin(), message, fill.payload)
    opener = house.app.handlers.form_handler.opener
    answers = QuickAnswers(house.app.meaning.commands, house.app.recents, opener)
    form = await answers.open_form(press, house.bench.platform)
    assert form is not None
    assert [(one.name, one.value) for one in form.fields] == [("fields", "4 7"), ("words", ""), ("mask", "")]
    assert [one.label for one in form.fields[0].choices][:2] == ["top left", "top"]
    theirs = ButtonPress("p2", origin(BOB), message, fill.payload)
    assert await answers.open_form(theirs, house.bench.platform) is None
    await house.press(message, fill.payload)
    await house.mail()
    assert labels(found(house)[1])[1:3] == [["◾ 4", "▫️ 5", "▫️ 6"], ["◾ 7", "▫️ 8", "▫️ 9"]]
