"""Pictures that an order begins with: how people name them, and what stands for them until they have addresses."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.dashes import picture_values
from bot.domain.errors import UserError
from bot.domain.flags import FlagRules
from bot.domain.hosted import HIDDEN
from bot.domain.ids import is_surely_code, read_code
from bot.domain.links import is_link

PARTS_MOST = 4  # parts of a sheet: the service makes four pictures at once
# As people copy a code, with the sign of their keyboard and what ends a word; behind it the part, and the weight
# that references may have.
_CODE_WORD = re.compile(
    r"(?P<sign>[#＃]?)(?P<code>[0-9A-Za-z]{4}-?[0-9A-Za-z]{4})(?:\.(?P<part>[0-9]{1,3}))?"
    r"(?P<weight>::[0-9]{1,3}(?:\.[0-9]{1,2})?)?[.,;:，；：。]?"
)
# Names of hosts that are nobody's (RFC 2606).
_STAND_IN = "https://{kind}.invalid/{name}.png"
_RESULT_STAND_IN = re.compile(
    r"https://result\.invalid/(?P<code>[0-9A-Z]{8})-(?P<part>[0-4])\.png(?P<weight>::[0-9]{1,3}(?:\.[0-9]{1,2})?)?"
)

# Either of them, with what may be before it on a flag's word: `--end=#P189YD3C`.
_BEHIND_FLAG = re.compile(r"(?P<head>[^#＃]*?)(?P<named>[#＃]\S+|https://result\.invalid/\S+)")
_CUT_STAND_IN = re.compile(r"https://(?:result|sent)(?:\.[^\s…]*)?…?$")


@dataclass(frozen=True, slots=True)
class Link:
    """An address that somebody typed."""

    url: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A picture that came along, by the name that its platform has for it."""

    attachment: str


@dataclass(frozen=True, slots=True)
class Result:
    """A result of ours by its code: the whole, or part 1 to 4 of a sheet; 0 is the whole."""

    code: str
    part: int = 0

    @property
    def name(self) -> str:
        """As people type it."""
        return f"#{self.code}.{self.part}" if self.part else f"#{self.code}"


Subject = Link | Sent | Result


@dataclass(frozen=True, slots=True)
class Source:
    """A picture of an order, and the address that stands for it there: one that was found, or a stand-in.

    A link is one where the order is given something else than what lies there.
    """

    subject: Subject
    url: str


def read_subject(word: str) -> Link | Result | None:
    """What a word names, if it names a picture: an address, or a code with its sign.

    Raises UserError for a part that no sheet has.
    """
    if is_link(word):
        return Link(word)
    match = _CODE_WORD.fullmatch(word)
    return read_result(match) if match and match["sign"] else None


def read_result(match: re.Match[str]) -> Result | None:
    """Raises UserError for a part that no sheet has."""
    code = read_code(match["code"])
    if not code:
        return None
    part = match["part"]
    if part is not None and not 1 <= int(part) <= PARTS_MOST:
        raise UserError("code-part-unknown", name=code, part=part)
    return Result(code, int(part or 0))


def is_certain(match: re.Match[str]) -> bool:
    """Whether it can be nothing else than a code."""
    return match["part"] is not None or is_surely_code(match["code"])


def has_digit(match: re.Match[str]) -> bool:
    """Words have none."""
    return any(char.isdecimal() for char in match["code"])


# --- in the text of a command ---------------------------------------------------------------------------


class Naming(StrEnum):
    """Where the codes of pictures count in the text of a command, besides behind flags."""

    NOWHERE = "nowhere"  # it takes no pictures
    FIRST = "first"  # as its first word
    ANYWHERE = "anywhere"  # among the words
    BEHIND = "behind"  # the same, but a whole one as the first word names a prompt


def name_pictures(
    text: str, naming: Naming, rules: FlagRules, *, alone: bool = True
) -> tuple[str, tuple[Source, ...]]:
    """The text with stand-ins for the pictures that are named by codes in it, and what they stand for.

    `rules`: by which flags are told. `alone`: no picture came along. Then a first word that has to name one need
    not have the sign, if there is a digit in it. Elsewhere it has to be a code and nothing else. Raises UserError
    for a part that no sheet has.
    """
    if naming is Naming.NOWHERE:
        return text, ()
    sources: dict[str, Source] = {}
    pieces = re.split(r"(\s+)", text)
    valued, first = flagged_codes(pieces, rules), next((at for at, word in enumerate(pieces) if word.strip()), 0)
    for at, word in enumerate(pieces):
        head = valued.get(at, "")
        found = named_result(word[len(head) :], naming, leads=at == first, valued=at in valued, alone=alone)
        if found is None:
            continue
        source = stand_in_source(found[0])
        sources[source.url] = source
        pieces[at] = head + source.url + found[1]
    return "".join(pieces), tuple(sources.values())


def flagged_codes(pieces: Sequence[str], rules: FlagRules) -> Mapping[int, str]:
    """Which of the pieces of a text end in a code that is the value of a flag, and what is before it there.

    Each code is a link for that, so that there is one reader of dashes.
    """
    heads: dict[str, tuple[int, str]] = {}
    words: list[str] = []
    for at, piece in enumerate(pieces):
        found, mark = _BEHIND_FLAG.fullmatch(piece), _STAND_IN.format(kind="named", name=str(at))
        if found and (_CODE_WORD.fullmatch(found["named"]) or _RESULT_STAND_IN.fullmatch(found["named"])):
            heads[mark] = at, found["head"]
            words.append(found["head"] + mark)
        else:
            words += piece.split()
    if not heads:
        return {}
    return dict(heads[link] for link in picture_values(words, rules) if link in heads)


def named_result(word: str, naming: Naming, *, leads: bool, valued: bool, alone: bool) -> tuple[Result, str] | None:
    """What a word names where it stands, and the weight behind it; what stands for a result names it, too.

    `valued`: it is behind a flag. Raises UserError.
    """
    if stands := _RESULT_STAND_IN.fullmatch(word):
        return Result(stands["code"], int(stands["part"])), stands["weight"] or ""
    match = _CODE_WORD.fullmatch(word)
    if match is None or not (match["sign"] if valued else is_meant(match, naming, leads=leads, alone=alone)):
        return None
    found = read_result(match)
    return None if found is None else (found, match["weight"] or "")


def is_meant(match: re.Match[str], naming: Naming, *, leads: bool, alone: bool) -> bool:
    """Whether a word that reads as a code is one where it stands, which is not behind a flag."""
    signed = bool(match["sign"])
    if naming is Naming.FIRST:
        return leads and ((signed or has_digit(match)) if alone else (signed and is_certain(match)))
    if naming is Naming.BEHIND and leads and match["part"] is None:
        return False
    return signed and is_certain(match)


def stand_in_source(result: Result) -> Source:
    """With an address that nobody has, until the result's own is found."""
    return Source(result, _STAND_IN.format(kind="result", name=f"{result.code}-{result.part}"))


def came_along(pictures: Sequence[Subject]) -> tuple[Source, ...]:
    """Pictures that came with a command, in order, each with an address that nobody has, but for links."""
    return tuple(came_source(one, number) for number, one in enumerate(pictures, 1))


def came_source(picture: Subject, number: int) -> Source:
    match picture:
        case Result():
            return stand_in_source(picture)
        case Link(url):
            return Source(picture, url)
        case Sent():
            return Source(picture, _STAND_IN.format(kind="sent", name=str(number)))


def replace_addresses(text: str, found: Mapping[str, str]) -> str:
    """The text with other addresses in the place of these, also where a weight follows."""
    return " ".join(replaced_word(word, found) for word in text.split(" "))


def replaced_word(word: str, found: Mapping[str, str]) -> str:
    if word in found:
        return found[word]
    url, mark, weight = word.rpartition("::")
    return f"{found[url]}{mark}{weight}" if mark and url in found else word


def shown_names(text: str, sources: Iterable[Source]) -> str:
    """A text that is quoted back, with what people typed, or a sign, instead of what stands for a picture.

    Of what was cut off at its end enough may be left to be read as an address.
    """
    for source in sources:
        if isinstance(source.subject, Result):
            text = text.replace(source.url, source.subject.name)
        elif isinstance(source.subject, Sent):
            text = text.replace(source.url, HIDDEN)
    return _CUT_STAND_IN.sub("…", text)
