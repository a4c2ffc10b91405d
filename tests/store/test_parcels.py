"""Parcels as they are kept until they are brought."""

from dataclasses import replace

import orjson
import pytest
from redis.asyncio import Redis

from bot.clock import SystemClock
from bot.domain.card import Button, ButtonKind, Card, plain
from bot.domain.parcel import Parcel
from bot.store.background import RedisOutboxStore
from bot.store.keys import Keys
from tests.fakes.platform import origin

PROMPT = Button("Prompt", "quote", "📋", kind=ButtonKind.FULL, text="a cat")
PARCEL = Parcel("p", origin(), Card(plain("a cat").text, buttons=((Button("U1", "act:upscale1"), PROMPT),)))


@pytest.fixture
def store(redis: Redis) -> RedisOutboxStore:
    return RedisOutboxStore(redis, Keys(), SystemClock())


async def test_a_parcel_is_read_as_it_was_written(store: RedisOutboxStore) -> None:
    """With its buttons, and what they copy."""
    await store.put(PARCEL)
    assert await store.find("p") == PARCEL


async def test_a_button_that_copies_as_it_was_written_first(store: RedisOutboxStore, redis: Redis) -> None:
    """Its text stood in the place of its payload; the picture that it belongs to is on its way."""
    await store.put(PARCEL)
    held = orjson.loads(await redis.get(Keys().parcel("p")) or b"")
    for button in held["card"]["buttons"][0]:
        del button["text"]
    held["card"]["buttons"][0][1] |= {"kind": "copy", "payload": "a cat"}
    await redis.set(Keys().parcel("p"), orjson.dumps(held))
    assert await store.find("p") == PARCEL
    held["card"]["buttons"][0][1]["kind"] = "press"
    await redis.set(Keys().parcel("p"), orjson.dumps(held))
    kept = replace(PROMPT, payload="a cat", kind=ButtonKind.PRESS, text="")
    found = await store.find("p")
    assert found is not None
    assert found.card.buttons[0][1] == kept
