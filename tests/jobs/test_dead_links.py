"""Links of the service die, and it makes new ones for whoever asks after the task: for a job, and for a parcel."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.cards import last_card
from bot.domain.card import Card
from bot.domain.errors import Code, FileRefused, ServiceError, TooFast
from bot.domain.ids import Place, TaskId
from bot.domain.incoming import Origin
from bot.domain.job import Job
from bot.domain.parcel import Parcel
from bot.domain.update import Finished, TaskUpdate
from bot.jobs import media
from bot.jobs.media import FETCH_TRIES
from tests.fakes.clock import FakeClock
from tests.fakes.painter import TASK, done, image
from tests.fakes.platform import PLACE, origin
from tests.jobs.conftest import Bench
from tests.jobs.test_courier import Post, made

DEAD, NEW = "https://pictures.example/1.png", "https://pictures.example/new.png"


def told_anew() -> Mapping[TaskId, TaskUpdate]:
    return {TASK: Finished(TASK, replace(image(), url=NEW))}


def links(card: Card) -> list[str]:
    return [span.url for span in card.text if span.url]


@pytest.fixture(autouse=True)
def timeless(bench: Bench) -> None:
    """Fetches that failed are repeated at once."""
    bench.runner.context = replace(
        bench.runner.context, forms=replace(bench.runner.context.forms, clock=FakeClock())
    )


async def ended(bench: Bench) -> Job:
    """A job that has shown its result; then its link dies."""
    bench.painter.scripts = [[done()]]
    job = await bench.run()
    bench.pictures.fetched.clear()
    bench.pictures.gone = {DEAD}
    return job


async def brought(bench: Bench, job: Job, to: Origin | Place | None = None) -> list[Card]:
    post: Post = made(bench, FakeClock())
    await post.door.outbox.send(Parcel("p", to or origin(), last_card(job), job.id))
    await post.work()
    return post.shown()


async def test_the_last_card_of_a_job_has_its_picture_by_a_new_link(bench: Bench) -> None:
    """The task is asked after once, and the new address is tried at once."""
    bench.pictures.gone = {DEAD}
    bench.painter.scripts = [[done()]]
    bench.painter.lookups = [told_anew()]
    card = bench.cards(await bench.run())[-1]
    assert [media.data for media in card.media] == [b"picture"]
    assert bench.pictures.fetched == [DEAD, NEW]
    assert bench.painter.looked_up == [[TASK]]


async def test_a_parcel_has_its_picture_by_a_new_link(bench: Bench) -> None:
    """The very same policy."""
    job = await ended(bench)
    bench.painter.lookups = [told_anew()]
    (card,) = await brought(bench, job)
    assert [media.data for media in card.media] == [b"picture"]
    assert bench.pictures.fetched == [DEAD, NEW]


async def test_what_cannot_be_fetched_by_any_link_has_the_newest(bench: Bench) -> None:
    """A link that may work in a moment, and never one that is known to be dead."""
    job = await ended(bench)
    bench.pictures.gone = {DEAD, NEW}
    bench.painter.lookups = [told_anew()]
    (card,) = await brought(bench, job)
    assert (card.media, links(card)) == ((), [NEW])
    assert bench.pictures.fetched == [DEAD, NEW, NEW]


async def test_a_service_that_cannot_be_asked_costs_no_card(bench: Bench) -> None:
    """Then the link that we know has to do."""
    job = await ended(bench)
    bench.painter.lookups = [ServiceError(Code.UNAVAILABLE)] * FETCH_TRIES
    (card,) = await brought(bench, job)
    assert links(card) == [DEAD]


async def test_a_new_link_lasts_for_all_forms_that_come_after(bench: Bench) -> None:
    """A platform that does not like the file is not given the dead link in its place."""
    job = await ended(bench)
    bench.painter.lookups = [told_anew()]
    bench.platform.messenger.post_troubles = [FileRefused("no")] * 2  # as it is, and as a file
    (card,) = await brought(bench, job)
    assert links(card) == [NEW]
    assert bench.pictures.fetched.count(DEAD) == 1


async def test_what_is_too_large_is_so_by_any_address(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """So nobody asks for another one: it is linked."""
    job = await ended(bench)

    async def fetch(url: str, limit: int) -> tuple[bytes, str]:
        bench.pictures.fetched.append(url)
        raise ServiceError(Code.TOO_LARGE)

    monkeypatch.setattr(bench.pictures, "fetch", fetch)
    (card,) = await brought(bench, job)
    assert links(card) == [DEAD]
    assert (set(bench.pictures.fetched), bench.painter.looked_up) == ({DEAD}, [])


async def test_in_a_gallery_nothing_is_shown_without_its_picture(bench: Bench) -> None:
    """A link is no picture: whoever shared it is told so."""
    job = await ended(bench)
    bench.pictures.gone = {DEAD, NEW}
    assert await brought(bench, job, PLACE) == []


async def test_a_service_that_hangs_holds_no_card_back(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked once, for a few seconds; then the link that we know has to do."""
    job = await ended(bench)
    asked: list[object] = []

    async def hang(task_ids: object) -> Mapping[TaskId, TaskUpdate]:
        asked.append(task_ids)
        await asyncio.Event().wait()
        return {}

    monkeypatch.setattr(bench.painter, "look_up", hang)
    monkeypatch.setattr(media, "RENEW_TIMEOUT_S", 0.05)
    (card,) = await brought(bench, job)
    assert (links(card), len(asked)) == ([DEAD], 1)


async def test_what_could_not_be_fetched_is_not_fetched_again_after_a_pause(bench: Bench) -> None:
    """A platform that wants a moment is given the same card then, at once: also where links would be ours."""
    job = await ended(bench)
    bench.platform.messenger.post_troubles = [TooFast(1.0)]
    (card,) = await brought(bench, job)
    assert links(card) == [DEAD]
    assert bench.pictures.fetched == [DEAD] * FETCH_TRIES
