"""The people of the chaos run: they order, press, change their minds, and ask for what they had cancelled."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import aiohttp
import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from tests.chaos.plan import LONG_FAULTS, Plan, spoilt

LOOK = 0.2  # seconds between two looks at the chat
GREEDY = 3  # the first people order as often as GREED others, and meet their limits
GREED = 5
PRESSED, AGAIN, TWICE = 0.3, 0.6, 0.08  # how often: a picture's button, Retry, a button twice
CANCELLED, SHOWN, STRANGERS = 0.12, 0.7, 0.15
WORDS = ("lighthouse", "fox", "storm", "garden", "harbour", "castle", "whale", "forest", "city", "teapot")
JOBS = "{chatelier}:job:*"


@dataclass
class People:
    plan: Plan
    chat: str
    redis: Redis
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    dealt: set[tuple[str, str]] = field(default_factory=set)
    seq: int = 0
    heard: int = 0
    pending: int = 0
    jobs: int = 0
    faults: int = 0  # dealt out so far

    def __post_init__(self) -> None:
        self.rng = Random(f"people:{self.plan.seed}")
        self.names = [f"p{n}" for n in range(self.plan.people)]
        self.session: aiohttp.ClientSession | None = None

    # --- their lives ------------------------------------------------------------------------------

    async def live(self) -> None:
        """Until as many jobs as planned were opened."""
        pause = self.plan.spread / self.plan.jobs
        while self.jobs < self.plan.jobs:
            batch = [self.imagine() for _ in range(self.rng.choice((1, 1, 1, 2, 5)))]
            await self.send(batch)
            await asyncio.sleep(pause * len(batch) * 1.3)  # what is pressed comes in addition

    async def watch(self) -> None:
        """Look at the chat and react, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK)

    async def look(self) -> None:
        assert self.session is not None
        query = {"since": str(self.seq), "heard": str(self.heard)}
        async with self.session.get(f"{self.chat}/_chat/news", params=query) as response:
            news = orjson.loads(await response.read())
        self.seq, self.pending = news["seq"], news["pending"]
        self.heard += len(news["answers"])
        for message in news["messages"]:
            self.messages[message["id"]] = message
            await self.send(self.react(message))
        await self.count()

    async def count(self) -> None:
        try:
            self.jobs = len([key async for key in self.redis.scan_iter(JOBS, count=1000)])
        except (RedisError, OSError):
            return  # it is being killed

    async def send(self, events: Sequence[dict[str, Any]]) -> None:
        assert self.session is not None
        if events:
            async with self.session.post(f"{self.chat}/_chat/events", data=orjson.dumps(events)) as response:
                await response.read()

    # --- what they do -----------------------------------------------------------------------------

    def event(self, kind: str, person: str, room: str, **more: str) -> dict[str, Any]:
        key = f"e{len(self.events) + 1}"
        event = {"key": key, "kind": kind, "person": person, "room": room, **more}
        self.events[key] = event
        return event

    def imagine(self) -> dict[str, Any]:
        greed = [GREED if n < GREEDY else 1 for n in range(len(self.names))]
        name = self.rng.choices(self.names, greed)[0]
        room = f"r{self.names.index(name) % self.plan.rooms}"
        what = f"a {self.rng.choice(WORDS)} and a {self.rng.choice(WORDS)} number {len(self.events)}"
        return self.event("say", name, room, text=f"/imagine {what}{self.spoilt()}")

    def spoilt(self) -> str:
        """Slow faults come first, so that nobody waits for them at the end."""
        ordered = len(self.events)
        if self.faults == len(self.plan.kinds()) or (ordered % 7 != 3 and self.faults >= len(LONG_FAULTS)):
            return ""
        self.faults += 1
        return f" {spoilt(self.faults - 1)}"

    def react(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """At most one thing per message, kind of button and stage."""
        if message["deleted"] or not message["person"]:
            return []
        card, pressed = message["card"], []
        for payload in card["buttons"]:
            verb = payload.partition(":")[0]
            moment = (message["id"], f"{verb} {card['stage']}")  # a job may be cancelled while it waits or runs
            if moment not in self.dealt:
                self.dealt.add(moment)
                pressed += self.choose(message, verb)
        return pressed

    def choose(self, message: dict[str, Any], verb: str) -> list[dict[str, Any]]:
        dice = self.rng.random()
        owner = message["person"].partition(":")[2]
        if verb == "act" and dice < PRESSED and self.jobs < self.plan.jobs:
            acts = [one for one in message["card"]["buttons"] if one.startswith("act:") and "region" not in one]
            return self.press(message, self.rng.choice(self.names), self.rng.choice(acts))
        if verb == "retry" and dice < AGAIN and self.jobs < self.plan.jobs:
            return self.press(message, owner, verb)
        if verb == "show" and dice < SHOWN:
            return self.press(message, owner, verb)
        if verb == "cancel" and dice < CANCELLED:
            return self.press(message, owner if self.rng.random() > STRANGERS else "stranger", verb)
        return []

    def press(self, message: dict[str, Any], person: str, payload: str) -> list[dict[str, Any]]:
        times = 2 if self.rng.random() < TWICE else 1
        return [
            self.event("press", person, message["room"], message=message["id"], payload=payload)
            for _ in range(times)
        ]
