"""A bot on a Telegram that doubles a pause for each call into it: there are no such calls, of no kind."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.house import NINE, House, house  # noqa: F401 - a fixture
from tests.fakes.painter import SMOOTH
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.flood import ALL_CHATS
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.rules import Rules
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture

PAUSE_S = 20  # longer than a machine is held up


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    rules = Rules(window=0.1, capacity=1000, gap=0.0, query_life=3600, escalation=600.0)
    async with playing(rules) as made:
        yield made


@pytest.mark.parametrize("everywhere", [False, True], ids=["one chat", "all chats"])
async def test_nothing_is_sent_into_a_pause(house: House, *, everywhere: bool) -> None:  # noqa: F811 - the fixture
    """A picture and an answer wait for its end; a press is answered at once; nothing prolongs it."""
    house.painter.scripts = [SMOOTH]
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group = house.telegram.group("Atelier", ann, bob)
    held = house.telegram.fault("hold", "editMessageMedia")
    group.says(ann, "/imagine a cat")
    await wait_until(lambda: held.struck, "it is being painted")
    flood = house.telegram.world.flood
    closed = ALL_CHATS if everywhere else group.id
    flood.freeze(closed, PAUSE_S, told=False)
    held.gate.set()
    await wait_until(house.telegram.refused, "the bot has heard of the pause")
    group.says(bob, "/help")
    press = group.presses(bob, group.by_bot[0], "Cancel")
    await wait_until(lambda: press.answer is not None, "the press is answered")
    await wait_until(lambda: group.by_bot[0].labels == NINE, "the picture is there")
    await wait_until(lambda: len(group.by_bot) > 1, "the answer is there")
    [pause] = flood.pauses[closed]
    assert (pause.calls, pause.end - pause.begin) == (0, PAUSE_S)
    assert house.telegram.refused() == 1
    assert press.answer is not None
    [answered] = house.telegram.calls("answerCallbackQuery")
    assert answered.at < pause.end
