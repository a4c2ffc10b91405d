"""How much the Discord on loopback takes: buckets that say what is left, the whole, and those who do not listen."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.discord.client import Answer, Bot, bot
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import THREAD
from tests.fakes.discord.play import playing
from tests.fakes.discord.room import Room
from tests.fakes.discord.rules import Rules

LIMIT = 64 * 1024
HELP = {"id": "1", "type": 1, "name": "help", "description": "Help"}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def discord(clock: FakeClock) -> AsyncIterator[Discord]:
    rules = Rules(invalid_limit=8, overall=20, follow_ups_shared=(4, 60.0), file_limit=LIMIT)
    async with playing(rules, clock=clock.now) as made:
        made.world.app.commands.append(HELP)
        yield made


@pytest.fixture
async def client(discord: Discord) -> AsyncIterator[Bot]:
    async with bot(discord) as made:
        yield made


@pytest.fixture
def room(discord: Discord) -> Room:
    return discord.room(discord.person("Ann"))


def person(room: Room) -> Interaction:
    return room.types(next(iter(room.server.members.values())).person, "help")


async def say(client: Bot, room: Room, content: str = "a", *files: bytes) -> Answer:
    return await client.ask("POST", f"/channels/{room.id}/messages", {"content": content}, *files)


async def edit(client: Bot, room: Room, message: str) -> Answer:
    return await client.ask("PATCH", f"/channels/{room.id}/messages/{message}", {"content": "b"})


async def follow_up(client: Bot, one: Interaction) -> Answer:
    return await client.ask("POST", f"/webhooks/{client.discord.world.app.id}/{one.token}", {"content": "a"})


async def answered(client: Bot, room: Room) -> Interaction:
    one = person(room)
    path = f"/interactions/{one.id}/{one.token}/callback"
    assert (await client.ask("POST", path, {"type": 4, "data": {"content": "a"}})).status == 204
    return one


def codes(*answers: Answer) -> list[tuple[int, int]]:
    return [(one.status, one.code) for one in answers]


async def test_a_bucket_says_what_is_left(client: Bot, room: Room, clock: FakeClock) -> None:
    """Five edits in five seconds, of all messages of a channel; then it says how long to wait, and that is true."""
    first, second = (await say(client, room)).body["id"], (await say(client, room)).body["id"]
    edits = [await edit(client, room, message) for message in (first, second, first, second, first)]
    assert [one.headers["X-RateLimit-Remaining"] for one in edits] == ["4", "3", "2", "1", "0"]
    clock.time += 1.5
    refused = await edit(client, room, second)
    assert refused.status == 429
    assert refused.body == {
        "message": "You are being rate limited.",
        "code": 0,
        "retry_after": 3.5,
        "global": False,
    }
    assert refused.headers["Retry-After"] == "4"
    assert refused.headers["X-RateLimit-Scope"] == "user"
    assert refused.headers["X-RateLimit-Bucket"] == edits[0].headers["X-RateLimit-Bucket"]
    assert "Via" in refused.headers
    clock.time += 3.5
    assert (await edit(client, room, second)).status == 200


async def test_buckets_are_apart(discord: Discord, client: Bot, room: Room) -> None:
    """Another channel has its own, and so have new messages."""
    other = discord.channel(room.server)
    message = (await say(client, room)).body["id"]
    for _ in range(5):
        assert (await edit(client, room, message)).status == 200
    assert codes(await edit(client, room, message), await say(client, room), await say(client, other)) == [
        (429, 0),
        (200, 0),
        (200, 0),
    ]
    assert (discord.refused(room), discord.refused(other)) == (1, 0)


async def test_a_token_has_a_bucket(client: Bot, room: Room, clock: FakeClock) -> None:
    """Five in two seconds for an interaction; the whole does not count it."""
    asked = [await answered(client, room) for _ in range(5)]
    for one in asked:
        path = f"/webhooks/{client.discord.world.app.id}/{one.token}/messages/@original"
        found = [await client.ask("PATCH", path, {"content": str(place)}) for place in range(6)]
        assert codes(*found) == [(200, 0)] * 5 + [(429, 0)]
        assert found[5].body["retry_after"] == 2.0


async def test_follow_ups_of_a_channel_are_shared(client: Bot, room: Room) -> None:
    """Those of all interactions there, and the bot is not blamed."""
    said = [await follow_up(client, await answered(client, room)) for _ in range(5)]
    assert codes(*said) == [(200, 0)] * 4 + [(429, 0)]
    assert said[4].headers["X-RateLimit-Scope"] == "shared"
    assert not client.discord.world.limits.invalid


async def test_the_whole_has_a_limit(discord: Discord, client: Bot, clock: FakeClock) -> None:
    """Over all routes but those of interactions."""
    found = [await client.ask("GET", "/users/@me") for _ in range(21)]
    assert codes(*found) == [(200, 0)] * 20 + [(429, 0)]
    assert found[20].body["global"] is True
    assert found[20].headers["X-RateLimit-Scope"] == found[20].headers["X-RateLimit-Scope"] == "global"
    clock.time += 1.0
    assert (await client.ask("GET", "/users/@me")).status == 200


async def test_old_messages_change_seldom(client: Bot, room: Room, clock: FakeClock) -> None:
    """Three times in six seconds in a channel once they are an hour old."""
    message = (await say(client, room)).body["id"]
    clock.time += 3601.0
    found = [await edit(client, room, message) for _ in range(4)]
    assert codes(*found) == [(200, 0)] * 3 + [(429, 30046)]
    assert found[3].body["retry_after"] == 6.0
    new = (await say(client, room)).body["id"]
    assert (await edit(client, room, new)).status == 200


async def test_who_does_not_listen_is_banned(discord: Discord, client: Bot, clock: FakeClock) -> None:
    """Refusals count for ten minutes; after so many nobody gets through, and what answers is not Discord."""
    for _ in range(8):
        async with client.session.get(
            f"{discord.api_url}/users/@me", headers={"User-Agent": "DiscordBot ()"}
        ) as no:
            assert no.status == 401
    refused = await client.ask("GET", "/users/@me")
    assert (refused.status, refused.body) == (429, None)
    assert "Via" not in refused.headers
    clock.time += 601
    assert (await client.ask("GET", "/users/@me")).status == 200


async def test_sizes(discord: Discord, client: Bot, room: Room) -> None:
    """What everybody may, or the server or the person; ten files."""
    over = bytes(LIMIT + 1)
    assert codes(await say(client, room, "a", over), await say(client, room, "a", bytes(LIMIT))) == [
        (413, 40005),
        (200, 0),
    ]
    room.server.file_limit = 2 * LIMIT
    assert codes(await say(client, room, "a", over)) == [(200, 0)]
    assert codes(await say(client, room, "a", *[b"a"] * 11)) == [(400, 30015)]
    rich = discord.person("Bob", file_limit=2 * LIMIT)
    dm = discord.dm(rich)
    one = dm.types(rich, "help")
    path = f"/interactions/{one.id}/{one.token}/callback"
    assert codes(await client.ask("POST", path, {"type": 4, "data": {"content": "a"}}, over)) == [(204, 0)]
    assert codes(await say(client, dm, "a", over)) == [(413, 40005)]


async def test_a_nonce_makes_one_message(client: Bot, room: Room, clock: FakeClock) -> None:
    """For a few minutes, in a channel, if it is enforced."""
    body = {"content": "a", "nonce": "n" * 25, "enforce_nonce": True}
    path = f"/channels/{room.id}/messages"
    first, again = await client.ask("POST", path, body), await client.ask("POST", path, body | {"content": "b"})
    assert first.body["id"] == again.body["id"]
    assert again.body["nonce"] == "n" * 25
    loose = await client.ask("POST", path, {"content": "c", "nonce": "n" * 25})
    assert [one.text for one in room.messages] == ["a", "c"]
    clock.time += 301
    late = await client.ask("POST", path, body)
    assert len({first.body["id"], loose.body["id"], late.body["id"]}) == 3


async def test_where_the_bot_may_not(discord: Discord, client: Bot, room: Room) -> None:
    """Each in Discord's words, and nothing is written."""
    ann = next(iter(room.server.members.values())).person
    deaf, mute, bare = (
        discord.channel(room.server, denied=one)
        for one in (Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES, Permission.ATTACH_FILES)
    )
    gone, shut, thread = discord.channel(room.server), discord.dm(ann), room.thread()
    gone.channel.deleted = shut.channel.closed = True
    quiet = discord.channel(room.server, kind=THREAD, denied=Permission.SEND_MESSAGES_IN_THREADS)
    refused = [await say(client, one) for one in (deaf, mute, gone, shut, quiet, discord.group(ann))]
    refused.append(await say(client, bare, "a", b"a"))
    assert codes(*refused) == [
        (403, 50001),
        (403, 50013),
        (404, 10003),
        (403, 50007),
        (403, 50013),
        (403, 50001),
        (403, 50013),
    ]
    assert codes(await say(client, bare), await say(client, thread)) == [(200, 0), (200, 0)]


async def test_messages_that_cannot_change(discord: Discord, client: Bot, room: Room) -> None:
    """Deleted, somebody else's, in a thread that is put away, or in a server that the bot had to leave."""
    ann = next(iter(room.server.members.values())).person
    thread = room.thread()
    gone, kept = (await say(client, room)).body["id"], (await say(client, thread)).body["id"]
    room.deletes(room.last)
    thread.channel.archived = True
    theirs = room.says(ann, "hello")
    refused = [
        await edit(client, room, gone),
        await edit(client, room, theirs.id),
        await edit(client, thread, kept),
    ]
    assert codes(*refused) == [(404, 10008), (403, 50005), (400, 50083)]
    assert (await say(client, thread)).status == 200
    assert (await edit(client, thread, kept)).status == 200
    thread.channel.archived = thread.channel.locked = True
    assert codes(await say(client, thread)) == [(400, 50083)]
    discord.expels(room.server)
    assert codes(await edit(client, thread, kept)) == [(403, 50001)]


async def test_what_the_token_may_where_the_bot_may_not(discord: Discord, client: Bot) -> None:
    """Words always; files by the app's rights there, nothing in a thread that is put away."""
    ann = discord.person("Ann")
    room = discord.channel(
        discord.server("Atelier", ann), denied=Permission.ATTACH_FILES | Permission.SEND_MESSAGES
    )
    one = await answered(client, room)
    path = f"/webhooks/{discord.world.app.id}/{one.token}/messages/@original"
    found = [await client.ask("PATCH", path, {"content": "b"}), await client.ask("PATCH", path, {}, b"a")]
    room.channel.archived = True
    found.append(await client.ask("PATCH", path, {"content": "c"}))
    assert codes(*found) == [(200, 0), (403, 50013), (400, 50083)]
    room.channel.deleted = True
    assert codes(await client.ask("PATCH", path, {"content": "c"})) == [(404, 10003)]


async def test_misfortunes(discord: Discord, client: Bot, room: Room) -> None:
    """What a test orders happens, so often and where it says; a request may be done and yet be lost."""
    discord.fault("flood", "create_message", scope="shared", retry_after=1.5, times=2)
    discord.fault("error", "create_message", status=503, text="Service Unavailable")
    found = [await say(client, room) for _ in range(4)]
    assert codes(*found) == [(429, 0), (429, 0), (503, 0), (200, 0)]
    assert (found[0].body["retry_after"], found[0].headers["X-RateLimit-Scope"]) == (1.5, "shared")
    discord.fault("drop_after", channel=room)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await say(client, room)
    assert len(room.messages) == 2
    assert discord.calls("create_message")[-1].dropped
    assert discord.complaints == []


async def test_a_long_run_need_not_be_remembered() -> None:
    """Then only what is shown is kept, and the files that belong to it."""
    async with playing(Rules(remembers=False)) as discord, bot(discord) as client:
        room = discord.room(discord.person("Ann"))
        message = (await say(client, room, "a", b"old")).body["id"]
        path = f"/channels/{room.id}/messages/{message}"
        for data in (b"newer", b"newest"):
            await client.ask("PATCH", path, {"attachments": [{"id": "0"}]}, data)
        assert [one.data for one in discord.world.cdn.files.values()] == [b"newest"]
        assert room.last.history == [room.last.now]
        assert [one.body for one in discord.calls()] == [None] * 3
