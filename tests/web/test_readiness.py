"""A process that listens is ready when its platforms hear, and says which does not."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from typing_extensions import override

from bot.compose.process import process_health
from bot.jobs.watchdog import Watchdog
from bot.ports import Listening, Platform, Role
from bot.web.server import create_app
from tests.fakes.platform import FakePlatform


class Ear(FakePlatform, Listening):
    """It hears what it is told to."""

    def __init__(self, name: str, runs_in: Role, deafness: str = "") -> None:
        super().__init__()
        self.name, self.runs_in, self.deafness = name, runs_in, deafness

    @override
    def why_deaf(self) -> str:
        return self.deafness


async def asked(platforms: list[Platform], *roles: Role, trouble: str = "") -> tuple[int, str]:
    """What /readyz answers, in a process of these roles whose store is as well as that."""

    async def check() -> str:
        return trouble

    health = process_health(Watchdog(None, check, lambda: None), platforms, frozenset(roles))
    async with TestClient[web.Request, web.Application](
        TestServer(create_app(health, []), host="127.0.0.1")
    ) as client:
        answer = await client.get("/readyz")
        return answer.status, await answer.text()


async def test_a_gateway_is_ready_when_it_hears() -> None:
    """Of several platforms each one; what keeps it from that stands there, beside what else is wrong."""
    near, far = Ear("near", Role.GATEWAY, "it was not reached yet"), Ear("far", Role.GATEWAY, "no session")
    said = ["the store does not answer", "near: it was not reached yet", "far: no session"]
    status, text = await asked([near, far], Role.GATEWAY, trouble=said[0])
    assert (status, text.splitlines()) == (503, [f"not ready: {line}" for line in said])
    near.deafness = ""
    assert await asked([near, far], Role.GATEWAY) == (503, "not ready: far: no session\n")
    far.deafness = ""
    assert await asked([near, far], Role.GATEWAY) == (200, "ready\n")


@pytest.mark.parametrize("role", [Role.WEB, Role.WORKER])
async def test_who_does_not_listen_there_need_not_hear(role: Role) -> None:
    """Every process has every platform, and one of them its ear."""
    ear = Ear("near", Role.GATEWAY, "it was not reached yet")
    assert await asked([ear], role) == (200, "ready\n")
    assert (await asked([ear], role, Role.GATEWAY))[0] == 503


async def test_a_platform_that_cannot_tell_holds_nothing_up() -> None:
    """It does not claim to know."""
    assert await asked([FakePlatform()], Role.GATEWAY) == (200, "ready\n")
