"""Memory of the messenger after many edits of many messages: by interactions' tokens, then by the bot's own."""

import asyncio
import gc
from collections.abc import Sequence
from typing import Any

from adapters.discord import routes
from adapters.discord.attachments import Attachments
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.places import DISCORD
from adapters.discord.reply import TOKEN_LIFE_S, Reply
from adapters.discord.wire import Wire
from bot.domain.card import Card, Media, MediaKind, Progress, Span, Stage
from bot.domain.ids import Place
from bot.domain.incoming import Origin, Person
from tests.bench.discord.bot import Stage as Discord
from tests.bench.measure import resident
from tests.bench.service import PICTURE
from tests.fakes.clock import ShiftedClock
from tests.fakes.discord.world import TOKEN

BATCH = 100  # messages
EDITS = 4  # of each: half by its token, half when that is over
AT_ONCE = 16
WARM = 10  # batches before it is looked


class Writer:
    """Posts and edits as fast as it can; `clock` is put forward until tokens are over, and back."""

    def __init__(self, discord: Discord) -> None:
        self.discord = discord
        self.clock = ShiftedClock()
        self.wire = Wire(f"{discord.url}/api/v10", TOKEN, clock=self.clock)
        self.attachments = Attachments(f"{discord.url}/api/v10")
        self.messenger = DiscordMessenger(self.wire, self.attachments)
        self.room = asyncio.Semaphore(AT_ONCE)

    async def batch(self) -> None:
        told: Sequence[dict[str, Any]] = await asyncio.to_thread(self.discord.play, "typed", number=BATCH)
        messages = await asyncio.gather(*(self.post(one) for one in told))
        for number in range(EDITS):
            if number == EDITS // 2:
                self.clock.shift(TOKEN_LIFE_S)
            await asyncio.gather(*(self.edit(message, number) for message in messages))
        self.clock.shift(-TOKEN_LIFE_S)

    async def post(self, told: dict[str, Any]) -> Any:
        async with self.room:
            reply = Reply(told["application"], told["id"], told["token"], told["channel"])
            await self.wire.acknowledge(routes.callback(reply.interaction, reply.token), body={"type": 5})
            origin = Origin(Place(DISCORD, "1", reply.channel), Person(f"{DISCORD}:1", "Ann"), reply.pack())
            return await self.messenger.post(origin, Card((Span("a cat"),)), nonce=told["id"])

    async def edit(self, message: Any, number: int) -> None:
        async with self.room:
            media = (Media(MediaKind.IMAGE, "", "a cat", data=PICTURE, mime="image/png"),)
            percent = number * 100 // EDITS
            card = Card((Span("a cat"),), media, progress=Progress(percent, "painting"), stage=Stage.WORKING)
            await self.messenger.edit(message, card)

    async def close(self) -> None:
        await self.wire.close()
        await self.attachments.close()


async def grown(discord: Discord, messages: int) -> dict[str, float]:
    """Megabytes of this process before and after so many messages."""
    writer = Writer(discord)
    try:
        for _ in range(WARM):
            await writer.batch()
        before = settled()
        for _ in range(messages // BATCH):
            await writer.batch()
        after = settled()
    finally:
        await writer.close()
    return {
        "messages": messages,
        "edits": messages * EDITS,
        "resident_before_mb": before / 1e6,
        "grown_mb": (after - before) / 1e6,
    }


def settled() -> int:
    gc.collect()
    return resident()
