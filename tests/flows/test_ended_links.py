"""Every link to a result has ended, and what is made of it works: client, stand-in and lending are real."""

import pytest

from bot.domain.ids import MessageRef
from bot.domain.image import Image
from bot.domain.job import Job
from tests.fakes.platform import NAME, PLACE
from tests.flows.conftest import House
from tests.flows.loopback import real_house  # noqa: F401 - a fixture
from tests.sandbox.conftest import hand, open_sandbox  # noqa: F401 - fixtures
from tests.sandbox.driving import Hand, Open, Sandbox

LASTS_S = 20.0
EDITS_FAIL = ["moderation:times=1:match=edits"]


@pytest.fixture
async def sandbox(open_sandbox: Open, hand: Hand) -> Sandbox:  # noqa: F811 - fixtures
    return await open_sandbox(clock=hand, links_last=LASTS_S)


def message_of(job: Job) -> MessageRef:
    return MessageRef(NAME, PLACE.chat, job.id)


async def ended(house: House) -> Job:
    """What was ordered last."""
    await house.mail()
    assert house.bench.queued, house.answers()
    [job_id] = house.bench.queued
    await house.work()
    return await house.bench.load(job_id)


async def later(hand: Hand, sandbox: Sandbox, job: Job) -> None:  # noqa: F811
    """All links that were given so far lead nowhere."""
    hand.now += 2 * LASTS_S
    assert isinstance(job.outcome, Image)
    await sandbox.get(job.outcome.url, 404)


async def grid_of(house: House) -> Job:
    await house.type("imagine", "a red fox --ar 3:2")
    return await ended(house)


async def single_of(house: House) -> Job:
    await house.press(message_of(await grid_of(house)), "act:upscale2")
    return await ended(house)


async def test_a_film_of_it(real_house: House, sandbox: Sandbox, hand: Hand) -> None:  # noqa: F811
    """By the button, whose order has the address that a look-up gives now."""
    single = await single_of(real_house)
    await later(hand, sandbox, single)
    await real_house.press(message_of(single), "animate")
    assert (await ended(real_house)).outcome is not None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("edit", "#{}.3 in snow"),
        ("edit", "#{} in snow"),
        ("describe", "#{}.2"),
        ("animate", "#{}.4"),
        ("region", "#{}.1 5 a hat"),
        ("imagine", "a fox #{}.1 --sref #{}.2"),
    ],
)
async def test_what_is_typed_about_it(
    real_house: House,  # noqa: F811
    sandbox: Sandbox,
    hand: Hand,  # noqa: F811
    name: str,
    text: str,
) -> None:
    """All of it, or a part."""
    grid = await grid_of(real_house)
    await later(hand, sandbox, grid)
    await real_house.type(name, text.format(grid.code, grid.code))
    assert (await ended(real_house)).outcome is not None


@pytest.mark.parametrize("payload", ["original", "piece:3"])
async def test_its_files(real_house: House, sandbox: Sandbox, hand: Hand, payload: str) -> None:  # noqa: F811
    """The original, and a part of an edit: what comes is a picture and no link."""
    grid = await grid_of(real_house)
    await real_house.type("edit", f"#{grid.code}.1 in snow")
    edit = await ended(real_house)
    await later(hand, sandbox, edit)
    before = set(real_house.bench.platform.messenger.shown)
    await real_house.press(message_of(edit), payload)
    await real_house.mail()
    shown = real_house.bench.platform.messenger.shown
    [name] = shown.keys() - before
    [media] = shown[name][-1].media
    assert media.data, media


async def test_what_failed_is_ordered_anew(real_house: House, sandbox: Sandbox, hand: Hand) -> None:  # noqa: F811
    """The address that it was sent with has ended, so another one is sent."""
    grid = await grid_of(real_house)
    async with sandbox.session.post(f"{sandbox.url}/_sandbox/faults", json=EDITS_FAIL) as answer:
        assert answer.status == 200
    await real_house.type("edit", f"#{grid.code} in snow")
    failed = await ended(real_house)
    assert failed.fault is not None
    await later(hand, sandbox, grid)
    await real_house.press(message_of(failed), "retry")
    assert (await ended(real_house)).outcome is not None
