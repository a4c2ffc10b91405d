"""The first answer to an interaction, which has three seconds and decides who sees what follows. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from adapters.discord.inbound import Completion, Interaction, Unknown
from adapters.discord.modals import modal_data
from adapters.discord.outbound import EPHEMERAL_FLAG, message_body
from adapters.discord.reply import Kind
from adapters.discord.rights import may_speak_up, missing_here, permission_names
from bot.domain.buttons import Leads, leads_to
from bot.domain.card import Card
from bot.domain.command import CHOICE_LONGEST, CHOICES_MOST, Choice, Command, Seen
from bot.domain.errors import UserError
from bot.domain.form import Form
from bot.domain.incoming import ButtonPress, CommandCall, FormReply


class Callback(IntEnum):
    """("Receiving and Responding", Interaction Callback Type)."""

    MESSAGE = 4
    THINKING = 5  # a message that is to come
    LATER = 6  # whatever becomes of the message with the button
    CHOICES = 8
    MODAL = 9


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """`kind`: who sees it. `error`: what it says, and then that is all."""

    callback: Callback
    kind: Kind = Kind.PRIVATE
    error: UserError | None = None

    @property
    def hands_over(self) -> bool:
        """Whether the core has to deal with the event."""
        return self.callback in {Callback.THINKING, Callback.LATER}


def first_answer(
    interaction: Interaction,
    commands: Mapping[str, Command],
    check: Callable[[CommandCall], UserError | None],
) -> FirstAnswer:
    """`commands`: ours, by name; `check`: what is wrong with one, as far as it can be seen at once."""
    match interaction.event:
        case Completion():
            return FirstAnswer(Callback.CHOICES)
        case Unknown(error=error):
            return FirstAnswer(Callback.MESSAGE, error=error)
        case CommandCall() as call:
            if wrong := check(call):
                return FirstAnswer(Callback.MESSAGE, error=wrong)
            command = commands.get(call.name)
            for_all = command is not None and command.seen is Seen.ALL
            return begin_order(interaction) if for_all else FirstAnswer(Callback.THINKING)
        case ButtonPress(payload=payload):
            return begin_press(interaction, leads_to(payload))
        case FormReply():
            return begin_order(interaction)


def begin_press(interaction: Interaction, leads: Leads) -> FirstAnswer:
    match leads:
        case Leads.ORDER:
            return begin_order(interaction)
        case Leads.HERE:
            return FirstAnswer(Callback.LATER, Kind.UPDATE)
        case Leads.REQUEST | Leads.FORM:
            return FirstAnswer(Callback.THINKING)


def begin_order(interaction: Interaction) -> FirstAnswer:
    """Something that all see, unless it is asked for where only one person sees things, or we may not show it."""
    reply = interaction.reply
    if reply.ephemeral or (interaction.in_server and not may_speak_up(reply)):
        return FirstAnswer(Callback.THINKING)
    missing = missing_here(reply, interaction.channel_kind) if interaction.in_server else []
    if missing:
        names = permission_names(missing, interaction.language)
        return FirstAnswer(Callback.MESSAGE, error=UserError("missing-permissions", permissions=names))
    return FirstAnswer(Callback.THINKING, Kind.PUBLIC)


# --- payloads of the callback -------------------------------------------------------------------------


def callback_body(answer: FirstAnswer) -> dict[str, Any]:
    """Of an answer that says nothing yet: that it is thought about, and who will see what comes."""
    if answer.callback is Callback.THINKING and answer.kind is Kind.PRIVATE:
        return {"type": int(answer.callback), "data": {"flags": EPHEMERAL_FLAG}}
    return {"type": int(answer.callback)}


def word_body(card: Card) -> dict[str, Any]:
    """Of an answer that is all there will be: words to one person."""
    data, _ = message_body(replace(card, media=()), ephemeral=True)
    return {"type": int(Callback.MESSAGE), "data": data}


def form_body(form: Form) -> dict[str, Any]:
    """Of an answer that asks for what has to be filled in first."""
    return {"type": int(Callback.MODAL), "data": modal_data(form)}


def choices_body(choices: Sequence[Choice]) -> dict[str, Any]:
    """Of what could be meant; a value that is too long for Discord would be another one if it were cut."""
    fitting = [one for one in choices if one.label.strip() and 0 < len(one.value) <= CHOICE_LONGEST][:CHOICES_MOST]
    shown = [{"name": one.label[:CHOICE_LONGEST], "value": one.value} for one in fitting]
    return {"type": int(Callback.CHOICES), "data": {"choices": shown}}
