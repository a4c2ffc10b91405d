"""What PyPI `simcord` judges of what is sent to Discord, and what it has no rule for."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from adapters.discord import routes
from adapters.discord.outbound import COMPONENTS_FLAG
from adapters.discord.refusal import Malformed
from adapters.discord.wire import Upload, Wire
from tests.fakes.clock import FakeClock
from tests.fakes.simcord_api import AUTOCOMPLETE, COMMAND, Simcord, simcord_api


@dataclass(frozen=True)
class Scene:
    simcord: Simcord
    wire: Wire


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with simcord_api() as simcord:
        wire = Wire(simcord.api_url, "test-token-not-real", clock=FakeClock())
        yield Scene(simcord, wire)
        await wire.close()


TEXT: dict[str, Any] = {"type": 10, "content": "a"}
BUTTON: dict[str, Any] = {"type": 2, "style": 2, "label": "a", "custom_id": "a"}


def rows(count: int, **more: Any) -> list[Any]:
    """Of one button each."""
    return [{"type": 1, "components": [BUTTON | {"custom_id": str(number)} | more]} for number in range(count)]


def gallery(*names: str) -> dict[str, Any]:
    return {"type": 12, "items": [{"media": {"url": f"attachment://{name}"}} for name in names]}


def select(count: int) -> list[Any]:
    options = [{"label": str(number), "value": str(number)} for number in range(count)]
    return [{"type": 1, "components": [{"type": 3, "custom_id": "s", "options": options}]}]


REFUSED: dict[str, dict[str, Any]] = {
    "41 components": {"components": [TEXT, *rows(20)]},
    "4,001 characters": {"components": [TEXT | {"content": "a" * 2000}, TEXT | {"content": "a" * 2001}]},
    "one custom_id twice": {"components": rows(2, custom_id="a")},
    "a custom_id of 101 characters": {"components": rows(1, custom_id="a" * 101)},
    "a label of 81 characters": {"components": rows(1, label="a" * 81)},
    "26 options": {"components": select(26)},
    "no options": {"components": select(0)},
    "11 pictures": {"components": [gallery(*["a.png"] * 11)]},
    "a picture that is not there": {"components": [gallery("a.png")]},
    "content beside components": {"components": [TEXT], "content": "a"},
    "nothing": {"components": []},
    "components of the kind without its flag": {"components": [TEXT], "flags": 0},
    "no mentions of a kind that there is": {"components": [TEXT], "allowed_mentions": {"parse": ["here"]}},
}


@pytest.mark.parametrize("name", REFUSED)
async def test_it_is_a_judge(scene: Scene, name: str) -> None:
    """What is wrong with messages, it says."""
    route = routes.new_message(str(scene.simcord.channel.id))
    with pytest.raises(Malformed):
        await scene.wire.call(route, body={"flags": COMPONENTS_FLAG} | REFUSED[name])
    assert len(scene.simcord.refused) == 1
    scene.simcord.refused.clear()


async def large_file(scene: Scene) -> None:
    await send(scene, [Upload("a.png", bytes(11 * 2**20), "image/png")])


async def many_files(scene: Scene) -> None:
    await send(scene, [Upload(f"{n}.png", b"a", "image/png") for n in range(11)])


async def long_nonce(scene: Scene) -> None:
    await send(scene, [], nonce="a" * 26)


async def wide_characters(scene: Scene) -> None:
    await send(scene, [], components=[TEXT | {"content": "🦊" * 2001}])


async def send(scene: Scene, files: list[Upload], **more: Any) -> None:
    body = {"flags": COMPONENTS_FLAG, "components": [TEXT]} | more
    await scene.wire.call(routes.new_message(str(scene.simcord.channel.id)), body=body, files=files)


async def wrong_token(scene: Scene) -> None:
    scene.wire.token = "another"
    await send(scene, [])


async def long_description(scene: Scene) -> None:
    option = {"type": 3, "name": "A B", "description": ""}
    body = [{"type": 1, "name": "imagine", "description": "a" * 101, "options": [option] * 26}]
    await scene.wire.call(routes.commands("PUT", scene.simcord.application), body=body)


async def many_choices(scene: Scene) -> None:
    one = scene.simcord.happens(AUTOCOMPLETE, {"id": "1", "name": "imagine", "type": 1, "options": []})
    await answer(scene, one, {"type": 8, "data": {"choices": [{"name": "a" * 101, "value": ""}] * 26}})


async def update_of_nothing(scene: Scene) -> None:
    one = scene.simcord.happens(COMMAND, {"id": "1", "name": "imagine", "type": 1, "options": []})
    await answer(scene, one, {"type": 6})


async def answer(scene: Scene, one: Any, body: Mapping[str, Any]) -> None:
    await scene.wire.acknowledge(routes.callback(str(one.id), one.token), body=body)


# Beside these: tokens and their ends, floods, the gateway, shards, who brought the app along, Discord's schema.
UNJUDGED: Mapping[Callable[[Scene], Awaitable[None]], str] = {
    large_file: "files have no size for it",
    many_files: "nor are they counted",
    long_nonce: "nonces are passed over, and so is what they are for",
    wide_characters: "it counts code points; Discord does not say what it counts, so we count more",
    wrong_token: "it stands in for a client that is logged in",
    long_description: "of commands it reads the names of their fields alone",
    many_choices: "proposals are kept as they are",
    update_of_nothing: "whether there is a message to change is not looked at until it is changed",
}


@pytest.mark.parametrize("wrong", UNJUDGED, ids=lambda wrong: wrong.__name__)
async def test_what_it_does_not_judge(scene: Scene, wrong: Callable[[Scene], Awaitable[None]]) -> None:
    """It takes that; the day on which it does not any more there is less to judge for us."""
    await wrong(scene)
    assert UNJUDGED[wrong]
