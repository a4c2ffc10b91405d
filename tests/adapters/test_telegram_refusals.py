"""A paid picture that Telegram refuses reaches its person all the same, in the best form that is taken."""

import time

import pytest

from bot.domain.errors import Right
from bot.domain.ids import Place
from bot.jobs.permits import RIGHT_RETRY_S
from bot.ports import Denial
from tests.adapters.house import NINE, House, house, telegram  # noqa: F401 - fixtures
from tests.fakes.painter import SMOOTH, done
from tests.fakes.telegram.chat import Chat
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture

PROCESS = "Bad Request: IMAGE_PROCESS_FAILED"


async def ordered(house: House) -> Chat:  # noqa: F811 - the fixture
    """A chat whose order is painted at once, so that its last card is the only edit."""
    house.painter.scripts.append([done()])
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    group.says(ann, "/imagine a cat")
    return group


async def test_a_picture_that_telegram_cannot_process_is_sent_as_a_plain_jpeg(house: House) -> None:  # noqa: F811
    """In the same message, with its buttons."""
    house.telegram.fault("refuse", "editMessageMedia", status=400, text=PROCESS)
    group = await ordered(house)
    await wait_until(lambda: group.by_bot and group.last.labels == NINE, "the picture is there")
    assert (group.last.now.kind, group.last.now.data[:3]) == ("photo", b"\xff\xd8\xff")
    assert len(group.by_bot) == 1


@pytest.mark.parametrize(("times", "kind"), [(2, "document"), (3, "text")])
async def test_one_that_is_refused_again_comes_as_file_or_link(house: House, times: int, kind: str) -> None:  # noqa: F811
    """With all its buttons, and nothing says any longer that it is on its way."""
    house.telegram.fault("refuse", "editMessageMedia", status=400, text=PROCESS, times=times)
    group = await ordered(house)
    await wait_until(lambda: group.by_bot and group.last.labels == NINE, "the picture is there")
    assert (group.last.now.kind, len(group.by_bot)) == (kind, 1)
    if kind == "text":
        assert "https://pictures.example/1.png" in group.last.text


@pytest.mark.parametrize("rights", [{"can_send_photos"}, {"can_send_photos", "can_send_messages"}], ids=len)
async def test_what_is_not_allowed_is_asked_before_an_order_is_paid(house: House, rights: set[str]) -> None:  # noqa: F811
    """What was painted is told in words; the next is refused, there or alone, until the right is there again."""
    house.painter.scripts = [SMOOTH, SMOOTH]
    ann = house.telegram.person("Ann")
    group, alone = house.telegram.group("Atelier", ann), house.telegram.private(ann)
    held = house.telegram.fault("hold", "editMessageMedia")
    house.platform.group = None  # type: ignore[assignment]  # everything goes at once
    group.says(ann, "/imagine a cat")
    await wait_until(lambda: held.struck, "it is being painted")
    group.room.forbidden |= rights
    held.gate.set()
    await wait_until(lambda: group.by_bot and "/show" in group.last.text, "its end is told")
    assert group.last.labels == NINE
    group.says(ann, "/imagine a dog")
    told = alone if "can_send_messages" in rights else group
    await wait_until(lambda: told.by_bot and "nothing was charged" in told.last.text, "the next is refused")
    assert len(house.painter.sent) == 1
    group.room.forbidden.clear()
    group.says(ann, "/imagine a bird")
    await wait_until(lambda: group.last.labels == NINE and "bird" in group.last.text, "it is painted")
    assert len(house.painter.sent) == 2


async def test_a_refusal_that_the_platform_denies_is_believed_for_a_while(house: House) -> None:  # noqa: F811
    """It says that all is allowed, and has just refused: nobody pays for finding out, until some minutes later."""
    house.painter.scripts = [[done()], [done()]]
    text = "Bad Request: not enough rights to send photos to the chat"
    fault = house.telegram.fault("refuse", "editMessageMedia", status=400, text=text, times=-1)
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    group.says(ann, "/imagine a cat")
    await wait_until(lambda: group.by_bot and "/show" in group.last.text, "it is told in words")
    fault.times = 0
    group.says(ann, "/imagine a dog")
    await wait_until(lambda: "send pictures" in group.last.text, "the next is refused, by its right")
    assert len(house.painter.sent) == 1
    permits = house.bench.runner.context.permits
    place = Place("telegram", str(group.id))
    await permits.denials.note(place, Right.PHOTOS, Denial(time.time() - RIGHT_RETRY_S))
    group.says(ann, "/imagine a bird")
    await wait_until(lambda: group.last.labels == NINE, "one tries it")
    await wait_until(lambda: not permits.trying, "it is allowed again")
    assert await permits.denials.find(place) == {}


async def test_a_closed_topic_is_left_for_the_main_one(house: House) -> None:  # noqa: F811 - the fixture
    """With its last card, and with the first card of the next order."""
    house.painter.scripts = [SMOOTH, SMOOTH]
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann, forum=True)
    topic = group.opens_topic(ann, "Cats")
    held = house.telegram.fault("hold", "editMessageMedia")
    house.platform.group = None  # type: ignore[assignment]  # everything goes at once
    group.says(ann, "/imagine a cat", thread=topic)
    await wait_until(lambda: held.struck, "it is being painted")
    group.room.closed.add(topic)
    held.gate.set()
    await wait_until(lambda: group.by_bot and group.last.labels == NINE, "the picture is there")
    assert group.last.thread is None
    await wait_until(
        lambda: len(group.by_bot) == 1, "and the message that would say for ever that it comes is gone"
    )
    group.says(ann, "/imagine a dog", thread=topic)
    await wait_until(lambda: group.last.labels == NINE and "dog" in group.last.text, "the next, too")
    assert group.last.thread is None
