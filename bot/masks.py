"""Makes masks: which pixels of a picture are to change, white on black and exactly of its size."""

from collections.abc import Iterable
from io import BytesIO
from typing import Final

from PIL import Image, ImageChops

from bot.domain.errors import BadPicture, Flaw, UserError
from bot.domain.reframe import Frame
from bot.domain.region import (
    MASK_BASE64_MOST,
    MASK_SENT_BYTES,
    MASK_SENT_PIXELS,
    RATIO_OFF_MOST,
    SHARE_LEAST,
    SHARE_MOST,
    field_box,
)
from bot.pictures import (
    EXIF_TURNS,
    PICTURE_PIXELS,
    bare_pixels,
    decoder_flaws,
    open_picture,
    run_decoder,
    turn_pixels,
    upright_turn,
)

__all__ = ["mask_of_fields", "mask_of_frame", "mask_of_picture", "measure_picture"]

# Of a JPEG, the smallest first: edges of strokes come back from the first, single pixels from the last.
_QUALITIES: Final = (60, 80, 92)
_WHITE: Final = 255
_THRESHOLD: Final = [0] * 128 + [_WHITE] * 128
_MILLION: Final = 1_000_000
LYING_TURNS: Final = frozenset(EXIF_TURNS[number] for number in (5, 6, 7, 8))  # these swap the sides


async def mask_of_fields(fields: Iterable[int], size: tuple[int, int]) -> bytes:
    """The mask, a baseline JPEG, for these fields (see Region) of a picture of `size` pixels. Raises UserError."""
    return await run_decoder(draw_fields, tuple(fields), size)


async def mask_of_frame(frame: Frame) -> bytes:
    """The same for what is around a picture on a larger ground. Raises UserError."""
    return await run_decoder(draw_border, frame)


async def mask_of_picture(data: bytes, size: tuple[int, int]) -> bytes:
    """The same out of a picture that somebody sent: white is to change, black and transparent stay.

    Raises UserError for what cannot be a mask for a picture of `size` pixels.
    """
    return await run_decoder(read_mask, data, size)


async def measure_picture(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of what a mask is wanted for, upright. Raises BadPicture."""
    return await run_decoder(upright_size, data)


# --- what the threads do ---------------------------------------------------------------------------


def draw_fields(fields: Iterable[int], size: tuple[int, int]) -> bytes:
    """`mask_of_fields`, in a thread. Raises UserError."""
    check_size(size)
    mask = Image.new("L", size)
    for field in fields:
        mask.paste(_WHITE, field_box(field, *size))
    return finish_mask(mask)


def draw_border(frame: Frame) -> bytes:
    """`mask_of_frame`, in a thread. Raises UserError."""
    check_size(frame.size)
    mask = Image.new("L", frame.size, _WHITE)
    mask.paste(0, frame.box)
    return finish_mask(mask)


def read_mask(data: bytes, size: tuple[int, int]) -> bytes:
    """`mask_of_picture`, in a thread. Raises UserError."""
    check_size(size)
    if len(data) > MASK_SENT_BYTES:
        raise UserError("mask-too-large", limit=str(MASK_SENT_BYTES // 1024 // 1024))
    try:
        grey = read_grey(data)
    except BadPicture as error:
        if error.flaw is Flaw.PIXELS:
            limit = min(error.limit or MASK_SENT_PIXELS, MASK_SENT_PIXELS)
            raise UserError("picture-too-many-pixels", limit=str(limit // _MILLION)) from None
        raise UserError("mask-no-picture") from None
    if abs(grey.width * size[1] / (grey.height * size[0]) - 1) > RATIO_OFF_MOST:
        facts = {"width": str(grey.width), "height": str(grey.height)}
        raise UserError("mask-ratio", **facts, wanted_width=str(size[0]), wanted_height=str(size[1]))
    return finish_mask(grey.point(_THRESHOLD).resize(size, Image.Resampling.NEAREST))


def read_grey(data: bytes) -> Image.Image:
    """Upright, in shades of grey, black where one could see through. Raises BadPicture."""
    with decoder_flaws():
        with open_picture(BytesIO(data), bounded=False) as head:
            if head.width * head.height > MASK_SENT_PIXELS:
                raise BadPicture(Flaw.PIXELS, width=head.width, height=head.height, limit=MASK_SENT_PIXELS)
        with open_picture(BytesIO(data)) as source:
            turn = upright_turn(source)
            picture = turn_pixels(bare_pixels(source), turn)
        grey = picture.convert("L")
        return ImageChops.multiply(grey, picture.getchannel("A")) if picture.mode in {"LA", "RGBA"} else grey


def check_size(size: tuple[int, int]) -> None:
    """Of the picture that is to change. Raises UserError."""
    if size[0] * size[1] > PICTURE_PIXELS:
        raise UserError("picture-too-many-pixels", limit=str(PICTURE_PIXELS // _MILLION))


def finish_mask(mask: Image.Image) -> bytes:
    """A mask of black and white as it is sent. Raises UserError when too little or too much of it is white."""
    share = mask.histogram()[_WHITE] / (mask.width * mask.height)
    if share < SHARE_LEAST:
        raise UserError("mask-empty")
    if share > SHARE_MOST:
        raise UserError("mask-full")
    return encode_mask(mask)


def encode_mask(mask: Image.Image) -> bytes:
    """The smallest JPEG that gives every pixel back. Raises UserError when that is too large.

    Of three components, like the one in the vendor's guide.
    """
    colours = mask.convert("RGB")
    for quality in _QUALITIES:
        out = BytesIO()
        colours.save(out, "JPEG", quality=quality, optimize=True)
        if (out.tell() + 2) // 3 * 4 > MASK_BASE64_MOST:
            break
        if is_same(out, mask):
            return out.getvalue()
    raise UserError("mask-fine")


def is_same(out: BytesIO, mask: Image.Image) -> bool:
    """Whether an encoded mask comes back as it was."""
    out.seek(0)
    with Image.open(out) as encoded:
        return ImageChops.difference(encoded.convert("L").point(_THRESHOLD), mask).getbbox() is None


def upright_size(data: bytes) -> tuple[int, int]:
    """`measure_picture`, in a thread. Raises BadPicture."""
    with decoder_flaws(), open_picture(BytesIO(data), bounded=False) as source:
        width, height = source.size
        return (height, width) if upright_turn(source) in LYING_TURNS else (width, height)
