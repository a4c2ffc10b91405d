"""What every test of an adapter can count on: a machine that is held up is no bot that is silent."""

import pytest

from tests.fakes.limits import lift_limits


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that are about one of these limits set it themselves."""
    lift_limits(monkeypatch.setattr)
