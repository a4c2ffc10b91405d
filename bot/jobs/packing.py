"""Fills a parcel: by the names that a platform has for its files, or with the files."""

from dataclasses import dataclass, replace

import structlog

from bot.cards import with_fresh_links
from bot.domain.card import Card
from bot.domain.errors import ServiceError
from bot.domain.ids import TaskId
from bot.domain.job import Job
from bot.domain.ladder import Rung
from bot.domain.update import Finished
from bot.jobs.forms import Forms
from bot.ports import FileIds, Painter, Platform

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Packing:
    forms: Forms
    file_ids: FileIds
    painter: Painter

    async def named(self, card: Card, platform: Platform) -> Card | None:
        """With the platform's own names for its files; None when it has none.

        The first tells: a platform that keeps names shows one file in a message.
        """
        found = await self.file_ids.find(platform.name, [media.key for media in card.media])
        if not (found and found[0] and card.media[0].key):
            return None
        named = [replace(media, file_id=file_id) for media, file_id in zip(card.media, found, strict=True)]
        return replace(card, media=tuple(named))

    async def at_rung(self, card: Card, rung: Rung, platform: Platform, job: Job | None, language: str) -> Card:
        """In the form of a rung. Links of the service expire; it makes new ones for whoever asks after the task.

        Raises TooLarge when its files cannot be made to fit, ServiceError when they cannot be fetched.
        """
        if rung is Rung.NAMED:
            return await self.named(card, platform) or card
        try:
            return await self.forms.at_rung(card, rung, platform.capabilities, language)
        except ServiceError as error:
            log.info("parcel.not_fetched", error=str(error))
        return await self.forms.at_rung(await self.renewed(card, job), rung, platform.capabilities, language)

    async def renewed(self, card: Card, job: Job | None) -> Card:
        task_id = job.task_id if job else None
        try:
            found = await self.painter.look_up([task_id]) if task_id else {}
        except ServiceError as error:
            log.info("parcel.not_renewed", error=str(error))
            return card
        update = found.get(task_id or TaskId(""))
        return with_fresh_links(card, update.outcome) if isinstance(update, Finished) else card
