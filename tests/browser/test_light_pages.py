"""What a page fetches: no more than it shows, and nothing that nobody sees."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.pressing import offered, press
from tests.browser.test_page import enter, say
from tests.scenarios.programs import Program

FETCHED = """() => performance.getEntriesByType("resource").map(one => new URL(one.name).pathname)"""


def fetched(page: Page, ending: str) -> list[str]:
    """The files of ours that the page has asked for."""
    return [path for path in page.evaluate(FETCHED) if path.startswith("/media/") and path.endswith(ending)]


def order_grid(page: Page, text: str) -> Locator:
    """Four pictures, when all their buttons are there."""
    before = page.get_by_role("article").count()
    say(page, text)
    grid = page.get_by_role("article").nth(before)
    expect(offered(grid, "U1")).to_have_count(1)
    return grid


@pytest.mark.parametrize(("width", "most"), [(390, 480), (1280, 960)])
def test_a_picture_comes_at_the_size_it_is_shown_at(browser: Browser, demo: Program, width: int, most: int) -> None:
    """As WebP; the picture as the service made it is fetched when somebody wants it large."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    enter(page, demo, "Ann")
    order_grid(page, "/imagine a lighthouse at night")
    page.reload()
    picture = page.get_by_role("article").last.get_by_role("img")
    expect(picture).to_have_js_property("complete", value=True)
    page.wait_for_function(
        "() => [...document.querySelectorAll('article img')].at(-1).currentSrc.endsWith('.webp')"
    )
    shown, wide = picture.evaluate("img => [img.currentSrc, img.srcset]")
    widths = {found[0]: int(found[1]) for found in re.findall(r"(\S+) (\d+)w", wide)}
    assert widths[re.sub(r"^https?://[^/]+", "", shown)] <= most
    assert fetched(page, ".png") == []
    page.get_by_role("button", name="Large view").last.click()
    expect(page.get_by_role("dialog").get_by_role("img")).to_be_visible()
    page.wait_for_function(f"() => ({FETCHED})().some(path => path.endsWith('.png'))")
    context.close()


def test_a_film_is_fetched_when_it_is_seen(browser: Browser, demo: Program) -> None:
    """Its still stands there before; out of sight it does not run."""
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    page = context.new_page()
    enter(page, demo, "Bea")
    grid = order_grid(page, "/imagine a slow river")
    before = page.get_by_role("article").count()
    press(grid, "1", "animate")
    film = page.get_by_role("article").nth(before).locator("video").first
    expect(film).to_have_attribute("poster", re.compile(r"/media/kept/.*\.webp"))
    for number in range(30):
        say(page, f"line {number}")
    expect(page.get_by_role("article").filter(has_text="line 29")).to_be_visible()
    page.reload()
    expect(page.get_by_role("article").filter(has_text="line 29")).to_be_visible()
    film = page.locator("video").last
    expect(film).to_have_attribute("poster", re.compile(r"\.webp"))
    assert fetched(page, ".mp4") == []
    assert film.get_attribute("src") is None
    film.scroll_into_view_if_needed()
    expect(film).to_have_attribute("src", re.compile(r"\.mp4"))
    page.wait_for_function("() => [...document.querySelectorAll('video')].at(-1).paused === false")
    page.get_by_role("article").filter(has_text="line 29").scroll_into_view_if_needed()
    page.wait_for_function("() => [...document.querySelectorAll('video')].at(-1).paused")
    context.close()
