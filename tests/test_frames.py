"""A picture on a larger ground, as it is handed on, and the mask of what is around it."""

import base64
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from PIL import ExifTags, Image

from bot.domain.errors import BadPicture, UserError
from bot.domain.reframe import Frame, Reframe, frame_around
from bot.domain.region import MASK_BASE64_MOST
from bot.frames import framed_picture
from bot.masks import mask_of_frame
from bot.pictures import LENT_SIDE_PIXELS
from bot.store.media import MediaFolder
from bot.web.hosting import WebPictureHost
from tests.fakes.clock import FakeClock
from tests.test_masks import chosen, encoded

Grid: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.int16]]"
WISHES = [Reframe(1.1), Reframe(4.0), Reframe(ratio=(3, 1)), Reframe(1.5, (1, 1), (0.0, 1.0))]


def wavy(width: int, height: int) -> Image.Image:
    """Colours that differ everywhere."""
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    planes = [across * 255 / width, down * 255 / height, 128 + 90 * np.sin((across + down) / 20)]
    return Image.fromarray(np.stack(planes, axis=2).astype(np.uint8))


def pixels(data: bytes) -> Grid:
    with Image.open(BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGB"), dtype=np.int16)


@pytest.mark.parametrize("wish", WISHES)
async def test_the_picture_and_what_is_around_it(wish: Reframe) -> None:
    """It lies where its frame says, and is drawn out; all around it is white in the mask, to the pixel."""
    picture = wavy(120, 90)
    made, frame = await framed_picture(encoded(picture), wish)
    assert frame == frame_around(picture.size, wish)
    left, top, right, bottom = frame.box
    seen = pixels(made.data)
    assert (made.mime, made.size, seen.shape[1::-1]) == ("image/jpeg", frame.size, frame.size)
    assert np.abs(seen[top:bottom, left:right] - np.asarray(picture)).mean() < 1.5
    mask = chosen(await mask_of_frame(frame))
    assert mask.size == made.size
    border = np.asarray(mask) == 255
    assert not border[top:bottom, left:right].any()
    assert border.sum() == border.size - 120 * 90
    rows, columns = np.indices(seen.shape[:2])
    nearest = np.asarray(picture)[np.clip(rows - top, 0, 89), np.clip(columns - left, 0, 119)]
    assert np.abs(seen - nearest).mean() < 1.5


async def test_a_large_one_is_made_smaller_with_its_ground() -> None:
    """As everything that is handed on; the mask is of the size that it has then, and fits an order."""
    made, frame = await framed_picture(encoded(wavy(3000, 2000), "JPEG"), Reframe(1.5))
    assert made.size == frame.size == (LENT_SIDE_PIXELS, 2731)
    assert abs(frame.inner[0] - LENT_SIDE_PIXELS / 1.5) <= 1
    mask = await mask_of_frame(frame)
    assert chosen(mask).size == frame.size
    assert len(base64.b64encode(mask)) <= MASK_BASE64_MOST


async def test_one_that_lies_is_put_upright_first() -> None:
    """The frame is that of the picture as people see it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    made, frame = await framed_picture(encoded(wavy(120, 60), "JPEG", exif=exif, quality=95), Reframe(2.0))
    assert frame == Frame((120, 240), (30, 60, 90, 180))
    upright = np.asarray(wavy(120, 60).transpose(Image.Transpose.ROTATE_270), dtype=np.int16)
    assert np.abs(pixels(made.data)[60:180, 30:90] - upright).mean() < 4


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "1"])
async def test_every_kind_of_picture(mode: str) -> None:
    """What could be seen through is white: the service paints opaque pictures."""
    made, frame = await framed_picture(encoded(wavy(40, 40).convert(mode)), Reframe(1.5))
    assert made.size == frame.size == (60, 60)


@pytest.mark.parametrize(
    ("size", "wish", "ground"),
    [
        ((2048, 2048), Reframe(4.0), (4096, 4096)),
        ((3000, 2000), Reframe(3.0), (4096, 2731)),
        ((3200, 800), Reframe(2.0, (1, 3)), (1366, 4096)),
    ],
)
async def test_any_size_that_is_promised(size: tuple[int, int], wish: Reframe, ground: tuple[int, int]) -> None:
    """However large it would be: what counts is what is handed on."""
    made, frame = await framed_picture(encoded(Image.new("L", size)), wish)
    assert made.size == frame.size == ground


async def test_nothing_to_paint() -> None:
    """Is said in words."""
    with pytest.raises(UserError, match="reframe-same"):
        await framed_picture(encoded(Image.new("L", (1600, 900))), Reframe(ratio=(16, 9)))


async def test_no_picture() -> None:
    """Is none on a larger ground either."""
    with pytest.raises(BadPicture):
        await framed_picture(encoded(wavy(40, 40))[:200], Reframe(2.0))


async def test_lent_on_its_ground(tmp_path: Path) -> None:
    """Streamed through the store, like anything that people send; refusals leave as they are."""
    media = MediaFolder.local(tmp_path, timedelta(days=1))
    host = WebPictureHost(media, FakeClock(), "https://bot.example", b"not-a-real-key")

    async def data() -> AsyncIterator[bytes]:
        whole = encoded(wavy(160, 90))
        yield whole[:500]
        yield whole[500:]

    lent = await host.host_picture(data(), Reframe(ratio=(1, 1)))
    assert lent.frame == frame_around((160, 90), Reframe(ratio=(1, 1)))
    assert lent.size == (160, 160)
    name = lent.url.rpartition("/media/lent/")[2].split("/", 2)[2]
    with partial(media.open, name)() as file, Image.open(file) as picture:
        assert picture.size == (160, 160)
    with pytest.raises(UserError, match="reframe-same"):
        await host.host_picture(data(), Reframe(ratio=(16, 9)))
