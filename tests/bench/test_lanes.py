"""The benchmark's aims for lanes hold for a few jobs; `make bench-lanes` has all figures."""

from statistics import mean

import pytest

from bot.domain.lane import Lane
from tests.bench.lanes.gates import Sliding
from tests.bench.lanes.ours import Agenda, Play
from tests.bench.lanes.places import GROUP, PLACES, TELEGRAM_GROUP, Place
from tests.bench.lanes.plans import Run, figures, finals, plans, previews
from tests.bench.lanes.trials import CROWD_SEEN_S, CROWDS, is_crowd


@pytest.mark.parametrize("every", [10.0, 1.0])
@pytest.mark.parametrize("number", [5, 10])
@pytest.mark.parametrize("place", PLACES, ids=[place.name for place in PLACES])
def test_finals_are_prompt_and_previews_shared_out(place: Place, number: int, every: float) -> None:
    """No 429, finals within a tenth of the optimum, a preview for each job where the optimum has one for each."""
    if is_crowd(place, number):
        number = 6  # the most that are none
    ours, best = both(place, number, every)
    assert delay(ours) <= 1.1 * delay(best)
    for (outcome, jobs), (other, _) in zip(ours, best, strict=True):
        assert outcome.refused == []
        assert len(finals(outcome, jobs)) == number
        assert min(previews(outcome, jobs)) >= min(1, *previews(other, jobs))


@pytest.mark.parametrize("number", [12, 40])
def test_a_crowd_sees_its_pictures_within_seconds(number: int) -> None:
    """On the board, however long a message of one's own takes; and finals pay little for it."""
    ours, best = both(TELEGRAM_GROUP, number, 10.0)
    ratio, most = CROWDS[number]
    told = figures(ours)
    assert told["refused"] == told["finals_lost"] == 0
    assert delay(ours) <= ratio * delay(best)
    assert told["silence_max"] <= most
    assert told["seen_mean"] <= CROWD_SEEN_S


def both(place: Place, number: int, every: float) -> tuple[list[Run], list[Run]]:
    """Ours, and the optimum."""
    sets = [plans(number, every=every, seed=seed, placed=place.placed) for seed in (1, 2, 3)]
    return [(place.ours(jobs), jobs) for jobs in sets], [(place.optimum(jobs), jobs) for jobs in sets]


def delay(runs: list[Run]) -> float:
    """Seconds from ready to shown, on the average."""
    return mean(one for run in runs for one in finals(*run))


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
