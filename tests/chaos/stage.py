"""The processes of a chaos run, and who kills them."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import orjson
from redis.asyncio import Redis

from bot.store.connection import connect_redis
from tests.chaos.plan import Plan, spoilt
from tests.fakes.ports import free_port
from tests.fakes.servers import server_binary
from tests.fakes.waiting import PATIENCE, wait_until_sync
from tests.scenarios.programs import fetch_answer, get

HERE = Path(__file__).parents[2]
START = 120.0  # seconds a process may take to start on a busy machine: this only bounds a hang
TOKEN = "test-token-not-real"


@dataclass
class Process:
    """One that can be killed and started again; its output goes to a file."""

    name: str
    command: list[str]
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    url: str = ""
    child: subprocess.Popen[bytes] | None = None
    kills: int = 0

    @property
    def output(self) -> Path:
        return self.folder / f"{self.name}.txt"

    def start(self) -> None:
        given = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONPATH": str(HERE), **self.settings}
        with self.output.open("ab") as output:
            self.child = subprocess.Popen(
                self.command, cwd=self.folder, env=given, stdout=output, stderr=output, stdin=subprocess.DEVNULL
            )

    def end(self, number: signal.Signals, patience: float = 30.0) -> int:
        """The exit code."""
        assert self.child is not None
        self.child.send_signal(number)
        return self.child.wait(patience)

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        self.kills += 1
        self.end(number)

    @property
    def alive(self) -> bool:
        return self.child is not None and self.child.poll() is None


@dataclass
class Stage:
    plan: Plan
    folder: Path
    valkey: Process
    chat: Process
    sandbox: Process
    workers: list[Process]
    webs: list[Process]
    redis: Redis
    hunting: asyncio.Event = field(default_factory=asyncio.Event)
    striking: asyncio.Lock = field(default_factory=asyncio.Lock)  # who is dead cannot be killed

    @property
    def ours(self) -> list[Process]:
        return [*self.workers, *self.webs]

    @property
    def all(self) -> list[Process]:
        return [*self.ours, self.sandbox, self.chat, self.valkey]

    async def steady(self) -> None:
        """All of ours have started: who was asked to stop before could only die of it."""
        for process in self.ours:
            await until(lambda: get(process.url + "/readyz") is not None, f"{process.name} runs")  # noqa: B023 - awaited at once

    async def open(self) -> None:
        for process in (self.valkey, self.chat, self.sandbox):
            process.start()
        await until(lambda: get(self.sandbox.url + "/health") is not None, "the sandbox runs")
        await until(lambda: get(self.chat.url + "/_chat") is not None, "the chat runs")
        for process in self.ours:
            process.start()
        await self.steady()
        fetch_answer(self.chat.url + "/_chat/webs", orjson.dumps([web.url for web in self.webs]))
        fetch_answer(self.sandbox.url + "/_sandbox/faults", orjson.dumps(faults(self.plan.kinds())))

    async def hunt(self) -> None:
        """Kill one of ours every few seconds until told to stop: one of each kind first, then any.

        Unless half of them have not started yet: however slow the machine is, somebody has to get something done.
        """
        rng = Random(f"killer:{self.plan.seed}")
        self.hunting.set()
        kinds = iter([self.workers, self.webs])
        while self.hunting.is_set():
            await asyncio.sleep(self.plan.kill_every * rng.uniform(0.7, 1.3))
            if await asyncio.to_thread(self.most_stand):
                await self.strike(rng.choice(next(kinds, self.ours)))

    def most_stand(self) -> bool:
        """Whether more than half of ours have started."""
        standing = [process for process in self.ours if get(process.url + "/readyz") is not None]
        return 2 * len(standing) > len(self.ours)

    async def strike(self, victim: Process, number: signal.Signals = signal.SIGKILL) -> None:
        async with self.striking:
            await asyncio.to_thread(victim.kill, number)
            try:
                await asyncio.sleep(self.plan.down)
            finally:
                victim.start()

    def close(self) -> dict[str, int]:
        """Ask all of ours to stop; their exit codes."""
        for process in self.ours:
            assert process.child is not None
            process.child.send_signal(signal.SIGTERM)
        return {process.name: process.child.wait(PATIENCE) for process in self.ours if process.child is not None}


async def until(condition: Callable[[], bool], what: str) -> None:
    """Ask in a thread, since the condition may wait for a server."""
    await asyncio.to_thread(wait_until_sync, condition, what, START)


def faults(kinds: Sequence[str]) -> list[str]:
    """Each strikes once, at the order with its word: what passes in life must not stick to a prompt."""
    return [f"{kind}:times=1:match={spoilt(n)}" for n, kind in enumerate(kinds)]


def build(plan: Plan, folder: Path, redis: Redis, redis_port: int) -> Stage:
    chat_port, sandbox_port = free_port(), free_port()
    chat_url, sandbox_url = f"http://127.0.0.1:{chat_port}", f"http://127.0.0.1:{sandbox_port}"
    limits = ["--capacity", str(plan.capacity), "--window", str(plan.window)]
    seed = ["--seed", str(plan.seed)]
    python = [sys.executable, "-m"]
    valkey = [server_binary(), "--port", str(redis_port), "--bind", "127.0.0.1", "--dir", str(folder)]
    valkey += ["--appendonly", "yes", "--appendfsync", plan.fsync, "--save", ""]
    chat = [*python, "tests.chaos.chat", "--port", str(chat_port), *seed, *limits]
    paint = [*python, "tests.chaos.role", "sandbox", "--port", str(sandbox_port), *seed]
    paint += ["--seconds", str(plan.seconds)]
    settings = common(plan, f"redis://127.0.0.1:{redis_port}/0", chat_url, sandbox_url)

    def ours(role: str, number: int) -> Process:
        port = free_port()
        command = [*python, "tests.chaos.role", role, "--chat", chat_url, *limits, "--gap", str(plan.gap)]
        own = {**settings, "CHATELIER_HTTP_PORT": str(port), "CHATELIER_DATA_DIR": str(folder / "data")}
        return Process(f"{role}{number}", command, folder, own, f"http://127.0.0.1:{port}")

    return Stage(
        plan,
        folder,
        Process("valkey", valkey, folder),
        Process("chat", chat, folder, url=chat_url),
        Process("sandbox", paint, folder, url=sandbox_url),
        [ours("worker", n) for n in range(plan.workers)],
        [ours("web", n) for n in range(plan.webs)],
        redis,
    )


def common(plan: Plan, redis: str, chat: str, sandbox: str) -> dict[str, str]:
    settings = {
        "REDIS_URL": redis,
        "PUBLIC_URL": chat,
        "ACEDATA_BASE_URL": sandbox,
        "ACEDATA_TOKEN": TOKEN,
        "ACEDATA_UPDATES": plan.updates,
        "ACEDATA_CONCURRENCY": str(plan.concurrency),
        "USER_CONCURRENCY": "3",
        "USER_WAITING": str(plan.waiting),
        "USER_DAILY": str(plan.daily),
        "USER_MONTHLY_CREDITS": str(plan.monthly),
        "JOB_MINUTES": str(plan.job_minutes),
        "LEASE_SECONDS": "3",
        "DRAIN_SECONDS": "10",
        "LOG_FORMAT": "json",
        "LOG_LEVEL": "info",
    }
    return {f"CHATELIER_{name}": value for name, value in settings.items()}


@asynccontextmanager
async def staged(plan: Plan, folder: Path) -> AsyncIterator[Stage]:
    """Everything that runs is killed at the end."""
    port = free_port()
    async with connect_redis(f"redis://127.0.0.1:{port}/0") as redis:
        stage = build(plan, folder, redis, port)
        try:
            await stage.open()
            yield stage
        finally:
            for process in stage.all:
                if process.alive:
                    process.end(signal.SIGKILL)
