"""The page at twice its size, and in forced colours: nothing is cut off, laid over, or told by colour alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_everybody import (
    look_closely,
    make_mistake,
    open_form,
    open_settings,
    order,
    press_quarter,
    pressed,
    type_slash,
)
from tests.browser.test_page import enter
from tests.scenarios.programs import Program

# A screen of 390 by 844, and one of 1,280 by 800, at 200 %: half as many pixels of the page's, each twice as large.
ZOOMED = [(195, 422), (640, 400)]
# What can be pressed or written into, and is partly outside of the window, or of what it stands in, to the side.
CUT_OFF = """() => [...document.querySelectorAll('button, input, textarea, a[href], summary')]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest('.unseen, .skip'))
  .map(one => [one, one.getBoundingClientRect(), one.closest('.sheet, dialog')?.getBoundingClientRect()])
  .filter(([, box, around]) => box.width > 1 && (box.left < -1 || box.right > innerWidth + 1
    || (around && (box.left < around.left - 1 || box.right > around.right + 1))))
  .map(([one]) => one.getAttribute('aria-label') || one.textContent.trim() || one.id)"""
# Of the parts of the header, or of the bar above a large picture, those that lie over each other.
LAID_OVER = """on => {
  const parts = [...document.querySelectorAll(on)].filter(one => one.checkVisibility())
    .map(one => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width > 1);
  return parts.flatMap(([one, a], place) => parts.slice(place + 1).filter(([other, b]) =>
    !one.contains(other) && a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1)
    .map(([other]) => `${one.className} and ${other.className}`));
}"""
HEADER = ".top h1, .top .brand-mark, .top button"
BAR = ".lightbox-bar > *"
STATES: dict[str, Callable[[Page], None]] = {
    "suggestions": type_slash,
    "a mistake": make_mistake,
    "settings": open_settings,
    "a form": open_form,
    "a quarter": press_quarter,
    "large": look_closely,
}


@pytest.fixture(scope="module")
def painted(browser: Browser, demo: Program) -> Program:
    """A room with a sheet and one of its four alone."""
    page = browser.new_page()
    enter(page, demo, "Ann")
    pressed(page, order(page, "/imagine a lighthouse in a storm --ar 3:2"), "U2")
    order(page, "/imagine an owl")
    page.close()
    return demo


@pytest.mark.parametrize(("width", "height"), ZOOMED)
def test_nothing_is_cut_off_at_twice_the_size(browser: Browser, painted: Program, width: int, height: int) -> None:
    """In no state; and what scrolls does so up and down alone."""
    context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=2)
    page = context.new_page()
    enter(page, painted, "Bob")
    found = {}
    for name, reach_state in STATES.items():
        page.keyboard.press("Escape")
        reach_state(page)
        cut, over = page.evaluate(CUT_OFF), page.evaluate(LAID_OVER, HEADER) + page.evaluate(LAID_OVER, BAR)
        aside = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if cut or over or aside > 0:
            found[name] = (cut, over, aside)
    context.close()
    assert found == {}


def test_forced_colours_show_what_is_chosen_and_what_can_be_pressed(browser: Browser, painted: Program) -> None:
    """The suggestion that Enter takes, and the buttons that end a form."""
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    enter(page, painted, "Cy")
    type_slash(page)
    colour = "one => getComputedStyle(one).backgroundColor"
    chosen = page.locator('[role=option][aria-selected="true"]')
    expect(chosen).to_have_count(1)
    highlight = page.evaluate(
        "() => { const one = document.createElement('p'); one.style.background = 'Highlight';"
        " one.style.forcedColorAdjust = 'none'; document.body.append(one);"
        " const found = getComputedStyle(one).backgroundColor; one.remove(); return found; }"
    )
    assert chosen.evaluate(colour) == highlight
    page.locator("#box").fill("")
    open_form(page)
    for button in page.locator("#sheet .dialog-actions button").all():
        assert button.evaluate("one => getComputedStyle(one).borderTopWidth") != "0px"
    context.close()
