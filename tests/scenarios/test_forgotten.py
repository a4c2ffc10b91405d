"""The store loses everything while chats stay as they are: their buttons go on."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from bot.domain.buttons import Leads, Verb, leads_to
from tests.fakes.discord.world import TOKEN as DISCORD_TOKEN
from tests.fakes.waiting import wait_until_sync
from tests.scenarios import discords, telegrams
from tests.scenarios.chats import Chat, DiscordChat, SeveralChats, TelegramChat, labels_of, payloads_of
from tests.scenarios.conftest import Stage
from tests.scenarios.fleet import metric
from tests.scenarios.programs import Program, change_sandbox, programs, sandbox_counts
from tests.scenarios.test_sigkill import say, send

PICTURE = "https://pictures.example.org/a-boat.png"  # imagined by the stand-in, which asks nobody
PEOPLE = ("Ann", "Bob", "Cleo", "Dan")  # a private chat on Telegram takes a message in 1.2 s
PRESSED = 8  # buttons that `make_pictures` presses, and what failed
UNKNOWN = re.compile(r"not known|cannot work|does not know|try again", re.IGNORECASE)


@dataclass
class Lost:
    """A bot in one chat, and the stand-in that paints for it."""

    bot: Program
    sandbox: Program
    chat: Chat
    first: dict[str, int] = field(default_factory=dict)

    def submitted(self) -> int:
        return int(sandbox_counts(self.sandbox)["submitted"])

    def shown(self, *labels: str) -> list[Mapping[str, Any]]:
        """Messages that have all of these on their buttons."""
        return [
            one
            for one in self.chat.messages()
            if all(any(label in on for on in labels_of(one)) for label in labels)
        ]

    def makes(self, act: Callable[[], object], *labels: str) -> Mapping[str, Any]:
        """Do it, and wait for one more message with these buttons."""
        before = [one["id"] for one in self.shown(*labels)]
        act()
        fresh: list[Mapping[str, Any]] = []

        def come() -> bool:
            fresh[:] = [one for one in self.shown(*labels) if one["id"] not in before]
            return bool(fresh)

        wait_until_sync(come, f"it shows {labels}")
        return fresh[-1]

    def press(self, message: Mapping[str, Any], label: str) -> Callable[[], str | None]:
        """`label` or a part of it."""
        return self.chat.presses(message["id"], next(one for one in labels_of(message) if label in one))

    def forget(self) -> None:
        """Everything that the store knows is gone, and the bot is started anew."""
        self.bot.stop()
        self.bot.start().ready()
        with Redis(unix_socket_path=str(self.bot.folder / "data" / "valkey.sock")) as client:
            client.flushall()
        self.bot.stop()
        self.bot.start().ready()


def open_stage(platform: str, folder: Path, started: list[Program]) -> Lost:
    sandbox = Program([], folder / "sandbox")
    sandbox.arguments = ["sandbox", "--seconds", "0.2", "--port", str(sandbox.port)]
    settings = {
        "ACEDATA_TOKEN": "test-token-not-real",
        "ACEDATA_BASE_URL": sandbox.url,
        "ACEDATA_CONCURRENCY": "200",
        "USER_WAITING": "200",
        "USER_CONCURRENCY": "200",
        "WEBCHAT": "false",
        "LOG_FORMAT": "json",
    }
    bot = Program(["run"], folder / "bot", settings)
    # A part that is cut out of a sheet is fetched from there; with callbacks no two requests would be the same.
    bot.settings |= {"PUBLIC_URL": bot.url, "ACEDATA_UPDATES": "stream"}
    started += [sandbox.start(), bot]
    chat: Chat
    if platform == "telegram":
        stand = telegrams.stand_in(folder / "telegram", gap=0.0, query_life=3600)
        started.append(stand.start())
        remote = telegrams.reached(stand)
        bot.settings |= {"TELEGRAM_TOKEN": telegrams.TOKEN, "TELEGRAM_API_URL": stand.url}
        people = [remote.person(name) for name in PEOPLE]
        chat = SeveralChats([TelegramChat(remote, one, remote.private(one)) for one in people])
    else:
        stand = discords.stand_in(folder / "discord")
        started.append(stand.start())
        discord = discords.reached(stand)
        given = discords.addresses(stand) | {"CHATELIER_DISCORD_TOKEN": DISCORD_TOKEN}
        bot.settings |= {name.removeprefix("CHATELIER_"): value for name, value in given.items()}
        bea = discord.person("Bea")
        chat = DiscordChat(discord, bea, discord.channel(discord.server("Atelier", bea)))
    sandbox.ready("/health")
    bot.start().ready()
    if isinstance(chat, DiscordChat):
        wait_until_sync(lambda: bool(chat.remote.commands()), "the commands are there")
    return Lost(bot, sandbox, chat)


@pytest.fixture(params=["telegram", "discord"])
def lost(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lost]:
    with programs(tmp_path) as started:
        yield open_stage(request.param, tmp_path, started)


def make_pictures(lost: Lost) -> Sequence[Mapping[str, Any]]:
    """Twelve of every kind: grids, singles, variations, zooms, an edit, films, and one that failed."""
    chat = lost.chat
    boat = lost.makes(lambda: chat.orders("imagine", prompt="a boat --ar 3:2"), "U1")
    fox = lost.makes(lambda: chat.orders("imagine", prompt="a fox"), "U1")
    owl = lost.makes(lambda: chat.orders("imagine", prompt="sandbox:unknown_actions an owl"), "U1")
    single = lost.makes(lambda: lost.press(boat, "U1"), "Animate")
    lost.makes(lambda: lost.press(single, "Zoom Out 2x"), "U1")
    other = lost.makes(lambda: lost.press(fox, "U2"), "Animate")
    lost.makes(lambda: lost.press(owl, "V1"), "U1")
    lost.makes(lambda: lost.press(owl, "Reroll"), "U1")
    film = lost.makes(lambda: lost.press(other, "Animate"), "Extend 1")
    lost.makes(lambda: lost.press(film, "Extend 2"), "Extend 1")
    before = len(chat.messages())
    chat.orders("edit", link=PICTURE, words="in snow")
    wait_until_sync(lambda: len(chat.messages()) > before and lost.submitted() == 11, "it is edited")
    lost.makes(lambda: chat.orders("imagine", prompt="sandbox:moderation_late a ghost"), "Retry")
    wait_until_sync(lambda: not lost.shown("Cancel"), "all are finished")
    assert lost.submitted() == 12
    return chat.messages()


def find_by_code(lost: Lost, message: Mapping[str, Any]) -> None:
    """The code below a picture is made of its task, too."""
    [code] = re.findall(r"\b[0-9A-HJKMNP-TV-Z]{8}\b", message["text"])
    again = lost.makes(lambda: lost.chat.orders("show", code=code), "U1")
    assert message["text"].split("\n")[0] == again["text"].split("\n")[0]


@pytest.mark.timeout(600)
def test_every_button_of_every_message_works(lost: Lost) -> None:
    """After all is lost and the bot is started anew: nothing is "not known", nothing is ordered twice.

    The service is asked after each message once, whoever presses how many of its buttons. What it submits are
    tasks; a description is none.
    """
    messages = make_pictures(lost)
    lost.forget()
    find_by_code(lost, messages[0])
    change_sandbox(lost.sandbox, seconds=600.0)  # what is ordered now is not painted: that it is ordered is enough
    before, orders, said = lost.submitted(), 0, list[Callable[[], str | None]]()
    buttons = [[(one["id"], payload) for payload in payloads_of(one)] for one in messages]
    # One of each, then the others: while a message is looked up, its other presses wait for three seconds.
    for some in ([row[:1] for row in buttons], [row[1:] for row in buttons]):
        for message, payload in chain.from_iterable(some):
            said.append(lost.chat.presses(message, payload))
            orders += leads_to(payload) is Leads.ORDER and not payload.startswith(Verb.DESCRIBE)
        wait_until_sync(lambda: all(one() is not None for one in said), "all are answered")
    assert [text for one in said if UNKNOWN.search(text := one() or "")] == []
    wait_until_sync(lambda: lost.submitted() >= before + orders, f"{orders} are ordered", 300.0)
    counts = sandbox_counts(lost.sandbox)
    # What was pressed before it was forgotten is the same order again.
    assert (counts["submitted"], counts["duplicates"]) == (before + orders, PRESSED)
    found = [
        metric(lost.bot, f'chatelier_recalled_total{{result="found",what="{what}"}}') for what in ("code", "press")
    ]
    # One was found by its code; whose order is opened again (PRESSED) before it is pressed is known by then.
    most = len([one for one in messages if payloads_of(one)]) - 1
    assert found[0] == 1
    # Once in ten seconds, that is: on a busy machine some of its buttons may come later.
    assert most - PRESSED <= found[1] <= 2 * most


def test_a_page_that_stays_open_goes_on(stage: Stage) -> None:
    """Its messages are in no room any more; what it presses names its task, and what it shows are the words."""
    say(stage, "/imagine a lighthouse --ar 3:2")
    wait_until_sync(lambda: stage.records.states() == ["done"], "it is painted")
    [message] = stage.records.messages()
    payload = message["buttons"][0][1]["payload"]
    with Redis(unix_socket_path=str(stage.bot.folder / "data" / "valkey.sock")) as client:
        client.flushall()
    stage.bot.kill()
    stage.bot.start().ready()
    seen = "".join(span["text"] for span in message["text"]).partition("\n")[0]
    assert seen == "a lighthouse --ar 3:2"
    send(stage, {"type": "press", "message": message["id"], "payload": payload, "seen": seen})
    wait_until_sync(lambda: sandbox_counts(stage.sandbox)["submitted"] == 2, "it is ordered")
    wait_until_sync(lambda: sorted(stage.records.states()) == ["done", "done"], "and painted")
    [single] = stage.records.messages()
    assert "a lighthouse --ar 3:2" in json.dumps(single["text"])
