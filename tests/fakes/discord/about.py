"""Requests about the app, its servers and its gateway."""

from typing import Any

from tests.fakes.discord.call import Call
from tests.fakes.discord.message import Json
from tests.fakes.discord.places import DM, Channel, Server
from tests.fakes.discord.refusal import Refusal, no_access
from tests.fakes.discord.world import World


def get_me(world: World, call: Call) -> Any:
    return world.bot.show() | {"verified": True, "mfa_enabled": False, "locale": "en-US", "email": None}


def get_application(world: World, call: Call) -> Any:
    app = world.app
    owner = next((person for person in world.people.values() if not person.bot), world.bot)
    return {
        "id": app.id,
        "name": app.name,
        "icon": None,
        "description": "Pictures",
        "type": None,
        "bot": world.bot.show(),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": app.flags,
        "flags_new": str(app.flags),
        "redirect_uris": [],
        "role_connections_verification_url": None,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "owner": owner.show(),
        "team": None,
        "interactions_endpoint_url": app.endpoint,
        "integration_types_config": app.installs,
        "approximate_guild_count": sum(server.bot for server in world.servers.values()),
    }


def change_application(world: World, call: Call) -> Any:
    if "interactions_endpoint_url" in call.table:
        world.app.endpoint = call.table["interactions_endpoint_url"] or None
    return get_application(world, call)


def get_gateway(world: World, call: Call) -> Any:
    return {"url": world.gateway.address(world.url)}


def get_gateway_bot(world: World, call: Call) -> Any:
    return {
        "url": world.gateway.address(world.url),
        "shards": world.rules.shards,
        "session_start_limit": {
            "total": world.rules.starts,
            "remaining": world.rules.starts - world.gateway.starts,
            "reset_after": 86_400_000,
            "max_concurrency": world.rules.concurrency,
        },
    }


def _server(world: World, call: Call) -> Server:
    found = world.servers.get(call.where["server"])
    if found is None:
        raise Refusal(404, 10004, "Unknown Guild")
    if not found.bot:
        raise no_access()
    return found


def get_server(world: World, call: Call) -> Any:
    return _server(world, call).show()


def get_roles(world: World, call: Call) -> Any:
    return _server(world, call).show_roles()


def get_channels(world: World, call: Call) -> Any:
    return [channel.show() for channel in _server(world, call).channels.values()]


def get_member(world: World, call: Call) -> Any:
    server = _server(world, call)
    if call.where["person"] == world.bot.id:
        return _bot_member(world, server)
    found = server.members.get(call.where["person"])
    if found is None:
        raise Refusal(404, 10007, "Unknown Member")
    return found.show()


def _bot_member(world: World, server: Server) -> Json:
    role = str(int(server.id) + 1)
    more = {"nick": None, "avatar": None, "banner": None, "premium_since": None, "pending": False}
    times = {"joined_at": "2026-01-01T00:00:00+00:00", "communication_disabled_until": None}
    return {"user": world.bot.show(), "roles": [role], "deaf": False, "mute": False, "flags": 0, **times, **more}


def list_servers(world: World, call: Call) -> Any:
    more: Json = {"icon": None, "banner": None, "owner": False, "features": []}
    return [
        {"id": one.id, "name": one.name, "permissions": str(int(one.granted)), **more}
        for one in world.servers.values()
        if one.bot
    ]


def leave_server(world: World, call: Call) -> Any:
    _server(world, call).bot = False


def open_dm(world: World, call: Call) -> Any:
    """The channel between a person and the bot; always the same one."""
    person = world.people.get(str(call.table.get("recipient_id")))
    if person is None or person.bot:
        raise Refusal(400, 50033, "Invalid Recipient(s)")
    return dm(world, person.id).show()


def dm(world: World, number: str) -> Channel:
    person = world.people[number]
    for channel in world.channels.values():
        if channel.kind == DM and channel.people == [person]:
            return channel
    channel = Channel(world.ids.make(), DM, person.name, people=[person])
    world.channels[channel.id] = channel
    return channel
