"""Somebody's way through the running web chat: what they type, press and bring, and what they wait for."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Locator, Page, expect, sync_playwright

from tests.browser.conftest import FLAGS, find_browser
from tests.browser.pressing import press
from tests.scenarios.programs import Program, change_sandbox, programs

WIDE, PHONE = 1280, 390  # CSS pixels
TALL = 1500  # CSS pixels, so that the longest message stands above the text box
SHARPNESS = 1.5  # pixels of a picture for one of CSS
PAINT_S, SLOW_S = 1.0, 25.0  # how long the stand-in paints; slowly, where that is the picture
PATIENCE_MS = 60_000
TURNED_MS = 3_000  # Chromium's sign that a film is loading goes at the end of its turn, which nothing tells of
# What is shown has come, and so has what a film shows before it is played.
# A film that stands still shows its poster, and is not fetched.
LOADED = """(shown) => [...shown.querySelectorAll("img, video")].every((one) => one.tagName !== "VIDEO"
  ? one.complete && one.naturalWidth > 0
  : one.paused ? Boolean(one.poster) : one.readyState === 4)"""


@dataclass
class Visit:
    """`kept`: where what earlier stops have made stands in the room, by name; the room is the same on any page."""

    browser: Browser
    bot: Program
    sandbox: Program
    pages: dict[int, Page] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    width: int = WIDE

    @property
    def page(self) -> Page:
        """The one of this width."""
        if self.width not in self.pages:
            self.pages[self.width] = self.new_page(self.bot.url)
            expect(self.pages[self.width].get_by_role("log")).not_to_have_attribute("aria-busy", "true")
        return self.pages[self.width]

    @property
    def articles(self) -> Locator:
        return self.page.get_by_role("article")

    @property
    def sheet(self) -> Locator:
        """What this visitor alone is shown."""
        return self.page.locator("#sheet")

    def new_page(self, address: str, *, height: int = TALL) -> Page:
        """A window of this width, in which nothing moves by itself."""
        made = self.browser.new_page(
            viewport={"width": self.width, "height": height},
            device_scale_factor=SHARPNESS,
            has_touch=self.width == PHONE,
            color_scheme="light",
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="UTC",
        )
        made.set_default_timeout(PATIENCE_MS)
        made.add_init_script("try { localStorage.setItem('chatelier.name', 'Ann'); } catch {}")
        made.goto(address)
        return made

    def keep(self, name: str, article: Locator) -> Locator:
        """For later stops; the article once more."""
        self.kept[name] = article.evaluate("(one) => [...document.querySelectorAll('article')].indexOf(one)")
        return article

    def made(self, name: str) -> Locator:
        """What an earlier stop has kept, on this page."""
        return self.articles.nth(self.kept[name])

    def code(self, name: str) -> str:
        """How commands name it."""
        return f"#{self.made(name).locator('.text code').last.inner_text()}"

    def type(self, text: str) -> None:
        self.page.get_by_role("textbox", name="Message").fill(text)

    def send(self, text: str) -> None:
        self.type(text)
        self.page.get_by_role("button", name="Send").click()

    def order(self, text: str) -> Locator:
        """Send it, and wait for its result."""
        before = self.articles.count()
        self.send(text)
        return self.finished(self.articles.nth(before))

    def press(self, name: str, label: str) -> None:
        """A button below what an earlier stop has kept."""
        press(self.made(name), label)

    def press_order(self, name: str, label: str) -> Locator:
        """The same, and wait for its result."""
        before = self.articles.count()
        self.press(name, label)
        return self.finished(self.articles.nth(before))

    def finished(self, article: Locator) -> Locator:
        expect(article).to_have_attribute("data-state", "done")
        article.scroll_into_view_if_needed()
        self.loaded(article)
        return article

    def loaded(self, shown: Locator) -> None:
        handle = shown.element_handle()
        self.page.wait_for_function(LOADED, arg=handle)
        if shown.locator("video").count():
            self.page.wait_for_timeout(TURNED_MS)

    def reply(self, name: str) -> None:
        self.made(name).get_by_role("button", name=re.compile("^Reply")).click()

    def bring(self, *names: str) -> None:
        """Pictures of what earlier stops have kept, as one's own, into the text box."""
        files = [self.file(name) for name in names]
        self.page.locator("#attach-input").set_input_files(files)
        expect(self.page.get_by_role("list", name="Pictures to send").get_by_role("img")).to_have_count(len(files))

    def file(self, name: str) -> FilePayload:
        source = self.made(name).get_by_role("img").last.get_attribute("src")
        data = self.page.request.get(f"{self.bot.url}{source}").body()
        return {"name": f"{name}.png", "mimeType": "image/png", "buffer": data}

    def paint_for(self, seconds: float) -> None:
        change_sandbox(self.sandbox, seconds=seconds)

    def tidy(self) -> None:
        """As the next stop may expect it: an empty text box, and nothing above it."""
        self.page.keyboard.press("Escape")
        for _ in range(3):  # suggestions, what is answered, a note, a sheet: one after the other
            self.page.locator("#box").press("Escape")
        self.type("")
        remove = self.page.get_by_role("button", name=re.compile("^Remove "))
        while remove.count():
            remove.first.click()
        self.page.mouse.move(1, 1)


@contextmanager
def open_bot(folder: Path, *options: str) -> Iterator[tuple[Program, Program]]:
    """A bot with an address of its own, and the stand-in with these options, both on loopback."""
    with programs(folder) as started:
        sandbox = Program(["sandbox", *options], folder / "sandbox")
        sandbox.arguments += ["--port", str(sandbox.port)]
        bot = Program(["run"], folder / "bot", {"ACEDATA_TOKEN": "test-token-not-real"})
        bot.settings |= {"ACEDATA_BASE_URL": sandbox.url, "PUBLIC_URL": bot.url}
        started += [sandbox.start(), bot.start()]
        sandbox.ready("/health")
        yield bot.ready(), sandbox


@contextmanager
def open_visit(folder: Path) -> Iterator[Visit]:
    """With a browser."""
    with (
        open_bot(folder, "--seconds", str(PAINT_S), "--size", "1024") as (bot, sandbox),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield Visit(browser, bot, sandbox)
        browser.close()
