"""How the Telegram on loopback reads formatted text, and what it makes of what people type."""

from typing import Any

import pytest

from tests.fakes.telegram import text as words
from tests.fakes.telegram.call import Call
from tests.fakes.telegram.entities import Rich, typed
from tests.fakes.telegram.html import parse_html
from tests.fakes.telegram.markdown import parse_markdown
from tests.fakes.telegram.refusal import Refusal
from tests.fakes.telegram.rules import Rules


def brief(rich: Rich) -> list[tuple[str, int, int]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in rich.entities]


@pytest.mark.parametrize(
    ("given", "text", "entities"),
    [
        ("<b>a <i>b</i></b>", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
        ("🐈 <code>x &lt; y</code>", "🐈 x < y", [("code", 3, 5)]),
        ('<a href="https://a.example/?b=1&amp;c">go</a>', "go", [("text_link", 0, 2)]),
        ('<pre><code class="language-py">1</code></pre>', "1", [("pre", 0, 1)]),
        ('<span class="tg-spoiler">s</span> &amp;&#33;', "s &!", [("spoiler", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        (" <b> </b>tail ", "tail", []),
        ("a & b", "a & b", []),
    ],
)
def test_html(given: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """Tags become entities counted in UTF-16 units."""
    found = parse_html(given)
    assert (found.text, brief(found)) == (text, entities)


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("é<b>x", 'end tag corresponding to start tag "b"'),
        ("é<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 < 2", "Unsupported start tag"),
        ("<span>x</span>", "Unsupported start tag"),
    ],
)
def test_bad_html(given: str, complaint: str) -> None:
    """What a browser would forgive is refused, with the place in bytes."""
    with pytest.raises(Refusal, match="can't parse entities") as refused:
        parse_html(given)
    assert complaint in refused.value.text


@pytest.mark.parametrize(
    ("given", "text", "entities"),
    [
        ("*a _b_*", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
        ("__u__ ~s~ ||p||", "u s p", [("underline", 0, 1), ("strikethrough", 2, 1), ("spoiler", 4, 1)]),
        ("`a.b` 1\\.5\\!", "a.b 1.5!", [("code", 0, 3)]),
        ("```py\nx = 1```", "x = 1", [("pre", 0, 5)]),
        ("[go](https://a.example/\\))", "go", [("text_link", 0, 2)]),
        (">one\n>two\nthree", "one\ntwo\nthree", [("blockquote", 0, 7)]),
        ("🐈 *x*", "🐈 x", [("bold", 3, 1)]),
    ],
)
def test_markdown(given: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """Marks become entities, and escaped ones are characters."""
    found = parse_markdown(given)
    assert (found.text, brief(found)) == (text, entities)


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("1.5", "Character '.' is reserved and must be escaped"),
        ("a-b", "Character '-' is reserved"),
        ("é *x", "Can't find end of Bold entity at byte offset 3"),
        ("`x", "Can't find end of Code entity at byte offset 0"),
        ("*a _b*", "Can't find end of Italic entity"),
        ("[x](y", "Can't find end of a URL"),
        ("a | b", "Character '|' is reserved"),
    ],
)
def test_bad_markdown(given: str, complaint: str) -> None:
    """A mark left open or not escaped is refused."""
    with pytest.raises(Refusal) as refused:
        parse_markdown(given)
    assert complaint in refused.value.text


@pytest.mark.parametrize(
    "entity",
    [
        {"type": "glow", "offset": 0, "length": 1},
        {"type": "bold", "offset": 1, "length": 9},
        {"type": "bold", "offset": 1, "length": 1},  # half a cat
        {"type": "text_link", "offset": 0, "length": 1},
    ],
)
def test_explicit(entity: dict[str, Any]) -> None:
    """Entities the bot counted itself have to fit the text."""
    with pytest.raises(Refusal):
        words._parse({"text": "a🐈"}, "text", [entity, {"type": "bold", "offset": 0, "length": 1}])


def test_lengths() -> None:
    """4096 and 1024 are counted after parsing, in UTF-16 units."""
    rules = Rules()
    body = "<b>" + "x" * 4096 + "</b>"
    assert words.text(Call("sendMessage", {"text": body, "parse_mode": "HTML"}), rules).text == "x" * 4096
    with pytest.raises(Refusal, match="message is too long"):
        words.text(Call("sendMessage", {"text": "🐈" * 2049}), rules)
    with pytest.raises(Refusal, match="caption is too long"):
        words.caption(Call("sendPhoto", {"caption": "x" * 1025}), rules)
    with pytest.raises(Refusal, match="text is empty"):
        words.text(Call("sendMessage", {"text": " <b> </b>", "parse_mode": "HTML"}), rules)


def test_typed() -> None:
    """What people type has commands, mentions and links, none of them inside another."""
    found = typed("🐈 /imagine@atelier_test_bot by @ann https://a.example/#top")
    assert brief(found) == [("bot_command", 3, 25), ("mention", 32, 4), ("url", 37, 22)]
    assert brief(typed("a/b mail@ann.example")) == []
