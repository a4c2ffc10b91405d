"""The composition root: settings in, a running bot out."""

from bot.compose.context import Service
from bot.compose.http import open_sandbox
from bot.compose.process import run_roles, settle_memory
from bot.compose.store import open_store

__all__ = ["Service", "open_sandbox", "open_store", "run_roles", "settle_memory"]
