"""Words that answer a picture on Telegram: an edit of it in private, and in a group where an admin wants that."""

import pytest

from bot.domain.image import TextResult
from bot.domain.order import Edit, Shorten
from bot.domain.plain_words import PlainWords
from bot.domain.update import Finished
from tests.adapters.house import House, answered, bot, house, painted, telegram  # noqa: F401 - fixtures
from tests.fakes.painter import SMOOTH, TASK, image
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.client import picture
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.room import Message, Person
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

SINGLE = ("zoom_out_2x",)


async def single(house: House, chat: Chat, who: Person) -> Message:  # noqa: F811 - the fixture
    """A finished picture of one, which the service can still find."""
    house.painter.scripts.append([Finished(TASK, image(actions=SINGLE))])
    chat.says(who, "/imagine a cat")
    await wait_until(lambda: chat.by_bot and "Zoom" in str(chat.last.labels), "the picture is there")
    await house.known()
    house.painter.lookups += [{TASK: Finished(TASK, image(actions=SINGLE))}] * 3
    return chat.last


async def test_in_private(telegram: Telegram, stage: Stage) -> None:  # noqa: F811 - the fixtures
    """The first words are asked about; then clear ones are an edit below what was said, and thanks are not."""
    async with bot(telegram, stage, words=PlainWords.ASK) as made:
        ann = telegram.person("Ann")
        chat = telegram.private(ann)
        cat = await single(made, chat, ann)
        said = chat.says(ann, "make it winter", reply_to=cat)
        await wait_until(lambda: "Shall I change that picture so?" in chat.last.text, "they are asked")
        asked = chat.last
        assert "/settings talk off" in asked.text
        assert asked.labels == [["✏️ Change it: “make it winter”"]]
        made.painter.scripts += [SMOOTH, SMOOTH]
        chat.presses(ann, asked, "Change")
        await wait_until(lambda: len(made.painter.sent) == 2, "it is ordered")
        await wait_until(lambda: "✓" in str(asked.labels), "the button is marked")
        await wait_until(lambda: chat.last.reply_to is said, "it hangs below the words")
        chat.says(ann, "thanks!", reply_to=cat)
        await wait_until(lambda: "thanks!" in str(chat.last.labels), "they are asked")
        chat.says(ann, "without the boat", reply_to=cat)
        await wait_until(lambda: len(made.painter.sent) == 3, "it is ordered")
        await made.idle()
        orders = [job.order for job in made.painter.sent[1:]]
        assert [order.prompt for order in orders if isinstance(order, Edit)] == [
            "make it winter",
            "without the boat",
        ]


async def test_of_a_sheet_it_is_asked_which(house: House) -> None:  # noqa: F811 - the fixture
    """Also of a picture that is not the last one; somebody else's press orders nothing."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    chat = house.telegram.group("Atelier", ann, bob)
    await answered(chat, ann, "/settings talk on")
    cat = await painted(house, chat, ann)
    chat.says(bob, "make it winter", reply_to=cat)
    await wait_until(lambda: "Which of the four" in chat.last.text, "it is asked")
    asked = chat.last
    house.painter.scripts.append(SMOOTH)
    press = chat.presses(ann, asked, "3")
    await wait_until(lambda: press.answer is not None, "she is answered")
    chat.presses(bob, asked, "2")
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await wait_until(lambda: "↳ #" in chat.last.text, "its card says of what it is")
    await house.idle()
    order = house.painter.sent[1].order
    assert isinstance(order, Edit)
    assert order.prompt == "make it winter"
    assert house.painter.sent[1].origin.person.name == "Bob"


async def test_edit_in_a_form(house: House) -> None:  # noqa: F811 - the fixture
    """Where words are no answer to a picture: they answer the form, and its button orders them."""
    ann = house.telegram.person("Ann")
    chat = house.telegram.group("Atelier", ann)
    cat = await single(house, chat, ann)
    chat.presses(ann, cat, "Edit…")
    await wait_until(lambda: "Answer this message" in chat.last.text, "the form is shown")
    form = chat.last
    chat.says(ann, "make it winter", reply_to=form)
    await wait_until(lambda: "Words: make it winter" in form.text, "the form has them")
    house.painter.scripts.append(SMOOTH)
    chat.presses(ann, form, "Edit")
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await house.idle()
    order = house.painter.sent[1].order
    assert isinstance(order, Edit)
    assert order.prompt == "make it winter"


async def test_a_group_has_it_off(house: House) -> None:  # noqa: F811 - the fixture
    """Nobody is answered who does not name us, and who does is told once who can switch it on."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    chat = house.telegram.group("Atelier", ann, bob)
    cat = await painted(house, chat, ann)
    chat.says(bob, "make it winter", reply_to=cat)
    name = house.platform.identity.username
    for _ in range(2):
        chat.says(bob, f"@{name} make it winter", reply_to=cat)
    await wait_until(lambda: "/settings talk on" in chat.last.text, "he is told")
    await answered(chat, bob, "/help")
    await house.idle()
    assert (len(chat.by_bot), len(house.painter.sent)) == (3, 1)


async def test_where_it_is_on_talk_stays_talk(house: House) -> None:  # noqa: F811 - the fixture
    """What is said to somebody else, or is no clear wish, is not answered; a command stays what it is."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    chat = house.telegram.group("Atelier", ann, bob)
    await answered(chat, ann, "/settings talk on")
    cat = await painted(house, chat, ann)
    before = len(chat.by_bot)
    for words in ("wow", "how nice", "what is that?"):
        chat.says(bob, words, reply_to=cat)
    said = chat.says(bob, "make it winter")
    chat.says(ann, "without the boat please", reply_to=said)
    house.painter.scripts.append([Finished(TASK, TextResult(("a dog",)))])
    chat.says(bob, "/shorten a dog, just a dog", reply_to=cat)
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await house.idle()
    assert isinstance(house.painter.sent[1].order, Shorten)
    await wait_until(lambda: len(chat.by_bot) == before + 1, "it is told")


@pytest.mark.parametrize("private", [True, False])
async def test_a_photo_that_comes_along(house: House, *, private: bool) -> None:  # noqa: F811 - the fixture
    """In private is named, and nothing ordered; in a group it is no answer to us."""
    ann = house.telegram.person("Ann")
    chat = house.telegram.private(ann) if private else house.telegram.group("Atelier", ann)
    cat = await single(house, chat, ann)
    before = len(chat.by_bot)
    chat.sends_photo(ann, picture(), "make it winter", reply_to=cat)
    if private:
        await wait_until(lambda: "change that picture alone" in chat.last.text, "she is told")
    else:
        await answered(chat, ann, "/help")
    await house.idle()
    assert (len(chat.by_bot), len(house.painter.sent)) == (before + 1, 1)
