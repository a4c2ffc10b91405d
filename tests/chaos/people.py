"""The people of the chaos run: they order, press, change their minds, and ask for what they had cancelled."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import aiohttp
import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from tests.chaos.adapter import MASK
from tests.chaos.plan import LONG_FAULTS, Plan, spoilt

LOOK = 0.2  # seconds between two looks at the chat
GREEDY = 3  # the first people order as often as GREED others, and meet their limits
GREED = 5
PRESSED, AGAIN, TWICE = 0.4, 0.6, 0.08  # how often: a picture's button, Retry, a button twice
CANCELLED, SHOWN, STRANGERS = 0.12, 0.7, 0.15
FORMED, ALL_LINES, ENLARGED = 0.3, 0.8, 0.5  # the same: a form is opened, all lines are ordered, a part is taken
WORDS = ("lighthouse", "fox", "storm", "garden", "harbour", "castle", "whale", "forest", "city", "teapot")
JOBS = "{chatelier}:job:*"
CODE = re.compile(r" · ([0-9A-Z]{8})$", re.MULTILINE)
# What is typed about what there is: the kind of that, the command, and whether a mask is sent along.
TYPED = (
    ("single", "/region #{} 1 2 5 a {}", False),
    ("single", "/region #{} a {}", True),
    ("grid", "/region #{}.3 top left a {}", False),
    ("single", "/animate #{} a {}", False),
    ("grid", "/animate #{}.2 a {} --720p", False),
    ("clip", "/extend #{}.1 a {}", False),
    ("single", "/describe #{}", False),
    ("grid", "/describe #{}.4", False),
)


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
    looks: int = 0
    jobs: int = 0
    faults: int = 0  # dealt out so far
    codes: dict[str, list[str]] = field(default_factory=lambda: {"single": [], "grid": [], "clip": []})
    ambushed: dict[str, float] = field(default_factory=dict)  # such presses, and when somebody was killed for them
    forms: int = 0  # opened so far
    gone: asyncio.Queue[str] = field(default_factory=asyncio.Queue)  # the first of two presses of a Go

    def __post_init__(self) -> None:
        self.rng = Random(f"people:{self.plan.seed}")
        self.names = [f"p{n}" for n in range(self.plan.people)]
        self.session: aiohttp.ClientSession | None = None

    # --- their lives ------------------------------------------------------------------------------

    async def live(self) -> None:
        """Until as many jobs as planned were opened."""
        pause = self.plan.spread / self.plan.jobs
        while self.jobs < self.plan.jobs:
            batch = [self.ordered() for _ in range(self.rng.choice((1, 1, 1, 2, 5)))]
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
            self.learn(message)
            await self.send(self.react(message))
        await self.count()
        self.looks += 1

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

    def event(self, kind: str, person: str, room: str, **more: str | list[str]) -> dict[str, Any]:
        key = f"e{len(self.events) + 1}"
        event = {"key": key, "kind": kind, "person": person, "room": room, **more}
        self.events[key] = event
        return event

    def learn(self, message: dict[str, Any]) -> None:
        """The code of a result, by which it is named from then on, and of which kind that is."""
        card, found = message["card"], CODE.search(message["card"]["text"])
        if found is None or card["stage"] != "done" or message["deleted"]:
            return
        verbs = {payload.partition("@")[0] for payload in card["buttons"]}
        kinds = {"extend:0": "clip", "form:animate": "single", "act:upscale1": "grid"}
        for verb, kind in kinds.items():
            if verb in verbs and found[1] not in self.codes[kind]:
                self.codes[kind].append(found[1])

    def ordered(self) -> dict[str, Any]:
        """Something new, or something about what there is."""
        greed = [GREED if n < GREEDY else 1 for n in range(len(self.names))]
        name = self.rng.choices(self.names, greed)[0]
        room = f"r{self.names.index(name) % self.plan.rooms}"
        what = f"{self.rng.choice(WORDS)} and a {self.rng.choice(WORDS)} number {len(self.events)}"
        kind, typed, masked = self.rng.choice(TYPED)
        if self.rng.random() < self.plan.others and self.codes[kind]:
            text = typed.format(self.rng.choice(self.codes[kind]), what)
            return self.event("say", name, room, text=text, files=[MASK] * masked)
        return self.event("say", name, room, text=f"/imagine a {what}{self.spoilt()}")

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
        if verb == "go":
            return self.go(message, owner)
        if verb in {"act", "form", "line", "retry"}:
            return self.follow(message, verb, dice, owner) if self.jobs < self.plan.jobs else []
        if verb == "show" and dice < SHOWN:
            return self.press(message, owner, verb)
        if verb == "cancel" and dice < CANCELLED:
            return self.press(message, owner if self.rng.random() > STRANGERS else "stranger", verb)
        return []

    def follow(self, message: dict[str, Any], verb: str, dice: float, owner: str) -> list[dict[str, Any]]:
        """Something more of what a message shows, by a button that orders, or opens a form."""
        heads, often = {
            "act": (("act:upscale" if self.rng.random() < ENLARGED else "act:",), PRESSED),
            "form": (("form:",), FORMED),
            "line": (("line:all",), ALL_LINES),
            "retry": (("retry",), AGAIN),
        }[verb]
        payloads = [one for one in message["card"]["buttons"] if one.startswith(heads) and "region" not in one]
        if not payloads or dice >= often or (verb == "form" and self.forms >= self.plan.forms):
            return []
        self.forms += verb == "form"
        who = self.rng.choice(self.names) if verb == "act" else owner
        return self.press(message, who, verb if verb == "retry" else self.rng.choice(payloads))

    def go(self, message: dict[str, Any], owner: str) -> list[dict[str, Any]]:
        """A form is ordered by two presses at once, and somebody may die of it."""
        [payload] = [one for one in message["card"]["buttons"] if one.startswith("go:")]
        presses = [
            self.event("press", owner, message["room"], message=message["id"], payload=payload) for _ in range(2)
        ]
        self.gone.put_nowait(presses[0]["key"])
        return presses

    def press(self, message: dict[str, Any], person: str, payload: str) -> list[dict[str, Any]]:
        times = 2 if self.rng.random() < TWICE else 1
        return [
            self.event("press", person, message["room"], message=message["id"], payload=payload)
            for _ in range(times)
        ]
