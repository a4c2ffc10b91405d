"""Many jobs in one group of Telegram: their contact sheet from the first preview to the last picture."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image

from adapters.telegram.gateway import GROUP_LIMITS
from bot.contact_sheet import GAP_PIXELS, MARK_PIXELS, SPARE_PIXELS, STRIP_PIXELS, TILE_MARKS, TILE_SIDE_PIXELS
from bot.domain.quota import Allowance, Quota
from bot.domain.tile import TileState
from bot.domain.turn import Limits
from bot.store.service_queue import RedisServiceQueue
from tests.adapters.house import House, bot
from tests.fakes.painter import SteppedPainter
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.room import Message, Person, Shown
from tests.fakes.telegram.rules import Rules
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

MANY = 9
FREE = Rules(window=0.1, capacity=1000, gap=0.0)
QUICK = replace(GROUP_LIMITS, capacity=60, window=1.0, gap=0.0, board_gap=0.1, board_gap_busy=0.2)
# Of nine pictures that are ready at once some wait for the next window, and the sheet comes meanwhile.
TIGHT = replace(
    GROUP_LIMITS, capacity=8, window=3.0, gap=0.0, board_gap=0.1, board_gap_busy=0.2, board_gap_most=0.3
)


@dataclass
class Crowd(House):
    painter: SteppedPainter
    group: Chat
    people: list[Person]

    async def gathered(self) -> None:
        for one in self.people:
            self.group.says(one, f"/imagine a cat of {one.name}")
        await wait_until(lambda: len(self.painter.sent) == MANY, "all are painted")

    @property
    def boards(self) -> list[Message]:
        """Status messages of the crowd, also those that are not there any more."""
        return [one for one in self.group.room.messages.values() if is_board(one)]

    @property
    def board(self) -> Message:
        return self.boards[-1]

    def finished(self, person: Person) -> list[Message]:
        return [
            one for one in self.group.by_bot if f"a cat of {person.name}" in one.text and "U1" in str(one.labels)
        ]

    def ready_on(self, sheet: Shown) -> list[Person]:
        return [one for one in self.people if f"a cat of {one.name} ✓" in sheet.text]

    async def ended(self) -> None:
        self.painter.go_to(100)
        await wait_until(lambda: all(len(self.finished(one)) == 1 for one in self.people), "all pictures are there")
        await wait_until(lambda: all(one.deleted for one in self.boards), "the board goes with the crowd")


@asynccontextmanager
async def crowd(stage: Stage, limits: Limits) -> AsyncIterator[Crowd]:  # noqa: F811 - the fixture
    stage.quota = Quota(2 * MANY, Allowance(running=2 * MANY))
    stage.service_queue = RedisServiceQueue(stage.redis, stage.keys, stage.quota)
    async with playing(FREE) as telegram, bot(telegram, stage, painter=SteppedPainter()) as made:
        made.platform.group = limits
        people = [telegram.person(f"P{n}") for n in range(MANY)]
        yield Crowd(**vars(made), group=telegram.group("Atelier", *people), people=people)


def is_board(message: Message) -> bool:
    return bool(message.sender and message.sender.bot and any("\n• " in one.text for one in message.history))


def marks_on(sheet: Shown) -> int:
    """How many of its tiles have the disc of a check mark."""
    drawn = Image.open(BytesIO(sheet.data)).convert("RGB")
    wide, high = TILE_SIDE_PIXELS + GAP_PIXELS, TILE_SIDE_PIXELS + STRIP_PIXELS + GAP_PIXELS
    across = TILE_SIDE_PIXELS - MARK_PIXELS - SPARE_PIXELS + 8  # in the disc, left of its strokes
    discs = [
        drawn.getpixel(
            (GAP_PIXELS + column * wide + across, GAP_PIXELS + row * high + SPARE_PIXELS + MARK_PIXELS // 2)
        )
        for row in range(drawn.height // high)
        for column in range(drawn.width // wide)
    ]
    colour, _ = TILE_MARKS[TileState.READY]
    return sum(
        isinstance(one, tuple) and max(abs(a - b) for a, b in zip(one, colour, strict=True)) < 30 for one in discs
    )


async def test_a_picture_that_is_ready_stands_on_the_sheet(stage: Stage) -> None:  # noqa: F811 - the fixture
    """With a check mark, in the words too, until its own message is there; then it is gone from the sheet."""
    async with crowd(stage, TIGHT) as house:
        await house.gathered()
        await wait_until(lambda: house.boards and house.board.text.count("35 %") == MANY, "all are on the sheet")
        sheet = house.board
        await house.ended()
        marked = [one for one in sheet.history if "✓" in one.text and marks_on(one)]
        assert marked
        assert any(house.finished(who)[0].now.at > one.at for one in marked for who in house.ready_on(one))
        assert min(one.text.count("\n• ") for one in sheet.history) < MANY


async def test_without_previews_the_board_is_a_list(stage: Stage) -> None:  # noqa: F811 - the fixture
    """An admin has switched them off: nothing but words until each picture is there."""
    async with crowd(stage, QUICK) as house:
        house.group.says(house.people[0], "/settings previews off")
        await wait_until(lambda: house.group.by_bot, "it is told that they are off")
        await house.gathered()
        await wait_until(lambda: house.boards, "there is a board")
        await wait_until(
            lambda: all(f"P{n} · a cat of P{n}" in house.board.text for n in range(MANY)), "all are on it"
        )
        await house.ended()
        assert {one.kind for board in house.boards for one in board.history} == {"text"}


async def test_a_sheet_that_is_deleted_comes_back_once(stage: Stage) -> None:  # noqa: F811 - the fixture
    """Deleted again it stays away while this crowd is there; every picture comes all the same."""
    async with crowd(stage, QUICK) as house:
        await house.gathered()
        for percent in (45, 55):
            await wait_until(lambda: house.boards and has_sheet(house.board), "there is a sheet")
            house.group.deletes(house.board)
            house.painter.go_to(percent)
        previews = "55 %"
        await wait_until(lambda: shows_previews(house, previews), "jobs show their previews themselves")
        house.painter.go_to(65)
        await wait_until(lambda: shows_previews(house, "65 %"), "and again")
        await house.ended()
        assert len(house.boards) == 2


def has_sheet(board: Message) -> bool:
    return board.now.kind == "photo" and not board.deleted


def shows_previews(house: Crowd, words: str) -> bool:
    return any(words in one.text for one in house.group.by_bot if not is_board(one))
