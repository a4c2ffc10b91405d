"""Pictures that a platform would refuse for their size or shape are made to fit; others stay as they are."""

from io import BytesIO

import pytest
from PIL import Image as Pixels

from bot.domain.card import Card, Media, MediaKind
from bot.jobs.media import MediaFitter
from bot.ports import Capabilities
from tests.fakes.painter import FakePictures
from tests.fakes.telegram.client import picture

CAPABILITIES = Capabilities(gap=0.0, file_limit=50_000_000, picture_limit=10_000_000, sides=1000, ratio=20.0)


class These(FakePictures):
    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data

    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:  # type: ignore[explicit-override]  # shorter so
        return self.data, "image/png"


async def rendered(data: bytes, kind: MediaKind = MediaKind.IMAGE) -> bytes:
    card = Card((), (Media(kind, "https://pictures.example/1.png", "a cat"),))
    return (await MediaFitter(These(data)).fit(card, CAPABILITIES, preview=False)).media[0].data


@pytest.mark.parametrize(("width", "height"), [(700, 600), (990, 40), (8, 990), (980, 10)])
async def test_an_odd_shape_is_mended(width: int, height: int) -> None:
    """Too many pixels are scaled; what is too narrow stands on a ground."""
    with Pixels.open(BytesIO(await rendered(picture(width, height)))) as made:
        assert sum(made.size) <= CAPABILITIES.sides
        assert max(made.size) <= CAPABILITIES.ratio * min(made.size)


async def test_what_fits_stays_as_it_is() -> None:
    """To the byte; and a file is never touched."""
    small, odd = picture(500, 400), picture(990, 20)
    assert await rendered(small) == small
    assert await rendered(odd, MediaKind.FILE) == odd
