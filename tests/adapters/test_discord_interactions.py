"""How interactions are answered on the Discord on loopback: once, soon, and while their token lives."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.discord.client import Answer, Bot, bot
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Flag
from tests.fakes.discord.play import playing
from tests.fakes.discord.rules import MIB, Rules

EPHEMERAL = int(Flag.EPHEMERAL)
COMMAND = {
    "name": "imagine",
    "description": "Paints",
    "options": [
        {"type": 3, "name": "prompt", "description": "what", "required": True, "autocomplete": True},
        {"type": 4, "name": "chaos", "description": "how much", "min_value": 0, "max_value": 100},
        {"type": 3, "name": "mode", "description": "how", "choices": [{"name": "Fast", "value": "fast"}]},
    ],
}
BUTTON = {"type": 1, "components": [{"type": 2, "style": 2, "label": "U1", "custom_id": "u1"}]}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def discord(clock: FakeClock) -> AsyncIterator[Discord]:
    async with playing(Rules(strict=False, answer_within=3.0), clock=clock.now) as made:
        made.world.app.commands.append({"id": "1", "type": 1, **COMMAND})
        yield made


@pytest.fixture
async def client(discord: Discord) -> AsyncIterator[Bot]:
    async with bot(discord) as made:
        yield made


async def answer(client: Bot, one: Interaction, kind: int, data: Any = None, **query: str) -> Answer:
    path = f"/interactions/{one.id}/{one.token}/callback"
    return await client.ask("POST", path, {"type": kind} | ({"data": data} if data is not None else {}), **query)


def hook(one: Interaction, message: str = "") -> str:
    path = f"/webhooks/{one.payload['application_id']}/{one.token}"
    return f"{path}/messages/{message}" if message else path


def codes(*answers: Answer) -> list[tuple[int, int]]:
    return [(one.status, one.code) for one in answers]


async def test_one_answer_in_three_seconds(discord: Discord, client: Bot, clock: FakeClock) -> None:
    """A second one is 40060, a late one 10062, and a token nobody has answered is good for nothing."""
    ann = discord.person("Ann")
    room = discord.room(ann)
    quick, slow = room.types(ann, "imagine", prompt="a"), room.types(ann, "imagine", prompt="b")
    early = await client.ask("POST", hook(slow), {"content": "b"})
    assert codes(early, await answer(client, quick, 5), await answer(client, quick, 5)) == [
        (404, 10015),
        (204, 0),
        (400, 40060),
    ]
    clock.time += 3.1
    assert codes(await answer(client, slow, 5)) == [(404, 10062)]
    assert quick.message.waiting
    assert room.failed(ann) == [slow]


async def test_a_token_lives_fifteen_minutes(discord: Discord, client: Bot, clock: FakeClock) -> None:
    """Then the bot's own is what is left, and that not for what one person sees."""
    ann = discord.person("Ann")
    room = discord.room(ann)
    seen, unseen = room.types(ann, "imagine", prompt="a"), room.types(ann, "imagine", prompt="b")
    await answer(client, seen, 4, {"content": "a"})
    await answer(client, unseen, 4, {"content": "b", "flags": EPHEMERAL})
    clock.time += 14 * 60
    assert codes(await client.ask("PATCH", hook(seen, "@original"), {"content": "a2"})) == [(200, 0)]
    clock.time += 61
    dead = [await client.ask("PATCH", hook(seen, "@original"), {"content": "a3"})]
    dead.append(await client.ask("POST", hook(unseen), {"content": "b3"}))
    path = f"/channels/{room.id}/messages"
    dead.append(await client.ask("PATCH", f"{path}/{unseen.message.id}", {"content": "b3"}))
    assert codes(*dead) == [(401, 50027), (401, 50027), (404, 10008)]
    assert codes(await client.ask("PATCH", f"{path}/{seen.message.id}", {"content": "a3"})) == [(200, 0)]
    assert seen.message.text == "a3"


async def test_who_sees_it_is_settled_at_first(discord: Discord, client: Bot) -> None:
    """An ephemeral "thinking…" stays ephemeral, whatever the edits say; others do not see it, nor press there."""
    ann, bob = discord.person("Ann"), discord.person("Bob")
    room = discord.room(ann, bob)
    asked = room.types(ann, "imagine", prompt="a")
    await answer(client, asked, 5, {"flags": EPHEMERAL})
    await client.ask("PATCH", hook(asked, "@original"), {"content": "a", "flags": 0, "components": [BUTTON]})
    assert [one.text for one in room.sees(ann)] == ["a"]
    assert room.sees(bob) == []
    with pytest.raises(AssertionError, match="does not see"):
        room.presses(bob, asked.message, "U1")
    pressed = room.presses(ann, asked.message, "U1")
    assert pressed.payload["message"]["flags"] == EPHEMERAL


async def test_a_follow_up_fills_what_waits(discord: Discord, client: Bot) -> None:
    """The first one after a public "thinking…" is public, even if it says otherwise; the next may be ephemeral."""
    ann, bob = discord.person("Ann"), discord.person("Bob")
    room = discord.room(ann, bob)
    asked = room.types(ann, "imagine", prompt="a")
    await answer(client, asked, 5)
    await client.ask("POST", hook(asked), {"content": "for Ann", "flags": EPHEMERAL})
    await client.ask("POST", hook(asked), {"content": "really for Ann", "flags": EPHEMERAL})
    assert [one.text for one in room.sees(bob)] == ["for Ann"]
    assert [one.text for one in room.sees(ann)] == ["for Ann", "really for Ann"]
    await client.ask("DELETE", hook(asked, "@original"))
    assert [one.text for one in room.sees(ann)] == ["really for Ann"]


async def test_a_deleted_answer_is_gone(discord: Discord, client: Bot) -> None:
    """Edits are 10008; so is a follow-up when nothing had filled it."""
    ann = discord.person("Ann")
    room = discord.room(ann)
    asked = room.types(ann, "imagine", prompt="a")
    await answer(client, asked, 5)
    await client.ask("DELETE", hook(asked, "@original"))
    edit = await client.ask("PATCH", hook(asked, "@original"), {"content": "a"})
    assert codes(edit, await client.ask("POST", hook(asked), {"content": "a"})) == [(404, 10008), (404, 10008)]


async def test_presses_that_change_their_message(discord: Discord, client: Bot) -> None:
    """After a 6 the pressed message is @original; a 7 changes it at once; commands take neither."""
    ann = discord.person("Ann")
    room = discord.room(ann)
    asked = room.types(ann, "imagine", prompt="a")
    refused = await answer(client, asked, 6)
    assert codes(refused) == [(400, 50035)]
    await answer(client, asked, 4, {"content": "a", "components": [BUTTON]})
    later, now = room.presses(ann, room.last, "U1"), room.presses(ann, room.last, "U1")
    await answer(client, later, 6)
    await client.ask("PATCH", hook(later, "@original"), {"content": "b"})
    assert (room.last.text, len(room.messages)) == ("b", 1)
    shown = await answer(client, now, 7, {"content": "c"}, with_response="true")
    assert shown.body["resource"]["message"]["content"] == room.last.text == "c"
    own = await client.ask("POST", hook(later), {"content": "for Ann", "flags": EPHEMERAL})
    assert own.body["flags"] == EPHEMERAL
    assert len(room.messages) == 2


async def test_a_deferral_has_one_flag(discord: Discord, client: Bot) -> None:
    """Components come with the edit that fills it; a refused answer leaves the interaction open."""
    ann = discord.person("Ann")
    asked = discord.room(ann).types(ann, "imagine", prompt="a")
    refused = await answer(client, asked, 5, {"flags": int(Flag.COMPONENTS_V2)})
    assert codes(refused, await answer(client, asked, 5)) == [(400, 50035), (204, 0)]
    body = {"flags": int(Flag.COMPONENTS_V2), "components": [{"type": 10, "content": "a"}]}
    assert codes(await client.ask("PATCH", hook(asked, "@original"), body)) == [(200, 0)]
    assert asked.message.text == "a"


async def test_completions(discord: Discord, client: Bot) -> None:
    """Up to 25 choices of up to 100 characters, and nothing else."""
    ann = discord.person("Ann")
    room = discord.room(ann)
    asked = room.completes(ann, "imagine", "prompt", "a c", chaos=3)
    assert [one.get("focused") for one in asked.payload["data"]["options"]] == [None, True]
    choice = {"name": "a cat", "value": "a cat"}
    refused = [
        await answer(client, asked, 5),
        await answer(client, asked, 8, {"choices": [choice] * 26}),
        await answer(client, asked, 8, {"choices": [choice | {"value": "a" * 101}]}),
    ]
    assert codes(*refused, await answer(client, asked, 8, {"choices": [choice] * 25})) == [
        *[(400, 50035)] * 3,
        (204, 0),
    ]
    assert asked.choices == [choice] * 25


async def test_where_the_bot_is_not(discord: Discord, client: Bot, clock: FakeClock) -> None:
    """A person's own app: the token's routes, five follow-ups, and no channel."""
    ann, bob = discord.person("Ann"), discord.person("Bob")
    foreign = discord.channel(discord.server("Elsewhere", ann, bob, installed=False))
    for room in (foreign, discord.group(ann, bob)):
        asked = room.types(ann, "imagine", prompt="a")
        assert asked.payload["authorizing_integration_owners"] == {"1": ann.id}
        await answer(client, asked, 4, {"content": "a"})
        said = []
        for place in range(6):
            clock.time += 0.5
            said.append(await client.ask("POST", hook(asked), {"content": str(place)}))
        assert codes(*said)[4:] == [(200, 0), (400, 40094)]
        refused = await client.ask("PATCH", f"/channels/{room.id}/messages/{asked.message.id}", {"content": "b"})
        assert codes(refused) == [(403, 50001)]


async def test_a_server_may_hush_foreign_apps(discord: Discord, client: Bot) -> None:
    """What a person's own app says there is seen by them alone."""
    ann, bob = discord.person("Ann"), discord.person("Bob")
    server = discord.server("Elsewhere", ann, bob, installed=False, external_apps=False)
    room = discord.channel(server)
    asked = room.types(ann, "imagine", prompt="a")
    await answer(client, asked, 4, {"content": "a"})
    assert asked.message.ephemeral
    assert room.sees(bob) == []


async def test_what_an_event_says(discord: Discord) -> None:
    """Where it happened, what the bot may do there, and how large a file may be."""
    ann = discord.person("Ann", file_limit=500 * MIB)
    room = discord.channel(discord.server("Atelier", ann, file_limit=50 * MIB))
    thread = room.thread()
    payloads = [one.types(ann, "imagine", prompt="a").payload for one in (room, thread, discord.dm(ann))]
    assert [one["context"] for one in payloads] == [0, 0, 1]
    assert [one["channel"]["type"] for one in payloads] == [0, 11, 1]
    assert [one["attachment_size_limit"] for one in payloads] == [500 * MIB] * 3
    assert ["user" in one for one in payloads] == [False, False, True]
    assert payloads[2]["authorizing_integration_owners"] == {"0": "0"}


async def test_people_type_what_is_declared(discord: Discord) -> None:
    """Discord itself lets nobody send less, more, or anything else."""
    ann = discord.person("Ann")
    room = discord.room(ann)
    for wrong in (
        {},
        {"prompt": "a", "colour": "red"},
        {"prompt": "a", "chaos": 101},
        {"prompt": "a", "mode": "x"},
    ):
        with pytest.raises(AssertionError):
            room.types(ann, "imagine", **wrong)
    with pytest.raises(AssertionError, match="no command"):
        room.types(ann, "paint", prompt="a")


async def test_the_bots_token_stays_at_home(discord: Discord, client: Bot) -> None:
    """Interaction routes want none, the others do; who sends it where it has no business is caught."""
    ann = discord.person("Ann")
    room = discord.room(ann)
    asked = room.types(ann, "imagine", prompt="a")
    path = f"{discord.api_url}/interactions/{asked.id}/{asked.token}/callback"
    headers = {"Authorization": f"Bot {discord.token}", "User-Agent": "DiscordBot (https://bot.example, 1)"}
    async with client.session.post(path, json={"type": 5}, headers=headers) as found:
        assert found.status == 204
    assert discord.complaints == ["callback: the bot's token has no business here"]
    async with client.session.get(f"{discord.api_url}/users/@me") as found:
        assert found.status == 401
