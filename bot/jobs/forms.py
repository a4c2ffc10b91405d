"""Gives a card the form of a rung: files fetched and made to fit, a link in their place, or words alone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import structlog

from bot.cards import barest_card, bounded_card, file_card, without_media, word_card
from bot.domain.card import Card, Media
from bot.domain.errors import ServiceError, TooLarge
from bot.domain.ladder import Refusal, Rung, Stand, Then, after_refusal
from bot.jobs.render import Renderer
from bot.ports import Capabilities, MediaStore

log = structlog.get_logger()

WORDS: dict[Rung, Callable[[Card, str], Card]] = {Rung.WORDS: word_card, Rung.BAREST: barest_card}


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
