"""Prompts that the service says in English first, for those who want that."""

import pytest

from bot.domain.characters import has_foreign_letters
from bot.domain.chat_settings import Translation
from bot.domain.order import Imagine, translated_order
from bot.domain.prompt import Prompt
from bot.midjourney.requests import order_body
from tests.fakes.painter import SMOOTH
from tests.fakes.platform import ANN, BOB
from tests.flows.conftest import House

HARBOUR = "雨中的港口"


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("a cat", False),
        ("une crêpe, ½ ª 5 Å", False),
        ("кошка", True),
        (HARBOUR, True),
        ("a 猫", True),
        ("—!?", False),
    ],
)
def test_letters_that_are_not_latin(text: str, foreign: bool) -> None:  # noqa: FBT001 - drawn
    """Signs and numbers are of no script."""
    assert has_foreign_letters(text) is foreign


@pytest.mark.parametrize("choice", Translation)
def test_the_request_asks_for_it(choice: Translation) -> None:
    """Or says nothing of it."""
    for text, asked in (("a cat", choice is Translation.ON), (HARBOUR, choice is not Translation.OFF)):
        body = order_body(translated_order(Imagine(Prompt(text)), choice)).dump()
        assert body.get("translation") is (True if asked else None)


async def test_a_person_has_it_wherever_they_are_and_the_card_says_so(house: House) -> None:
    """Nobody else has; what only needs it now and then is asked for then."""
    house.bench.painter.scripts = [list(SMOOTH)] * 3
    await house.type("settings", "translate auto")
    await house.type("imagine", HARBOUR)
    await house.type("imagine", "a cat")
    await house.type("imagine", HARBOUR, BOB)
    await house.work()
    wanted = {(job.origin.person.id, job.order) for job in house.bench.painter.sent}
    assert wanted == {
        (ANN.id, Imagine(Prompt(HARBOUR), translated=True)),
        (ANN.id, Imagine(Prompt("a cat"))),
        (BOB.id, Imagine(Prompt(HARBOUR))),
    }
    assert len(house.cards("translated by the service")) == 1


async def test_the_settings_show_it_and_change_it(house: House) -> None:
    """By a button, from one to the next."""
    await house.type("settings", key="p")
    await house.mail()
    panel = house.bench.platform.messenger.shown["p-said"] or house.bench.platform.messenger.answers
    [button] = [one for row in panel[-1].buttons for one in row if one.payload.startswith("adjust:translate")]
    assert (button.label, button.payload) == ("Translate prompts: off", "adjust:translate=on")


async def test_what_cannot_be_chosen_is_said(house: House) -> None:
    """With what can."""
    await house.type("settings", "translate maybe")
    assert "translate cannot be maybe. Possible: off, on, auto." in house.answers()[-1]
