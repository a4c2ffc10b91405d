"""Gives a card a form that a platform may take: files named, or fetched and made to fit, links, or words alone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import structlog

from bot.cards import barest_card, bounded_card, file_card, with_fresh_links, without_media, word_card
from bot.domain.card import Card, Media, MediaKind
from bot.domain.errors import BadPicture, ServiceError, TooLarge
from bot.domain.ids import TaskId
from bot.domain.job import Job
from bot.domain.ladder import Refusal, Rung, Stand, Then, after_refusal
from bot.domain.update import Finished
from bot.pictures import Bounds, fit_picture
from bot.ports import Capabilities, FileIds, MediaStore, Painter, Pictures, Platform

log = structlog.get_logger()

WORDS: dict[Rung, Callable[[Card, str], Card]] = {Rung.WORDS: word_card, Rung.BAREST: barest_card}
PREVIEW_LIMIT = 4 * 1024 * 1024  # bytes; the service's have some ten thousand


class Renderer:
    """Raises ServiceError when a file cannot be fetched, TooLarge when it cannot be made to fit, whatever it is."""

    def __init__(self, pictures: Pictures) -> None:
        self.pictures = pictures

    async def render(
        self, card: Card, capabilities: Capabilities, *, preview: bool, reencode: bool = False
    ) -> Card:
        """With `reencode` every picture becomes a plain JPEG, for a platform that stumbled over it as it was."""
        if not card.media:
            return card
        anew = reencode or (preview and bool(capabilities.preview_side))
        bounds = Bounds(
            capabilities.picture_limit,
            capabilities.preview_side if preview else 0,
            sides=capabilities.sides,
            ratio=capabilities.ratio,
        )
        limit = min(capabilities.file_limit, PREVIEW_LIMIT) if preview else capabilities.file_limit
        media = [await self.load(item, bounds, limit, anew=anew) for item in card.media]
        return replace(card, media=tuple(media))

    async def load(self, media: Media, bounds: Bounds, limit: int, *, anew: bool) -> Media:
        data, mime = await self.pictures.fetch(media.url, limit)
        if media.kind is MediaKind.IMAGE:
            try:
                made = await fit_picture(data, bounds, anew=anew)
            except BadPicture as error:
                log.info("picture.not_fitted", flaw=error.flaw, kind=error.kind)
                raise TooLarge(f"a picture that cannot be made to fit: {error.flaw}") from error
            data, mime = (made.data, made.mime) if made else (data, mime)
        return replace(media, data=data, mime=mime)


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of ours for finished pictures; they live as long as the files do. `base`: our public address."""

    media: MediaStore
    base: str

    async def publish(self, data: bytes, mime: str) -> str:
        """Raises OSError when it cannot be kept."""
        return f"{self.base.rstrip('/')}/media/{await self.media.put(data, mime)}"


@dataclass(frozen=True, slots=True)
class Forms:
    """`links` is None where nobody can fetch anything from us: then the service's own links have to do."""

    renderer: Renderer
    links: Links | None = None

    async def at_rung(self, card: Card, rung: Rung, capabilities: Capabilities, language: str) -> Card:
        """Raises ServiceError when a file cannot be fetched, TooLarge when it cannot be made to fit."""
        card = bounded_card(card, capabilities.buttons, capabilities.row, language)
        if rung is Rung.LINKED:
            return without_media(await self.linked(card, capabilities), language)
        if rung in WORDS:
            return WORDS[rung](card, language)
        if rung is Rung.NAMED:
            return card
        shown = file_card(card) if rung is Rung.AS_FILE else card
        return await self.renderer.render(shown, capabilities, preview=False, reencode=rung is Rung.REENCODED)

    async def linked(self, card: Card, capabilities: Capabilities) -> Card:
        """With addresses of ours where that is possible: the service's end after a day."""
        return replace(card, media=tuple([await self.published(item, capabilities) for item in card.media]))

    async def published(self, item: Media, capabilities: Capabilities) -> Media:
        if self.links is None:
            return item
        try:
            data, mime = await self.renderer.pictures.fetch(item.url, capabilities.file_limit)
            return replace(item, url=await self.links.publish(data, mime))
        except (ServiceError, OSError) as error:
            log.info("picture.not_published", error=str(error))
            return item


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


async def best_form(
    make: Callable[[Rung], Awaitable[Card]], stand: Stand, rungs: tuple[Rung, ...]
) -> tuple[Card, Stand]:
    """The card in the first form that can be made, from where it stands on down.

    Raises TooLarge when there is none, ServiceError when a file cannot be fetched.
    """
    while True:
        try:
            return await make(stand.rung), stand
        except TooLarge as error:
            log.info("picture.not_fitted", error=str(error), rung=stand.rung.name)
            then, stand = after_refusal(stand, Refusal.FILE, rungs)
            if then is Then.END:
                raise
