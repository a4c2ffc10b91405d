"""The contact sheet of a crowd: where there is one, what it shows of whom, and what is covered."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.card import Card
from bot.domain.pacing import Rank
from bot.domain.tile import Tile, TileState
from bot.domain.turn import Limits, Run
from bot.jobs.media import MediaFitter
from bot.jobs.tiles import TileNoter
from bot.ports import LaneRef
from tests.fakes.painter import FakePictures
from tests.jobs.conftest import Bench

CROWDED = Limits(capacity=8, window=1.0, gap=0.0, board_over=1, board_gap=0.1)
NAMES = ("a", "b", "c")


async def gathered(bench: Bench, tiles: Sequence[Tile]) -> LaneRef:
    """A crowd with these tiles sits on the board of a lane."""
    bench.platform.limits = CROWDED
    lane, context = bench.platform.lane((await bench.open()).origin, 0.0), bench.runner.context
    for tile in tiles:
        await context.lanes.enter(lane, Run(tile.job, note=f"picture {tile.job}"))
        await context.board.tiles.note(lane.key, tile)
    return lane


async def shown(bench: Bench, lane: LaneRef) -> Card:
    """What the shared message shows, as it is brought now."""
    await bench.runner.context.board.show(bench.platform, lane, (await bench.open()).origin)
    shown = bench.platform.messenger.shown
    (cards,) = [cards for name, cards in shown.items() if name.startswith("board-")]
    return cards[-1]


def painting(**more: bool) -> Sequence[Tile]:
    return [Tile(name, "Ann", TileState.PAINTING, **more) for name in NAMES]


def words(card: Card) -> str:
    return "".join(span.text for span in card.text)


async def test_a_platform_that_cannot_change_pictures_has_the_list(bench: Bench) -> None:
    """By its capability alone; what the list says is the same."""
    lane = await gathered(bench, painting())
    pictured = await shown(bench, lane)
    bench.platform.capabilities = replace(bench.platform.capabilities, swaps_files=False)
    listed = await shown(bench, lane)
    assert (len(pictured.media), len(listed.media)) == (1, 0)
    assert all(f"picture {name}" in words(listed) for name in NAMES)


async def test_a_sheet_is_covered_where_pictures_are(bench: Bench) -> None:
    """One covered tile is enough: nobody sees by the sheet what is covered on its own message."""
    lane = await gathered(bench, painting())
    assert not (await shown(bench, lane)).media[0].spoiler
    job = await bench.open()
    covered = replace(job, chat_settings=replace(job.chat_settings, spoiler=True))
    await bench.runner.context.lanes.enter(lane, Run(str(job.id), note="picture d"))
    noter = TileNoter(covered, bench.runner.context.board.tiles, MediaFitter(FakePictures()))
    await noter.note(lane.key, Card(()), Rank.PREVIEW, 3, 0)
    assert (await shown(bench, lane)).media[0].spoiler
