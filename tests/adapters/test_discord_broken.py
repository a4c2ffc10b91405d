"""Events of Discord that nobody can read: they end nothing, and what comes after them is served."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from copy import deepcopy
from itertools import cycle
from typing import Any

import pytest
from structlog.testing import capture_logs
from typing_extensions import override

from bot.domain.job import Job
from bot.domain.update import TaskUpdate
from tests.adapters.discord_house import NINE, House, bot
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Message
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import Person
from tests.fakes.discord.play import playing
from tests.fakes.discord.room import Room
from tests.fakes.discord.rules import ROOMY, Rules
from tests.fakes.painter import FakePainter, done
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

Path = tuple[Any, ...]
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**63, 1e300, "", " ", "\x00", "7", "x" * 5000, "<@1>", "\u202e@everyone"),
    *([], [None], [[]], {}, {"": None}, {"id": {}}),
)
# What no event is, whatever its name.
NO_EVENTS: tuple[Any, ...] = (None, 5, "x", [], {}, {"type": "?"}, {"id": "1", "type": 2, "token": 5})


class Always(FakePainter):
    """Paints whatever it is asked for, at once."""

    @override
    async def paint(self, job: Job) -> AsyncIterator[TaskUpdate]:
        self.sent.append(job)
        yield done()


def paths(value: Any, above: Path = ()) -> Iterator[Path]:
    """To everything in it."""
    pairs: Any = enumerate(value) if isinstance(value, list) else ()
    children: Any = value.items() if isinstance(value, dict) else pairs
    for name, child in children:
        yield (*above, name)
        yield from paths(child, (*above, name))


def spoilt(payload: Mapping[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """With this at that place; `...`: with nothing there."""
    made = deepcopy(dict(payload))
    target: Any = made
    for name in path[:-1]:
        target = target[name]
    if value is ...:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return made


def unheard(discord: Discord, act: Callable[[], Interaction]) -> Interaction:
    """What a person does, of which nobody is told."""
    discord.world.app.endpoint = "https://elsewhere.example"
    try:
        return act()
    finally:
        discord.world.app.endpoint = None


async def all_read(room: Room, person: Person) -> None:
    """Whoever types now is answered when all told before is read, and types on where that took too long."""
    typed = [room.completes(person, "imagine", "prompt", "a")]

    def read() -> bool:
        if typed[-1] in room.failed(person):
            typed.append(room.completes(person, "imagine", "prompt", "a"))
        return bool(typed[-1].answer)

    await wait_until(read, "all until then are read")


async def still_well(house: House, lines: list[Any]) -> None:
    """The session is the first, nothing stumbled over anything, and an order is painted."""
    discord = house.discord
    zoe = discord.person("Zoe")
    asked = discord.room(zoe).types(zoe, "imagine", prompt="the next one")
    await wait_until(lambda: asked.done and asked.message.labels == NINE, "the next is painted")
    await wait_until(lambda: not house.platform.connection.under_way, "all are dealt with")
    await wait_until(lambda: not house.bench.runner.sessions, "no job runs")
    await house.idle()
    assert (discord.world.gateway.starts, discord.world.gateway.resumes) == (1, 0)
    assert [line for line in lines if line["log_level"] in {"error", "critical"}] == []


@pytest.fixture
async def house(stage: Stage) -> AsyncIterator[House]:  # noqa: F811 - the fixture
    """On a Discord that looks at no payload and takes any number of calls."""
    many = 1_000_000
    rules = Rules(
        judging=False,
        strict=False,
        buckets=ROOMY,
        overall=many,
        invalid_limit=many,
        follow_ups_shared=(many, 1.0),
    )
    async with playing(rules) as discord, bot(discord, stage, painter=Always()) as made:
        yield made


# What Ann does, in a room with her settings before her.
EVENTS: dict[str, Callable[[Room, Person, Message], Interaction]] = {
    "command": lambda room, ann, _: room.types(ann, "history"),
    "pictures": lambda room, ann, _: room.types(ann, "imagine", prompt="a cat", seed=7, image1=b"no picture"),
    "button": lambda room, ann, shown: room.presses(ann, shown, "Spoiler"),
    "typing": lambda room, ann, _: room.completes(ann, "imagine", "prompt", "a c"),
}


@pytest.mark.parametrize("act", EVENTS.values(), ids=EVENTS)
async def test_an_event_with_anything_anywhere(
    house: House, act: Callable[[Room, Person, Message], Interaction]
) -> None:
    """Each place in it once without what belongs there, and once with something odd; all are new to us.

    Some are orders all the same, as where only the language is odd; what is wrong is told to its person.
    """
    discord = house.discord
    ann = discord.person("Ann")
    room = discord.room(ann)
    room.server.members[ann.id].permissions |= Permission.MANAGE_GUILD
    shown = await discord.answered(room.types(ann, "settings"))
    await house.idle()
    sound = unheard(discord, lambda: act(room, ann, shown)).payload
    odd = cycle(ODD)
    with capture_logs() as lines:
        for path in paths(sound):
            for value in (..., next(odd)):
                new = unheard(discord, lambda: act(room, ann, shown))
                payload = sound | {"id": new.id, "token": new.token}
                discord.tells("INTERACTION_CREATE", spoilt(payload, path, value))
            await all_read(room, ann)
        await still_well(house, lines)


async def test_what_is_no_event(house: House) -> None:
    """Of a name that we know or not."""
    with capture_logs() as lines:
        for name in ("INTERACTION_CREATE", "GUILD_CREATE", "SOMETHING_NEW", "", "READY_SUPPLEMENTAL"):
            for data in NO_EVENTS:
                house.discord.tells(name, data)
        await still_well(house, lines)
