"""What people type is shown on Discord as they typed it, whatever it is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.discord.markdown import MESSAGE_TEXT_LIMIT, escape_text, first_line, render_text, text_length
from bot.domain.card import Span, Style
from bot.domain.characters import clean_lines
from tests.fakes.discord_markdown import Live, Shown, read_markdown

HOSTILE = (
    "@everyone @here <@123456789012345678> <@!1> <@&2> <#3> </imagine:4> <id:customize>",
    "<t:1700000000:R> <:cat:5> <a:cat:6> :smile: 5:100:5 16:9 a:b::c: :100: 1:9a: x",
    "**bold** *it* __under__ _it_ ~~gone~~ ||secret|| `code` ```py\nblock```",
    "# head\n## head\n### head\n-# small\n- list\n* list\n+ list\n1. one\n2) two\n> quote\n>>> all",
    "  # head\n\t- list\n\ufeff> quote\n\u200b# x\n 12. twelve",
    "[words](https://example.com) <https://example.com> https://example.com steam://run discord://x HTTP://A.B",
    "\\*not\\* \\\\ \\` \\@everyone \\",
    "a\u2028# head\r- list\r\n> quote\x0b1. x\x85-# small",
    "\u202eevil\u2066 \x00\x07 \ud800 ¯\\_(ツ)_/¯",
    "*" * 5000,
    "`" * 3 + "\n" + "|" * 9 + "\n" + "_" * 7,
)
SIGNS = "*_~|`\\[]()<>@#:!-+.)/ \n\t19axe\u200b\ufeff"
pieces = st.sampled_from(HOSTILE) | st.text(SIGNS, max_size=30) | st.text(max_size=20)
spans = st.lists(st.builds(Span, pieces, st.sampled_from(Style)), max_size=6)


def seen(text: str) -> str:
    return "".join(text.split())


def letters(shown: list[Shown]) -> str:
    return seen("".join(one.char for one in shown))


@given(spans)
@example([Span("1:", Style.BOLD), Span("<t:1700000000:R> <:cat:5>")])
def test_shows_words_as_they_are(card: list[Span]) -> None:
    """Whatever the runs are, all of their words are shown, bold ones bold, and nothing of them means anything."""
    shown = read_markdown(render_text(card, 10**6))
    assert letters(shown) == seen(clean_lines("".join(span.text for span in card)))
    bold = [clean_lines(span.text) for span in card if span.style in {Style.BOLD, Style.PROMPT}]
    assert letters([one for one in shown if one.bold]) == seen("".join(bold))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("style", Style)
def test_shows_hostile_words_as_they_are(text: str, style: Style) -> None:
    """Mentions, times, emoji names, headers, lists, quotes, links, styles: in each style they are but words."""
    shown = read_markdown(render_text([Span("Ann: "), Span(text, style), Span("\nour line", Style.MUTED)], 20_000))
    assert letters(shown) == seen(clean_lines(f"Ann: {text}\nour line"))


@pytest.mark.parametrize("text", [text for text in HOSTILE if not text.startswith(("\u202e", "\\*not"))])
def test_reader_finds_what_is_not_escaped(text: str) -> None:
    """The judge of these tests sees all of that where nobody escapes it."""
    with pytest.raises(Live):
        read_markdown(text.replace("\r", "\n").replace("\u2028", "\n") + "*")


@given(spans, st.integers(0, 300))
def test_keeps_to_a_limit(card: list[Span], limit: int) -> None:
    """However much there is, it is cut to fit as it is sent, and still nothing of it means anything."""
    text = render_text(card, limit)
    assert text_length(text) <= limit
    read_markdown(text)


def test_runs_that_are_equally_long_keep_their_beginnings() -> None:
    """Neither goes for the other's sake, however much is too much."""
    shown = render_text([Span("*" * 5000, Style.BOLD), Span("\n" + "_" * 5000)], 1000)
    head, rest = shown.split("\n")
    assert (head.endswith("…**"), rest.endswith("…")) == (True, True)
    assert min(len(head), len(rest)) > 400
    assert text_length(shown) <= 1000


def test_cuts_the_longest_run_by_what_it_is_too_long() -> None:
    """Of 4,000 asterisks, 8,000 characters as they are sent, so many are left as fit; our own words all stay."""
    card = [Span("*" * 4000, Style.BOLD), Span("\nAnn · Imagine", Style.MUTED), Span("ABCD1234", Style.CODE)]
    text = render_text(card)
    assert MESSAGE_TEXT_LIMIT - 2 <= text_length(text) <= MESSAGE_TEXT_LIMIT
    assert text.startswith("**\\*")
    assert text.endswith("…**\n-# Ann · Imagine`ABCD1234`")


def test_marks_what_is_ours() -> None:
    """Bold is bold, a line of small print is small, codes are code, a link is one by its words."""
    card = [
        Span("a cat --ar 16:9 ", Style.BOLD),
        Span("\nAnn · Imagine", Style.MUTED),
        Span(" · ", Style.MUTED),
        Span("ABCD1234", Style.CODE),
        Span("\n2 takes · "),
        Span("▶ 2", url="https://cdn.example.com/a_(1).mp4?x=1&y=%20"),
        Span("\nhttps://cdn.example.com/a_b_c.png", url="https://cdn.example.com/a_b_c.png"),
    ]
    assert render_text(card) == (
        "**a cat --ar 16:9** \n"
        "-# Ann · Imagine · `ABCD1234`\n"
        "2 takes · [▶ 2](https://cdn.example.com/a_%281%29.mp4?x=1&y=%20)\n"
        "<https://cdn.example.com/a_b_c.png>"
    )


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a cat --ar 16:9 --v 7", "a cat --ar 16:9 --v 7"),
        ("--ar 16:9", "\\--ar 16\\:9"),
        ("style: oil, 4:3, 10 %", "style: oil, 4\\:3, 10 %"),
        ("issue #12 > 3", "issue #12 > 3"),
        ("snake_case", "snake\\_case"),
        ("1. one", "1\\. one"),
    ],
)
def test_leaves_what_means_nothing(typed: str, sent: str) -> None:
    """Who copies a prompt on a telephone copies what was sent, so no more is escaped than has to be."""
    assert escape_text(typed) == sent


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a b", "ftp://x", "https://x\n# y"])
def test_links_to_nothing_odd(url: str) -> None:
    """What is no plain address of the web is no link."""
    assert render_text([Span("words", url=url)]) == "words"


@given(st.text("ab _*\\`~|[]()<>@#:-+.1", min_size=1, max_size=40).map(lambda text: " ".join(text.split())))
def test_the_first_line_is_read_as_it_was_meant(words: str) -> None:
    """Bold, as the head of a picture is, and escaped as it was for that."""
    shown = render_text([Span(words, Style.BOLD), Span("\nAnn · Imagine", Style.MUTED)])
    assert first_line(shown) == words or not words
