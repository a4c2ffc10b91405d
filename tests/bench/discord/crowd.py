"""People who order pictures in one channel, and what each of them saw when."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Message, Shown
from tests.fakes.discord.room import Room
from tests.fakes.discord.world import Record
from tests.fakes.waiting import wait_until

PATIENCE = 200.0  # seconds after an order until its picture must be there


@dataclass(frozen=True, slots=True)
class Order:
    """Of one person; `chat` is what the report calls the place."""

    chat: str
    prompt: str
    asked: Interaction

    @property
    def message(self) -> Message | None:
        """Where the bot shows it."""
        return self.asked.original

    @property
    def done(self) -> bool:
        return self.message is not None and finished(self.message.now)

    def seen(self) -> dict[str, Any]:
        """`ordered`, `texts`, `previews` and `final`: moments in unix seconds."""
        history = self.message.history if self.message else []
        return {
            "chat": self.chat,
            "prompt": self.prompt,
            "ordered": self.asked.at,
            "texts": [shown.at for shown in history if not shown.visible],
            "previews": [shown.at for shown in history if shown.visible and not finished(shown)],
            "final": next((shown.at for shown in history if finished(shown)), None),
        }


def finished(shown: Shown) -> bool:
    """A picture with buttons of its own."""
    return bool(shown.visible) and any("U1" in label for row in shown.labels for label in row)


def order(room: Room, name: str, number: int, plan: str) -> Order:
    """Somebody of the room orders a picture; `plan` is what the measuring service reads from the prompt."""
    people = [member.person for member in room.server.members.values()]
    prompt = f"a cat of {name} {number} {plan}"
    return Order(name, prompt, room.types(people[number % len(people)], "imagine", prompt=prompt))


async def crowd(
    discord: Discord, chats: Mapping[str, int], plan: str, spread: float, life: float
) -> dict[str, Any]:
    """So many jobs in a channel each, begun within `spread` seconds, all at once.

    `life`: seconds after which the bot takes the token of an interaction for dead.
    """
    server = discord.server("Crowd", *(discord.person(f"P{n}") for n in range(max(chats.values()))))
    rooms = {name: discord.channel(server, name) for name in chats}
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(begin(rooms[name], name, n, plan, spread * n / number))
            for name, number in chats.items()
            for n in range(number)
        ]
    made = [task.result() for task in tasks]
    await wait_until(lambda: all(order.done for order in made), "all pictures are there", PATIENCE)
    return {
        "orders": [order.seen() for order in made],
        "calls": {name: counted(discord.calls(channel=room)) for name, room in rooms.items()},
        "refused": {name: discord.refused(room) for name, room in rooms.items()},
        "by_dead_token": {name: dead(discord.calls(channel=room), made, life) for name, room in rooms.items()},
    }


async def begin(room: Room, name: str, number: int, plan: str, wait: float) -> Order:
    await asyncio.sleep(wait)
    return order(room, name, number, plan)


def counted(records: list[Record]) -> dict[str, int]:
    return dict(Counter(record.route for record in records))


def dead(records: list[Record], orders: list[Order], life: float) -> int:
    """How many calls were made by tokens that were over."""
    ends = {order.asked.token: order.asked.at + life for order in orders}
    return sum(record.at > ends.get(record.where.get("token", ""), record.at) for record in records)
