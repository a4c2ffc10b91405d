"""A process that listens is ready when its platforms hear, and says which does not."""

import asyncio
import gc

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import REGISTRY
from structlog.testing import capture_logs
from typing_extensions import override

from bot.compose.hearing import FIRST_HEARING_S, Hearing
from bot.compose.process import process_health, settle_heard
from bot.jobs.watchdog import Watchdog
from bot.ports import Listening, Platform, Role
from bot.tasks import cancel_tasks
from bot.web.server import create_app
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform
from tests.fakes.waiting import wait_until


class Ear(FakePlatform, Listening):
    """It hears what it is told to."""

    def __init__(self, name: str, runs_in: Role, deafness: str = "") -> None:
        super().__init__()
        self.name, self.runs_in, self.deafness = name, runs_in, deafness

    @override
    def why_deaf(self) -> str:
        return self.deafness


async def asked(hearing: Hearing, trouble: str = "") -> tuple[int, str]:
    """What /readyz answers, in a process that hears so, and whose store is as well as that."""

    async def check() -> str:
        return trouble

    health = process_health(Watchdog(None, check, lambda: None), hearing)
    app = create_app(health, [], degraded=hearing.degraded)
    async with TestClient[web.Request, web.Application](TestServer(app, host="127.0.0.1")) as client:
        answer = await client.get("/readyz")
        return answer.status, await answer.text()


def begun(platforms: list[Platform], *roles: Role, clock: FakeClock | None = None) -> Hearing:
    """A process of these roles, just now."""
    return Hearing(platforms, frozenset(roles), clock or FakeClock())


def heard(name: str) -> float | None:
    return REGISTRY.get_sample_value("chatelier_platform_heard", {"platform": name})


async def test_a_gateway_is_ready_when_it_hears() -> None:
    """Of several platforms each one; what keeps it from that stands there, beside what else is wrong."""
    near, far = Ear("near", Role.GATEWAY, "it was not reached yet"), Ear("far", Role.GATEWAY, "no session")
    said = ["the store does not answer", "near: it was not reached yet", "far: no session"]
    hearing = begun([near, far], Role.GATEWAY, clock=(clock := FakeClock()))
    status, text = await asked(hearing, said[0])
    assert (status, text.splitlines()) == (503, [f"not ready: {line}" for line in said])
    near.deafness = ""
    assert await asked(hearing) == (503, "not ready: far: no session\n")
    clock.time += 10 * FIRST_HEARING_S
    assert await asked(hearing) == (503, "not ready: far: no session\n")
    far.deafness = ""
    assert await asked(hearing) == (200, "ready\n")


@pytest.mark.parametrize("role", [Role.WEB, Role.WORKER])
async def test_who_does_not_listen_there_need_not_hear(role: Role) -> None:
    """Every process has every platform, and one of them its ear."""
    ear = Ear("near", Role.GATEWAY, "it was not reached yet")
    assert await asked(begun([ear], role)) == (200, "ready\n")
    assert (await asked(begun([ear], role, Role.GATEWAY)))[0] == 503


@pytest.mark.parametrize("role", [Role.WEB, Role.GATEWAY])
async def test_who_is_called_serves_the_rest_when_a_platform_is_away(role: Role) -> None:
    """A new one waits a minute, lest an update outruns it; then it is ready, and says what it is without."""
    ear, clock = Ear("far", role, "it was not reached yet"), FakeClock()
    hearing = begun([ear], Role.WEB, role, clock=clock)
    assert await asked(hearing) == (503, "not ready: far: it was not reached yet\n")
    clock.time += FIRST_HEARING_S
    assert await asked(hearing) == (200, "ready\ndegraded: far: it was not reached yet\n")
    assert (await asked(hearing, "the store does not answer"))[0] == 503
    assert heard("far") == 0
    ear.deafness = ""
    assert await asked(hearing) == (200, "ready\n")
    assert heard("far") == 1


async def test_who_was_heard_once_and_is_away_again_sends_nobody_away() -> None:
    """Also in the first minute."""
    ear = Ear("near", Role.WEB)
    hearing = begun([ear], Role.WEB)
    assert await asked(hearing) == (200, "ready\n")
    ear.deafness = "no answer"
    assert await asked(hearing) == (200, "ready\ndegraded: near: no answer\n")


async def test_a_platform_that_cannot_tell_holds_nothing_up() -> None:
    """It does not claim to know."""
    assert await asked(begun([FakePlatform()], Role.GATEWAY)) == (200, "ready\n")


async def test_who_reads_the_log_learns_when_a_platform_is_heard() -> None:
    """Once each time, and when it is not any more also why; nothing is said of one that is not heard yet."""
    ear = Ear("near", Role.GATEWAY, "it was not reached yet")
    with capture_logs() as lines:
        listening = asyncio.ensure_future(begun([ear], Role.GATEWAY).serve())
        for deafness in ("", "no session", ""):
            before = len(lines)
            ear.deafness = deafness
            await wait_until(lambda before=before: len(lines) > before, "it is told")  # type: ignore[misc]  # a copy
        await cancel_tasks([listening])
    assert [(line["event"], line["platform"], line.get("reason")) for line in lines] == [
        ("platform.heard", "near", None),
        ("platform.unheard", "near", "no session"),
        ("platform.heard", "near", None),
    ]


class LateEar(Ear):
    """It hears when it was asked for the third time; what it has `loaded` until then lies about."""

    loaded: list[list[int]]

    @override
    def why_deaf(self) -> str:
        self.loaded.append([len(self.loaded)])
        return self.deafness if len(self.loaded) < 3 else ""


async def test_what_is_loaded_until_it_hears_stays() -> None:
    """The collector leaves it alone from then on, and who listens to nobody has nothing to wait for."""
    late, clock = LateEar("near", Role.GATEWAY, "it was not reached yet"), FakeClock()
    late.loaded = []
    hearing, frozen = begun([late], Role.GATEWAY, clock=clock), gc.get_freeze_count()
    try:
        await settle_heard(begun([late], Role.WORKER))
        assert gc.get_freeze_count() == frozen
        await settle_heard(hearing)
        assert len(clock.slept) == 2
        assert len(late.loaded) == 3
        assert gc.get_freeze_count() > frozen
        assert not any(one is late.loaded[0] for one in gc.get_objects())
    finally:
        gc.unfreeze()


async def test_who_is_never_heard_holds_nothing_up() -> None:
    """What waits for that waits for as long as whoever asks whether the process is ready."""
    clock = FakeClock()
    await begun([Ear("near", Role.GATEWAY, "no session")], Role.GATEWAY, clock=clock).first_hearing()
    assert FIRST_HEARING_S <= sum(clock.slept) < FIRST_HEARING_S + 2
