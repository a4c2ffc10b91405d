"""What is proposed while somebody types on Discord, with the store away: from memory, and at once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.discord.gateway import open_platform
from bot.answers import QuickAnswers
from bot.commands import Commands
from bot.domain.command import CHOICE_LONGEST, CHOICES_MOST
from bot.domain.errors import StoreError
from bot.domain.ids import JobId, Place
from bot.domain.incoming import Incoming, Origin, Person
from bot.domain.job import Job, State
from bot.domain.order import Imagine
from bot.domain.prompt import Prompt
from bot.recents import RecentPrompts
from bot.store.connection import connect_redis
from bot.store.jobs import RedisJobs, RedisResultIndex
from bot.store.keys import Keys
from bot.tasks import cancel_tasks
from tests.adapters.discord_house import settings_of
from tests.fakes.clock import ShiftedClock
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Answer, Interaction
from tests.fakes.discord.places import Person as Somebody
from tests.fakes.discord.play import playing
from tests.fakes.discord.room import Room
from tests.fakes.opening import RULES, adapter_context, form_opener
from tests.fakes.painter import image
from tests.fakes.servers import ValkeyProcess, valkey
from tests.fakes.waiting import wait_until

WITHIN_S = 2.0  # of the three seconds that Discord waits; who asks the store in vain takes longer
TRIES = 3  # of which the machine beside may hold up some
LONG_AGO_S = 3600.0  # after which the store is asked again

PLACE = Place("discord", "1", "2")


async def lost(event: Incoming) -> None:
    """Nothing is written down while the store is away."""
    raise StoreError("away")


@asynccontextmanager
async def typing(
    store: ValkeyProcess, discord: Discord, clock: ShiftedClock, recents_of: Somebody
) -> AsyncIterator[None]:
    """A gateway that listens, and knows what somebody has had painted."""
    async with connect_redis(store.url) as redis:
        keys = Keys()
        recents = RecentPrompts(RedisResultIndex(redis, keys, RedisJobs(redis, keys)).recent, clock)
        for number in range(60):
            recents.note(finished(number, f"discord:{recents_of.id}"))
        answers = QuickAnswers(Commands(RULES), recents, form_opener(redis))
        platform = open_platform(adapter_context(redis, answers=answers), settings_of(discord, {}))
        serving = asyncio.create_task(platform.serve(lost))
        await wait_until(lambda: not platform.why_deaf(), "it hears")
        yield
        await cancel_tasks([serving])
        await platform.close()


def finished(number: int, person: str) -> Job:
    words = f"a cat, number {number}" + " and a dog" * (20 * (number % 2))
    origin = Origin(PLACE, Person(person, "Ann"))
    name = JobId(f"{number:026}")
    return Job(name, Imagine(Prompt(words)), origin, 1.0, 2.0, State.DONE, outcome=image())


def freeze(store: ValkeyProcess) -> None:
    store.freeze()


def stop(store: ValkeyProcess) -> None:
    store.end()


@pytest.mark.parametrize("away", [freeze, stop])
async def test_typing_is_answered_with_the_store_away(
    tmp_path: Path, away: Callable[[ValkeyProcess], None]
) -> None:
    """Whether it stands still or is gone: prompts, codes, values of flags and settings, each within its limits."""
    clock = ShiftedClock()
    with valkey(tmp_path / "store") as store:
        async with playing(clock=clock.now) as discord:
            ann = discord.person("Ann")
            room = discord.room(ann)
            async with typing(store, discord, clock, ann):
                away(store)
                for command, option, text in (
                    ("imagine", "prompt", ""),
                    ("imagine", "prompt", "cat number"),
                    ("show", "code", ""),
                    ("imagine", "version", ""),
                    ("settings", "value", ""),
                ):
                    waits = []
                    for _ in range(TRIES):
                        clock.shift(LONG_AGO_S)
                        one = await completed(room, ann, command, option, text)
                        waits.append(one.answered_at - one.at)
                        check_choices(one)
                    assert min(waits) <= WITHIN_S, (command, option, waits)


async def completed(room: Room, who: Somebody, command: str, option: str, text: str) -> Interaction:
    one = room.completes(who, command, option, text)
    await wait_until(lambda: one.answer is not None, f"{option} is completed")
    return one


def check_choices(one: Interaction) -> None:
    assert one.answer is Answer.CHOICES
    assert one.choices
    assert len(one.choices) <= CHOICES_MOST == 25
    for choice in one.choices:
        assert 1 <= len(choice["name"]) <= CHOICE_LONGEST == 100
        assert 1 <= len(choice["value"]) <= CHOICE_LONGEST
