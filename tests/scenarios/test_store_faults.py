"""The short form of `make chaos ARGS="--store-faults"`: however a store refuses, nothing is lost or paid twice."""

from pathlib import Path

import pytest

from tests.chaos.trouble import store_faults
from tests.fakes.refusing import REFUSALS


@pytest.mark.timeout(600)
def test_a_store_that_refuses(tmp_path: Path) -> None:
    """While jobs are in every state and more wait than there are places; how quickly is for the long form."""
    lines = store_faults(tmp_path, ["box"], sorted(REFUSALS), [2.0], lambda _: None)
    assert len(lines) >= len(REFUSALS)
    assert [
        line.text() for line in lines if any(line.found[name] for name in ("lost", "twice", "tracebacks"))
    ] == []
