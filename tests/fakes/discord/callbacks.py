"""First answers to interactions: one each, and soon."""

from typing import Any

from tests.fakes.discord import modals, showing, writing
from tests.fakes.discord.call import Call
from tests.fakes.discord.interaction import Answer, Interaction, Kind
from tests.fakes.discord.message import Flag, Json, Shown
from tests.fakes.discord.refusal import acknowledged, invalid, unknown_interaction
from tests.fakes.discord.webhooks import check_place
from tests.fakes.discord.world import World

_ALLOWED = {
    Kind.COMMAND: {Answer.MESSAGE, Answer.THINKING, Answer.FORM},
    Kind.COMPONENT: {Answer.MESSAGE, Answer.THINKING, Answer.LATER, Answer.UPDATE, Answer.FORM},
    Kind.AUTOCOMPLETE: {Answer.CHOICES},
    Kind.MODAL: {Answer.MESSAGE, Answer.THINKING, Answer.LATER, Answer.UPDATE},
}
_CHOICES = 25
_LONGEST = 100


def answer(world: World, call: Call) -> Any:
    one = world.interactions.get(call.where["interaction"])
    if one is None or one.token != call.where["token"]:
        raise unknown_interaction()
    if one.answer is not None:
        raise acknowledged()
    if world.clock() - one.at > world.rules.answer_within:
        raise unknown_interaction()
    kind = _kind(one, call.table.get("type"))
    data = call.table.get("data") or {}
    if not isinstance(data, dict):
        raise invalid("data", "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
    _WAYS[kind](world, call, one, data)
    one.answer, one.answered_at = kind, world.clock()
    return showing.callback(world, one) if call.query.get("with_response") in {"1", "true"} else None


def _kind(one: Interaction, asked: Any) -> Answer:
    try:
        kind = Answer(asked)
    except ValueError:
        raise invalid("type", "BASE_TYPE_CHOICES", "Value is no type of a callback") from None
    if kind not in _ALLOWED[one.kind]:
        raise invalid("type", "INTERACTION_CALLBACK_TYPE_INVALID", f"Type {kind} cannot answer type {one.kind}")
    return kind


def _private(one: Interaction, data: Json) -> bool:
    """Ephemeral because the bot says so, or since nobody else may see what a person's own app says."""
    hushed = one.user_only and one.channel.server is not None and not one.channel.server.external_apps
    return hushed or bool(Flag(int(data.get("flags") or 0)) & Flag.EPHEMERAL)


def _say(world: World, call: Call, one: Interaction, data: Json) -> None:
    check_place(one, call)
    shown = writing.compose(world, call, data, one.channel, before=None, size_limit=one.size_limit, path="data")
    _open(world, one, data, shown)


def _think(world: World, call: Call, one: Interaction, data: Json) -> None:
    if int(data.get("flags") or 0) & ~Flag.EPHEMERAL:
        raise invalid("data.flags", "BASE_TYPE_BAD_FLAGS", "Only EPHEMERAL can be set while deferring")
    _open(world, one, data, Shown(flags=Flag.LOADING, at=world.clock(), route=call.route))


def _open(world: World, one: Interaction, data: Json, shown: Shown) -> None:
    one.private = _private(one, data)
    seen_by = one.person if one.private else None
    one.original = world.write(one.channel, world.bot, shown, interaction=one, seen_by=seen_by)


def _later(world: World, call: Call, one: Interaction, data: Json) -> None:
    one.original = one.pressed
    one.private = bool(one.pressed and one.pressed.ephemeral)


def _update(world: World, call: Call, one: Interaction, data: Json) -> None:
    _later(world, call, one, data)
    if one.pressed is not None:
        check_place(one, call)
        writing.edit(world, call, data, one.pressed, size_limit=one.size_limit, path="data")


def _choose(world: World, call: Call, one: Interaction, data: Json) -> None:
    choices = data.get("choices") or []
    if len(choices) > _CHOICES:
        raise invalid("data.choices", "BASE_TYPE_MAX_LENGTH", f"Must be {_CHOICES} or fewer in length.")
    for place, choice in enumerate(choices):
        for name in ("name", "value"):
            text = choice.get(name)
            if isinstance(text, str) and not 1 <= len(text) <= _LONGEST:
                path = f"data.choices.{place}.{name}"
                raise invalid(path, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {_LONGEST} in length.")
    one.choices = list(choices)


def _ask(world: World, call: Call, one: Interaction, data: Json) -> None:
    modals.check(data)
    one.form = data


_WAYS = {
    Answer.MESSAGE: _say,
    Answer.THINKING: _think,
    Answer.LATER: _later,
    Answer.UPDATE: _update,
    Answer.CHOICES: _choose,
    Answer.FORM: _ask,
}
