"""People who order in chats of their own, on each platform, and all that the bot says to the image service."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.discord.world import TOKEN as DISCORD_TOKEN
from tests.fakes.relay import Relay, relaying
from tests.fakes.waiting import wait_until_sync
from tests.scenarios import discords, telegrams
from tests.scenarios.chats import Chat, DiscordChat, TelegramChat, labels_of, open_page
from tests.scenarios.programs import Program, programs

HEADER = "X-Remote-User"
Arrive = Callable[[ExitStack], Sequence["Walker"]]


@dataclass
class Walker:
    """Somebody who orders in a chat of their own."""

    chat: Chat
    name: str
    web: bool

    def shown(self, *labels: str) -> list[Mapping[str, Any]]:
        """What they were shown that has all of these on its buttons; others write into the room of the web chat."""
        return [
            one
            for one in self.chat.told()
            if all(any(label in on for on in labels_of(one)) for label in labels)
            and (not self.web or one["id"].startswith("sheet-") or one["author"]["name"] == self.name)
        ]

    def gets(self, act: Callable[[], object], *labels: str) -> Mapping[str, Any]:
        """Do it; what comes of it and has these buttons."""
        before = {one["id"] for one in self.shown(*labels)}
        act()
        fresh: list[Mapping[str, Any]] = []

        def come() -> bool:
            fresh[:] = [one for one in self.shown(*labels) if one["id"] not in before]
            return bool(fresh)

        wait_until_sync(come, f"{self.name} is shown {labels}")
        return fresh[0]

    def imagine(self, words: str) -> Mapping[str, Any]:
        return self.gets(lambda: self.chat.orders("imagine", prompt=words), "U1")

    def press(self, message: Mapping[str, Any], *labels: str) -> None:
        for label in labels:
            said = [one for one in labels_of(message) if label in one]
            self.chat.presses(message["id"], min(said, key=len))

    def pressed(self, message: Mapping[str, Any], label: str, *labels: str) -> Mapping[str, Any]:
        return self.gets(lambda: self.press(message, label), *labels)


def code_of(message: Mapping[str, Any]) -> str:
    return str(re.findall(r"\b[0-9A-HJKMNP-TV-Z]{8}\b", message["text"])[0])


@dataclass
class Walk:
    """A bot on one platform, the stand-in that paints for it, what goes from one to the other, and its people."""

    bot: Program
    sandbox: Program
    relay: Relay
    walkers: Sequence[Walker]


@contextmanager
def walking(
    platform: str, folder: Path, people: int, options: Sequence[str] = (), **settings: str
) -> Iterator[Walk]:
    """All are there; the first of the people is an operator. What is painted is small and comes at once.

    `options`: of the stand-in, beside those.
    """
    with programs(folder) as started, ExitStack() as stack:
        sandbox = Program([], folder / "sandbox")
        sandbox.arguments = ["sandbox", "--seconds", "0.1", "--size", "96", "--port", str(sandbox.port), *options]
        started.append(sandbox.start())
        relay = stack.enter_context(relaying(sandbox.url))
        given = {
            "ACEDATA_TOKEN": "test-token-not-real",
            "ACEDATA_BASE_URL": relay.url,
            "ACEDATA_CONCURRENCY": "200",
            "USER_WAITING": "200",
            "USER_CONCURRENCY": "200",
            "LOG_FORMAT": "json",
        }
        bot = Program(["run"], folder / "bot", given | settings)
        bot.settings["PUBLIC_URL"] = bot.url
        arrive = prepare(platform, bot, folder, started, [f"Ann{n}" for n in range(people)])
        started.append(bot)
        sandbox.ready("/health")
        bot.start().ready()
        yield Walk(bot, sandbox, relay, arrive(stack))


def prepare(platform: str, bot: Program, folder: Path, started: list[Program], names: Sequence[str]) -> Arrive:
    """Sets the bot up for a platform; people arrive there when it runs."""
    if platform == "webchat":
        return prepare_page(bot, names)
    bot.settings["WEBCHAT"] = "false"
    if platform == "telegram":
        return prepare_telegram(bot, folder, started, names)
    return prepare_discord(bot, folder, started, names)


def prepare_page(bot: Program, names: Sequence[str]) -> Arrive:
    bot.settings |= {"WEBCHAT_USER_HEADER": HEADER, "OPERATORS": f"webchat:{names[0]}"}
    return lambda stack: [
        Walker(stack.enter_context(open_page(bot.url, {HEADER: name})), name, web=True) for name in names
    ]


def prepare_telegram(bot: Program, folder: Path, started: list[Program], names: Sequence[str]) -> Arrive:
    stand = telegrams.stand_in(folder / "telegram", gap=0.0, query_life=3600)
    started.append(stand.start())
    remote = telegrams.reached(stand)
    people = [remote.person(name) for name in names]
    bot.settings |= {"TELEGRAM_TOKEN": telegrams.TOKEN, "TELEGRAM_API_URL": stand.url}
    bot.settings["OPERATORS"] = f"telegram:{people[0]}"
    chats = [TelegramChat(remote, one, remote.private(one)) for one in people]
    return lambda _: [Walker(chat, name, web=False) for chat, name in zip(chats, names, strict=True)]


def prepare_discord(bot: Program, folder: Path, started: list[Program], names: Sequence[str]) -> Arrive:
    stand = discords.stand_in(folder / "discord")
    started.append(stand.start())
    remote = discords.reached(stand)
    people = [remote.person(name) for name in names]
    server = remote.server("Atelier", *people)
    given = discords.addresses(stand) | {"CHATELIER_DISCORD_TOKEN": DISCORD_TOKEN}
    bot.settings |= {name.removeprefix("CHATELIER_"): value for name, value in given.items()}
    bot.settings["OPERATORS"] = f"discord:{people[0]}"
    rooms = [DiscordChat(remote, one, remote.channel(server, f"room-{n}")) for n, one in enumerate(people)]

    def arrive(_: ExitStack) -> Sequence[Walker]:
        wait_until_sync(lambda: bool(remote.commands()), "the commands are there")
        return [Walker(room, name, web=False) for room, name in zip(rooms, names, strict=True)]

    return arrive
