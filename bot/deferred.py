"""Events that a worker deals with: pictures have to be fetched, albums to come, lost results to be found."""

from dataclasses import dataclass, replace

import structlog

from bot.adoption import Adoption
from bot.app import App
from bot.commands import typed_usage
from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import Forgotten, StoreError, UserError
from bot.domain.incoming import CommandCall, MaskPainted, UserEvent
from bot.domain.parts import has_parts
from bot.domain.plain_words import PLAIN_WORDS_COMMAND
from bot.domain.subject import Result
from bot.domain.trace import error_trace
from bot.inputs import InputPictures

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DeferredEvents:
    """`app` carries out what is meant, when the pictures have addresses and lost results are ours again."""

    app: App
    inputs: InputPictures
    adoption: Adoption

    async def handle_events(self, events: list[UserEvent]) -> None:
        """The messages of one album, or a single event. Raises StoreError: it was not dealt with."""
        event, seen = merge_events(events), self.app.seen_events
        try:
            if await seen.seen(event.key):
                await self.name_late(event, events)
            else:
                if isinstance(event, CommandCall) and event.album:
                    for part in events:
                        await seen.mark(album_part(part), brief=True)
                await self.handle_event(event)
        except UserError as error:
            # Others may deal with it at the same time: what they have ordered is what may be in its way.
            if not await seen.seen(event.key):
                await self.app.refuse(event, error)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - nothing that people do ends the bot
            log.error("event.failed", kind="deferred", trace=error_trace(error))  # noqa: TRY400 - a traceback may tell their words
            await self.app.handlers.replier.notify_direct(event.origin, "fault-internal")

    async def name_late(self, album: UserEvent, events: list[UserEvent]) -> None:
        """What of an album came when that was dealt with already: its sender is told, where it was meant for us."""
        late = [one for one in events if not await self.app.seen_events.seen(album_part(one))]
        if not late or not isinstance(album, CommandCall) or not album.album or not album.origin.private:
            return
        for part in late:
            await self.app.seen_events.mark(album_part(part), brief=True)
        await self.app.refuse(replace(album, key=f"{late[0].key}-late"), UserError("album-late"))

    async def handle_event(self, event: UserEvent) -> None:
        """Once more whenever something that it is about had to be found first. Raises UserError."""
        sought = set[str]()
        while True:
            try:
                return await self.carry_out(event)
            except Forgotten as missing:
                name = str(missing.facts.get("name", ""))
                if name in sought:
                    raise
                sought |= {name, *missing.others}
                await self.adoption.recall(event, missing)

    async def carry_out(self, event: UserEvent) -> None:
        """Raises UserError."""
        _, chat_settings = await self.app.handlers.settings_handler.localized(event.origin)
        if isinstance(event, CommandCall):
            await self.handle_call(event, chat_settings)
        elif isinstance(event, MaskPainted):
            await self.app.open_repaint(event, chat_settings, self.inputs.find_addresses)
        elif not await self.app.press(event, chat_settings, self.inputs.find_addresses):
            await self.app.seen_events.mark(event.key)

    async def handle_call(self, call: CommandCall, chat_settings: ChatSettings) -> None:
        """Raises UserError."""
        app = self.app
        # Of others than albums it was known when they came.
        if call.album and await self.is_for_others(call, chat_settings):
            await app.seen_events.mark(call.key)
            return
        taken = await app.handlers.talk_handler.take(call, chat_settings) if call.album else call
        if taken is None:
            await app.seen_events.mark(call.key)
            return
        call = await app.meaning.resolve_prompt(taken)
        job = await self.inputs.answered_job(call)
        part = await app.handlers.confirmations.part_at(call.reply_to) if job and call.reply_to else 0
        described = None if job else await self.inputs.described_picture(call)
        if isinstance(described, Result):
            job, part = await app.results.job_by(described.code), described.part
        answered = Result(job.code, part) if job else described
        try:
            meaning = app.meaning.read_call(call, answered)
        except UserError as error:
            raise explain_album(call, error) from None
        if job and has_parts(job) and not part:
            await app.handlers.confirmations.ask_for_part(call, job)
            await app.seen_events.mark(call.key)
            return
        if not await app.carry_out(call, meaning, chat_settings, self.inputs.find_addresses):
            await app.seen_events.mark(call.key)
            return
        if call.still:
            await app.handlers.replier.notify(call.origin, "still-used", f"{call.key}-still")

    async def is_for_others(self, album: CommandCall, chat_settings: ChatSettings) -> bool:
        """Whether it is for a form, or was sent among people and asks nothing of us. Raises UserError."""
        if album.name and not album.plain:
            return False
        if await self.app.fill_form(album):
            return True
        return not album.origin.private and not (album.name and await self.app.is_answer(album, chat_settings))


def explain_album(call: CommandCall, error: UserError) -> UserError:
    """Why there are too few pictures: among people a bot may be shown only the one that its command came with."""
    alone = call.album and len(call.attachments) == 1 and not call.origin.private
    if not alone or error.code not in {"need-pictures", "lone_url"}:
        return error
    return UserError("album-hidden", usage=typed_usage(call.name, call.origin.person.language))


def album_part(part: UserEvent) -> str:
    """What is marked when it was dealt with, as one of an album."""
    return f"{part.key}-merged"


def merge_events(events: list[UserEvent]) -> UserEvent:
    """Those that were laid aside under one name, as one; its key is not that of the event that came."""
    calls = [event for event in events if isinstance(event, CommandCall)]
    return merge_album(calls) if calls else replace(events[0], key=f"{events[0].key}-done")


def merge_album(calls: list[CommandCall]) -> CommandCall:
    """The one with words, and the pictures of all."""
    in_order = sorted(calls, key=lambda call: (len(call.origin.reply), call.origin.reply))
    first = next((call for call in in_order if call.name), in_order[0])
    if not first.name and first.origin.private:  # where only we are, pictures without a word are meant for us
        first = replace(first, name=PLAIN_WORDS_COMMAND, plain=True)
    pictures = tuple(dict.fromkeys(one for call in in_order for one in call.attachments))
    return replace(
        first,
        attachments=pictures,
        reply_to=next((call.reply_to for call in in_order if call.reply_to is not None), None),
        still=any(call.still for call in calls),
        unusable=any(call.unusable for call in calls),
        key=f"{first.album}-album" if first.album else f"{first.key}-done",
    )
