"""The benchmark's aims for lanes hold for a few jobs; `make bench-lanes` has all figures."""

from statistics import mean

import pytest

from bot.domain.lane import Lane
from tests.bench.lanes.gates import Sliding
from tests.bench.lanes.ours import Agenda, Play
from tests.bench.lanes.places import GROUP, PLACES, Place
from tests.bench.lanes.plans import figures, finals, plans, previews


@pytest.mark.parametrize("every", [10.0, 1.0])
@pytest.mark.parametrize("number", [5, 10])
@pytest.mark.parametrize("place", PLACES, ids=[place.name for place in PLACES])
def test_finals_are_prompt_and_previews_shared_out(place: Place, number: int, every: float) -> None:
    """No 429, finals within a tenth of the optimum, a preview for each job where the optimum has one for each."""
    sets = [plans(number, every=every, seed=seed, placed=place.placed) for seed in (1, 2, 3)]
    ours, best = [place.ours(jobs) for jobs in sets], [place.optimum(jobs) for jobs in sets]
    delays, least = (
        [delay for outcome, jobs in zip(way, sets, strict=True) for delay in finals(outcome, jobs)]
        for way in (ours, best)
    )
    assert len(delays) == len(least) == 3 * number
    assert mean(delays) <= 1.1 * mean(least)
    for jobs, outcome, other in zip(sets, ours, best, strict=True):
        assert outcome.refused == []
        assert min(previews(outcome, jobs)) >= min(1, *previews(other, jobs))


def test_a_lower_limit_is_learned() -> None:
    """A platform that allows less than we believe refuses a few sends and gets every final."""
    jobs = plans(10)
    outcome = Play(Lane(GROUP), jobs, Sliding(12, 60.0)).run()
    assert len(finals(outcome, jobs)) == 10
    assert 1 <= len(outcome.refused) <= 5


def test_lanes_do_not_touch_each_other() -> None:
    """Beside a lane that is refused all the time the figures are the same to the digit."""
    few, agenda = plans(5), Agenda()
    alone = Play(Lane(GROUP), few, Sliding(20, 60.0)).run()
    beside = Play(Lane(GROUP), few, Sliding(20, 60.0), agenda=agenda)
    frozen = Play(Lane(GROUP), plans(20, name="other"), Sliding(3, 60.0), agenda=agenda)
    agenda.run()
    assert figures([(beside.outcome, few)]) == figures([(alone, few)])
    assert frozen.outcome.refused
