"""Turn what a person typed into a prompt the service can read, or say what is wrong with it.

Midjourney wants three parts in this order: links to pictures, words, flags. People write them in
any order, with the dashes their telephone makes of "--".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from types import MappingProxyType
from unicodedata import category

from typing_extensions import override

from bot.domain.errors import UserError
from bot.domain.flags import SCHEME, Flag, FlagRules, Kind, Mode, good_link

__all__ = ["CODES", "LIMIT", "MAX_URLS", "BadPrompt", "Hints", "Mode", "Prompt", "check", "parse_prompt"]

# Characters (code points) of a whole prompt. Midjourney takes about 6000, and so does an option of a Discord
# command; but a Discord message made of components shows 4000 and a Telegram message 4096, and people shall
# see what they sent.
LIMIT = 4000
MAX_URLS = 5  # the service's guide to image prompts
_FACT = 60  # how much of what they typed is quoted back


@dataclass(frozen=True, slots=True)
class Hints:
    """The fields of a request that tell the biller what the flags of the prompt already say."""

    version: str | None = None
    hd: bool = False
    quality: str | None = None
    style_reference: bool = False
    moodboard: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt in its parts. `flags`: canonical name and value, each name once; a switch has the value ""."""

    text: str
    urls: tuple[str, ...] = ()
    flags: tuple[tuple[str, str], ...] = ()
    mode: Mode | None = None

    def render(self) -> str:
        """The `prompt` of a request. The mode is not in it: speed is a field of its own."""
        return " ".join(filter(None, (*self.urls, self.text, *(_shown(*flag) for flag in self.flags))))

    def flag(self, name: str) -> str | None:
        """The value of the flag of this canonical name, None if it is not set."""
        return dict(self.flags).get(name)

    def hints(self) -> Hints:
        version = self.flag("version")
        return Hints(
            version=version and version.removesuffix(".0"),  # the field's own list says 8, not 8.0
            hd=self.flag("hd") is not None,
            quality=self.flag("quality"),
            style_reference=self.flag("sref") is not None,
            moodboard=self._moodboard(version or ""),
        )

    def _moodboard(self, version: str) -> bool:
        """Named by its id in a profile; since version 8 plain image references count as one, too."""
        named = re.search(r"\bm[0-9]{8,}", self.flag("profile") or "", re.IGNORECASE)
        major = version.partition(".")[0]
        return named is not None or (bool(self.urls) and major.isdecimal() and int(major) >= 8)  # noqa: PLR2004 - a version


_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "empty": "The prompt has no words: say what to draw.",
        "lone_url": "One picture alone is not enough: add some words, or a second picture to blend it with.",
        "too_long": "The prompt has {length} characters; at most {limit} are possible.",
        "too_many_urls": "The prompt begins with {count} pictures; at most {limit} are possible.",
        "bad_url": "{url} cannot be used: links to pictures must begin with https:// and a host.",
        "unknown_flag": "--{flag} is not a flag I know.",
        "missing_value": "--{flag} needs a value: {allowed}.",
        "bad_value": "--{flag} cannot be {value}. Possible: {allowed}.",
        "conflict": "{flag} does not go together with {other}.",
    }
)
CODES = frozenset(_SENTENCES)


class BadPrompt(UserError, ValueError):
    """The person can mend it. `code` is one of CODES; `facts` (all text) fill the gaps of its sentence.

    Besides the gaps of `_SENTENCES` there are `nearest` (unknown_flag: a known spelling or "") and `note`
    (bad_value, missing_value, conflict: one more English sentence from the rules or "").
    """

    @override
    def __str__(self) -> str:
        extra = [str(self.facts.get("note", ""))]
        if nearest := self.facts.get("nearest"):
            extra = [f"Did you mean --{nearest}?"]
        return " ".join(filter(None, (_SENTENCES[self.code].format_map(self.facts), *extra)))


def parse_prompt(text: str, rules: FlagRules, *, images: Sequence[str] = (), limit: int = LIMIT) -> Prompt:
    """The prompt somebody typed; raises nothing but BadPrompt.

    `images` are links of our own (uploads): they go first and are not checked, but they count.
    Read generously: flags may stand anywhere, words after a finished flag belong to the text, `--ar=16:9`
    and `—ar 16:9` are `--ar 16:9`. A single long dash before a word that is no flag stays a dash, and so
    does a single hyphen. A flag given twice counts the last time, except lists (`--no`, `--sref`), which
    are joined; the last speed wins. Links at the beginning are image prompts, others stay in the text.
    """
    clean = " ".join(_words(text))
    _fits(clean, limit)
    loose, given, mode = _sort(_chunks(clean.split(" "), rules), rules)
    urls = tuple(takewhile(SCHEME.match, loose))
    prompt = Prompt(" ".join(loose[len(urls) :]), (*images, *urls), tuple(given.items()), mode)
    _drawable(prompt, urls)
    check(prompt, rules)
    _fits(prompt.render(), limit)
    return prompt


def check(prompt: Prompt, rules: FlagRules) -> None:
    """BadPrompt if flags, or a flag and the mode, do not go together; ask again after adding defaults."""
    given = dict(prompt.flags) | ({prompt.mode.value: ""} if prompt.mode else {})
    if clash := rules.clash(given):
        other, flag = (_quote(_shown(term.flag, given[term.flag])) for term in (clash.a, clash.b))
        raise BadPrompt("conflict", flag=flag, other=other, note=clash.note)


def _shown(name: str, value: str) -> str:
    return f"--{name} {value}".rstrip(" ")


def _quote(text: str) -> str:
    return text if len(text) <= _FACT else f"{text[: _FACT - 1]}…"


def _fits(text: str, limit: int) -> None:
    if len(text) > limit:
        raise BadPrompt("too_long", length=str(len(text)), limit=str(limit))


def _drawable(prompt: Prompt, urls: Iterable[str]) -> None:
    for url in urls:
        if not good_link(url):
            raise BadPrompt("bad_url", url=_quote(url))
    if len(prompt.urls) > MAX_URLS:
        raise BadPrompt("too_many_urls", count=str(len(prompt.urls)), limit=str(MAX_URLS))
    if not prompt.text and len(prompt.urls) < 2:  # noqa: PLR2004 - two pictures can be blended
        raise BadPrompt("lone_url" if prompt.urls else "empty")


# --- characters -----------------------------------------------------------------------------------

# Embeddings, overrides and isolates turn the letters around them; left open they turn the rest of a chat line
# too, other people's names included. Right-to-left letters need none of them: their direction is their own.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# What keyboards put beside words unseen: byte order mark, zero-width space, the marks for writing direction.
_MARKS = "\ufeff\u200b\u200e\u200f\u061c"
_QUOTES = "\"'“”„‟‘’‚‛«»"
_STRAIGHT = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛", "'"))
_TAIL = ",;:."


def _words(text: str) -> Iterator[str]:
    """The words, without control characters, lone surrogates and words that cannot be seen."""
    kept = "".join(char for char in text if char.isspace() or not _harmful(char))
    return filter(_visible, kept.split())


def _harmful(char: str) -> bool:
    return char in _BIDI or category(char) in {"Cc", "Cs"}


def _visible(word: str) -> bool:
    """Joiners, marks and variation selectors are seen only by what they do to their neighbours."""
    return any(category(char) != "Cf" and not "\ufe00" <= char <= "\ufe0f" for char in word)


def _trim(word: str) -> str:
    """A value without the quotes and punctuation typed around it. Links are left as they are."""
    return word if SCHEME.match(word) else word.lstrip(_MARKS + _QUOTES).rstrip(_MARKS + _QUOTES + _TAIL)


# --- flags ----------------------------------------------------------------------------------------

_LONG = "–—―⸺"  # what telephones make of "--"
_FLAG = re.compile(rf"([-‐‑‒−﹘﹣－{_LONG}]+)([^\W\d_].*)", re.DOTALL)


def _name(word: str, rules: FlagRules) -> str | None:
    """The lower-case name if this is a flag: two dashes of any kind, or one long one before a known name."""
    match = _FLAG.fullmatch(word.lstrip(_MARKS))
    if not match:
        return None
    dashes, name = match[1], match[2].lower().rstrip(_MARKS + _TAIL)
    known = dashes in _LONG and name in rules.names
    return name if len(dashes) > 1 or known else None


def _split(word: str, rules: FlagRules) -> Iterator[str]:
    """`--ar=16:9` as two words."""
    head, equals, tail = word.partition("=")
    while equals and _name(head, rules):
        yield head
        word = tail
        head, equals, tail = word.partition("=")
    yield word


def _chunks(words: Iterable[str], rules: FlagRules) -> list[tuple[str | None, list[str]]]:
    """Each flag's name with the words behind it; first the words before any flag, under None."""
    chunks: list[tuple[str | None, list[str]]] = [(None, [])]
    parts = (part for word in words for part in _split(word, rules))
    for word in filter(_visible, parts):
        name = _name(word, rules)
        if name is None:
            chunks[-1][1].append(word)
        else:
            chunks.append((name, []))
    return chunks


def _sort(
    chunks: Iterable[tuple[str | None, list[str]]], rules: FlagRules
) -> tuple[list[str], dict[str, str], Mode | None]:
    """The loose words, the flags, the speed."""
    loose: list[str] = []
    given: dict[str, str] = {}
    mode = None
    for name, words in chunks:
        flag = _find(name, rules) if name else None
        values = _take(flag, words) if flag else []
        loose += words[len(values) :]
        if flag and flag.kind is Kind.SPEED:
            mode = Mode(flag.name)
        elif flag:
            given[flag.name] = _join(flag, given.pop(flag.name, ""), " ".join(values))
    return loose, given, mode


def _find(name: str, rules: FlagRules) -> Flag:
    if flag := rules.find(name):
        return flag
    short = _quote(name)
    raise BadPrompt("unknown_flag", flag=short, nearest=rules.nearest(short))


def _join(flag: Flag, old: str, new: str) -> str:
    return flag.glue.join(filter(None, (old, new))) if flag.glue else new


def _take(flag: Flag, words: Sequence[str]) -> list[str]:
    """The words that are this flag's value: as many of the first ones as its kind can use."""
    if flag.kind is Kind.TEXT:
        values = [word.translate(_STRAIGHT) for word in words]
    elif flag.kind is Kind.CODES:
        values = list(_codes(flag, words))
    else:
        values = [value for word in words[:1] if (value := flag.check(_trim(word))) is not None]
    if not values and not flag.optional and flag.kind not in {Kind.SWITCH, Kind.SPEED}:
        raise _lacking(flag, words)
    return values


def _codes(flag: Flag, words: Iterable[str]) -> Iterator[str]:
    for word in map(_trim, words):
        value = flag.check(word)
        if value is None and flag.links and SCHEME.match(word):
            raise BadPrompt("bad_url", url=_quote(word))
        if value is None:
            return
        yield value


def _lacking(flag: Flag, words: Sequence[str]) -> BadPrompt:
    facts = {"flag": flag.name, "allowed": flag.allowed, "note": flag.note}
    return BadPrompt("bad_value", value=_quote(words[0]), **facts) if words else BadPrompt("missing_value", **facts)
