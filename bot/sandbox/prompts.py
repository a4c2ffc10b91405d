"""Prompts taken apart: picture links, flags, fault words, and the text that is left to draw."""

import re
from dataclasses import dataclass, field
from typing import Final

_FLAG_NAMES: Final = """
    ar aspect bs c chaos cref cw creative draft end exp fast hd iw loop motion niji no oref ow p personalize
    profile public q quality r raw relax repeat s sameseed sd seed sref stealth stop style stylize sv sw test
    testp tile turbo uplight upbeta v version video vibe w weird
"""
KNOWN_FLAGS: Final = frozenset(_FLAG_NAMES.split())
_LINK_PATTERN: Final = re.compile(r"^<?https?://[^\s>]+>?$")
_REFERENCE_FLAGS: Final = ("sref", "oref", "cref")
_FLAG_PATTERN: Final = re.compile(r"(?:^|\s)--([A-Za-z][\w-]*)((?:\s+(?!--)\S+)*)")
_FAULT_PATTERN: Final = re.compile(r"\bsandbox:([a-z0-9_]+)")
_RATIO_PATTERN: Final = re.compile(r"(\d{1,5})\s*[:x]\s*(\d{1,5})")
_SIDE_RATIO_MOST: Final = 14  # times the shorter side
_VERSION_PATTERN: Final = re.compile(r"[1-8](\.\d{1,2})?")


@dataclass(frozen=True, slots=True)
class ParsedPrompt:
    """`text` to draw, `links` the picture prompts before it, `flags` by name, `faults` what it asks to break."""

    text: str
    links: tuple[str, ...] = ()
    flags: dict[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @property
    def pictures(self) -> tuple[str, ...]:
        """The addresses of all pictures that it shows: those before the text, and those that flags refer to."""
        words = (word for name in _REFERENCE_FLAGS for word in self.flags.get(name, "").split())
        return (*self.links, *(word.strip("<>") for word in words if _LINK_PATTERN.match(word)))

    @property
    def unknown_flags(self) -> list[str]:
        """Flags that no version has ever had, as they were written."""
        return [f"--{name}" for name in self.flags if name not in KNOWN_FLAGS]

    @property
    def invalid_flags(self) -> list[str]:
        """Flags whose value no model takes."""
        version = self.flags.get("v", self.flags.get("version", "8"))
        wrong = [] if _VERSION_PATTERN.fullmatch(version.partition(" ")[0]) else [f"--version {version}"]
        sides = self.ratio or (1, 1)
        return wrong if max(sides) <= _SIDE_RATIO_MOST * min(sides) else [*wrong, f"--ar {sides[0]}:{sides[1]}"]

    @property
    def ratio(self) -> tuple[int, int] | None:
        """`--ar W:H`, or None when absent or unreadable."""
        found = _RATIO_PATTERN.fullmatch(self.flags.get("ar", self.flags.get("aspect", "")))
        size = (int(found[1]), int(found[2])) if found else (0, 0)
        return size if min(size) > 0 else None

    @property
    def seed(self) -> int | None:
        """`--seed`, or None when absent or no number."""
        value = self.flags.get("seed", "")
        return int(value) % 2**32 if value.isdecimal() else None


def read_prompt(prompt: str) -> ParsedPrompt:
    """Never fails: what cannot be understood is text."""
    faults = tuple(_FAULT_PATTERN.findall(prompt))
    rest = _FAULT_PATTERN.sub(" ", prompt)
    flags = {name.lower(): value.strip() for name, value in _FLAG_PATTERN.findall(rest)}
    tokens = _FLAG_PATTERN.sub(" ", rest).split()
    count = next((at for at, token in enumerate(tokens) if not _LINK_PATTERN.match(token)), len(tokens))
    links = tuple(token.strip("<>") for token in tokens[:count])
    return ParsedPrompt(" ".join(tokens[count:]), links, flags, faults)
