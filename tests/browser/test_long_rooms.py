"""A room with a past: all of it is there, in its order, and what is far away costs nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import running_demo
from tests.browser.test_page import enter, say
from tests.fakes.filled_rooms import fill_room
from tests.scenarios.programs import Program

TALK = 130
ON_A_SHELF = 40  # messages, as shelves.js has it
LINES = """() => [...document.querySelectorAll('article .text')].map(one => one.textContent)"""
# Shelves whose messages are laid out, of how many.
LAID_OUT = """() => { const shelves = [...document.querySelectorAll('.shelf')];
  return [shelves.filter(one => one.firstElementChild.checkVisibility({contentVisibilityAuto: true})).length,
    shelves.length]; }"""


@pytest.fixture(scope="module")
def long_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    folder: Path = tmp_path_factory.mktemp("long")
    with running_demo(folder, "1") as demo:
        fill_room(folder / "data", talk=TALK)
        yield demo


def read_back(page: Page) -> None:
    """To the first message of all. The button goes when there is no more, and moves with what comes above it."""
    earlier = page.locator("#earlier")
    while earlier.is_visible():
        page.evaluate("document.getElementById('earlier').click()")
        expect(earlier).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("log")).not_to_have_attribute("aria-busy", "true")


def test_a_long_room_is_in_order_and_far_shelves_are_left_out(browser: Browser, long_room: Program) -> None:
    """Read back to its first line, and with one more at its end."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    enter(page, long_room, "Ann")
    read_back(page)
    lines = [f"line {number}, said long ago" for number in range(TALK)]
    assert page.evaluate(LINES) == lines
    assert page.evaluate(
        "Math.max(...[...document.querySelectorAll('.shelf')].map(one => one.childElementCount))"
    ) <= (ON_A_SHELF)
    say(page, "and one more")
    expect(page.get_by_role("article").filter(has_text="and one more")).to_be_visible()
    assert page.evaluate(LINES) == [*lines, "and one more"]
    page.wait_for_function(f"() => {{ const [seen, all] = ({LAID_OUT})(); return all > 3 && seen < all; }}")
    context.close()


def test_who_comes_back_keeps_the_focus_and_the_order(browser: Browser, long_room: Program) -> None:
    """The server tells the room anew when a connection was lost; what is in its place already is not moved."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(
        "const Plain = WebSocket; window.WebSocket ="
        " class extends Plain { constructor(...given) { super(...given); window.line = this; } };"
    )
    enter(page, long_room, "Bob")
    before = page.evaluate(LINES)
    last = page.get_by_role("article").last
    last.focus()
    page.evaluate("() => { window.first = window.line; window.line.close(); }")
    page.wait_for_function("() => window.line !== window.first && window.line.readyState === 1")
    expect(page.locator("#link")).to_have_attribute("data-state", "open")
    assert page.evaluate(LINES) == before
    expect(last).to_be_focused()
    context.close()
