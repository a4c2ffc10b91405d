"""The page for everybody: by accessibility tree, by keyboard, by finger, in forced colours, in any language."""

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.pressing import offered, press, reach
from tests.browser.test_page import enter, say
from tests.scenarios.programs import Program

ROOM_MESSAGES = 65
STOPS_MOST = 90
TARGET_PX = 44
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
AXE_RUN = "async () => (await axe.run({resultTypes: ['violations']})).violations"
# Every control that the Tab key stops at.
STOPS = """() => [...document.querySelectorAll('a[href], button, input, textarea, summary, video, [tabindex]')]
  .filter(one => one.tabIndex >= 0 && one.checkVisibility() && !one.closest('[inert]')).length"""
SMALL = """least => [...document.querySelectorAll('button, summary, a.tool, a.answered, [role=option]')]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest('.unseen'))
  .map(one => [one.getBoundingClientRect(), one.getAttribute('aria-label') || one.textContent.trim()])
  .filter(([box]) => box.width > 1 && (box.width < least - 0.5 || box.height < least - 0.5))
  .map(([box, name]) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""


def violations(page: Page) -> list[str]:
    """What axe-core finds, light and dark, by rule and place."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(AXE)
        for one in page.evaluate(AXE_RUN):
            found += [f"{scheme} {one['id']}: {node['target']} {node['failureSummary']}" for node in one["nodes"]]
    return found


def order(page: Page, text: str) -> Locator:
    """A picture, when it is finished."""
    articles = page.get_by_role("article")
    before = articles.count()
    say(page, text)
    expect(articles.nth(before)).to_have_attribute("data-state", "done")
    return articles.nth(before)


def pressed(page: Page, article: Locator, label: str) -> Locator:
    articles = page.get_by_role("article")
    before = articles.count()
    press(article, label)
    expect(articles.nth(before)).to_have_attribute("data-state", "done")
    return articles.nth(before)


def type_slash(page: Page) -> None:
    page.locator("#box").fill("/")
    expect(page.get_by_role("option").first).to_be_visible()


def make_mistake(page: Page) -> None:
    page.locator("#box").fill("")
    say(page, "/imagine a cat --ar 0:5")
    expect(page.get_by_role("alert")).to_contain_text("--ar")


def open_settings(page: Page) -> None:
    page.locator("#box").fill("")
    say(page, "/settings")
    expect(page.locator("#sheet").get_by_role("button").nth(1)).to_be_visible()


def open_name(page: Page) -> None:
    page.keyboard.press("Escape")
    page.locator("#name-button").click()
    expect(page.locator("#name-dialog")).to_be_visible()


def newest_offering(page: Page, label: str) -> Locator:
    """The last message with that button: below it may be what another test has just ordered in this room."""
    return page.get_by_role("article").filter(has=offered(page, label)).last


def open_form(page: Page) -> None:
    press(newest_offering(page, "Change…"), "Change…")
    expect(page.locator("#sheet").get_by_role("heading")).to_be_visible()


def open_more(page: Page) -> None:
    reach(newest_offering(page, "Details"), "Details")


def press_quarter(page: Page) -> None:
    face = page.locator(".quarter-face").last
    face.scroll_into_view_if_needed()
    face.click()
    expect(page.locator(".quarter-deeds:not([hidden])")).to_have_count(1)


def look_closely(page: Page) -> None:
    page.locator('[data-tool="large"]').last.click()
    expect(page.locator("#lightbox")).to_be_visible()


def do_nothing(page: Page) -> None:
    expect(page.get_by_role("log")).to_be_visible()


STATES: dict[str, Callable[[Page], None]] = {
    "the room": do_nothing,
    "suggestions": type_slash,
    "a mistake": make_mistake,
    "settings": open_settings,
    "a form": open_form,
    "more actions": open_more,
    "a quarter": press_quarter,
    "large": look_closely,
    "the name": open_name,
}


@pytest.fixture(scope="module")
def painted(browser: Browser, demo: Program) -> Program:
    """A room with talk, a sheet, a single picture, a film, and what failed."""
    made = browser.new_page()
    enter(made, demo, "Ann")
    say(made, "hello")
    expect(made.get_by_role("article")).to_have_count(1)
    grid = order(made, "/imagine a lighthouse in a storm --ar 3:2")
    single = pressed(made, grid, "U2")
    pressed(made, single, "Animate")
    pressed(made, single, "Vary (Subtle)")
    made.close()
    return demo


def test_an_empty_room_and_one_where_something_is_painted(slow_demo: Program, page: Page) -> None:
    """Before the first picture, and while it comes, axe-core finds nothing."""
    enter(page, slow_demo, "Ann")
    assert violations(page) == []
    say(page, "/imagine a lighthouse in a storm")
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert violations(page) == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(browser: Browser, painted: Program, width: int) -> None:
    """In no state of the page, light or dark, wide or narrow."""
    context = browser.new_context(viewport={"width": width, "height": 900}, has_touch=width < 400)
    page = context.new_page()
    found = {}
    for state, get_there in STATES.items():
        enter(page, painted, "Bob")
        get_there(page)
        found[state] = violations(page)
    context.close()
    assert found == {state: [] for state in STATES}


def test_a_long_room_has_few_stops(browser: Browser, painted: Program) -> None:
    """One for each message: sixty-five and the page itself are fewer than ninety. Arrows go on within a message."""
    page = browser.new_page()
    enter(page, painted, "Cy")
    articles = page.get_by_role("article")
    while (count := articles.count()) < ROOM_MESSAGES:
        say(page, f"message {count}")
        expect(articles).to_have_count(count + 1)
    assert page.evaluate(STOPS) < STOPS_MOST
    grid = page.locator("article:has(.quarters)").first
    assert grid.evaluate("one => [...one.querySelectorAll('a, button')].filter(x => x.tabIndex === 0).length") == 1
    grid.get_by_role("button", name="Reply").focus()
    page.keyboard.press("ArrowRight")
    expect(grid.locator("a.print")).to_be_focused()
    page.keyboard.press("End")
    assert grid.evaluate("one => one.contains(document.activeElement) && document.activeElement.tabIndex === 0")
    page.close()


def test_from_message_to_message_and_past_them(browser: Browser, painted: Program) -> None:
    """J and K go down and up; the first stop of the page leads to the text box."""
    page = browser.new_page()
    enter(page, painted, "Dee")
    articles = page.get_by_role("article")
    last = articles.count() - 1
    page.locator("#scroller").focus()
    page.keyboard.press("k")
    expect(articles.nth(last)).to_be_focused()
    page.keyboard.press("k")
    expect(articles.nth(last - 1)).to_be_focused()
    page.keyboard.press("j")
    expect(articles.nth(last)).to_be_focused()
    page.locator("#box").fill("")
    page.locator("#box").press("j")
    expect(page.locator("#box")).to_have_value("j")
    page.close()
    context = browser.new_context(has_touch=True, is_mobile=True)  # where the text box is not begun with
    page = context.new_page()
    enter(page, painted, "Dee")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the text box")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#box")).to_be_focused()
    context.close()


def test_what_things_are_called(browser: Browser, painted: Program) -> None:
    """Messages by their prompt, groups by what they do, buttons by what comes of them, the box by its list."""
    page = browser.new_page()
    enter(page, painted, "Eve")
    grid = page.locator("article:has(.quarters)").first
    expect(page.get_by_role("article", name="a lighthouse in a storm --ar 3:2, Ann")).not_to_have_count(0)
    unfold = grid.locator(".folded > .unfold")
    if unfold.count():
        unfold.click()
    expect(grid.get_by_role("group", name="Upscale").get_by_role("button")).to_have_count(4)
    expect(grid.get_by_role("button", name="Enlarge picture 1, top left")).to_be_visible()
    expect(offered(grid, "V4")).to_have_accessible_name("Vary picture 4, bottom right")
    combo = page.get_by_role("combobox", name="Message")
    expect(combo).to_have_attribute("aria-expanded", "false")
    type_slash(page)
    expect(combo).to_have_attribute("aria-expanded", "true")
    assert combo.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    page.close()


def test_a_finger_finds_what_it_wants(browser: Browser, painted: Program) -> None:
    """On a telephone nothing that can be pressed is smaller than 44 pixels, folded or opened."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    enter(page, painted, "Fay")
    assert page.evaluate(SMALL, TARGET_PX) == []
    single = page.locator('article:has([data-group="pan"])').last
    unfold = single.locator(".folded > .unfold")
    if unfold.count():  # older messages fold theirs
        unfold.click()
    for group in ("pan", "vary", "other"):
        single.locator(f'[data-group="{group}"] > .deed-open').click()
        assert page.evaluate(SMALL, TARGET_PX) == []
    press_quarter(page)
    assert page.evaluate(SMALL, TARGET_PX) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


def test_forced_colours_keep_what_is_told_by_colour(slow_demo: Program, browser: Browser) -> None:
    """How far a picture is, and which suggestion is chosen."""
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    enter(page, slow_demo, "Gil")
    say(page, "/imagine a harbour")
    expect(page.get_by_role("progressbar")).to_be_visible()
    colour = "one => getComputedStyle(one).backgroundColor"
    assert page.locator(".bar-fill").evaluate(colour) != page.locator(".bar").evaluate(colour)
    type_slash(page)
    page.keyboard.press("ArrowDown")
    chosen = page.locator('[role=option][aria-selected="true"]')
    assert chosen.evaluate(colour) != page.locator('[role=option][aria-selected="false"]').first.evaluate(colour)
    context.close()


def test_flags_are_read_from_left_to_right(browser: Browser, painted: Program) -> None:
    """Also in a prompt that is not; each stands by itself."""
    page = browser.new_page()
    enter(page, painted, "Hal")
    say(page, "/imagine منارة في عاصفة --ar 3:2")
    text = page.get_by_role("article").last.locator(".text")
    expect(text.locator("bdi")).to_have_text("--ar 3:2")
    expect(text.locator("bdi")).to_have_attribute("dir", "ltr")
    expect(text).to_have_attribute("dir", "auto")
    page.close()


def test_the_page_speaks_the_language_of_its_browser(browser: Browser, demo: Program) -> None:
    """What it says itself, and the language that it says it in."""
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(f"{demo.url}/?name=Ida")
    assert page.evaluate("document.documentElement.lang") == "de"
    expect(page.locator(".skip")).to_have_text("Zum Textfeld")
    expect(page.get_by_role("log")).not_to_have_attribute("aria-busy", "true")
    page.locator("#box").fill("/hel")
    expect(page.get_by_role("option")).to_contain_text("Was dieser Bot kann")
    context.close()
