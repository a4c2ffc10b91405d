"""The whole program on a Telegram of our own: a group, a killed bot, and every picture in its message."""

import sys
from pathlib import Path

import pytest

from tests.fakes.telegram.remote import Remote
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.programs import Program, get, programs, sandbox_counts

TOKEN = "123456:not-a-real-token-not-a-real-token-x"
JOBS = 6


def test_a_group_orders_and_the_bot_is_killed(tmp_path: Path) -> None:
    """Every order ends as one picture in one message, each is sent once, and nobody is refused."""
    with programs(tmp_path) as started:
        chat = Program([], tmp_path / "telegram")
        chat.command = (sys.executable, "-m", "tests.fakes.telegram", "--port", str(chat.port), "--token", TOKEN)
        sandbox = Program(["sandbox", "--seconds", "5"], tmp_path / "sandbox")
        sandbox.arguments += ["--port", str(sandbox.port)]
        settings = {
            "ACEDATA_TOKEN": "test-token-not-real",
            "ACEDATA_BASE_URL": sandbox.url,
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": chat.url,
            "ACEDATA_CONCURRENCY": "10",
            "WEBCHAT": "false",
        }
        bot = Program(["run"], tmp_path / "bot", settings)
        started += [chat.start(), sandbox.start()]
        sandbox.ready("/health")
        wait_until_sync(lambda: get(f"{chat.url}/bot{TOKEN}/getMe") is not None, "Telegram is there")
        started.append(bot.start().ready())
        telegram = Remote(chat.url)
        people = [telegram.person(f"P{n}") for n in range(JOBS)]
        group = telegram.group("Atelier", *people)
        for n, person in enumerate(people):
            telegram.act(group, "says", person=person, text=f"/imagine a fox number {n}")
        # Not before: one that is killed between "written down as sent" and the sending ends with a Retry button.
        wait_until_sync(lambda: sandbox_counts(sandbox)["submitted"] == JOBS, "all are being painted", 30)
        bot.kill()
        bot.start().ready()
        wait_until_sync(lambda: pictures(telegram, group) == JOBS, "every picture is there", 90)
        assert sandbox_counts(sandbox)["submitted"] == JOBS
        assert TOKEN.partition(":")[2] not in bot.output
        assert telegram.state()["complaints"] == []


def pictures(telegram: Remote, group: int) -> int:
    """Messages that show a finished picture, with its buttons."""
    shown = telegram.chat(group)["messages"]
    return sum(message["kind"] == "photo" and "U1" in str(message["rows"]) for message in shown)


pytestmark = pytest.mark.timeout(180)
