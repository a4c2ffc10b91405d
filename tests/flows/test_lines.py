"""Lines of words: each is painted by its button, and none of them is a picture."""

from dataclasses import replace

import pytest

from bot.domain.image import TextResult
from bot.domain.order import Imagine, Translate
from bot.domain.prompt import Mode, Prompt
from bot.domain.update import Finished
from bot.midjourney import requests
from tests.fakes.painter import SMOOTH, TASK
from tests.flows.conftest import House

FOUR = ("a fox --ar 3:2", "a red fox --v 7", "fox, oil --foo 3 --ar 3:2", "a {red, blue} fox")
COMMANDS = [("describe", "https://pictures.example/a.png"), ("shorten", "a very very red fox")]


async def told(house: House, command: str, text: str) -> None:
    house.bench.painter.scripts = [[Finished(TASK, TextResult(FOUR))], list(SMOOTH)]
    await house.type(command, text)
    await house.work()


@pytest.mark.parametrize(("command", "text"), COMMANDS)
async def test_each_line_has_its_button(house: House, command: str, text: str) -> None:
    """It orders what the line says, and is marked then."""
    await told(house, command, text)
    [(message, card)] = house.cards("1. a fox")
    labels = [button.marked_label for row in card.buttons for button in row]
    assert labels == [*(f"Imagine {n}" for n in range(1, 5)), *(["All"] if command == "describe" else [])]
    await house.press(message, "line:0")
    await house.work()
    assert house.bench.painter.sent[1].order == Imagine(Prompt("a fox", flags=(("ar", "3:2"),)))
    [(_, again)] = house.cards("1. a fox")
    assert again.buttons[0][0].marked_label == "✓ Imagine 1"


async def test_a_flag_that_nobody_knows_is_left_out_and_named(house: House) -> None:
    """The service may write what this bot has no rule for."""
    await told(house, *COMMANDS[0])
    [(message, _)] = house.cards("1. a fox")
    await house.press(message, "line:2")
    await house.work()
    order = Imagine(Prompt("fox, oil", flags=(("ar", "3:2"),)), left_out=("--foo 3",))
    assert house.bench.painter.sent[1].order == order
    assert house.cards("without --foo 3, which is not known here")


@pytest.mark.parametrize(
    ("payload", "answer"), [("line:3", "asks for several grids"), ("line:4", "does not offer")]
)
async def test_what_no_line_says_is_not_ordered(house: House, payload: str, answer: str) -> None:
    """And it is said why."""
    await told(house, *COMMANDS[1])
    [(message, _)] = house.cards("1. a fox")
    await house.press(message, payload)
    await house.work()
    assert answer in house.answers()[-1]
    assert len(house.bench.painter.sent) == 1


async def test_words_are_no_picture_of_yours(house: House) -> None:
    """The list has pictures and clips only."""
    await told(house, *COMMANDS[0])
    await house.type("history")
    await house.mail()
    assert "no picture of yours" in house.answers()[-1]


async def test_words_in_english_are_painted_with_their_own_flags(house: House) -> None:
    """The service translates words; pictures, flags and speed are as they were typed."""
    house.bench.painter.scripts = [[Finished(TASK, TextResult(("a fox in the snow",)))], list(SMOOTH)]
    await house.type("translate", "ein Fuchs im Schnee --ar 3:2 --turbo")
    await house.work()
    typed = Prompt("ein Fuchs im Schnee", flags=(("ar", "3:2"),), mode=Mode.TURBO)
    assert house.bench.painter.sent[0].order == Translate(typed)
    [(message, card)] = house.cards("1. a fox in the snow")
    assert [button.marked_label for row in card.buttons for button in row] == ["Imagine"]
    await house.press(message, "line:0")
    await house.work()
    assert house.bench.painter.sent[1].order == Imagine(replace(typed, text="a fox in the snow"))


@pytest.mark.parametrize(
    ("command", "flags"),
    [
        ("shorten", "--ar 3:2 --turbo --split"),
        ("shorten", "--sref https://pictures.example/a.png --relax"),
        ("translate", "--ar 3:2 --turbo --split"),
    ],
)
async def test_what_stands_beside_the_words_is_painted_too(house: House, command: str, flags: str) -> None:
    """Flags, speed and parts that were typed are what typing the line with them would be: nothing of it is lost."""
    house.bench.painter.scripts = [[Finished(TASK, TextResult(("a fox",)))], list(SMOOTH), list(SMOOTH)]
    await house.type(command, f"a very very red fox {flags}")
    await house.work()
    assert "split" not in str(requests.order_body(house.bench.painter.sent[0].order).dump())
    [(message, _)] = house.cards("1. a fox")
    await house.press(message, "line:0")
    await house.work()
    await house.type("imagine", f"a fox {flags}")
    await house.work()
    assert house.bench.painter.sent[1].order == house.bench.painter.sent[2].order


async def test_what_a_line_says_itself_counts(house: House) -> None:
    """A shorter prompt may have kept its flags; then none of them is there twice."""
    house.bench.painter.scripts = [[Finished(TASK, TextResult(("a fox --ar 1:1 --no text",)))], list(SMOOTH)]
    await house.type("shorten", "a very very red fox --ar 3:2 --no text --seed 7")
    await house.work()
    [(message, _)] = house.cards("1. a fox")
    await house.press(message, "line:0")
    await house.work()
    flags = (("ar", "1:1"), ("no", "text"), ("seed", "7"))
    assert house.bench.painter.sent[1].order == Imagine(Prompt("a fox", flags=flags))


async def test_flags_alone_are_nothing_to_translate(house: House) -> None:
    """Neither is nothing."""
    for text in ("", "--ar 3:2"):
        await house.type("translate", text)
        await house.work()
        assert "Say " in house.answers()[-1]
    assert house.bench.painter.sent == []
