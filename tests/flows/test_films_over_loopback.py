"""What is seen in films: they begin with their picture and end as asked. Client, stand-in and lending are real."""

import pytest

from bot.domain.image import Clip
from bot.domain.job import Job
from tests.flows.conftest import House
from tests.flows.loopback import real_house  # noqa: F401 - a fixture
from tests.flows.test_ended_links import ended, message_of, single_of
from tests.flows.test_parts_over_loopback import Grid, fetched
from tests.sandbox.conftest import open_sandbox, sandbox  # noqa: F401 - fixtures
from tests.sandbox.driving import Sandbox
from tests.sandbox.test_pixels import decode, far, shrunk

ALIKE, LOOPS = 25, 8  # mean difference of what is the same picture, smaller and in a film; of a film's two ends
ENCODED = 6  # of frames that were encoded once more


def fit(picture: Grid, frame: Grid) -> Grid:
    return shrunk(picture, frame.shape[1], frame.shape[0])


async def film_of(house: House, name: str, text: str) -> tuple[Job, Clip]:
    await house.type(name, text)
    job = await ended(house)
    assert isinstance(job.outcome, Clip), job.fault
    return job, job.outcome


async def frames_of(sandbox: Sandbox, clip: Clip, take: int = 1) -> list[Grid]:  # noqa: F811
    return decode(await sandbox.get(clip.urls[take - 1]))


async def raw_of(job: Job) -> Grid:
    return await fetched(job.outcome.raw_url)  # type: ignore[union-attr]  # a picture


async def test_a_film_of_a_picture(real_house: House, sandbox: Sandbox) -> None:  # noqa: F811
    """It begins with it; in the larger size it is larger."""
    single = await single_of(real_house)
    _, small = await film_of(real_house, "animate", f"#{single.code} it yawns --480p")
    _, large = await film_of(real_house, "animate", f"#{single.code} it yawns --720p")
    first, second = (await frames_of(sandbox, small))[0], (await frames_of(sandbox, large))[0]
    assert far(fit(await raw_of(single), first), first) < ALIKE
    assert second.shape[0] > first.shape[0]
    assert second.shape[1] > first.shape[1]


async def test_a_film_that_ends_with_a_picture(real_house: House, sandbox: Sandbox) -> None:  # noqa: F811
    """With that and no other; or, as a loop, as it began."""
    single = await single_of(real_house)
    await real_house.type("imagine", "a bright flower --ar 3:2")
    other = await ended(real_house)
    await real_house.press(message_of(other), "act:upscale1")
    flower = await ended(real_house)
    _, clip = await film_of(real_house, "animate", f"#{single.code} it goes --end #{flower.code}")
    frames = await frames_of(sandbox, clip)
    last, wanted = frames[-1], await raw_of(flower)
    assert far(fit(wanted, last), last) < ALIKE
    assert far(fit(await raw_of(single), last), last) > far(fit(wanted, last), last)
    _, loop = await film_of(real_house, "animate", f"#{single.code} it goes --loop")
    frames = await frames_of(sandbox, loop)
    assert far(frames[0], frames[-1]) < LOOPS


async def test_more_of_a_take(real_house: House, sandbox: Sandbox) -> None:  # noqa: F811
    """It begins with the frames of that take, and not with those of another."""
    single = await single_of(real_house)
    job, clip = await film_of(real_house, "animate", f"#{single.code} it yawns")
    _, more = await film_of(real_house, "extend", f"#{job.code}.3 it sleeps")
    third, first = await frames_of(sandbox, clip, 3), await frames_of(sandbox, clip, 1)
    longer = await frames_of(sandbox, more)
    assert len(longer) > len(third)
    away = [far(a, b) for a, b in zip(third, longer, strict=False)]
    assert max(away) < ENCODED
    assert far(first[-1], longer[len(first) - 1]) > away[-1]


@pytest.mark.parametrize("words", ["", " it yawns"])
@pytest.mark.parametrize("more", ["", " --loop", " --motion low"])
async def test_more_of_a_film_without_a_word(real_house: House, words: str, more: str) -> None:  # noqa: F811
    """Whether its clip had any or not: the service needs words for that, so it is told some. By a button, too."""
    single = await single_of(real_house)
    job, _ = await film_of(real_house, "animate", f"#{single.code}{words}")
    await film_of(real_house, "extend", f"#{job.code}.3{more}")
    await real_house.press(message_of(job), "extend:1")
    assert isinstance((await ended(real_house)).outcome, Clip)
