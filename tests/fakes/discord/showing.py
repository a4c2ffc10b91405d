"""Messages and interactions as the platform writes them."""

from typing import Any

from tests.fakes.discord.interaction import Answer, Interaction
from tests.fakes.discord.message import Attachment, Flag, Json, Message, Shown, timestamp
from tests.fakes.discord.world import World

_DEFAULTS: dict[int, Json] = {
    3: {"min_values": 1, "max_values": 1},
    11: {"description": None, "spoiler": False},
    13: {"name": None, "size": None, "spoiler": False},
    14: {"spacing": 1, "divider": True},
    17: {"accent_color": None, "spoiler": False},
}
_PLAIN, _REPLY, _COMMAND = 0, 19, 20


def message(world: World, one: Message) -> Json:
    now = one.now
    shown: Json = {
        "id": one.id,
        "channel_id": one.channel.id,
        "type": _kind(one),
        "author": one.author.show(),
        "content": now.content,
        "timestamp": timestamp(one.at),
        "edited_timestamp": timestamp(one.edited) if one.edited else None,
        "tts": False,
        "mention_everyone": now.pings.everyone,
        "mentions": [world.people[number].show() for number in sorted(now.pings.people) if number in world.people],
        "mention_roles": sorted(now.pings.roles),
        "attachments": [world.cdn.show(one) for one in now.attachments if not _is_shown(now, one)],
        "embeds": list(now.embeds),
        "components": [_component(world, one, component) for component in now.components],
        "pinned": False,
        "flags": int(now.flags | (Flag.EPHEMERAL if one.ephemeral else Flag(0))),
    }
    if one.interaction is not None:
        shown |= {"application_id": world.app.id, "webhook_id": world.app.id}
        shown["interaction_metadata"] = metadata(world, one.interaction)
    return shown


def _is_shown(now: Shown, attachment: Attachment) -> bool:
    """By a component, where it says which file it is; then it is not listed (discord-api-docs 8279)."""
    return Flag.COMPONENTS_V2 in now.flags and attachment in now.visible


def _kind(one: Message) -> int:
    if one.interaction is not None:
        return _COMMAND if one is one.interaction.original else _REPLY
    return _REPLY if one.reply_to is not None else _PLAIN


def _component(world: World, one: Message, component: Json) -> Json:
    """Files are named by their addresses where they are shown, and what was left out is there."""
    found: Json = dict(_DEFAULTS.get(component.get("type", 0), {}))
    for name, value in component.items():
        if name == "items":
            whole = {"description": None, "spoiler": False}
            found[name] = [whole | _component(world, one, inner) for inner in value]
        elif name == "components":
            found[name] = [_component(world, one, inner) for inner in value]
        elif name in {"media", "file"} and isinstance(value, dict):
            found[name] = _media(world, one, value)
        elif name == "accessory" and isinstance(value, dict):
            found[name] = _component(world, one, value)
        else:
            found[name] = value
    return found


def _media(world: World, one: Message, media: Json) -> Json:
    named = {f"attachment://{attachment.name}": attachment for attachment in one.now.attachments}
    attachment = named.get(str(media["url"]))
    if attachment is None:
        return {"id": one.id, "url": media["url"], "proxy_url": media["url"]}
    url = world.cdn.sign(attachment.path)
    found = {"id": attachment.id, "url": url, "proxy_url": url, "attachment_id": attachment.id}
    return found | {
        "width": attachment.width or None,
        "height": attachment.height or None,
        "content_type": attachment.kind,
    }


def metadata(world: World, one: Interaction) -> Json:
    """An InteractionMetadata; of a modal with that of what it was the answer to."""
    pressed = one.pressed if one.asked is None else None
    return {
        "id": one.id,
        "type": int(one.kind),
        "user": one.person.show(),
        "authorizing_integration_owners": one.owners,
        **({"interacted_message_id": pressed.id} if pressed else {}),
        **({"triggering_interaction_metadata": metadata(world, one.asked)} if one.asked else {}),
    }


def callback(world: World, one: Interaction) -> Json:
    """What a first answer `with_response` is answered with; "thinking…" has an id, but is not shown."""
    original = one.original
    shown: Json = {
        "id": one.id,
        "type": int(one.kind),
        "response_message_ephemeral": one.private,
        "response_message_loading": bool(original and original.waiting),
    }
    if original is not None:
        shown |= {"response_message_id": original.id, "channel_id": one.channel.id}
    body: Json = {"interaction": shown}
    if one.answer in {Answer.MESSAGE, Answer.UPDATE} and original is not None:
        body["resource"] = {"type": int(one.answer), "message": message(world, original)}
    return body


def command(one: Interaction) -> Any:
    """What was typed, as `/imagine prompt:a cat`."""
    data = one.payload["data"]
    if "name" not in data:
        return data.get("custom_id", "")
    options = " ".join(f"{option['name']}:{option['value']}" for option in data.get("options", []))
    return f"/{data['name']} {options}".rstrip()
