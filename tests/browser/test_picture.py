"""A picture in the room: which of the four is which, what is done with it, and how it looks large."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.pressing import offered, press, reach
from tests.browser.test_everybody import order, pressed
from tests.browser.test_page import enter, say
from tests.scenarios.programs import Program

PROMPT = "a lighthouse in a storm --ar 3:2"
ROWS = """all => new Set(all.filter(one => one.checkVisibility())
  .map(one => Math.round(one.getBoundingClientRect().top))).size"""
ALONE = """() => [...document.querySelectorAll('.buttons')].filter(one => one.checkVisibility()).flatMap(box => {
  const shown = [...box.querySelectorAll('.deed-open, .act')].filter(one => one.checkVisibility());
  const rows = new Map();
  for (const one of shown) {
    const top = Math.round(one.getBoundingClientRect().top);
    rows.set(top, (rows.get(top) ?? 0) + 1);
  }
  return rows.size > 1 && [...rows.values()].at(-1) === 1 ? [box.textContent] : [];
})"""


@pytest.fixture
def ann(page: Page, demo: Program) -> Page:
    enter(page, demo, "Ann")
    return page


@pytest.fixture(scope="module")
def telephone(browser: Browser, demo: Program) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    made = context.new_page()
    enter(made, demo, "Fay")
    yield made
    context.close()


def article_count(page: Page) -> int:
    return page.get_by_role("article").count()


def test_a_quarter_is_pressed_and_enlarged(ann: Page) -> None:
    """Its number is seen under the pointer, and what it offers when it is pressed; Escape closes that."""
    grid = order(ann, f"/imagine {PROMPT}")
    face = grid.get_by_role("button", name="Picture 3, bottom left", exact=True)
    expect(face.locator(".quarter-number")).to_have_css("opacity", "0")
    face.hover()
    expect(face.locator(".quarter-number")).to_have_css("opacity", "1")
    expect(face.locator(".quarter-number")).to_have_text("3")
    face.click()
    quarter = grid.get_by_role("group", name="Picture 3, bottom left")
    expect(quarter.get_by_role("button", name="Vary picture 3, bottom left")).to_be_visible()
    ann.keyboard.press("Escape")
    expect(quarter.get_by_role("button", name="Vary picture 3, bottom left")).to_be_hidden()
    before = article_count(ann)
    face.click()
    quarter.get_by_role("button", name="Enlarge picture 3, bottom left").click()
    expect(ann.get_by_role("article").nth(before)).to_have_attribute("data-state", "done")
    expect(offered(grid, "U3")).to_have_attribute("data-done", "")
    expect(offered(grid, "U3")).to_have_accessible_name("Enlarge picture 3, bottom left (done before)")
    expect(offered(grid, "U1")).not_to_have_attribute("data-done", "")


def test_numbers_come_with_the_focus(ann: Page) -> None:
    """By keyboard, too."""
    grid = order(ann, f"/imagine {PROMPT}")
    grid.get_by_role("button", name="Picture 2, top right", exact=True).focus()
    expect(grid.locator(".quarter-number").nth(1)).to_have_css("opacity", "1")


def test_who_asked_leads_and_it_leads_to_what_it_came_from(ann: Page) -> None:
    """The message of a picture stands under the name of whoever ordered it, and links to its source."""
    grid = order(ann, f"/imagine {PROMPT}")
    expect(grid.locator(".author")).to_have_text("Ann")
    expect(grid.locator(".avatar")).to_have_text("A")
    expect(grid.locator(".text")).not_to_contain_text("Ann")
    single = pressed(ann, grid, "U2")
    link = single.get_by_role("link", name=re.compile(f"Made from Ann: {PROMPT}"))
    expect(link).to_have_attribute("href", f"#{grid.get_attribute('id')}")


def test_actions_stand_in_groups(ann: Page) -> None:
    """By what they do, in two rows, Pan as a cross; what is seldom wanted behind More."""
    single = pressed(ann, order(ann, f"/imagine {PROMPT}"), "U1")
    groups = single.locator(".deed:not([data-group=other]):not(.alone)")
    names = groups.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert names == ["Upscale", "Vary", "Zoom", "Pan"]
    assert groups.locator("svg").count() >= len(names)
    box = single.locator(".buttons").bounding_box()
    assert box is not None
    assert box["height"] < 100  # two rows
    places = {name: offered(single, f"Pan {name}").bounding_box() for name in ("Left", "Right", "Up", "Down")}
    left, right, up, down = (one for one in places.values() if one is not None)
    assert left["x"] < up["x"] == down["x"] < right["x"]
    assert up["y"] < left["y"] == right["y"] < down["y"]
    expect(offered(single, "Details")).to_be_hidden()
    reach(single, "Details")
    expect(offered(single, "Details")).to_be_visible()


def test_older_messages_fold_their_actions(ann: Page) -> None:
    """The newest keep theirs; a press brings them back, for good."""
    first = order(ann, "/imagine one --ar 2:3")
    for words in ("two", "three", "four"):
        order(ann, f"/imagine {words} --ar 2:3")
    unfold = first.get_by_role("button", name="Actions")
    expect(unfold).to_have_count(1)
    expect(offered(first, "U1")).to_be_hidden()
    unfold.click()
    expect(offered(first, "U1")).to_be_visible()
    expect(offered(ann.get_by_role("article").last, "U1")).to_be_visible()


def test_what_can_be_done_with_any_picture(ann: Page) -> None:
    """Its prompt and its address are copied, its file is had under its code, and it can be a reference."""
    ann.context.grant_permissions(["clipboard-read", "clipboard-write"])
    grid = order(ann, f"/imagine {PROMPT}")
    tools = grid.get_by_role("group", name="With this picture")
    tools.get_by_role("button", name="Copy prompt").click()
    ann.wait_for_function("async words => (await navigator.clipboard.readText()) === words", arg=PROMPT)
    tools.get_by_role("button", name="Copy link").click()
    address = f"/#{grid.get_attribute('id')}"
    ann.wait_for_function("async end => (await navigator.clipboard.readText()).endsWith(end)", arg=address)
    tools.get_by_role("button", name="Share").click()
    ann.wait_for_function("async () => /\\/media\\/kept\\//.test(await navigator.clipboard.readText())")
    with ann.expect_download() as download:
        tools.get_by_role("link", name="Download").click()
    assert re.fullmatch(r"chatelier-[0-9A-Z]{8}\.[a-z]+", download.value.suggested_filename)
    single = pressed(ann, grid, "U1")
    single.get_by_role("button", name="Use as reference").click()
    expect(ann.locator("#replying")).to_contain_text("a lighthouse in a storm")
    expect(ann.locator("#box")).to_have_value("/imagine ")
    before = article_count(ann)
    ann.keyboard.type("the same in winter")
    ann.keyboard.press("Enter")
    expect(ann.get_by_role("article").nth(before)).to_have_attribute("data-state", "done")
    expect(ann.get_by_role("article").nth(before)).to_contain_text("the same in winter")


def test_the_large_view(ann: Page) -> None:
    """It zooms to the real size, goes on to the next picture, orders, and ends with the browser's own way back."""
    order(ann, "/imagine one lake --ar 2:3")
    grid = order(ann, "/imagine another lake --ar 2:3")
    address = ann.url
    grid.get_by_role("button", name="Large view").click()
    dialog = ann.get_by_role("dialog", name="Large view")
    picture = dialog.get_by_role("img")
    expect(picture).to_have_attribute("alt", re.compile("another lake"))
    ann.wait_for_function("document.querySelector('dialog[open] img').naturalWidth > 0")
    dialog.get_by_role("button", name="Actual size").click()
    ann.wait_for_function("(one => one.width === one.naturalWidth)(document.querySelector('dialog[open] img'))")
    dialog.get_by_role("button", name="Actual size").click()
    ann.keyboard.press("ArrowLeft")
    expect(dialog.get_by_role("img")).to_have_attribute("alt", re.compile("one lake"))
    ann.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("img")).to_have_attribute("alt", re.compile("another lake"))
    ann.go_back()
    expect(dialog).to_be_hidden()
    assert ann.url == address
    grid.get_by_role("button", name="Large view").click()
    before = article_count(ann)
    dialog.get_by_role("button", name="Vary picture 1, top left").click()
    expect(ann.get_by_role("article")).to_have_count(before + 1)
    expect(dialog).to_be_hidden()


def test_what_waits_is_one_line(slow_demo: Program, page: Page) -> None:
    """Until painting starts there is no empty canvas; then there is."""
    enter(page, slow_demo, "Ann")
    page.evaluate("""() => { window.heights = [];
      new MutationObserver(() => document.querySelectorAll('[data-state=waiting]').forEach(one =>
        window.heights.push([one.offsetHeight, one.querySelectorAll('.frame').length])))
      .observe(document.querySelector('#messages'), {subtree: true, childList: true, attributes: true}); }""")
    say(page, "/imagine a harbour")
    expect(page.get_by_role("article").last).to_have_attribute("data-state", "working")
    expect(page.get_by_role("article").last.locator(".frame")).to_have_count(1)
    heights = page.evaluate("window.heights")
    assert heights
    assert all(height < 120 and frames == 0 for height, frames in heights)


def test_films_are_numbered_and_calm(ann: Page) -> None:
    """Takes have numbers, controls come with the pointer or the focus, and what nobody sees stands still."""
    film = pressed(ann, pressed(ann, order(ann, f"/imagine {PROMPT}"), "U1"), "Animate")
    takes = film.locator(".frame[data-take]")
    assert takes.evaluate_all("all => all.map(one => one.dataset.take)") == ["1", "2", "3", "4"]
    expect(film.get_by_role("group", name="Film 2")).to_be_visible()
    video = takes.first.locator("video")
    video.scroll_into_view_if_needed()
    ann.mouse.move(1, 1)
    ann.wait_for_function("one => !one.paused && !one.controls", arg=video.element_handle())
    video.hover()
    expect(video).to_have_js_property("controls", value=True)
    ann.mouse.move(1, 1)
    expect(video).to_have_js_property("controls", value=False)
    ann.locator("#scroller").evaluate("one => one.scrollTo(0, 0)")
    expect(video).to_have_js_property("paused", value=True)


def test_nothing_hangs_alone_on_a_telephone(telephone: Page) -> None:
    """One line of groups, of which one is opened below; no row ends with a single button."""
    grid = order(telephone, f"/imagine {PROMPT}")
    single = shown_on_telephone(telephone, grid)
    for article in (grid, single):
        assert article.locator(".deed-open, .deed.alone .act").evaluate_all(ROWS) == 1
    assert telephone.evaluate(ALONE) == []
    assert telephone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def shown_on_telephone(page: Page, grid: Locator) -> Locator:
    before = article_count(page)
    press(grid, "U2")
    expect(page.get_by_role("article").nth(before)).to_have_attribute("data-state", "done")
    return page.get_by_role("article").nth(before)
