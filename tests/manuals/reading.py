"""Reads the manuals: what they tell people to type, and which of it cannot be typed here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
MANUALS: Final = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/using.md",
    "docs/telegram.md",
    "docs/discord.md",
    "docs/operating.md",
    "deploy/README.md",
)
FENCE: Final = re.compile(
    r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
REMARK: Final = re.compile(r"\s+# .*$")

# What these begin with needs something that a test has not.
ELSEWHERE: Final[Mapping[str, str]] = {
    "git clone ": "the copy in which a test walks stands for it",
    "make test": "it is the suite that this test belongs to",
    "docker ": "a container engine",
    "kubectl ": "a cluster",
    "sudo ": "root, on a machine of one's own",
    "valkey-cli ": "a Valkey that the machine runs",
    "cp /var/lib/valkey/": "a Valkey that the machine runs",
    "chatelier task ": "tasks of somebody's account; the scenarios ask a stand-in",
}


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between two fences.

    `kind`: `sh` for what is typed, `ini` for lines of a `.env`, `chat` for what is written to the bot.
    """

    manual: str
    line: int
    kind: str
    text: str

    @property
    def commands(self) -> list[str]:
        """Without remarks; what goes on in the next line is one."""
        joined = self.text.replace("\\\n", " ")
        lines = [REMARK.sub("", line).strip() for line in joined.splitlines()]
        return [line for line in lines if line and not line.startswith("#")]


def blocks(manual: str) -> Iterator[Block]:
    """In the order in which they are read."""
    text = (ROOT / manual).read_text("utf-8")
    for found in FENCE.finditer(text):
        body = "\n".join(line.removeprefix(found["indent"]) for line in found["body"].splitlines())
        yield Block(manual, text.count("\n", 0, found.start()) + 1, found["kind"], body + "\n")


def elsewhere(command: str) -> str:
    """Why a command cannot be run by a test; empty when it can."""
    return next((why for begun, why in ELSEWHERE.items() if command.startswith(begun)), "")


def spoken(manual: str) -> list[str]:
    """What people are told to write to the bot, word for word."""
    text = (ROOT / manual).read_text("utf-8")
    return [found for found in re.findall(r"`(/imagine [^`]+)`", text) if "words" not in found and "…" not in found]


def chat_lines(manual: str) -> list[str]:
    """What may be written to the bot as it stands, one message a line."""
    return [line for block in blocks(manual) if block.kind == "chat" for line in block.text.splitlines()]
