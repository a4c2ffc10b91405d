"""The short form of `make chaos`: a few processes, a few jobs, and everything that can be killed is killed."""

import asyncio
from pathlib import Path

import pytest

from tests.chaos.plan import Plan
from tests.chaos.run import run

SHORT = Plan(
    jobs=30,
    workers=2,
    webs=2,
    spread=7.0,
    seconds=1.0,
    concurrency=8,
    rooms=2,
    people=8,
    faults=0.2,
    every_kind=False,
    job_minutes=3.0,
    patience=300.0,
)


@pytest.mark.timeout(900)
def test_everything_is_killed_and_nothing_is_lost(tmp_path: Path) -> None:
    """One last card a job, one task an order, quotas that add up, and a store without leftovers."""
    told: list[str] = []
    checks = asyncio.run(run(SHORT, tmp_path, told.append))
    assert [check.line() for check in checks if check.wrong] == [], told
