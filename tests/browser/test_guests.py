"""Who sits at a page: one browser, whatever it is called, in however many tabs."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.test_page import say
from tests.scenarios.programs import Program


def open_room(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.get_by_role("log")).not_to_have_attribute("aria-busy", "true")


def rename(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile("^Your name")).click()
    page.get_by_role("textbox", name="Your name").fill(name)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name=f"Your name: {name}. Change")).to_be_visible()
    expect(page.get_by_text("Connected")).to_be_visible()


def test_a_new_name_loses_nothing(page: Page, browser: Browser, demo: Program) -> None:
    """What was said before stays one's own, after a reload and in a second tab; another browser takes nothing."""
    open_room(page, demo.url)
    drawn = page.locator("#name-text").inner_text()
    assert drawn
    say(page, "words of mine")
    mine = page.get_by_role("article").filter(has_text="words of mine")
    expect(mine).to_have_class(re.compile("mine"))
    rename(page, "Ann")
    expect(mine).to_have_class(re.compile("mine"))
    page.reload()
    expect(page.locator("#name-text")).to_have_text("Ann")
    expect(mine).to_have_class(re.compile("mine"))
    second = page.context.new_page()
    open_room(second, demo.url)
    expect(second.locator("#name-text")).to_have_text("Ann")
    rename(second, "Anna")
    expect(page.locator("#name-text")).to_have_text("Anna")
    other = browser.new_context().new_page()
    open_room(other, demo.url)
    assert other.locator("#name-text").inner_text() not in {drawn, "Anna"}
    rename(other, "Anna")
    expect(other.get_by_role("article").filter(has_text="words of mine")).not_to_have_class(re.compile("mine"))
    other.context.close()


def test_a_link_carries_no_name(page: Page, demo: Program) -> None:
    """In the demo a second tab plays somebody else; its address does not say whom, and a reload keeps it."""
    open_room(page, demo.url)
    own = page.locator("#name-text").inner_text()
    second = page.context.new_page()
    open_room(second, f"{demo.url}/?name=Bob#x")
    assert second.url == f"{demo.url}/#x"
    expect(second.locator("#name-text")).to_have_text("Bob")
    say(second, "I play Bob")
    expect(page.get_by_role("article").filter(has_text="I play Bob")).not_to_have_class(re.compile("mine"))
    rename(second, "Robert")
    second.reload()
    expect(second.locator("#name-text")).to_have_text("Robert")
    expect(second.get_by_role("article").filter(has_text="I play Bob")).to_have_class(re.compile("mine"))
    expect(page.locator("#name-text")).to_have_text(own)
    second.close()


def test_a_tab_believes_what_the_browser_keeps(page: Page, demo: Program) -> None:
    """Not what it had itself, nor what it is told late: else two tabs would rename each other without an end."""
    open_room(page, demo.url)
    rename(page, "Ann")
    page.evaluate(
        """() => {
          localStorage.setItem("chatelier.name", "Anna"); // another tab, of which this one heard nothing
          dispatchEvent(new StorageEvent("storage", { key: "chatelier.name", newValue: "Old" }));
        }"""
    )
    expect(page.locator("#name-text")).to_have_text("Anna")
    assert page.evaluate("localStorage.getItem('chatelier.name')") == "Anna"


def test_a_name_lasts_as_long_as_the_page_where_nothing_is_kept(page: Page, demo: Program) -> None:
    """A browser whose store is full, or closed to us, is renamed all the same."""
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
    )
    open_room(page, demo.url)
    rename(page, "Ann")
    rename(page, "Anna")
    expect(page.locator("#name-text")).to_have_text("Anna")
