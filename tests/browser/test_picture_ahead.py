"""The newest picture is fetched beside the page's scripts, and not once more when they ask for it."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_everybody import order
from tests.browser.test_page import enter
from tests.scenarios.programs import Program

# Of each picture that was fetched: its file, and what asked for it.
FETCHED = """() => performance.getEntriesByType('resource').filter(one => one.name.includes('/media/'))
  .map(one => [new URL(one.name).pathname, one.initiatorType])"""


@pytest.mark.parametrize(("width", "sharpness"), [(390, 3), (1280, 1)])
def test_the_newest_picture_is_asked_for_by_the_page_itself(
    browser: Browser, demo: Program, width: int, sharpness: int
) -> None:
    """In the very file that is shown: a formula that differed from the script's would fetch another one in vain."""
    context = browser.new_context(viewport={"width": width, "height": 800}, device_scale_factor=sharpness)
    page = context.new_page()
    enter(page, demo, "Ann")
    order(page, "/imagine a lighthouse in a storm --ar 3:2")
    fresh = browser.new_context(viewport={"width": width, "height": 800}, device_scale_factor=sharpness)
    page = fresh.new_page()
    enter(page, demo, "Bob")
    newest = page.get_by_role("article").last.locator("img")
    expect(page.get_by_role("article").last.locator(".frame.loaded")).to_be_visible()
    shown = newest.evaluate("one => new URL(one.currentSrc).pathname")
    fetched = page.evaluate(FETCHED)
    assert fetched[0] == [shown, "link"]
    fresh.close()
    context.close()
