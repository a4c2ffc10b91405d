"""How the bot behaves among people on Telegram: what it answers, how much room it takes, whom it believes."""

from adapters.telegram.outbound import FOLDED_ABOVE
from tests.adapters.house import NINE, House, answered, bot, house, painted, telegram  # noqa: F401 - fixtures
from tests.fakes.painter import SMOOTH
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
