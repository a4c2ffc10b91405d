"""The bot on Discord: the real core and the real gateway client, a Discord on loopback."""

from bot.domain.order import Animate
from bot.domain.prompt import Mode
from tests.adapters.discord_house import NINE, House, bot, discord, house, painted  # noqa: F401 - fixtures
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Answer
from tests.fakes.discord.message import Flag
from tests.fakes.discord.permissions import Permission
from tests.fakes.painter import SMOOTH
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

FRAME = "https://pictures.example/a.png"


async def test_a_film_is_asked_for_with_options_of_its_own(house: House) -> None:  # noqa: F811 - the fixture
    """They come out of the rules for flags, as those of a picture do."""
    house.painter.scripts = [SMOOTH]
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    room.types(ann, "animate", link=FRAME, words="it yawns", resolution="720p", mode="--turbo", loop=True)
    await wait_until(lambda: house.painter.sent, "it is ordered")
    assert house.painter.sent[0].order == Animate(FRAME, "it yawns", Mode.TURBO, "720p", loop=True)


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
    assert "Ann · Imagine · fast · " in message.text
    assert message.now.visible
    await house.known()
    press = room.presses(ann, message, "U2")
    await wait_until(lambda: press.done and press.message.now.visible, "the second is there")
    assert len(room.by_bot) == 2
    assert house.painter.sent[1].order.action == "upscale2"  # type: ignore[union-attr]  # an Act
    assert house.discord.refused() == 0


async def test_an_event_that_is_told_twice_orders_once(house: House) -> None:  # noqa: F811 - the fixture
    """Also when it comes again after all is done."""
    house.painter.scripts = [SMOOTH, SMOOTH]
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    asked = room.types(ann, "imagine", prompt="a cat")
    house.discord.repeats(asked)
    await wait_until(lambda: asked.done and asked.message.labels == NINE, "the picture is there")
    house.discord.repeats(asked)
    await wait_until(lambda: len(house.discord.calls("callback")) == 3, "all three are tried")
    await wait_until(lambda: not house.platform.connection.under_way, "nothing is under way")
    assert len(house.painter.sent) == 1
    assert len(room.by_bot) == 1


async def test_settings_are_changed_where_they_are_shown(house: House) -> None:  # noqa: F811 - the fixture
    """By whoever decides for the server, in a message that only they see; for others they stay as they are."""
    ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
    room = house.discord.room(ann, bob)
    room.server.members[ann.id].permissions |= Permission.MANAGE_GUILD
    shown = room.types(ann, "settings")
    await wait_until(lambda: shown.done and shown.message.labels, "the settings are shown")
    await house.idle()
    message = shown.message
    assert message.seen_by == ann
    assert r"/settings setting\:gallery value\:#gallery" in message.text
    press = room.presses(ann, message, "Spoiler")
    await wait_until(lambda: "Spoiler cover: on" in str(message.labels), "the message shows the new value")
    assert press.answer is Answer.LATER
    told = room.types(bob, "settings", setting="spoiler", value="off")
    await wait_until(lambda: told.done, "Bob is answered")
    assert told.message.seen_by == bob
    seen = room.types(ann, "settings")
    await wait_until(lambda: seen.done and "Spoiler cover: on" in str(seen.message.labels), "it is as Ann chose it")


async def test_a_panel_is_turned_as_often_as_somebody_likes(house: House) -> None:  # noqa: F811 - the fixture
    """Only they see it, and each press has a token of its own: nobody else waits for that."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    room.server.members[ann.id].permissions |= Permission.MANAGE_GUILD
    message = await house.discord.answered(room.types(ann, "settings"))
    await house.idle()
    for turn in range(10):
        press = room.presses(ann, message, "Spoiler")
        value = "off" if turn % 2 else "on"
        await wait_until(lambda value=value: f"Spoiler cover: {value}" in str(message.labels), "it is turned")  # type: ignore[misc]  # a copy
        await house.idle()
        assert not press.follow_ups


async def test_nothing_is_promised_of_words_without_a_command(house: House) -> None:  # noqa: F811 - the fixture
    """Nobody hears them, also where only the bot is."""
    ann = house.discord.person("Ann")
    room = house.discord.dm(ann)
    helped, settings = room.types(ann, "help"), room.types(ann, "settings")
    await wait_until(lambda: helped.done and settings.done and settings.message.labels, "both are there")
    assert "/imagine" in helped.message.text
    assert "`/blend image1: image2:`" in helped.message.text
    assert "https://" not in helped.message.text, "as Discord takes it, not as it is typed elsewhere"
    assert "words alone" not in helped.message.text
    assert "Previews" in str(settings.message.labels)
    assert "Words" not in str(settings.message.labels)


async def test_who_manages_nothing_in_a_server_still_chooses_their_language(house: House) -> None:  # noqa: F811
    """The rest is for those who manage it."""
    bob = house.discord.person("Bob")
    room = house.discord.room(house.discord.person("Ann"), bob)
    asked = room.types(bob, "settings")
    await wait_until(lambda: asked.done and "✓ automatic" in str(asked.message.labels), "languages are listed")
    room.presses(bob, asked.message, "Deutsch")
    await wait_until(lambda: "✓ Deutsch" in str(asked.message.labels), "it is marked")
    refused = room.types(bob, "settings", setting="previews", value="off")
    await wait_until(lambda: refused.done, "Bob is answered")
    assert "nur ein Admin" in refused.message.text


async def test_a_gateway_that_takes_over_serves_what_the_old_one_began(
    discord: Discord,  # noqa: F811 - the fixture
    stage: Stage,  # noqa: F811 - the fixture
) -> None:
    """Buttons of an earlier process work in the next one."""
    ann = discord.person("Ann")
    room = discord.room(ann)
    async with bot(discord, stage) as old:
        message = await painted(old, room, ann)
        await old.idle()
    async with bot(discord, stage) as new:
        new.painter.scripts = [SMOOTH]
        press = room.presses(ann, message, "U2")
        await wait_until(lambda: press.done and press.message.now.visible, "the second is there")
        assert len(new.painter.sent) == 1
