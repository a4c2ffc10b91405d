"""Reads Discord's markdown as its clients do, from its help pages, to see what of a text would be shown how.

Small on purpose: it knows what may mean something, and only the few forms that a bot of ours makes are read;
anything else of that is an error.
"""

import re
from dataclasses import dataclass

BLOCK = re.compile(r"\s*(#{1,3}\s|-#\s|[-*+]\s|\d+[.)]\s|>\s|>>>)")
TOKENS = re.compile(
    r"""
      \\(?P<escaped>[^0-9A-Za-z\s])
    | (?P<bold>\*\*)
    | `(?P<code>[^`\n]+)`
    | <(?P<address>https?://[^\s<>]+)>
    | \[(?P<words>(?:\\.|[^\[\]\\\n])+)\]\((?P<link>https?://[^\s()<>]+)\)
    | (?P<live>[*_`<]|~~|\|\||@(?:everyone|here|[\w!&])|:[^\s:]+:|(?:https?|steam|discord)://|\[[^\]]*\]\(|\\$)
    | (?P<plain>.)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One character as it is shown."""

    char: str
    bold: bool = False
    code: bool = False
    small: bool = False
    link: str = ""


class Live(AssertionError):
    """Something in a text means something that no bot of ours means."""


def read_markdown(text: str) -> list[Shown]:
    """What is shown, character by character, without the ends of lines. Raises Live."""
    return [shown for line in text.split("\n") for shown in read_line(line)]


def read_line(line: str) -> list[Shown]:
    small = line.startswith("-# ")
    rest = line.removeprefix("-# ") if small else line
    if found := BLOCK.match(rest):
        raise Live(f"{found[0]!r} begins {line!r}")
    shown, bold = list[Shown](), False
    for token in TOKENS.finditer(rest):
        if token["live"]:
            raise Live(f"{token['live']!r} in {line!r}")
        if token["bold"]:
            bold = not bold
        elif token["address"]:
            shown += [Shown(char, bold, small=small, link=token["address"]) for char in token["address"]]
        elif token["words"]:
            words = re.sub(r"\\(.)", r"\1", token["words"])
            shown += [Shown(char, bold, small=small, link=token["link"]) for char in words]
        else:
            plain = token["code"] or token["escaped"] or token["plain"]
            shown += [Shown(char, bold, code=bool(token["code"]), small=small) for char in plain]
    if bold:
        raise Live(f"bold is left open in {line!r}")
    return shown
