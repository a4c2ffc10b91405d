"""Makes small versions of results, at the sizes that a page shows them at, in a format that browsers fetch fast."""

from io import BytesIO
from typing import Final

from PIL import Image

from bot.pictures import (
    Picture,
    bare_pixels,
    decoder_flaws,
    on_white,
    open_picture,
    run_decoder,
    source_note,
    turn_pixels,
    upright_turn,
)

__all__ = ["make_thumbnails"]

# Libwebp's own default is 75 and 4; a step up shows on fine lines, a step down saves a third of the time.
THUMB_QUALITY: Final = 80
THUMB_EFFORT: Final = 3


async def make_thumbnails(data: bytes, sides: tuple[int, ...]) -> tuple[Picture, ...]:
    """As WebP, by their longest sides in pixels, rising; none is larger than the picture, one at least.

    Marked as painted by a model, as what they are made of. Raises BadPicture.
    """
    return await run_decoder(shrink_to_sides, data, sides)


# --- what the threads do ---------------------------------------------------------------------------


def shrink_to_sides(data: bytes, sides: tuple[int, ...]) -> tuple[Picture, ...]:
    """`make_thumbnails`, in a thread. Raises BadPicture."""
    with decoder_flaws(), open_picture(BytesIO(data)) as source:
        longest = max(source.size)
        source.draft("RGB", (sides[-1], sides[-1]))  # a JPEG is decoded no larger than that takes
        picture = turn_pixels(on_white(bare_pixels(source)), upright_turn(source))
        wanted = [side for side in sides if side < longest] + [longest for _ in range(longest <= sides[-1])]
        made = []
        for side in sorted(wanted, reverse=True):
            picture.thumbnail((side, side), Image.Resampling.LANCZOS)
            made.append(encode_thumbnail(picture, source_note(data)))
        return tuple(reversed(made))


def encode_thumbnail(picture: Image.Image, note: bytes) -> Picture:
    out = BytesIO()
    picture.save(out, "WEBP", quality=THUMB_QUALITY, method=THUMB_EFFORT, xmp=note)
    return Picture(out.getvalue(), "image/webp", picture.size)
