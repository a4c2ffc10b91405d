"""How soon a result can be expected: from what was seen, kind by kind."""

from bot.domain.estimate import PAINTING_LEAST_S, SEEN_HASTE, SEEN_JOBS, DurationEstimates
from bot.domain.ids import ImageId
from bot.domain.order import Act, Imagine
from bot.domain.prompt import Mode, Prompt

CAT = Imagine(Prompt("a cat"))
TURBO = Imagine(Prompt("a cat", mode=Mode.TURBO))


def test_it_is_learned_from_the_fastest_of_the_last() -> None:
    """Not before enough were seen, and old ones are forgotten."""
    durations = DurationEstimates()
    for _ in range(SEEN_JOBS - 1):
        durations.note(CAT, 60.0)
    assert durations.least(CAT) == PAINTING_LEAST_S
    durations.note(CAT, 50.0)
    assert durations.least(CAT) == SEEN_HASTE * 50.0
    for _ in range(SEEN_JOBS):
        durations.note(CAT, 30.0)
    assert durations.least(CAT) == SEEN_HASTE * 30.0


def test_kinds_and_speeds_are_told_apart() -> None:
    """A turbo picture says nothing about a fast one, enlarging nothing about painting."""
    durations = DurationEstimates()
    for _ in range(SEEN_JOBS):
        durations.note(TURBO, 12.0)
    assert (durations.least(TURBO), durations.least(CAT)) == (SEEN_HASTE * 12.0, PAINTING_LEAST_S)
    assert durations.least(Act("upscale1", ImageId("1"))) == 0.0
