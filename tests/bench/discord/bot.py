"""The real bot as processes beside a Discord of our own: a gateway that listens, a worker that paints."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.bench.aside import aside
from tests.bench.crew import OURS, Crew, crew, process_of
from tests.bench.seen import Ends
from tests.fakes.discord.remote import Remote
from tests.fakes.discord.world import TOKEN
from tests.fakes.ports import free_port
from tests.scenarios.programs import Program, get

PATIENCE = 400  # seconds that a scene may take


@dataclass(frozen=True, slots=True)
class Stage:
    """Discord's process at `url`, whose clock is `behind` seconds behind ours; `scenes`: see stand.py."""

    url: str
    scenes: str
    behind: float = 0.0

    def play(self, scene: str, **given: Any) -> Any:
        request = urllib.request.Request(f"{self.scenes}/{scene}", data=json.dumps(given).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read())


@dataclass(frozen=True, slots=True)
class Bot:
    """Both share our core."""

    ships: Crew
    gateway: Program
    worker: Program

    def ends(self, stage: Stage) -> Ends:
        """When each picture was ready, on Discord's clock."""
        return Ends.read(get(f"{self.ships.service}/log"), stage.behind)

    @property
    def listening(self) -> "psutil.Process":
        return process_of(self.gateway)


@contextmanager
def standing(*rules: str, behind: float = 0.0) -> Iterator[Stage]:
    """A Discord, with nobody on it; `rules`: see stand.py."""
    port, scenes = free_port(), free_port()
    with aside("tests.bench.discord.stand", port, scenes, more=rules):
        stage = Stage(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{scenes}", behind)
        if behind:
            Remote(stage.url).move(-behind)
        yield stage


@contextmanager
def running(folder: Path, stage: Stage) -> Iterator[Bot]:
    """It hears, and has told its commands."""
    addresses = {
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": f"{stage.url}/api/v10",
        "DISCORD_GATEWAY_URL": f"{stage.url.replace('http', 'ws', 1)}/gateway",
    }
    with crew(folder, **addresses) as ships:
        bot = Bot(ships, ships.start("gateway", OURS), ships.start("worker", OURS))
        bot.gateway.ready()
        bot.worker.ready()
        yield bot
