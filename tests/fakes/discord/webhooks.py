"""What an interaction's token is good for: its original answer, and follow-ups."""

from typing import Any

from tests.fakes.discord import events, showing, writing
from tests.fakes.discord.call import Call
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Flag, Message
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.refusal import (
    Refusal,
    archived,
    invalid_token,
    no_permission,
    unknown_channel,
    unknown_message,
    unknown_webhook,
)
from tests.fakes.discord.world import World


def held(world: World, call: Call) -> Interaction:
    """The interaction whose token a request brings, if it is good for anything yet or still."""
    one = world.by_token.get(call.where["token"])
    if one is None or call.where["application"] != world.app.id or one.answer is None:
        raise unknown_webhook()
    if world.clock() - one.at > world.rules.token_life:
        raise invalid_token()
    return one


def check_place(one: Interaction, call: Call) -> None:
    """What the token allows is no more than what the app may do there."""
    if one.channel.deleted:
        raise unknown_channel()
    if one.channel.archived:
        raise archived()
    if call.uploads and Permission.ATTACH_FILES not in events.allowed(one):
        raise no_permission()


def _target(world: World, call: Call) -> Message:
    one = held(world, call)
    number = call.where.get("message", "@original")
    found = one.original if number == "@original" else next((m for m in _own(one) if m.id == number), None)
    if found is None or found.deleted:
        raise unknown_message()
    return found


def _own(one: Interaction) -> list[Message]:
    return [*one.follow_ups, *([one.original] if one.original else [])]


def get(world: World, call: Call) -> Any:
    return showing.message(world, _target(world, call))


def edit(world: World, call: Call) -> Any:
    message = _target(world, call)
    check_place(held(world, call), call)
    writing.edit(world, call, call.table, message, size_limit=held(world, call).size_limit)
    return showing.message(world, message)


def delete(world: World, call: Call) -> Any:
    _target(world, call).deleted = True


def follow_up(world: World, call: Call) -> Any:
    """The first one after "thinking…" takes its place; who sees it was settled then."""
    one = held(world, call)
    check_place(one, call)
    original = one.original
    if original is not None and original.waiting:
        if original.deleted:
            raise unknown_message()
        writing.edit(world, call, call.table, original, size_limit=one.size_limit)
        return showing.message(world, original)
    if one.user_only and len(one.follow_ups) >= world.rules.follow_ups:
        raise Refusal(400, 40094, "This interaction has reached its maximum of follow-up messages")
    body = call.table
    shown = writing.compose(world, call, body, one.channel, before=None, size_limit=one.size_limit)
    external = one.channel.server is not None and not one.channel.server.external_apps
    private = bool(int(body.get("flags") or 0) & Flag.EPHEMERAL) or (one.user_only and external)
    seen_by = one.person if private else None
    message = world.write(one.channel, world.bot, shown, interaction=one, seen_by=seen_by, reply_to=original)
    one.follow_ups.append(message)
    return showing.message(world, message)
