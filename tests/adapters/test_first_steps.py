"""What a newcomer is told: what this is, what to type, what it costs, and something to press."""

from bot.domain.order import Imagine, Shorten
from tests.adapters.house import NINE, House, answered, bot, house, telegram  # noqa: F401 - fixtures
from tests.fakes.painter import SMOOTH
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture


async def test_start_welcomes(house: House) -> None:  # noqa: F811
    """And its button paints what is written on it, in the language of whoever presses."""
    ann = house.telegram.person("Ann", language="de")
    room = house.telegram.private(ann)
    hello = await answered(room, ann, "/start")
    [[example]] = hello.labels
    assert example.startswith("🎨 Ausprobieren: /imagine ein Fuchs, der in einer")
    assert "Guthaben" in hello.text
    house.painter.scripts.append(SMOOTH)
    room.presses(ann, hello, example)
    await wait_until(lambda: room.last.labels == NINE or "U1" in str(room.last.labels), "it is painted")
    order = house.painter.sent[0].order
    assert isinstance(order, Imagine)
    assert order.prompt.text == "ein Fuchs, der in einer Bibliothek liest"


async def test_help_is_grouped(house: House) -> None:  # noqa: F811
    """Each group has its name, and each example can be pressed."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    told = await answered(room, ann, "/help")
    groups = ("Paint\n/imagine", "Go on from a picture or a film\n/edit", "Find words\n/describe", "Your pictures")
    assert [group in told.text for group in groups] == [True] * 4
    assert [row[0].split()[2] for row in told.labels] == ["/imagine", "/shorten", "/translate"]
    room.presses(ann, told, told.labels[1][0])
    await wait_until(lambda: house.painter.sent, "it is ordered")
    assert isinstance(house.painter.sent[0].order, Shorten)
