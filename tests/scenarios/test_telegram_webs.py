"""Webhook mode: two web processes behind one address, one of which dies with updates in its hands."""

import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from tests.fakes.relay import Relay, relaying
from tests.fakes.telegram.remote import Remote
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.fleet import Fleet, fleet
from tests.scenarios.programs import Program, programs, status_of
from tests.scenarios.telegrams import TOKEN, finished, reached, stand_in

HOOK = "/telegram/webhook"
ROUND = 4  # orders before a web dies, and as many after


@dataclass
class Port:
    """`webs` take turns behind `relay`; everybody writes to the bot in a chat of their own."""

    ships: Fleet
    webs: list[Program]
    relay: Relay
    telegram: Remote
    chats: list[int]

    def order(self, number: int) -> None:
        for _ in range(number):
            person = self.telegram.person(f"P{len(self.chats)}")
            self.chats.append(self.telegram.private(person))
            self.telegram.act(self.chats[-1], "says", person=person, text=f"a fox number {len(self.chats)}")

    def pictures(self) -> list[int]:
        """How many finished pictures each chat has."""
        return [len(finished(self.telegram, chat)) for chat in self.chats]

    def answered(self, update: dict[str, Any]) -> list[str]:
        """Who has taken an update, each time that it came."""
        mark = b'"update_id":%d,' % update["update_id"]
        return [one.target for one in self.relay.passed if mark in one.body and one.status == 200]

    def held(self, web: Program) -> int:
        """Updates that a web has and has not answered."""
        return sum(
            (one.target, one.status, one.path) == (web.url, 0, HOOK) and one.method == "POST"
            for one in self.relay.passed
        )


@contextmanager
def telegram_at(folder: Path) -> Iterator[Remote]:
    """There before any web, which is ready when Telegram knows where it is."""
    with programs(folder) as started:
        chat = stand_in(folder)
        started.append(chat.start())
        yield reached(chat)


@contextmanager
def port(folder: Path) -> Iterator[Port]:
    shared = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_UPDATES": "webhook",
        "WEBCHAT": "false",
        "PRIVATE_WORDS": "paint",
        "ACEDATA_CONCURRENCY": "20",
    }
    with ExitStack() as stack:
        telegram = stack.enter_context(telegram_at(folder / "telegram"))
        relay = stack.enter_context(relaying())
        shared |= {"TELEGRAM_API_URL": telegram.url, "PUBLIC_URL": relay.url}
        ships = stack.enter_context(fleet(folder, workers=1, seconds=1, **shared))
        webs = [ships.bot, ships.program("web", "web-2").ready()]
        relay.targets += [web.url for web in webs]
        wait_until_sync(lambda: telegram.state()["webhook"] == relay.url + HOOK, "Telegram knows the address")
        yield Port(ships, webs, relay, telegram, [])


def post(url: str, **headers: str) -> int:
    return status_of(urllib.request.Request(url, data=b'{"update_id":1}', headers=headers, method="POST"))


def repeat_to_both(harbour: Port) -> None:
    """The last update once more, until each web has taken it."""
    everybody = {web.url for web in harbour.webs}
    for times in count(2):
        update = harbour.telegram.repeat()
        wait_until_sync(lambda n=times, one=update: len(harbour.answered(one)) >= n, "it is taken")  # type: ignore[misc]  # mypy does not see defaults of lambdas
        if set(harbour.answered(update)) == everybody:
            return


def test_two_webs_and_one_dies(tmp_path: Path) -> None:
    """Whatever one did not answer comes again to the other; an update that comes twice opens one job."""
    with port(tmp_path) as harbour:
        telegram, ships = harbour.telegram, harbour.ships
        for web in harbour.webs:
            assert post(web.url + HOOK) == 403
            assert post(web.url + HOOK, **{"X-Telegram-Bot-Api-Secret-Token": TOKEN}) == 403
        harbour.order(ROUND)
        repeat_to_both(harbour)
        doomed = harbour.webs[1]
        assert doomed.process is not None
        doomed.process.send_signal(signal.SIGSTOP)
        harbour.order(ROUND)
        wait_until_sync(lambda: harbour.held(doomed) > 0, "it has updates in its hands")
        doomed.kill()
        wait_until_sync(lambda: harbour.pictures() == [1] * ROUND * 2, "everybody has a picture")
        old = telegram.repeat(0)
        wait_until_sync(lambda: len(harbour.answered(old)) == 2, "an old update was taken once more")
        assert ships.submitted() == ROUND * 2
        assert len(ships.records.jobs()) == ROUND * 2
        state = telegram.state()
        assert (state["pending"], state["refused"], state["complaints"]) == (0, 0, [])
