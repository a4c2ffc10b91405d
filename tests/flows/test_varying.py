"""Variations with other words: where an operator has them on, by a form and typed; elsewhere there are none."""

from dataclasses import replace

import pytest

from bot.commands import Commands
from bot.domain.buttons import Verb, encode_payload
from bot.domain.form import FieldKind
from bot.domain.ids import ImageId
from bot.domain.image import Image
from bot.domain.incoming import CommandCall
from bot.domain.job import Job
from bot.domain.order import Act, caption
from bot.domain.prompt import Hints, Mode
from bot.domain.update import Finished
from tests.fakes.painter import TASK, done, image
from tests.fakes.platform import origin
from tests.flows.conftest import RULES, House
from tests.flows.test_forms import found, labels, opened, sent

SHEET = ("upscale1", "upscale2", "variation1", "variation2", "variation3", "variation4", "reroll")
WORDS = "a blue fox --ar 3:2"


@pytest.fixture
def remix() -> bool:
    """Of this file's bot."""
    return True


@pytest.fixture(autouse=True)
def toasts(house: House) -> None:
    """Words alone are answered at once, as on most platforms."""
    house.bench.platform.messenger.carries_buttons = False


async def painted(house: House, made: Image | None = None, words: str = "a red fox --ar 3:2 --v 7 --turbo") -> Job:
    """A finished picture of Ann's; by itself a sheet with variations."""
    house.bench.painter.scripts = [[Finished(TASK, made or image(actions=SHEET))]]
    await house.type("imagine", words)
    job_id = house.bench.queued[-1]
    await house.work()
    return await house.bench.load(job_id)


async def ordered(house: House) -> Act:
    """What was asked of the service last."""
    house.bench.painter.scripts = [[done()]]
    await house.work()
    order = house.bench.painter.sent[-1].order
    assert isinstance(order, Act)
    return order


async def test_a_form_varies_one_of_four(house: House) -> None:
    """It is about a new picture until one of the four is chosen; then it names the command for that."""
    job = await painted(house)
    message, card = await opened(house, job, "change")
    assert card.form is not None
    assert [(one.kind, one.value) for one in card.form.fields] == [
        (FieldKind.CHOICE, "anew"),
        (FieldKind.TEXT, "a red fox --ar 3:2 --version 7 --turbo"),
    ]
    assert "/imagine a red fox" in card.form.hint
    assert labels(card) == [["✓ new picture", "V1", "V2", "V3", "V4"], ["Imagine", "Cancel"]]
    await house.press(message, encode_payload(Verb.PICK, card.form.id, "varied=V2"))
    await house.app.handle(CommandCall("a1", origin(), "imagine", WORDS, reply_to=message, plain=True))
    await house.mail()
    _, changed = found(house)
    assert changed.form is not None
    assert f"/vary #{job.code}.2 {WORDS}" in changed.form.hint
    assert labels(changed)[-1] == ["Vary", "Cancel"]
    await house.press(message, encode_payload(Verb.GO, card.form.id))
    order = await ordered(house)
    assert (order.action, order.image_id, order.repaint) == ("variation2", image().image_id, WORDS)
    assert (order.mode, order.hints.version, order.sheet) == (Mode.TURBO, "7", None)
    assert caption(order) == WORDS


async def test_all_of_the_form_at_once(house: House) -> None:
    """As a page and a window send it."""
    job = await painted(house)
    _, card = await opened(house, job, "change")
    await sent(house, card, {"varied": "V4", "words": "a blue fox --fast"})
    order = await ordered(house)
    assert (order.action, order.repaint, order.mode) == ("variation4", "a blue fox", Mode.FAST)


async def test_as_it_is_begun_it_is_a_new_picture(house: House) -> None:
    """The words alone count."""
    job = await painted(house)
    message, card = await opened(house, job, "change")
    assert card.form is not None
    await house.press(message, encode_payload(Verb.GO, card.form.id))
    house.bench.painter.scripts = [[done()]]
    await house.work()
    assert house.bench.painter.sent[-1].order == house.bench.painter.sent[0].order


async def test_it_can_be_typed(house: House) -> None:
    """What the words say of speed and version counts; the rest is as the picture was made."""
    job = await painted(house)
    await house.type("vary", f"#{job.code}.3 a blue fox --v 6 --relax --split")
    order = await ordered(house)
    assert (order.action, order.repaint, order.split) == ("variation3", "a blue fox --version 6", True)
    assert (order.mode, order.hints) == (Mode.RELAX, Hints(version="6"))


async def test_an_answer_to_a_sheet_asks_which(house: House) -> None:
    """Nothing is ordered before one of the four is chosen; then that one is varied."""
    job = await painted(house)
    call = CommandCall("v1", origin(), "vary", "a blue fox", quoted=("shown",), reply_to=job.message)
    await house.app.handle(call)
    await house.mail()
    assert len(house.bench.painter.sent) == 1
    [(asked, card)] = house.cards("Which of the four")
    await house.press(asked, card.buttons[0][2].payload)
    order = await ordered(house)
    assert (order.action, order.repaint) == ("variation3", "a blue fox")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", "/vary #<code>.2"),
        ("#{code}.2", "Say what to do with the picture, for example: /vary"),
        ("#{code} a dog", "name one of them, #{code}.1"),
        ("#{code}.5 a dog", "has no part 5"),
        ("https://e.org/a.png a dog", "Say which of the four"),
        ("#{code}.2 a dog --sref #{code}", "2 pictures"),
        ("#{code}.2 a dog --ar 0:5", "--ar cannot be 0:5"),
        ("#ZZZZ2222.1 a dog", "ZZZZ2222"),
    ],
)
async def test_what_cannot_be_varied_is_told(house: House, text: str, answer: str) -> None:
    """In words, and nothing is ordered."""
    job = await painted(house)
    await house.type("vary", text.replace("{code}", job.code))
    await house.mail()
    assert answer.replace("{code}", job.code) in house.answers()[-1]
    assert not house.bench.queued
    assert len(house.bench.painter.sent) == 1


@pytest.mark.parametrize(
    "made",
    [
        image(actions=("zoom_out_2x", "variation_subtle")),
        image(actions=("upscale1",)),
        replace(image(actions=SHEET), image_id=ImageId("")),
    ],
)
async def test_without_variations_there_are_no_other_words(house: House, made: Image) -> None:
    """A single picture, a sheet for which the service lists none, and one that it did not name."""
    job = await painted(house, made)
    _, card = await opened(house, job, "change")
    assert labels(card) == [["Imagine", "Cancel"]]
    await house.type("vary", f"#{job.code}.1 a dog" if made.grid else f"#{job.code} a dog")
    await house.mail()
    assert "has no variations" in house.answers()[-1]
    assert len(house.bench.painter.sent) == 1


class TestOff:
    """As a bot is set up by itself."""

    @pytest.fixture
    def remix(self) -> bool:
        """Off."""
        return False

    async def test_there_is_no_such_command(self, house: House) -> None:
        """It is in no menu, and typed it is answered as any that there is not."""
        job = await painted(house)
        await house.type("vary", f"#{job.code}.2 a dog")
        assert house.answers()[-1].startswith("There is no command /vary")
        assert "vary" not in {one.command.name for one in Commands(RULES).menu("en")}

    async def test_the_form_is_about_words_alone(self, house: House) -> None:
        """A choice that is sent for what it does not ask is refused."""
        job = await painted(house)
        _, card = await opened(house, job, "change")
        assert labels(card) == [["Imagine", "Cancel"]]
        await sent(house, card, {"varied": "V2", "words": "a dog"})
        await house.mail()
        assert len(house.bench.painter.sent) == 1
        assert not house.bench.queued
