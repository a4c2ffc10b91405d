"""Pictures that people name by a link: whoever serves them slowly, or serves too much, holds up nobody else."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count

import pytest

from bot.domain.errors import UserError
from bot.domain.incoming import INPUT_FILE_LIMIT
from bot.jobs.linked_pictures import LINKS_AT_ONCE, PERSON_LINKS_AT_ONCE, LinkedPictures
from bot.midjourney.downloads import SLOWEST_BYTES_PER_S, Downloads, open_downloads
from tests.fakes.waiting import wait_until
from tests.midjourney.serving import Asked, Server, Write, head, reply, serving

PEOPLE = (f"person {number}" for number in count())
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as server:
        yield server


@pytest.fixture
async def downloads() -> AsyncIterator[Downloads]:
    async with open_downloads() as downloads:
        yield downloads


async def refused(links: LinkedPictures, url: str) -> UserError:
    with pytest.raises(UserError) as caught:
        async with links.fetched(url, "ann"):
            pass
    return caught.value


async def test_there_is_a_time_for_all_of_it(server: Server, downloads: Downloads) -> None:
    """However fast it seems to come: what a result may take is not for a link. Its place is free again then."""

    async def steady(asked: Asked, write: Write) -> None:
        await write(head(kind="image/png") + PNG)
        while not server.stop.is_set():
            await write(bytes(SLOWEST_BYTES_PER_S))
            await asyncio.sleep(0.01)

    links = LinkedPictures(downloads=downloads, timeout=0.2)
    server.script = [steady] * (LINKS_AT_ONCE + 1) + [reply(200, PNG, "image/png")]
    for _ in range(LINKS_AT_ONCE + 1):
        assert (await refused(links, server.url)).code == "region-unseen"
    patient = replace(links, timeout=60.0)  # the same places
    async with patient.fetched(server.url, next(PEOPLE)) as data:
        assert data == PNG


async def test_a_link_has_the_limit_of_what_is_sent(server: Server, downloads: Downloads) -> None:
    """And it says which that is."""

    async def large(asked: Asked, write: Write) -> None:
        await write(head(kind="image/png", Content_Length=str(INPUT_FILE_LIMIT + 1)) + PNG)

    server.script = [large]
    error = await refused(LinkedPictures(downloads=downloads), server.url)
    assert (error.code, error.facts) == ("picture-too-large", {"limit": "20"})


async def test_slow_links_leave_room_for_results(server: Server, downloads: Downloads) -> None:
    """So many are fetched at once and no more, and what the service made is fetched beside them."""

    async def silence(asked: Asked, write: Write) -> None:
        await write(head(kind="image/png") + PNG)
        await server.stop.wait()

    async def take() -> None:
        async with links.fetched(server.url, next(PEOPLE)):
            pass

    links = LinkedPictures(downloads=downloads)
    server.script = [silence]
    tasks = [asyncio.create_task(take()) for _ in range(20)]
    await wait_until(lambda: len(server.asked) == LINKS_AT_ONCE, "as many are fetched as may be")
    server.script = [reply(200, PNG, "image/png")]
    assert (await downloads.fetch(server.url, 1000))[0] == PNG
    assert len(server.asked) == LINKS_AT_ONCE + 1
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_person_holds_half_of_the_places(server: Server, downloads: Downloads) -> None:
    """Whoever names many slow links waits for them alone: the next person's is fetched beside those."""

    async def silence(asked: Asked, write: Write) -> None:
        await write(head(kind="image/png") + PNG)
        await server.stop.wait()

    async def take() -> None:
        async with links.fetched(server.url, "ann"):
            pass

    links = LinkedPictures(downloads=downloads)
    server.script = [silence]
    tasks = [asyncio.create_task(take()) for _ in range(2 * LINKS_AT_ONCE)]
    await wait_until(lambda: len(server.asked) == PERSON_LINKS_AT_ONCE, "hers are fetched as far as may be")
    server.script = [reply(200, PNG, "image/png")]
    for person in ("bob", "cid", "bob"):
        async with links.fetched(server.url, person) as data:
            assert data == PNG
    assert len(server.asked) == PERSON_LINKS_AT_ONCE + 3
    server.stop.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert not links.people  # and nobody is remembered
