"""What there is, as JSON for those who steer this Discord from outside."""

import base64
import hashlib
from typing import Any

from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Message, Shown
from tests.fakes.discord.places import DM, GROUP, THREAD
from tests.fakes.discord.room import Room
from tests.fakes.discord.world import World


def value(given: Any) -> Any:
    """An option's value; `{"name": "a.png", "base64": "…"}` is a file."""
    if isinstance(given, dict):
        return str(given.get("name", "picture.png")), base64.b64decode(given["base64"])
    return given


def room(one: Room) -> dict[str, Any]:
    channel = one.channel
    if channel.server is None:
        kind = {DM: "dm", GROUP: "group"}[channel.kind]
        return {"kind": kind, "name": channel.name, "people": [person.id for person in channel.people]}
    kind = "thread" if channel.kind == THREAD else "channel"
    name = f"{channel.server.name} #{channel.name}"
    return {"kind": kind, "name": name, "people": list(channel.server.members), "server": channel.server.id}


def message(world: World, one: Message) -> dict[str, Any]:
    return {
        "id": one.id,
        "author": one.author.name,
        "bot": one.author == world.bot,
        "waiting": one.waiting,
        "deleted": one.deleted,
        "seen_by": one.seen_by.id if one.seen_by else None,
        "interaction": one.interaction.id if one.interaction else None,
        "pings": bool(one.pings),
        "components": list(one.now.components),
        "urls": [world.cdn.sign(file.path) for file in one.now.visible],
        **shown(one.now),
        "history": [shown(state) for state in one.history],
    }


def shown(one: Shown) -> dict[str, Any]:
    files = [
        {"name": file.name, "size": len(file.data), "sha256": hashlib.sha256(file.data).hexdigest()}
        for file in one.visible
    ]
    return {
        "text": one.text,
        "labels": one.labels,
        "options": one.options,
        "files": files,
        "at": one.at,
        "route": one.route,
    }


def interaction(one: Interaction) -> dict[str, Any]:
    """Without its token."""
    return {
        "id": one.id,
        "answer": one.answer,
        "answered_at": one.answered_at,
        "at": one.at,
        "done": one.done,
        "private": one.private,
        "message": one.original.id if one.original else None,
        "follow_ups": [message.id for message in one.follow_ups],
        "choices": one.choices,
        "form": one.form,
    }
