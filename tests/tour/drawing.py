"""A picture of a part of a page, as small as the manual takes it."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import FloatRect, Locator

PICTURE_MOST: Final = 60_000  # bytes of one
ALL_MOST: Final = 2_000_000  # bytes of all
MARGIN: Final = 8  # CSS pixels around what is shown
QUALITIES: Final = range(82, 40, -6)
SMALLER: Final = 0.85  # a step down, where no quality will do


def draw(shown: Sequence[Locator], path: Path) -> None:
    """What stands in these elements, and between them, as WebP of at most PICTURE_MOST bytes."""
    page = shown[0].page
    window = page.viewport_size
    assert window is not None
    frame = around([box for one in shown if (box := one.bounding_box())], window["width"], window["height"])
    drawn = page.screenshot(clip=frame, animations="disabled")
    path.write_bytes(small_picture(Image.open(io.BytesIO(drawn)).convert("RGB")))


def around(boxes: Sequence[FloatRect], width: float, height: float) -> FloatRect:
    """What holds all of them and a margin, within a window of this size."""
    left = max(min(one["x"] for one in boxes) - MARGIN, 0)
    top = max(min(one["y"] for one in boxes) - MARGIN, 0)
    right = min(max(one["x"] + one["width"] for one in boxes) + MARGIN, width)
    bottom = min(max(one["y"] + one["height"] for one in boxes) + MARGIN, height)
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def small_picture(picture: Image.Image) -> bytes:
    """The best quality that fits, and a smaller one where none does."""
    for quality in QUALITIES:
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= PICTURE_MOST:
            return out.getvalue()
    size = (round(picture.width * SMALLER), round(picture.height * SMALLER))
    return small_picture(picture.resize(size, Image.Resampling.LANCZOS))
