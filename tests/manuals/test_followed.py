"""The manuals, followed word for word in a fresh copy with a fresh home, beside stand-ins: `make manuals`."""

import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.fakes.discord.remote import Remote as DiscordRemote
from tests.fakes.discord.world import TOKEN as DISCORD_TOKEN
from tests.fakes.ports import free_port
from tests.fakes.telegram.remote import Remote
from tests.fakes.waiting import wait_until_sync
from tests.manuals.reading import ROOT, Block, blocks, elsewhere, spoken
from tests.scenarios import discords, telegrams
from tests.scenarios.conftest import Stage
from tests.scenarios.programs import Program, Records, end_valkey, get, programs
from tests.scenarios.test_sigkill import say

pytestmark = [pytest.mark.manuals, pytest.mark.timeout(900)]

STAYS = re.compile(r"make demo|\.venv/bin/chatelier (?:run|demo)")
START_S = 600.0  # the first `make` fetches what it needs
PAINT_S = 120.0
# `real`: the first `make` installs, from the network, what it installs for everybody.
REAL = os.environ.get("CHATELIER_TEST_SETUP") == "real"


@dataclass
class Walk:
    """Somebody who has cloned the project and reads a manual. `given`: what only a test has to set."""

    folder: Path
    home: Path
    given: dict[str, str]
    token: str = ""  # of the bot in a chat
    order_elsewhere: Callable[[], None] | None = None  # in that chat; None: in the web chat
    port: int = field(default_factory=free_port)

    @property
    def environment(self) -> dict[str, str]:
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        port = {"CHATELIER_HTTP_PORT": str(self.port)}
        passed = {name: os.environ[name] for name in ("PIP_CERT", "SSL_CERT_FILE") if name in os.environ}
        return {"PATH": path, "HOME": str(self.home), **passed, **port, **self.given}

    def read(self, manual: str) -> None:
        """That of a platform, which begins after the README."""
        if REAL:
            self.type("make setup")
        for block in blocks(manual):
            self.follow(block)
        self.type(".venv/bin/chatelier doctor")  # with everything that was written on the way

    def follow(self, block: Block) -> None:
        if block.kind == "ini":
            self.write(block.text)
            return
        for command in block.commands:
            if STAYS.match(command):
                self.stay(command)
            elif not elsewhere(command):
                self.type(command)

    def write(self, lines: str) -> None:
        """Put lines into `.env`, with tokens where the manual says that one's own go."""
        mine = lines.replace("your-bot-token", self.token).replace("your-api-token", "test-token-not-real")
        with (self.folder / ".env").open("a") as file:
            file.write(mine.replace("your-token", "test-token-not-real"))

    def type(self, command: str) -> None:
        ended = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=START_S,
            check=False,
        )
        assert ended.returncode == 0, f"{command}\n{ended.stdout}{ended.stderr}"
        assert "FAIL" not in ended.stdout

    def stay(self, command: str) -> None:
        """Start it, order what the manual says, press Ctrl-C."""
        log = self.folder / "output.txt"
        with log.open("wb") as output:
            process = subprocess.Popen(
                ["sh", "-c", f"exec {command}"],
                cwd=self.folder,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            url = f"http://127.0.0.1:{self.port}"
            wait_until_sync(
                lambda: process.poll() is not None or get(f"{url}/readyz") is not None, f"{command} runs", START_S
            )
            assert f"open at {url}" in log.read_text(), log.read_text()
            self.order(url, "chatelier-demo" if "demo" in command else "chatelier")
        finally:
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does
            code = process.wait(60)
        assert code == 0 or "make" in command, log.read_text()
        assert "Traceback" not in log.read_text()

    def order(self, url: str, folder: str) -> None:
        if self.order_elsewhere is not None:
            self.order_elsewhere()
            return
        records = Records(self.home / ".local" / "share" / folder)
        page = Program([], self.folder)
        page.port = int(url.rpartition(":")[2])
        before = len(records.messages())
        say(Stage(page, page), spoken("README.md")[0])

        def painted() -> bool:
            new = records.messages()[before:]
            return bool(new) and all(one["state"] == "done" and one["media"] for one in new)

        wait_until_sync(painted, "the picture is there", PAINT_S)


def order_in_private(telegram: Remote) -> None:
    ann = telegram.person("Ann")
    room = telegram.private(ann)
    telegram.act(room, "says", person=ann, text=spoken("docs/telegram.md")[0])
    wait_until_sync(lambda: bool(telegrams.finished(telegram, room)), "the picture is there", PAINT_S)


def order_in_server(discord: DiscordRemote) -> None:
    ann = discord.person("Ann")
    room = discord.channel(discord.server("Atelier", ann))
    wait_until_sync(lambda: bool(discord.ask("commands")), "the commands are set", PAINT_S)
    discord.types(room, ann, "imagine", prompt="a lighthouse in a storm")
    wait_until_sync(lambda: bool(discords.finished(discord, room)), "the picture is there", PAINT_S)


def copy(folder: Path) -> Path:
    """What a clone would have, with this work tree's changes."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    if not REAL:
        furnish(folder / ".venv", folder)
    return folder


def furnish(venv: Path, project: Path) -> None:
    """An environment as `make setup` leaves it, but with the libraries of this one."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    [site] = venv.glob("lib/python*/site-packages")
    (site / "here.pth").write_text(f"{project}\n{sysconfig.get_path('purelib')}\n")
    program = venv / "bin" / "chatelier"
    program.write_text(f"#!{venv}/bin/python\nfrom bot.cli import main\nmain()\n")
    program.chmod(0o755)
    for mark in (".python", ".installed-run"):
        (venv / mark).touch()
        time.sleep(0.01)  # make compares the times of files


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    """Beside a stand-in for the image API, which takes any token."""
    with programs(tmp_path) as started:
        sandbox = Program(["sandbox", "--seconds", "1"], tmp_path / "sandbox")
        sandbox.arguments += ["--port", str(sandbox.port)]
        started.append(sandbox.start())
        wait_until_sync(lambda: get(f"{sandbox.url}/health") is not None, "the sandbox is there", PAINT_S)
        home = tmp_path / "home"
        home.mkdir()
        given = {"CHATELIER_ACEDATA_BASE_URL": sandbox.url}
        try:
            yield Walk(copy(tmp_path / "chatelier"), home, given)
        finally:
            for name in ("chatelier", "chatelier-demo"):
                end_valkey(home / ".local" / "share" / name)


def test_the_readme(walk: Walk) -> None:
    """From nothing to a picture, in the demo and with a token."""
    for block in blocks("README.md"):
        walk.follow(block)


def test_the_manual_for_telegram(walk: Walk, tmp_path: Path) -> None:
    """From BotFather's token to a picture in a private chat, then with the bot for some only."""
    chat = telegrams.stand_in(tmp_path / "telegram")
    with programs(tmp_path) as started:
        started.append(chat.start())
        telegram = telegrams.reached(chat)
        walk.token = telegrams.TOKEN
        walk.order_elsewhere = lambda: order_in_private(telegram)
        walk.given["CHATELIER_TELEGRAM_API_URL"] = chat.url
        walk.read("docs/telegram.md")


def test_the_manual_for_discord(walk: Walk, tmp_path: Path) -> None:
    """From the portal's token to a picture in a server, then with the bot for some only."""
    stand = discords.stand_in(tmp_path / "discord")
    with programs(tmp_path) as started:
        started.append(stand.start())
        discord = discords.reached(stand)
        walk.token = DISCORD_TOKEN
        walk.order_elsewhere = lambda: order_in_server(discord)
        walk.given |= discords.addresses(stand)
        walk.read("docs/discord.md")


@pytest.mark.parametrize("manual", ["docs/operating.md", "deploy/README.md", "CONTRIBUTING.md"])
def test_the_others(walk: Walk, manual: str) -> None:
    """What of them can be typed here."""
    for block in blocks(manual):
        walk.follow(block)
