"""The app's commands, kept within what Discord allows."""

from typing import Any

from tests.fakes.discord import declaring
from tests.fakes.discord.call import Call
from tests.fakes.discord.message import Json
from tests.fakes.discord.refusal import Refusal
from tests.fakes.discord.world import World


def list_all(world: World, call: Call) -> Any:
    """Localizations only when they are asked for."""
    whole = call.query.get("with_localizations") in {"1", "true"}
    return [one if whole else _plain(one) for one in _kept(world, call)]


def _plain(one: Json) -> Json:
    return {name: value for name, value in one.items() if not name.endswith("_localizations")}


def _kept(world: World, call: Call) -> list[Json]:
    if call.where["application"] != world.app.id:
        raise Refusal(403, 20012, "You are not authorized to perform this action on this application")
    if "server" in call.where:
        return world.app.guild_commands.setdefault(call.where["server"], [])
    return world.app.commands


def set_all(world: World, call: Call) -> Any:
    """All at once: what is not named goes."""
    kept, given = _kept(world, call), call.body or []
    declaring.check(given)
    entries = [one for one in kept if one["type"] == declaring.ENTRY_POINT]
    if entries and not any(one.get("type") == declaring.ENTRY_POINT for one in given):
        raise Refusal(400, 50240, "You cannot remove this app's Entry Point command in a bulk update operation.")
    old = {(one["type"], one["name"]): one["id"] for one in kept}
    kept[:] = [_complete(world, call, one, old) for one in given]
    return kept


def _complete(world: World, call: Call, given: Json, old: dict[tuple[int, str], str]) -> Json:
    kind = int(given.get("type", 1))
    defaults: Json = {
        "type": kind,
        "description": "",
        "default_member_permissions": None,
        "nsfw": False,
        "integration_types": [0, 1],
        "contexts": None,
    }
    own: Json = {
        "id": old.get((kind, given["name"])) or world.ids.make(),
        "application_id": world.app.id,
        "version": world.ids.make(),
        **({"guild_id": call.where["server"]} if "server" in call.where else {}),
    }
    whole = defaults | given | own
    rights = whole["default_member_permissions"]  # asked for as a number, told as a text
    return whole | {"default_member_permissions": None if rights is None else str(rights)}


def find(world: World, name: str) -> Json | None:
    """The command of this name that people can type."""
    return next((one for one in world.app.commands if one["name"] == name and one["type"] == 1), None)
