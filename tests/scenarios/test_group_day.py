"""A day in a group, on Telegram and Discord: slips, names, answers, files that are none, forwards, a new admin."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from tests.fakes.discord.remote import Remote as Discord
from tests.fakes.discord.world import TOKEN
from tests.fakes.telegram.remote import Remote as Telegram
from tests.fakes.waiting import wait_until_sync
from tests.scenarios import discords, telegrams
from tests.scenarios.programs import Program, fetch_answer, programs, sandbox_counts

SERVICE_WORDS = ("acedata", "midjourney.com", "127.0.0.1", "CHATELIER_", "https://cdn")


def photo(colour: str) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(kept, "PNG")
    return kept.getvalue()


class Group:
    """Ann, who owns it, Bob and Cid in a group on Telegram; what the bot said there since it was last asked."""

    def __init__(self, telegram: Telegram, sandbox: Program, username: str) -> None:
        self.telegram, self.sandbox, self.username = telegram, sandbox, username
        self.ann, self.bob, self.cid = (telegram.person(name) for name in ("Ann", "Bob", "Cid"))
        self.chat = telegram.group("Atelier", self.ann, self.bob, self.cid)
        self.read = 0

    def says(self, person: int, text: str, **more: Any) -> int:
        return int(self.telegram.act(self.chat, "says", person=person, text=text, **more)["id"])

    def own(self) -> list[dict[str, Any]]:
        return telegrams.own(self.telegram, self.chat)

    def answer(self, part: str) -> dict[str, Any]:
        """The only thing that is new."""
        wait_until_sync(lambda: any(part in one["text"] for one in self.own()[self.read :]), f"it says {part}")
        [told] = self.own()[self.read :]
        self.read += 1
        return told

    def is_quiet(self) -> None:
        """What Cid asks for in private is answered later than what came before it: nothing was said here."""
        room = self.telegram.private(self.cid)
        before = len(telegrams.own(self.telegram, room))
        self.telegram.act(room, "says", person=self.cid, text="/cancel")
        wait_until_sync(lambda: len(telegrams.own(self.telegram, room)) > before, "Cid is answered")
        assert [one["text"] for one in self.own()[self.read :]] == []

    def painted(self, person: int, text: str, **more: Any) -> dict[str, Any]:
        """A finished picture; `text` says what."""
        self.says(person, text, **more)
        wait_until_sync(
            lambda: len(self.own()) > self.read and "U1" in str(self.own()[-1]["labels"]), "it is painted"
        )
        self.read = len(self.own())
        return self.own()[-1]


def test_on_telegram(tmp_path: Path) -> None:
    """Each gets what is of use to them, once, and the rest of the group is left in peace."""
    with programs(tmp_path) as started:
        chat, sandbox = telegrams.stand_in(tmp_path / "telegram", gap=0.0, query_life=3600), sandbox_in(tmp_path)
        given = {"TELEGRAM_TOKEN": telegrams.TOKEN, "TELEGRAM_API_URL": chat.url}
        bot = Program(["run"], tmp_path / "bot", {**settings(sandbox), **given})
        started += [chat.start(), sandbox.start(), bot.start()]
        sandbox.ready("/health")
        telegram = telegrams.reached(chat)
        bot.ready()
        me = fetch_answer(f"{chat.url}/bot{telegrams.TOKEN}/getMe")
        group = Group(telegram, sandbox, str(me["result"]["username"]))
        slips(group)
        files(group)
        answers(group)
        rights(group)
        assert not [one["text"] for one in group.own() if any(word in one["text"] for word in SERVICE_WORDS)]
        state = telegram.state()
        assert (state["refused"], state["complaints"]) == (0, [])


def slips(group: Group) -> None:
    """One hint for a person in a minute; none for what is another bot's, or somebody else's."""
    group.says(group.bob, "/weather")
    group.says(group.bob, "good morning")
    forwarded = group.says(group.ann, "a picture of a fox")
    group.telegram.act(group.chat, "forwards", person=group.bob, message=forwarded, to=group.chat)
    group.is_quiet()
    group.says(group.bob, "/imagin a cat")
    assert "Did you mean /imagine?" in group.answer("/imagin")["text"]
    group.says(group.bob, "/imagin a cat")
    group.says(group.bob, f"@{group.username} a cat, please")
    group.is_quiet()
    asked = group.says(group.cid, f"@{group.username} a cat, please")
    assert group.answer("Here I paint for commands")["reply_to"] == asked


def files(group: Group) -> None:
    """What holds no picture is said so; of an album a group shows the bot one picture, and that is said, too."""
    send = group.telegram.act
    for _ in range(2):
        send(group.chat, "sends_document", person=group.ann, data=b"words", name="notes.txt", caption="/describe")
    group.answer("holds nothing that can be used as a picture")
    group.is_quiet()
    album = [photo("red"), photo("blue")]
    send(group.chat, "sends_album", person=group.cid, pictures=album, caption="/blend")
    group.answer("only the picture with the command reached this bot")
    assert sandbox_counts(group.sandbox)["submitted"] == 0


def answers(group: Group) -> None:
    """To a picture of ours: what comes of them shows no address, and stands below what it came from."""
    fox = group.painted(group.ann, "/imagine a fox in a library")
    group.telegram.act(group.chat, "presses", person=group.bob, message=fox["id"], label="U1")
    wait_until_sync(
        lambda: len(group.own()) > group.read and "Vary" in str(group.own()[-1]["labels"]), "it is large"
    )
    group.read += 1
    large = group.own()[-1]
    assert large["reply_to"] == fox["id"]
    group.painted(group.bob, "/imagine in winter", reply_to=large["id"])
    group.says(group.bob, "/describe", reply_to=large["id"])
    wait_until_sync(lambda: len(group.own()) > group.read and "Imagine 1" in str(group.own()[-1]["labels"]), "told")
    group.read += 1


def rights(group: Group) -> None:
    """Who is made an admin after a no is one at once."""
    group.says(group.bob, "/settings previews off")
    group.answer("Only an admin of this chat can do that.")
    group.telegram.act(group.chat, "promotes", person=group.bob)
    group.says(group.bob, "/settings previews off")
    assert ["Previews: off"] in group.answer("How things are done")["labels"]


def test_on_discord(tmp_path: Path) -> None:
    """Slips there hardly are, since commands are chosen; words for the bot, and rights, are as on Telegram."""
    with programs(tmp_path) as started:
        chat, sandbox = discords.stand_in(tmp_path / "discord"), sandbox_in(tmp_path)
        started += [chat.start(), sandbox.start()]
        sandbox.ready("/health")
        discord = discords.reached(chat)
        where = {name.removeprefix("CHATELIER_"): value for name, value in discords.addresses(chat).items()}
        given = {"DISCORD_TOKEN": TOKEN, **where}
        bot = Program(["run"], tmp_path / "bot", {**settings(sandbox), **given})
        started.append(bot.start())
        bot.ready()
        bob, cid = discord.person("Bob"), discord.person("Cid")
        server = discord.server("Atelier", discord.person("Ann"), bob, cid)
        room = discord.channel(server)
        day = Channel(discord, room, bob)
        day.calls_the_bot()
        day.answers_a_picture(cid)
        day.types("Nothing was ordered; its operator can set that up.", "describe", image=b"only words")
        day.types("Only an admin", "settings", setting="previews", value="off")
        discord.ask(f"servers/{server}/promotes", {"person": bob})
        day.types("Previews: off", "settings", setting="previews", value="off")
        said = [one["text"] for one in discord.by_bot(room)]
        assert not [text for text in said if any(word in text for word in SERVICE_WORDS)]
        assert discord.state()["complaints"] == []


@dataclass(frozen=True, slots=True)
class Channel:
    """Where Bob is."""

    discord: Discord
    room: str
    bob: str

    def types(self, part: str, command: str, **options: Any) -> None:
        """What the bot answers, which perhaps he alone sees, has this part among its words and buttons."""
        self.discord.types(self.room, self.bob, command, **options)

        def told() -> bool:
            shown = self.discord.room(self.room, self.bob)["messages"]
            return any(part in f"{one['text']} {one['labels']}" for one in shown if one["bot"])

        wait_until_sync(told, f"he is told: {part}")

    def calls_the_bot(self) -> None:
        """Words that do so are answered with one hint in a minute; others are for others."""
        me = str(self.discord.state()["bot"])
        self.discord.act(self.room, "says", person=self.bob, text="good morning")
        for _ in range(2):
            self.discord.act(self.room, "says", person=self.bob, text=f"<@{me}> a cat, please", called=True)
        wait_until_sync(lambda: len(self.hints()) > 0, "there is an answer")
        self.types("/imagine", "help")
        assert len(self.hints()) == 1

    def answers_a_picture(self, other: str) -> None:
        """Somebody else's press is shown below the picture; words to it are talk, and one hint for who calls us."""
        self.discord.types(self.room, self.bob, "imagine", prompt="a fox in a library")
        fox = self.newest("U1")
        press = str(self.discord.act(self.room, "presses", person=other, message=fox, label="U1")["id"])
        self.newest("Vary")
        assert self.discord.interaction(press)["done"]
        me = str(self.discord.state()["bot"])
        before = len(self.discord.by_bot(self.room))
        for text in ("lol nice", f"<@{me}> make it winter", f"<@{me}> make it winter"):
            self.discord.act(self.room, "answers", person=other, message=fox, text=text)
        wait_until_sync(lambda: len(self.discord.by_bot(self.room)) > before, "there is an answer")
        self.types("/imagine", "help")
        [told] = [one for one in self.discord.by_bot(self.room) if "words that answer a picture" in one["text"]]
        assert "An admin can switch that on" in told["text"]

    def newest(self, label: str) -> str:
        """The message with that button, when it is there."""

        def offering() -> list[str]:
            return [one["id"] for one in self.discord.by_bot(self.room) if label in str(one["labels"])]

        wait_until_sync(lambda: bool(offering()), f"there is {label}")
        return str(offering()[-1])

    def hints(self) -> list[str]:
        told = (one["text"] for one in self.discord.by_bot(self.room))
        return [text for text in told if "Here I paint for commands" in text]


def sandbox_in(folder: Path) -> Program:
    sandbox = Program([], folder / "sandbox")
    sandbox.arguments = ["sandbox", "--seconds", "0.5", "--port", str(sandbox.port)]
    return sandbox


def settings(sandbox: Program) -> dict[str, str]:
    return {"ACEDATA_TOKEN": "test-token-not-real", "ACEDATA_BASE_URL": sandbox.url, "WEBCHAT": "false"}
