"""Finds the flags in what telephones, web pages and fast fingers made of `--ar 16:9`; prose stays prose.

A flag is written back as `--name value` in words of their own. What is unsure is read as a flag only if its value
fits: `fox — ar 3:2` is one, `a knight — no armour` is a knight without armour in words.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.characters import CJK, MARKS, is_visible, narrow_width
from bot.domain.flags import SCHEME, Flag, FlagRules, Kind

LONG = "–—―⸺"  # what telephones make of "--"
DASHES = "-‐‑‒−﹘﹣－" + LONG
QUOTES = "\"'“”„‟‘’‚‛«»`"
TAIL = ",;:.!?，。；：、！？"
_BRACKETS = dict(zip("([{（［｛【「『《〈<“„«‘‚\"'`*", ")]}）］｝】」』》〉>”“»’‘\"'`*", strict=True))
_BRACKETS |= {sign: sign for sign in "|~_"}  # what chats have for hidden, struck and underlined words
_NESTED_MOST = 3  # brackets and quotes around one flag
# Typed around a value: what closes may have opened somewhere else.
_AROUND = QUOTES + "*" + "".join(_BRACKETS) + "".join(_BRACKETS.values())

_ALONE = re.compile(f"[{DASHES}]+")
FLAG_WORD = re.compile(rf"([{DASHES}]+)([^\W\d_].*)", re.DOTALL)
# A dash between letters: two of any kind, or a long one. A single hyphen there makes one word of two.
_INSIDE = re.compile(rf"(?<=[^{DASHES}])([{DASHES}]{{2,}}|[{LONG}])(?=[^\W\d_])")
_BEHIND = re.compile(rf"(?<=[^{DASHES}])(?:[{DASHES}]{{2,}}|[{LONG}])$")
_FLAG_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ENDS = re.compile(rf"[^{DASHES}][{DASHES}]{{2,}}$")
# What keyboards and web pages have in the place of two dashes: kana and hangul strokes, box drawing, entities.
# In words of such scripts they are letters, so that two of them have to stand right before a name.
_STROKES = "ーｰ─━ㅡ⁃⎯➖˗一⁻₋ˉ¯ᅳ╌┄┈╴ᐨ᐀־᠆⸗⸚⹀〜〰︱︲𐺭"
# One or two dashes as web pages and wrong encodings write them.
_WRITTEN_DASHES = r"&(?:[mn]dash|#0*45;&#0*45|#x0*2[dD];&#x0*2[dD]|#0*821[1-3]|#x0*201[1-5]);|â€[“”–—]"
_LOOKS_DOUBLE = re.compile(rf"(?:[{_STROKES}]{{2}}|⸻|{_WRITTEN_DASHES})(?=[A-Za-zＡ-Ｚａ-ｚ])")
_STROKE_BEFORE = re.compile(rf"[{_STROKES}](?=[A-Za-zＡ-Ｚａ-ｚ])")
_UNSEEN = re.compile(
    rf"(?<=[{DASHES}])[\u00ad\u061c\u200b-\u200f\u2060\ufeff]+"
)  # what hides between a flag's dashes
_ESCAPED = re.compile(r"\\?-\\-(?=[A-Za-z])|\\--(?=[A-Za-z])")  # so that a chat leaves them as they are
_LOOKS_ALONE = re.compile(rf"[{_STROKES}]{{1,2}}|⸻|{_WRITTEN_DASHES}")
# Characters of a word: as long as a whole prompt may be. A longer one is refused, and reading it costs its square.
_WORD_MOST = 4000
# Kinds whose value can be told from a word of a sentence.
_TELLING = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.RATIO, Kind.PATTERN, Kind.CHOICE, Kind.CODES})
_COUNTED = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.RATIO, Kind.PATTERN})
_ALONE_KINDS = frozenset({Kind.SWITCH, Kind.SPEED})
_DIGIT = re.compile(r"[.\d]")
_INSIDE_VALUE = re.compile(f"[{MARKS}\u200c\u200d\u2060\u2066-\u2069\u202a-\u202e]")
_NO_VALUE = re.compile(r"^[^\w.-]+|(?<!\W)\W+$")  # an emoji, a percent sign, the sign before a number
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’]\d{3})+")
_COMMA = re.compile(r"\d{0,6},\d{1,4}")
# A value that was typed with blanks in it, or behind a sign by itself; `names` of flags stand in its place.
_ANY_DASHES = rf"(?:[{DASHES}]+|[{_STROKES}]{{1,2}}|⸻|{_WRITTEN_DASHES})"
_GAPS = rf"(?P<flag>(?:^|(?<=\s)){_ANY_DASHES}\s?(?:%s))(?:\s[=:：]\s|[=:：]\s?|\s)"
_RATIO_GAPS = r"(?P<a>\d{1,6})\s?(?P<by>[:：∶꞉ː︰﹕/∕⁄xX×хХ*])\s?(?P<b>\d{1,6})(?!\S*\d)"
_THOUSAND_GAPS = r"(?P<a>\d{1,3})\s(?P<b>000)(?!\w)"
_NAMELESS_RATIO = re.compile(rf"(?:^|(?<=\s))(?:[{DASHES}]{{2,}}|[{LONG}])(\d{{1,4}}[:：x×]\d{{1,4}})(?!\S)")


def trim_value(word: str) -> str:
    """A value without the quotes and punctuation typed around it. Links are left as they are."""
    return word if SCHEME.match(word) else word.lstrip(MARKS + _AROUND).rstrip(MARKS + _AROUND + TAIL)


def fitting(flag: Flag, word: str) -> str | None:
    """The value that a word is to a flag, full-width signs as ordinary ones; None when it does not take it."""
    plain = trim_value(word)
    if SCHEME.match(plain):
        return flag.check(plain)
    plain = _INSIDE_VALUE.sub("", narrow_width(plain))
    value = flag.check(plain)
    if value is None and flag.kind in _COUNTED | {Kind.CHOICE}:
        return next(filter(None, map(flag.check, _other_ways(plain))), None)
    return value


def _other_ways(value: str) -> Iterator[str]:
    """`1,000`, `1,5` and `42%` as flags have them, and `3:2` with an emoji behind it."""
    plain = _NO_VALUE.sub("", value)
    yield plain
    if _THOUSANDS.fullmatch(plain):
        yield re.sub(r"\D", "", plain)
    if _COMMA.fullmatch(plain):
        yield plain.replace(",", ".")
    yield re.sub("[xх*]", ":", plain, flags=re.IGNORECASE)


@lru_cache(8)
def _gaps(names: tuple[str, ...], value: str) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(_GAPS % "|".join(longest_first) + value, re.IGNORECASE)


def _closed_up(words: Sequence[str], rules: FlagRules) -> list[str]:
    """`--ar 16 : 9`, `--ar = 16:9` and `--s 1 000` without the blanks, and `--16:9` with its name."""
    named: dict[Kind, list[str]] = {}
    for name, flag in rules.names.items():
        named.setdefault(rules.flags[flag].kind, []).append(name)
    text = " ".join(words)
    if ratios := tuple(named.get(Kind.RATIO, ())):
        text = _gaps(ratios, _RATIO_GAPS).sub(r"\g<flag> \g<a>:\g<b>", text)
        text = _NAMELESS_RATIO.sub(rf"--{ratios[0]} \1", text)
    if integers := tuple(named.get(Kind.INTEGER, ())):
        text = _gaps(integers, _THOUSAND_GAPS).sub(r"\g<flag> \g<a>\g<b>", text)
    return text.split(" ")


@dataclass(frozen=True, slots=True)
class Mark:
    """A dash with a name behind it that could be a flag: `dashes`, `name`, and the value when it was glued on."""

    dashes: str
    name: str
    value: str = ""

    @property
    def double(self) -> bool:
        """Two dashes, as flags are written, and not the one long dash that sentences have."""
        return len(self.dashes) > 1

    @property
    def sure(self) -> bool:
        """Two short dashes: nobody writes a sentence so."""
        return self.double and not set(self.dashes) <= set(LONG)


def repair_flags(words: Sequence[str], rules: FlagRules) -> list[str]:
    """The words, every flag that is meant as `--name`, with its value the next word.

    An unknown `--name` that closes an aside, as in `rock-- and --roll`, becomes a long dash, which no service takes
    for a flag.
    """
    found: list[str] = []
    plain = _closed_up([_ESCAPED.sub("--", word) for word in words], rules)
    rest = _pulled_apart(_without_brackets(_with_dashes(plain, rules), rules), rules)
    aside = False
    while rest:
        word = rest.popleft()
        mark, used = _mark(word, rest[0] if rest else "", rules)
        if mark is not None and _meant(mark, rest[used] if len(rest) > used else "", rules):
            if used:
                rest.popleft()
            found.append(f"--{mark.name}")
            value = mark.value or (rest.popleft() if rest else "")
            rest.extendleft(reversed(_cut_value(rules.find(mark.name), [value] if value else [])))
        else:
            found.append(_as_prose(word, rules) if aside else word)
        aside = aside or _ENDS.search(word) is not None
    return found


def picture_values(words: Sequence[str], rules: FlagRules) -> Iterator[str]:
    """The links among the words that are values of flags which take pictures, as `repair_flags` reads them.

    A flag that nobody knows, where those are let through, may take them, too.
    """
    flag: Flag | None = None
    for word in repair_flags(words, rules):
        begins, value = FLAG_WORD.fullmatch(word.lstrip(MARKS)), word
        if begins and len(begins[1]) > 1:
            name, _, value = begins[2].partition("=")
            flag = rules.find(name.lower())
            if not value:
                continue
        if flag is None or not _takes_more(flag, value):
            flag = None
        elif SCHEME.match(value):
            yield value


def _takes_more(flag: Flag, word: str) -> bool:
    """Whether the word is one of the values of a flag that takes pictures."""
    if flag.kind is Kind.CODES:
        return flag.links and fitting(flag, word) is not None
    unknown = flag.kind is Kind.TEXT and not flag.glue
    return unknown and SCHEME.match(word) is not None


def _with_dashes(words: Sequence[str], rules: FlagRules) -> list[str]:
    """`猫ーーar 3:2`, `— ar` and `&mdash;ar` with dashes, where what follows is a flag with a value that fits."""
    found: list[str] = []
    words = [_UNSEEN.sub("", word) for word in words]
    for word, after, value in zip(words, (*words[1:], ""), (*words[2:], "", ""), strict=False):
        looks = _LOOKS_DOUBLE.search(word) or _STROKE_BEFORE.match(word)
        if looks:
            dashes = "--" if len(looks[0]) > 1 else "—"
            mark = _read(dashes, word[looks.end() :], rules)
            meant = mark is not None and _meant(mark, after, rules)
        else:
            looks, dashes = _LOOKS_ALONE.fullmatch(word), "——"
            mark = _read(dashes, after, rules) if looks else None
            meant = mark is not None and _meant(mark, value, rules)
        found.append(word[: looks.start()] + dashes + word[looks.end() :] if looks and meant else word)
    return found


def _without_brackets(words: Sequence[str], rules: FlagRules) -> list[str]:
    """`a cat (--ar 3:2)` without the brackets or quotes that were typed around a flag."""
    found = list(words)
    for at, word in enumerate(found):
        bare = word.lstrip("".join(_BRACKETS))
        begins = FLAG_WORD.fullmatch(bare) if 0 < len(word) - len(bare) <= _NESTED_MOST else None
        mark = _read(begins[1], begins[2].rstrip(_AROUND), rules) if begins else None
        if mark is None or not _meant(mark, found[at + 1] if at + 1 < len(found) else "", rules):
            continue
        found[at] = bare
        for opened in reversed(word[: len(word) - len(bare)]):
            closed = _BRACKETS[opened]
            end = next((i for i in range(at, len(found)) if found[i].rstrip(TAIL).endswith(closed)), None)
            if end is not None:
                found[end] = found[end].rstrip(TAIL)[: -len(closed)]
    return list(filter(None, found))


def _pulled_apart(words: Sequence[str], rules: FlagRules) -> deque[str]:
    """`a cat--ar 16:9--v 7` in its parts, where what follows the dashes is a flag with a value that fits."""
    parts: list[str] = []  # from the end: what follows a flag has to be apart by then
    for word in reversed(words):
        if len(word) > _WORD_MOST:
            parts.append(word)
            continue
        end, link = len(word), SCHEME.search(word)
        if link is None and (dashes := _BEHIND.search(word)) and parts:  # `fox-- ar 3:2`
            mark = _read(dashes[0], parts[-1], rules)
            if mark and _meant(mark, parts[-2] if len(parts) > 1 else "", rules, glued=True):
                parts.append(dashes[0])
                end = dashes.start()
        for dash in reversed(list(_INSIDE.finditer(word, 0, link.start() if link else end))):  # a link has its own
            mark = _read(dash[1], word[dash.end() : end], rules)
            if mark and _meant(mark, parts[-1] if parts else "", rules, glued=True):
                parts.append(word[dash.start() : end])
                end = dash.start()
        parts.append(word[:end])
    return deque(reversed(parts))


def _mark(word: str, after: str, rules: FlagRules) -> tuple[Mark | None, int]:
    """What could be a flag here, and how many words belong to its name besides; `after` is the next one or ""."""
    bare = word.lstrip(MARKS)
    if begins := FLAG_WORD.fullmatch(bare):
        return _read(begins[1], begins[2], rules), 0
    if not _ALONE.fullmatch(bare) or not after:
        return None, 0
    second = FLAG_WORD.fullmatch(after)  # `- -ar`
    dashes, name = (bare + second[1], second[2]) if second and bare == "-" == second[1] else (bare, after)
    mark = None if second and dashes == bare else _read(dashes, name, rules)
    hyphen = mark is not None and dashes == "-" and len(mark.name) == 1  # `vitamin - c 50`
    return (None, 0) if mark is None or hyphen else (mark, 1)


def _read(dashes: str, text: str, rules: FlagRules) -> Mark | None:
    """`ar`, `ar:`, `ar=3:2`, `ar3:2` with a name that the rules know; None for any other."""
    plain = narrow_width(text).lower()
    letters = _FLAG_NAME.match(plain)
    name = letters[0] if letters else ""
    if name not in rules.names:
        name = re.match(r"[a-z]*", plain)[0]  # type: ignore[index]  # it always matches
    if name not in rules.names:
        return None
    tail = plain[len(name) :].strip(MARKS)
    if not tail or not is_visible(tail) or not tail.strip(TAIL):
        return Mark(dashes, name)
    value = tail[1:] if tail[0] in "=:" else tail
    flag = rules.find(name)
    if flag is None or not (tail[0] in "=:" or _DIGIT.match(tail)):
        return None
    return Mark(dashes, name, text[len(text) - len(value) :] if value else "")


def _meant(mark: Mark, after: str, rules: FlagRules, *, glued: bool = False) -> bool:
    """Whether these dashes and this name are a flag: by how they are written, and by the word that follows."""
    flag = rules.find(mark.name)
    if flag is None:
        return False
    value = mark.value or after
    if flag.kind in _ALONE_KINDS:
        return mark.sure and (not value or bool(_ALONE.match(value)))
    if flag.kind is Kind.TEXT:
        return mark.sure and bool(value) and not _ALONE.match(value)
    fits = bool(value) and _fits(flag, value, mark)
    attempt = flag.kind in _COUNTED and bool(_DIGIT.match(trim_value(value))) and mark.dashes != "-" and not glued
    return fits or attempt or (mark.sure and flag.optional and not value)


def _fits(flag: Flag, value: str, mark: Mark) -> bool:
    first = _cut_value(flag, [value])[0]
    if fitting(flag, first) is None or flag.kind not in _TELLING:
        return False
    # A word of a sentence can look like a profile: then only two short dashes make it one.
    return mark.sure or not flag.optional or _DIGIT.search(first) is not None


def _cut_value(flag: Flag | None, words: Sequence[str]) -> list[str]:
    """`3:2，一只狐狸` as the value and the words that were written on without a blank."""
    if not words or flag is None or SCHEME.match(words[0]) or fitting(flag, words[0]) is not None:
        return list(words)
    cut = CJK.search(words[0], 1)
    while cut is not None and narrow_width(cut[0]).isascii() and cut[0] not in TAIL:  # a full-width digit
        cut = CJK.search(words[0], cut.end())
    if cut is None or fitting(flag, words[0][: cut.start()]) is None:
        return list(words)
    return [words[0][: cut.start()], words[0][cut.start() :].lstrip(TAIL)]


def _as_prose(word: str, rules: FlagRules) -> str:
    begins = FLAG_WORD.fullmatch(word)
    if begins is None or len(begins[1]) < 2 or rules.find(begins[2].lower()):  # noqa: PLR2004 - two dashes
        return word
    return word if rules.nearest(begins[2].lower()) else f"—{begins[2]}"
