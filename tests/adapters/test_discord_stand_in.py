"""The Discord on loopback, driven as a bot would: the gateway by the real client, requests by hand."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.discord.client import Bot, bot, listening
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Flag
from tests.fakes.discord.play import playing
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import wait_until

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
