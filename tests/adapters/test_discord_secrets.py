"""Tokens of the bot, of the image service and of interactions are where they belong, and nowhere else."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from prometheus_client import generate_latest
from structlog.testing import capture_logs

from adapters.discord.gateway import reply_of
from bot.clock import SystemClock
from bot.midjourney.client import open_painter
from bot.midjourney.downloads import open_downloads
from bot.sandbox.options import SandboxOptions
from bot.sandbox.server import create_app
from tests.adapters.discord_house import House, bot, discord  # noqa: F401 - a fixture
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import Person
from tests.fakes.discord.room import Room
from tests.fakes.relay import Relay, passing_on
from tests.fakes.serving import serving
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture
from tests.scenarios.leaks import leaks, requests

API_TOKEN = "not-a-real-token-of-the-image-service-0123456789"


@dataclass
class Scene:
    house: House
    room: Room
    ann: Person

    async def ends(self, one: Interaction, sign: str = "") -> Interaction:
        """Until it is answered, with this on a button."""
        await wait_until(lambda: one.done and sign in str(one.message.labels), f"{one.payload['data']} is over")
        await self.house.known()
        return one


@asynccontextmanager
async def opened(discord: Discord, stage: Stage, image_api: Relay) -> AsyncIterator[House]:  # noqa: F811 - the fixtures
    """The bot, with the real client of the image service."""
    async with (
        open_painter(image_api.url, API_TOKEN, clock=SystemClock()) as painter,
        open_downloads() as downloads,
        bot(discord, stage, painter=painter) as house,
    ):
        house.bench.runner.context.forms.fitter.downloads = downloads
        yield house


async def play(here: Scene) -> None:
    """Orders, presses, refusals, faults of Discord and of the image service."""
    room, ann, discord = here.room, here.ann, here.house.discord  # noqa: F811 - the fixture is another
    grid = await here.ends(room.types(ann, "imagine", prompt="a fox", image1=("fox.png", picture())), "U1")
    for label in ("Prompt", "Original"):
        await here.ends(room.presses(ann, grid.message, label))
    dying = {"status": 401, "code": 50027, "nth": 2}
    for kind, more in (("drop", {}), ("error", {"status": 500}), ("error", dying)):
        discord.fault(kind, "edit_original", **more)
        await here.ends(room.types(ann, "imagine", prompt=f"a fox, {kind}"), "U1")
    await here.ends(room.types(ann, "imagine", prompt="a fox sandbox:api_error"), "Retry")
    for command, options in (
        ("imagine", {"prompt": "a fox --chaos 1000"}),
        ("help", {}),
        ("history", {}),
        ("settings", {}),
        ("settings", {"setting": "gallery", "value": room.id}),
        ("show", {"code": "ABCD1234"}),
    ):
        await here.ends(room.types(ann, command, **options))
    typed = room.completes(ann, "imagine", "prompt", "a")
    await wait_until(lambda: typed.choices is not None, "it is completed")
    discord.tells("INTERACTION_CREATE", {"id": "5", "token": typed.token})
    discord.fault("error", "get_channel", status=401, times=3)
    await here.ends(room.types(ann, "settings", setting="gallery", value=room.id))
    await here.house.idle()


async def jobs_of(house: House) -> str:
    """All jobs as they are kept, as an error or a log line would show them."""
    jobs = [await house.bench.load(job_id) for job_id in dict.fromkeys(house.bench.queued)]
    replies = [reply_of(job.origin) for job in jobs]
    assert all(replies)
    return f"{jobs} {jobs!r} {replies} {[str(job.fault) for job in jobs]}"


def shown(discord: Discord) -> str:  # noqa: F811 - not the fixture
    """All that anybody saw, and all that was sent to be seen."""
    channels = discord.world.channels.values()
    messages = [message for channel in channels for message in channel.messages.values()]
    return str([message.history for message in messages]) + str([record.body for record in discord.calls()])


@pytest.mark.usefixtures("redis")
async def test_tokens_go_nowhere(
    discord: Discord,  # noqa: F811 - the fixture
    stage: Stage,  # noqa: F811 - the fixture
    caplog: pytest.LogCaptureFixture,
) -> None:
    """In no log, however fine and before anything is hidden in it, no figure, message or request elsewhere."""
    ann = discord.person("Ann")
    room = discord.room(ann)
    room.server.members[ann.id].permissions |= Permission.MANAGE_GUILD
    jobs, values = list[str](), list[str]()
    with caplog.at_level(logging.DEBUG), capture_logs() as logs:
        async with (
            serving(create_app(SandboxOptions(seconds=0.2, size=64, steps=1))) as sandbox,
            passing_on(sandbox) as image_api,
        ):
            async with opened(discord, stage, image_api) as house:
                await play(Scene(house, room, ann))
                values = [repr(one) for one in (house.platform, house.platform.wire, house.platform.messenger)]
                jobs.append(await jobs_of(house))
            async with opened(discord, stage, image_api) as again:
                pressed = room.presses(ann, room.by_bot[0], "U1")
                await Scene(again, room, ann).ends(pressed, "Original")
                jobs.append(await jobs_of(again))
            asked = requests(image_api.passed)
    records = {
        "log": f"{logs} {caplog.text}".encode(),
        "metrics": generate_latest(),
        "messages": shown(discord).encode(),
        "image API": asked,
        "jobs": str(jobs).encode(),
        "values": str(values).encode(),
    }
    assert all(records.values())
    assert len(discord.world.interactions) > 15
    assert {record.status for record in discord.calls()} >= {200, 401, 500}
    for secret in (discord.token, *(one.token for one in discord.world.interactions.values())):
        assert leaks(secret, records) == []
        assert leaks(secret, {"planted": f"a {secret}".encode()}) == ["planted"]
    assert leaks(API_TOKEN, records) == ["image API"]  # in the header where it belongs
    assert API_TOKEN not in str([(one.path, one.body) for one in image_api.passed])
