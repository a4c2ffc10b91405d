"""What Discord's gateway does with each event before the core sees it: the first answer, and who hands it over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from prometheus_client import REGISTRY
from redis.asyncio import Redis
from structlog.testing import capture_logs
from typing_extensions import override

from adapters.discord.gateway import HAND_OVER_MOST_S, TOKEN_LIMITS, open_platform
from adapters.discord.gateway import Discord as Platform
from adapters.discord.reply import TOKEN_LIFE_S, Kind, read_reply
from adapters.discord.settings import DiscordSettings
from bot.domain.card import Button, Card, Span
from bot.domain.errors import Misconfigured, StoreError
from bot.domain.ids import Place
from bot.domain.incoming import Arrival, ButtonPress, CommandCall, Incoming, Origin, Person
from bot.environment import read_settings
from bot.tasks import cancel_tasks
from tests.fakes.clock import FakeClock
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.gateway import Closed
from tests.fakes.discord.interaction import Answer, Interaction
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import Person as Somebody
from tests.fakes.discord.play import playing
from tests.fakes.discord.room import Room
from tests.fakes.opening import adapter_context
from tests.fakes.waiting import PATIENCE, wait_until


@dataclass
class Listener:
    """A gateway process, and what it handed over; `gate`: the core takes its time."""

    platform: Platform
    task: "asyncio.Task[None] | None" = None
    handed: list[Incoming] = field(default_factory=list)
    gate: asyncio.Event | None = None
    deaf: int = 0  # how many events cannot be written down
    under_way: int = 0
    at_once: int = 0  # the most that were under way

    async def handle(self, incoming: Incoming) -> None:
        self.under_way += 1
        self.at_once = max(self.at_once, self.under_way)
        try:
            if self.gate is not None:
                await self.gate.wait()
            if self.deaf > 0:
                self.deaf -= 1
                raise StoreError("not now")
            self.handed.append(incoming)
        finally:
            self.under_way -= 1


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with playing() as made:
        yield made


@asynccontextmanager
async def listening(discord: Discord, redis: Redis, **given: Any) -> AsyncIterator[Listener]:
    """One that hears; `given` as `adapter_context` takes it."""
    settings = read_settings(DiscordSettings, token=discord.token, api_url=discord.api_url)
    listener = Listener(open_platform(adapter_context(redis, **given), settings))
    try:
        async with asyncio.TaskGroup() as group:
            listener.task = group.create_task(listener.platform.serve(listener.handle))
            await wait_until(lambda: not listener.platform.why_deaf(), "it hears")
            yield listener
            await cancel_tasks([listener.task])
    finally:
        await listener.platform.close()


@pytest.fixture
async def listener(discord: Discord, redis: Redis) -> AsyncIterator[Listener]:
    async with listening(discord, redis) as made:
        yield made


@pytest.fixture
def ann(discord: Discord) -> Somebody:
    return discord.person("Ann")


@pytest.fixture
def room(discord: Discord, ann: Somebody) -> Room:
    return discord.room(ann)


async def settled(listener: Listener) -> None:
    """Until nothing is under way: what was not handed over by then never will be."""
    await wait_until(lambda: not listener.platform.connection.under_way, "nothing is under way")


async def answered(one: Interaction) -> Interaction:
    await wait_until(lambda: one.answer is not None, "it is answered")
    return one


async def test_an_order_is_thought_about_in_public_and_help_in_private(
    listener: Listener, room: Room, ann: Somebody
) -> None:
    """And both are handed over, with how they can be answered."""
    painted, helped = room.types(ann, "imagine", prompt="a cat"), room.types(ann, "help")
    for one, private in ((painted, False), (helped, True)):
        await answered(one)
        assert (one.answer, one.private) == (Answer.THINKING, private)
    await wait_until(lambda: len(listener.handed) == 2, "both are handed over")
    kinds = {one.name: read_reply(one.origin.reply).kind for one in listener.handed if isinstance(one, CommandCall)}
    assert kinds == {"imagine": Kind.PUBLIC, "help": Kind.PRIVATE}


async def test_a_mistake_is_explained_to_one_person_and_orders_nothing(
    listener: Listener, room: Room, ann: Somebody
) -> None:
    """At once: nobody else sees it, and the core is not asked."""
    wrong = await answered(room.types(ann, "imagine", prompt="a cat --ar 0:5"))
    assert (wrong.answer, wrong.private) == (Answer.MESSAGE, True)
    assert "cannot be 0" in wrong.message.text
    await settled(listener)
    assert (listener.handed, room.by_bot) == ([], [])


async def test_a_right_that_is_missing_is_named(listener: Listener, room: Room, ann: Somebody) -> None:
    """Before anything is ordered that could not be shown."""
    room.channel.denied = Permission.ATTACH_FILES
    told = await answered(room.types(ann, "imagine", prompt="a cat"))
    assert told.private
    assert "Attach Files" in told.message.text
    await settled(listener)
    assert listener.handed == []


async def test_what_nobody_could_see_is_not_ordered(
    listener: Listener, discord: Discord, room: Room, ann: Somebody
) -> None:
    """Another process was first, or Discord has told the person by now that we did not answer."""
    for code in (40060, 10062):
        discord.fault("error", "callback", status=400 if code == 40060 else 404, code=code)
        room.types(ann, "imagine", prompt="a cat")
    await wait_until(lambda: len(discord.calls("callback")) == 2, "both are tried")
    await settled(listener)
    assert listener.handed == []


@pytest.mark.parametrize("fault", ["drop", "drop_after", "error"])
async def test_a_first_answer_that_was_cut_off_is_given_again(
    listener: Listener, discord: Discord, room: Room, ann: Somebody, fault: str
) -> None:
    """Whether Discord had it or not: it is one answer, and handed over once."""
    discord.fault(fault, "callback")
    one = await answered(room.types(ann, "imagine", prompt="a cat"))
    await wait_until(lambda: listener.handed, "it is handed over")
    await settled(listener)
    assert len(listener.handed) == 1
    assert one.answer is Answer.THINKING
    assert len(discord.calls("callback")) == 2


async def test_first_answers_do_not_stand_behind_what_is_handed_over(
    listener: Listener, room: Room, ann: Somebody
) -> None:
    """Of which few are under way at once, while all are answered; and all come to their turn."""
    listener.gate, listener.platform.handing_over = asyncio.Event(), asyncio.Semaphore(2)
    asked = [room.types(ann, "help") for _ in range(6)]
    for one in asked:
        await answered(one)
    await wait_until(lambda: listener.under_way == 2, "two are under way")
    listener.gate.set()
    await wait_until(lambda: len(listener.handed) == 6, "all are handed over")
    assert listener.at_once == 2


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"chatelier_discord_{name}", labels) or 0.0


async def test_first_answers_are_timed_and_missed_ones_counted(
    listener: Listener, discord: Discord, room: Room, ann: Somebody
) -> None:
    """By what they are; one that another process gave is neither ours nor missed."""
    kinds = ("thinking", "message", "choices")
    before = {kind: figure("first_answer_seconds_count", answer=kind) for kind in kinds}
    missed = figure("unanswered_total")
    await answered(room.types(ann, "help"))
    await answered(room.types(ann, "imagine", prompt="a cat --ar 0:5"))
    await answered(room.completes(ann, "settings", "value", "o", setting="previews"))
    for status, code in ((400, 40060), (404, 10062)):
        discord.fault("error", "callback", status=status, code=code)
        room.types(ann, "help")
    await wait_until(lambda: len(discord.calls("callback")) == 5, "all are tried")
    await settled(listener)
    for kind in kinds:
        assert figure("first_answer_seconds_count", answer=kind) - before[kind] == 1.0, kind
    assert figure("unanswered_total") - missed == 1.0


async def test_typing_is_answered_and_is_no_event(listener: Listener, room: Room, ann: Somebody) -> None:
    """With what could be meant."""
    typed = await answered(room.completes(ann, "settings", "value", "o", setting="previews"))
    assert {choice["value"] for choice in typed.choices or []} == {"on", "off"}
    await settled(listener)
    assert listener.handed == []


async def test_typing_is_answered_with_a_picture_attached(
    listener: Listener, discord: Discord, room: Room, ann: Somebody
) -> None:
    """Of which nothing is told before the command is sent, and with a number that is half typed."""
    beside = {"image1": b"a picture", "seed": "-"}
    await answered(room.completes(ann, "imagine", "prompt", "", **beside))
    typed = await answered(room.completes(ann, "imagine", "version", "", **beside))
    assert typed.choices
    assert [record.body["type"] for record in discord.calls("callback")] == [8, 8]


async def test_two_gateways_serve_each_interaction_once(
    discord: Discord, redis: Redis, room: Room, ann: Somebody
) -> None:
    """Both hear it, one is first; when one of them goes, the other goes on, and nothing is missed."""
    async with listening(discord, redis) as one, listening(discord, redis) as other:
        asked = [room.types(ann, "imagine", prompt=f"cat {number}") for number in range(10)]
        for each in asked:
            await answered(each)
        await wait_until(lambda: len(one.handed) + len(other.handed) == 10, "all are handed over")
        assert one.task is not None
        await cancel_tasks([one.task])
        last = await answered(room.types(ann, "imagine", prompt="the last"))
        await wait_until(lambda: len(one.handed) + len(other.handed) == 11, "that one, too")
        keys = [handed.key for handed in (*one.handed, *other.handed)]
        assert sorted(keys) == sorted(f"discord:{each.id}" for each in (*asked, last))


async def test_what_was_acknowledged_is_handed_over_while_we_are_asked_to_stop(
    listener: Listener, room: Room, ann: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was told that we think about it is not left with that."""
    monkeypatch.setattr("adapters.discord.connection.DRAIN_S", PATIENCE)
    listener.gate = asyncio.Event()
    await answered(room.types(ann, "imagine", prompt="a cat"))
    assert listener.task is not None
    listener.task.cancel()
    late = await answered(room.types(ann, "imagine", prompt="a dog"))
    assert late.answer is Answer.THINKING
    listener.gate.set()
    await wait_until(listener.task.done, "it ends")
    assert len(listener.handed) == 2


async def test_what_could_not_be_written_down_is_tried_again(
    discord: Discord, redis: Redis, room: Room, ann: Somebody
) -> None:
    """For a while; then the person is told to try again, and so it never happens after that."""
    clock = FakeClock(discord.world.clock())
    async with listening(discord, redis, clock=clock) as listener:
        listener.deaf = 3
        room.types(ann, "imagine", prompt="a cat")
        await wait_until(lambda: listener.handed, "it is handed over")
        assert len(clock.slept) == 3
        began, listener.deaf = clock.time, 10_000
        lost = room.types(ann, "imagine", prompt="a dog")
        await wait_until(lambda: lost.follow_ups, "they are told")
        assert lost.follow_ups[0].seen_by is ann
        assert "again" in lost.follow_ups[0].text
        assert HAND_OVER_MOST_S < clock.time - began < 2 * HAND_OVER_MOST_S
        await settled(listener)
        listener.deaf = 0
        await answered(room.types(ann, "imagine", prompt="a fox"))
        await wait_until(lambda: len(listener.handed) == 2, "the next is handed over")
        assert not listener.platform.waiting


async def test_no_more_than_so_many_wait_to_be_written_down(
    discord: Discord, redis: Redis, room: Room, ann: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more is told at once, so an outage does not fill the memory."""
    monkeypatch.setattr("adapters.discord.gateway.WAITING_MOST", 2)
    async with listening(discord, redis, clock=Waiting(discord.world.clock())) as listener:
        listener.deaf = 3
        for _ in range(2):
            room.types(ann, "imagine", prompt="a cat")
        await wait_until(lambda: len(listener.platform.waiting) == 2, "two wait")
        third = room.types(ann, "imagine", prompt="a dog")
        await wait_until(lambda: third.follow_ups, "they are told")
        assert listener.platform.waiting
        clock = listener.platform.context.clock
        assert isinstance(clock, Waiting)
        clock.gate.set()
        await wait_until(lambda: len(listener.handed) == 2, "the two are handed over")


class Waiting(FakeClock):
    """Whoever sleeps on it does so until the gate is open."""

    def __init__(self, now: float) -> None:
        super().__init__(now)
        self.gate = asyncio.Event()

    @override
    async def sleep(self, seconds: float) -> None:
        await self.gate.wait()


async def test_commands_that_discord_did_not_take_are_offered_while_it_listens(
    discord: Discord, redis: Redis
) -> None:
    """So nobody has to start the bot again; and one that has to end ends in one line all the same."""
    discord.fault("error", "set_commands", status=503)
    clock = Waiting(discord.world.clock())
    async with listening(discord, redis, clock=clock):
        assert not discord.world.app.commands
        await redis.delete(*[key async for key in redis.scan_iter("*once*")])
        clock.gate.set()
        await wait_until(lambda: discord.world.app.commands, "they are set")
    discord.world.app.commands.clear()
    await redis.flushdb()
    discord.fault("error", "set_commands", status=503)
    discord.world.gateway.refusals.append(Closed(4014, "no"))
    settings = read_settings(DiscordSettings, token=discord.token, api_url=discord.api_url)
    platform = open_platform(adapter_context(redis, clock=Waiting(discord.world.clock())), settings)
    with pytest.raises(Misconfigured):
        await platform.serve(Listener(platform).handle)
    await platform.close()


async def test_what_we_never_offered_is_told_to_the_operator(
    listener: Listener, discord: Discord, room: Room, ann: Somebody
) -> None:
    """Without a word of the person's."""
    asked = await answered(room.types(ann, "help"))
    with capture_logs() as lines:
        discord.repeats(asked, id="9" + asked.id[1:], data={"id": "1", "name": "a secret", "type": 3})
        await wait_until(lambda: [one for one in lines if one["event"] == "discord.event_unknown"], "it is told")
    [line] = [one for one in lines if one["event"] == "discord.event_unknown"]
    assert line["what"] == "a command of another kind"
    assert "secret" not in str(lines)
    await settled(listener)


async def test_where_nobody_may_use_it_matters_only_if_it_is_left(
    discord: Discord, redis: Redis, room: Room, ann: Somebody
) -> None:
    """Then the core is told of each server, in which its owner stands for its people."""
    async with listening(discord, redis) as listener:
        await answered(room.types(ann, "help"))
        await settled(listener)
        assert not [one for one in listener.handed if isinstance(one, Arrival)]
    async with listening(discord, redis, leaves_unknown=True) as listener:
        await wait_until(lambda: listener.handed, "it is told")
        [arrival] = listener.handed
        assert isinstance(arrival, Arrival)
        assert arrival.origin.place == Place("discord", room.server.id)
        assert arrival.origin.person.id == f"discord:{ann.id}"
        await listener.platform.leave_chat(arrival.origin.place)
        assert not room.server.bot


async def test_a_lane_is_the_interactions_while_its_token_lives_and_then_the_channels(
    discord: Discord, redis: Redis, room: Room, ann: Somebody
) -> None:
    """The first has none but for what is no job's; the second is that of all messages, whoever asked for them."""
    clock = FakeClock(discord.world.clock())
    async with listening(discord, redis, clock=clock) as listener:
        room.types(ann, "imagine", prompt="a cat")
        await wait_until(lambda: listener.handed, "it is handed over")
        [call] = listener.handed
        lane = listener.platform.lane
        assert (lane(call.origin, 0.0).key, lane(call.origin, 0.0).limits) == (call.key, None)
        others = lane(replace(call.origin, person=Person("", "")), 0.0)  # such as a mark on its buttons
        assert (others.key, others.limits) == (call.key, TOKEN_LIMITS)
        assert listener.platform.capabilities_at(call.origin).file_limit == ann.file_limit
        clock.time = read_reply(call.origin.reply).token_end + 1
        later = lane(call.origin, TOKEN_LIFE_S + 1)
        assert later.key == f"discord:{room.id}"
        assert later.limits is not None
        assert (later.bucket, later.limits.capacity, later.limits.window) == ("discord", 4, 5.0)
        assert later == lane(Origin(Place("discord", room.server.id, room.id), Person("", "")), 0.0)
        assert later == lane(Origin(Place("discord", room.id), Person("", "")), 0.0)


async def test_who_decides_for_a_server_is_said_by_the_event_or_asked(
    listener: Listener, discord: Discord, room: Room, ann: Somebody
) -> None:
    """By the event where it comes from; another server of theirs is asked about."""
    bob = discord.person("Bob")
    elsewhere = discord.room(bob, ann, name="elsewhere")
    room.server.members[ann.id].permissions |= Permission.MANAGE_GUILD
    room.types(ann, "help")
    await wait_until(lambda: listener.handed, "it is handed over")
    origin = listener.handed[0].origin
    before = len(discord.calls())
    assert await listener.platform.is_admin(origin)
    assert len(discord.calls()) == before
    there = Place("discord", elsewhere.server.id, elsewhere.id)
    assert not await listener.platform.is_admin(Origin(there, origin.person, origin.reply))
    assert await listener.platform.is_admin(Origin(there, Person(f"discord:{bob.id}", "Bob"), origin.reply))


async def test_an_event_without_a_way_to_answer_is_left_alone(
    listener: Listener, discord: Discord, room: Room, ann: Somebody
) -> None:
    """And the next one is dealt with."""
    discord.world.gateway.tell("INTERACTION_CREATE", {"id": "1", "type": 2, "data": {}})
    await answered(room.types(ann, "help"))
    await wait_until(lambda: len(listener.handed) == 1, "the next is handed over")


async def test_a_press_says_what_its_message_is(
    listener: Listener, discord: Discord, room: Room, ann: Somebody
) -> None:
    """And leads to a message of its own."""
    call = room.types(ann, "imagine", prompt="a cat")
    await wait_until(lambda: listener.handed, "it is handed over")
    card = Card((Span("a cat"),), buttons=((Button("U1", "act:upscale1"),),))
    shown = await listener.platform.messenger.post(listener.handed[0].origin, card, nonce="n")
    pressed = await answered(room.presses(ann, call.message, "U1"))
    await wait_until(lambda: len(listener.handed) == 2, "the press, too")
    press = listener.handed[1]
    assert isinstance(press, ButtonPress)
    assert press.message == shown
    assert pressed.message is not call.message
