"""Twelve people in one group order at once, and everything that can happen to a message happens."""

from pathlib import Path
from typing import Any

from tests.fakes.telegram.remote import Remote
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.programs import Program, change_sandbox, programs, sandbox_counts
from tests.scenarios.telegrams import TOKEN, asks_for, finished, labels, own, reached, stand_in

JOBS = 12
SECONDS = 600.0  # for a picture: none is finished before the sandbox's clock is moved on
# The real gap is a second, and the bot's a quarter longer: how well it keeps that is a matter of the machine, and
# measured by `make bench-telegram`. What counts here is the budget of a minute.
GAP = 0.0


def test_a_group_of_twelve(tmp_path: Path) -> None:
    """One message each with the finished picture, nobody is refused, nothing is ordered twice.

    Meanwhile a message is deleted under the brush, the bot is killed, and a button is pressed twice.
    """
    with programs(tmp_path) as started:
        chat, sandbox = stand_in(tmp_path / "telegram", gap=GAP, query_life=3600), Program([], tmp_path / "sandbox")
        sandbox.arguments = ["sandbox", "--seconds", str(SECONDS), "--port", str(sandbox.port)]
        bot = Program(["run"], tmp_path / "bot", settings(chat, sandbox))
        started += [chat.start(), sandbox.start(), bot.start()]
        sandbox.ready("/health")
        telegram = reached(chat)
        bot.ready()
        people = [telegram.person(f"P{n}") for n in range(JOBS)]
        group = telegram.group("Atelier", *people)
        for n, person in enumerate(people):
            telegram.act(group, "says", person=person, text=f"/imagine {prompt(n)}")
        wait_until_sync(lambda: sandbox_counts(sandbox)["submitted"] == JOBS, "all are being painted")
        torn = delete_one(telegram, group)
        delete_sheet(telegram, group)
        bot.kill()
        bot.start().ready()
        change_sandbox(sandbox, seconds=1.0, skip=SECONDS)
        presses = double_tap(telegram, group, people[0])
        wait_until_sync(lambda: len(finished(telegram, group)) == JOBS, "every picture is there")
        wait_until_sync(lambda: len(pictures(telegram, group)) == JOBS + 1, "and the one that was pressed for")
        counts = sandbox_counts(sandbox)
        assert (counts["submitted"], counts["duplicates"]) == (JOBS + 1, 0)
        assert one_each(telegram, group).isdisjoint({torn})
        wait_until_sync(lambda: not sheets(telegram, group), "the contact sheet goes with the crowd")
        assert all(telegram.answer(press) is not None for press in presses)
        state = telegram.state()
        assert (state["refused"], state["complaints"]) == (0, [])


def settings(chat: Program, sandbox: Program) -> dict[str, str]:
    return {
        "ACEDATA_TOKEN": "test-token-not-real",
        "ACEDATA_BASE_URL": sandbox.url,
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": chat.url,
        "ACEDATA_CONCURRENCY": "20",
        "WEBCHAT": "false",
    }


def prompt(n: int) -> str:
    return f"a fox number {n}"


def delete_one(telegram: Remote, group: int) -> int:
    """An admin takes away a message whose picture is being painted; its id."""

    def painted() -> list[int]:
        return [message["id"] for message in own(telegram, group) if message["text"].startswith("a fox number ")]

    wait_until_sync(lambda: bool(painted()), "somebody has a message")
    torn = painted()[0]
    telegram.act(group, "deletes", message=torn)
    return torn


def double_tap(telegram: Remote, group: int, person: int) -> list[str]:
    """U1 of the first picture that is finished, twice in no time; the ids of the presses."""
    wait_until_sync(lambda: bool(finished(telegram, group)), "there is a picture")
    first = finished(telegram, group)[0]["id"]
    pressed = [telegram.act(group, "presses", person=person, message=first, label="U1") for _ in range(2)]
    return [press["id"] for press in pressed]


def pictures(telegram: Remote, group: int) -> list[dict[str, Any]]:
    """Messages whose picture is the last they show, whatever was ordered; a contact sheet has no buttons."""
    shown = [one for one in own(telegram, group) if one["kind"] == "photo"]
    return [one for one in shown if labels(one) and "Cancel" not in labels(one)]


def sheets(telegram: Remote, group: int) -> list[dict[str, Any]]:
    """Status messages of the crowd that are pictures: they list several orders."""
    return [one for one in own(telegram, group) if one["kind"] == "photo" and "\n• " in one["text"]]


def delete_sheet(telegram: Remote, group: int) -> None:
    """An admin takes the contact sheet away, once it is there."""
    wait_until_sync(lambda: bool(sheets(telegram, group)), "the crowd has a contact sheet")
    telegram.act(group, "deletes", message=sheets(telegram, group)[0]["id"])


def one_each(telegram: Remote, group: int) -> set[int]:
    """Every order has one message; their ids."""
    shown = finished(telegram, group)
    found = [[message["id"] for message in shown if asks_for(message, prompt(n))] for n in range(JOBS)]
    assert [len(ids) for ids in found] == [1] * JOBS
    assert len(pictures(telegram, group)) == JOBS + 1
    return {ids[0] for ids in found}
