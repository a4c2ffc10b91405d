"""The Discord on loopback, driven as a bot would: the gateway by the real client, requests by hand."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import discord as library
import orjson
import pytest
from yarl import URL

from tests.fakes.clock import FakeClock
from tests.fakes.discord.client import AGENT, Bot, bot, listening
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Flag
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.play import playing
from tests.fakes.discord.remote import Remote
from tests.fakes.discord.world import APPLICATION, TOKEN
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import PATIENCE, wait_until

ROOT = Path(__file__).parents[2]
IMAGINE = {
    "name": "imagine",
    "description": "Paints",
    "options": [
        {"type": 3, "name": "prompt", "description": "what", "required": True},
        {"type": 11, "name": "image1", "description": "like this"},
    ],
}
U1 = {"type": 2, "style": 2, "label": "U1", "custom_id": "upscale:1"}
CARD = {
    "flags": int(Flag.COMPONENTS_V2),
    "components": [
        {"type": 10, "content": "a cat"},
        {"type": 12, "items": [{"media": {"url": "attachment://0.png"}}]},
        {"type": 1, "components": [U1]},
    ],
    "attachments": [{"id": "0", "filename": "0.png"}],
}


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with playing() as made:
        yield made


@pytest.fixture
async def client(discord: Discord) -> AsyncIterator[Bot]:
    async with bot(discord) as made:
        app = discord.world.app.id
        assert (await made.ask("PUT", f"/applications/{app}/commands", [IMAGINE])).status == 200
        yield made


def callback(one: Interaction) -> str:
    return f"/interactions/{one.id}/{one.token}/callback"


def hook(one: Interaction, rest: str = "") -> str:
    return f"/webhooks/{one.payload['application_id']}/{one.token}{rest}"


async def test_from_a_command_to_a_press(discord: Discord, client: Bot) -> None:
    """A command comes by the gateway, "thinking…" becomes a picture with its button, and a press comes back."""
    ann = discord.person("Ann", language="de")
    room = discord.room(ann)
    async with listening(discord) as listener:
        asked = room.types(ann, "imagine", prompt="a cat", image1=picture())
        await wait_until(lambda: listener.heard, "the command is heard")
        heard = listener.heard[0]
        assert heard["data"]["options"][0] == {"name": "prompt", "type": 3, "value": "a cat"}
        assert heard["locale"] == "de"
        answer = await client.ask("POST", callback(asked), {"type": 5}, with_response="true")
        assert answer.body["interaction"]["response_message_id"] == asked.message.id
        assert asked.message.waiting
        filled = await client.ask("PATCH", hook(asked, "/messages/@original"), CARD, picture())
        assert filled.status == 200
        assert room.last.text == "a cat"
        assert room.last.labels == [["U1"]]
        assert room.last.now.data == picture()
        room.presses(ann, room.last, "U1")
        await wait_until(lambda: len(listener.heard) > 1, "the press is heard")
    assert listener.heard[1]["data"]["custom_id"] == "upscale:1"
    assert listener.heard[1]["message"]["id"] == room.last.id


async def test_by_the_bots_token(discord: Discord, client: Bot) -> None:
    """Messages of channels are made, changed and taken away."""
    room = discord.room(discord.person("Ann"))
    path = f"/channels/{room.id}/messages"
    made = await client.ask("POST", path, {"content": "hello"})
    changed = await client.ask("PATCH", f"{path}/{made.body['id']}", {"content": "hello again"})
    assert changed.body["content"] == room.last.text == "hello again"
    assert (await client.ask("DELETE", f"{path}/{made.body['id']}")).status == 204
    assert room.messages == []
    assert [record.route for record in discord.calls(channel=room)] == [
        "create_message",
        "edit_message",
        "delete_message",
    ]


async def test_what_it_says_of_itself(discord: Discord, client: Bot) -> None:
    """Every route that reads answers as the schema says."""
    ann = discord.person("Ann")
    room = discord.channel(discord.server("Atelier", ann), denied=Permission.ATTACH_FILES)
    server, app = room.server.id, discord.world.app.id
    dm = await client.ask("POST", "/users/@me/channels", {"recipient_id": ann.id})
    paths = [
        *("/users/@me", "/users/@me/guilds", "/oauth2/applications/@me", "/applications/@me"),
        *(
            "/gateway",
            "/gateway/bot",
            f"/applications/{app}/commands",
            f"/applications/{app}/guilds/{server}/commands",
        ),
        *(f"/guilds/{server}{rest}" for rest in ("", "/roles", "/channels")),
        *(f"/guilds/{server}/members/{number}" for number in (app, ann.id)),
        *(f"/channels/{number}" for number in (room.id, room.thread().id, dm.body["id"])),
    ]
    answers = {path: await client.ask("GET", path) for path in paths}
    assert {path: one.status for path, one in answers.items()} == dict.fromkeys(paths, 200)
    assert answers["/gateway/bot"].body["url"] == discord.gateway_url
    assert answers[f"/channels/{room.id}"].body["permission_overwrites"][0]["deny"] == str(1 << 15)
    assert [one["id"] for one in answers["/users/@me/guilds"].body] == [server]
    refused = await client.ask("GET", f"/guilds/{server}/members/1")
    assert (refused.status, refused.code) == (404, 10007)


async def test_an_app_may_be_answered_elsewhere(discord: Discord, client: Bot) -> None:
    """With an address for interactions none come by the gateway."""
    ann = discord.person("Ann")
    room = discord.room(ann)
    address = {"interactions_endpoint_url": "https://bot.example/interactions"}
    shown = await client.ask("PATCH", "/applications/@me", address)
    assert shown.body["interactions_endpoint_url"] == address["interactions_endpoint_url"]
    async with listening(discord) as listener:
        room.types(ann, "imagine", prompt="a")
        await client.ask("PATCH", "/applications/@me", {"interactions_endpoint_url": None})
        room.types(ann, "imagine", prompt="b")
        await wait_until(lambda: listener.heard, "the second is heard")
    assert [one["data"]["options"][0]["value"] for one in listener.heard] == ["b"]


async def test_files_have_signed_addresses(discord: Discord, client: Bot) -> None:
    """Good for a day; a wrong mark or another end is refused."""
    clock = FakeClock(time.time())
    discord.world.cdn.clock = clock.now
    ann = discord.person("Ann")
    asked = discord.room(ann).types(ann, "imagine", prompt="a", image1=("a b.png", picture()))
    (shown,) = asked.payload["data"]["resolved"]["attachments"].values()
    assert (shown["content_type"], shown["width"], shown["ephemeral"]) == ("image/png", 64, True)
    url = URL(shown["url"])
    assert int(url.query["ex"], 16) == int(clock.time) + 24 * 3600
    later = f"{int(url.query['ex'], 16) + 1:x}"
    for bad in (url.with_query(None), url.update_query(ex=later), url.update_query(hm="0" * 64)):
        async with client.session.get(bad) as answer:
            assert answer.status == 404
    async with client.session.get(shown["url"]) as answer:
        assert await answer.read() == picture()
    clock.time += 24 * 3600
    async with client.session.get(shown["url"]) as answer:
        assert answer.status == 404


async def test_unknown_routes_are_caught() -> None:
    """One that this Discord has not is a 404 and a complaint that fails the test; so is a strange user agent."""
    with pytest.raises(AssertionError, match="there is no such route here") as found:  # noqa: PT012 - at the end
        async with playing() as made, bot(made) as client:
            assert (await client.ask("GET", "/users/1")).status == 404
            headers = {"Authorization": f"Bot {made.token}", "User-Agent": "python"}
            async with client.session.get(f"{made.api_url}/users/@me", headers=headers) as answer:
                assert answer.status == 200
    assert "the user agent" in str(found.value)


async def test_servers_take_the_bot_in_and_throw_it_out(discord: Discord) -> None:
    """Who has the intent hears of it."""
    ann = discord.person("Ann")
    old, new = discord.server("Old", ann), discord.server("New", ann, installed=False)
    async with listening(discord, intents=library.Intents(guilds=True)) as listener:
        await wait_until(lambda: [one.name for one in listener.guilds] == ["Old"], "it knows where it is")
        discord.invites(new)
        await wait_until(lambda: len(listener.guilds) == 2, "it hears of the new one")
        discord.expels(old)
        await wait_until(lambda: [one.name for one in listener.guilds] == ["New"], "and of the end of the old one")


def ask(url: str, method: str, path: str, body: Any) -> Any:
    """A request of a bot, from outside of any loop."""
    headers = {"User-Agent": AGENT, "Content-Type": "application/json", "Authorization": f"Bot {TOKEN}"}
    request = urllib.request.Request(f"{url}/api/v10{path}", orjson.dumps(body), headers, method=method)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return orjson.loads(answer.read() or b"null")


@pytest.fixture
def told() -> Iterator[list[str]]:
    """What it prints as a process of its own."""
    command = [sys.executable, "-m", "tests.fakes.discord", "--no-people"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield [server.stdout.readline().strip() for _ in range(4)]
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(PATIENCE) == 0


def test_process(told: list[str]) -> None:
    """As a process of its own it says what a bot has to be told, is steered over HTTP, and ends when asked to."""
    url, settings = told[0], dict(line.split("=", 1) for line in told[1:])
    assert settings["CHATELIER_DISCORD_API_URL"] == f"{url}/api/v10"
    assert settings["CHATELIER_DISCORD_TOKEN"] == TOKEN
    remote = Remote(url)
    ann = remote.person("Ann", language="de")
    room = remote.channel(remote.server("Atelier", ann))
    (imagine,) = ask(url, "PUT", f"/applications/{APPLICATION}/commands", [IMAGINE])
    assert remote.commands() == [imagine["name"]]
    with pytest.raises(AssertionError, match="wants prompt"):
        remote.types(room, ann, "imagine")
    asked = remote.types(room, ann, "imagine", prompt="a cat", image1=picture())
    assert not remote.interaction(asked)["done"]
    assert remote.state()["connected"] == []
    remote.move(PATIENCE + 1)
    assert remote.room(room, ann)["failed"] == [asked]


def test_process_and_a_bot(told: list[str]) -> None:
    """What the bot does is seen from outside, and so is what was refused."""
    url, remote = told[0], Remote(told[0])
    dm = remote.dm(remote.person("Ann"))
    message = ask(url, "POST", f"/channels/{dm}/messages", {"content": "a"})["id"]
    remote.fault("error", "edit_message", status=403)
    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        ask(url, "PATCH", f"/channels/{dm}/messages/{message}", {"content": "b"})
    refused.value.close()
    assert [one["text"] for one in remote.by_bot(dm)] == ["a"]
    calls = remote.calls(room=dm)
    assert [(one["route"], one["status"]) for one in calls] == [("create_message", 200), ("edit_message", 403)]
