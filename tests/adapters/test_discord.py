"""The bot on Discord: the real core and the real gateway client, a Discord on loopback."""

from tests.adapters.discord_house import NINE, House, discord, house, painted  # noqa: F401 - fixtures
from tests.fakes.discord.interaction import Answer
from tests.fakes.discord.message import Flag
from tests.fakes.painter import SMOOTH
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture


async def test_from_a_command_to_nine_buttons_to_another_picture(house: House) -> None:  # noqa: F811 - the fixture
    """One message sharpens in place, by the interaction's token alone; a press brings a second one."""
    house.painter.scripts = [SMOOTH, SMOOTH]
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    asked = room.types(ann, "imagine", prompt="a <red> fox & friends", aspect="3:2")
    await wait_until(lambda: asked.done and asked.message.labels == NINE, "the picture is there")
    assert room.by_bot == [asked.message]
    assert asked.answer is Answer.THINKING
    message = asked.message
    assert Flag.COMPONENTS_V2 in message.now.flags
    assert "fox" in message.text
    assert message.now.visible
    await house.known()
    press = room.presses(ann, message, "U2")
    await wait_until(lambda: press.done and press.message.now.visible, "the second is there")
    assert len(room.by_bot) == 2
    assert house.painter.sent[1].order.action == "upscale2"  # type: ignore[union-attr]  # an Act
    assert house.discord.refused() == 0
