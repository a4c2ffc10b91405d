"""`python -m tests.tour.sheets`: draws the contact sheets of docs/telegram.md, of twelve jobs and of 24."""

import asyncio
import sys
from io import BytesIO
from time import process_time

from PIL import Image

from bot.contact_sheet import PlacedTile, draw_sheet, make_tile
from bot.domain.tile import TILES_MOST, Tile, TileState
from bot.sandbox.paint.scenes import Genome, paint_cell
from tests.deploy.reading import ROOT

PEOPLE = ("Ann", "Bob", "Çağla", "王小明", "Désirée", "Иван", "Zoë 🦊", "Maximiliane", "محمد", "Lu", "Ola", "Kim")
PROMPTS = (
    "a fox in the snow",
    "a castle at dawn",
    "a lighthouse",
    "dunes at night",
    "a neon city",
    "flowers",
    "a king",
)
TWELVE = 12
FOLDER = ROOT / "docs" / "telegram"
SIDE_PIXELS = 384  # of a preview
SHOWN_SIDE_PIXELS, SHOWN_QUALITY = 1300, 66  # a manual's pictures are smaller than those that are sent


def preview(n: int) -> bytes:
    out = BytesIO()
    paint_cell(Genome(PROMPTS[n % len(PROMPTS)], n, 0), SIDE_PIXELS, SIDE_PIXELS).save(out, "JPEG", quality=88)
    return out.getvalue()


def tile_of(n: int, count: int) -> Tile:
    """The oldest are ready, the newest wait."""
    person, waits = PEOPLE[n % len(PEOPLE)], n - (count - 2)
    if waits >= 0:
        return Tile(str(n), person, TileState.WAITING, ahead=waits + 1, number=n + 1)
    state = TileState.READY if n in {0, 2} else TileState.FAILED if n == 1 else TileState.PAINTING
    return Tile(str(n), person, state, 100 - 97 * n // count, number=n + 1)


async def draw_all() -> None:
    pictures = [await make_tile(preview(n)) for n in range(TILES_MOST)]
    for count in (TWELVE, TILES_MOST):
        tiles = [tile_of(n, count) for n in range(count)]
        placed = [PlacedTile(one, n, b"" if one.ahead else pictures[n]) for n, one in enumerate(tiles)]
        begun = process_time()
        sheet = await draw_sheet(placed)
        sys.stdout.write(f"{count} tiles: {(process_time() - begun) * 1000:.0f} ms, {len(sheet) // 1000} kB\n")
        with Image.open(BytesIO(sheet)) as drawn:
            drawn.thumbnail((SHOWN_SIDE_PIXELS, SHOWN_SIDE_PIXELS))
            drawn.save(FOLDER / f"contact-sheet-{count}.jpg", quality=SHOWN_QUALITY)


if __name__ == "__main__":
    asyncio.run(draw_all())
