"""Small versions of results, as a page fetches them."""

from io import BytesIO

import pytest
from PIL import Image

from bot.domain.errors import BadPicture
from bot.pictures import USUAL_SOURCE_TYPE
from bot.thumbnails import make_thumbnails

SIDES = (480, 960, 1440)


def painted(width: int, height: int, kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((width, height)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ((2048, 1024), [(480, 240), (960, 480), (1440, 720)]),
        ((700, 1200), [(280, 480), (560, 960), (700, 1200)]),
        ((300, 200), [(300, 200)]),
        ((960, 960), [(480, 480), (960, 960)]),
    ],
)
async def test_no_version_is_larger_than_the_picture(
    size: tuple[int, int], wanted: list[tuple[int, int]], kind: str
) -> None:
    """In WebP, the smallest first, and what says that a model has painted it goes along."""
    made = await make_thumbnails(painted(*size, kind), SIDES)
    assert [one.size for one in made] == wanted
    for one in made:
        with Image.open(BytesIO(one.data)) as opened:
            assert (opened.format, opened.size) == ("WEBP", one.size)
        assert USUAL_SOURCE_TYPE.encode() in one.data


async def test_they_are_a_fraction_of_the_picture() -> None:
    """A photograph in PNG, as the service sends it."""
    noisy = Image.effect_noise((1024, 1024), 40).convert("RGB")
    out = BytesIO()
    noisy.save(out, "PNG")
    for one in await make_thumbnails(out.getvalue(), SIDES):
        assert len(one.data) < len(out.getvalue()) / 2


async def test_what_is_no_picture_is_refused() -> None:
    """As everywhere else."""
    with pytest.raises(BadPicture):
        await make_thumbnails(b"<svg/>", SIDES)
