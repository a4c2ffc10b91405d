"""What a job does for the board of its crowd holds up none of its own cards."""

import asyncio

import pytest
from typing_extensions import override

from bot.domain.card import Card, Stage
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import Origin
from bot.domain.job import Job, State
from bot.domain.pacing import Rank
from bot.domain.turn import Limits, Run
from bot.jobs.canvas import Canvas
from bot.jobs.seat import BoardSeat, guarded
from tests.fakes.painter import FakePictures, SlowPainter
from tests.fakes.platform import FakeMessenger
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Bench

CROWDED = Limits(capacity=50, window=1.0, gap=0.0, board_over=2, board_gap=0.05)
OTHERS = ("a", "b", "c")
PREVIEW = "https://pictures.example/35.webp"


class StuckPictures(FakePictures):
    """A preview never comes."""

    @override
    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        found = await super().fetch(url, limit)
        if url == PREVIEW:
            await asyncio.Event().wait()
        return found


class StuckBoard(FakeMessenger):
    """The board takes until it is told to come."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()
        self.come = asyncio.Event()

    @override
    async def post(self, to: Origin | Place, card: Card, *, nonce: str) -> MessageRef:
        if nonce.startswith("board-"):
            self.begun.set()
            await self.come.wait()
        return await super().post(to, card, nonce=nonce)


async def beside_others(bench: Bench) -> Job:
    """A job in a place where a crowd is already; nobody of that does anything."""
    bench.platform.limits = CROWDED
    job = await bench.open()
    lane = bench.platform.lane(job.origin, 0.0)
    await bench.jobs.client.zadd(bench.jobs.keys.open_jobs, dict.fromkeys(OTHERS, 1.0))
    for name in OTHERS:
        await bench.runner.context.lanes.enter(lane, Run(name, due=4e9, note=name))
    return job


def is_shown(bench: Bench, job: Job) -> bool:
    return any(card.stage is Stage.DONE for card in bench.cards(job))


async def test_a_final_waits_for_no_preview(
    slow: Bench, painter: SlowPainter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even for one that never comes, and that would be its tile's."""
    monkeypatch.setattr("bot.jobs.tiles.TILE_FETCH_S", 3600.0)
    pictures = slow.runner.context.forms.fitter.downloads = StuckPictures()
    job = await beside_others(slow)
    async with asyncio.TaskGroup() as group:
        group.create_task(slow.runner.run(job.id))
        await wait_until(lambda: PREVIEW in pictures.fetched, "the preview is fetched for its tile")
        painter.go_on.set()
        await wait_until(lambda: is_shown(slow, job), "its picture is there")
    assert (await slow.load(job.id)).state is State.DONE
    assert pictures.fetched.count(PREVIEW) == 1


async def test_a_final_waits_for_no_board(slow: Bench, painter: SlowPainter) -> None:
    """Nor for the board that this very job brings; but nobody lets go of the job before it is there."""
    messenger = slow.platform.messenger = StuckBoard()
    job = await beside_others(slow)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(slow.runner.run(job.id))
        await messenger.begun.wait()
        assert not slow.runner.can_release(job.id)
        painter.go_on.set()
        await wait_until(lambda: is_shown(slow, job), "its picture is there")
        assert not running.done()
        messenger.come.set()
    lane = slow.platform.lane(job.origin, 0.0)
    board, _ = await slow.runner.context.lanes.board(lane)
    assert board is not None
    assert board.message.startswith("board-")


async def test_a_board_waits_for_no_preview(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each takes long, and there is another one by then, nothing of the others would be shown."""
    monkeypatch.setattr("bot.jobs.seat.NOTED_WITHIN_S", 0.05)
    messenger = bench.platform.messenger = StuckBoard()
    messenger.come.set()
    job = await beside_others(bench)
    seat = BoardSeat(job, bench.platform, bench.runner.context)
    async with asyncio.TaskGroup() as seat.crew:
        seat.noting = seat.crew.create_task(guarded(forever()))
        seat.bring(bench.platform.lane(job.origin, 0.0))
        await wait_until(messenger.begun.is_set, "the board is brought")
        await seat.close()


async def forever() -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("doing", "rank", "sign"),
    [
        (Stage.WAITING, Rank.PREVIEW, "⏳ 3"),
        (Stage.WORKING, Rank.PREVIEW, "40 %"),
        (Stage.DONE, Rank.FINAL, "✓"),
        (Stage.FAILED, Rank.FINAL, "✗"),
    ],
)
async def test_the_words_say_what_the_tile_shows(bench: Bench, doing: Stage, rank: Rank, sign: str) -> None:
    """For whoever does not see the sheet, and where there is none."""
    seat = BoardSeat(await bench.open(), bench.platform, bench.runner.context)
    seat.percent, seat.ahead = 40, 3
    assert seat.line(Card((), stage=doing), rank) == f"Ann · a cat --ar 16:9 {sign}"


async def test_without_news_nothing_is_said_of_it(bench: Bench) -> None:
    """Nobody knows how far it is, and nobody is before it."""
    canvas = Canvas(await bench.open(), bench.platform, bench.runner.context)
    assert [canvas.seat.line(Card((), stage=one), Rank.PREVIEW) for one in (Stage.WAITING, Stage.WORKING)] == [
        "Ann · a cat --ar 16:9",
        "Ann · a cat --ar 16:9",
    ]
