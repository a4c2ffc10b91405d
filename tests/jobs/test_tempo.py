"""How soon a result can be expected: from what was seen, kind by kind."""

from bot.domain.ids import ImageId
from bot.domain.order import SLOW, Act, Imagine
from bot.domain.prompt import Mode, Prompt
from bot.jobs.tempo import HASTE, SEEN, Tempo

CAT = Imagine(Prompt("a cat"))
TURBO = Imagine(Prompt("a cat", mode=Mode.TURBO))


def test_it_is_learned_from_the_fastest_of_the_last() -> None:
    """Not before enough were seen, and old ones are forgotten."""
    tempo = Tempo()
    for _ in range(SEEN - 1):
        tempo.note(CAT, 60.0)
    assert tempo.quickest(CAT) == SLOW
    tempo.note(CAT, 50.0)
    assert tempo.quickest(CAT) == HASTE * 50.0
    for _ in range(SEEN):
        tempo.note(CAT, 30.0)
    assert tempo.quickest(CAT) == HASTE * 30.0


def test_kinds_and_speeds_are_told_apart() -> None:
    """A turbo picture says nothing about a fast one, enlarging nothing about painting."""
    tempo = Tempo()
    for _ in range(SEEN):
        tempo.note(TURBO, 12.0)
    assert (tempo.quickest(TURBO), tempo.quickest(CAT)) == (HASTE * 12.0, SLOW)
    assert tempo.quickest(Act("upscale1", ImageId("1"))) == 0.0
