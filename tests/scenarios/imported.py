"""All that our programs import, for the process that they are forked from, and their languages, read."""

from importlib import import_module

from adapters.discord import wire
from bot import answers
from bot.i18n import load_texts
from bot.store import embedded
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

for module in MODULES:
    import_module(module)
load_texts()
# A busy machine holds everything up for longer than Discord waits for an answer; our stand-in waits as long.
wire.ACKNOWLEDGE_S = PATIENCE
answers.FORM_WAIT_S = PATIENCE / 4
embedded._START_WAIT_S = PATIENCE
