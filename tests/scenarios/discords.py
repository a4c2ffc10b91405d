"""A Discord of our own as a process beside the bot, and what its rooms show."""

from pathlib import Path
from typing import Any

from tests.fakes.discord.remote import Remote
from tests.fakes.discord.world import TOKEN
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.programs import Program, get, stand_in_program


def stand_in(folder: Path, **rules: float) -> Program:
    """Not started yet; `rules` as in `Rules`."""
    return stand_in_program("discord", folder, TOKEN, rules, "--no-people")


def addresses(discord: Program) -> dict[str, str]:
    """What a bot has to be told beside its token."""
    return {
        "CHATELIER_DISCORD_API_URL": f"{discord.url}/api/v10",
        "CHATELIER_DISCORD_GATEWAY_URL": f"ws://127.0.0.1:{discord.port}/gateway",
    }


def reached(discord: Program) -> Remote:
    """Wait until it answers."""
    wait_until_sync(lambda: get(f"{discord.url}/_admin/state") is not None, "Discord is there")
    return Remote(discord.url)


def finished(discord: Remote, room: str) -> list[dict[str, Any]]:
    """Messages that show a finished grid: a picture with U1 below it."""
    return [one for one in discord.by_bot(room) if one["files"] and "U1" in str(one["labels"])]
