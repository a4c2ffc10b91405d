"""The contact sheet of a crowd: where there is one, what it shows of whom, and what is covered."""

from collections.abc import Sequence
from dataclasses import replace

from prometheus_client import REGISTRY

from bot.domain.card import Card, text_length
from bot.domain.errors import NotAllowed, NotNow
from bot.domain.ids import JobId
from bot.domain.ladder import PASSING_TRIES, Rung
from bot.domain.pacing import Rank
from bot.domain.tile import Tile, TileState
from bot.domain.turn import Limits, Run
from bot.i18n import say
from bot.jobs.board import Board
from bot.jobs.media import MediaFitter
from bot.jobs.tiles import TileNoter
from bot.ports import LaneRef
from tests.fakes.painter import FakePictures
from tests.fakes.platform import NAME
from tests.jobs.conftest import Bench

CROWDED = Limits(capacity=8, window=1.0, gap=0.0, board_over=1, board_gap=0.1)
NAMES = ("a", "b", "c")


async def gathered(bench: Bench, tiles: Sequence[Tile]) -> LaneRef:
    """A crowd with these tiles sits on the board of a lane."""
    bench.platform.limits = CROWDED
    lane, context = bench.platform.lane((await bench.open()).origin, 0.0), bench.runner.context
    await bench.jobs.client.zadd(bench.jobs.keys.open_jobs, {tile.job: 1.0 for tile in tiles})
    for tile in tiles:
        await context.lanes.enter(lane, Run(tile.job, note=f"picture {tile.job}"))
        await context.board.tiles.note(lane.key, tile)
    return lane


async def shown(bench: Bench, lane: LaneRef) -> Card:
    """What the shared message shows, as it is brought now; no lane was asked, so each time it is a new one."""
    await bench.runner.context.board.show(bench.platform, lane, (await bench.open()).origin)
    shown = bench.platform.messenger.shown
    return [cards for name, cards in shown.items() if name.startswith("board-")][-1][-1]


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


async def test_a_sheet_lists_its_tiles_and_names_the_others(bench: Bench) -> None:
    """With more jobs than places: who has a tile by number, in the order of asking, the others the newest first."""
    names = [f"job{n}" for n in range(1, 31)]
    lane = await gathered(bench, [Tile(name, f"P {name}", TileState.PAINTING, 40) for name in names])
    lines = words(await shown(bench, lane)).splitlines()
    assert lines[1:25] == [f"• {n} · picture job{n}" for n in range(1, 25)]
    assert lines[25:] == ["and 6 more", ", ".join(f"P job{n} 40 %" for n in range(30, 24, -1))]


async def test_a_sheet_says_when_previews_are_rarer(bench: Bench) -> None:
    """In its last line, also where there is hardly any room for words."""
    lane, board = await gathered(bench, painting()), bench.runner.context.board
    await bench.runner.context.lanes.freeze(lane, "a", 30.0)
    for room in (0, 1024, 200):
        bench.platform.capabilities = replace(bench.platform.capabilities, caption=room)
        card = await board.make_card(bench.platform, lane, (await bench.open()).origin, NAMES, Rung.AS_IS)
        assert card.media
        assert words(card).endswith("\n" + say("board-calm", language="en"))
        assert not room or text_length(card) <= room


async def test_sheets_are_counted(bench: Bench) -> None:
    """With their bytes and the time that they took, by platform."""
    before = REGISTRY.get_sample_value("chatelier_sheet_bytes_count", {"platform": NAME}) or 0.0
    card = await shown(bench, await gathered(bench, painting()))
    assert REGISTRY.get_sample_value("chatelier_sheet_bytes_count", {"platform": NAME}) == before + 1
    assert (REGISTRY.get_sample_value("chatelier_sheet_bytes_sum", {"platform": NAME}) or 0) >= len(
        card.media[0].data
    )
    assert REGISTRY.get_sample_value("chatelier_sheet_seconds_count", {"platform": NAME}) is not None


async def test_places_outlive_who_brings_the_sheet(bench: Bench) -> None:
    """Another process draws the next one: who stays has the same place, who goes makes room for who has waited."""
    names = [f"job{n}" for n in range(1, 27)]
    lane = await gathered(bench, [Tile(name, "Ann", TileState.PAINTING) for name in names])
    await shown(bench, lane)
    context = bench.runner.context
    before = await context.board.tiles.places(lane.key)
    await context.board.release(bench.platform, lane, JobId("job3"))
    another = Board(context.lanes, context.sender, context.board.tiles, context.clock)
    await another.show(bench.platform, lane, (await bench.open()).origin)
    after = await context.board.tiles.places(lane.key)
    assert before == {name: n for n, name in enumerate(names[:24])}
    assert after == {name: n for name, n in before.items() if name != "job3"} | {"job25": before["job3"]}


async def test_what_passes_takes_no_crowd_its_sheet(bench: Bench) -> None:
    """However often a platform was not itself for a moment, over weeks: each time it was shown in between."""
    lane, messenger = await gathered(bench, painting()), bench.platform.messenger
    for _ in range(2 * PASSING_TRIES):
        messenger.post_troubles.append(NotNow("not itself"))
        await bench.runner.context.board.show(bench.platform, lane, (await bench.open()).origin)
        assert (await shown(bench, lane)).media[0].data
    assert bench.runner.context.board.stands[lane.key].rung is Rung.AS_IS


async def test_the_next_crowd_has_a_sheet_again(bench: Bench) -> None:
    """Whoever runs the chat may have allowed pictures meanwhile; and nothing is remembered of a chat for ever."""
    lane, board = await gathered(bench, painting()), bench.runner.context.board
    bench.platform.messenger.post_troubles.append(NotAllowed("no pictures here"))
    await board.show(bench.platform, lane, (await bench.open()).origin)
    assert not (await shown(bench, lane)).media
    for name in NAMES:
        await board.release(bench.platform, lane, JobId(name))
    assert not board.stands
    assert (await shown(bench, await gathered(bench, painting()))).media
