"""Many jobs where a platform allows little: the pictures come, whatever else has to be left out."""

import asyncio
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot.domain.card import Card, Media, MediaKind, Stage
from bot.domain.errors import FileRefused, MessageGone, NotAllowed, TooFast
from bot.domain.job import State
from bot.domain.pacing import Rank
from bot.domain.tile import Tile, TileState
from bot.domain.turn import Limits, Run
from bot.domain.update import Accepted, Progressed
from bot.jobs.board import Board
from bot.jobs.media import MediaFitter
from bot.jobs.tiles import TileNoter
from tests.fakes.painter import TASK, FakePictures, done
from tests.fakes.waiting import PATIENCE
from tests.jobs.conftest import Bench

TIGHT = Limits(capacity=1, window=0.4, gap=0.0)
SCRIPT = (Accepted(TASK), Progressed(TASK, 35, "https://pictures.example/35.webp"), done())


async def run_all(bench: Bench, number: int) -> list[list[Card]]:
    """What each job's message showed, first to last."""
    bench.painter.scripts = [SCRIPT] * number
    jobs = [await bench.open() for _ in range(number)]
    async with asyncio.TaskGroup() as group:
        for job in jobs:
            group.create_task(bench.runner.run(job.id))
    for job in jobs:
        assert (await bench.load(job.id)).state is State.DONE
    return [bench.cards(job) for job in jobs]


async def test_without_room_for_a_first_card_the_order_is_sent_all_the_same(bench: Bench) -> None:
    """One send every 0.4 s for three jobs: each ends with its picture, and that may be all it shows."""
    bench.platform.limits = TIGHT
    shown = await run_all(bench, 3)
    assert [cards[-1].stage for cards in shown] == [Stage.DONE] * 3
    assert sum(map(len, shown)) < 6  # three pictures, and not room for all first cards as well


async def test_a_crowd_shares_a_status_message(bench: Bench) -> None:
    """It names who waits for what; the pictures come as messages of their own."""
    bench.platform.limits = Limits(capacity=8, window=1.0, gap=0.0, board_over=2, board_gap=0.1)
    shown = await run_all(bench, 6)
    assert all(cards[-1].media for cards in shown)
    boards = [cards for name, cards in bench.platform.messenger.shown.items() if name.startswith("board-")]
    assert len(boards) == 1
    assert [message.message[:6] for message in bench.platform.messenger.erased] == ["board-"]
    assert "Ann · a cat" in "".join(span.text for span in boards[0][0].text)


async def test_a_refused_first_card_holds_nothing_up(bench: Bench) -> None:
    """429 on the very first message: the lane rests, the picture is painted meanwhile, and comes as one message."""
    bench.platform.limits = Limits(capacity=20, window=1.0, gap=0.0)
    bench.platform.messenger.post_troubles = [TooFast(0.2)]
    (cards,) = await run_all(bench, 1)
    assert cards[-1].stage is Stage.DONE
    assert len([name for name in bench.platform.messenger.shown if bench.platform.messenger.shown[name]]) == 1


async def test_where_we_may_not_write_nothing_is_ordered(bench: Bench) -> None:
    """Told before anything is paid."""
    bench.platform.messenger.post_troubles = [NotAllowed("no")] * 10
    job = await bench.open()
    done_job = await bench.rerun(job.id)
    assert (done_job.state, bench.painter.sent) == (State.DONE, [])


async def test_a_message_deleted_on_the_way_comes_back_once(bench: Bench) -> None:
    """Its previews are over; the picture comes as a new message, and when that is deleted, too, it stays away."""
    bench.platform.messenger.troubles = [MessageGone("m"), MessageGone("m")]
    bench.painter.scripts = [SCRIPT]
    job = await bench.run()
    assert job.message is not None
    assert job.message.message == f"{job.id}:again"
    assert [card.stage for card in bench.platform.messenger.shown[job.message.message]] == [Stage.DONE]


CROWDED = Limits(capacity=8, window=1.0, gap=0.0, board_over=2, board_gap=0.1)


def boards(bench: Bench) -> list[Card]:
    """All that was shown on status messages of crowds."""
    shown = bench.platform.messenger.shown
    return [card for name, cards in shown.items() if name.startswith("board-") for card in cards]


async def test_a_crowd_sees_a_contact_sheet(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A JPEG with the words below, and as what it says to whoever does not see it."""
    monkeypatch.setattr("bot.jobs.seat.NOTED_WITHIN_S", PATIENCE)
    bench.platform.limits = CROWDED
    await run_all(bench, 6)
    sheets = [card for card in boards(bench) if card.media]
    assert sheets
    for card in sheets:
        (sheet,) = card.media
        assert Image.open(BytesIO(sheet.data)).format == "JPEG"
        assert sheet.alt == "".join(span.text for span in card.text)
    lane = bench.platform.lane((await bench.open()).origin, 0.0)
    assert not await bench.runner.context.board.tiles.tiles(lane.key)  # nothing is left after the crowd


async def test_a_preview_is_fetched_once_for_its_tile(bench: Bench) -> None:
    """However often the tile is noted."""
    job = await bench.open()
    pictures, tiles = FakePictures(), bench.runner.context.board.tiles
    noter = TileNoter(job, tiles, MediaFitter(pictures))
    preview = Card((), media=(Media(MediaKind.IMAGE, "https://pictures.example/35.webp", ""),))
    for percent in (35, 35, 36):
        await noter.note("lane", preview, Rank.PREVIEW, percent, 0)
    await noter.note("lane", preview, Rank.FINAL, 36, 0)
    assert pictures.fetched == ["https://pictures.example/35.webp"]
    assert [one.state for one, _ in await tiles.tiles("lane")] == [TileState.READY]


async def test_a_picture_that_is_refused_becomes_words(bench: Bench) -> None:
    """Smaller first; what else is to be shown of the crowd is in them."""
    bench.platform.limits = CROWDED
    context, platform = bench.runner.context, bench.platform
    noted = context.board.tiles
    board = Board(context.lanes, context.sender, noted, context.clock)
    job = await bench.open()
    lane = platform.lane(job.origin, 0.0)
    await bench.jobs.client.zadd(bench.jobs.keys.open_jobs, dict.fromkeys(("a", "b", "c"), 1.0))
    for name in ("a", "b", "c"):
        await board.lanes.enter(lane, Run(name, note=f"picture {name}"))
        await noted.note(lane.key, Tile(name, "Ann", TileState.PAINTING), None)
    platform.messenger.post_troubles = [FileRefused("no"), FileRefused("no")]
    for _ in range(3):
        await board.show(platform, lane, job.origin)
    (shown,) = boards(bench)
    assert not shown.media
    assert "picture a" in "".join(span.text for span in shown.text)
    another = Board(context.lanes, context.sender, noted, context.clock)  # nobody has refused it one
    await another.show(platform, lane, job.origin)
    assert boards(bench)[-1].media


async def test_without_previews_the_board_is_words(bench: Bench) -> None:
    """Where a chat has switched them off there is nothing to put on a tile."""
    bench.platform.limits = CROWDED
    job = await bench.open()
    quiet = replace(job, chat_settings=replace(job.chat_settings, previews=False))
    tiles = bench.runner.context.board.tiles
    await TileNoter(quiet, tiles, MediaFitter(FakePictures())).note("lane", Card(()), Rank.PREVIEW, 3, 0)
    assert not await tiles.tiles("lane")
