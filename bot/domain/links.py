"""Takes links out of what people typed around them: brackets, quotes, punctuation, words without a blank."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from urllib.parse import quote

from bot.domain.characters import CJK
from bot.domain.flags import SCHEME

# Stands before or after a link and never belongs to it.
_OPENING = "<(\"'“”„‟‘’‚‛«»[{（「『《〈【!"
_CLOSING = ">\"'“”„‟‘’‚‛«»]}）」』》〉】"
# Ends a sentence rather than an address; in a query most of these may be a value's.
_ENDING = ".,;:|!，。；：、！"
_ENDING_QUERY = ",;，。；、"
COMMA = ","
_COMMAS = re.compile(r"[^\w\s]*?[,，、]")  # behind a link, also behind what closes a quotation of it
_PICTURE_ENDINGS = r"(?:png|jpe?g|webp|gif|avif|heic|bmp|tiff?)"  # behind the dot of a file's name
_BEGIN = re.compile(r"https?://", re.IGNORECASE)
# Between two links that were written without a blank.
_BETWEEN = re.compile(
    r"(?<=[,;|，；、>\])）])(?=<?https?://)|(?:(?<=\.png|\.jpg|\.gif)|(?<=\.jpeg|\.webp|\.avif))\+?(?=https?://)",
    re.IGNORECASE,
)
# What fingers and full-width keyboards made of `https://`, before what looks like a host and a path.
_BROKEN_SCHEME = re.compile(
    r"(?:^|(?<=[<(\"'“「（，。：]))(https?)(?:[:：;][/／]{1,3}|[/／]{2})(?=(?:[a-z0-9-]+\.)+[a-z]{2,}/)",
    re.IGNORECASE,
)
# Behind the name of a picture something stands that no address goes on with.
_NAME_END = re.compile(
    rf"(?<=\.){_PICTURE_ENDINGS}"
    r"(?=[^\w./?#:%&=~@;,!*-]|[^\W\x00-\x7f]|&(?:gt|lt|quot|#)|-+>)",
    re.IGNORECASE,
)
_PICTURE = re.compile(rf"\.{_PICTURE_ENDINGS}(?=$|[^a-z0-9])", re.IGNORECASE)
# How the paths of pages end; of pictures that are named in a query the path may end so, too.
_PAGE_END = re.compile(r"https?://[^/?#]+(?:[^?#]*(?:\.html?|\.php|/))?", re.IGNORECASE)
_HOST = re.compile(r"https?://[^/?#]+", re.IGNORECASE)
# A flag that was written on to the name of a picture: no such file goes on with dashes and a word.
_FLAG_BEHIND = re.compile(
    rf"(?<=\.){_PICTURE_ENDINGS}"
    r"(?=(?:[-‐‑‒−－]{2,}|[–—―⸺]+)[a-z]+(?:[:=0-9][^/?#]*)?$)",
    re.IGNORECASE,
)
# A picture's address as people know it by heart, without what it begins with. A name alone may be words for a sign.
_SCHEMELESS = re.compile(
    r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::[0-9]+)?/.*\.(?:png|jpe?g|webp|gif|avif)(?:[?#].*)?",
    re.IGNORECASE,
)


# Before a link: signs, an emoji, the number of a line, what chats mark words with; and what names it.
_DECORATION = re.compile(r"(?:[^\w/?&%#]|_|[0-9]{1,2}[.)])*")
_LABEL = re.compile(r"[a-z]{1,12}=", re.IGNORECASE)
_WRAPPED = re.compile(r"(?:\*{1,3}|_{1,3}|~{1,2}|`{1,3}|\|\|)$")
_OTHER_SCHEME = re.compile(r"^(?!https?://)[a-z]{1,5}://", re.IGNORECASE)
_HIDDEN_MARKS = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")  # which web pages put into what they show
_NO_WORD = re.compile(r"(?:&(?:gt|lt|quot|#\w+)(?:;|$)|\W)+")


def separate_links(words: Iterable[str], *, commas: bool = False) -> Iterator[str]:
    """The same words, each link one of its own and without what was typed around it; others are left alone.

    `commas`: one that stood behind a link is a word, too, for lists that may have links in them.
    """
    for word in words:
        for part in _BETWEEN.split(_undecorated(_BROKEN_SCHEME.sub(r"\1://", word))):
            separated = _separated(part)
            yield from (one for one in separated if commas or one != COMMA or part == COMMA)


def without_commas(words: Sequence[str]) -> list[str]:
    """The same words without those commas."""
    return [word for before, word in pairwise(("", *words)) if word != COMMA or not is_link(before)]


def _undecorated(word: str) -> str:
    """A link without the signs before it and what chats mark words with; any other word as it is."""
    found = _BEGIN.search(word)
    if found is None or not _DECORATION.fullmatch(word[: found.start()]):
        return word
    wrapped, link = _WRAPPED.search(word[: found.start()]), word[found.start() :]
    bare = link.rstrip(_ENDING.replace("|", ""))
    return bare.removesuffix(wrapped[0]) if wrapped and bare.endswith(wrapped[0]) else link


def _separated(word: str) -> Iterator[str]:
    found = _BEGIN.search(word)
    if found is None or not _may_begin(word[: found.start()]):
        yield word
        return
    before, link = word[: found.start()].strip(_OPENING + "]=" + _ENDING), word[found.start() :]
    link, comma, after = _ended(link)
    yield from filter(None, (before, link, comma, after))


def _may_begin(before: str) -> bool:
    """Whether a link may begin behind these letters; in `x?u=https://…` and `x://…` it is part of something."""
    if not before or _LABEL.fullmatch(before):
        return True
    return before[-1] in _OPENING + "，。；：、:,;|" or bool(CJK.match(before[-1]))


def _ended(whole: str) -> tuple[str, str, str]:
    """The link alone, the comma that stood behind it, and the words that were written on without a blank."""
    whole = _HIDDEN_MARKS.sub("", whole)
    flag, name = _FLAG_BEHIND.search(whole), _name_end(whole)
    end = flag.end() if flag else min(name.end() if name else len(whole), _cjk_end(whole))
    link, after = whole[:end], whole[end:].strip(_OPENING + _CLOSING + _ENDING)
    junk = None if flag else _NO_WORD.match(after)
    after = after[junk.end() :] if junk else after
    bracket = next((at for at, char in enumerate(link) if char in '<>"“”«»'), len(link))
    link, after = link[:bracket], after or link[bracket:].strip(_OPENING + _CLOSING + _ENDING + ")")
    link = _trimmed(link)
    return _escaped(link), COMMA if _COMMAS.match(whole, len(link)) else "", after


def _trimmed(link: str) -> str:
    while link:
        ending = _ENDING_QUERY if "?" in link else _ENDING
        unpaired = link[-1] == ")" and link.count("(") < link.count(")")
        if not (unpaired or link[-1] in ending or link[-1] in _CLOSING):
            break
        link = link[:-1]
    return link


def _name_end(whole: str) -> re.Match[str] | None:
    """The end of a picture's name that other signs stand behind; in a query they may be a value's."""
    found = _NAME_END.search(whole)
    if found is None or "?" in whole[: found.start()] or _PICTURE.search(whole, found.end()):
        return None
    return found


def _cjk_end(link: str) -> int:
    """Where words in Chinese, Japanese or Korean go on; a file that has such a name keeps it."""
    found = CJK.search(link)
    if found is None:
        return len(link)
    named = _PICTURE.search(link, found.start())
    if (
        named
        and not _PICTURE.search(link[: found.start()])
        and not re.search(r"[，。；：、！（「《【]", link[: named.end()])
    ):
        return named.end()
    return found.start()


def _escaped(link: str) -> str:
    """Letters that no address has as percent escapes, and a host as it is looked up; others as they were typed."""
    if link.isascii():
        return link
    if (host := _HOST.match(link)) and not host[0].isascii():
        scheme, _, name = host[0].partition("//")
        with suppress(UnicodeError):
            link = f"{scheme}//{name.encode('idna').decode()}{link[host.end() :]}"
    return "".join(char if char.isascii() else quote(char) for char in link)


def is_picture_link(word: str) -> bool:
    """Whether the address looks like a picture's: some part of its path or query ends as picture files do."""
    host = _HOST.match(word)
    return bool(host and _PICTURE.search(word, host.end()))


def is_page_link(word: str) -> bool:
    """Whether it leads somewhere on a host, and does not look like a picture's."""
    host = _HOST.match(word)
    return bool(host and len(word) > host.end() + 1 and not is_picture_link(word))


def is_web_page(word: str) -> bool:
    """Whether the address is surely a page's and no picture's: by the end of its path, with nothing behind it."""
    return _PAGE_END.fullmatch(word) is not None


def lacks_scheme(word: str) -> bool:
    """Whether it is an address that nobody could fetch as it was typed: `www.e.org/a.png`."""
    bare = word.strip(_OPENING + _CLOSING + _ENDING + ")/")
    return _SCHEMELESS.fullmatch(_OTHER_SCHEME.sub("", bare)) is not None


def is_link(word: str) -> bool:
    return SCHEME.match(word) is not None
