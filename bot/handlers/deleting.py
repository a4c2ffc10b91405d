"""The button Delete: the message of a result goes, when that is meant; the result stays with who ordered it."""

from dataclasses import dataclass

import structlog

from bot.domain.buttons import Delete, DeleteRequest, Erase
from bot.domain.errors import DeliveryError, Forgotten, MessageGone, UserError
from bot.domain.ids import MessageRef
from bot.domain.incoming import ButtonPress, Origin
from bot.domain.job import Job
from bot.handlers.chat_settings import ChatSettingsHandler
from bot.handlers.replier import Replier
from bot.panels import deleted_card, deletion_card
from bot.ports import ResultIndex

log = structlog.get_logger()


def deletion_panel(code: str) -> str:
    """The question about the result with that code."""
    return f"delete {code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteHandler:
    results: ResultIndex
    settings_handler: ChatSettingsHandler
    replier: Replier

    async def handle(self, request: DeleteRequest, press: ButtonPress) -> None:
        """Raises UserError for whom it is not, and where the message cannot be taken away."""
        language = press.origin.person.language
        match request:
            case Delete(message, task_id):
                job = await self.results.shown_by(message, task_id)
                await self.own_message(job, press.origin)
                assert job is not None  # noqa: S101 - own_message has looked
                card = deletion_card(job, language)
                await self.replier.reply(press.origin, card, press.key, deletion_panel(job.code))
            case Erase(message, code):
                if await self.results.panel_of(message) != deletion_panel(code):
                    raise UserError("button-unknown")
                job = await self.results.job_by(code)
                await self.take_away(await self.own_message(job, press.origin), press.origin, code)
                await self.replier.replace_panel(press, deleted_card(code, language), "")

    async def own_message(self, job: Job | None, origin: Origin) -> MessageRef:
        """The message that shows the result here, if it is theirs or they decide here. Raises UserError."""
        if job is None:
            raise Forgotten("image-gone")
        shown = job.message
        if shown is None or job.origin.place.key != origin.place.key or job.outcome is None:
            raise UserError("not-offered")
        theirs = await self.settings_handler.is_theirs(job, origin)
        if not theirs and (origin.private or not await self.settings_handler.may_decide(origin)):
            raise UserError("not-yours", name=job.origin.person.name)
        return shown

    async def take_away(self, message: MessageRef, origin: Origin, code: str) -> None:
        """Where nothing is taken away it shows that it was. Raises UserError."""
        platform = self.replier.platforms[message.platform]
        try:
            try:
                await platform.messenger.erase(message)
            except MessageGone:
                return
            except DeliveryError:
                if not platform.capabilities_at(origin).sheds_files:
                    raise
                await platform.messenger.edit(message, deleted_card(code, origin.person.language))
        except DeliveryError as error:
            log.info("message.not_deleted", platform=message.platform, error=str(error))
            raise UserError("delete-failed") from None
