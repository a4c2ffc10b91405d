"""Fills a parcel: by the names that a platform has for its files, or with the files."""

from dataclasses import dataclass, replace

import structlog

from bot.cards import fresh, without_media
from bot.domain.card import Card
from bot.domain.errors import ServiceError, TooLarge
from bot.domain.ids import TaskId
from bot.domain.job import Job
from bot.domain.update import Finished
from bot.jobs.render import Renderer
from bot.ports import Handles, Painter, Platform

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Packing:
    renderer: Renderer
    handles: Handles
    painter: Painter

    async def packed(self, card: Card, platform: Platform, job: Job | None) -> Card:
        """With the platform's own names for its files; otherwise with the files.

        The first tells: a platform that keeps names shows one file in a message.
        """
        found = await self.handles.find(platform.name, [media.key for media in card.media])
        if found and found[0] and card.media[0].key:
            named = [replace(media, handle=handle) for media, handle in zip(card.media, found, strict=True)]
            return replace(card, media=tuple(named))
        return await self.fetched(card, platform, job)

    async def fetched(self, card: Card, platform: Platform, job: Job | None) -> Card:
        """Links of the service expire; it makes new ones for whoever asks after the task."""
        try:
            return await self.renderer.render(card, platform.traits, preview=False)
        except (ServiceError, TooLarge) as error:
            log.info("parcel.not_fetched", error=str(error))
        renewed = await self.renewed(card, job)
        try:
            return await self.renderer.render(renewed, platform.traits, preview=False)
        except (ServiceError, TooLarge) as error:
            log.warning("parcel.without_files", error=str(error))
            return without_media(renewed, job.origin.person.language if job else "")

    async def renewed(self, card: Card, job: Job | None) -> Card:
        task_id = job.task_id if job else None
        try:
            found = await self.painter.look_up([task_id]) if task_id else {}
        except ServiceError as error:
            log.info("parcel.not_renewed", error=str(error))
            return card
        update = found.get(task_id or TaskId(""))
        return fresh(card, update.outcome) if isinstance(update, Finished) else card
