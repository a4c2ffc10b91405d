"""Which of the recent tasks could be ours."""

from typing import Any

import pytest

from bot.domain.ids import ImageId
from bot.domain.order import Act, Animate, Describe, Edit, Imagine, Order
from bot.domain.prompt import Prompt
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
