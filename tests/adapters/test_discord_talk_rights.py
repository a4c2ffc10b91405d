"""Words that answer a picture on Discord order nothing where what comes of them could not be shown."""

from tests.adapters.discord_house import House, discord, house  # noqa: F401 - fixtures
from tests.adapters.test_discord_talk import single, switched_on
from tests.fakes.discord.permissions import Permission
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture


async def test_where_no_files_are_allowed(house: House) -> None:  # noqa: F811 - the fixture
    """A message says nothing of our rights; the press that orders does, and is refused by their name."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    await switched_on(room, ann)
    cat = await single(house, room, ann)
    room.channel.denied |= Permission.ATTACH_FILES
    room.answers(ann, cat, "make it winter")
    await wait_until(lambda: "Shall I" in room.last.text, "she is asked")
    press = room.presses(ann, room.last, "Change")
    await wait_until(lambda: press.answer is not None, "it is answered")
    await house.idle()
    assert len(house.painter.sent) == 1
    assert "Attach Files" in press.message.text
