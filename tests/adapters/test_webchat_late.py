"""What a page of the web chat kept for long, as while its computer slept, orders nothing unless it is sent anew."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bot.domain.incoming import CommandCall
from bot.intake import COMMAND_AGE_S
from tests.adapters.test_webchat import Room, room  # noqa: F401 - a fixture
from tests.adapters.test_webchat_files import Client, house
from tests.adapters.test_webchat_replies import OURS, PICTURE
from tests.fakes.painter import SMOOTH
from tests.fakes.waiting import PATIENCE, wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

PAGE = "0123456789abcdef" * 2
DAYS_S = 3 * 24 * 60 * 60
ORDER = {"type": "say", "key": "k1", "text": "/imagine a fox"}


async def told(client: Client, frame: dict[str, Any]) -> str:
    """What the page is answered to this frame alone: before the answer to another one."""
    answers, end = "", uuid4().hex
    async with client.ws_connect("/chat/ws", params={"page": PAGE}) as socket:
        await socket.receive_json()
        await socket.send_json(frame)
        await socket.send_json({"type": "say", "key": end, "text": "/imagine"})
        while (heard := await socket.receive_json())["type"] != "answer" or heard["key"] != end:
            answers += str(heard) if heard["type"] == "answer" else ""
    return answers


async def test_an_order_of_days_ago(stage: Stage, tmp_path: Path) -> None:  # noqa: F811 - the fixture
    """Is not painted, and its person is told so; one of a minute ago is."""
    async with house(stage, tmp_path) as (made, client, _):
        made.painter.scripts = [SMOOTH]
        assert "nothing was ordered" in await told(client, {**ORDER, "age": DAYS_S})
        assert not made.bench.queued
        assert not await told(client, {**ORDER, "key": "k2", "age": 60})
        await wait_until(lambda: len(made.painter.sent) == 1 and not made.background, "it is painted")


async def test_an_order_that_came_and_was_not_acknowledged(stage: Stage, tmp_path: Path) -> None:  # noqa: F811
    """However late it is repeated, nobody is told that nothing was ordered."""
    async with house(stage, tmp_path) as (made, client, _):
        made.painter.scripts = [SMOOTH]
        assert not await told(client, ORDER)
        assert "nothing was ordered" not in await told(client, {**ORDER, "age": int(COMMAND_AGE_S) + 1})
        await wait_until(lambda: len(made.painter.sent) == 1 and not made.background, "it is painted once")


@pytest.mark.parametrize("age", [-5, "60", None, True, 1e9, 10**30, [1]], ids=repr)
async def test_an_age_that_is_none(stage: Stage, tmp_path: Path, age: object) -> None:  # noqa: F811 - the fixture
    """Breaks nothing, whatever a page says."""
    async with house(stage, tmp_path) as (_, client, __):
        await told(client, {"type": "say", "key": "k1", "text": "/help", "age": age})


async def test_a_press_of_days_ago(stage: Stage, tmp_path: Path) -> None:  # noqa: F811 - the fixture
    """Orders nothing either, unless an operator has it so, as with what is typed."""
    async with house(stage, tmp_path) as (made, client, _):
        press = {"type": "press", "key": "k1", "message": "none", "payload": "act:upscale1", "age": DAYS_S}
        assert "nothing was ordered" in await told(client, press)
        form = {"type": "form", "key": "k2", "form": "none", "values": {}, "age": DAYS_S}
        assert "nothing was ordered" in await told(client, form)
        made.door.app.intake.command_age = 2.0 * DAYS_S
        assert "nothing was ordered" not in await told(client, {**press, "key": "k3"})
        assert not made.bench.queued


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "press", "message": "none", "payload": "act:upscale1"},
        {"type": "form", "form": "none", "values": {}},
    ],
    ids=["press", "form"],
)
async def test_what_came_and_was_not_acknowledged(stage: Stage, tmp_path: Path, frame: dict[str, Any]) -> None:  # noqa: F811
    """However late a press is repeated, nobody is told anew what came of it."""
    async with house(stage, tmp_path) as (_, client, __):
        assert await told(client, {**frame, "key": "k1"})
        assert not await told(client, {**frame, "key": "k1", "age": DAYS_S})


async def test_words_of_days_ago_that_answer_a_picture(room: Room) -> None:  # noqa: F811 - the fixture
    """Are as old to us as a command."""
    await room.platform.chatlog.put("atelier", "m1", {"author": OURS, "media": [PICTURE], "text": []})
    page = await room.enter("Ann")
    frame = {"type": "say", "key": "k1", "text": "make it winter", "reply": "m1", "age": DAYS_S}
    await page.socket.send_json(frame)
    await page.next("ack")
    [words] = room.seen
    assert isinstance(words, CommandCall)
    assert words.at == pytest.approx(room.platform.context.clock.now() - DAYS_S, abs=PATIENCE)
