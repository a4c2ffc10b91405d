"""A process that may have 64 open files, and visitors who take them all: every paid picture is shown."""

import asyncio
import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import aiohttp
import pytest

from bot.compose.process import DESCRIPTORS_WANTED, raise_descriptor_limit
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.programs import CHATELIER, Program, Records, programs

LIMIT = 64
ORDERS = 6
PATIENCE = 90.0  # bounds a hang only


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Program]:
    with programs(tmp_path) as started:
        sandbox = Program(["sandbox", "--seconds", "1"], tmp_path / "sandbox")
        sandbox.arguments += ["--port", str(sandbox.port)]
        settings = {"ACEDATA_TOKEN": "test-token-not-real", "ACEDATA_BASE_URL": sandbox.url, "LOG_FORMAT": "json"}
        settings |= {"USER_WAITING": "20", "WEBCHAT": "true"}
        line = f"ulimit -n {LIMIT}; exec {CHATELIER} run"
        narrow = Program(["-c", line], tmp_path / "bot", settings, command=("/bin/sh",))
        started += [sandbox.start(), narrow.start()]
        sandbox.ready("/health")
        yield narrow.ready()


async def order(bot: Program) -> None:
    async with (
        aiohttp.ClientSession(headers={"Origin": bot.url}) as session,
        session.ws_connect(f"{bot.url}/chat/ws?name=Ann") as page,
    ):
        for n in range(ORDERS):
            await page.send_json({"type": "say", "key": f"k{n}", "text": f"/imagine cat number {n}"})
        async with asyncio.timeout(PATIENCE):
            while len(Records(bot.folder / "data").states()) < ORDERS:  # noqa: ASYNC110 - told by another process
                await asyncio.sleep(0.1)


def visit(bot: Program, stack: ExitStack) -> None:
    """One who connects and says nothing."""
    with suppress(OSError):
        stack.enter_context(socket.create_connection(("127.0.0.1", bot.port), timeout=1))


@pytest.mark.timeout(300)
def test_no_paid_picture_is_left_unshown(bot: Program) -> None:
    """While a hundred idle visitors wait; what has no descriptor just now waits, and nothing ends the process."""
    with ExitStack() as stack:
        asyncio.run(order(bot))
        for _ in range(100):
            visit(bot, stack)
        records = Records(bot.folder / "data")
        wait_until_sync(lambda: bot.dead() or records.states() == ["done"] * ORDERS, "all are done", PATIENCE)
        assert not bot.dead(), bot.output
        assert [job["outcome"]["kind"] for job in records.jobs()] == ["image"] * ORDERS
        shown = [message for message in records.messages() if message.get("media")]
        assert len(shown) == ORDERS, bot.output
    assert "Traceback" not in bot.output


def test_the_soft_limit_is_raised_to_the_hard_one() -> None:
    """As far as makes sense; it is never lowered."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, hard), hard))
        wanted = DESCRIPTORS_WANTED if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS_WANTED)
        assert raise_descriptor_limit() == wanted
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        raise_descriptor_limit()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
