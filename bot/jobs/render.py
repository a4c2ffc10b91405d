"""Fetches the pictures of a card and makes them fit a platform, just before the card is sent."""

from dataclasses import replace

import structlog

from bot.domain.card import Card, Media, MediaKind
from bot.domain.errors import BadPicture, TooLarge
from bot.pictures import Bounds, fit_picture
from bot.ports import Capabilities, Pictures

log = structlog.get_logger()

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
