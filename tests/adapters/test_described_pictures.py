"""The picture beside a description, as each platform shows it."""

import pytest

from adapters.webchat import inbound
from bot.domain.card import Card, Media, MediaKind, Span
from bot.domain.image import TextResult
from bot.domain.update import Finished
from tests.adapters import discord_house
from tests.adapters import house as telegram_house
from tests.adapters.discord_house import discord  # noqa: F401 - a fixture
from tests.adapters.house import telegram  # noqa: F401 - a fixture
from tests.adapters.running import ORIGINAL
from tests.adapters.test_webchat import Room, room  # noqa: F401 - a fixture
from tests.fakes.painter import TASK
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

PICTURE = "https://pictures.example/a.png"
SHORT = tuple(f"a fox number {n}" for n in range(4))
LONG = tuple(f"a fox number {n} {'far away ' * 40}".strip() for n in range(4))


@pytest.mark.parametrize(("lines", "shown"), [(SHORT, "photo"), (LONG, "text")])
async def test_telegram(telegram: object, stage: Stage, lines: tuple[str, ...], shown: str) -> None:  # noqa: F811
    """A photo with the words as its caption, while they have room there; words alone otherwise, whole."""
    async with telegram_house.bot(telegram, stage) as house:  # type: ignore[arg-type]  # the fixture
        ann = house.telegram.person("Ann")
        chat = house.telegram.private(ann)
        house.painter.scripts.append([Finished(TASK, TextResult(lines))])
        chat.says(ann, f"/describe {PICTURE}")
        await wait_until(lambda: chat.by_bot and "All" in str(chat.last.labels), "the lines are there")
        await house.idle()
        assert chat.last.now.kind == shown
        assert all(line in chat.last.text for line in lines)
        assert len([one for one in chat.by_bot if not one.deleted]) == 1


async def test_discord(discord: object, stage: Stage) -> None:  # noqa: F811 - the fixtures
    """Below its words, in the same message."""
    async with discord_house.bot(discord, stage) as house:  # type: ignore[arg-type]  # the fixture
        ann = house.discord.person("Ann")
        room = house.discord.room(ann)
        house.painter.scripts.append([Finished(TASK, TextResult(LONG))])
        asked = room.types(ann, "describe", link=PICTURE)
        await wait_until(lambda: asked.done and "All" in str(asked.message.labels), "the lines are there")
        await house.idle()
        assert [(file.width, file.height) for file in asked.message.now.visible] == [(256, 256)]
        assert all(line in asked.message.text for line in LONG)


async def test_web_chat(room: Room) -> None:  # noqa: F811 - the fixture
    """On the page of everybody, with what it is for whoever cannot see it."""
    ann = await room.enter("Ann")
    media = Media(MediaKind.IMAGE, PICTURE, "The picture", data=ORIGINAL, mime="image/png", spare=True)
    card = Card((Span("1. a fox"),), (media,))
    await room.platform.messenger.post(inbound.room_place(), card, nonce="n")
    [shown] = (await ann.next("message"))["message"]["media"]
    assert (shown["kind"], shown["alt"]) == ("image", "The picture")
    assert shown["src"].startswith("/media/")
