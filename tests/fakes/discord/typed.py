"""What a person types, kept by Discord's own app within what the command declares."""

from typing import Any

from tests.fakes.discord import commands, events
from tests.fakes.discord.message import Attachment, Json
from tests.fakes.discord.places import Channel, Person
from tests.fakes.discord.world import World

_STRING, _INTEGER, _BOOLEAN, _NUMBER, _ATTACHMENT = 3, 4, 5, 10, 11
_TYPES: dict[int, tuple[type, ...]] = {
    _STRING: (str,),
    _INTEGER: (int,),
    _BOOLEAN: (bool,),
    _NUMBER: (int, float),
    _ATTACHMENT: (bytes, tuple),
}


def command(
    world: World, person: Person, channel: Channel, name: str, options: dict[str, Any], focused: str = ""
) -> Json:
    """The `data` of an interaction; AssertionError when Discord would let nobody send that.

    `focused`: the option that is being typed; what else is not yet there, or not yet right, does not matter then,
    and of files nothing comes along but their ids.
    """
    declared = commands.find(world, name)
    if declared is None or not _offered(declared, person, channel):
        raise AssertionError(f"there is no command /{name}")
    known = {one["name"]: one for one in declared.get("options") or []}
    if unknown := options.keys() - known.keys():
        raise AssertionError(f"/{name} has no option {', '.join(sorted(unknown))}")
    missing = [one["name"] for one in known.values() if one.get("required") and one["name"] not in options]
    if missing and not focused:
        raise AssertionError(f"/{name} wants {', '.join(missing)}")
    files: list[Attachment] = []
    data: Json = {"id": declared["id"], "name": name, "type": 1}
    data["options"] = [_option(world, known[one], value, files, focused) for one, value in options.items()]
    return data | ({"resolved": events.resolve(world, files)} if files and not focused else {})


def _offered(declared: Json, person: Person, channel: Channel) -> bool:
    contexts, installs = declared.get("contexts"), declared.get("integration_types") or [0, 1]
    here = contexts is None or events.context(channel) in contexts
    return here and any(int(kind) in installs for kind in events.owned_by(person, channel))


def _option(world: World, one: Json, value: Any, files: list[Attachment], focused: str) -> Json:
    kind = int(one["type"])
    shown: Json = {"name": one["name"], "type": kind, "value": value}
    if one["name"] == focused:
        if not one.get("autocomplete"):
            raise AssertionError(f"{focused} does not complete")
        return shown | {"focused": True}
    if focused and kind in {_INTEGER, _NUMBER} and isinstance(value, str):
        return shown
    if not isinstance(value, _TYPES[kind]) or (kind != _BOOLEAN and isinstance(value, bool)):
        raise AssertionError(f"{one['name']} does not take {value!r}")
    if kind == _ATTACHMENT:
        name, data = value if isinstance(value, tuple) else ("picture.png", value)
        files.append(world.cdn.keep(world.app.id, name, data, ephemeral=True))
        return shown | {"value": files[-1].id}
    if not focused:
        _check_bounds(one, value)
    return shown


def _check_bounds(one: Json, value: Any) -> None:
    size = len(value) if isinstance(value, str) else value
    least, most = ("min_length", "max_length") if isinstance(value, str) else ("min_value", "max_value")
    if one.get(least) is not None and size < one[least]:
        raise AssertionError(f"{one['name']} is at least {one[least]}")
    if one.get(most) is not None and size > one[most]:
        raise AssertionError(f"{one['name']} is at most {one[most]}")
    choices = [choice["value"] for choice in one.get("choices") or []]
    if choices and value not in choices:
        raise AssertionError(f"{one['name']} is one of {choices}")
