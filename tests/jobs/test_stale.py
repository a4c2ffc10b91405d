"""A worker that was frozen beyond its lease wakes up: what it shows is old, and must not stay."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis
from typing_extensions import override

from adapters.webchat.messenger import WebMessenger
from bot.clock import SystemClock
from bot.domain.card import Card, Media, Stage
from bot.domain.errors import MessageGone, Stale
from bot.domain.ids import MessageRef
from bot.domain.job import Job, State
from bot.store.chatlog import RedisChatLog
from bot.store.keys import Keys
from bot.store.media import MediaFolder
from bot.store.vouched import Vouched
from tests.fakes.painter import TASK, FakePainter, SlowPainter, done
from tests.fakes.platform import NAME, PLACE, FakePlatform
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Bench
from tests.jobs.conftest import Stage as Stage_


def twins() -> tuple[FakePlatform, FakePlatform]:
    """One chat, written to by two processes."""
    first, second = FakePlatform(), FakePlatform()
    second.messenger.shown = first.messenger.shown
    return first, second


async def opened(bench: Bench) -> Job:
    """A job that no slowness of this machine makes look lost."""
    context = bench.runner.context
    bench.runner.context = replace(context, pace=replace(context.pace, visible=600.0))
    return await bench.open()


async def finish_elsewhere(other: Bench, job_id: str) -> None:
    """Another worker takes the job over and brings it to its end."""
    other.painter.lookups = [{TASK: done()}]
    await other.runner.run(job_id)  # type: ignore[arg-type]  # a job's id


async def test_a_preview_that_was_on_its_way_does_not_stay_over_the_last_card(stage: Stage_) -> None:
    """Whoever sent it finds that somebody else has finished, and shows the last card once more."""
    first, second = twins()
    async with stage.set(SlowPainter(), first) as frozen, stage.set(FakePainter(), second) as other:
        first.messenger.hold = asyncio.Event()
        job = await opened(frozen)
        async with asyncio.TaskGroup() as group:
            group.create_task(frozen.runner.run(job.id))
            await wait_until(lambda: first.messenger.flying, "its preview is on its way")
            await finish_elsewhere(other, job.id)
            covered = len(frozen.cards(job))
            first.messenger.hold.set()
        assert (await frozen.load(job.id)).state is State.DONE
    stages = [card.stage for card in frozen.cards(job)[covered:]]
    assert stages[0] is not Stage.DONE
    assert stages[-1] is Stage.DONE


async def test_one_that_has_not_left_yet_is_not_sent(stage: Stage_) -> None:
    """It is looked at once more right before an edit."""
    first, second = twins()
    async with stage.set(SlowPainter(), first) as frozen, stage.set(FakePainter(), second) as other:
        asleep, awake = asyncio.Event(), asyncio.Event()
        fetch = frozen.pictures.fetch

        async def slowly(url: str, limit: int) -> tuple[bytes, str]:
            asleep.set()
            await awake.wait()
            return await fetch(url, limit)

        frozen.pictures.fetch = slowly  # type: ignore[method-assign]  # frozen in the middle of a preview
        job = await opened(frozen)
        async with asyncio.TaskGroup() as group:
            group.create_task(frozen.runner.run(job.id))
            await asleep.wait()
            await finish_elsewhere(other, job.id)
            before = len(frozen.cards(job))
            frozen.pictures.fetch = fetch  # type: ignore[method-assign]  # as before
            awake.set()
    assert {card.stage for card in frozen.cards(job)[before:]} <= {Stage.DONE}


async def test_a_message_that_was_deleted_is_not_posted_again_by_the_one_that_woke_up(stage: Stage_) -> None:
    """Somebody else has shown the picture, and it was taken away."""
    first, second = twins()
    async with stage.set(SlowPainter(), first) as frozen, stage.set(FakePainter(), second) as other:
        first.messenger.hold = asyncio.Event()
        job = await opened(frozen)
        async with asyncio.TaskGroup() as group:
            group.create_task(frozen.runner.run(job.id))
            await wait_until(lambda: first.messenger.flying, "its preview is on its way")
            await finish_elsewhere(other, job.id)
            messages = set(first.messenger.shown)
            first.messenger.troubles = [None, MessageGone("deleted"), MessageGone("deleted")]
            first.messenger.hold.set()
        assert set(first.messenger.shown) == messages


class SlowWeb(WebMessenger):
    """Falls asleep between the last look and the writing of its first preview."""

    def __init__(self, redis: Redis, folder: Path) -> None:
        chatlog = RedisChatLog(redis, redis, Keys(), SystemClock(), Vouched(redis))
        super().__init__(chatlog, MediaFolder.local(folder, timedelta(days=1)))
        self.asleep, self.awake = asyncio.Event(), asyncio.Event()
        self.awake.set()

    @override
    async def source(self, item: Media | None, *, brief: bool) -> str:
        self.asleep.set()
        await self.awake.wait()
        return await super().source(item, brief=brief)


class WebPlatform(FakePlatform):
    """A room that we keep ourselves."""

    def __init__(self, messenger: WebMessenger) -> None:
        super().__init__()
        self.messenger = messenger  # type: ignore[assignment]  # any messenger will do


async def test_the_web_chat_takes_nothing_old(stage: Stage_, tmp_path: Path) -> None:
    """Its script compares versions, so that nobody sees an old preview over the picture, not for a moment."""
    slow, quick = SlowWeb(stage.redis, tmp_path), SlowWeb(stage.redis, tmp_path)
    async with (
        stage.set(SlowPainter(), WebPlatform(slow)) as frozen,
        stage.set(FakePainter(), WebPlatform(quick)) as other,
    ):
        slow.awake.clear()
        job = await opened(frozen)
        async with asyncio.TaskGroup() as group:
            group.create_task(frozen.runner.run(job.id))
            await slow.asleep.wait()
            await finish_elsewhere(other, job.id)
            (shown,) = (await slow.chatlog.history(PLACE.chat)).messages
            slow.awake.set()
        (after,) = (await slow.chatlog.history(PLACE.chat)).messages
    assert (shown["state"], after["state"], after["media"]) == ("done", "done", shown["media"])


async def test_an_older_version_never_covers_a_newer_one(stage: Stage_, tmp_path: Path) -> None:
    """Whatever the order in which they come."""
    web = SlowWeb(stage.redis, tmp_path)
    message = MessageRef(NAME, "room", "m")
    for version in (2, 5, 5):
        await web.edit(message, Card((), stage=Stage.DONE, version=version))
    for version in (3, 4):
        with pytest.raises(Stale):
            await web.edit(message, Card((), stage=Stage.DONE, version=version))
    (shown,) = (await web.chatlog.history("room")).messages
    assert shown["rev"] == 3


async def test_a_store_that_was_emptied_under_a_job_does_not_freeze_its_message(stage: Stage_) -> None:
    """Whoever still runs it says how it ended, and its record is there again."""
    painter = SlowPainter()
    async with stage.set(painter, FakePlatform()) as bench:
        job = await opened(bench)
        async with asyncio.TaskGroup() as group:
            group.create_task(bench.runner.run(job.id))
            await painter.painting.wait()
            await stage.redis.flushall()
            painter.go_on.set()
        assert bench.cards(job)[-1].stage is Stage.DONE
        assert (await bench.load(job.id)).state is State.DONE
