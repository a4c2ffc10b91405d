"""The text of a card in Discord's markdown: ours around it, and nothing of what people typed is any. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from urllib.parse import quote

from bot.domain.card import Span, Style
from bot.domain.characters import clean_lines

MESSAGE_TEXT_LIMIT = 4000  # characters over all texts of a message ("Using Message Components")
SMALL = "-# "  # begins a line of small print
# Where a backslash belongs: before signs that mean something everywhere; before colons, but for those in a ratio or
# before a blank, which begin neither the name of an emoji nor what follows a scheme; and before signs that would
# make a line a header, an item, a quote or small print.
ESCAPES = re.compile(
    r"(?=[\\*_~|`\[\]<@])"
    r"|(?=:(?!(?<=\d:)\d{1,4}\s|(?<=\S:)\s))"
    r"|(?m:^)(?:[^\S\n]|[\ufeff\u200b])*\d*(?=[-+#>.)])"
)
BOLD_LINE, ESCAPED = re.compile(r"\*\*(.*)\*\*"), re.compile(r"\\([^\w\s]|_)")
ADDRESS = re.compile(r"https?://\S+")
ADDRESS_SIGNS = "!#$%&'*+,/:;=?@_~-."  # all that addresses are made of but for brackets


def render_text(spans: Iterable[Span], limit: int = MESSAGE_TEXT_LIMIT) -> str:
    """Within `limit` as Discord counts, which is after escaping; the longest runs are cut as far as it takes."""
    kept = [Span(clean_lines(span.text)[: limit + 1], span.style, span.url) for span in spans]
    while (excess := text_length(text := join_spans(kept)) - limit) > 0:
        sizes = [escaped_length(span.text) for span in kept]
        place = sizes.index(max(sizes))
        # By half at most: another one may be as long, and each is to keep its beginning.
        room = max(sizes[place] - excess, sizes[place] // 2)
        kept[place] = replace(kept[place], text=shorten_text(kept[place].text, room))
    return text


def first_line(text: str) -> str:
    """What people read in the first line of a text of ours: without its marks and backslashes."""
    line = text.partition("\n")[0]
    bold = BOLD_LINE.fullmatch(line)
    return ESCAPED.sub(r"\1", bold[1] if bold else line).strip()


def text_length(text: str) -> int:
    """In UTF-16 units, of which no way of counting finds more."""
    return len(text.encode("utf-16-le")) // 2


def escaped_length(text: str) -> int:
    return text_length(text) + len(escape_points(text))


def shorten_text(text: str, limit: int) -> str:
    """So much of it, and a sign that there was more, as fits when it is escaped."""
    escaped = {*escape_points(text)}
    room = limit - 1
    for place, char in enumerate(text):
        room -= 1 + (char > "\uffff") + (place in escaped)
        if room < 0:
            return f"{text[:place]}…" if limit > 0 else ""
    return text


def join_spans(spans: Sequence[Span]) -> str:
    """Line by line: small print is a matter of whole lines, and no other style is left open at the end of one."""
    text = "\n".join(join_line(line) for line in split_lines(spans))
    return text.strip()


def split_lines(spans: Iterable[Span]) -> Iterator[Sequence[Span]]:
    """Neighbours of one style become one: two markers side by side would mean something else."""
    line = list[Span]()
    for span in spans:
        first, *rest = span.text.split("\n")
        line.append(Span(first, span.style, span.url))
        for part in rest:
            yield merge_spans(line)
            line = [Span(part, span.style, span.url)]
    yield merge_spans(line)


def merge_spans(line: Sequence[Span]) -> Sequence[Span]:
    alike = groupby((span for span in line if span.text), key=lambda span: (span.style, span.url))
    return [Span("".join(span.text for span in run), style, url) for (style, url), run in alike]


def join_line(line: Sequence[Span]) -> str:
    text = "".join(map(mark_span, line))
    styles = {span.style for span in line if span.text.strip()}
    small = Style.MUTED in styles and styles <= {Style.MUTED, Style.CREDIT, Style.CODE}
    return f"{SMALL}{text.lstrip()}" if small else text


def mark_span(span: Span) -> str:
    """A run of text within a line. Blanks stay outside of the markers."""
    words = span.text.strip()
    before, _, after = span.text.partition(words) if words else (span.text, "", "")
    return f"{before}{mark_words(words, span)}{after}" if words else before


def mark_words(words: str, span: Span) -> str:
    if ADDRESS.fullmatch(span.url):
        address = quote(span.url, safe=ADDRESS_SIGNS)
        # An address as a link's words would not be taken for a link: it is shown as it is.
        return f"<{address}>" if words == span.url else f"[{escape_text(flat_brackets(words))}]({address})"
    match span.style:
        case Style.BOLD | Style.PROMPT:
            # A marker ends a word as a blank does, but no name of an emoji.
            end = "" if words.endswith(":") else " "
            return f"**{escape_text(words + end).removesuffix(end)}**"
        case Style.CODE if "`" not in words and "\\" not in words:
            return f"`{words}`"
        case _:
            return escape_text(words)


def flat_brackets(words: str) -> str:
    """Clients look for the end of a link's words without regard for what is escaped."""
    return words.translate(str.maketrans("[]", "()"))


def escape_text(text: str) -> str:
    """As it is to be read. A part of a line is treated like its beginning: who knows what stands before it."""
    return "\\".join(text[start:end] for start, end in pairwise([0, *escape_points(text), len(text)]))


def escape_points(text: str) -> Sequence[int]:
    """Before which characters a backslash belongs."""
    return [found.end() for found in ESCAPES.finditer(text)]
