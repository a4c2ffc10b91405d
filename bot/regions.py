"""Regions of pictures: what was told of one becomes a mask of the picture's size, which is kept for the order."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.domain.errors import BadPicture, UserError
from bot.domain.reframe import Frame
from bot.domain.region import MASK_SENT_BYTES, Region
from bot.masks import mask_of_fields, mask_of_frame, mask_of_picture, measure_picture
from bot.ports import Masks


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """`masks`: where they are kept."""

    masks: Masks

    async def keep_fields(self, region: Region, size: tuple[int, int]) -> str:
        """The name of the mask for these fields of a picture of `size` pixels. Raises UserError."""
        return await self.masks.put(await mask_of_fields(region.fields, size))

    async def keep_border(self, frame: Frame) -> str:
        """The same for what is around a picture on a larger ground. Raises UserError."""
        return await self.masks.put(await mask_of_frame(frame))

    async def keep_sent(self, data: AsyncIterator[bytes], size: tuple[int, int]) -> str:
        """The same for a picture that was sent as a mask. Raises UserError, and whatever `data` raises."""
        return await self.masks.put(await mask_of_picture(await read_sent(data), size))

    async def fit_kept(self, name: str, size: tuple[int, int]) -> str:
        """The same for a mask that is kept, whatever its size. Raises UserError, also when it is gone."""
        mask = await self.masks.get(name)
        if mask is None:
            raise UserError("mask-gone")
        if await measure_picture(mask) == size:
            return name
        return await self.masks.put(await mask_of_picture(mask, size))


async def measure_sides(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a picture that somebody named. Raises UserError."""
    try:
        return await measure_picture(data)
    except BadPicture:
        raise UserError("not-a-picture") from None


async def read_sent(data: AsyncIterator[bytes]) -> bytes:
    """All of it, or a little more than a mask may have: then no more is read."""
    whole = bytearray()
    async for part in data:
        whole += part
        if len(whole) > MASK_SENT_BYTES:
            break
    return bytes(whole)
