"""What is told to one person stays until they have read it, and what was said is there to the very first word."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import running_demo
from tests.browser.test_guests import open_room
from tests.browser.test_page import enter, say
from tests.fakes.filled_rooms import fill_room
from tests.scenarios.programs import Program

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFElEQVR4nGM8EaDBgA0wYRUdtBIA/ygBUMG5Z0IAAAAASUVORK5CYII="
DROPPED = """({files, on, text}) => {
  const data = new DataTransfer();
  const png = Uint8Array.from(atob(PNG), letter => letter.charCodeAt(0));
  for (const name of files) data.items.add(new File([png], name, {type: 'image/png'}));
  if (text) data.setData('text/uri-list', text);
  const target = document.querySelector(on);
  return ['dragover', 'drop'].map(kind => {
    const event = new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true});
    target.dispatchEvent(event);
    return event.defaultPrevented;
  });
}""".replace("PNG", f"'{PNG}'")


SOON = re.compile("drops|theme")  # scripts that hold the page up, so that they are there before it


def test_each_of_five_refused_orders_is_there_to_read(page: Page, demo: Program) -> None:
    """Of twelve that were sent as fast as they can be typed; each stays until it is closed."""
    enter(page, demo, "Ann")
    box = page.get_by_role("textbox", name="Message")
    for number in range(12):
        text = f"/imagine number {number} --ar 0:{number}" if number in {1, 3, 5, 7, 11} else f"line {number}"
        while box.input_value() != text:  # what was refused is put back into an empty box, perhaps amid this
            box.fill(text)
        box.press("Enter")
    for number in (1, 3, 5, 7, 11):
        about = page.get_by_text(f"/imagine number {number} --ar 0:{number}", exact=True)
        expect(page.locator(".note").filter(has=about)).to_contain_text(f"--ar cannot be 0:{number}.")
    count = page.locator(".note").count()
    say(page, "and on")
    expect(page.get_by_role("article").filter(has_text="and on")).to_be_visible()
    expect(page.locator(".note")).to_have_count(count)
    page.locator(".note").filter(has_text="0:5").get_by_role("button", name="Write it again").click()
    expect(box).to_have_value("/imagine number 5 --ar 0:5")
    page.locator(".note").filter(has_text="0:3").get_by_role("button", name="Dismiss").click()
    expect(page.locator(".note")).to_have_count(count - 2)
    page.get_by_role("button", name="Close all").click()
    expect(page.locator(".note")).to_have_count(0)


def test_a_draft_outlives_a_reload(page: Page, demo: Program) -> None:
    """What is being written; what was sent is no draft any more."""
    enter(page, demo, "Bea")
    box = page.get_by_role("textbox", name="Message")
    box.fill("/imagine a half finished thou")
    page.reload()
    expect(box).to_have_value("/imagine a half finished thou")
    say(page, "never mind")
    expect(page.get_by_role("article").filter(has_text="never mind")).to_be_visible()
    page.reload()
    expect(page.get_by_role("log")).not_to_have_attribute("aria-busy", "true")
    expect(box).to_have_value("")


def test_what_is_dropped_leads_nowhere(page: Page, demo: Program) -> None:
    """A file on any part of the page, also while a dialog is open, goes to the tray; a link is let go."""
    enter(page, demo, "Cy")
    for on in ("#messages", "header", "#box"):
        assert page.evaluate(DROPPED, {"files": ["a.png"], "on": on, "text": ""}) == [True, True]
    assert page.evaluate(DROPPED, {"files": [], "on": "header", "text": "https://example.org/"}) == [True, True]
    assert page.evaluate(DROPPED, {"files": [], "on": "#box", "text": "https://example.org/"}) == [False, False]
    page.get_by_role("button", name=re.compile("^Your name")).click()
    assert page.evaluate(DROPPED, {"files": ["a.png"], "on": "#name-dialog", "text": ""}) == [True, True]
    assert page.url.startswith(demo.url)


def test_a_dropped_file_leads_nowhere_before_the_page_is_there(page: Page, demo: Program) -> None:
    """On a slow line its scripts come late."""
    page.route("**/chat/*.js", lambda route: route.continue_() if SOON.search(route.request.url) else None)
    page.goto(demo.url, wait_until="commit")
    page.wait_for_selector("#messages", state="attached")
    assert page.evaluate(DROPPED, {"files": ["a.png"], "on": "#messages", "text": ""}) == [True, True]
    page.unroute_all(behavior="ignoreErrors")


def order_hidden(page: Page, text: str) -> None:
    """Out of sight already when it is sent: who looks away later may come too late on a busy machine."""
    page.get_by_role("textbox", name="Message").fill(text)
    page.evaluate("hide(true)")
    page.get_by_role("button", name="Send").click()


def test_a_tab_in_the_background_tells_that_a_picture_is_ready(page: Page, demo: Program) -> None:
    """By its title; by a notification when that was wished; back in front the title is its own."""
    page.context.grant_permissions(["notifications"], origin=demo.url)
    page.add_init_script(
        """window.told = [];
        window.Notification = class extends EventTarget {
          static permission = 'granted';
          static requestPermission = async () => 'granted';
          constructor(title, options) { super(); window.told.push([title, options.body]); }
          close() {}
        };
        let hidden = false;
        Object.defineProperty(document, 'visibilityState', {get: () => hidden ? 'hidden' : 'visible'});
        window.hide = value => { hidden = value; document.dispatchEvent(new Event('visibilitychange')); };"""
    )
    enter(page, demo, "Dee")
    order_hidden(page, "/imagine a blue door")
    page.wait_for_function("() => document.title.startsWith('(1) Picture ready')")
    assert page.evaluate("told") == []
    page.evaluate("hide(false)")
    assert page.title() == "Chatelier"
    page.get_by_role("button", name=re.compile("^Notify me")).click()
    expect(page.get_by_role("button", name=re.compile("^Notify me"))).to_have_attribute("aria-pressed", "true")
    order_hidden(page, "/imagine a green door")
    page.wait_for_function("() => told.length === 1")
    [[title, body]] = page.evaluate("told")
    assert title == "Picture ready"
    assert "a green door" in body
    page.evaluate("hide(false)")
    assert page.title() == "Chatelier"


def test_plain_words_may_be_painted(page: Page, browser: Browser, demo: Program) -> None:
    """Under one's own first line, once; nobody else sees it, and a press orders it."""
    context = browser.new_context()
    other = context.new_page()
    open_room(other, demo.url)
    open_room(page, demo.url)
    say(page, "a heron in the mist")
    line = page.get_by_role("article").filter(has_text="a heron in the mist").first
    expect(line.get_by_role("button", name="Paint this?")).to_be_visible()
    say(page, "another line")
    expect(page.get_by_role("article").filter(has_text="another line")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Paint this?")).to_have_count(1)
    expect(other.get_by_role("article").filter(has_text="another line")).to_be_visible()
    expect(other.get_by_role("button", name="Paint this?")).to_have_count(0)
    before = page.get_by_role("article").count()
    line.get_by_role("button", name="Paint this?").click()
    expect(page.get_by_role("article").nth(before)).to_contain_text("a heron in the mist")
    expect(page.get_by_role("button", name="Paint this?")).to_have_count(0)
    context.close()


@pytest.fixture
def long_room(tmp_path: Path) -> Iterator[Program]:
    """With 180 messages. To be asked for before a page, which ends first."""
    with running_demo(tmp_path, "1") as started:
        fill_room(tmp_path / "data", talk=170, pictures=10, side=256)
        yield started


def test_back_to_the_very_first_word(long_room: Program, page: Page) -> None:
    """By a button at the top, or by reading up; what is read stays where it is, and nothing comes twice."""
    enter(page, long_room, "Eve")
    articles = page.get_by_role("article")
    shown = articles.count()
    assert shown < 80
    older = page.get_by_role("button", name="Older")
    first = articles.first
    top = first.evaluate("one => one.textContent")
    older.focus()
    page.keyboard.press("Enter")
    expect(articles.filter(has_text=top)).to_have_count(1)
    page.wait_for_function("count => document.querySelectorAll('article').length > count", arg=shown)
    while older.is_visible():
        count = articles.count()
        page.get_by_role("log").evaluate("one => { one.scrollTop = 5000; }")
        page.get_by_role("log").evaluate("one => { one.scrollTop = 10; }")
        page.wait_for_function(
            "count => document.querySelectorAll('article').length > count"
            " || document.getElementById('earlier').hidden",
            arg=count,
        )
    expect(articles).to_have_count(180)
    names = page.evaluate("[...document.querySelectorAll('article')].map(one => one.id)")
    assert len(set(names)) == 180
    lines = page.evaluate("[...document.querySelectorAll('article .text')].map(one => one.textContent)")
    numbers = [int(found[1]) for text in lines if (found := re.search(r"(?:line|number) (\d+)", text))]
    assert numbers == list(range(180))
    page.reload()
    expect(page.get_by_role("log")).not_to_have_attribute("aria-busy", "true")
    expect(articles).to_have_count(shown)
