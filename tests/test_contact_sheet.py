"""The contact sheet as a picture: its size, its bytes, and names that its font cannot draw."""

from io import BytesIO

import pytest
from PIL import Image

from bot.contact_sheet import (
    EMPTY,
    GROUND,
    SHEET_BYTES_MOST,
    TILE_SIDE_PIXELS,
    PlacedTile,
    draw_sheet,
    drawable_name,
    make_tile,
)
from bot.domain.tile import SHEET_COLUMNS, TILES_MOST, Tile, TileState


def noisy_picture(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(out, "PNG")
    return out.getvalue()


def plain_picture(colour: tuple[int, int, int]) -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 64), colour).save(out, "PNG")
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("size", [(640, 160), (100, 900), (32, 32)])
async def test_a_tile_is_a_square_of_one_size(size: tuple[int, int]) -> None:
    """Whatever the shape of the preview."""
    assert opened(await make_tile(noisy_picture(*size))).size == (TILE_SIDE_PIXELS, TILE_SIDE_PIXELS)


async def test_a_full_sheet_of_noise_keeps_its_bytes() -> None:
    """Noise is what a JPEG is worst at."""
    picture = await make_tile(noisy_picture(300, 300))
    tiles = [
        PlacedTile(Tile(str(n), "Ann", TileState.PAINTING, 40, number=n), n, picture) for n in range(TILES_MOST)
    ]
    assert len(await draw_sheet(tiles)) <= SHEET_BYTES_MOST


async def test_a_tile_shows_its_own_picture_in_its_place() -> None:
    """Two colours, the second in another row; one without a picture is grey, and a place that is free is empty."""
    red, blue = await make_tile(plain_picture((200, 0, 0))), await make_tile(plain_picture((0, 0, 200)))
    tiles = [Tile(str(n), "Ann", TileState.PAINTING, number=n) for n in (1, 2, 3)]
    placed = [PlacedTile(tiles[0], 0, red), PlacedTile(tiles[1], 5, blue), PlacedTile(tiles[2], 2)]
    sheet = opened(await draw_sheet(placed))
    assert sheet.width > SHEET_COLUMNS * TILE_SIDE_PIXELS
    centres = [sheet.getpixel(at) for at in ((136, 136), (400, 452), (664, 136), (400, 136))]
    for found, wanted in zip(centres, [(200, 0, 0), (0, 0, 200), EMPTY, GROUND], strict=True):
        assert isinstance(found, tuple)
        assert all(abs(one - other) < 25 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Ann", "Ann"),
        ("Ann 🦊", "Ann"),
        ("Désirée", "Desiree"),
        ("Çağla", "Cagla"),
        ("王小明", ""),
        ("محمد", ""),
        ("", ""),
        ("\u202eAnn", "Ann"),
    ],
)
def test_a_name_loses_what_the_font_cannot_draw(name: str, drawn: str) -> None:
    """No boxes that mean nothing: the number stands there anyway."""
    assert drawable_name(name) == drawn


@pytest.mark.parametrize("state", list(TileState))
async def test_every_state_is_drawn_and_long_names_fit(state: TileState) -> None:
    """No right edge of a neighbour is written over: the strip right of a lone column's tile stays ground."""
    tiles = [PlacedTile(Tile("a", "W" * 80, state, 100, ahead=123, number=999), 0)]
    sheet = opened(await draw_sheet(tiles))
    edge = [sheet.getpixel((TILE_SIDE_PIXELS + 12, y)) for y in range(TILE_SIDE_PIXELS + 12, sheet.height - 10)]
    assert all(isinstance(found, tuple) and max(found) < 90 for found in edge)
