"""What is declared of a command is what people see of it, wherever commands are shown."""

from bot.commands import Commands
from bot.domain.card import Stage
from tests.flows.conftest import RULES, House

LINES = {
    "imagine": ("/imagine <prompt> [--ar 16:9] [--seed 7] …", "Paint four pictures from a text"),
    "blend": ("/blend https://…/one.png https://…/two.png", "Blend two to five pictures into one"),
    "describe": ("/describe https://…/picture.png", "Find prompts that would paint a picture"),
    "shorten": ("/shorten <prompt>", "Find shorter prompts that say the same"),
    "translate": ("/translate <words>", "Say a prompt in English, which the service understands best"),
    "edit": ("/edit https://…/picture.png <what to change>", "Change a picture from the web"),
    "region": ("/region #<code> 1 2 5 <what is to be there>", "Change a part of a picture"),
    "reframe": ("/reframe #<code> 16:9 <what is to be around it>", "Paint more around a picture"),
    "animate": ("/animate https://…/picture.png <what should move>", "Turn a picture into short clips"),
    "extend": ("/extend #<code>.2 <what should move now>", "Go on from a clip, with what should move"),
    "history": ("/history", "Your pictures so far"),
    "show": ("/show <code>", "Show a picture again by its code"),
    "cancel": ("/cancel [all]", "Cancel your last order"),
    "settings": ("/settings", "Language, previews, who may press buttons"),
    "help": ("/help", "What this bot can do"),
}


def test_the_menu() -> None:
    """In the order in which they are declared, without what only links have."""
    menu = Commands(RULES).menu("en")
    assert {one.command.name: (one.command.usage, one.summary) for one in menu} == LINES
    assert [one.command.name for one in menu] == list(LINES)
    assert [one.command.name for one in menu if one.command.for_admins] == ["settings"]
    assert [one.command.name for one in menu if one.command.pictures] == [
        *("imagine", "blend", "describe", "edit", "region", "reframe", "animate", "extend")
    ]


async def test_help_has_a_line_for_each(house: House) -> None:
    """Its usage and its summary."""
    await house.type("help")
    for usage, summary in LINES.values():
        assert f"\n{usage}\n{summary}" in house.answers()[-1]


async def test_a_mistake_shows_the_usage(house: House) -> None:
    """The line that /help has."""
    for name in ("blend", "describe", "shorten", "translate", "edit", "region", "reframe", "animate", "show"):
        await house.type(name)
        assert LINES[name][0] in house.answers()[-1]


BY_OPTION = {
    "blend": "/blend image1: image2:",
    "describe": "/describe image:",
    "shorten": "/shorten prompt:",
    "translate": "/translate words:",
    "edit": "/edit words: image:",
    "region": "/region image:",
    "reframe": "/reframe size: image:",
    "show": "/show code:7K2M9QXD",
    "extend": "/extend clip:#7K2M9QXD.2",
}


async def test_where_things_are_given_by_name_so_is_the_usage(house: House) -> None:
    """A line that has to be typed is of no use to somebody whose client has a field for each thing."""
    for name, usage in BY_OPTION.items():
        await house.type(name, by_option=True)
        assert house.answers()[-1].endswith(usage)
    await house.type("help", by_option=True)
    assert all(f"\n{usage}\n" in house.answers()[-1] for usage in BY_OPTION.values())


async def test_how_things_are_is_no_mistake(house: House) -> None:
    """A page gives back what was typed when there was nothing to cancel, and not when something was."""
    await house.type("cancel")
    await house.type("imagine", "a cat")
    await house.type("cancel")
    assert [card.stage for card in house.bench.platform.messenger.answers] == [Stage.FAILED, Stage.NOTE]
    assert [text.partition(".")[0] for text in house.answers()] == [
        "Nothing of yours is waiting or being painted here",
        "Cancelled",
    ]
