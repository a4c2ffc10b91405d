"""The pages in other languages: nothing that they show, or say to who listens, is left in English, in any state."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect

from bot import i18n
from tests.browser.conftest import running_demo
from tests.browser.pressing import reach
from tests.browser.test_nothing_is_lost import DROPPED
from tests.browser.test_uploads import payload
from tests.scenarios.programs import Program
from tests.test_languages import ENGLISH_WORD, FIXED, LATIN_WORD

# Every text that is seen, and every one that is heard; a hidden element's are neither.
WORDS = """() => {
  const seen = one => one.checkVisibility({visibilityProperty: true});
  const texts = [document.title];
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const around = nodes.currentNode.parentElement;
    if (seen(around) && !around.closest('script, style, noscript')) texts.push(nodes.currentNode.textContent);
  }
  for (const one of document.body.querySelectorAll('*')) {
    if (!seen(one)) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext', 'aria-description']) {
      if (one.hasAttribute(name)) texts.push(one.getAttribute(name));
    }
  }
  return texts.map(text => text.trim()).filter(Boolean);
}"""
ROOM = re.compile(r"\batelier\b")  # its name
TASK_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")  # and a trace's
MORE_ENGLISH = re.compile(
    r"\b(?:Connecting|Connected|Offline|Reply|Send|Save|Cancel|Close|Remove|Sending|Waits|Message|Message[s]?|Example[s]?"
    r"|Suggestion[s]?|Dark|Switch|to|for|it|in one|Type|Say|Add|Enlarge|Paint|Show|Copy|finished|started|failed)\b"
)
PROMPTS = {"de": "ein Leuchtturm", "zh-Hant": "燈塔"}
NAMES = {"de": "Jörg", "zh-Hant": "小明"}
# What German has, too.
GERMAN_TOO = re.compile(r"\b(?:Offline|in|Name|Details)\b")


@dataclass(frozen=True)
class Reader:
    """Somebody who reads that language, and a room that they painted something in."""

    language: str
    demo: Program
    context: BrowserContext
    page: Page

    def label(self, key: str) -> str:
        return i18n.say(key, language=self.language)

    def say(self, text: str) -> None:
        self.page.locator("#box").fill(text)
        self.page.locator("#box").press("Enter")

    def left(self, page: Page | None = None) -> list[str]:
        """What is not in that language."""
        found = []
        for text in (page or self.page).evaluate(WORDS):
            rest = ROOM.sub(" ", FIXED.sub(" ", TASK_ID.sub(" ", text)))
            if self.language == "de":
                rest = GERMAN_TOO.sub(" ", rest)
                words = ENGLISH_WORD.findall(rest) + MORE_ENGLISH.findall(rest)
            else:
                words = LATIN_WORD.findall(rest)
            if words:
                found.append(f"{words} in {text!r}")
        return found

    def newest(self, key: str) -> Locator:
        """The newest message with a button of that label."""
        wanted = self.page.locator(f'.buttons [data-label="{self.label(key)}"]')
        return self.page.get_by_role("article").filter(has=wanted).last

    def dismiss(self) -> None:
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Escape")
        self.page.locator("#box").fill("")


@pytest.fixture(params=["de", "zh-Hant"])
def reader(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    language = request.param
    locale = {"de": "de-DE", "zh-Hant": "zh-TW"}[language]
    with running_demo(tmp_path, "1") as demo:
        context = browser.new_context(locale=locale, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(f"{demo.url}/?name={NAMES[language]}")
        expect(page.get_by_role("log")).not_to_have_attribute("aria-busy", "true")
        yield Reader(language, demo, context, page)
        context.close()


def paint(reader: Reader) -> None:
    articles = reader.page.get_by_role("article")
    reader.say(f"/imagine {PROMPTS[reader.language]} --ar 3:2")
    expect(articles.last).to_have_attribute("data-state", "done")


def upscale(reader: Reader) -> None:
    articles = reader.page.get_by_role("article")
    before = articles.count()
    reach(reader.page.locator("article:has(.quarters)").last, "U2").click()
    expect(articles.nth(before)).to_have_attribute("data-state", "done")


def film(reader: Reader) -> None:
    articles = reader.page.get_by_role("article")
    before = articles.count()
    reach(articles.last, reader.label("button-animate")).click()
    expect(articles.nth(before)).to_have_attribute("data-state", "done")


def suggest(reader: Reader) -> None:
    reader.page.locator("#box").fill("/")
    expect(reader.page.get_by_role("option").first).to_be_visible()


def suggest_flags(reader: Reader) -> None:
    reader.page.locator("#box").fill("")
    reader.page.locator("#box").press_sequentially("/imagine x --")
    expect(reader.page.get_by_role("option").first).to_be_visible()


def make_mistakes(reader: Reader) -> None:
    reader.dismiss()
    reader.say("/imagine x --ar 0:5")
    expect(reader.page.get_by_role("alert")).to_have_count(1)
    reader.page.locator("#box").fill("")
    reader.say("/imagine")
    expect(reader.page.get_by_role("alert")).to_have_count(2)


def open_settings(reader: Reader) -> None:
    reader.dismiss()
    reader.say("/settings")
    expect(reader.page.locator("#sheet").get_by_role("button").nth(1)).to_be_visible()


def open_help(reader: Reader) -> None:
    reader.dismiss()
    reader.say("/help")
    expect(reader.page.locator("#sheet, .note").get_by_role("button").first).to_be_visible()


def open_form(reader: Reader, key: str) -> None:
    reader.dismiss()
    reach(reader.newest(key), reader.label(key)).click()
    expect(reader.page.locator("#sheet").get_by_role("heading")).to_be_visible()


def open_name(reader: Reader) -> None:
    reader.dismiss()
    reader.page.locator("#name-button").click()
    expect(reader.page.locator("#name-dialog")).to_be_visible()


def look_closely(reader: Reader) -> None:
    reader.page.keyboard.press("Escape")
    reader.page.locator('[data-tool="large"]:visible').last.click()
    expect(reader.page.locator("#lightbox")).to_be_visible()


def press_quarter(reader: Reader) -> None:
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("#lightbox")).to_be_hidden()
    reader.page.locator(".quarter-face").last.click()
    expect(reader.page.locator(".quarter-deeds:not([hidden])")).to_have_count(1)


def reply_with_pictures(reader: Reader) -> None:
    reader.page.locator("article .reply").last.click()
    named: FilePayload = {**payload("red"), "name": "1"}
    reader.page.locator("#attach-input").set_input_files([named])
    expect(reader.page.locator("#tray li")).to_have_count(1)
    expect(reader.page.locator("#replying")).to_be_visible()


def add_too_many(reader: Reader) -> None:
    named: FilePayload = {**payload("red"), "name": "1"}
    reader.page.locator("#attach-input").set_input_files([named] * 6)
    expect(reader.page.get_by_role("alert").last).to_contain_text("5")
    reader.page.reload()
    expect(reader.page.get_by_role("log")).not_to_have_attribute("aria-busy", "true")


def go_offline(reader: Reader) -> None:
    reader.dismiss()
    reader.context.set_offline(offline=True)
    reader.page.evaluate("dispatchEvent(new Event('offline'))")
    reader.say("/history")
    expect(reader.page.locator("#link")).to_have_attribute("data-state", re.compile("offline|reconnecting|open"))


def details(reader: Reader) -> None:
    reader.context.set_offline(offline=False)
    expect(reader.page.locator("#link")).to_have_attribute("data-state", "open")
    reach(reader.newest("button-details"), reader.label("button-details")).click()
    expect(reader.page.locator("#sheet, .note").first).to_be_visible()


def as_it_is(reader: Reader) -> None:
    expect(reader.page.locator("#empty")).to_be_visible()


# In this order: each begins where the one before it ended.
STATES: dict[str, Callable[[Reader], None]] = {
    "an empty room": as_it_is,
    "suggestions": suggest,
    "flags": suggest_flags,
    "a picture": paint,
    "a picture of its own": upscale,
    "a film": film,
    "mistakes": make_mistakes,
    "settings": open_settings,
    "help": open_help,
    "other words": lambda reader: open_form(reader, "button-change-form"),
    "a film's form": lambda reader: open_form(reader, "button-animate-form"),
    "a region's form": lambda reader: open_form(reader, "action-variation_region"),
    "the name": open_name,
    "large": look_closely,
    "a quarter": press_quarter,
    "an answer with pictures": reply_with_pictures,
    "too many pictures": add_too_many,
    "offline": go_offline,
    "details": details,
}


def test_every_state_is_in_its_language(reader: Reader) -> None:
    """But commands, flags, codes, names and what somebody typed."""
    assert reader.page.evaluate("document.documentElement.lang") == reader.language
    left = {}
    for name, enter in STATES.items():
        enter(reader)
        if found := reader.left():
            left[name] = found
    assert left == {}


def test_what_is_heard_of_a_picture_is_in_its_language(reader: Reader) -> None:
    """When it begins, and when it is there."""
    reader.dismiss()
    reader.page.evaluate(
        """() => { window.heard = []; new MutationObserver(all => all.forEach(one =>
        one.addedNodes.forEach(node => window.heard.push(node.textContent))))
        .observe(document.getElementById('announcer'), {childList: true}); }"""
    )
    before = reader.page.get_by_role("article").count()
    reader.say(f"/imagine {PROMPTS[reader.language]}")
    expect(reader.page.get_by_role("article").nth(before)).to_have_attribute("data-state", "done")
    heard = reader.page.evaluate("window.heard")
    facts = {"name": NAMES[reader.language], "words": ""}
    for key in ("room-started", "room-finished"):
        words = i18n.say(key, facts, language=reader.language).strip()
        assert any(one.startswith(words) for one in heard), heard


def test_the_page_to_paint_on_is_in_its_language(reader: Reader) -> None:
    """All of its controls, painting and placing; and a file that is dropped on it leads nowhere."""
    paint(reader)
    upscale(reader)
    open_form(reader, "action-variation_region")
    address = reader.page.locator(".sheet-links a").first.get_attribute("href")
    assert address
    mask = reader.context.new_page()
    mask.goto(f"{reader.demo.url}{address}" if address.startswith("/") else address)
    expect(mask.locator("#work")).to_be_visible()
    assert mask.evaluate("document.documentElement.lang") == reader.language
    expect(mask.locator("#share")).not_to_be_empty()
    assert reader.left(mask) == []
    for on in ("#view", "header"):
        assert mask.evaluate(DROPPED, {"files": ["a.png"], "on": on, "text": ""}) == [True, True]
    mask.locator("[data-tool=move]").click()
    expect(mask.locator("#movekeys")).to_be_visible()
    assert reader.left(mask) == []
    mask.close()
