"""Which of the recent tasks could be ours."""

import base64
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.ids import ImageId, JobId
from bot.domain.order import Act, Animate, Describe, Edit, ExtendVideo, Imagine, Order
from bot.domain.prompt import Mode, Prompt
from bot.domain.region import mask_name
from bot.midjourney import requests
from bot.midjourney.matching import MATCH_AFTER_S, MATCH_BEFORE_S, matching_tasks
from bot.midjourney.schemas import Record
from tests.midjourney.samples import SENT

FOX = Imagine(Prompt("a fox"))
PICTURE = "https://pictures.example/a.png"


def task(name: str, at: float = 1.0, kind: str = "imagine", **request: Any) -> Record:
    return Record.model_validate({"id": name, "type": kind, "created_at": SENT + at, "request": request})


def test_closest_first() -> None:
    """The same request, made about when ours was sent; the closest is the likeliest."""
    records = [
        task("late", 9, prompt="a fox", action="generate"),
        task("near", 1, prompt="a  fox ", image_id=None, version="1.0"),
        task("early", -2, prompt="a fox"),
        task("other", 1, prompt="a cat"),
    ]
    assert matching_tasks(records, FOX, SENT) == ["near", "early", "late"]


def test_window() -> None:
    """Tasks made long before or after ours was sent are others'."""
    times = {"a": -MATCH_BEFORE_S - 0.5, "b": -MATCH_BEFORE_S, "c": MATCH_AFTER_S, "d": MATCH_AFTER_S + 0.5}
    records = [task(name, at, prompt="a fox") for name, at in times.items()]
    records.append(Record.model_validate({"id": "e", "request": {"prompt": "a fox"}}))
    assert matching_tasks(records, FOX, SENT) == ["b", "c"]


@pytest.mark.parametrize(
    ("order", "asked", "kind", "ours"),
    [
        (Act("upscale1", ImageId("1"), "a fox"), {"action": "upscale1", "image_id": "1"}, "imagine", True),
        (Act("upscale1", ImageId("1"), "a fox"), {"action": "upscale1", "image_id": 1}, "imagine", True),
        (Act("upscale1", ImageId("1"), "a fox"), {"action": "upscale2", "image_id": "1"}, "imagine", False),
        (Act("upscale1", ImageId("1"), "a fox"), {"action": "upscale1", "image_id": "2"}, "imagine", False),
        (Edit(PICTURE, "blue"), {"image_url": PICTURE, "prompt": "blue"}, "imagine", True),
        (Edit(PICTURE, "blue"), {"image_url": PICTURE, "prompt": "blue"}, "some_new_type", True),
        (Animate(PICTURE), {"image_url": PICTURE}, "videos", True),
        (Animate(PICTURE), {"image_url": PICTURE}, "describe", False),
        (Describe(PICTURE), {"image_url": PICTURE}, "describe", True),
        (Describe(PICTURE), {"image_url": PICTURE}, "videos", False),
    ],
)
def test_same_request(order: Order, asked: dict[str, Any], kind: str, ours: bool) -> None:  # noqa: FBT001 - a table
    """Action, ids and addresses decide, and the type where it is known."""
    assert matching_tasks([task("T", kind=kind, **asked)], order, SENT) == (["T"] if ours else [])


HAT, COAT = b"\xff\xd8 the head \xff\xd9", b"\xff\xd8 the body \xff\xd9"  # as JPEGs begin and end
REGION = Act("variation_region", ImageId("1"), "a fox", mask=mask_name(HAT), repaint="a hat")
FILM = Animate(PICTURE, "go")
MORE = ExtendVideo("22", 1, "go on")
# By what they differ in: two orders, and the bytes of their masks.
TWINS: dict[str, tuple[Order, Order, bytes, bytes]] = {
    "mode": (FOX, Imagine(Prompt("a fox", mode=Mode.TURBO)), b"", b""),
    "translation": (FOX, replace(FOX, translated=True), b"", b""),
    "split": (FOX, replace(FOX, split=True), b"", b""),
    "pace": (Act("upscale1", ImageId("1")), Act("upscale1", ImageId("1"), mode=Mode.RELAX), b"", b""),
    "mask": (REGION, replace(REGION, mask=mask_name(COAT)), HAT, COAT),
    "edit": (Edit(PICTURE, "blue", mask=mask_name(HAT)), Edit(PICTURE, "blue", mask=mask_name(COAT)), HAT, COAT),
    "whole": (Edit(PICTURE, "blue"), Edit(PICTURE, "blue", mask=mask_name(HAT)), b"", HAT),
    "edit-mode": (Edit(PICTURE, "blue"), Edit(PICTURE, "blue", Mode.RELAX), b"", b""),
    "edit-split": (Edit(PICTURE, "blue"), Edit(PICTURE, "blue", split=True), b"", b""),
    "resolution": (FILM, replace(FILM, resolution="720p"), b"", b""),
    "film-mode": (FILM, replace(FILM, mode=Mode.TURBO), b"", b""),
    "loop": (FILM, replace(FILM, loop=True), b"", b""),
    "end": (FILM, replace(FILM, end_image_url="https://pictures.example/z.png"), b"", b""),
    "take": (MORE, replace(MORE, index=2), b"", b""),
    "extension-end": (MORE, replace(MORE, end_image_url="https://pictures.example/z.png"), b"", b""),
}


def asked(order: Order, mask: bytes = b"") -> dict[str, Any]:
    """As it is sent."""
    return requests.order_body(order, timeout=480, mask=base64.b64encode(mask).decode()).dump()


def kind_of(order: Order) -> str:
    return requests.order_path(order)


@pytest.mark.parametrize("nulls", [False, True], ids=["bare", "nulls"])
@pytest.mark.parametrize(("one", "other", "mask", "more"), TWINS.values(), ids=TWINS)
def test_orders_alike_in_their_words_find_their_own_tasks(
    one: Order,
    other: Order,
    mask: bytes,
    more: bytes,
    nulls: bool,  # noqa: FBT001 - a table
) -> None:
    """Though the other's lies closer in time. What was not asked may be told as null, or as nothing."""
    bodies = {"one": asked(one, mask), "other": asked(other, more)}
    if nulls:
        every = dict.fromkeys({name for body in bodies.values() for name in body})
        bodies = {name: every | body for name, body in bodies.items()}
    first = [task(name, 3.0 - n, kind_of(one), **body) for n, (name, body) in enumerate(bodies.items())]
    assert matching_tasks(first, one, SENT) == ["one"]
    last = [task(name, 2.0 + n, kind_of(one), **body) for n, (name, body) in enumerate(bodies.items())]
    assert matching_tasks(last, other, SENT) == ["other"]


@pytest.mark.parametrize("member", ["mode", "translation", "split_images", "mask", "loop", "resolution"])
@pytest.mark.parametrize("order", [Imagine(Prompt("a fox", mode=Mode.TURBO), split=True), REGION, FILM], ids=str)
def test_what_no_record_tells_rules_nothing_out(order: Order, member: str) -> None:
    """A paid task shall not be lost because the service leaves out a member; then the closest is the likeliest."""
    body = {name: value for name, value in asked(order, HAT if order is REGION else b"").items() if name != member}
    records = [task("late", 9, kind_of(order), **body), task("near", 1, kind_of(order), **body)]
    assert matching_tasks(records, order, SENT) == ["near", "late"]


def test_a_mask_that_is_told_by_an_address() -> None:
    """The documents disagree about what a mask is; then it is known that there was one, and no more."""
    told = task("T", mask="https://masks.example/1.png", **asked(REGION))
    assert matching_tasks([told], REGION, SENT) == ["T"]
    blue = Edit(PICTURE, "blue")
    told = task("T", kind="edits", mask="https://masks.example/1.png", **asked(blue))
    assert matching_tasks([told], blue, SENT) == []


@pytest.mark.parametrize("told", [base64.b64encode(HAT[:-3]).decode(), "YWJj"], ids=["cut", "no JPEG"])
def test_a_mask_that_is_told_in_part(told: str) -> None:
    """It is nobody else's: that there was one is all that is known of it."""
    cut = [task("T", kind="imagine", **{**asked(REGION), "mask": told})]
    assert matching_tasks(cut, REGION, SENT) == ["T"]


def test_a_task_that_reports_to_us_is_ours() -> None:
    """However far it lies, and though another is alike in all else; host, path and token may be others by now."""
    ours, theirs = JobId("J"), "https://old.example/callbacks/K/2"
    records = [
        task("theirs", 1, prompt="a fox", callback_url=theirs),
        task("ours", 9, prompt="a fox", callback_url="https://old.example/bot/callbacks/J/1"),
        task("nobody's", 2, prompt="a fox", callback_url=None),
    ]
    assert matching_tasks(records, FOX, SENT, ours) == ["ours"]
    assert matching_tasks(records[::2], FOX, SENT, ours) == ["nobody's"]
    assert matching_tasks(records, FOX, SENT) == ["theirs", "nobody's", "ours"]
