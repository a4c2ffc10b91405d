"""The bot's Telegram token is in the addresses of its calls to Telegram, and nowhere else."""

import base64
import os
import re
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from redis import Redis

from adapters.telegram import webhook
from tests.fakes.relay import Relay, relaying
from tests.fakes.telegram.client import picture
from tests.fakes.telegram.remote import Remote
from tests.fakes.waiting import PATIENCE, wait_until_sync
from tests.scenarios.leaks import bodies, files, leaks, requests, store
from tests.scenarios.programs import Program, fetch_answer, programs
from tests.scenarios.telegrams import finished, labels, own, reached, stand_in
from tests.scenarios.test_cli import call

SECRET = "FAKE-secret-part_of-a-test-token-01"
TOKEN = f"5550001:{SECRET}"
STYLE = picture(320, 200, "crimson")


@dataclass
class Scene:
    bot: Program
    telegram: Remote
    image_api: Relay  # before the sandbox
    bot_api: Relay  # before Telegram
    person: int
    chat: int
    console_from: int = 0  # where the second log begins
    doctor: str = ""

    @property
    def data(self) -> Path:
        return self.bot.folder / "data"

    def collect(self) -> dict[str, bytes]:
        """Everything that was sent or kept, by kind."""
        log = self.bot.output.encode()
        with Redis(unix_socket_path=str(self.data / "valkey.sock")) as client:
            kept = store(client)
        return {
            "image API": requests(self.image_api.passed),
            "Telegram": bodies(self.bot_api.passed, TOKEN),
            "log as JSON": log[: self.console_from],
            "log on a console": log[self.console_from :],
            "metrics": str(fetch_answer(f"{self.bot.url}/metrics")).encode(),
            "doctor": self.doctor.encode(),
            "store": kept,
            "files": files(self.data),
        }

    def says(self, text: str) -> None:
        self.telegram.act(self.chat, "says", person=self.person, text=text)

    def photo(self, caption: str) -> None:
        self.telegram.act(self.chat, "sends_photo", person=self.person, data=STYLE, caption=caption)

    def painted(self, number: int) -> None:
        wait_until_sync(lambda: len(finished(self.telegram, self.chat)) == number, f"{number} pictures")

    def told(self, words: str) -> None:
        wait_until_sync(lambda: any(words in one["text"] for one in own(self.telegram, self.chat)), words)

    def logged(self, event: str) -> None:
        wait_until_sync(lambda: event in self.bot.output, event)


@contextmanager
def scene(folder: Path) -> Iterator[Scene]:
    """The bot starts while Telegram cannot be reached."""
    with ExitStack() as stack:
        started = stack.enter_context(programs(folder))
        sandbox = Program([], folder / "sandbox")
        sandbox.arguments = ["sandbox", "--seconds", "1", "--port", str(sandbox.port)]
        image_api, bot_api = stack.enter_context(relaying(sandbox.url)), stack.enter_context(relaying())
        bot = Program(["run"], folder / "bot", settings(image_api, bot_api))
        bot.settings["PUBLIC_URL"] = bot.url
        chat = stand_in(folder / "telegram", TOKEN)
        started += [chat.start(), sandbox.start(), bot.start()]
        wait_until_sync(lambda: "telegram.not_reached" in bot.output, "Telegram is missed")
        sandbox.ready("/health")
        telegram = reached(chat, TOKEN)
        bot_api.targets.append(chat.url)
        person = telegram.person("Ann")
        yield Scene(bot, telegram, image_api, bot_api, person, telegram.private(person))


def settings(image_api: Relay, bot_api: Relay) -> dict[str, str]:
    return {
        "ACEDATA_TOKEN": "test-token-not-real",
        "ACEDATA_BASE_URL": image_api.url,
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": bot_api.url,
        "WEBCHAT": "false",
        "PRIVATE_WORDS": "paint",
        "LOG_LEVEL": "debug",
        "LOG_FORMAT": "json",
    }


def test_the_token_goes_nowhere(tmp_path: Path) -> None:
    """Neither in a good run nor in what is said of faults; and a look that finds nothing would find it."""
    with scene(tmp_path) as here:
        play(here)
        hear_another_way(here)
        records = here.collect()
        assert any(TOKEN in one.path for one in here.bot_api.passed), "the records are of something else"
        assert b"***" in records["log as JSON"]
        assert b"***" in records["log on a console"]
        assert all(records.values())
        assert leaks(SECRET, records) == []
        assert leaks(webhook.secret(TOKEN), records) == ["Telegram"]  # that is where it is made known
        plant(here)
        assert {*leaks(SECRET, here.collect()), "metrics"} == set(records)


def play(here: Scene) -> None:
    """An order in words, one with a photo, buttons, and everything goes wrong once."""
    telegram = here.telegram
    for kind, method in (("error", "sendMessage"), ("drop", "editMessageMedia"), ("flood", "editMessageMedia")):
        telegram.fault(kind, method)
    here.says("a fox in the snow")
    here.says("a fox sandbox:api_error")
    here.photo("/imagine in this style")
    here.painted(2)
    lent = re.findall(rb'http://127\.0\.0\.1:\d+(/media/lent/[^"\s]+)', requests(here.image_api.passed))
    given = fetched(here.bot.url + lent[0].decode())
    assert given.startswith(b"\xff\xd8"), "the image service could not have it, made anew as a JPEG"
    telegram.fault("drop", "answerCallbackQuery")
    shown = finished(telegram, here.chat)[0]["id"]
    telegram.act(here.chat, "presses", person=here.person, message=shown, label="U1")
    for times, kind in enumerate(("error", "drop"), 1):
        telegram.fault(kind, "file", times=99)  # it is tried more than once
        here.photo(f"/imagine and a file that fails by {kind}")
        wait_until_sync(lambda n=times: here.bot.output.count("picture.not_had") == n, "it could not be had")  # type: ignore[misc]  # mypy does not see defaults of lambdas
        telegram.no_faults()
    telegram.no_faults()
    wait_until_sync(lambda: any("Retry" in labels(one) for one in own(telegram, here.chat)), "it fails")
    wait_until_sync(lambda: len(upscaled(here)) == 1, "the button's picture is there")


def hear_another_way(here: Scene) -> None:
    """Stopped, examined while Telegram is away, and started with a webhook and a log for people."""
    assert here.bot.stop() == 0
    here.telegram.fault("drop", "getMe")
    here.doctor = call(here.bot.folder, "doctor", **here.bot.settings).stdout
    assert "Telegram: it is not reached" in here.doctor
    here.console_from = len(here.bot.output.encode())
    here.bot.settings |= {"LOG_FORMAT": "console", "TELEGRAM_UPDATES": "webhook"}
    here.telegram.fault("error", "setMyCommands")
    here.telegram.fault("drop", "sendMessage")
    here.bot.start().ready()
    here.says("a fox by the sea")
    here.painted(3)


def upscaled(here: Scene) -> list[str]:
    shown = [one for one in own(here.telegram, here.chat) if one["kind"] == "photo" and "Cancel" not in labels(one)]
    return [one["text"] for one in shown if "U1" not in labels(one)]


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return bytes(answer.read())


def pass_on(url: str, data: bytes | None = None) -> None:
    """Whatever is answered."""
    with suppress(urllib.error.HTTPError):
        fetch_answer(url, data)


def plant(here: Scene) -> None:
    """The token in each kind of record, in one way or another."""
    with (here.bot.folder / "output.txt").open("r+b") as log:  # the bot goes on writing behind it
        log.write(SECRET.encode())
        log.seek(0, os.SEEK_END)
        log.write(TOKEN.encode())
    (here.data / "planted").write_text(TOKEN.encode().hex())
    pass_on(f"{here.image_api.url}/?url={quote(quote(f'https://telegram.example/bot{TOKEN}/x', safe=''))}")
    pass_on(f"{here.bot_api.url}/bot{TOKEN}/getMe", base64.b64encode(f'{{"of": "{TOKEN}"}}'.encode()))
    here.doctor += TOKEN
    with Redis(unix_socket_path=str(here.data / "valkey.sock")) as client:
        client.xadd("planted", {"value": TOKEN})
