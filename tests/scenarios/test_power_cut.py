"""The short form of `make chaos ARGS="--power-cuts 20"`: two cuts, and each order is paid for once and shown."""

import json
from pathlib import Path

import pytest

from tests.chaos.power import PowerPlan, power_cuts


@pytest.mark.timeout(400)
@pytest.mark.parametrize("store", ["box", "redis"])
def test_a_power_cut_pays_nothing_twice_and_loses_nothing(tmp_path: Path, store: str) -> None:
    """The log ends behind the last write that the store had vouched for, or in noughts."""
    told: list[str] = []
    line, well = power_cuts(PowerPlan(2, 6, store, "everysec"), tmp_path / "p", told.append)
    found = json.loads(line)
    assert well, line
    assert (found["twice"], found["lost"], found["orders"]) == (0, 0, 6)
