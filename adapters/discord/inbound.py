"""What people do on Discord, as events. Pure, and it trusts nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from adapters.discord.locales import language_of
from adapters.discord.markdown import first_line
from adapters.discord.modals import BadSubmit, read_submit
from adapters.discord.options import BadOptions, TypedOptions, read_options
from adapters.discord.outbound import EPHEMERAL_FLAG
from adapters.discord.payload import number_at, objects_at, text_at, value_at
from adapters.discord.permissions import EVERYTHING
from adapters.discord.places import DISCORD, own_place
from adapters.discord.reply import SIZE_LIMIT, Kind, Reply
from bot.domain.command import Command, OptionValue, written
from bot.domain.errors import UserError
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import ButtonPress, CommandCall, FormReply, Origin, Person

# Types of components, and of commands ("Component Reference", "Application Commands").
PRESSED_BUTTON, CHOSEN_TEXT = 2, 3
CHAT_COMMAND = 1
SERVER_INSTALL = "0"  # in whose name we are there ("Interaction Object", authorizing integration owners)
BOT_DM = 1  # context of a conversation with us
SHOWN_COMMAND = 40  # characters of a name that we do not know
# How a message may be changed that nothing of ours leads to: not at all. No reply reads so.
UNCHANGEABLE = "-"


class InteractionType(IntEnum):
    """("Interaction Object", Interaction Type)."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class BadInteraction(ValueError):
    """It cannot even be answered."""


@dataclass(frozen=True, slots=True)
class Completion:
    """Somebody types into an option: what could be meant? `given`: the other options."""

    origin: Origin
    command: str
    option: str
    text: str
    given: Mapping[str, OptionValue]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing that we ever offered; `error` says so to the person, `what` to the operator, without their words."""

    origin: Origin
    error: UserError
    what: str


Event = CommandCall | ButtonPress | FormReply | Completion | Unknown


@dataclass(frozen=True, slots=True)
class Interaction:
    """An event and how it can be answered.

    `channel_kind`: the type of its channel, or -1. `in_server`: the channel is one of a server.
    """

    reply: Reply
    event: Event
    channel_kind: int = -1
    in_server: bool = False

    @property
    def language(self) -> str:
        """Of the person."""
        return self.event.origin.person.language


def read_interaction(payload: Any, commands: Mapping[str, Command]) -> Interaction:
    """Of an INTERACTION_CREATE, or of what Discord posts instead. Raises BadInteraction.

    `commands`: ours, by name. The reply is one that nobody has given yet: see `answered`.
    """
    try:
        reply = read_envelope(payload)
    except ValueError as error:
        raise BadInteraction(str(error)) from None
    server = text_at(payload, "guild_id")
    place = Place(DISCORD, server, reply.channel) if server and reply.present else None
    person = read_person(payload)
    origin = Origin(place or own_place(person, reply.channel), person, reply.pack(), private=place is None)
    event = read_event(payload, origin, reply, commands)
    kind = number_at(payload, "channel", "type")
    return Interaction(reply, event, -1 if kind is None else kind, in_server=bool(server))


def answered(interaction: Interaction, kind: Kind) -> CommandCall | ButtonPress | FormReply | None:
    """The event for the core, when its first answer was given; None for what is none of the core's.

    The message of a press can be changed by its token only where that answer was about it.
    """
    reply = replace(interaction.reply, kind=kind)
    match interaction.event:
        case CommandCall() | FormReply() as said:
            return replace(said, origin=replace(said.origin, reply=reply.pack()))
        case ButtonPress() as press:
            by = "" if interaction.reply.outlives_token else UNCHANGEABLE
            message = replace(press.message, by=reply.pack() if kind is Kind.UPDATE else by)
            return replace(press, origin=replace(press.origin, reply=reply.pack()), message=message)
        case Completion() | Unknown():
            return None


def read_envelope(payload: Any) -> Reply:
    """How it can be answered. Raises ValueError."""
    owners = value_at(payload, "authorizing_integration_owners")
    installed = SERVER_INSTALL in owners if isinstance(owners, dict) else True
    in_server = bool(text_at(payload, "guild_id"))
    ours = number_at(payload, "app_permissions")
    return Reply(
        text_at(payload, "application_id"),
        text_at(payload, "id"),
        text_at(payload, "token"),
        text_at(payload, "channel_id") or text_at(payload, "channel", "id"),
        size_limit=number_at(payload, "attachment_size_limit") or SIZE_LIMIT,
        app_permissions=EVERYTHING if ours is None else ours,
        member_permissions=number_at(payload, "member", "permissions") or 0,
        present=installed if in_server else value_at(payload, "context") == BOT_DM,
        ephemeral=bool((number_at(payload, "message", "flags") or 0) & EPHEMERAL_FLAG),
    )


def read_person(payload: Any) -> Person:
    """By the name that people of the server see. Raises BadInteraction."""
    member = value_at(payload, "member")
    user = value_at(member, "user") or value_at(payload, "user")
    number = number_at(user, "id")
    if number is None:
        raise BadInteraction("it is nobody's")
    names = text_at(member, "nick"), text_at(user, "global_name"), text_at(user, "username")
    return Person(
        f"{DISCORD}:{number}", next(filter(str.strip, names), str(number)), language_of(text_at(payload, "locale"))
    )


def read_event(payload: Any, origin: Origin, reply: Reply, commands: Mapping[str, Command]) -> Event:
    kind = value_at(payload, "type")
    match kind:
        case InteractionType.COMMAND:
            return read_command(payload, origin, reply, commands)
        case InteractionType.AUTOCOMPLETE:
            return read_completion(payload, origin)
        case InteractionType.COMPONENT:
            return read_press(payload, origin, reply)
        case InteractionType.MODAL:
            return read_form(payload, origin, reply)
        case _:
            return Unknown(origin, UserError("button-unknown"), f"an interaction of type {str(kind)[:9]}")


def read_command(payload: Any, origin: Origin, reply: Reply, commands: Mapping[str, Command]) -> Event:
    data = value_at(payload, "data")
    name = text_at(data, "name")
    if value_at(data, "type") != CHAT_COMMAND:
        return unknown_command(origin, name, "a command of another kind")
    try:
        given = read_options(data)
    except BadOptions as error:
        return unknown_command(origin, name, str(error))
    return command_call(origin, reply, name, given, commands.get(name))


def read_completion(payload: Any, origin: Origin) -> Completion:
    """Whatever it is about: it takes choices for an answer and nothing else, and none is one, too."""
    data = value_at(payload, "data")
    given = read_options(data, unfinished=True)
    option, text = given.focused or ("", "")
    return Completion(origin, text_at(data, "name"), option, text, given.values)


def command_call(
    origin: Origin, reply: Reply, name: str, given: TypedOptions, command: Command | None
) -> CommandCall:
    """It is never late: what Discord tells later than after three seconds cannot be answered any more."""
    return CommandCall(
        event_key(reply),
        origin,
        name,
        written(command, given.values) if command else "",
        attachments=given.pictures,
        unusable=given.unusable,
        by_option=True,
        options=given.names,
    )


def read_press(payload: Any, origin: Origin, reply: Reply) -> ButtonPress | Unknown:
    """A button, or one that was chosen from a list: there the value is what it would have been."""
    data, number = value_at(payload, "data"), number_at(payload, "message", "id")
    match value_at(data, "component_type"), value_at(data, "values"):
        case int(kind), _ if kind == PRESSED_BUTTON:
            pressed = text_at(data, "custom_id")
        case int(kind), [str(value)] if kind == CHOSEN_TEXT:
            pressed = value
        case _:
            pressed = ""
    if not pressed or number is None:
        return Unknown(origin, UserError("button-unknown"), "a component of another kind")
    message = MessageRef(DISCORD, reply.channel, str(number), UNCHANGEABLE)
    # Discord takes a press only where it knows the button.
    return ButtonPress(event_key(reply), origin, message, pressed, shown_words(payload), vouched=True)


def read_form(payload: Any, origin: Origin, reply: Reply) -> FormReply | Unknown:
    """A modal that was filled in."""
    try:
        given = read_submit(value_at(payload, "data"))
    except BadSubmit as error:
        return Unknown(origin, UserError("button-unknown"), str(error))
    return FormReply(event_key(reply), origin, given.form, given.values, given.pictures, unusable=given.unusable)


def shown_words(payload: Any) -> str:
    """The first line of the pressed message, as it is read."""
    texts = [text_at(one, "content") for one in objects_at(payload, "message", "components")]
    return first_line(next(filter(None, texts), ""))


def unknown_command(origin: Origin, name: str, what: str) -> Unknown:
    return Unknown(origin, UserError("command-unknown", name=name[:SHOWN_COMMAND]), what)


def event_key(reply: Reply) -> str:
    """The same however often, and to however many processes, it is told."""
    return f"{DISCORD}:{reply.interaction}"
