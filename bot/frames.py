"""Puts pictures on larger grounds, so that what is around them can be painted."""

from io import BytesIO

from PIL import Image

from bot.domain.reframe import Frame, Reframe, frame_around
from bot.masks import LYING_TURNS
from bot.pictures import (
    LENT_SIDE_PIXELS,
    OpenFile,
    Picture,
    bare_pixels,
    decoder_flaws,
    encode_lent,
    on_white,
    open_picture,
    run_decoder,
    turn_pixels,
    upright_turn,
)

__all__ = ["framed_picture"]


async def framed_picture(source: bytes | OpenFile, wish: Reframe) -> tuple[Picture, Frame]:
    """A picture on its larger ground, to be handed on, and where it lies there; as `lendable_picture` otherwise.

    Raises BadPicture, and UserError for what cannot be made of a picture of its size.
    """
    return await run_decoder(frame_picture, source, wish)


# --- what the threads do ---------------------------------------------------------------------------


def frame_picture(source: bytes | OpenFile, wish: Reframe) -> tuple[Picture, Frame]:
    """`framed_picture`, in a thread. Raises BadPicture and UserError."""
    with source() if callable(source) else BytesIO(source) as file:
        with decoder_flaws():
            opened = open_picture(file)
            profile, turn = opened.info.get("icc_profile"), upright_turn(opened)
        upright = opened.size[::-1] if turn in LYING_TURNS else opened.size
        frame = frame_around(upright, wish).within(LENT_SIDE_PIXELS)
        with decoder_flaws():
            return encode_lent(on_ground(turn_pixels(on_white(bare_pixels(opened)), turn), frame), profile), frame


def on_ground(picture: Image.Image, frame: Frame) -> Image.Image:
    """The picture where it lies, and its outermost pixels drawn out around it: whoever blends what is painted there
    with what was leaves no seam of another colour.
    """
    if picture.size != frame.inner:
        picture = picture.resize(frame.inner, Image.Resampling.LANCZOS)
    (width, height), (left, top, right, bottom) = frame.size, frame.box
    ground = Image.new(picture.mode, frame.size)
    ground.paste(picture, frame.box)
    for edge, beside in (
        ((left, top, left + 1, bottom), (0, top, left, bottom)),
        ((right - 1, top, right, bottom), (right, top, width, bottom)),
        ((0, top, width, top + 1), (0, 0, width, top)),
        ((0, bottom - 1, width, bottom), (0, bottom, width, height)),
    ):
        room = beside[2] - beside[0], beside[3] - beside[1]
        if all(room):
            ground.paste(ground.crop(edge).resize(room, Image.Resampling.NEAREST), beside)
    return ground
