"""What the bot allows itself for a first answer, lifted: a machine that is held up answers late, not too late."""

from collections.abc import Callable

from tests.fakes.waiting import PATIENCE

# In seconds. A person is told of them by silence, on Discord; tests that are about one set it themselves.
FIRST_ANSWER_LIMITS = (
    "adapters.discord.wire.ACKNOWLEDGE_S",
    "adapters.discord.gateway.SECOND_TRY_S",
    "bot.answers.FORM_WAIT_S",
)


def lift_limits(change: Callable[[str, float], None]) -> None:
    """`change` gives the constant of that name, module and all, another value."""
    for name in FIRST_ANSWER_LIMITS:
        change(name, PATIENCE)
