"""What the bot does in channels by its own token."""

from typing import Any

from tests.fakes.discord import showing, writing
from tests.fakes.discord.call import Call
from tests.fakes.discord.message import Message
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import DM, THREAD, VOICE, Channel
from tests.fakes.discord.refusal import Refusal, archived, invalid, no_access, no_dm, no_permission, too_long
from tests.fakes.discord.world import World

_NONCE = 25


def _reach(world: World, call: Call) -> Channel:
    """The channel a request speaks of, if the bot may look into it."""
    channel = world.channel(call.where["channel"])
    if channel.server is None:
        if channel.kind != DM:
            raise no_access()
        return channel
    needed = Permission.VIEW_CHANNEL | (Permission.CONNECT if channel.kind == VOICE else Permission(0))
    if not channel.server.bot or needed not in channel.allowed():
        raise no_access()
    return channel


def _need(channel: Channel, *wanted: Permission) -> None:
    if channel.server is not None and any(one not in channel.allowed() for one in wanted):
        raise no_permission()


def _size_limit(world: World, channel: Channel) -> int:
    return channel.server.file_limit if channel.server else world.rules.file_limit


def create(world: World, call: Call) -> Any:
    channel, body = _reach(world, call), call.table
    if channel.closed:
        raise no_dm()
    sending = Permission.SEND_MESSAGES_IN_THREADS if channel.kind == THREAD else Permission.SEND_MESSAGES
    _need(channel, sending, *([Permission.ATTACH_FILES] if call.uploads else []))
    if channel.archived and channel.locked:
        raise archived()
    echo = {"nonce": body["nonce"]} if body.get("nonce") is not None else {}
    known = _known(world, body)
    if known is not None:
        return showing.message(world, known) | echo
    shown = writing.compose(world, call, body, channel, before=None, size_limit=_size_limit(world, channel))
    message = world.write(channel, world.bot, shown, reply_to=_answered(channel, body))
    channel.archived = False
    if body.get("nonce") is not None:
        world.nonces[str(body["nonce"])] = world.clock(), message
    return showing.message(world, message) | echo


def _known(world: World, body: dict[str, Any]) -> Message | None:
    """With `enforce_nonce`, the message that the bot made of it before, wherever that was."""
    nonce = body.get("nonce")
    if nonce is None:
        return None
    if len(str(nonce)) > _NONCE:
        raise too_long("nonce", _NONCE)
    at, message = world.nonces.get(str(nonce), (0.0, None))
    fresh = world.clock() - at <= world.rules.nonce_life
    return message if body.get("enforce_nonce") and fresh else None


def _answered(channel: Channel, body: dict[str, Any]) -> Message | None:
    asked = body.get("message_reference") or {}
    if not asked:
        return None
    if channel.server is not None and Permission.READ_MESSAGE_HISTORY not in channel.allowed():
        raise Refusal(400, 160002, "Cannot reply without permission to read message history")
    found = channel.messages.get(str(asked.get("message_id")))
    if (found is None or found.deleted) and asked.get("fail_if_not_exists", True):
        raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    return found


def edit(world: World, call: Call) -> Any:
    channel = _reach(world, call)
    message = world.message(channel, call.where["message"])
    if message.author != world.bot:
        raise Refusal(403, 50005, "Cannot edit a message authored by another user")
    if channel.archived:
        raise archived()
    if call.uploads:
        _need(channel, Permission.ATTACH_FILES)
    if world.clock() - message.at > world.rules.old_age:
        world.limits.admit_old(channel.id)
    writing.edit(world, call, call.table, message, size_limit=_size_limit(world, channel))
    return showing.message(world, message)


def get(world: World, call: Call) -> Any:
    channel = _reach(world, call)
    _need(channel, Permission.READ_MESSAGE_HISTORY)
    return showing.message(world, world.message(channel, call.where["message"]))


def delete(world: World, call: Call) -> Any:
    channel = _reach(world, call)
    message = world.message(channel, call.where["message"])
    if message.author != world.bot:
        raise no_permission()
    if channel.archived:
        raise archived()
    message.deleted = True


def typing(world: World, call: Call) -> Any:
    _need(_reach(world, call), Permission.SEND_MESSAGES)


def look(world: World, call: Call) -> Any:
    return _reach(world, call).show()
