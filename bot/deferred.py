"""Commands with pictures, which a worker deals with: pictures take a moment to fetch, and albums to come."""

from dataclasses import dataclass, replace

import structlog

from bot.app import App
from bot.domain.errors import StoreError, UserError
from bot.domain.incoming import CommandCall
from bot.domain.plain_words import PLAIN_WORDS_COMMAND
from bot.domain.trace import error_trace
from bot.inputs import InputPictures

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DeferredCommands:
    """`app` carries out what is meant, when the pictures have addresses."""

    app: App
    inputs: InputPictures

    async def handle_calls(self, calls: list[CommandCall]) -> None:
        """The messages of one album, or one with a picture. Raises StoreError: it was not dealt with."""
        call = merge_album(calls)
        if call.album and not call.name:  # pictures that were sent among people, and nothing was asked of us
            return
        try:
            if not await self.app.seen_events.seen(call.key):
                await self.handle_call(call)
        except UserError as error:
            await self.app.refuse(call, error)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - nothing that people do ends the bot
            log.error("event.failed", kind="pictures", trace=error_trace(error))  # noqa: TRY400 - a traceback may tell their words
            await self.app.handlers.replier.notify_direct(call.origin, "fault-internal")

    async def handle_call(self, call: CommandCall) -> None:
        """Raises UserError."""
        app = self.app
        _, chat_settings = await app.handlers.settings_handler.localized(call.origin)
        # Of others than albums it was known when they came.
        if call.album and not await app.meaning.is_meant(call, chat_settings):
            await app.seen_events.mark(call.key)
            return
        # Before anything is fetched and handed on: it may be of no use.
        call = await app.meaning.resolve_prompt(call)
        meant = app.meaning.read_unlent(call)
        meaning = app.meaning.read_call(call, await self.inputs.lend_pictures(call, meant))
        if not await app.carry_out(call, meaning, chat_settings):
            await app.seen_events.mark(call.key)
            return
        if call.still:
            await app.handlers.replier.notify(call.origin, "still-used", f"{call.key}-still")


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
        still=any(call.still for call in calls),
        unusable=any(call.unusable for call in calls),
        key=f"{first.album}-album" if first.album else f"{first.key}-done",
    )
