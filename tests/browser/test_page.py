"""What a newcomer does: type, watch, press, and get what the button says."""

import re
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PressedTooLate

from tests.browser.conftest import running_demo
from tests.browser.pressing import offered, press, reach
from tests.scenarios.programs import Program

TRIES = 5  # to press before the picture is there
PLACES = ("top left", "top right", "bottom left", "bottom right")
PROMPT = "a lighthouse in a storm"
OFFERED = [
    *(
        f"{what} picture {n}, {place}"
        for what in ("Enlarge", "Vary", "Animate")
        for n, place in enumerate(PLACES, 1)
    ),
    "Paint four new pictures from the same words",
    "Change…",
    "Details",
]

# Notes every picture that an article has shown, whether one had a bar, and how wide all was then; previews and bars
# come and go between two looks from outside.
WATCH = """() => {
  window.seen = new Map();
  window.barred = 0;
  const bar = () => [...document.querySelectorAll('[role=progressbar]')].some(one => one.checkVisibility());
  const look = () => { if (bar()) window.barred = Math.max(window.barred, document.documentElement.scrollWidth);
    document.querySelectorAll('[role=article], article').forEach(article =>
    article.querySelectorAll('img').forEach(img => {
      const src = img.getAttribute('src');
      if (!src) return;
      if (!window.seen.has(article)) window.seen.set(article, []);
      const list = window.seen.get(article);
      if (!list.includes(src)) list.push(src);
    })); };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, attributes: true});
  window.counts = () => [...window.seen.values()].map(list => list.length);
}"""


def enter(page: Page, demo: Program, name: str) -> None:
    """Waits for the history too: tests count what stands on the wall before they say something."""
    page.goto(f"{demo.url}/?name={name}")
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    expect(page.get_by_role("log")).not_to_have_attribute("aria-busy", "true")


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send").click()


def actions(article: Locator) -> Locator:
    """What can be ordered below a picture."""
    return article.locator(".buttons .act[data-label]")


def pixels(page: Page, article: Locator) -> Image.Image:
    """The finished picture; the page swaps it in once it is decoded, which may be after the buttons."""
    expect(article.get_by_role("img").last).to_have_attribute("src", re.compile("/media/kept/"))
    source = article.get_by_role("img").last.get_attribute("src")
    assert source is not None
    answer = page.request.get(urljoin(page.url, source))
    return Image.open(BytesIO(answer.body())).convert("RGB")


def difference(one: Image.Image, two: Image.Image) -> float:
    """Mean difference of two pictures over all channels, 0 to 255."""
    small = [picture.resize((128, 128), Image.Resampling.BOX) for picture in (one, two)]
    return sum(ImageStat.Stat(ImageChops.difference(*small)).mean) / 3


def test_from_a_prompt_to_cell_two(page: Page, demo: Program) -> None:
    """At least two previews, the picture with nine buttons, and U2 brings cell 2."""
    enter(page, demo, "Ann")
    page.evaluate(WATCH)
    articles = page.get_by_role("article")
    before = articles.count()
    say(page, f"/imagine {PROMPT} --ar 3:2")
    grid = articles.nth(before)
    expect(offered(grid, "U2")).to_be_visible()
    assert page.evaluate("window.barred") > 0
    expect(grid.get_by_role("progressbar")).to_have_count(0)
    expect(grid.get_by_role("img")).to_have_count(1)
    expect(grid.get_by_role("img")).to_have_attribute("alt", re.compile(PROMPT))
    assert actions(grid).count() == len(OFFERED)
    reach(grid, "Details")
    for name in OFFERED:
        expect(grid.locator(".buttons").get_by_role("button", name=name, exact=True)).to_have_count(1)
    assert max(page.evaluate("window.counts()")) >= 2  # a preview at least, and the picture
    whole = pixels(page, grid)
    press(grid, "U2")
    single = articles.nth(before + 1)
    expect(offered(single, "Zoom Out 2x")).to_be_visible()
    found = pixels(page, single)
    width, height = whole.width // 2, whole.height // 2
    cells = [whole.crop((x, y, x + width, y + height)) for y in (0, height) for x in (0, width)]
    distances = [difference(cell, found) for cell in cells]
    assert distances[1] < 3
    assert min(distances[:1] + distances[2:]) > 3 * distances[1]


def test_the_large_view_shows_the_picture_at_its_full_size(page: Page, demo: Program) -> None:
    """The service makes it smaller for showing; a film begins with its still, and what can be copied is."""
    enter(page, demo, "Eve")
    articles = page.get_by_role("article")
    before = articles.count()
    say(page, "/imagine a quiet lake --ar 16:9")
    grid = articles.nth(before)
    expect(offered(grid, "U2")).to_be_visible()
    small = pixels(page, grid).width
    grid.get_by_role("button", name="Large view").click()
    large = page.get_by_role("dialog").get_by_role("img")
    expect(large).to_have_js_property("complete", value=True)
    page.wait_for_function("width => document.querySelector('dialog[open] img').naturalWidth > width", arg=small)
    original = page.get_by_role("dialog").get_by_role("link", name="Download")
    expect(original).to_have_attribute("href", str(large.get_attribute("src")))
    expect(original).to_have_attribute("download", re.compile("^chatelier-[0-9A-Z]{8}\\.[a-z]+$"))
    page.keyboard.press("Escape")
    press(grid, "Details")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy task id").click()
    page.wait_for_function("async () => /^[0-9a-f-]{36}$/.test(await navigator.clipboard.readText())")


def test_two_people_in_one_room(page: Page, browser: Browser, demo: Program) -> None:
    """Both see talk and pictures; what looks like markup is shown as it was typed; a reload shows it again."""
    enter(page, demo, "Ann")
    other = browser.new_context().new_page()
    enter(other, demo, "Bob")
    say(page, "hello <b>@everyone</b>")
    for who in (page, other):
        expect(who.get_by_role("article").filter(has_text="hello <b>@everyone</b>")).to_have_count(1)
    say(other, "/imagine <script>alert(1)</script> a fox")
    for who in (page, other):
        expect(who.get_by_role("article").filter(has_text="<script>alert(1)</script> a fox")).to_be_visible()
    other.reload()
    expect(other.get_by_role("article").filter(has_text="hello <b>@everyone</b>")).to_have_count(1)
    expect(actions(other.get_by_role("article").filter(has_text="a fox"))).to_have_count(len(OFFERED))
    other.context.close()


def test_a_mistake_is_explained_and_nothing_typed_is_lost(page: Page, demo: Program) -> None:
    """The text comes back into the box, with what was wrong beside it."""
    enter(page, demo, "Cy")
    say(page, "/imagine a cat --ar 0:5")
    expect(page.get_by_role("alert")).to_contain_text("--ar cannot be 0:5")
    expect(page.get_by_role("textbox", name="Message")).to_have_value("/imagine a cat --ar 0:5")


def test_by_keyboard_alone(page: Page, demo: Program) -> None:
    """Suggestions while typing a slash, completed and sent without a mouse."""
    enter(page, demo, "Dee")
    before = page.get_by_role("article").count()
    box = page.get_by_role("textbox", name="Message")
    box.focus()
    page.keyboard.type("/im")
    expect(page.get_by_role("option", name=re.compile("imagine")).first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("a snowy forest")
    page.keyboard.press("Enter")
    article = page.get_by_role("article").nth(before)
    expect(article).to_contain_text("a snowy forest")
    expect(offered(article, "V3")).to_be_visible()
    offered(article, "V3").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_count(before + 2)


def test_a_double_click_is_one_job(page: Page, demo: Program) -> None:
    """And pressing again while it is being made says so."""
    enter(page, demo, "Eve")
    before = page.get_by_role("article").count()
    say(page, "/imagine a red fox")
    grid = page.get_by_role("article").nth(before)
    expect(offered(grid, "Reroll")).to_be_visible()
    offered(grid, "Reroll").dblclick()
    again = page.get_by_role("article").nth(before + 1)
    expect(offered(again, "U1")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(before + 2)


def test_on_a_small_screen_in_the_dark(browser: Browser, demo: Program) -> None:
    """Nothing is wider than a telephone."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark")
    page = context.new_page()
    enter(page, demo, "Fay")
    page.evaluate(WATCH)
    before = page.get_by_role("article").count()
    say(page, "/imagine a very wide desert --ar 21:9")
    expect(page.get_by_role("article").nth(before)).to_have_attribute("data-state", "done")
    assert 0 < page.evaluate("window.barred") <= page.evaluate("window.innerWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


@pytest.fixture
def unhurried_demo(tmp_path: Path) -> Iterator[Program]:
    """It paints for so long that people can press something. To be asked for before a page, which ends first."""
    with running_demo(tmp_path, "12") as started:
        yield started


def test_cancelled_and_shown_after_all(unhurried_demo: Program, page: Page) -> None:
    """The service cannot stop a picture that it paints; it is kept behind a button."""
    enter(page, unhurried_demo, "Gil")
    finished = re.compile("It was finished all the same|U1")
    for _ in range(TRIES):
        before = page.get_by_role("article").count()
        say(page, "/imagine a quiet harbour")
        grid = page.get_by_role("article").nth(before)
        expect(grid.get_by_role("img")).to_be_visible()
        with suppress(PressedTooLate):
            grid.get_by_role("button", name="Cancel", exact=True).click(timeout=6_000)
        expect(grid).to_contain_text(finished)
        if offered(grid, "U1").count() == 0:
            break
    expect(grid).to_contain_text("It was finished all the same")
    expect(grid.get_by_role("img")).to_have_count(0)
    grid.get_by_role("button", name="Show", exact=True).click()
    expect(offered(grid, "U1")).to_be_visible()
    assert pixels(page, grid).width > 0
