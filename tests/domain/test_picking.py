"""A line of the service becomes a prompt, with what is not known here left out and named."""

import tomllib

import pytest

from bot.domain.flags import FlagRules
from bot.domain.prompt import LEFT_OUT_MOST, BadPrompt, pick_prompt
from bot.settings import FLAGS_FILE

RULES = FlagRules.parse(tomllib.loads(FLAGS_FILE.read_text("utf-8")))


@pytest.mark.parametrize(
    ("line", "sent", "left_out"),
    [
        ("a fox --ar 3:2", "a fox --ar 3:2", ()),
        ("a fox --foo 3 --ar 3:2", "a fox --ar 3:2", ("--foo 3",)),
        ("a fox --foo --ar 3:2 --bar", "a fox --ar 3:2", ("--foo", "--bar")),
        ("a fox --c 900", "a fox", ("--c 900",)),
        ("a fox --c=900", "a fox", ("--c=900",)),
        ("a fox --loop --ar 3:2", "a fox --ar 3:2", ("--loop",)),
        ("a fox --niji 6 --v 7", "a fox --niji 6", ("--v 7",)),
        ("a fox --ar", "a fox", ("--ar",)),
    ],
)
def test_what_is_left(line: str, sent: str, left_out: tuple[str, ...]) -> None:
    """Only what cannot be sent goes."""
    prompt, gone = pick_prompt(line, RULES)
    assert (prompt.render(), gone) == (sent, left_out)


@pytest.mark.parametrize("line", ["", "--ar 3:2", "a {red, blue} fox", "a fox " + "--foo 1 " * (LEFT_OUT_MOST + 1)])
def test_what_no_leaving_out_helps(line: str) -> None:
    """It is told as if somebody had typed it."""
    with pytest.raises(BadPrompt):
        pick_prompt(line, RULES)
