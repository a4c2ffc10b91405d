"""Looks whether a picture can be seen at all, for platforms that show whatever they are given."""

from io import BytesIO
from typing import Final

from bot.domain.errors import BadPicture, Flaw
from bot.pictures import decoder_flaws, open_picture, run_decoder

__all__ = ["SHOWN_MIMES", "examine_picture"]

# What every browser and every client of a platform shows.
SHOWN_MIMES: Final = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


async def examine_picture(data: bytes) -> None:
    """Raises BadPicture for what nobody would see anything of; one that is only too large for us is as good."""
    await run_decoder(decode_whole, data)


def decode_whole(data: bytes) -> None:
    """`examine_picture`, in a thread. Raises BadPicture."""
    try:
        with decoder_flaws(), open_picture(BytesIO(data)) as picture:
            picture.load()
    except BadPicture as error:
        if error.flaw is not Flaw.PIXELS:
            raise
