"""The composition root: settings in, a running bot out."""

from bot.compose.doors import open_sandbox
from bot.compose.house import Service
from bot.compose.memory import settle_memory
from bot.compose.run import run_roles
from bot.compose.store import open_store

__all__ = ["Service", "open_sandbox", "open_store", "run_roles", "settle_memory"]
