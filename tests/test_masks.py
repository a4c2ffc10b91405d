"""What leaves as a mask: exactly the size of the picture, and exactly what was chosen of it."""

import base64
from collections.abc import Callable
from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageDraw

from bot.domain.errors import UserError
from bot.domain.region import MASK_BASE64_MOST, MASK_SENT_BYTES
from bot.masks import mask_of_fields, mask_of_picture

SIZE = (300, 200)


def encoded(picture: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def white_box(
    mode: str = "L", box: tuple[int, int, int, int] = (30, 20, 90, 80), size: tuple[int, int] = SIZE
) -> bytes:
    picture = Image.new(mode, size)
    picture.paste("white", box)
    return encoded(picture)


def chosen(mask: bytes) -> Image.Image:
    """A mask as whoever reads it sees it: a JPEG of one pass, of three components, and either black or white."""
    with Image.open(BytesIO(mask)) as picture:
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        assert "progressive" not in picture.info
        return picture.convert("L").point([0] * 128 + [255] * 128)


def box_of(mask: bytes) -> tuple[int, int, int, int] | None:
    picture = chosen(mask)
    box = picture.getbbox()
    assert box is not None
    assert picture.histogram()[255] == (box[2] - box[0]) * (box[3] - box[1])
    return box


async def test_fields() -> None:
    """To the pixel, also where three does not divide the sides."""
    mask = await mask_of_fields((1, 2, 5), (301, 200))
    picture = chosen(mask)
    assert picture.size == (301, 200)
    assert picture.histogram()[255] == 200 * 66 + 100 * 67
    assert [picture.getpixel(at) for at in ((0, 0), (199, 65), (200, 0), (100, 66), (99, 66), (199, 132))] == [
        *(255, 255, 0, 255, 0, 255)
    ]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_picture_as_a_mask(kind: str) -> None:
    """Scaled to the picture's size, whatever it came as."""
    picture = Image.new("L", (150, 100))
    picture.paste(255, (16, 8, 48, 40))
    mask = await mask_of_picture(encoded(picture, kind), SIZE)
    assert chosen(mask).size == SIZE
    assert box_of(mask) == (32, 16, 96, 80)


async def test_transparent_is_kept() -> None:
    """As black is, whatever colour lies under it."""
    picture = Image.new("RGBA", SIZE, (255, 255, 255, 0))
    picture.paste((255, 255, 255, 255), (30, 20, 90, 80))
    assert box_of(await mask_of_picture(encoded(picture), SIZE)) == (30, 20, 90, 80)


async def test_grey_is_one_or_the_other() -> None:
    """At half."""
    picture = Image.new("L", SIZE, 127)
    picture.paste(128, (30, 20, 90, 80))
    assert box_of(await mask_of_picture(encoded(picture), SIZE)) == (30, 20, 90, 80)


async def test_the_largest_picture_of_the_service() -> None:
    """A ragged shape on 4096² comes back whole within what an order can hold."""
    picture = Image.new("L", (1024, 1024))
    draw = ImageDraw.Draw(picture)
    for n in range(0, 1000, 50):
        draw.line((n, 10, 1000 - n, 1000), fill=255, width=7 + n // 100)
    mask = await mask_of_picture(encoded(picture), (4096, 4096))
    assert len(base64.b64encode(mask)) <= MASK_BASE64_MOST
    same = picture.resize((4096, 4096), Image.Resampling.NEAREST)
    assert chosen(mask).tobytes() == same.tobytes()


NO_MASKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "black": (lambda: white_box(box=(0, 0, 0, 0)), "mask-empty"),
    "a dot": (lambda: white_box(box=(0, 0, 5, 5)), "mask-empty"),
    "white": (lambda: white_box(box=(0, 0, *SIZE)), "mask-full"),
    "all but a line": (lambda: white_box(box=(0, 0, 300, 197)), "mask-full"),
    "upright": (lambda: white_box(size=(200, 300)), "mask-ratio"),
    "wider": (lambda: white_box(size=(309, 200)), "mask-ratio"),
    "text": (lambda: b"no picture", "mask-no-picture"),
    "cut": (lambda: white_box()[:60], "mask-no-picture"),
    "large": (lambda: white_box() + bytes(MASK_SENT_BYTES), "mask-too-large"),
    "many pixels": (lambda: encoded(Image.new("1", (8000, 5334), 1)), "picture-too-many-pixels"),
}


@pytest.mark.parametrize("name", NO_MASKS)
async def test_what_is_no_mask(name: str) -> None:
    """Each has a reason of its own."""
    made, code = NO_MASKS[name]
    with pytest.raises(UserError) as refused:
        await mask_of_picture(made(), SIZE)
    assert refused.value.code == code


async def test_bounds_themselves_are_masks() -> None:
    """0.05 % and 98 % are chosen; two in a hundred of the ratio are nothing."""
    await mask_of_picture(white_box(box=(0, 0, 6, 5)), SIZE)
    await mask_of_picture(white_box(box=(0, 0, 300, 196)), SIZE)
    await mask_of_picture(white_box(size=(305, 200)), SIZE)


async def test_dust_is_no_mask() -> None:
    """An order has no room for it."""
    noise = Image.frombytes("L", (1500, 1000), Random(1).randbytes(1_500_000))
    with pytest.raises(UserError, match="mask-fine"):
        await mask_of_picture(encoded(noise, "JPEG", quality=95), noise.size)
    with pytest.raises(UserError, match="too-many-pixels"):
        await mask_of_fields((1,), (8000, 8000))
