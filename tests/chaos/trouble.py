"""A store in trouble while orders come: what was lost, what was paid twice, and when everything moves again.

`--store-faults`: every refusal, for so many seconds each, while jobs are in every state and more wait than there
are places; on the store in the box and on a Redis. `--redis plain|sentinel|cluster`: 60 orders through servers that
are killed, frozen, full, failed over by plan and resharded. A JSON line per phase; exit code 1 when one is wrong.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import product, takewhile
from pathlib import Path
from time import monotonic
from typing import Any

from redis import Redis

from bot.tasks import cancel_tasks
from tests.chaos.page import Ordered, Page
from tests.chaos.servers import Topology, topology
from tests.fakes.refusing import REFUSALS, Server, refusing
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.programs import Program, get, programs, sandbox_counts

START = 120.0  # seconds that all processes may take to start at once, on a busy machine
TOKEN = "test-token-not-real"
PAINTING = 2.0  # seconds that the stand-in takes
PLACES = 3  # at the service: the others wait in line
AT_ONCE = 8  # orders before a fault begins, of which some are in each state
UNDER_WAY = 1.2  # seconds between the first of them and the fault
MOVING = 15.0  # seconds in which something has to have moved once the store is well
DONE = 90.0  # seconds in which everything has to have ended
ALIVE = 10.0  # seconds in which the page answers and news arrive after something happened to a server
TRACE_LINES = 30  # of a traceback that are told
ALL_DONE = 60.0  # seconds from the last thing that happened to the last picture

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Line:
    """What one phase has shown; `slow` is what took longer than it should, which a busy machine may have done."""

    found: dict[str, Any]
    wrong: list[str]
    slow: list[str] = field(default_factory=list)

    def text(self) -> str:
        ok = not self.wrong and not self.slow
        return json.dumps({**self.found, "ok": ok, "wrong": self.wrong, "slow": self.slow})


@dataclass
class Bot:
    """The processes of the bot, and a page of its web chat."""

    page: Page
    sandbox: Program
    programs: Sequence[Program]

    def traces(self) -> list[str]:
        """What failed without an answer to it: none is wanted, so each is told whole enough to find its cause."""
        return [trace for program in self.programs for trace in traces_in(program.output)]

    def failing_lines(self) -> int:
        """Lines of warnings and errors; one a minute and process is what an outage should cost."""
        return sum(
            1
            for program in self.programs
            for line in program.output.splitlines()
            if '"level": "warning"' in line or '"level": "error"' in line
        )

    def duplicates(self) -> Counter[str]:
        """How often more than once each prompt was paid."""
        paid = Counter(str(task["prompt"]) for task in sandbox_counts(self.sandbox)["tasks"])
        return Counter({prompt: number - 1 for prompt, number in paid.items() if number > 1})


def traces_in(output: str) -> list[str]:
    """The lines of a log that hold tracebacks, with the event and its last steps, which say most."""
    lines = output.splitlines()
    return [
        told_trace(line) if line.startswith("{") else plain_trace(lines[n:])
        for n, line in enumerate(lines)
        if "Traceback" in line
    ]


def plain_trace(lines: Sequence[str]) -> str:
    """What a process wrote that is no line of its log, until its log goes on."""
    return "\n".join([*takewhile(lambda line: not line.startswith("{"), lines)][-TRACE_LINES:])


def told_trace(line: str) -> str:
    record: dict[str, Any] = json.loads(line)
    steps = str(record.get("exception", line)).splitlines()[-TRACE_LINES:]
    return "\n".join([str(record.get("event")), *steps])


def settings(sandbox: Program, **more: str) -> dict[str, str]:
    return {
        "ACEDATA_TOKEN": TOKEN,
        "ACEDATA_BASE_URL": sandbox.url,
        "ACEDATA_CONCURRENCY": str(PLACES),
        "USER_CONCURRENCY": "50",
        "LOG_FORMAT": "json",
        "LEASE_SECONDS": "3",
        **more,
    }


@contextmanager
def running_bot(folder: Path, roles: Sequence[str], url: str = "", places: int = PLACES) -> Iterator[Bot]:
    """Each role in a process of its own; without an address of a store, `run` with the one in the box."""
    with programs(folder) as started:
        sandbox = Program(["sandbox", "--seconds", str(PAINTING)], folder / "sandbox")
        sandbox.arguments += ["--port", str(sandbox.port), "--state", str(folder / "tasks")]
        started.append(sandbox.start())
        given = settings(sandbox, ACEDATA_CONCURRENCY=str(places))
        if url:
            given |= {"REDIS_URL": url, "DATA_DIR": str(folder / "shared")}
        ours = [Program([role], folder / f"{role}-{n}", given) for n, role in enumerate(roles)]
        for program in ours:
            started.append(program.start())
        for program in (sandbox, *ours):
            path = "/health" if program is sandbox else "/readyz"
            wait_until_sync(
                lambda: program.dead() or get(program.url + path) is not None,  # noqa: B023 - at once
                f"{program.arguments} is ready",
                START,
            )
            assert not program.dead(), program.output
        yield Bot(Page(ours[0].url), sandbox, ours)


@asynccontextmanager
async def open_page(bot: Bot) -> AsyncIterator[Page]:
    async with asyncio.TaskGroup() as group:
        living = group.create_task(bot.page.live())
        try:
            yield bot.page
        finally:
            await cancel_tasks([living])


async def until(condition: Callable[[], bool], patience: float) -> float:
    """Seconds until it is true; `patience` when it is not in time."""
    began = monotonic()
    while not condition() and monotonic() - began < patience:  # noqa: ASYNC110 - told by other processes
        await asyncio.sleep(0.02)
    return round(min(monotonic() - began, patience), 1)


# --- every refusal ---------------------------------------------------------------------------------------------


async def refusals(
    bot: Bot,
    find_server: Callable[[], Server],
    where: str,
    kinds: Sequence[str],
    lengths: Sequence[float],
    tell: Tell,
) -> Sequence[Line]:
    """The server is looked for before each: one that is frozen for long is replaced by the bot whose it is."""
    lines: list[Line] = []
    async with open_page(bot) as page:
        for kind, length in product(kinds, lengths):
            name = f"{kind} {length:g} s on {where}"
            server = await asyncio.to_thread(find_server)
            lines.append(await refusal(bot, page, server, name, kind, length))
            tell(lines[-1].text())
    return lines


async def refusal(bot: Bot, page: Page, server: Server, name: str, kind: str, length: float) -> Line:
    """Orders before, during and after; all are counted."""
    known, noise = Counter(bot.traces()), bot.failing_lines()
    orders = [page.order(f"{name}: order {n} before") for n in range(AT_ONCE)]
    await until(lambda: all(one.acked for one in orders), 20)
    await asyncio.sleep(UNDER_WAY)
    with ExitStack() as stack:
        await asyncio.to_thread(stack.enter_context, refusing(server, kind))
        orders.append(page.order(f"{name}: order during"))
        await asyncio.sleep(length)
        await asyncio.to_thread(stack.close)
    well = monotonic()
    after = page.order(f"{name}: order after")
    moving = await until(lambda: any(one.done > well for one in (*orders, after)), MOVING * 4)
    await until(lambda: all(one.done for one in (*orders, after)), DONE)
    return judged(
        name,
        [*orders, after],
        {
            **paid_twice([*orders, after], bot),
            "moving_s": moving,
            "tracebacks": sorted((Counter(bot.traces()) - known).elements()),
            "warnings": bot.failing_lines() - noise,
        },
        well,
    )


def paid_twice(orders: Sequence[Ordered], bot: Bot) -> dict[str, Any]:
    """`twice` is the bot's doing; `asked_twice` follows from "come again", which a person had heard and obeyed."""
    extra = bot.duplicates()
    counts = {one: sum(number for prompt, number in extra.items() if one.text in prompt) for one in orders}
    return {
        "twice": sum(number for one, number in counts.items() if number > one.again),
        "asked_twice": sum(number for one, number in counts.items() if 0 < number <= one.again),
        "asked_again": sum(one.again for one in orders),
    }


def fate(one: Ordered) -> str:
    """What was seen last of an order that is not done."""
    return ", which failed" if one.failed else ", at work" if one.worked else ", which nobody began"


def judged(name: str, orders: Sequence[Ordered], counted: dict[str, Any], well: float) -> Line:
    lost = [f"{one.text}{fate(one)}" for one in orders if one.acked and not one.done]
    last = max(one.done for one in orders)
    found = {
        "phase": name,
        "orders": len(orders),
        "lost": len(lost),
        "all_done_s": round(last - well, 1),
        **counted,
    }
    wrong = [f"lost: {text}" for text in lost]
    wrong += [f"{counted.get('unseen')} not seen before a reload"] * bool(counted.get("unseen"))
    wrong += [f"never taken: {one.text}" for one in orders if not one.acked]
    wrong += [f"{counted['twice']} paid twice"] * bool(counted["twice"])
    wrong += counted.get("tracebacks", [])
    slow = [f"moved after {counted.get('moving_s')} s"] * (counted.get("moving_s", 0.0) > MOVING)
    return Line(found, wrong, slow)


def boxed_server(folder: Path) -> Server:
    """The store in the box of a bot that runs in `folder`."""
    socket = folder / "data" / "valkey.sock"
    with Redis(unix_socket_path=str(socket)) as client:
        return Server(f"unix://{socket}", int(client.info("server")["process_id"]), folder / "data")


def store_faults(
    folder: Path, stores: Sequence[str], kinds: Sequence[str], lengths: Sequence[float], tell: Tell
) -> Sequence[Line]:
    """On the store in the box, on a Redis, or on both."""
    lines: list[Line] = []
    chosen = kinds or sorted(REFUSALS)
    if "box" in stores:
        with running_bot(folder / "box", ["run"]) as bot:
            tell("the store in the box")
            lines += asyncio.run(
                refusals(
                    bot, lambda: boxed_server(bot.programs[0].folder), "the store in the box", chosen, lengths, tell
                )
            )
    if "redis" in stores:
        with (
            topology("plain", folder / "servers") as servers,
            running_bot(folder / "redis", FLEET, servers.url) as bot,
        ):
            tell("a Redis, a web and two workers")
            lines += asyncio.run(refusals(bot, lambda: servers.nodes[0].server, "a Redis", chosen, lengths, tell))
    return lines


# --- real servers in trouble -----------------------------------------------------------------------------------

FLEET = ("web", "worker", "worker")
Happening = Callable[[Topology], AbstractContextManager[None]]
Event = tuple[str, Happening]


def once(happen: Callable[[Topology], None]) -> Happening:
    """It happens, and who was frozen or killed by it comes back at the end."""

    @contextmanager
    def lasting(servers: Topology) -> Iterator[None]:
        happen(servers)
        try:
            yield
        finally:
            servers.thaw()
            servers.return_dead()

    return lasting


def refused(kind: str) -> Happening:
    """The master refuses in this way for a while."""
    return lambda servers: refusing(servers.master().server, kind)


KILLED: Event = ("kill", once(lambda servers: servers.kill_master()))
PLANNED: Event = ("planned", once(lambda servers: servers.fail_over()))
FROZEN: Event = ("frozen", once(lambda servers: servers.freeze_master()))
BEHIND: Event = ("behind", once(lambda servers: servers.crash_behind()))
RESHARDED: Event = ("reshard", once(lambda servers: servers.reshard()))
FULL: Event = ("out-of-memory", refused("out-of-memory"))

# What happens, one after the other, while orders come.
EVENTS: dict[str, Sequence[Event]] = {
    "plain": (KILLED, *((kind, refused(kind)) for kind in REFUSALS), KILLED),
    "sentinel": (KILLED, PLANNED, FROZEN, BEHIND, FULL, KILLED, PLANNED),
    "cluster": (KILLED, PLANNED, RESHARDED, FROZEN, FULL),
}
UNSEEN = frozenset({"reset"})  # events that leave the master as it was
AWAY = 4.0  # seconds that a fault lasts, and before a server that was killed is started again


async def besieged(bot: Bot, servers: Topology, orders: int, tell: Tell) -> Sequence[Line]:
    """`orders` in all, evenly over the events; each event begins when the servers have recovered from the last."""
    events = EVENTS[servers.kind]
    share = orders // (len(events) + 1)
    lines: list[Line] = []
    made: list[Ordered] = []
    began = monotonic()
    async with open_page(bot) as page:
        for n, (what, happen) in enumerate((*events, ("", None))):
            first = len(made)
            for _ in range(orders - first if happen is None else share):
                made.append(page.order(f"{servers.kind} order {len(made)} of {orders}"))
                await asyncio.sleep(0.3)
            if happen is None:
                break
            tell(f"{servers.kind}: {what} after {monotonic() - began:.0f} s")
            lines.append(await survived(page, servers, f"{servers.kind} {n}: {what}", happen))
            tell(lines[-1].text())
        last = monotonic()
        await until(lambda: all(one.done for one in made), ALL_DONE * 2)
        unseen = await seen_after_reload(page, made)
    counted = {
        **paid_twice(list(page.orders.values()), bot),
        "unseen": unseen,
        "tracebacks": bot.traces(),
        "warnings": bot.failing_lines(),
    }
    whole = judged(f"{servers.kind}: all", made, counted, last)
    late = [f"done after {whole.found['all_done_s']} s"] * (whole.found["all_done_s"] > ALL_DONE)
    return [*lines, Line(whole.found, whole.wrong, late)]


async def seen_after_reload(page: Page, orders: Sequence[Ordered]) -> int:
    """How many pictures that a page was never told of it sees when it comes anew."""
    missing = [one for one in orders if not one.done]
    if missing and page.socket is not None:
        await page.socket.close()
        await until(lambda: all(one.done for one in missing), ALIVE)
    return sum(bool(one.done) for one in missing)


async def survived(page: Page, servers: Topology, name: str, happen: Happening) -> Line:
    """Seconds until the page takes an order, and until the first sign of work on it comes back over a channel.

    From the moment the fault is there. That it is there is seen by a write that the master does not take, or by
    another master afterwards.
    """
    before = await asyncio.to_thread(servers.master)
    with ExitStack() as stack:
        await asyncio.to_thread(stack.enter_context, happen(servers))
        canary = page.order(f"{name} canary")
        async with asyncio.TaskGroup() as group:
            seen = group.create_task(asyncio.to_thread(before.takes_writes))
            group.create_task(recovered(servers, stack))
            taken = await until(lambda: bool(canary.acked), 60)
            news = await until(lambda: bool(canary.worked), 60)
            await until(lambda: bool(canary.done), DONE)
    struck = not seen.result() or (await asyncio.to_thread(servers.master)).port != before.port
    found = {"phase": name, "struck": struck, "taken_s": taken, "news_s": round(taken + news, 1)}
    found["canary_done"] = bool(canary.done)
    slow = [f"the page took no order for {taken} s"] * (taken > ALIVE)
    slow += [f"no news for {taken + news} s"] * (taken + news > ALIVE)
    wrong = ["the canary was lost"] * (not canary.done)
    wrong += ["nothing happened to the master"] * (not struck and name.rpartition(" ")[2] not in UNSEEN)
    return Line(found, wrong, slow)


async def recovered(servers: Topology, stack: ExitStack) -> None:
    await asyncio.sleep(AWAY)
    await asyncio.to_thread(stack.close)
    await asyncio.to_thread(servers.settled)


def real_servers(kind: str, folder: Path, orders: int, tell: Tell) -> Sequence[Line]:
    with topology(kind, folder / "servers") as servers:
        tell(f"{kind}: {len(servers.nodes)} servers and {len(servers.sentinels)} sentinels run")
        with running_bot(folder / "bot", FLEET, servers.url, places=16) as bot:
            return asyncio.run(besieged(bot, servers, orders, tell))
