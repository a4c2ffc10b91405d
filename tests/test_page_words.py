"""Nothing that a page of ours says stands in its own files: all of it comes out of `bot/i18n`."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typing_extensions import override

from adapters.webchat import gateway
from adapters.webchat.outbound import page_html
from bot.i18n import languages, page_texts
from bot.web import mask

FOLDERS = (gateway.STATIC_FOLDER, Path(mask.__file__).parent / "static")
PAGES = sorted(path for folder in FOLDERS for path in folder.glob("*.html"))
SCRIPTS = sorted(path for folder in FOLDERS for path in folder.glob("*.js"))
HEARD = frozenset({"aria-label", "title", "placeholder", "alt", "aria-description", "aria-roledescription"})
# Names, what the server fills in, and what is typed or pressed as it stands.
OURS = re.compile(r"Chatelier|\$\w+|Ctrl\+[A-Z]|\([A-Z]\)")
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`\\])//[^\n]*", re.DOTALL)
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`', re.DOTALL)
HOLE = re.compile(r"\$\{[^}]*\}")
# A capital before small letters, or two words beside each other: how something is said, not how code names things.
SAID = re.compile(r"^[A-Z][a-z]+[a-z .,!?…:]|^[A-Z][a-z]+$|[A-Za-z]{2,}[,.:!?…]? [A-Za-z]{2,}|[a-z]…")
# Selectors, style, names of classes, keys, events, parts of addresses.
CODE = re.compile(
    r"^[\w\s.,:#>*\[\]()=\"'^$+-]*[.#\[>(:=][\w\s.,:#>*\[\]()=\"'^$-]*$"
    r"|^(?:Arrow(?:Up|Down|Left|Right)|Enter|Escape|Tab|Home|End|Delete|Backspace|Control|Shift)$"
    r"|^(?:Files|POST|Content-Type|Chatelier|X-Page-Proof|Guest|Notification)$"
    r"|^(?:(?:input|textarea)(?:, )?)+$|^\w*keys share$"
)
CLASSES = re.compile(r'class: "[^"]*"|class="[^"]*"|rel: "[^"]*"')


class Said(HTMLParser):
    """What a page has people read or hear, but for scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        self.found += [value for name, value in attrs if name in HEARD and value]

    @override
    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    @override
    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def said_in(html: str) -> list[str]:
    reader = Said()
    reader.feed(html)
    return [text for text in reader.found if re.search(r"[^\W\d_]{2,}", OURS.sub("", text))]


def literals(script: str) -> list[str]:
    """The texts of a script that look as if somebody was to read them."""
    code = CLASSES.sub("", COMMENT.sub("", script))
    texts = [HOLE.sub("", found[0] or found[1]).strip() for found in LITERAL.findall(code)]
    return [text for text in texts if SAID.search(text) and not CODE.search(text)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_says_nothing_by_itself(path: Path) -> None:
    """Neither in its text nor in what is heard."""
    assert said_in(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_a_script_says_nothing_by_itself(path: Path) -> None:
    """What it says it asks for by name."""
    assert literals(path.read_text("utf-8")) == []


def test_words_would_be_found() -> None:
    """So that the two above mean something."""
    assert said_in('<p>Type <b>this</b></p><input placeholder="Your name">') == ["Type ", "this", "Your name"]
    script = 'x.title = on ? "Dark theme" : `Remove ${name}`; // a word\ny.textContent = "Sending…"; z("arrow-up");'
    assert literals(script) == ["Dark theme", "Remove", "Sending…"]


@pytest.mark.parametrize("language", sorted(languages()))
def test_the_page_comes_in_its_language(language: str) -> None:
    """Filled in by the server, so that it is there before any script, and without one."""
    texts = page_texts(language)
    html = page_html((gateway.STATIC_FOLDER / "index.html").read_text("utf-8"), language, texts)
    said = said_in(html)
    assert f'<html lang="{language}">' in html
    assert {texts["placeholder"], texts["script"], texts["welcome"], texts["send"]} <= set(said)
    assert "<code>/imagine</code>" in html
    assert "data-say-" not in html
