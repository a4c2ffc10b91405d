"""What every test of an adapter can count on: a machine that is held up answers late, and not too late."""

import pytest

from tests.fakes.waiting import PATIENCE

# What the bot allows itself for a first answer on Discord, of which a person is told by silence.
ALLOWED = (
    "adapters.discord.wire.ACKNOWLEDGE_S",
    "adapters.discord.gateway.SECOND_TRY_S",
    "bot.answers.FORM_WAIT_S",
)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that are about one of these set it themselves."""
    for name in ALLOWED:
        monkeypatch.setattr(name, PATIENCE)
