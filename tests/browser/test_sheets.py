"""What the page shows its visitor alone: a list with buttons that work, and forms with controls of their own."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.pressing import press
from tests.browser.test_page import enter, say
from tests.browser.test_uploads import payload
from tests.scenarios.programs import Program


def test_settings_have_their_buttons(page: Page, demo: Program) -> None:
    """Each press changes the sheet; Escape takes it away, and the room has nothing of it."""
    enter(page, demo, "Hal")
    before = page.get_by_role("article").count()
    say(page, "/settings")
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Previews: on").click()
    expect(sheet.get_by_role("button", name="Previews: off")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("article")).to_have_count(before)


def test_other_words_for_a_picture(page: Page, browser: Browser, demo: Program) -> None:
    """By keyboard alone; nobody else sees the form, and a mistake gives it back as it was."""
    enter(page, demo, "Ida")
    other = browser.new_context().new_page()
    enter(other, demo, "Jo")
    before = page.get_by_role("article").count()
    say(page, "/imagine a red fox")
    grid = page.get_by_role("article").nth(before)
    press(grid, "Change…")
    words = page.get_by_role("textbox", name="Words")
    expect(words).to_have_value("a red fox")
    expect(words).to_be_focused()
    expect(page.get_by_role("dialog")).to_contain_text("/imagine a red fox")
    expect(other.get_by_role("dialog")).to_have_count(0)
    words.fill("a blue fox --ar 0:5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("--ar cannot be 0:5")
    expect(words).to_have_value("a blue fox --ar 0:5")
    words.fill("a blue fox")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("article").nth(before + 1)).to_contain_text("a blue fox")
    other.context.close()


def test_a_film_is_set_up_on_a_small_screen(browser: Browser, demo: Program) -> None:
    """Radios and a switch; what is chosen stands on the card of the film."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark")
    page = context.new_page()
    enter(page, demo, "Kim")
    before = page.get_by_role("article").count()
    say(page, "/imagine a red fox")
    press(page.get_by_role("article").nth(before), "U1")
    press(page.get_by_role("article").nth(before + 1), "Animate…")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("radio", name="480p")).to_be_checked()
    sheet.get_by_role("radio", name="720p").check()
    sheet.get_by_role("checkbox", name="Loop").check()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    sheet.get_by_role("button", name="Animate", exact=True).click()
    film = page.get_by_role("article").nth(before + 2)
    expect(film).to_contain_text(re.compile("720p · loop"))
    context.close()


def test_a_film_ends_with_a_file(page: Page, demo: Program) -> None:
    """It is sent when it is chosen, and goes along with the form; what is refused comes back with it."""
    frames: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(str(frame))))
    enter(page, demo, "Lou")
    before = page.get_by_role("article").count()
    say(page, "/imagine a red fox")
    press(page.get_by_role("article").nth(before), "U1")
    press(page.get_by_role("article").nth(before + 1), "Animate…")
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Last picture: file").set_input_files([payload("navy")])
    expect(sheet.get_by_role("status")).to_have_text("✓")
    sheet.get_by_role("checkbox", name="Loop").check()
    sheet.get_by_role("button", name="Animate", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("What loops ends as it begins")
    expect(sheet.get_by_role("status")).to_have_text("✓")
    sheet.get_by_role("checkbox", name="Loop").uncheck()
    sheet.get_by_role("button", name="Animate", exact=True).click()
    expect(page.get_by_role("article").nth(before + 2)).to_contain_text("a red fox")
    forms = [frame for frame in frames if '"type":"form"' in frame]
    assert all(re.search(r'"files":\{"end":"sent/[0-9a-f]{40}"\}', frame) for frame in forms)
    assert len(forms) == 2
