"""Where results are shared: asked for, named and refused in the words of the platform, whichever it is."""

import pytest
from typing_extensions import override

from bot.domain.buttons import Verb
from bot.domain.errors import DeliveryError, Unreachable, UserError
from bot.domain.ids import Place
from bot.domain.incoming import CommandCall, Origin
from bot.ports import AdminAware
from tests.fakes.platform import ANN, BOB, NAME, PLACE, FakePlatform
from tests.flows.conftest import House
from tests.flows.test_app import grid
from tests.flows.test_split import finished

WALL = Place(NAME, "4711")


class Guarded(FakePlatform, AdminAware):
    """Chats have admins there, whom the event itself names, and names with a star."""

    chat_example = "*chat"

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Origin] = []
        self.trouble: DeliveryError | None = None

    @override
    async def is_admin(self, origin: Origin) -> bool:
        self.asked.append(origin)
        return origin.reply == "admin"

    @override
    async def find_chat(self, name: str, origin: Origin) -> Place:
        if name != "*wall":
            raise UserError("gallery-not-found", name=name)
        return WALL

    @override
    async def title_of(self, place: Place) -> str:
        if self.trouble is not None:
            raise self.trouble
        return f"*wall of {place.chat}"

    @override
    async def leave_chat(self, place: Place) -> None:
        """Nobody asks for it here."""


@pytest.fixture
def guarded(house: House) -> Guarded:
    """In the place of the plain platform, with the same messages."""
    platform = Guarded()
    platform.messenger = house.bench.platform.messenger
    for platforms in (house.reception.courier.platforms, house.bench.runner.platforms):
        assert isinstance(platforms, dict)
        platforms[NAME] = platform
    return platform


async def settings(house: House, text: str, reply: str = "admin") -> str:
    """What the person is answered."""
    origin = Origin(PLACE, ANN if reply == "admin" else BOB, reply)
    await house.app.handle(CommandCall(f"k{next(house.keys)}", origin, "settings", text))
    return house.answers()[-1]


async def test_a_gallery_is_chosen_and_named_as_people_know_it(house: House, guarded: Guarded) -> None:
    """By who decides in both places, which the event tells; what it is called is asked each time."""
    assert "Share posts to no channel yet: /settings gallery *chat" in await settings(house, "")
    assert "Only an admin" in await settings(house, "gallery *wall", reply="nobody")
    guarded.asked.clear()
    said = await settings(house, "gallery *wall")
    assert "Share posts to *wall of 4711. To change that: /settings gallery *chat, or off." in said
    assert [(one.place, one.reply, one.person.id) for one in guarded.asked] == [
        (PLACE, "admin", ANN.id),
        (WALL, "admin", ANN.id),
    ]
    assert "no channel yet" in await settings(house, "gallery off")


async def test_what_is_possible_is_said_in_the_platform_s_words(house: House, guarded: Guarded) -> None:
    """For a gallery that is missing, wrong, or not chosen yet."""
    assert "*chat, off" in await settings(house, "gallery")
    assert "*nowhere" in await settings(house, "gallery *nowhere")
    message = await grid(house)
    await house.press(message, Verb.SHARE)
    assert "/settings gallery *chat" in house.answers()[-1]


async def test_one_picture_of_a_sheet_is_shared_alone(house: House, guarded: Guarded) -> None:
    """With its own name, and the way to the sheet; the sheet itself can be shared beside it."""
    await settings(house, "gallery *wall")
    message, _ = await finished(house, "a cat")
    for payload in ("share:2", "share"):
        await house.press(message, payload, key=payload)
        await house.work()
    part, sheet = (house.bench.platform.messenger.shown[f"{one}-picture"][-1] for one in ("share:2", "share"))
    assert [card.media[0].part for card in (part, sheet)] == [2, 0]
    assert part.text[-1].text == f"#{sheet.text[-1].text}.2"
    assert [card.buttons[0][0].payload for card in (part, sheet)] == [sheet.text[-1].text] * 2
    await house.press(message, "share:5")
    assert "button" in house.answers()[-1].lower()


async def test_a_gallery_that_cannot_be_asked_for_its_name(house: House, guarded: Guarded) -> None:
    """The settings are shown all the same, with what is known of it."""
    await settings(house, "gallery *wall")
    guarded.trouble = Unreachable("away")
    assert "Share posts to 4711." in await settings(house, "")


async def test_where_nobody_decides_there_is_no_gallery(house: House) -> None:
    """Neither the setting nor the button that nobody was shown there."""
    assert "There is no setting gallery." in await settings(house, "gallery *wall")
    await house.press(await grid(house), Verb.SHARE)
    assert "does not offer that" in house.answers()[-1]
