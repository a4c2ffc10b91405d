"""Many presses a second that change nothing, while pictures are painted for many people."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import cycle
from typing import Any

from tests.bench.measure import lag, quantile
from tests.bench.telegram.crowd import Order, orders
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.room import Message, Person
from tests.fakes.telegram.world import Press
from tests.fakes.waiting import wait_until

PEOPLE = 50
# What is written on the back of a button, and what becomes of it: nobody's, not of this picture, worked on already.
BACKS = {"forged": "test-forged", "not-offered": "act:nothing", "open": "act:upscale1"}
ANSWERED = 30.0  # seconds after the last press in which all must be answered
PATIENCE = 150.0


async def presses(
    telegram: Telegram, left: dict[str, float], rate: int, seconds: float, jobs: int, plan: str
) -> dict[str, Any]:
    """`rate` a second on a finished picture, while `jobs` run in as many private chats; `left`: when each went out.

    Of every press that was answered its kind and the seconds from leaving, and from being pressed, until then.
    """
    refused = telegram.refused()
    people = [telegram.person(f"Q{n}") for n in range(PEOPLE)]
    picture = await finished(telegram, people)
    running = [order for n in range(jobs) for order in alone(telegram, n, plan)]
    await wait_until(lambda: all(order.message for order in running), "all jobs are shown", PATIENCE)
    calls, spent = len(telegram.calls()), time.process_time()
    async with lag() as late:
        made = await press(telegram, picture, people, rate, seconds)
    busy = (time.process_time() - spent) / seconds
    with suppress(AssertionError):  # those that are not, the figures tell
        await wait_until(lambda: all(one.answer is not None for _, one in made), "all are answered", ANSWERED)
    calls = len(telegram.calls()) - calls
    await wait_until(lambda: all(order.done for order in running), "all pictures are there", PATIENCE)
    answered = timed(telegram, made, left)
    return {
        "presses": answered,
        "unanswered": len(made) - len(answered),
        "calls": calls,
        "refused": telegram.refused() - refused,
        "orders": [order.seen() for order in running],
        "busy": busy,
        "late_p99_ms": quantile(late.late, 0.99),
    }


async def finished(telegram: Telegram, people: Sequence[Person]) -> Message:
    """A picture in a group, one of whose buttons is pressed and its job open."""
    chat = telegram.group("Pressed", *people)
    (order,) = orders(telegram, chat, f"pressed {chat.id}", 1, "2:0.2")
    await wait_until(lambda: order.done, "the picture is there", PATIENCE)
    picture = chat.by_bot[0]
    chat.presses(people[0], picture, "U1")
    await wait_until(lambda: len(chat.by_bot) > 1, "the button has its job", PATIENCE)
    return picture


def alone(telegram: Telegram, number: int, plan: str) -> list[Order]:
    return orders(telegram, telegram.private(telegram.person(f"R{number}")), f"run {number}", 1, plan)


async def press(
    telegram: Telegram, picture: Message, people: Sequence[Person], rate: int, seconds: float
) -> list[tuple[str, Press]]:
    """On time, whoever is late in answering."""
    chat = telegram.chats[picture.room.id]
    shown = picture.show(telegram.world.shelf)
    fingers, backs = cycle(people), cycle(BACKS.items())
    start, made = time.perf_counter(), []
    for n in range(int(rate * seconds)):
        await asyncio.sleep(max(start + n / rate - time.perf_counter(), 0))
        kind, data = next(backs)
        made.append((kind, pressed(chat, next(fingers), shown, data)))
    return made


def pressed(chat: Chat, person: Person, shown: dict[str, Any], data: str) -> Press:
    """As `Chat.presses`, with what no button of the message says, and the message drawn once for all."""
    world = chat.world
    made = Press(world.request_id(), person, world.clock(), data)
    world.presses[made.id] = made
    body = {"id": made.id, "from": person.show(), "message": shown, "chat_instance": "-7777", "data": data}
    world.feed.put("callback_query", body)
    return made


def timed(
    telegram: Telegram, made: Sequence[tuple[str, Press]], left: dict[str, float]
) -> list[tuple[str, float, float]]:
    came = {one.values["callback_query_id"]: one.at for one in telegram.calls("answerCallbackQuery")}
    return [
        (kind, came[one.id] - left[one.id], came[one.id] - one.at)
        for kind, one in made
        if one.id in came and one.id in left
    ]
