"""All that our programs import, for the process that they are forked from, and their languages, read."""

from importlib import import_module

from bot.i18n import load_texts
from bot.store import embedded
from tests.fakes.limits import lift_limits
from tests.fakes.waiting import PATIENCE

MODULES = (
    "adapters.discord.gateway",
    "adapters.telegram.gateway",
    "adapters.webchat.gateway",
    "bot.cli",
    "bot.compose",
    "bot.sandbox.server",
    "tests.fakes.discord.play",
    "tests.fakes.telegram.play",
)


def change_constant(name: str, value: float) -> None:
    module, _, constant = name.rpartition(".")
    setattr(import_module(module), constant, value)


for module in MODULES:
    import_module(module)
load_texts()
# Our stand-in waits for an answer as long as this, and a store in the box may be held up as well.
lift_limits(change_constant)
embedded._START_WAIT_S = PATIENCE
