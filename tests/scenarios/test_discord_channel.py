"""Twelve people order at once in one channel of Discord, and everything that can happen to a message happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.discord.remote import Remote
from tests.fakes.discord.world import TOKEN
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.discords import addresses, finished, reached, stand_in
from tests.scenarios.programs import Program, change_sandbox, programs, sandbox_counts

JOBS, AT_ONCE = 12, 6
SECONDS = 600.0  # for a picture: none is finished before the sandbox's clock is moved on


@dataclass
class Stage:
    """All programs, and a channel of twelve people."""

    bot: Program
    sandbox: Program
    discord: Remote
    people: list[str]
    room: str

    def types(self, n: int, words: str) -> str:
        return self.discord.types(self.room, self.people[n], "imagine", prompt=words)


@contextmanager
def set_up(folder: Path) -> Iterator[Stage]:
    with programs(folder) as started:
        chat, sandbox = stand_in(folder / "discord"), Program([], folder / "sandbox")
        sandbox.arguments = ["sandbox", "--seconds", str(SECONDS), "--port", str(sandbox.port)]
        started += [chat.start(), sandbox.start()]
        sandbox.ready("/health")
        discord = reached(chat)
        bot = Program(["run"], folder / "bot", settings(chat, sandbox))
        started.append(bot.start())
        bot.ready()
        people = [discord.person(f"P{n}") for n in range(JOBS)]
        yield Stage(bot, sandbox, discord, people, discord.channel(discord.server("Atelier", *people)))


def test_a_channel_of_twelve(tmp_path: Path) -> None:
    """Every good order ends in one finished picture in one message, and the service is asked for each once.

    Meanwhile a message is deleted under the brush, the bot is killed, events come twice, a button is pressed twice,
    and somebody mistypes a flag. What is deleted comes to its person alone, and so do the words about the flag.
    Every interaction is answered but one that happens while there is no bot: nobody hears it, Discord says so, and
    given again it is as good as any.
    """
    with set_up(tmp_path) as stage:
        discord, room, sandbox = stage.discord, stage.room, stage.sandbox
        orders = [stage.types(n, prompt(n)) for n in range(JOBS)]
        discord.repeat(orders[1])
        mistake = stage.types(JOBS - 1, "a fox --wrong 1")
        wait_until_sync(lambda: sandbox_counts(sandbox)["submitted"] == AT_ONCE, "as many as may are painted")
        for one in (*orders, mistake):
            discord.answered(one)
        change_sandbox(sandbox, skip=SECONDS / 2)
        torn = delete_one(discord, room, orders)
        stage.bot.kill()
        unheard = stage.types(2, "a hare")
        stage.bot.start().ready()
        orders.append(stage.types(2, prompt(JOBS)))
        discord.repeat(orders[0])
        change_sandbox(sandbox, seconds=1.0, skip=SECONDS)
        presses = double_click(discord, room, stage.people[0])
        wait_until_sync(lambda: len(finished(discord, room)) == JOBS + 1, "every picture is there")
        wait_until_sync(lambda: all(discord.interaction(one)["done"] for one in presses), "presses are answered")
        wait_until_sync(lambda: len(pictures(discord, room)) == JOBS + 2, "and the one that was pressed for")
        counts = sandbox_counts(sandbox)
        assert (counts["submitted"], counts["duplicates"]) == (JOBS + 2, 0)
        one_each(stage, torn)
        seen_by_one(stage, discord.interaction(mistake)["message"], JOBS - 1)
        assert all(discord.interaction(one)["answer"] for one in (*orders, mistake, *presses))
        assert discord.interaction(unheard)["answer"] is None
        state = discord.state()
        assert (state["refused"], state["unhushed"], state["complaints"]) == (0, 0, [])


def settings(chat: Program, sandbox: Program) -> dict[str, str]:
    return {
        "ACEDATA_TOKEN": "test-token-not-real",
        "ACEDATA_BASE_URL": sandbox.url,
        "ACEDATA_CONCURRENCY": str(AT_ONCE),
        "WEBCHAT": "false",
        "DISCORD_TOKEN": TOKEN,
        **{name.removeprefix("CHATELIER_"): value for name, value in addresses(chat).items()},
    }


def prompt(n: int) -> str:
    return f"a fox number {n}"


def delete_one(discord: Remote, room: str, orders: list[str]) -> int:
    """Somebody takes away a message whose picture is being painted; the number of its order."""

    def painted() -> list[dict[str, Any]]:
        return [one for one in discord.by_bot(room) if one["files"]]

    wait_until_sync(lambda: bool(painted()), "somebody sees a preview")
    message = painted()[0]
    discord.act(room, "deletes", message=message["id"])
    return orders.index(message["interaction"])


def double_click(discord: Remote, room: str, person: str) -> list[str]:
    """U1 of the first picture that is finished, twice in no time; the presses."""
    wait_until_sync(lambda: bool(for_all(finished(discord, room))), "there is a picture")
    first = for_all(finished(discord, room))[0]["id"]
    return [str(discord.act(room, "presses", person=person, message=first, label="U1")["id"]) for _ in range(2)]


def for_all(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in messages if one["seen_by"] is None]


def pictures(discord: Remote, room: str) -> list[dict[str, Any]]:
    """Messages that show a picture and wait for nothing, whatever was ordered."""
    return [one for one in discord.by_bot(room) if one["files"] and "Cancel" not in str(one["labels"])]


def one_each(stage: Stage, torn: int) -> None:
    """Every order has one message; that of the deleted one is its person's alone."""
    shown = finished(stage.discord, stage.room)
    for n in range(JOBS + 1):
        found = [one for one in shown if one["text"].split("\n")[0].strip("*") == prompt(n)]
        assert len(found) == 1, (n, [one["text"] for one in shown])
        if n == torn:
            seen_by_one(stage, found[0]["id"], n)
        else:
            assert found[0]["seen_by"] is None


def seen_by_one(stage: Stage, message: str, who: int) -> None:
    for n, person in enumerate(stage.people):
        ids = [one["id"] for one in stage.discord.room(stage.room, person)["messages"]]
        assert (message in ids) is (n == who)
