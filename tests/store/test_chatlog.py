"""Rooms that we keep ourselves, against a real Valkey."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from redis.asyncio import Redis

from bot.store import chatlog
from bot.store.chatlog import RedisChatLog
from bot.store.connection import connect_redis
from bot.store.keys import Keys
from bot.store.retries import NO_RETRY
from bot.store.vouched import Vouched
from tests.fakes.clock import FakeClock
from tests.fakes.expiries import endless_keys, read_expiries


@pytest.fixture
async def log(redis: Redis, valkey_url: str) -> AsyncIterator[RedisChatLog]:
    async with connect_redis(valkey_url, retry=NO_RETRY) as listener:
        yield RedisChatLog(redis, listener, Keys(), FakeClock(), Vouched(redis))


async def test_a_message_keeps_its_place_when_it_changes(log: RedisChatLog) -> None:
    """In order of first appearance, with the number of the change; empty lists stay lists."""
    for name, text in (("a", "one"), ("b", "two"), ("a", "three")):
        await log.put("room", name, {"text": text, "media": []})
        await log.clock.sleep(1)
    found = [(m["id"], m["rev"], m["text"], m["media"]) for m in (await log.history("room")).messages]
    assert found == [("a", 2, "three", []), ("b", 1, "two", [])]


async def test_only_the_newest_are_kept(log: RedisChatLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A room does not grow for ever."""
    monkeypatch.setattr(chatlog, "ROOM_KEPT_MOST", {True: 3, False: 3})
    for n in range(5):
        await log.clock.sleep(1)
        await log.put("room", str(n), {})
    assert [m["id"] for m in (await log.history("room")).messages] == ["2", "3", "4"]


async def test_talk_does_not_push_pictures_out(log: RedisChatLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are kept, and shown to those who enter, by counts of their own."""
    monkeypatch.setattr(chatlog, "ROOM_KEPT_MOST", {True: 3, False: 3})
    await log.put("room", "picture", {}, lasting=True)
    for n in range(5):
        await log.clock.sleep(1)
        await log.put("room", str(n), {})
    assert [m["id"] for m in (await log.history("room")).messages] == ["picture", "2", "3", "4"]


async def test_a_message_that_lasts_no_more_is_talk(log: RedisChatLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the other way round; it keeps its place, and a part of it may change without that."""
    monkeypatch.setattr(chatlog, "ROOM_KEPT_MOST", {True: 2, False: 2})
    await log.put("room", "job", {"text": "painting"}, lasting=True)
    await log.put("room", "failed", {}, lasting=True)
    await log.put("room", "failed", {})
    for n in range(3):
        await log.clock.sleep(1)
        await log.put("room", str(n), {})
    await log.amend("room", "job", {"text": "done"})
    await log.amend("room", "never-was", {"text": "made up"})
    assert [(m["id"], m.get("text")) for m in (await log.history("room")).messages] == [
        ("job", "done"),
        ("1", None),
        ("2", None),
    ]


async def test_who_listens_hears_changes_and_notes(log: RedisChatLog) -> None:
    """Only of that room, and from then on."""
    heard: list[Mapping[str, Any]] = []
    async with log.listen("room") as notes:
        await log.put("elsewhere", "x", {})
        await log.put("room", "a", {"text": "hello"})
        await log.tell("room", {"type": "answer"})
        async with asyncio.timeout(120):
            async for note in notes:
                heard.append(note)
                if len(heard) == 2:
                    break
    assert [note["type"] for note in heard] == ["message", "answer"]
    assert heard[0]["message"]["text"] == "hello"
    assert (await log.history("elsewhere")).messages != []


async def test_a_lost_connection_ends_the_listening(log: RedisChatLog, redis: Redis) -> None:
    """So that the listener reads the history, instead of going on with a gap."""
    async with log.listen("room") as notes, asyncio.timeout(120):
        await redis.client_kill_filter(_type="pubsub")
        assert [note async for note in notes] == []


async def test_rooms_expire(log: RedisChatLog, redis: Redis) -> None:
    """Every key has an end."""
    await log.put("room", "a", {})
    assert len(await read_expiries(redis)) == 4
    assert await endless_keys(redis) == []


async def test_page_by_page_to_the_very_first(log: RedisChatLog) -> None:
    """Each message once and in order, of both kinds, also where many came in the same moment."""
    names = [f"m{n:03}" for n in range(130)]
    for n, name in enumerate(names):
        await log.put("room", name, {}, lasting=n % 3 == 0)
        if n not in range(40, 100):
            await log.clock.sleep(0.001)
    page = await log.history("room")
    read = [one["id"] for one in page.messages]
    pages = 1
    while page.older is not None:
        page = await log.history("room", page.older)
        read = [*(one["id"] for one in page.messages), *read]
        pages += 1
    assert read == names
    assert pages == 3


async def test_the_newest_pictures_are_shown_whatever_is_said(log: RedisChatLog) -> None:
    """More talk than a page has does not hide them from who enters."""
    for n in range(3):
        await log.put("room", f"picture{n}", {}, lasting=True)
        await log.clock.sleep(1)
    for n in range(chatlog.ROOM_PAGE_MOST + 10):
        await log.put("room", f"talk{n:03}", {})
        await log.clock.sleep(1)
    page = await log.history("room")
    assert [one["id"] for one in page.messages][:4] == ["picture0", "picture1", "picture2", "talk010"]
    assert len(page.messages) == chatlog.ROOM_PAGE_MOST + 3
    assert page.older is not None
    assert page.older[1] == "talk010"
