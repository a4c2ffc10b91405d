"""What the service still knows of a task: the order that it was and what became of it, and nothing personal."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.errors import Code, ServiceError
from bot.domain.ids import ImageId, TaskId, code_of
from bot.domain.image import Clip, Image
from bot.domain.job import State
from bot.domain.order import Act, Animate, Edit, ExtendVideo, Imagine, Order
from bot.domain.prompt import Hints, Mode, Prompt
from bot.domain.recalled import Recalled
from bot.domain.update import Accepted, Failed, Finished, Progressed
from bot.midjourney.client import AceData, open_painter
from bot.midjourney.recall import recalled_task
from bot.midjourney.requests import LISTED_PAGES, LISTED_TASKS
from bot.midjourney.schemas import Record
from bot.sandbox.options import SandboxOptions
from bot.sandbox.server import create_app
from tests.fakes.clock import FakeClock
from tests.fakes.serving import serving
from tests.midjourney.samples import final, job, preview, refusal
from tests.midjourney.serving import TOKEN, Server, reply

PICTURE = "https://pictures.example/a.png"
PERSONAL = {
    "email": "ann@example.org",
    "user_id": "u-personal",
    "actor_user_id": "a-personal",
    "application_id": "app-personal",
    "credential_id": "c-personal",
    "authorization_id": "z-personal",
}


@pytest.fixture
async def service() -> AsyncIterator[AceData]:
    """The client of a stand-in for the service."""
    app = create_app(SandboxOptions(seconds=0, size=128, token=TOKEN))
    async with serving(app) as url, open_painter(url, TOKEN, clock=FakeClock()) as painter:
        yield painter


async def finished(service: AceData, order: Order) -> tuple[TaskId, Image | Clip]:
    """The task and the result of an order."""
    *_, last = [update async for update in service.paint(replace(job(order), state=State.SENT))]
    assert isinstance(last, Finished)
    assert not isinstance(last.outcome, Image) or last.outcome.image_id
    assert isinstance(last.outcome, Image | Clip)
    return last.task_id, last.outcome


async def remembered(service: AceData, task: TaskId) -> Recalled:
    return (await service.recall([task]))[task]


async def test_every_order_is_recalled_as_it_was(service: AceData) -> None:
    """Pictures, follow-ups, edits, clips and their extensions; with speed and hints, and the result itself."""
    hints = Hints(version="7")
    grid_task, grid = await finished(service, Imagine(Prompt("a fox", flags=(("version", "7"),), mode=Mode.TURBO)))
    assert isinstance(grid, Image)
    first = await remembered(service, grid_task)
    assert first.order == Imagine(Prompt("a fox --version 7", mode=Mode.TURBO))
    assert isinstance(first.update, Finished)
    assert isinstance(first.update.outcome, Image)
    assert replace(first.update.outcome, prompt="", mode=None) == replace(grid, prompt="", mode=None)
    act = Act("upscale2", grid.image_id, "a fox", Mode.TURBO, hints)
    act_task, single = await finished(service, act)
    assert (await remembered(service, act_task)).order == replace(act, prompt="")
    edit = Edit(PICTURE, "in snow", Mode.RELAX)
    edit_task, _ = await finished(service, edit)
    assert (await remembered(service, edit_task)).order == edit
    film = Animate(single.url, "it runs", Mode.FAST)  # type: ignore[union-attr]
    film_task, clip = await finished(service, film)
    assert (await remembered(service, film_task)).order == film
    assert isinstance(clip, Clip)
    longer = ExtendVideo(clip.video_id, 2, "it sleeps", Mode.FAST)
    longer_task, _ = await finished(service, longer)
    found = await remembered(service, longer_task)
    assert found.order == longer
    assert 0 < found.created_at <= found.finished_at
    assert await service.recall([TaskId("00000000-0000-0000-0000-000000000001")]) == {}


async def test_a_code_is_looked_for_in_the_list(service: AceData) -> None:
    """Among others; one that nothing has is none."""
    tasks = [(await finished(service, Imagine(Prompt(words))))[0] for words in ("a fox", "a cat", "an owl")]
    found = (await service.recall_codes([code_of(tasks[0])])).get(code_of(tasks[0]))
    assert found is not None
    assert (found.task_id, found.order) == (tasks[0], Imagine(Prompt("a fox", mode=Mode.FAST)))
    assert await service.recall_codes(["7K2M9QXD"]) == {}


async def test_a_search_is_bounded(server: Server, painter: AceData) -> None:
    """A thousand tasks in twenty pages, whatever the service would still list."""
    page = {"items": [{"id": f"t{n}"} for n in range(LISTED_TASKS)], "count": 1_000_000}
    server.script = [reply(200, page)] * (LISTED_PAGES + 5)
    assert await painter.recall_codes(["7K2M9QXD"]) == {}
    assert len(server.asked) == LISTED_PAGES == 20


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"finished_at": 2.0, "response": final()}, Finished),
        ({"finished_at": None, "response": preview()}, Progressed),
        ({"response": None}, Accepted),
        ({}, Accepted),
        ({"finished_at": 2.0, "response": refusal()}, Failed),
        ({"finished_at": 2.0, "response": []}, Accepted),
    ],
)
def test_every_shape_of_a_record(answer: dict[str, Any], kind: type) -> None:
    """Whatever else is missing; and nothing personal gets into what is made of it."""
    record = Record.model_validate({"id": "T", "type": "imagine", "trace_id": "X", **PERSONAL, **answer})
    found = recalled_task(record)
    assert isinstance(found.update, kind)
    assert (found.task_id, found.trace_id) == ("T", "X")
    assert "personal" not in repr(found)
    assert "ann@" not in repr(found)


@pytest.mark.parametrize("body", [{}, None, {"items": None}, {"items": [None, {}, {"id": ""}]}])
async def test_a_task_that_is_unknown(server: Server, painter: AceData, body: Any) -> None:
    """In each of the ways in which the service says so."""
    server.script = [reply(200, body)] * 2
    assert await painter.recall([TaskId("T")]) == {}
    assert await painter.recall_codes(["7K2M9QXD"]) == {}


async def test_a_service_that_is_away(unused_url: str) -> None:
    """Is no service that knows nothing."""
    async with open_painter(unused_url, TOKEN, clock=FakeClock()) as painter:
        with pytest.raises(ServiceError) as caught:
            await painter.recall([TaskId("T")])
    assert caught.value.code is Code.UNAVAILABLE


def test_a_follow_up_has_no_words_of_its_own() -> None:
    """Those that repaint a region are its own."""
    asked = {"action": "variation_region", "image_id": "1", "prompt": "a red hat", "mode": "fast", "version": "1.0"}
    record = Record.model_validate({"id": "T", "type": "imagine", "request": asked})
    order = Act("variation_region", ImageId("1"), mode=Mode.FAST, repaint="a red hat")
    assert recalled_task(record).order == order
