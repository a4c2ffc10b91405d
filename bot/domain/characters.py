"""Characters that people type or paste: which are dropped, which are seen, of which script they are."""

import re
from collections.abc import Iterator
from unicodedata import category, decimal, name, normalize

# Embeddings, overrides and isolates turn the letters around them; left open they turn the rest of a chat line
# too, other people's names included. Right-to-left letters need none of them: their direction is their own.
_BIDI = "\u202a-\u202e\u2066-\u2069"
# Those, control characters (Unicode's Cc) and lone surrogates (Cs), but for blanks; line ends are another matter.
_HARMFUL = re.compile(f"[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff{_BIDI}]")
_NO_LINE_ENDS = re.compile("[\x1c-\x1f]")  # which Python takes for blanks, and nobody sees
# What keyboards put beside words unseen: byte order mark, zero-width space, the marks for writing direction.
MARKS = "\ufeff\u200b\u200e\u200f\u061c"
# Unicode blocks: CJK punctuation, kana, bopomofo, hangul, ideographs and the full-width forms of Latin signs.
CJK = re.compile(
    "[\u1100-\u11ff\u3000-\u30ff\u3100-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LOOK_ALIKES = {**dict.fromkeys(map(ord, "∶꞉ː︰﹕ꓽ"), ":"), **dict.fromkeys(map(ord, "∕⁄⧸"), "/")}
NAME_LIMIT = 64  # characters of a person's name; Telegram's first and last names have 64 each (Bot API 10.3)


def clean_words(text: str) -> Iterator[str]:
    """The words, without control characters, lone surrogates and words that cannot be seen."""
    return filter(is_visible, _HARMFUL.sub("", text).split())


def clean_name(name: str) -> str:
    """A person's name as it may stand beside other people's: one line, nothing that turns its neighbours."""
    return " ".join(clean_words(name))[:NAME_LIMIT].rstrip()


def clean_lines(text: str) -> str:
    """A text without control characters, lone surrogates and what turns its neighbours; its lines are kept."""
    return _NO_LINE_ENDS.sub("", _HARMFUL.sub("", _LINE_ENDS.sub("\n", text)))


def cut_text(text: str, most: int) -> str:
    """At most so many characters of it; a text that is cut says so by its last one."""
    return text if len(text) <= most else text[: most - 1] + "…"


def is_visible(word: str) -> bool:
    """Joiners, marks and variation selectors are seen only by what they do to their neighbours."""
    return any(category(char) != "Cf" and not "\ufe00" <= char <= "\ufe0f" for char in word)


def narrow_width(text: str) -> str:
    """Full-width letters, digits of any script and the look-alikes of `:` and `/` as the ordinary ones."""
    narrow = normalize("NFKC", text.translate(_LOOK_ALIKES))
    return narrow if narrow.isascii() else "".join(str(decimal(char, char)) for char in narrow)


def has_foreign_letters(text: str) -> bool:
    """Whether there is a letter in it that is not Latin."""
    return any(char.isalpha() and not is_latin(char) for char in text)


def is_latin(char: str) -> bool:
    """By its name in Unicode; signs that only look like letters, such as the ohm's, have others."""
    return char.isascii() or "LATIN" in name(char, "") or name(char, "").endswith("ORDINAL INDICATOR")
