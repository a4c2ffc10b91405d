"""The driver over HTTP, for bots that are other processes and for the page: all is named by its id."""

from dataclasses import asdict
from typing import Any

import orjson
from aiohttp import web

from tests.fakes.discord import admin_shapes as shapes
from tests.fakes.discord.driver import DISCORD, Discord
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Message
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.room import Room

_ACTS = frozenset({"types", "completes", "presses", "submits", "chooses", "says", "answers", "deletes"})
_GATEWAY = frozenset({"cut", "hang_up", "ask_reconnect", "invalidate", "again", "say"})


def route(router: web.UrlDispatcher) -> None:
    router.add_post("/_admin/people", _person)
    router.add_post("/_admin/servers", _server)
    router.add_post("/_admin/servers/{id}/{act}", _membership)
    router.add_post("/_admin/rooms", _room)
    router.add_get("/_admin/rooms/{id}", _look)
    router.add_post("/_admin/rooms/{id}/{act}", _act)
    router.add_get("/_admin/rooms/{id}/{message}/data/{place}", _data)
    router.add_get("/_admin/interactions/{id}", _interaction)
    router.add_post("/_admin/interactions/{id}/repeat", _repeat)
    router.add_get("/_admin/commands", _commands)
    router.add_get("/_admin/calls", _calls)
    router.add_get("/_admin/state", _state)
    router.add_post("/_admin/clock", _clock)
    router.add_post("/_admin/gateway/{act}", _gateway)
    router.add_post("/_admin/faults", _fault)
    router.add_delete("/_admin/faults", _no_faults)


def _say(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


async def _given(request: web.Request) -> dict[str, Any]:
    return dict[str, Any](orjson.loads(await request.read() or b"{}"))


async def _person(request: web.Request) -> web.Response:
    """`{"name": "Ann", "language": "de"}` -> `{"id": "…"}`."""
    return _say({"id": request.app[DISCORD].person(**await _given(request)).id})


async def _server(request: web.Request) -> web.Response:
    """`{"name": "Atelier", "people": ["…"], "installed": true}` -> `{"id": "…"}`; all fields: places.Server."""
    discord, given = request.app[DISCORD], await _given(request)
    people = [discord.world.people[number] for number in given.pop("people")]
    return _say({"id": discord.server(given.pop("name"), *people, **given).id})


async def _membership(request: web.Request) -> web.Response:
    """`invites` or `expels` the bot, or `promotes` a person, who manages the server from then on."""
    discord, act = request.app[DISCORD], request.match_info["act"]
    if act == "promotes":
        server = discord.world.servers[request.match_info["id"]]
        server.members[str((await _given(request))["person"])].permissions |= Permission.MANAGE_GUILD
        return _say({})
    if act not in {"invites", "expels"}:
        return _say({"error": f"unknown act {act}"}, 404)
    getattr(discord, act)(discord.world.servers[request.match_info["id"]])
    return _say({})


async def _room(request: web.Request) -> web.Response:
    """One of `{"server": "…", "name": "general"}`, `{"thread_of": "…"}`, `{"dm": "…"}`, `{"group": ["…", "…"]}`."""
    discord, given = request.app[DISCORD], await _given(request)
    people = discord.world.people
    if "dm" in given:
        room = discord.dm(people[given["dm"]])
    elif "group" in given:
        room = discord.group(*(people[number] for number in given["group"]))
    elif "thread_of" in given:
        room = discord.rooms[given.pop("thread_of")].thread(**given)
    else:
        room = discord.channel(discord.world.servers[given.pop("server")], **given)
    return _say({"id": room.id})


async def _look(request: web.Request) -> web.Response:
    """What the room shows, all of its history, too; `?person=…`: what that person sees there."""
    discord = request.app[DISCORD]
    room = discord.rooms[request.match_info["id"]]
    person = discord.world.people.get(request.query.get("person", ""))
    messages = room.sees(person) if person else list(room.channel.messages.values())
    return _say(
        {
            "id": room.id,
            "refused": discord.refused(room),
            "failed": [one.id for one in room.failed(person)] if person else [],
            "messages": [shapes.message(discord.world, one) for one in messages],
        }
    )


async def _act(request: web.Request) -> web.Response:
    """An act of `Room` by name: `{"person": "…", "command": "imagine", "options": {…}}`; a file is base64."""
    discord, act = request.app[DISCORD], request.match_info["act"]
    if act not in _ACTS:
        return _say({"error": f"unknown act {act}"}, 404)
    room, given = discord.rooms[request.match_info["id"]], await _given(request)
    given |= {name: shapes.value(one) for name, one in given.pop("options", {}).items()}
    if "person" in given:
        given["person"] = discord.world.people[given["person"]]
    if "message" in given:
        given["message"] = room.channel.messages[given["message"]]
    if "asked" in given:
        given["asked"] = discord.world.interactions[given["asked"]]
    try:
        return _say(_plain(getattr(room, act)(**given)))
    except AssertionError as error:
        return _say({"error": str(error)}, 400)


def _plain(result: object) -> Any:
    return {"id": result.id} if isinstance(result, Message | Interaction | Room) else {}


async def _data(request: web.Request) -> web.Response:
    """The file at a place among those that are seen."""
    room = request.app[DISCORD].rooms[request.match_info["id"]]
    message = room.channel.messages[request.match_info["message"]]
    return web.Response(body=message.now.visible[int(request.match_info["place"])].data)


async def _interaction(request: web.Request) -> web.Response:
    return _say(shapes.interaction(request.app[DISCORD].world.interactions[request.match_info["id"]]))


async def _repeat(request: web.Request) -> web.Response:
    discord = request.app[DISCORD]
    discord.repeats(discord.world.interactions[request.match_info["id"]])
    return _say({})


async def _commands(request: web.Request) -> web.Response:
    return _say(request.app[DISCORD].world.app.commands)


async def _calls(request: web.Request) -> web.Response:
    """`?route=edit_original&room=…`, both optional."""
    discord, query = request.app[DISCORD], request.query
    room = discord.rooms[query["room"]] if "room" in query else None
    return _say([asdict(one) for one in discord.calls(*query.getall("route", []), channel=room)])


async def _state(request: web.Request) -> web.Response:
    return _say(state(request.app[DISCORD]))


def state(discord: Discord) -> dict[str, Any]:
    world = discord.world
    return {
        "connected": [one.shard for one in world.gateway.connected],
        "starts": world.gateway.starts,
        "resumes": world.gateway.resumes,
        "refused": discord.refused(),
        "invalid": len(world.limits.invalid),
        "unhushed": len(discord.unhushed()),
        "complaints": discord.complaints,
        "now": world.clock(),
        "bot": world.bot.id,
        "people": {one.id: one.name for one in world.people.values() if not one.bot},
        "rooms": {one.id: shapes.room(one) for one in discord.rooms.values()},
    }


async def _clock(request: web.Request) -> web.Response:
    """`{"seconds": 840}`: so much later; 404 where the clock cannot be moved."""
    discord = request.app[DISCORD]
    if discord.shift is None:
        return _say({"error": "this clock goes by itself"}, 404)
    discord.shift((await _given(request))["seconds"])
    return _say({"now": discord.world.clock()})


async def _gateway(request: web.Request) -> web.Response:
    """An act of `Gateway` by name, with its arguments by name."""
    act = request.match_info["act"]
    if act not in _GATEWAY:
        return _say({"error": f"unknown act {act}"}, 404)
    getattr(request.app[DISCORD].world.gateway, act)(**await _given(request))
    return _say({})


async def _fault(request: web.Request) -> web.Response:
    """`{"kind": "drop_after", "route": "edit_original", "times": 2}`; see faults.Fault."""
    try:
        request.app[DISCORD].fault(**await _given(request))
    except (TypeError, ValueError) as error:
        return _say({"error": str(error)}, 400)
    return _say({})


async def _no_faults(request: web.Request) -> web.Response:
    request.app[DISCORD].world.faults.faults.clear()
    return _say({})
