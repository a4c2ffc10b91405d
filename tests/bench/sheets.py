"""What a full contact sheet costs: CPU and bytes, by `make bench`."""

from io import BytesIO
from time import process_time

from bot.contact_sheet import PlacedTile, draw_sheet, make_tile
from bot.domain.tile import TILES_MOST, Tile, TileState
from bot.sandbox.paint.scenes import Genome, paint_cell
from tests.bench.measure import aim, quantile, report

SHEET_TIMES = 20
SHEET_CPU_MOST_MS = 60.0
SHEET_MOST_KB = 300.0
PREVIEW_PIXELS = 384


async def compose_sheets() -> None:
    """Each is decoded from its tiles and encoded anew, as it is whenever the board is shown."""
    tiles = [await make_tile(painted_preview(n)) for n in range(TILES_MOST)]
    placed = [
        PlacedTile(Tile(str(n), "Ann", TileState.PAINTING, 40, number=n), n, one) for n, one in enumerate(tiles)
    ]
    spent: list[float] = []
    size = 0.0
    for _ in range(SHEET_TIMES):
        begun = process_time()
        size = len(await draw_sheet(placed)) / 1000
        spent.append((process_time() - begun) * 1000)
    median = quantile(spent, 0.5)
    report("composing_24_tiles", cpu_ms=median, most_ms=max(spent), kB=size)
    aim("composing 24 tiles, ms of a core", median, SHEET_CPU_MOST_MS)
    aim("composing 24 tiles, kB", size, SHEET_MOST_KB)


def painted_preview(n: int) -> bytes:
    out = BytesIO()
    paint_cell(Genome("a fox in the snow", n, 0), PREVIEW_PIXELS, PREVIEW_PIXELS).save(out, "JPEG")
    return out.getvalue()
