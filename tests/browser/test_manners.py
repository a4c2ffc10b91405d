"""What the page does by the way: words that are over go, what is closed may be opened again, nothing is cut off."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.pressing import press
from tests.browser.test_everybody import order
from tests.browser.test_page import enter, say
from tests.scenarios.programs import Program

LOCALES = ("en", "de", "es", "fr", "ja", "ko", "pt-BR", "ru", "uk", "zh-CN", "zh-TW")
PHONE: ViewportSize = {"width": 390, "height": 844}
# Pixels by which the words in the empty text box are wider than there is room for them.
TOO_WIDE = """box => {
  const style = getComputedStyle(box), brush = document.createElement('canvas').getContext('2d');
  brush.font = style.font;
  const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return brush.measureText(box.placeholder).width - room;
}"""
SHEET_FITS = """() => {
  const [sheet, box] = ['#sheet', '#composer'].map(one => document.querySelector(one).getBoundingClientRect());
  return sheet.top >= 0 && sheet.bottom <= box.top && box.bottom <= innerHeight;
}"""


def details(page: Page) -> None:
    press(page.get_by_role("article").last, "Details")
    expect(page.locator("#sheet").get_by_role("button", name="Seed")).to_be_visible()


def test_what_says_that_something_comes_goes_when_it_has_come(demo: Program, page: Page) -> None:
    """A refusal stays until it is closed, and details that were closed may be looked at again."""
    enter(page, demo, "Ann")
    order(page, "/imagine a lighthouse in a storm")
    say(page, "/imagine a cat --ar 0:5")
    expect(page.get_by_role("alert")).to_contain_text("--ar")
    details(page)
    expect(page.locator('[data-tone="passing"]')).to_have_count(0)
    expect(page.locator(".note")).to_have_count(1)
    page.locator("#sheet").get_by_role("button", name="Close").click()
    expect(page.locator("#sheet")).to_be_hidden()
    page.wait_for_function("() => !document.querySelector('[aria-busy=true].act')")
    expect(page.locator("#sheet")).to_be_hidden()
    again_after_a_moment(page)


def again_after_a_moment(page: Page) -> None:
    """A press in the first two seconds is a slip, and is said to be one."""

    def opened() -> bool:
        press(page.get_by_role("article").last, "Details")
        page.wait_for_function("() => !document.querySelector('[aria-busy=true].act')")
        return page.locator("#sheet").is_visible()

    while not opened():
        pass


def test_a_button_has_a_sign_of_ours_while_it_is_painted(demo: Program, page: Page) -> None:
    """Its payload names what it does, with a task or without."""
    enter(page, demo, "Ann")
    before = page.get_by_role("article").count()
    say(page, "/imagine an owl")
    cancel = page.get_by_role("article").nth(before).get_by_role("button", name="Cancel")
    expect(page.get_by_role("article").nth(before)).to_have_attribute("data-state", "working")
    expect(cancel.locator("svg")).to_have_count(1)
    expect(cancel.locator(".act-emoji")).to_have_count(0)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_words_in_an_empty_text_box_are_whole_on_a_phone(browser: Browser, demo: Program, locale: str) -> None:
    """In every language."""
    context = browser.new_context(viewport=PHONE, has_touch=True, locale=locale)
    page = context.new_page()
    page.goto(demo.url)
    assert page.locator("#box").evaluate(TOO_WIDE) <= 0
    context.close()


@pytest.mark.parametrize(("width", "height"), [(195, 422), (640, 400), (390, 844)])
def test_the_text_box_stays_in_sight_below_a_sheet(
    browser: Browser, demo: Program, width: int, height: int
) -> None:
    """At twice the size, too; and a sheet begins where it begins, wherever the last one was read to."""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    enter(page, demo, "Ann")
    say(page, "/help")
    sheet = page.locator("#sheet")
    expect(sheet.get_by_role("button").first).to_be_visible()
    assert page.evaluate(SHEET_FITS)
    sheet.evaluate("one => one.scrollTo(0, one.scrollHeight)")
    page.keyboard.press("Escape")
    say(page, "/settings")
    expect(sheet.get_by_role("button", name="Previews")).to_be_attached()
    assert sheet.evaluate("one => one.scrollTop") == 0
    context.close()
