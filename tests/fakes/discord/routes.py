"""Every route this server knows, by a name of one word or two."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.discord import about, callbacks, channels, commands, webhooks
from tests.fakes.discord.call import Call
from tests.fakes.discord.world import World

Handler = Callable[[World, Call], Any]


@dataclass(frozen=True, slots=True)
class Route:
    """`bucket` names its limit in Rules.buckets, "" for none; `own`: the interaction's token is all it wants."""

    name: str
    method: str
    path: str
    handle: Handler
    bucket: str = ""
    own: bool = False


_HOOK = "/webhooks/{application}/{token}"
_ORIGINAL, _FOLLOW_UP = f"{_HOOK}/messages/@original", f"{_HOOK}/messages/{{message}}"
_CHANNEL = "/channels/{channel}"
_MESSAGE = f"{_CHANNEL}/messages/{{message}}"
_COMMANDS = "/applications/{application}/commands"
_LOCAL = "/applications/{application}/guilds/{server}/commands"
_SERVER = "/guilds/{server}"

ROUTES = (
    Route("callback", "POST", "/interactions/{interaction}/{token}/callback", callbacks.answer, own=True),
    Route("get_original", "GET", _ORIGINAL, webhooks.get, "token", own=True),
    Route("edit_original", "PATCH", _ORIGINAL, webhooks.edit, "token", own=True),
    Route("delete_original", "DELETE", _ORIGINAL, webhooks.delete, "token", own=True),
    Route("follow_up", "POST", _HOOK, webhooks.follow_up, "token", own=True),
    Route("get_follow_up", "GET", _FOLLOW_UP, webhooks.get, "token", own=True),
    Route("edit_follow_up", "PATCH", _FOLLOW_UP, webhooks.edit, "token", own=True),
    Route("delete_follow_up", "DELETE", _FOLLOW_UP, webhooks.delete, "token", own=True),
    Route("create_message", "POST", f"{_CHANNEL}/messages", channels.create, "create_message"),
    Route("edit_message", "PATCH", _MESSAGE, channels.edit, "edit_message"),
    Route("get_message", "GET", _MESSAGE, channels.get, "read_messages"),
    Route("delete_message", "DELETE", _MESSAGE, channels.delete, "delete_message"),
    Route("typing", "POST", f"{_CHANNEL}/typing", channels.typing, "typing"),
    Route("get_channel", "GET", _CHANNEL, channels.look),
    Route("get_me", "GET", "/users/@me", about.get_me),
    Route("list_servers", "GET", "/users/@me/guilds", about.list_servers),
    Route("leave_server", "DELETE", "/users/@me/guilds/{server}", about.leave_server),
    Route("open_dm", "POST", "/users/@me/channels", about.open_dm),
    Route("get_own_application", "GET", "/oauth2/applications/@me", about.get_application),
    Route("get_application", "GET", "/applications/@me", about.get_application),
    Route("change_application", "PATCH", "/applications/@me", about.change_application),
    Route("get_gateway", "GET", "/gateway", about.get_gateway),
    Route("get_gateway_bot", "GET", "/gateway/bot", about.get_gateway_bot),
    Route("get_commands", "GET", _COMMANDS, commands.list_all, "commands"),
    Route("set_commands", "PUT", _COMMANDS, commands.set_all, "commands"),
    Route("get_server_commands", "GET", _LOCAL, commands.list_all, "commands"),
    Route("set_server_commands", "PUT", _LOCAL, commands.set_all, "commands"),
    Route("get_server", "GET", _SERVER, about.get_server),
    Route("get_roles", "GET", f"{_SERVER}/roles", about.get_roles),
    Route("get_channels", "GET", f"{_SERVER}/channels", about.get_channels),
    Route("get_member", "GET", f"{_SERVER}/members/{{person}}", about.get_member),
)
