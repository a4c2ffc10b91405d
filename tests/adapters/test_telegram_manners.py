"""How the bot behaves among people on Telegram: what it answers, how much room it takes, whom it believes."""

from adapters.telegram.outbound import FOLDED_ABOVE
from tests.adapters.house import NINE, House, answered, bot, house, painted, telegram  # noqa: F401 - fixtures
from tests.fakes.painter import SMOOTH
from tests.fakes.telegram.client import picture
from tests.fakes.telegram.room import Message
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture


def entity_kinds(message: Message) -> list[str]:
    return [str(entity["type"]) for entity in message.now.rich.entities]


async def test_a_new_admin_need_not_wait(house: House) -> None:  # noqa: F811
    """Who was none a moment ago is asked about again, at once."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group = house.telegram.group("Atelier", ann, bob)
    assert "Only an admin" in (await answered(group, bob, "/settings previews off")).text
    group.promotes(bob)
    assert ["Previews: off"] in (await answered(group, bob, "/settings previews off")).labels


async def test_a_long_prompt_is_folded(house: House) -> None:  # noqa: F811
    """It can be unfolded; a short one is only bold."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    short = await painted(house, group, ann)
    assert "bold" in entity_kinds(short)
    long = await painted(house, group, ann, "a cat and another cat " * (FOLDED_ABOVE // 20))
    assert "expandable_blockquote" in entity_kinds(long)
    assert "bold" not in entity_kinds(long)


async def test_what_comes_of_a_press_answers_its_message(house: House) -> None:  # noqa: F811
    """So that everybody sees which of the pictures above it belongs to."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    first = await painted(house, group, ann)
    await painted(house, group, ann, "a dog")
    house.painter.scripts.append(SMOOTH)
    before = len(group.by_bot)
    group.presses(ann, first, "V2")
    await wait_until(lambda: len(group.by_bot) > before and group.last.labels == NINE, "the picture is there")
    assert group.last.reply_to is first


async def test_a_slip_is_told_once_in_a_while(house: House) -> None:  # noqa: F811
    """Each person in their minute; commands of other bots, and who may not use this one, hear nothing."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group = house.telegram.group("Atelier", ann, bob)
    for text in ("/image a cat", "/weather", "/imagin a cat"):
        group.says(ann, text)
    await wait_until(lambda: group.by_bot, "Ann is told")
    for text in ("/imagne a cat", "/describ"):  # not before: what is said at once is heard in any order
        group.says(ann, text)
    assert "/imagin. Did you mean /imagine?" in group.last.text
    assert "Did you mean /show?" in (await answered(group, bob, "/shw 7K2M9QXD")).text
    await house.idle()
    assert len(group.by_bot) == 2


async def test_words_that_call_the_bot(house: House) -> None:  # noqa: F811
    """Are told what to type, with a picture or without; what is forwarded, or calls another, is not."""
    ann = house.telegram.person("Ann")
    group, room = house.telegram.group("Atelier", ann), house.telegram.private(ann)
    name = house.telegram.world.bot.username
    group.says(ann, "@somebody_else a cat")
    group.forwards(ann, room.says(ann, "/cancel"), group)
    said = group.sends_photo(ann, picture(64, 64), f"@{name} make it winter")
    await wait_until(lambda: group.by_bot, "she is told")
    await house.idle()
    assert [one.text.split(":")[0] for one in group.by_bot] == ["Here I paint for commands"]
    assert group.last.reply_to is said
    assert house.painter.sent == []


async def test_a_gallery_by_its_title(house: House) -> None:  # noqa: F811
    """That the bot was added to; of two with one title a link tells them apart."""
    ann = house.telegram.person("Ann")
    group, wall = house.telegram.group("Atelier", ann), house.telegram.channel("The Wall", "the_wall")
    wall.room.members[ann.id] = "administrator"
    assert "no channel the wall" in (await answered(group, ann, "/settings gallery the wall")).text
    wall._status(house.telegram.world.bot, "administrator")
    await wait_until(lambda: not house.telegram.world.feed.pending, "it knows of the wall")
    for name in ("the  WALL", "https://t.me/the_wall", "t.me/the_wall"):
        assert "Share posts to @the_wall." in (await answered(group, ann, f"/settings gallery {name}")).text
    other = house.telegram.channel("The Wall")
    other._status(house.telegram.world.bot, "administrator")
    await wait_until(lambda: not house.telegram.world.feed.pending, "it knows of the other one")
    assert "more than one channel" in (await answered(group, ann, "/settings gallery The Wall")).text
