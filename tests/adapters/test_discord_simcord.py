"""What we send is taken by PyPI `simcord`, which models Discord's REST without a line of ours.

What it has no rule for is listed in test_simcord.py; tests/fakes/discord judges that.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from adapters.discord import first, routes
from adapters.discord.attachments import Attachments
from adapters.discord.client import INTERACTION
from adapters.discord.connection import Connection, Reader
from adapters.discord.gateway import CHANNEL_LIMITS, open_platform
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.places import DISCORD
from adapters.discord.reply import Kind, Reply
from adapters.discord.settings import DiscordSettings
from adapters.discord.wire import Wire
from bot.cards import error_card
from bot.domain.card import Button, Card, Media, MediaKind, Progress, Span, Stage, Style, plain
from bot.domain.errors import UserError
from bot.domain.ids import Place
from bot.domain.incoming import Origin, Person
from bot.environment import read_settings
from bot.store.media import MediaFolder
from tests.adapters.running import PUBLIC_URL, Running, running
from tests.fakes.clock import FakeClock
from tests.fakes.opening import adapter_context
from tests.fakes.painter import SMOOTH
from tests.fakes.simcord_api import COMMAND, COMPONENT, Simcord, simcord_api
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage as JobStage
from tests.jobs.conftest import stage  # noqa: F401 - a fixture

TOKEN = "test-token-not-real"
LATE = 14 * 60 + 1  # seconds after which a token is not used any more
PICTURE = Media(MediaKind.IMAGE, "https://a.example/a.png", "a fox", data=picture(), mime="image/png")
CLIP = replace(PICTURE, kind=MediaKind.VIDEO, mime="video/mp4")
FILE = replace(PICTURE, kind=MediaKind.FILE)
HEAD = (Span("a *red* fox @everyone", Style.BOLD), Span("\nAnn · ", Style.MUTED), Span("ABCD1234", Style.CODE))
NINE = (
    tuple(Button(f"U{n}", f"u:{n}") for n in (1, 2, 3, 4)),
    tuple(Button(f"V{n}", f"v:{n}", emoji="🎨") for n in (1, 2, 3, 4)),
)
MANY = tuple((Button(f"Action {n} " + "x" * 90, f"a:{n}"),) for n in range(45))
CARDS: Mapping[str, Card] = {
    "words": plain("hello"),
    "waiting": Card(HEAD, progress=Progress(None, "waiting"), stage=Stage.WORKING),
    "preview": Card(HEAD, (PICTURE,), NINE, progress=Progress(40, "painting"), stage=Stage.WORKING),
    "final": Card(HEAD, (PICTURE,), NINE, stage=Stage.DONE),
    "spoiler": Card(HEAD, (replace(PICTURE, spoiler=True),), NINE),
    "gallery": Card(HEAD, (CLIP,) * 10, NINE),
    "more clips than fit": Card(HEAD, (CLIP,) * 12, NINE),
    "a file": Card(HEAD, (FILE,)),
    "a picture and a file": Card(HEAD, (PICTURE, FILE), NINE),
    "a link": Card(HEAD, (replace(PICTURE, data=b""),), NINE),
    "a picture alone": Card((), (PICTURE,)),
    "45 buttons": Card(HEAD, (PICTURE,), MANY, more_label="More…"),
    "nothing": Card(()),
    "4,000 asterisks": Card((Span("*" * 4000, Style.BOLD), *HEAD), (replace(PICTURE, alt="*" * 4000),), NINE),
}


@dataclass
class Scene:
    """Our messenger at simcord, and what Ann does there."""

    simcord: Simcord
    clock: FakeClock
    wire: Wire
    messenger: DiscordMessenger

    async def acknowledged(self, kind: Kind, message: Any = None) -> Origin:
        """An interaction with its first answer."""
        if message is None:
            data = {"id": "1", "name": "imagine", "type": 1, "options": []}
            one = self.simcord.happens(COMMAND, data)
        else:
            one = self.simcord.happens(COMPONENT, {"component_type": 2, "custom_id": "u:1"}, message)
        callback = first.Callback.LATER if kind is Kind.UPDATE else first.Callback.THINKING
        await self.wire.acknowledge(
            routes.callback(str(one.id), one.token), body=first.callback_body(first.FirstAnswer(callback, kind))
        )
        reply = Reply(self.simcord.application, str(one.id), one.token, str(one.channel_id), kind)
        return Origin(self.place, Person(f"discord:{self.simcord.ann.id}", "Ann"), reply.pack())

    @property
    def place(self) -> Place:
        return Place(DISCORD, str(self.simcord.guild.id), str(self.simcord.channel.id))

    @property
    def last(self) -> Any:
        return self.simcord.messages()[-1]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with simcord_api() as simcord:
        clock = FakeClock(simcord.backend.clock.now().timestamp())
        wire, attachments = Wire(simcord.api_url, TOKEN, clock=clock), Attachments(simcord.api_url)
        yield Scene(simcord, clock, wire, DiscordMessenger(wire, attachments))
        await wire.close()
        await attachments.close()


# --- every card, in every way ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", CARDS)
async def test_takes_every_card_in_every_way(scene: Scene, name: str) -> None:
    """As the answer for all or one, in its place, after it, below a press, in the channel, there in its place."""
    card, messenger = CARDS[name], scene.messenger
    for kind in (Kind.PUBLIC, Kind.PRIVATE):
        origin = await scene.acknowledged(kind)
        message = await messenger.post(origin, card, nonce=name)
        assert scene.last.is_ephemeral is (kind is Kind.PRIVATE)
        assert str(scene.last.id) == message.message
        await messenger.edit(message, CARDS["final"])
        await messenger.edit(message, card)
        check_files(scene.last, card)
        assert await messenger.answer(origin, card)
    posted = await messenger.post(scene.place, card, nonce=name)
    pressed = await scene.acknowledged(Kind.UPDATE, scene.last)
    assert await messenger.answer(pressed, card)
    assert scene.last.is_ephemeral
    await messenger.relabel(posted, CARDS["final"])
    await messenger.edit(posted, card)
    check_files(scene.simcord.backend.get_message(scene.simcord.channel.id, int(posted.message)), card)
    await messenger.erase(posted)
    assert not [one for one in scene.simcord.messages() if one.mention_everyone or one.ping_user_ids]


def check_files(message: Any, card: Card) -> None:
    assert len(message.attachments) == len([one for one in card.media if one.data][:10])


async def test_takes_what_comes_after_the_token(scene: Scene) -> None:
    """The message of the answer is changed by the bot's own token, as simcord's own clock goes on."""
    message = await scene.messenger.post(await scene.acknowledged(Kind.PUBLIC), CARDS["preview"], nonce="n")
    scene.clock.time += LATE
    scene.simcord.backend.advance_clock(LATE + 60)
    await scene.messenger.edit(message, CARDS["final"])
    assert len(scene.simcord.messages()) == 1
    assert scene.simcord.asked[-1].startswith("PATCH /channels/")


async def test_takes_a_word_that_only_one_may_see_after_thinking_aloud(scene: Scene) -> None:
    """The public answer is filled before the word follows, which simcord would show to all otherwise."""
    origin = await scene.acknowledged(Kind.PUBLIC)
    assert await scene.messenger.answer(origin, plain("your quota is spent"))
    assert [one.is_ephemeral for one in scene.simcord.messages()] == [True]


@pytest.mark.parametrize("language", ["en", "de", "zh"])
async def test_takes_words_as_the_first_answer(scene: Scene, language: str) -> None:
    """For one person."""
    one = scene.simcord.happens(COMMAND, {"id": "1", "name": "imagine", "type": 1, "options": []})
    body = first.word_body(error_card(UserError("gallery-not-found", name="#*art*"), language))
    await scene.wire.acknowledge(routes.callback(str(one.id), one.token), body=body)
    assert scene.last.is_ephemeral


# --- the whole bot ---------------------------------------------------------------------------------------


class Feed(Connection):
    """simcord has no gateway: its events come as they are."""

    def __init__(self, wire: Wire, simcord: Simcord) -> None:
        super().__init__(wire)
        self.simcord = simcord
        self.heard = False

    @override
    async def listen(self, readers: Mapping[str, Reader]) -> None:
        async with asyncio.TaskGroup() as group:
            self.simcord.hear(INTERACTION, partial(self.begin, group, INTERACTION, readers[INTERACTION]))
            self.heard = True
            await asyncio.Event().wait()

    @override
    def why_deaf(self) -> str:
        return "" if self.heard else "not yet"


@dataclass
class House(Running):
    simcord: Simcord

    async def last(self, ready: str = "") -> Any:
        """The newest message, once it says no more that the bot thinks, and has this on a button."""

        def there() -> bool:
            found = self.simcord.messages()
            return bool(found) and not found[-1].flags & 1 << 7 and ready in str(found[-1].components)

        await wait_until(there, f"a message with {ready!r}")
        return self.simcord.messages()[-1]


@asynccontextmanager
async def opened(stage: JobStage) -> AsyncIterator[House]:  # noqa: F811 - the fixture
    async with simcord_api() as simcord:
        context = adapter_context(stage.redis, public_url=PUBLIC_URL)
        platform = open_platform(context, read_settings(DiscordSettings, token=TOKEN, api_url=simcord.api_url))
        platform.channel_limits = replace(CHANNEL_LIMITS, gap=0.0)
        platform.connection = Feed(platform.wire, simcord)
        with tempfile.TemporaryDirectory(prefix="chatelier-test-") as folder:
            media = MediaFolder.local(Path(folder), timedelta(days=1))
            async with running(platform, stage, media) as made:
                await wait_until(lambda: not platform.why_deaf(), "it hears")
                yield House(**vars(made), simcord=simcord)


async def test_takes_a_whole_evening(stage: JobStage) -> None:  # noqa: F811 - the fixture
    """Commands are set, and whatever is done with them is answered: orders, presses, words, panels, typing."""
    async with opened(stage) as house:
        simcord, house.painter.scripts = house.simcord, [SMOOTH, SMOOTH, SMOOTH]
        assert len(simcord.backend.commands[None]) == 15
        simcord.types("imagine", prompt="a <@1> fox", aspect="3:2", seed=7)
        grid = await house.last("U4")
        await house.known()
        simcord.presses(grid, "U2")
        await wait_until(lambda: len(simcord.messages()) == 2, "the second begins")
        assert (await house.last("U4")).attachments
        await house.known()
        simcord.types("settings")
        panel = await house.last("Spoiler")
        await house.idle()
        press = simcord.presses(panel, "Spoiler")
        await wait_until(lambda: press.responded, "the panel is acknowledged")
        await house.idle()
        assert panel.edited_timestamp
        said: tuple[tuple[str, dict[str, Any]], ...] = (
            ("help", {}),
            ("history", {}),
            ("settings", {}),
            ("cancel", {}),
            ("show", {"code": "ABCD1234"}),
            ("settings", {"setting": "language", "value": "de"}),
            ("imagine", {"prompt": "a fox --chaos 1000"}),
        )
        for command, options in said:
            one = simcord.types(command, **options)
            await wait_until(lambda one=one: one.responded and not one.loading, f"{command} is answered")  # type: ignore[misc]
            await house.idle()
        typing = simcord.completes("imagine", "prompt", "a")
        await wait_until(lambda: typing.responded, "it is completed")
        assert typing.autocomplete_choices
        private = simcord.types("imagine", dm=True, prompt="a cat")
        await wait_until(lambda: "U4" in str(simcord.messages(private.channel_id)), "it is there, too")
        await house.known()
        await house.idle()
