"""The texts people read: none is missing, none is left over, and each fills its gaps."""

import re
from pathlib import Path

import pytest

from bot.cards import NAMES, error_card
from bot.commands import ORDERS
from bot.domain.errors import Code, UserError
from bot.domain.prompt import CODES, BadPrompt
from bot.i18n import languages, say
from bot.store import keys
from bot.store.jobs import LIMITS

ROOT = Path(keys.__file__).parents[1]
ENGLISH = (ROOT / "i18n" / "en.ftl").read_text("utf-8")
WRITTEN = set(re.findall(r"^([a-z][\w-]*) =", ENGLISH, re.MULTILINE))
MADE = (
    {f"fault-{code}" for code in Code}
    | {f"prompt-{code}" for code in CODES}
    | {f"command-{name}" for name in ORDERS}
    | set(NAMES.values())
    | {f"quota-{limit}" for limit in LIMITS}
)


def used() -> set[str]:
    """Keys that stand in the code, in double quotes."""
    code = "\n".join(
        path.read_text("utf-8")
        for folder in ("", "jobs", "commands", "web")
        for path in (ROOT / folder).glob("*.py")
    )
    code += "".join(path.read_text("utf-8") for path in (ROOT.parent / "adapters").glob("*/*.py"))
    return {key for key in WRITTEN if f'"{key}"' in code}


def test_no_text_is_missing_and_none_is_left_over() -> None:
    """Everything that is asked for is written, everything written is asked for."""
    assert not MADE - WRITTEN
    assert not WRITTEN - MADE - used() - {"command-help"}


def test_a_missing_text_is_a_bug() -> None:
    """Found by whoever wrote it, not by the person."""
    with pytest.raises((KeyError, LookupError)):
        say("no-such-text")


@pytest.mark.parametrize(
    ("ahead", "text"), [(0, "Next in line"), (1, "Waiting, one ahead"), (7, "Waiting, 7 ahead")]
)
def test_numbers_have_their_own_words(ahead: int, text: str) -> None:
    """As each language has them."""
    assert say("card-queued", {"ahead": ahead}) == text


@pytest.mark.parametrize("language", ["", "en", "en-GB", "tlh", "../../etc", "x" * 500])
def test_any_language_tag_is_answered(language: str) -> None:
    """A client may send anything; English is the last resort."""
    assert say("card-painting", language=language) == "Painting"
    assert "en" in languages()


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            BadPrompt("unknown_flag", flag="stylise", nearest="stylize"),
            "There is no flag --stylise. Did you mean --stylize?",
        ),
        (BadPrompt("unknown_flag", flag="foo", nearest=""), "There is no flag --foo."),
        (UserError("not-offered"), "The service does not offer that for this picture."),
    ],
)
def test_an_error_reads_well(error: UserError, text: str) -> None:
    """Whole sentences, no gaps left open."""
    assert error_card(error, "en").text[0].text == text
