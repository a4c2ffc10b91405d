"""The shared status message says so while previews are rarer."""

import pytest

from bot.i18n import languages, say
from bot.jobs.crowd_words import board_card


@pytest.mark.parametrize("language", sorted(languages()))
def test_fewer_previews_are_told_in_one_line(language: str) -> None:
    """In every language, as the last line, and only while it is so."""
    words = [
        "".join(span.text for span in board_card(["a fox"], language, shedding=shedding).text)
        for shedding in (False, True)
    ]
    assert words[1] == f"{words[0]}\n{say('board-calm', language=language)}"
