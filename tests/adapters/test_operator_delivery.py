"""A result that operators deliver again in another chat, with buttons that work, on every platform."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from adapters.webchat.gateway import open_platform
from adapters.webchat.settings import WebchatSettings
from bot.domain.ids import TaskId
from bot.domain.order import Act, Imagine
from bot.domain.prompt import Prompt
from bot.domain.recalled import Recalled
from bot.domain.update import Finished
from bot.environment import read_settings
from bot.store.media import MediaFolder
from tests.adapters import discord_house, house
from tests.adapters.discord_house import discord  # noqa: F401 - a fixture
from tests.adapters.house import telegram  # noqa: F401 - a fixture
from tests.adapters.running import Running, running
from tests.adapters.test_webchat import Page, Room, served
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.message import Message as DiscordMessage
from tests.fakes.opening import adapter_context
from tests.fakes.painter import SMOOTH, FakePainter, image
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.room import Message as TelegramMessage
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

M = TypeVar("M", TelegramMessage, DiscordMessage)

TASK = TaskId(str(uuid4()))


def painter() -> FakePainter:
    """Who knows one task, that no record of ours has."""
    made = FakePainter(SMOOTH)
    made.records[TASK] = Recalled(TASK, Imagine(Prompt("a fox")), Finished(TASK, image(TASK)), created_at=1.0)
    return made


def delivered(messages: Sequence[M]) -> list[M]:
    """Those with the picture's buttons; a word for the operator may stand below it."""
    return [one for one in messages if "U1" in str(one.labels)]


async def ordered(here: Running, press: Callable[[], object]) -> None:
    """The button of the delivered picture orders on it."""
    await here.idle()
    press()
    await wait_until(lambda: here.painter.sent, "it is ordered")
    [job] = here.painter.sent
    assert job.order == Act("reroll", image().image_id, "a fox")


async def test_on_telegram(telegram: Telegram, stage: Stage) -> None:  # noqa: F811 - the fixtures
    """In a group, by the command with the bot's name or without."""
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    operators = frozenset({f"telegram:{ann.id}"})
    async with house.bot(telegram, stage, painter=painter(), operators=operators) as here:
        group = telegram.group("Atelier", ann, bob)
        group.says(bob, f"/task {TASK}")
        answer = await house.answered(group, ann, f"/task {TASK}")
        assert answer.labels == [["📬 Deliver here"]]
        group.presses(ann, answer, "📬 Deliver here")
        await wait_until(lambda: delivered(group.by_bot), "the picture is there")
        await ordered(here, lambda: group.presses(bob, delivered(group.by_bot)[0], "🔄 Reroll"))


async def test_on_discord(discord: Discord, stage: Stage) -> None:  # noqa: F811 - the fixtures
    """The answer is for the operator alone, the picture for the channel."""
    ann, bob = discord.person("Ann"), discord.person("Bob")
    operators = frozenset({f"discord:{ann.id}"})
    async with discord_house.bot(discord, stage, painter=painter(), operators=operators) as here:
        room = discord.room(ann, bob)
        asked = room.types(ann, "task", tasks=TASK)
        await wait_until(lambda: asked.done and "Deliver" in str(asked.message.labels), "it is answered")
        room.presses(ann, asked.message, "📬 Deliver here")
        await wait_until(lambda: delivered(room.messages), "the picture is there")
        await ordered(here, lambda: room.presses(bob, delivered(room.messages)[0], "🔄 Reroll"))


async def test_on_the_web_chat(stage: Stage, tmp_path: Path) -> None:  # noqa: F811 - a fixture
    """The answer and its button are for the operator alone, the picture for the room."""
    media = MediaFolder.local(tmp_path, timedelta(days=1))
    operators = frozenset({"webchat:ann"})
    platform = open_platform(
        adapter_context(stage.redis, media, operators=operators, demo=True), read_settings(WebchatSettings)
    )
    async with (
        running(platform, stage, media, painter=painter(), operators=operators) as here,
        served(platform, media) as client,
    ):
        room = Room(platform, client)
        ann, bob = await room.enter("Ann"), await room.enter("Bob")
        await bob.say(f"/task {TASK}", "b1")
        assert "no command" in str(await bob.next("answer"))
        await ann.say(f"/task {TASK}", "a1")
        asked = await pressable(ann, "Deliver here")
        await bob.press(*asked, "b2")
        assert "not known" in str(await bob.next("answer"))
        await ann.press(*asked, "a2")
        picture = await pressable(bob, "Reroll")
        await here.idle()
        await bob.press(*picture, "b3")
        await wait_until(lambda: here.painter.sent, "it is ordered")
        assert [job.order for job in here.painter.sent] == [Act("reroll", image().image_id, "a fox")]


async def pressable(page: Page, label: str) -> tuple[str, str]:
    """The message with that button, as the page is told of it, and what the button says."""
    while True:
        message = (await page.next("message"))["message"]
        for button in (button for row in message["buttons"] for button in row):
            if button["label"] == label:
                return message["id"], button["payload"]
