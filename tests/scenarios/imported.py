"""All that our programs import, for the process that they are forked from, and their languages, read."""

from importlib import import_module

from bot.i18n import load_texts

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
