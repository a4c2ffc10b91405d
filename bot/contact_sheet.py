"""Draws the contact sheet of a crowd: one tile for each job, the same in light and in dark chats."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from bot.domain.tile import SHEET_COLUMNS, Tile, TileState
from bot.pictures import bare_pixels, decoder_flaws, on_white, open_picture, run_decoder

TILE_SIDE_PIXELS: Final = 256
TILE_QUALITY: Final = 82
STRIP_PIXELS: Final = 52  # below a tile, for its words
GAP_PIXELS: Final = 8
FONT_PIXELS: Final = 34
BIG_FONT_PIXELS: Final = 84
BAR_PIXELS: Final = 8
SHEET_BYTES_MOST: Final = 300_000
SHEET_QUALITIES: Final = (80, 68, 55, 40)
GROUND: Final = (34, 38, 46)
EMPTY: Final = (96, 102, 114)
INK: Final = (245, 246, 248)
BAR: Final = (86, 156, 255)
SPARE_PIXELS: Final = 12  # beside the words of a strip
MARK_PIXELS: Final = 72  # across the disc of a mark
# The colour of each mark's disc, and its strokes as shares of that.
TILE_MARKS: Final = {
    TileState.READY: ((52, 178, 96), (((0.27, 0.52), (0.44, 0.69), (0.74, 0.35)),)),
    TileState.FAILED: ((214, 74, 74), (((0.32, 0.32), (0.68, 0.68)), ((0.32, 0.68), (0.68, 0.32)))),
}
UNKNOWN_GLYPH: Final = "\U0010fffd"  # no font has it: drawn as the box that stands for what is missing


@dataclass(frozen=True, slots=True)
class PlacedTile:
    """A tile, its place from 0 row by row, and its picture, as `make_tile` made it, or empty."""

    tile: Tile
    place: int
    picture: bytes = b""


async def make_tile(data: bytes) -> bytes:
    """The middle of a picture as a square JPEG of TILE_SIDE_PIXELS. Raises BadPicture."""
    return await run_decoder(shrink_to_tile, data)


async def draw_sheet(placed: Sequence[PlacedTile], *, side: int = 0) -> bytes:
    """A JPEG of some tiles; `side`: no longer than so many pixels. Raises BadPicture."""
    return await run_decoder(compose_sheet, placed, side)


# --- what the threads do ---------------------------------------------------------------------------


def shrink_to_tile(data: bytes) -> bytes:
    with decoder_flaws(), open_picture(BytesIO(data)) as source:
        source.draft("RGB", (2 * TILE_SIDE_PIXELS, 2 * TILE_SIDE_PIXELS))
        picture = on_white(bare_pixels(source))
        side = min(picture.size)
        left, top = (picture.width - side) // 2, (picture.height - side) // 2
        box = (left, top, left + side, top + side)
        wanted = (TILE_SIDE_PIXELS, TILE_SIDE_PIXELS)
        tile = picture.resize(wanted, Image.Resampling.BILINEAR, box=box, reducing_gap=2.0)
        out = BytesIO()
        tile.save(out, "JPEG", quality=TILE_QUALITY)
        return out.getvalue()


def compose_sheet(placed: Sequence[PlacedTile], side: int) -> bytes:
    last = max(one.place for one in placed)
    columns, rows = min(last + 1, SHEET_COLUMNS), last // SHEET_COLUMNS + 1
    width, height = TILE_SIDE_PIXELS + GAP_PIXELS, TILE_SIDE_PIXELS + STRIP_PIXELS + GAP_PIXELS
    sheet = Image.new("RGB", (columns * width + GAP_PIXELS, rows * height + GAP_PIXELS), GROUND)
    for one in placed:
        row, column = divmod(one.place, SHEET_COLUMNS)
        draw_tile(sheet, one, GAP_PIXELS + column * width, GAP_PIXELS + row * height)
    if side:
        sheet.thumbnail((side, side))
    return encode_sheet(sheet)


def encode_sheet(sheet: Image.Image) -> bytes:
    """Within SHEET_BYTES_MOST, in the best quality that has room there; smaller where none has."""
    while True:
        for quality in SHEET_QUALITIES:
            out = BytesIO()
            sheet.save(out, "JPEG", quality=quality)
            if out.tell() <= SHEET_BYTES_MOST:
                return out.getvalue()
        sheet = sheet.reduce(2)


def draw_tile(sheet: Image.Image, placed: PlacedTile, left: int, top: int) -> None:
    tile, draw = placed.tile, ImageDraw.Draw(sheet)
    right, bottom = left + TILE_SIDE_PIXELS, top + TILE_SIDE_PIXELS
    if placed.picture:
        with decoder_flaws(), open_picture(BytesIO(placed.picture)) as picture:
            sheet.paste(picture, (left, top))
    else:
        draw.rectangle((left, top, right - 1, bottom - 1), EMPTY)
    if tile.state is TileState.WAITING and tile.ahead:
        centre = (left + TILE_SIDE_PIXELS // 2, top + TILE_SIDE_PIXELS // 2)
        draw.text(centre, str(tile.ahead), INK, sheet_font(BIG_FONT_PIXELS), anchor="mm")
    if tile.state in TILE_MARKS:
        draw_mark(draw, tile.state, right - MARK_PIXELS - SPARE_PIXELS, top + SPARE_PIXELS)
    elif tile.percent:
        end = left + TILE_SIDE_PIXELS * min(tile.percent, 100) // 100
        draw.rectangle((left, bottom - BAR_PIXELS, end - 1, bottom - 1), BAR)
    draw_words(draw, tile, left, bottom + STRIP_PIXELS // 2)


def draw_words(draw: ImageDraw.ImageDraw, tile: Tile, left: int, middle: int) -> None:
    """Number and name, and at the right how far it is; a name that is too long is cut."""
    font, right = sheet_font(FONT_PIXELS), left + TILE_SIDE_PIXELS
    share = f"{tile.percent} %" if tile.percent and tile.state is TileState.PAINTING else ""
    draw.text((right, middle), share, INK, font, anchor="rm")
    room = TILE_SIDE_PIXELS - (font.getlength(share) + SPARE_PIXELS if share else 0)
    words = f"{tile.number} {drawable_name(tile.person)}".strip()
    while font.getlength(words) > room:
        words = words[:-1]
    draw.text((left, middle), words, INK, font, anchor="lm")


def draw_mark(draw: ImageDraw.ImageDraw, state: TileState, left: int, top: int) -> None:
    """A disc with a check mark, or a cross."""
    colour, strokes = TILE_MARKS[state]
    draw.ellipse((left, top, left + MARK_PIXELS, top + MARK_PIXELS), colour)
    for stroke in strokes:
        points = [(left + x * MARK_PIXELS, top + y * MARK_PIXELS) for x, y in stroke]
        draw.line(points, INK, width=MARK_PIXELS // 8, joint="curve")


@cache
def sheet_font(size: int) -> ImageFont.FreeTypeFont:
    """Pillow's own, so that nothing has to be installed or fetched."""
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    return font


def drawable_name(name: str) -> str:
    """What of it the font has, letters without their accents where it has those; empty when that is nothing.

    Then its number has to do: the words below say whose it is.
    """
    bare = "".join(sign if has_glyph(sign) else unicodedata.normalize("NFKD", sign) for sign in name)
    return " ".join("".join(sign for sign in bare if has_glyph(sign)).split())


@cache
def missing_glyph() -> bytes:
    return bytes(sheet_font(FONT_PIXELS).getmask(UNKNOWN_GLYPH))


def has_glyph(sign: str) -> bool:
    if sign.isspace():
        return True
    return sign.isprintable() and bytes(sheet_font(FONT_PIXELS).getmask(sign)) != missing_glyph()
