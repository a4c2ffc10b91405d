"""Fetches the pictures of a card and makes them fit a platform, just before the card is sent."""

import asyncio
from dataclasses import replace
from io import BytesIO
from math import ceil

from PIL import Image as Pixels
from PIL import ImageOps

from bot.domain.card import Card, Media, MediaKind
from bot.domain.errors import TooLarge
from bot.ports import Pictures, Traits

PREVIEW_LIMIT = 4 * 1024 * 1024  # bytes; the service's have some ten thousand
QUALITIES = (92, 85, 75, 60)
# A picture of more pixels than this is not opened: twice the largest that the service makes (2K, 4:1).
PIXEL_CAP = 2 * 8192 * 4096


class Renderer:
    """Raises ServiceError when a file cannot be fetched, TooLarge when it cannot be made to fit."""

    def __init__(self, pictures: Pictures) -> None:
        self.pictures = pictures

    async def render(self, card: Card, traits: Traits, *, preview: bool) -> Card:
        if not card.media:
            return card
        side = traits.preview_side if preview else 0
        limit = min(traits.file_limit, PREVIEW_LIMIT) if preview else traits.file_limit
        media = [await self.load(item, traits, side, limit) for item in card.media]
        return replace(card, media=tuple(media))

    async def load(self, media: Media, traits: Traits, side: int, limit: int) -> Media:
        data, mime = await self.pictures.fetch(media.url, limit)
        if media.kind is MediaKind.IMAGE and (side or len(data) > traits.picture_limit or odd(data, traits)):
            data = await asyncio.to_thread(fit, data, traits, side)
            mime = "image/jpeg"
        return replace(media, data=data, mime=mime)


def odd(data: bytes, traits: Traits) -> bool:
    """Whether the platform would refuse the picture for its shape; only its head is read."""
    if not (traits.sides or traits.ratio):
        return False
    try:
        with Pixels.open(BytesIO(data)) as source:
            width, height = source.size
    except (OSError, Pixels.DecompressionBombError):
        return False  # it is the platform's turn to say what it thinks of it
    return bool(
        (traits.sides and width + height > traits.sides)
        or (traits.ratio and max(width, height) > traits.ratio * min(width, height))
    )


def fit(data: bytes, traits: Traits, side: int) -> bytes:
    """A JPEG that the platform takes, its longer side at most `side` pixels when that is not 0. TooLarge."""
    limit = traits.picture_limit
    picture = shaped(opened(data), traits)
    if side:
        picture.thumbnail((side, side))
    for quality in QUALITIES:
        out = BytesIO()
        picture.save(out, "JPEG", quality=quality)
        if out.tell() <= limit:
            return out.getvalue()
    picture.thumbnail((picture.width // 2, picture.height // 2))
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITIES[-1])
    if out.tell() > limit:
        raise TooLarge(f"{out.tell()} bytes, at most {limit}")
    return out.getvalue()


def opened(data: bytes) -> Pixels.Image:
    try:
        with Pixels.open(BytesIO(data)) as source:
            if source.width * source.height > PIXEL_CAP:
                raise TooLarge(f"{source.width} x {source.height} pixels")
            return source.convert("RGB")
    except (OSError, Pixels.DecompressionBombError) as error:
        raise TooLarge(f"not a picture that can be made smaller: {error}") from error


def shaped(picture: Pixels.Image, traits: Traits) -> Pixels.Image:
    """Within the platform's sides; one that is too narrow stands on a black ground."""
    if traits.ratio and max(picture.size) > traits.ratio * min(picture.size):
        least = ceil(max(picture.size) / traits.ratio)
        picture = ImageOps.pad(picture, (max(picture.width, least), max(picture.height, least)))
    if traits.sides and sum(picture.size) > traits.sides:
        share = traits.sides / sum(picture.size)
        picture.thumbnail((max(int(picture.width * share), 1), max(int(picture.height * share), 1)))
    return picture
