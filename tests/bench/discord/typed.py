"""Commands that nobody hears by the gateway, for a bot that is only a messenger."""

from typing import Any

from tests.fakes.discord import events
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Kind

COMMAND = {"id": "1", "name": "imagine", "type": 1, "options": []}


async def typed(discord: Discord, number: int) -> list[dict[str, Any]]:
    """`id`, `token`, `channel` and `person` of each, and the application."""
    room = next(iter(discord.rooms.values()), None) or discord.room(discord.person("Ann"))
    ann = next(iter(room.server.members.values())).person
    made = (events.happen(discord.world, Kind.COMMAND, ann, room.channel, COMMAND) for _ in range(number))
    app = discord.world.app.id
    return [
        {"id": one.id, "token": one.token, "channel": room.id, "person": ann.id, "application": app} for one in made
    ]
