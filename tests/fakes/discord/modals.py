"""What a modal may be made of, and what it tells when it is sent."""

from collections.abc import Mapping
from typing import Any

from tests.fakes.discord import events
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import SELECT, Attachment, Json
from tests.fakes.discord.refusal import bad_length, invalid
from tests.fakes.discord.world import World

_INPUT, _LABEL, _FILE = 4, 18, 19
_PLACES = 5  # "Receiving and Responding", Modal


def check(data: Json) -> None:
    """Raises the Refusal 50035 for what its schema does not tell."""
    components = data["components"]
    if not 1 <= len(components) <= _PLACES:
        raise bad_length("data.components", 1, _PLACES)
    inner = [one.get("component", {}) for one in components]
    names = [one.get("custom_id") for one in inner]
    if len(set(names)) < len(names):
        raise invalid(
            "data.components", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
        )
    for place, one in enumerate(inner):
        if len(one.get("value") or "") > (one.get("max_length") or 4000):
            raise bad_length(f"data.components.{place}.component.value", 0, one["max_length"])
        values = [option["value"] for option in one.get("options", [])]
        if one.get("type") == SELECT and len(set(values)) < len(values):
            words = "The value is already used"
            raise invalid(f"data.components.{place}", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", words)


Given = str | bytes | tuple[str, bytes]


def filled(world: World, one: Interaction, given: Mapping[str, Given]) -> Json:
    """The data of its submit: what was given, files with their addresses, and what stood there for the rest."""
    if one.form is None:
        raise AssertionError("there is no modal")
    words = {name: value for name, value in given.items() if isinstance(value, str)}
    files = {name: _kept(world, value) for name, value in given.items() if not isinstance(value, str)}
    words |= {name: file.id for name, file in files.items()}
    components = [_filled(label, words) for label in one.form["components"]]
    unknown = set(given) - {label["component"]["custom_id"] for label in one.form["components"]}
    if unknown:
        raise AssertionError(f"the modal has no {unknown}")
    data = {"custom_id": one.form["custom_id"], "components": components}
    return data | ({"resolved": events.resolve(world, list(files.values()))} if files else {})


def _kept(world: World, file: bytes | tuple[str, bytes]) -> Attachment:
    name, data = file if isinstance(file, tuple) else ("picture.png", file)
    return world.cdn.keep(world.app.id, name, data, ephemeral=True)


def _filled(label: Json, given: Mapping[str, str]) -> Json:
    component = label["component"]
    name = component["custom_id"]
    shown: dict[str, Any] = {"type": component["type"], "custom_id": name, "id": 0}
    if component["type"] == _INPUT:
        shown["value"] = given.get(name, component.get("value") or "")
    elif component["type"] == _FILE:
        shown["values"] = [given[name]] if name in given else []
    else:
        chosen = [one["value"] for one in component["options"] if one.get("default")]
        shown["values"] = [given[name]] if name in given else chosen
    return {"type": _LABEL, "id": 0, "component": shown}
