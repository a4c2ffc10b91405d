"""An order while the store takes nothing: whoever gave it is told, or whoever brought it tells them."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from typing_extensions import override

from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import StoreError, Unreachable
from bot.domain.ids import Place
from bot.domain.incoming import CommandCall
from bot.ports import SeenEvents
from tests.fakes.platform import origin
from tests.flows.conftest import House
from tests.flows.test_capabilities import limited

DOWN = "The records of this bot cannot be reached"


@dataclass
class AwaySeenEvents(SeenEvents):
    """A store that takes nothing for so many tries."""

    of: SeenEvents
    failures: int

    @override
    async def seen(self, key: str) -> bool:
        return await self.of.seen(key)

    @override
    async def look_up(self, key: str, place: Place, person: str) -> tuple[bool, ChatSettings, str]:
        if self.failures:
            self.failures -= 1
            raise StoreError("away")
        return await self.of.look_up(key, place, person)

    @override
    async def mark(self, key: str, *, brief: bool = False) -> None:
        await self.of.mark(key, brief=brief)


@pytest.mark.parametrize(
    ("here", "answered", "told", "posted"),
    [
        ({}, True, 1, 0),
        ({}, False, 0, 1),
        ({"answers_privately": True}, True, 1, 0),
        ({"answers_privately": True}, False, 0, 0),
        ({"own_server": True}, True, 0, 0),
        ({"own_server": True}, False, 0, 0),
    ],
)
async def test_who_tells_that_the_store_is_down(
    house: House,
    here: dict[str, Any],
    answered: bool,  # noqa: FBT001 - a column
    told: int,
    posted: int,
) -> None:
    """Nobody is told twice, or in a message that others read; where we keep the messages, by the adapter alone.

    Once it is well the same order comes, and is painted once.
    """
    limited(house, **here)
    messenger = house.bench.platform.messenger
    messenger.in_time = answered
    app = replace(house.app, seen_events=AwaySeenEvents(house.app.seen_events, 1))
    call = CommandCall("k1", origin(), "imagine", "a fox")
    if told or posted:
        await app.handle(call)
    else:
        with pytest.raises(StoreError):
            await app.handle(call)
    words = [card for card in messenger.answers if DOWN in card.text[0].text]
    messages = [cards[-1] for cards in messenger.shown.values() if DOWN in cards[-1].text[0].text]
    assert (len(words), len(messages)) == (told, posted)
    for _ in range(2):
        await app.handle(call)
    await house.work()
    assert len(house.bench.painter.sent) == 1


async def test_a_platform_whose_messages_we_keep_is_not_asked_to_tell(house: House) -> None:
    """It would wait for what is down, try by try, until the page hangs up; and its word would stand in the room."""
    limited(house, own_server=True)
    messenger = house.bench.platform.messenger
    messenger.answer_troubles = [Unreachable("away")] * 3
    app = replace(house.app, seen_events=AwaySeenEvents(house.app.seen_events, 1))
    with pytest.raises(StoreError):
        await app.handle(CommandCall("k1", origin(), "imagine", "a fox"))
    assert len(messenger.answer_troubles) == 3
    assert messenger.tried == []
