"""Bots on discord.py with its two limiters, in a simulated channel and behind simulated interactions."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord.http import HTTPClient, Route
from discord.webhook.async_ import AsyncWebhookAdapter
from multidict import CIMultiDict

from bot.domain.pacing import Rank
from tests.bench.lanes.gates import Buckets
from tests.bench.lanes.naive import Site, everybody
from tests.bench.lanes.plans import Outcome, Plan
from tests.bench.lanes.virtual import play


class Answer:
    """What the libraries read of a response."""

    def __init__(self, pause: float, gate: Buckets) -> None:
        now = asyncio.get_running_loop().time()
        self.status = 429 if pause else 200
        self.pause = pause
        self.headers = CIMultiDict(
            {
                "Content-Type": "application/json",
                "Via": "1.1 simulated",
                "X-RateLimit-Bucket": "simulated",
                "X-RateLimit-Limit": str(gate.capacity),
                "X-RateLimit-Remaining": str(gate.left),
                "X-RateLimit-Reset-After": f"{max(gate.until - now, 0.0):.3f}",
            }
        )

    async def text(self, encoding: str) -> str:
        return json.dumps({"retry_after": self.pause})


class Session:
    """Stands where the library keeps its aiohttp session; a card's content says whose it is and which."""

    def __init__(self, site: Site, gates: dict[str, Buckets]) -> None:
        self.site = site
        self.gates = gates

    @asynccontextmanager
    async def request(self, method: str, url: str, *, data: str, **rest: Any) -> AsyncIterator[Answer]:
        chat, job, rank = json.loads(data)["content"].split()
        yield Answer(await self.site.arrive(chat, job, Rank[rank]), self.gates[chat])


def logged_in(session: Session) -> HTTPClient:
    """What a login leaves behind, without one."""
    client = HTTPClient(asyncio.get_running_loop())
    client._global_over = asyncio.Event()
    client._global_over.set()
    vars(client)["_HTTPClient__session"] = session
    return client


def channel(jobs: Sequence[Plan], gate: Buckets) -> Outcome:
    """Edits of the bot's messages in one channel."""
    gates = {"channel": gate}
    site = Site(dict(gates))

    async def main() -> None:
        client = logged_in(Session(site, gates))

        async def send(plan: Plan, rank: Rank) -> None:
            path = "/channels/{channel_id}/messages/{message_id}"
            route = Route("PATCH", path, channel_id=1, message_id=int(plan.job.removeprefix("job")))
            await client.request(route, json={"content": f"channel {plan.job} {rank.name}"})

        await everybody(jobs, send, discord.HTTPException)

    logging.getLogger("discord").setLevel(logging.CRITICAL)
    play(main)
    return site.outcome


def interactions(jobs: Sequence[Plan], gates: dict[str, Buckets]) -> Outcome:
    """Edits of the answer to each job's interaction, by its token."""
    site = Site(dict(gates))

    async def main() -> None:
        adapter = AsyncWebhookAdapter()  # type: ignore[no-untyped-call]  # the library leaves it bare
        session = Session(site, gates)

        async def send(plan: Plan, rank: Rank) -> None:
            payload = {"content": f"{plan.job} {plan.job} {rank.name}"}
            await adapter.edit_webhook_message(1, plan.job, 1, session=session, payload=payload)  # type: ignore[arg-type]  # stands for aiohttp's

        await everybody(jobs, send, discord.HTTPException)

    logging.getLogger("discord").setLevel(logging.CRITICAL)
    play(main)
    return site.outcome
