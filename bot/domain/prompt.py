"""Turn what a person typed into a prompt the service can read, or say what is wrong with it.

Midjourney wants three parts in this order: links to pictures, words, flags. People write them in
any order, with the dashes their telephone makes of "--".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from types import MappingProxyType

from typing_extensions import override

from bot.domain.characters import CJK, MARKS, clean_words, is_visible, narrow_width
from bot.domain.dashes import DASHES, FLAG_WORD, LONG, TAIL, fitting, repair_flags, trim_value
from bot.domain.errors import UserError
from bot.domain.flags import SCHEME, Flag, FlagRules, Kind, Mode, Scope, good_link
from bot.domain.ids import is_surely_code, read_code
from bot.domain.links import (
    COMMA,
    is_link,
    is_page_link,
    is_picture_link,
    is_web_page,
    lacks_scheme,
    separate_links,
    without_commas,
)

__all__ = [
    "CODES",
    "LEFT_OUT_MOST",
    "MAX_URLS",
    "PROMPT_LIMIT",
    "BadPrompt",
    "Hints",
    "Mode",
    "NamedPrompt",
    "Prompt",
    "check",
    "extend_prompt",
    "parse_prompt",
    "pick_prompt",
    "read_named",
]

# Characters (code points) of a whole prompt. Midjourney takes about 6000, and so does an option of a Discord
# command; but a Discord message made of components shows 4000 and a Telegram message 4096, and people shall
# see what they sent.
PROMPT_LIMIT = 4000
MAX_URLS = 5  # the service's guide to image prompts
_FACT = 60  # how much of what they typed is quoted back
_READINGS = 4
# What other bots' commands leave before the words, with full-width signs, too.
_LEAD = re.compile(
    r"(?:(?:[/／]\s?|[\\!])imagine(?:@\w+)?(?=[\s:：]|$)[\s:：]*)*"
    r"(?:(?:(?:imagine\s+)?(?:prompt|промпт|提示[词詞]|プロンプト|프롬프트)(?:\s*[:：=]|\s[-–—]\s)|imagine\s*[:：])\s*)*",
    re.IGNORECASE,
)
# Midjourney makes a job of each choice in such braces.
_CHOICES = re.compile(r"\{[^{}]*,[^{}]*\}")
_STRAIGHT = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛", "'"))


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

    def typed(self) -> str:
        """As a person would type it, with its speed."""
        return f"{self.render()} --{self.mode}" if self.mode else self.render()

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
        "stray_url": "{url} stands among the words and does not look like a picture. If it is one, put it first; "
        "if not, leave it out.",
        "many": "{asked} asks for several grids at once, and one order paints one: write one of them.",
        "bad_url": "{url} cannot be used: links to pictures must begin with https:// and a host.",
        "page_url": "{url} is a page and no picture: write the address of the picture itself.",
        "unknown_flag": "--{flag} is not a flag I know.",
        "missing_value": "--{flag} needs a value: {allowed}.",
        "bad_value": "--{flag} cannot be {value}. Possible: {allowed}.",
        "only_films": "--{flag} belongs to films: use /animate.",
        "film_speed": "Films are not made slowly: write --fast or --turbo instead of --{flag}.",
        "no_use": "--{flag} is of no use here: leave it out.",
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


def parse_prompt(
    text: str,
    rules: FlagRules,
    *,
    images: Sequence[str] = (),
    limit: int = PROMPT_LIMIT,
    scope: Scope = Scope.PICTURE,
    wordless: bool = False,
) -> Prompt:
    """The prompt somebody typed; raises nothing but BadPrompt. One for a film, or `wordless`, needs no words.

    `images` are links of our own (uploads): they go first and are not checked, but they count.
    Read generously: flags may stand anywhere, words after a finished flag belong to the text, and what telephones
    and web pages made of `--ar 16:9` is read as that (see `repair_flags`). A flag given twice counts the last time,
    except lists (`--no`, `--sref`), which are joined; the last speed wins. Links to pictures go first, wherever
    they stood.
    """
    clean = " ".join(clean_words(text))
    _fits(clean, limit)
    _single(clean, rules)
    typed = _read(clean, rules)
    for _ in range(_READINGS):  # what is sent has to read as itself: a flag that moved may have bared another one
        again = _read(typed.render(), rules)
        settled, typed = again.render() == typed.render(), replace(again, mode=again.mode or typed.mode)
        if settled:
            break
    prompt, urls = replace(typed, urls=(*images, *typed.urls)), typed.urls
    _drawable(prompt, urls, wordless=wordless or scope is Scope.FILM)
    _in_scope(prompt, rules, scope)
    check(prompt, rules)
    _fits(prompt.render(), limit)
    return prompt


def _read(clean: str, rules: FlagRules) -> Prompt:
    apart = separate_links(_without_lead(clean).split(" "), commas=True)
    words = repair_flags(_named_values(apart, rules), rules)
    loose, given, mode = _sort(_chunks(words, rules), rules)
    urls, words = _pictures(loose)
    return Prompt(_without_lead(" ".join(words)), urls, tuple(given.items()), mode)


def _named_values(words: Iterable[str], rules: FlagRules) -> list[str]:
    """With the name of its flag before a value that was typed as one: `--720p`."""
    named: list[str] = []
    for word in words:
        value = narrow_width(word.lstrip(DASHES)).lower().rstrip(TAIL)
        sure = len(word) - len(word.lstrip(DASHES)) > 1 or word[:1] in LONG
        flag = rules.bare(value) if sure and value else None
        named += [word] if flag is None else [f"--{flag.name}", value]
    return named


def _without_lead(text: str) -> str:
    """The words without `prompt:` or `/imagine prompt:`, which people paste with them."""
    return text[lead.end() :] if (lead := _LEAD.match(text)) else text


def _single(text: str, rules: FlagRules) -> None:
    """One order paints one grid, so choices in braces are as impossible as `--repeat 2`, unless that is allowed."""
    repeat = rules.find("repeat")
    if (choices := _CHOICES.search(text)) and (repeat is None or repeat.max <= 1):
        raise BadPrompt("many", asked=_quote(choices[0]))


def _pictures(loose: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The links to pictures, and the words. BadPrompt for a link that may be meant as either."""
    first = tuple(takewhile(SCHEME.match, loose))
    rest = loose[len(first) :]
    if page := next(filter(is_page_link, rest), None):
        raise BadPrompt("stray_url", url=_quote(page))
    if bare := next(filter(lacks_scheme, loose), None):
        raise BadPrompt("bad_url", url=_quote(bare))
    return (*first, *filter(is_picture_link, rest)), [word for word in rest if not is_picture_link(word)]


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


def _in_scope(prompt: Prompt, rules: FlagRules, scope: Scope) -> None:
    """BadPrompt for a flag that belongs to something else. An unknown one that is let through belongs anywhere."""
    given = dict(prompt.flags) | ({prompt.mode.value: ""} if prompt.mode else {})
    for name, value in given.items():
        flag = rules.flags.get(name)
        if flag is None or scope in flag.scopes:
            continue
        typed = value if flag.bare else name
        if flag.kind is Kind.SPEED and scope is Scope.FILM:
            raise BadPrompt("film_speed", flag=typed)
        if Scope.FILM in flag.scopes:
            raise BadPrompt("only_films", flag=_quote(typed))
        raise BadPrompt("no_use", flag=_quote(typed), note=flag.note)


def _drawable(prompt: Prompt, urls: Iterable[str], *, wordless: bool) -> None:
    for url in urls:
        if not good_link(url):
            raise BadPrompt("bad_url", url=_quote(url))
        _no_page(url)
    if len(prompt.urls) > MAX_URLS:
        raise BadPrompt("too_many_urls", count=str(len(prompt.urls)), limit=str(MAX_URLS))
    if not wordless and not prompt.text and len(prompt.urls) < 2:  # noqa: PLR2004 - two pictures can be blended
        raise BadPrompt("lone_url" if prompt.urls else "empty")


def _no_page(url: str) -> None:
    if is_web_page(url):
        raise BadPrompt("page_url", url=_quote(url))


# --- flags ----------------------------------------------------------------------------------------


def _name(word: str, rules: FlagRules) -> str | None:
    """The lower-case name if this is a flag: two dashes of any kind, or one long one before a known name."""
    match = FLAG_WORD.fullmatch(word.lstrip(MARKS))
    if not match:
        return None
    dashes, name = match[1], narrow_width(match[2]).lower().rstrip(MARKS + TAIL)
    if name in rules.names:
        return name if len(dashes) > 1 or dashes in LONG else None
    aside = set(dashes) <= set(LONG) and CJK.match(name)  # the dash of Chinese sentences is two long ones
    return name if len(dashes) > 1 and not aside else None


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
    for word in filter(is_visible, parts):
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
        listed = _listed(flag, words)
        values = _take(flag, listed) if flag else []
        loose += listed[len(values) :]
        if flag and flag.kind is Kind.SPEED:
            mode = Mode(flag.name)
        elif flag:
            given[flag.name] = _join(flag, given.pop(flag.name, ""), " ".join(values))
    return loose, given, mode


def _listed(flag: Flag | None, words: list[str]) -> list[str]:
    """Commas behind links divide a list in words; elsewhere, and at its end, they divide nothing."""
    if flag is None or flag.kind is not Kind.TEXT:
        return without_commas(words)
    return words[:-1] if words[-1:] == [COMMA] else words


def _find(name: str, rules: FlagRules) -> Flag:
    if flag := rules.find(name):
        return flag
    raise BadPrompt("unknown_flag", flag=_quote(name), nearest=rules.nearest(_quote(name)))


def _join(flag: Flag, old: str, new: str) -> str:
    """Behind a link the sign between them stands by itself: written on, it would be taken away with other marks."""
    glue = f" {flag.glue.lstrip()}" if is_link(old.rpartition(" ")[2]) else flag.glue
    return glue.join(filter(None, (old, new))) if flag.glue else new


def _take(flag: Flag, words: Sequence[str]) -> list[str]:
    """The words that are this flag's value: as many of the first ones as its kind can use."""
    if flag.kind is Kind.TEXT:
        values = [word.translate(_STRAIGHT) for word in words]
    elif flag.kind is Kind.CODES:
        values = list(_codes(flag, words))
    else:
        values = [value for word in words[:1] if (value := fitting(flag, word)) is not None]
    if not values and not flag.optional and flag.kind not in {Kind.SWITCH, Kind.SPEED}:
        raise _lacking(flag, words)
    return values


def _codes(flag: Flag, words: Iterable[str]) -> Iterator[str]:
    for word in map(trim_value, words):
        value = flag.check(word)
        if value is None and flag.links and SCHEME.match(word):
            raise BadPrompt("bad_url", url=_quote(word))
        if value is None:
            return
        _no_page(value.partition("::")[0])
        yield value


def _lacking(flag: Flag, words: Sequence[str]) -> BadPrompt:
    if flag.name == "repeat" and words and re.fullmatch(r"[1-9][0-9]{0,5}", trim_value(words[0])):
        return BadPrompt("many", asked=_quote(f"--repeat {trim_value(words[0])}"))
    facts = {"flag": flag.name, "allowed": flag.allowed, "note": flag.note}
    return BadPrompt("bad_value", value=_quote(words[0]), **facts) if words else BadPrompt("missing_value", **facts)


# --- prompts that are named by a picture's code ------------------------------------------------------

# As people copy a code, with the sign of their keyboard; what ends a word may follow. With a part it is a picture.
_NAMED = re.compile(r"\s*[#＃]([0-9a-zA-Z]{4}-?[0-9a-zA-Z]{4})(?!\.[0-9])(?:[\s,;:.，；：。]+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NamedPrompt:
    """`more`: what is behind the code. `certain`: it can be nothing else; `#portrait` is also what people write."""

    code: str
    more: str
    certain: bool


def read_named(text: str) -> NamedPrompt | None:
    """None for what begins with no code."""
    match = _NAMED.fullmatch(text)
    code = read_code(match[1]) if match else ""
    if match is None or not code:
        return None
    return NamedPrompt(code, (match[2] or "").strip(), is_surely_code(match[1]))


def extend_prompt(text: str, more: str, rules: FlagRules) -> str:
    """A prompt to be parsed, with more words behind its words and more flags behind its flags. Raises BadPrompt."""
    first, then = (_read(" ".join(clean_words(part)), rules) for part in (text, more))
    words = " ".join(filter(None, (first.text, then.text)))
    both = Prompt(words, (*first.urls, *then.urls), (*first.flags, *then.flags))
    return replace(both, mode=then.mode or first.mode).typed()


# --- prompts out of lines that the service wrote ----------------------------------------------------------

_FLAG_FAULTS = frozenset({"unknown_flag", "bad_value", "missing_value", "conflict", "only_films", "no_use"})
LEFT_OUT_MOST = 10  # flags of a line


def pick_prompt(line: str, rules: FlagRules) -> tuple[Prompt, tuple[str, ...]]:
    """The prompt of a line, without what nobody knows here, and the flags that had to go. Raises BadPrompt."""
    words, left_out = line.split(), list[str]()
    while True:
        try:
            return parse_prompt(" ".join(words), rules), tuple(left_out)
        except BadPrompt as error:
            at = _flag_at(words, error, rules)
            if at is None or len(left_out) == LEFT_OUT_MOST:
                raise
            end = at + 1 + (words[at + 1 : at + 2] != [] and words[at + 1][0] not in DASHES)
            left_out.append(" ".join(words[at:end]))
            del words[at:end]


def _flag_at(words: list[str], error: BadPrompt, rules: FlagRules) -> int | None:
    """Where the flag stands that the error is about; None for another error."""
    if error.code not in _FLAG_FAULTS:
        return None
    wanted = str(error.facts["flag"]).lstrip("-").partition(" ")[0]
    for at, word in enumerate(words):
        name = word.lstrip(DASHES).partition("=")[0].lower().rstrip(TAIL)
        if word[0] in DASHES and wanted in {name, rules.names.get(name)}:
            return at
    return None
