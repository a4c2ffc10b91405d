"""Many interactions a second of every kind, while pictures are painted for many people."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any

from tests.bench.discord.crowd import Order, order
from tests.bench.measure import lag, quantile
from tests.fakes.discord import events
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Interaction, Kind
from tests.fakes.discord.message import Message
from tests.fakes.discord.places import Person
from tests.fakes.discord.room import Room
from tests.fakes.waiting import wait_until

PEOPLE = 50
# Discord takes 30 follow-ups a minute in a channel, over all bots, and a press that orders in vain takes one.
ROOMS = 25
QUICK = "2:0.2"  # what the measuring service reads from the prompt of a picture that is soon there
ORDERS_PER_S = 40
SETTLED_S = 5.0  # seconds after the last interaction in which all that is to come of it comes
PATIENCE = 150.0
NAME = "Flood"


@dataclass(frozen=True, slots=True)
class Scene:
    """Rooms with a finished picture in each."""

    people: Sequence[Person]
    pictures: Mapping[str, Message]
    rooms: Sequence[Room]


Act = Callable[[Room, Person], Interaction]


async def prepare(discord: Discord, jobs: int, plan: str) -> dict[str, Any]:
    """A picture in each room, and `jobs` that are shown by now and run on."""
    people = [discord.person(f"Q{n}") for n in range(PEOPLE)]
    server = discord.server(NAME, *people)
    rooms = [discord.channel(server, f"flood-{n}") for n in range(ROOMS)]
    quick = [order(room, room.channel.name, n, QUICK) for n, room in enumerate(rooms)]
    await wait_until(lambda: all(one.done for one in quick), "a picture is in each room", PATIENCE)
    running: list[Order] = []
    for n, room in zip(range(jobs), cycle(rooms), strict=False):
        running.append(order(room, "run", n, plan))
        await asyncio.sleep(1 / ORDERS_PER_S)
    await wait_until(lambda: all(one.asked.done for one in running), "all jobs are shown", PATIENCE)
    return {"running": len(running)}


async def flood(discord: Discord, left: Mapping[str, float], rate: int, seconds: float) -> dict[str, Any]:
    """Of every interaction its kind and the seconds from leaving until its first answer came, None without one."""
    scene = found(discord)
    before, refused, spent = len(discord.calls()), discord.refused(), time.process_time()
    async with lag() as late:
        made = await happen(scene, rate, seconds)
    busy = (time.process_time() - spent) / seconds
    with suppress(AssertionError):  # those that are not, the figures tell
        await wait_until(lambda: all(one.answer is not None for _, one in made), "all are answered", SETTLED_S)
    await asyncio.sleep(SETTLED_S)  # the calls that follow count, too
    came: dict[str, float] = {}
    for record in discord.calls("callback"):
        came.setdefault(record.where["interaction"], record.at)
    return {
        "interactions": [
            (kind, came[one.id] - left[one.id] if one.answer is not None else None) for kind, one in made
        ],
        "calls": len(discord.calls()) - before,
        "refused": discord.refused() - refused,
        "busy": busy,
        "late_p99_ms": quantile(late.late, 0.99),
    }


def found(discord: Discord) -> Scene:
    """What was prepared."""
    server = next(one for one in discord.world.servers.values() if one.name == NAME)
    rooms = [discord.rooms[number] for number in server.channels]
    people = [member.person for member in server.members.values()]
    return Scene(people, {room.id: room.by_bot[0] for room in rooms}, rooms)


async def happen(scene: Scene, rate: int, seconds: float) -> list[tuple[str, Interaction]]:
    """On time, whoever is late in answering."""
    people, rooms, acts = cycle(scene.people), cycle(scene.rooms), acts_of(scene)
    start, made = time.perf_counter(), []
    for n in range(int(rate * seconds)):
        await asyncio.sleep(max(start + n / rate - time.perf_counter(), 0))
        kind, act = next(acts)
        made.append((kind, act(next(rooms), next(people))))
    return made


def acts_of(scene: Scene) -> Iterator[tuple[str, Act]]:
    """What people do, one after the other, in equal parts."""
    for n in count():
        yield "help", lambda room, person: room.types(person, "help")
        yield "wrong", lambda room, person: room.types(person, "imagine", prompt="a cat --ar 0:5")
        text = "a cat"[: n % 5 + 1]
        yield "typing", lambda room, person, text=text: room.completes(person, "imagine", "prompt", text)  # type: ignore[misc]  # mypy does not see defaults of lambdas
        kind, payload = BACKS[n % len(BACKS)]
        yield kind, lambda room, person, payload=payload: press(scene, room, person, payload)  # type: ignore[misc]  # as above


# What is written on the back of a button: nobody's, for a word to oneself, an order that is not offered there.
BACKS = (("press-forged", "test-forged"), ("press-word", "quote"), ("press-order", "act:nothing"))


def press(scene: Scene, room: Room, person: Person, payload: str) -> Interaction:
    """As `Room.presses`, with what no button of the message says."""
    data = {"custom_id": payload, "component_type": 2, "id": 0}
    return events.happen(room.world, Kind.COMPONENT, person, room.channel, data, pressed=scene.pictures[room.id])
