"""Words without a command in a private chat: clear prompts are painted, for the rest there is a button."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.order import Imagine
from bot.domain.plain_words import PlainWords
from tests.adapters.house import House, answered, bot, telegram  # noqa: F401 - a fixture
from tests.fakes.painter import SMOOTH
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.client import picture
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.room import Person
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture


@pytest.fixture
async def house(telegram: Telegram, stage: Stage) -> AsyncIterator[House]:  # noqa: F811 - the fixtures
    """As an operator has it who sets nothing."""
    async with bot(telegram, stage, words=PlainWords.ASK) as made:
        yield made


async def acquainted(house: House) -> tuple[Chat, Person]:
    """With somebody who was asked once what words are to do here."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    await answered(room, ann, "a lighthouse in a storm")
    return room, ann


async def test_the_first_words_are_asked_about(house: House) -> None:
    """However clear they are; the button orders them once, and says so."""
    room, ann = await acquainted(house)
    asked = room.last
    assert asked.labels == [["🎨 Paint “a lighthouse in a storm”"]]
    assert house.painter.sent == []
    house.painter.scripts = [SMOOTH]
    room.presses(ann, asked, "Paint")
    await wait_until(lambda: "U1" in str(room.last.labels), "the picture is there")
    await wait_until(lambda: "✓" in str(asked.labels), "the button is marked")
    assert isinstance(order := house.painter.sent[0].order, Imagine)
    assert order.prompt.render() == "a lighthouse in a storm"
    assert room.last.reply_to is room.messages[0]
    press = room.presses(ann, asked, "Paint")
    await wait_until(lambda: "was made before" in room.last.text, "they are asked")
    await house.idle()
    assert press.answer is not None
    assert len(house.painter.sent) == 1


@pytest.mark.parametrize(
    "text", ["thanks!", "what can you do", "fox", "https://e.example/a.png", "спасибо", "你好"]
)
async def test_talk_is_asked_about(house: House, text: str) -> None:
    """Also of somebody who knows."""
    room, ann = await acquainted(house)
    message = await answered(room, ann, text)
    await house.idle()
    assert "Paint" in str(message.labels)
    assert house.painter.sent == []


async def test_a_clear_prompt_is_painted_at_once(house: House) -> None:
    """Of somebody who knows, also below a photo."""
    room, ann = await acquainted(house)
    house.painter.scripts = [SMOOTH, SMOOTH]
    room.says(ann, "a red fox in the snow")
    await wait_until(lambda: len(house.painter.sent) == 1, "it is ordered")
    room.sends_photo(ann, picture(), "as a woodcut")
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await wait_until(lambda: "U1" in str(room.last.labels), "the picture is there")


async def test_photos_wait_for_the_button_too(house: House) -> None:
    """And come along when it is pressed, however often."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    room.sends_album(ann, [picture(), picture(colour="red")], "as a woodcut")
    await wait_until(lambda: room.by_bot, "they are asked")
    house.painter.scripts = [SMOOTH]
    asked = room.last
    for _ in range(2):
        room.presses(ann, asked, "Paint")
    await wait_until(lambda: any("U1" in str(one.labels) for one in room.by_bot), "the picture is there")
    await house.idle()
    assert len(house.painter.sent) == 1
    assert isinstance(order := house.painter.sent[0].order, Imagine)
    assert len(order.prompt.urls) == 2


async def test_what_is_forwarded_is_no_order(house: House) -> None:
    """And is said once, not for each of ten."""
    room, ann = await acquainted(house)
    said = room.says(ann, "thanks!")
    await wait_until(lambda: len(room.by_bot) == 2, "they are asked")
    for _ in range(3):
        room.forwards(ann, said, room)
    await wait_until(lambda: "What you forward" in room.last.text, "it is said")
    await answered(room, ann, "/help")
    await house.idle()
    assert (len(room.by_bot), house.painter.sent) == (4, [])


async def test_a_person_may_have_it_otherwise(house: House) -> None:
    """By their settings; /start says how it is."""
    room, ann = await acquainted(house)
    assert "for anything else I ask first" in (await answered(room, ann, "/start")).text
    panel = await answered(room, ann, "/settings")
    room.presses(ann, panel, "adjust:words=paint")
    await wait_until(lambda: "command: paint" in str(panel.labels), "it is chosen")
    house.painter.scripts = [SMOOTH]
    room.says(ann, "thanks!")
    await wait_until(lambda: "U1" in str(room.last.labels), "the picture is there")
    await answered(room, ann, "/settings words ignore")
    room.says(ann, "a red fox in the snow")
    assert "nothing is painted without a command" in (await answered(room, ann, "/start")).text
    assert len(house.painter.sent) == 1


async def test_a_group_has_no_such_setting(house: House) -> None:
    """Nothing is heard there without a command."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    assert "no setting words" in (await answered(group, ann, "/settings words paint")).text


async def test_words_of_another_day_or_person_order_nothing(house: House) -> None:
    """What is written on a button comes from the client."""
    room, _ = await acquainted(house)
    asked = room.last
    bob = house.telegram.person("Bob")
    other = house.telegram.private(bob)
    theirs = await answered(other, bob, "a cat on a roof")
    data = asked.now.rows[0][0]["callback_data"]
    theirs.now.rows[0][0]["callback_data"] = data
    press = other.presses(bob, theirs, data)
    await wait_until(lambda: press.answer is not None, "it is answered")
    assert "too long ago" in str(press.answer)
    await house.idle()
    assert house.painter.sent == []
