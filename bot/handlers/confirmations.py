"""Asks before something is ordered that may not be meant: unclear words, and a button that was pressed before."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import structlog

from bot.cards import tick_buttons
from bot.domain.buttons import BUTTON_SPECS, decode_payload, press_key
from bot.domain.card import ButtonKind, Card
from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import StoreError, UserError
from bot.domain.ids import JobId, MessageRef
from bot.domain.incoming import ButtonPress, CommandCall, Origin
from bot.domain.job import Job
from bot.domain.parcel import Parcel
from bot.domain.subject import PARTS_MOST, Result, read_subject
from bot.domain.talk import TALK_COMMAND
from bot.handlers.chat_settings import OFF, TALK
from bot.handlers.replier import Replier
from bot.panels import made_card, which_part_card, words_card
from bot.ports import JobBook, PendingWords, ResultIndex, Throttle
from bot.views import shown_part, view_card

log = structlog.get_logger()

ASKED_AGAIN_S = 30  # in which the same is not asked twice before the same people


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmations:
    book: JobBook
    results: ResultIndex
    throttle: Throttle
    pending: PendingWords
    replier: Replier

    # --- words without a command -------------------------------------------------------------------

    async def ask_about_words(self, call: CommandCall, *, asked: bool = True) -> None:
        """Raises UserError when too much is on its way to them. `asked`: as in PendingWords."""
        name = pending_name(call)
        await self.pending.keep(name, call, asked=asked)
        card = words_card(call, name, call.origin.person.language, self.talk_off(call.origin))
        await self.replier.send(
            call.origin, Parcel(f"{call.key}-asked", call.origin, card, panel=words_panel(name))
        )

    async def ask_for_part(self, call: CommandCall, job: Job, *, told: bool = False) -> None:
        """Which picture of the sheet is meant that a command answers. Raises UserError as above.

        `told`: with what words do that answer a picture.
        """
        name = pending_name(call)
        await self.pending.keep(name, about_result(call, job), asked=False)
        off = self.talk_off(call.origin) if told else ""
        card = which_part_card(job, name, call.origin.person.language, off)
        await self.replier.send(call.origin, Parcel(f"{call.key}-asked", call.origin, card))

    def talk_off(self, origin: Origin) -> str:
        """What to type so that words that answer a picture change none."""
        return self.replier.setting_usage(origin, TALK, OFF)

    async def part_at(self, message: MessageRef) -> int:
        """The part of a sheet that a message shows by itself; 0: none."""
        return shown_part(await self.results.panel_of(message))

    async def find_part(self, name: str, part: str, press: ButtonPress) -> CommandCall:
        """The command with the part that was chosen. Raises UserError when it is somebody else's, or gone."""
        call = await self.find_words(name, press)
        sheet, _, words = call.text.partition(" ")
        if part not in map(str, range(1, PARTS_MOST + 1)) or not isinstance(read_subject(sheet), Result):
            raise UserError("button-unknown")
        return replace(call, text=f"{sheet}.{part} {words}".strip(), press=f"words-{name}|part {part}")

    async def find_words(self, name: str, press: ButtonPress) -> CommandCall:
        """As a command that was given just now. Raises UserError when they are somebody else's, or gone."""
        call = await self.pending.find(name)
        who = press.origin
        if call is None or (call.origin.person.id, call.origin.place.key) != (who.person.id, who.place.key):
            raise UserError("words-gone")
        if call.plain and call.name == TALK_COMMAND:  # whoever ignores the question has agreed to nothing
            await self.pending.note_talk(who.person.id)
        meant = replace(call, key=press.key, at=0.0, album="", plain=False, press=f"words-{name}|paint")
        return replace(meant, origin=replace(call.origin, person=who.person))

    async def tick_words(self, press: ButtonPress, call: CommandCall, name: str) -> None:
        card = words_card(call, name, call.origin.person.language, self.talk_off(call.origin), done=True)
        with not_needed():
            if await self.results.panel_of(press.message) == words_panel(name):
                await self.replier.outbox.send(Parcel(f"{press.key}-ticked", press.message, card, relabel=True))

    # --- buttons that were pressed before ----------------------------------------------------------

    async def ask_for_another(self, job_id: JobId, event: CommandCall | ButtonPress) -> None:
        """They are told so instead when they ordered it themselves and it is on its way.

        Raises UserError when they were asked just now, or too much is on its way to them.
        """
        origin = event.origin
        job = await self.book.load(job_id)
        if job is None or (not job.settled and job.origin.person.id == origin.person.id):
            await self.replier.notify(origin, "already-open", event.key)
            return
        if not await self.throttle.once(f"another:{job.id}:{self.replier.audience(origin)}", ASKED_AGAIN_S):
            raise UserError("given-already")
        card = made_card(job, origin.person.language)
        await self.replier.send(origin, Parcel(f"{event.key}-another", origin, card))

    async def tick_order(self, press: ButtonPress, job: Job, chat_settings: ChatSettings) -> None:
        """Mark what was ordered below a result, on the message that shows it, in whichever way."""
        shown, message = as_shown(job, press.message, press.origin, chat_settings)
        with not_needed():
            view = await self.results.panel_of(message)
            card = await with_ticks(Card((), buttons=view_card(shown, view).buttons), job, self.results)
            await self.replier.outbox.send(Parcel(f"{press.key}-ticked", message, card, relabel=True))


def as_shown(job: Job, message: MessageRef, origin: Origin, chat_settings: ChatSettings) -> tuple[Job, MessageRef]:
    """The job as the message shows it whose button somebody pressed, and the message as it may be changed.

    The job knows how its own message may be changed; a press is about another one, so it need not.
    """
    if job.message is not None and job.message == message:
        return job, job.message
    # Shown again for somebody else, maybe elsewhere.
    person = replace(job.origin.person, language=origin.person.language)
    told = replace(job, origin=replace(job.origin, person=person), chat_settings=chat_settings, detached=False)
    return told, message


def about_result(call: CommandCall, job: Job, part: int = 0) -> CommandCall:
    """The command with the result that it answers, or that part of it, as the first of its words."""
    return replace(call, text=f"{Result(job.code, part).name} {call.text}", quoted=())


def pending_name(call: CommandCall) -> str:
    """What a command that is asked about is kept under; short enough for a button."""
    return hashlib.sha256(call.key.encode()).hexdigest()[:16]


def words_panel(name: str) -> str:
    """The message that asks about these words."""
    return f"words {name}"


@contextmanager
def not_needed() -> Iterator[None]:
    """What was ordered stays ordered without its mark."""
    try:
        yield
    except StoreError as error:
        log.info("press.tick_failed", error=str(error))


async def with_ticks(card: Card, job: Job, results: ResultIndex) -> Card:
    """The card of a result, with what was ordered from it marked."""
    buttons = ordering_buttons(card, job)
    ordered = await results.ordered(list(buttons.values()))
    return tick_buttons(card, {payload for payload, done in zip(buttons, ordered, strict=True) if done})


def ordering_buttons(card: Card, job: Job) -> dict[str, str]:
    """Of the buttons below a result, by payload, those that order something, as `Job.press` of what they order."""
    payloads = [button.payload for row in card.buttons for button in row if button.kind is ButtonKind.PRESS]
    return {
        payload: press_key(job.id, job.outcome, payload)
        for payload in payloads
        if BUTTON_SPECS[decode_payload(payload).verb].order is not None
    }
