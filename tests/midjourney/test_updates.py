"""What an answer or a record says about its task."""

from typing import Any

import pytest

from bot.domain.errors import Code
from bot.domain.ids import ImageId, TaskId
from bot.domain.image import Clip, Image, TextResult
from bot.domain.order import Act, Animate, Describe, Edit, Imagine, Order, Shorten
from bot.domain.prompt import Hints, Mode, Prompt
from bot.domain.update import Accepted, Failed, Fault, Finished, Progressed, TaskUpdate
from bot.midjourney.schemas import Answer, Record
from bot.midjourney.updates import update_from_answer, update_from_record
from tests.midjourney.samples import GRID, TASK, clip, final, preview, refusal

FOX = Imagine(Prompt("a fox", (), (("version", "7"),), Mode.TURBO))
SEA = Animate("https://pictures.example/a.png", "waves")
REQUEST = {"prompt": "a fox", "mode": "relax", "version": "1.0", "quality": "2", "hd": None}


def tell(answer: dict[str, Any], order: Order = FOX, **more: Any) -> TaskUpdate | None:
    return update_from_answer(Answer.model_validate(answer), order, **more)


def recall(**members: object) -> TaskUpdate:
    return update_from_record(Record.model_validate({"id": TASK, "type": "imagine", "request": REQUEST} | members))


def test_preview() -> None:
    """Below 100 per cent, `success: true` is a preview."""
    update = Progressed(TaskId(TASK), 35, "https://pictures.example/35_grid_0.webp", 256, 256)
    assert tell(preview()) == update
    assert tell(preview(), over=False) == update


def test_final() -> None:
    """At 100 per cent it is finished, with what a follow-up repeats."""
    assert tell(final(), over=False) == Finished(
        TaskId(TASK),
        Image(
            image_id=ImageId("1557000000000000100"),
            task_id=TaskId(TASK),
            url="https://pictures.example/done.png?imageMogr2/thumbnail/!50p",
            raw_url="https://pictures.example/done.png?ex=1&",
            width=1024,
            height=1024,
            actions=tuple(GRID),
            prompt="a fox --version 7",
            mode=Mode.TURBO,
            hints=Hints(version="7"),
            raw_width=2048,
            raw_height=2048,
        ),
    )


@pytest.mark.parametrize(
    ("answer", "url", "raw"),
    [
        (final(raw_image_url=None), final()["image_url"], final()["image_url"]),
        (final(image_url=""), final()["raw_image_url"], final()["raw_image_url"]),
    ],
)
def test_one_address_stands_in_for_the_other(answer: dict[str, Any], url: str, raw: str) -> None:
    """A result with one address only has two the same."""
    update = tell(answer)
    assert isinstance(update, Finished)
    assert isinstance(update.outcome, Image)
    assert (update.outcome.url, update.outcome.raw_url) == (url, raw)


@pytest.mark.parametrize(
    ("answer", "over", "kind"),
    [
        (final(progress=None), False, Finished),  # its buttons say so
        (final(progress=1.0), False, Finished),
        (final(progress="100%", actions=None), False, Finished),
        (final(progress=None, actions=None), False, Progressed),
        (final(progress=None, actions=None), None, Finished),
        (final(progress=None, actions=[]), None, Finished),
        (preview(99), None, Progressed),
        (preview(99), True, Finished),
        (preview(100, image_url=None), False, Progressed),
        ({"task_id": TASK}, None, Accepted),
        ({"task_id": TASK, "success": True, "trace_id": "x"}, None, Accepted),
        ({}, None, type(None)),
        ({"success": True, "error": None, "task_id": TASK}, None, Accepted),
        ({"error": "broken"}, None, Failed),
        ({"success": False}, False, Failed),
    ],
)
def test_is_it_over(answer: dict[str, Any], over: bool | None, kind: type) -> None:  # noqa: FBT001 - a table
    """Buttons, clips or 100 per cent end a task; without a percentage it depends on whether more can come."""
    assert type(tell(answer, over=over)) is kind


def test_failure() -> None:
    """A failed task is told by its code, with the service's words."""
    message = "Sorry! Our Al moderators say no"
    assert tell(refusal()) == Failed(Fault(Code.REFUSED, message, "trace-1"), TaskId(TASK))


def test_clip() -> None:
    """A video task gives takes, with double slashes kept; a cover alone is no result."""
    update = tell(clip(), SEA)
    assert isinstance(update, Finished)
    assert isinstance(update.outcome, Clip)
    assert (update.outcome.video_id, update.outcome.prompt) == ("1751000000000001", "waves")
    assert update.outcome.urls[3] == "https://pictures.example//video/u/0_3.mp4"
    assert isinstance(tell(clip(video_urls=None), SEA), Progressed)


def test_words() -> None:
    """Describe and shorten give lines; they have no task."""
    assert tell({"descriptions": ["a", "", "b"]}, Describe("https://x.example")) == Finished(
        TaskId(""), TextResult(("a", "b"))
    )
    assert tell({"prompts": ["a"], "cost": {}}, Shorten("a b")) == Finished(TaskId(""), TextResult(("a",)))
    assert tell({"descriptions": []}, Describe("https://x.example")) is None


def test_edit_without_buttons() -> None:
    """An edit may offer nothing, and its full picture may be its reduced one."""
    update = tell(final(actions=None), Edit("https://x.example/a.png", "blue", Mode.FAST))
    assert isinstance(update, Finished)
    assert isinstance(update.outcome, Image)
    assert (update.outcome.actions, update.outcome.prompt, update.outcome.mode) == ((), "blue", Mode.FAST)


def test_follow_up_hands_on() -> None:
    """What a button makes carries the words and hints of its own order."""
    hints = Hints(version="8.2", hd=True)
    update = tell(final(), Act("reroll", ImageId("1"), "a fox", Mode.RELAX, hints))
    assert isinstance(update, Finished)
    assert isinstance(update.outcome, Image)
    assert (update.outcome.prompt, update.outcome.mode, update.outcome.hints) == ("a fox", Mode.RELAX, hints)


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"response": None},
        {"response": {}, "finished_at": None},
        {"response": None, "finished_at": 1.0},
        {"response": refusal(), "finished_at": None},
        {"response": {"success": False}},
        {"response": {"success": True}},
    ],
)
def test_pending_records(members: dict[str, Any]) -> None:
    """No response, or a failure that is not final yet: still to come."""
    assert recall(**members) == Accepted(TaskId(TASK))


@pytest.mark.parametrize("end", [{}, {"finished_at": None}])
def test_running_record(end: dict[str, Any]) -> None:
    """A partial response is progress."""
    update = recall(response=preview(), **end)
    assert isinstance(update, Progressed)
    assert update.percent == 35


@pytest.mark.parametrize("end", [{}, {"finished_at": None}, {"finished_at": 2.5}])
def test_finished_record(end: dict[str, Any]) -> None:
    """A record alone gives prompt, speed and hints; the service's own "1.0" is no version."""
    update = recall(response=final(), **end)
    assert isinstance(update, Finished)
    assert isinstance(update.outcome, Image)
    assert (update.outcome.prompt, update.outcome.mode) == ("a fox", Mode.RELAX)
    assert update.outcome.hints == Hints(quality="2")


def test_record_without_task_id() -> None:
    """The record's own id names the task, whatever its response says."""
    update = recall(response=final(task_id=None))
    assert isinstance(update, Finished)
    assert isinstance(update.outcome, Image)
    assert update.task_id == update.outcome.task_id == TASK


@pytest.mark.parametrize("end", [{}, {"finished_at": 2.5}])
def test_failed_record(end: dict[str, Any]) -> None:
    """A failure with a code, or at the end, is final."""
    update = recall(response=refusal("used_up", ""), trace_id="t", **end)
    assert update == Failed(Fault(Code.OUT_OF_CREDIT, "", "trace-1"), TaskId(TASK))


def test_ended_record_without_result() -> None:
    """A task that ended well but has nothing to show has failed."""
    assert recall(response={"success": True}, finished_at=2.5) == Failed(Fault(Code.UNREADABLE), TaskId(TASK))


def test_other_records() -> None:
    """Clips and words are told apart by what is in them."""
    film = recall(type="videos", response=clip(), request={"prompt": "waves"})
    assert isinstance(film, Finished)
    assert isinstance(film.outcome, Clip)
    assert film.outcome.prompt == "waves"
    assert recall(type="describe", response={"descriptions": ["a"]}) == Finished(TaskId(TASK), TextResult(("a",)))
