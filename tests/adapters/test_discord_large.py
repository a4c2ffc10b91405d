"""What is large on Discord: a picture of 12 MB, and more actions than a message has buttons."""

import io
import os
from functools import cache

import pytest
from PIL import Image
from typing_extensions import override

from bot.domain.actions import action
from bot.domain.buttons import Verb
from bot.domain.ids import TaskId
from bot.domain.update import Accepted, Finished
from tests.adapters.discord_house import House, discord, house  # noqa: F401 - fixtures
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Message
from tests.fakes.discord.places import Person
from tests.fakes.discord.room import Room
from tests.fakes.discord.rules import MIB
from tests.fakes.painter import SMOOTH, FakePictures, done, image
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture

SIDE = 2048  # pixels, as the service's pictures have
KNOWN = (
    *("upscale1", "upscale2", "upscale3", "upscale4", "reroll", "variation1", "variation2", "variation3"),
    *("variation4", "upscale_subtle", "zoom_out_2x", "square", "pan_left", "pan_right", "extend"),
)
ACTIONS = (*KNOWN, *(f"unheard_of_{number}" for number in range(45 - len(KNOWN))))


@cache
def noise() -> bytes:
    """A picture that no encoder makes small: 12 MB as PNG."""
    made = io.BytesIO()
    Image.frombytes("RGB", (SIDE, SIDE), os.urandom(3 * SIDE * SIDE)).save(made, "PNG", compress_level=0)
    return made.getvalue()


class LargePictures(FakePictures):
    @override
    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        return noise(), "image/png"


async def painted(one: Interaction) -> Message:
    await wait_until(lambda: one.done and "U1" in str(one.message.labels), "it is painted")
    return one.message


@pytest.mark.parametrize(("told", "most"), [(10 * MIB, 10 * MIB), (50 * MIB, 50 * MIB), (0, 10 * MIB)])
async def test_a_picture_of_12_mb(house: House, told: int, most: int) -> None:  # noqa: F811 - the fixture
    """Is made to fit what the interaction says of files, or what holds where nothing is said; else it stays."""
    assert len(noise()) > 12_000_000
    house.bench.runner.context.forms.fitter.downloads = LargePictures()
    house.painter.scripts = [SMOOTH]
    ann = house.discord.person("Ann", file_limit=told or 10 * MIB)
    room = house.discord.room(ann)
    house.discord.world.app.endpoint = "https://nobody.example"  # so that nobody is told as yet
    one = room.types(ann, "imagine", prompt="noise")
    house.discord.world.app.endpoint = None
    house.discord.repeats(one, without=() if told else ("attachment_size_limit",))
    shown = (await painted(one)).now.visible[0]
    assert len(shown.data) <= most
    assert (shown.data == noise()) is (most > len(noise()))
    with Image.open(io.BytesIO(shown.data)) as picture:
        assert picture.size == (SIDE, SIDE)
    assert [call for call in house.discord.calls() if call.status >= 400] == []


def offered(message: Message) -> dict[str, str]:
    """What can be pressed or chosen below it: labels by payload."""
    keys = [key for row in message.now.rows for key in row]
    chosen = {option["value"]: option["label"] for key in keys for option in key.get("options", [])}
    return {key["custom_id"]: key["label"] for key in keys if "options" not in key} | chosen


async def act(room: Room, who: Person, message: Message, payload: str) -> Interaction:
    """Until it is answered."""
    listed = payload in str([key.get("options") for row in message.now.rows for key in row])
    one = (room.chooses if listed else room.presses)(who, message, payload)
    await wait_until(lambda: one.done, f"{payload} is answered")
    return one


async def test_45_actions(house: House) -> None:  # noqa: F811 - the fixture
    """Each is offered once, in a row, a list, or the private copy that *More* brings; and each kind can be used."""
    task = TaskId("task-1")
    scripts = [(Accepted(TaskId(name)), done(TaskId(name))) for name in ("task-2", "task-3", "task-4")]
    house.painter.scripts = [(Accepted(task), Finished(task, image(task, ACTIONS))), *scripts]
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    first = await painted(room.types(ann, "imagine", prompt="a cat"))
    await house.known()
    further = next(key for key in offered(first) if key.startswith(f"{Verb.RECALL}:"))
    rest = (await act(room, ann, first, further)).message
    await house.idle()
    assert rest.seen_by == ann
    keys = offered(first) | offered(rest)
    assert [label for key, label in keys.items() if key.startswith(f"{Verb.ACT}:")] == [
        *(action(name).label for name in ACTIONS)
    ]
    for number, (message, name) in enumerate(((first, "reroll"), (first, ACTIONS[39]), (rest, ACTIONS[44])), 1):
        await painted(await act(room, ann, message, f"{Verb.ACT}:{name}"))
        await house.known()
        assert house.painter.sent[number].order.action == name  # type: ignore[union-attr]
