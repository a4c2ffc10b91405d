"""Pictures of one's own and answers in the web chat: by button, drop and paste, by keyboard, on a telephone."""

import base64
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.test_page import actions, enter, say
from tests.fakes.telegram.client import picture
from tests.scenarios.programs import Program

# A drop or a paste as the system makes it, with one file.
BRING = """([kind, name, data]) => {
  const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, {type: "image/png"}));
  const box = document.getElementById("box");
  const event = kind === "paste"
    ? new ClipboardEvent("paste", {clipboardData: dataTransfer, bubbles: true, cancelable: true})
    : new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true});
  box.dispatchEvent(event);
}"""


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 780}, has_touch=True)
    yield context.new_page()
    context.close()


def payload(colour: str) -> FilePayload:
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": picture(64, 48, colour=colour)}


def test_brought_by_button_drop_and_paste(telephone: Page, demo: Program) -> None:
    """Five and no more; each can be taken out again by keyboard; one that is left is described."""
    page = telephone
    enter(page, demo, "Ann")
    tray = page.get_by_role("list", name="Pictures to send")
    page.locator("#attach-input").set_input_files([payload("red"), payload("green")])
    expect(tray.get_by_role("listitem")).to_have_count(2)
    for kind, colour in (("drop", "blue"), ("paste", "navy")):
        data = base64.b64encode(picture(64, 48, colour=colour)).decode()
        page.evaluate(BRING, [kind, f"{colour}.png", data])
    expect(tray.get_by_role("listitem")).to_have_count(4)
    page.locator("#attach-input").set_input_files([payload("white"), payload("black")])
    expect(page.get_by_role("alert").filter(has_text="At most 5 pictures")).to_be_visible()
    expect(tray.get_by_role("img")).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Remove red.png").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove green.png")).to_be_focused()
    # What is refused comes back whole.
    box = page.get_by_role("textbox", name="Message")
    say(page, "/describe")
    expect(page.get_by_role("alert").filter(has_text="4 pictures came with that")).to_be_visible()
    expect(tray.get_by_role("listitem")).to_have_count(4)
    expect(box).to_have_value("/describe")
    for colour in ("green", "blue", "navy"):
        page.get_by_role("button", name=f"Remove {colour}.png").focus()
        page.keyboard.press("Enter")
    before = page.get_by_role("article").count()
    box.focus()
    page.keyboard.press("Enter")
    expect(tray).to_be_hidden()
    card = page.get_by_role("article").nth(before)
    expect(card.get_by_role("button", name="Imagine 1", exact=True)).to_be_visible()


def test_what_is_no_picture_is_said_so(telephone: Page, demo: Program) -> None:
    """It goes away again, and what was written stays."""
    page = telephone
    enter(page, demo, "Bea")
    page.get_by_role("textbox", name="Message").fill("/describe")
    words: FilePayload = {"name": "words.png", "mimeType": "image/png", "buffer": b"no picture"}
    page.locator("#attach-input").set_input_files([words])
    expect(page.get_by_role("alert")).to_contain_text("not a picture")
    expect(page.get_by_role("list", name="Pictures to send")).to_be_hidden()
    expect(page.get_by_role("textbox", name="Message")).to_have_value("/describe")


def test_an_answer_to_a_sheet_by_keyboard(telephone: Page, demo: Program) -> None:
    """Reply, a command, and one of four buttons: that part is edited. Escape lets go of an answer."""
    page = telephone
    enter(page, demo, "Cy")
    before = page.get_by_role("article").count()
    say(page, "/imagine two boats")
    grid = page.get_by_role("article").nth(before)
    expect(actions(grid)).to_have_count(15)
    reply = grid.get_by_role("button", name=re.compile("^Reply"))
    strip = page.get_by_role("status").filter(has_text="Reply to Cy")
    reply.focus()
    page.keyboard.press("Enter")
    expect(strip).to_contain_text("two boats")
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    page.keyboard.press("Escape")
    expect(strip).to_have_count(0)
    reply.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("/edit at night")
    page.keyboard.press("Enter")
    asked = page.get_by_role("article").filter(has_text="Which of the four").last
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    actions(asked).nth(1).click()
    edited = page.get_by_role("article").filter(has_text="at night").last
    expect(edited.get_by_role("img")).to_have_attribute("src", re.compile("/media/kept/"))
