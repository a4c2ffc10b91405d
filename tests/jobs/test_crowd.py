"""Many jobs where a platform allows little: the pictures come, whatever else has to be left out."""

import asyncio

from bot.domain.card import Card, Stage
from bot.domain.errors import MessageGone, NotAllowed, TooFast
from bot.domain.job import State
from bot.domain.turn import Limits
from bot.domain.update import Accepted, Progressed
from tests.fakes.painter import TASK, done
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
    assert 3 <= sum(map(len, shown)) <= 4  # three pictures, and room for one first card at the most


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
