"""Each order becomes the request that the reference describes."""

from typing import Any

import pytest

from bot.domain.ids import ImageId
from bot.domain.order import Act, Animate, Describe, Edit, ExtendVideo, Imagine, Order, Shorten, Translate
from bot.domain.prompt import Hints, Mode, Prompt
from bot.midjourney import requests

FOX = Prompt("a fox", ("https://pictures.example/a.png",), (("ar", "16:9"), ("quality", "2")), Mode.TURBO)
FLAGGED = Prompt("a fox", (), (("version", "8.2"), ("hd", ""), ("quality", "2"), ("sref", "123")), Mode.RELAX)
OLDER = Hints(version="8.1", quality="2")
IMAGE = ImageId("1557000000000000001")


@pytest.mark.parametrize(
    ("order", "path", "body"),
    [
        (Imagine(Prompt("a fox")), "imagine", {"action": "generate", "prompt": "a fox", "mode": "fast"}),
        (
            Imagine(FOX),
            "imagine",
            {
                "action": "generate",
                "prompt": "https://pictures.example/a.png a fox --ar 16:9 --quality 2",
                "mode": "turbo",
                "quality": "2",
            },
        ),
        (
            Imagine(FLAGGED),
            "imagine",
            {
                "action": "generate",
                "prompt": "a fox --version 8.2 --hd --quality 2 --sref 123",
                "mode": "relax",
                "version": "8.2",
                "hd": True,
                "quality": "2",
                "style_reference": True,
            },
        ),
        (
            Imagine(Prompt("a fox", (), (("version", "8.1"),), Mode.RELAX)),
            "imagine",
            {"action": "generate", "prompt": "a fox --version 8.1", "mode": "relax", "version": "8.1", "hd": False},
        ),
        (
            Act("upscale2", IMAGE, "a fox", Mode.RELAX, Hints(version="7", hd=True, quality="4")),
            "imagine",
            {"action": "upscale2", "image_id": IMAGE, "mode": "relax", "version": "7", "hd": True, "quality": "4"},
        ),
        (
            Act("variation1", IMAGE, "a fox", Mode.TURBO, Hints("8", True, "4", True, True)),  # noqa: FBT003 - all there are
            "imagine",
            {
                "action": "variation1",
                "image_id": IMAGE,
                "mode": "turbo",
                "version": "8",
                "hd": True,
                "quality": "4",
            },
        ),
        (
            Act("reroll", IMAGE, "a fox", Mode.TURBO, OLDER),
            "imagine",
            {"action": "reroll", "image_id": IMAGE, "mode": "fast", "version": "8.1", "hd": False},
        ),
        (
            Edit("https://pictures.example/a.png", "blue", Mode.RELAX),
            "edits",
            {
                "action": "generate",
                "image_url": "https://pictures.example/a.png",
                "prompt": "blue",
                "mode": "relax",
            },
        ),
        (
            Animate("https://pictures.example/a.png", mode=Mode.RELAX),
            "videos",
            {
                "action": "generate",
                "image_url": "https://pictures.example/a.png",
                "mode": "fast",
                "resolution": "480p",
            },
        ),
        (
            ExtendVideo("1751000000000001", 0, "on", Mode.TURBO),
            "videos",
            {
                "action": "extend",
                "video_id": "1751000000000001",
                "video_index": 0,
                "prompt": "on",
                "mode": "turbo",
                "resolution": "480p",
            },
        ),
        (
            Animate("https://pictures.example/a.png", "it yawns", resolution="720p", loop=True),
            "videos",
            {
                "action": "generate",
                "image_url": "https://pictures.example/a.png",
                "prompt": "it yawns",
                "mode": "fast",
                "resolution": "720p",
                "loop": True,
            },
        ),
        (
            ExtendVideo("1751000000000001", 3, resolution="720p", end_image_url="https://pictures.example/b.png"),
            "videos",
            {
                "action": "extend",
                "video_id": "1751000000000001",
                "video_index": 3,
                "prompt": "the same scene, going on as it began",
                "mode": "fast",
                "resolution": "720p",
                "end_image_url": "https://pictures.example/b.png",
            },
        ),
        (Describe("https://pictures.example/a.png"), "describe", {"image_url": "https://pictures.example/a.png"}),
        (Translate(Prompt("ein Fuchs", flags=(("ar", "3:2"),))), "translate", {"content": "ein Fuchs"}),
        (Shorten("a very red fox"), "shorten", {"prompt": "a very red fox"}),
        (Shorten("a very red fox --ar 3:2 --no text", Mode.TURBO), "shorten", {"prompt": "a very red fox"}),
    ],
)
def test_bodies(order: Order, path: str, body: dict[str, Any]) -> None:
    """Action, mode and resolution are always there, quality is text, and nothing is null."""
    assert requests.order_path(order) == path
    assert requests.order_body(order).dump() == body


@pytest.mark.parametrize(
    ("order", "body"),
    [
        (
            Act("variation_region", IMAGE, "a fox", mask="0a1b", repaint="a hat"),
            {"action": "variation_region", "image_id": IMAGE, "mode": "fast", "prompt": "a hat"},
        ),
        (
            Act("variation_region", IMAGE, "a fox", mask="0a1b"),
            {"action": "variation_region", "image_id": IMAGE, "mode": "fast"},
        ),
        (
            Edit("https://pictures.example/a.png", "a hat", mask="0a1b"),
            {
                "action": "generate",
                "image_url": "https://pictures.example/a.png",
                "prompt": "a hat",
                "mode": "fast",
            },
        ),
    ],
)
def test_a_mask_goes_along_under_its_order(order: Order, body: dict[str, Any]) -> None:
    """An order has its name only, and a search for the order knows nothing of it."""
    assert requests.order_body(order, mask="QUJD").dump() == body | {"mask": "QUJD"}
    assert requests.order_body(order).dump() == body


def test_no_wait() -> None:
    """Tasks can be acknowledged at once; the small endpoints have no such member."""
    assert requests.order_body(Imagine(FOX), no_wait=True).dump()["async"] is True
    assert requests.order_body(Shorten("a fox"), no_wait=True).dump() == {"prompt": "a fox"}


def test_lookups() -> None:
    """A batch asks for as many as it names, because the service's own limit is twelve."""
    assert requests.batch_body(["a", "b"]).dump() == {"action": "retrieve_batch", "ids": ["a", "b"], "limit": 2}
    assert requests.recent_body().dump() == {"action": "retrieve_batch", "limit": 50}
