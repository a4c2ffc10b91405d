"""A part of a picture is painted in a real browser, and what the service is sent is what was drawn."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, ViewportSize, expect

from tests.browser.conftest import SMALL
from tests.browser.pressing import offered, reach
from tests.browser.test_page import enter, say
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.programs import Program, programs

Point = tuple[float, float]
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 640}
# Of each text its contrast to what is behind it, by WCAG 2.2 (relative luminance), the least first.
CONTRASTS = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const found = parse(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const shown = [...document.querySelectorAll("h1, p, label, button, textarea")].filter((one) => one.offsetParent);
  return shown.map((one) => {
    const [a, b] = [parse(getComputedStyle(one).color), ground(one)].map(light).sort((x, y) => y - x);
    return [(a + 0.05) / (b + 0.05), one.textContent.slice(0, 40)];
  }).sort((x, y) => x[0] - y[0]);
}"""


@dataclass
class Atelier:
    """The demo, which has no address but its own, and a page of the web chat that shows a single picture."""

    bot: Program
    tasks: Path
    chat: Page

    def requests(self) -> list[dict[str, Any]]:
        """What the service has been asked for, oldest first."""
        whole = self.tasks.read_text().rpartition("\n")[0].splitlines()
        return [row["request"] for row in map(json.loads, whole) if "request" in row]

    def masks(self) -> list[Image.Image]:
        found = [request["mask"] for request in self.requests() if request.get("mask")]
        pictures = [Image.open(BytesIO(base64.b64decode(mask))).convert("L") for mask in found]
        return [picture.point([0] * 128 + [255] * 128) for picture in pictures]

    def link(self) -> str:
        """Where the button of the picture leads whoever presses it."""
        dismiss(self.chat)
        picture = self.chat.get_by_role("article").filter(has=offered(self.chat, "Vary (Region)")).last
        button = reach(picture, "Vary (Region)")  # which folds once others stand below it
        expect(button).not_to_have_attribute("aria-busy", "true")
        button.click()
        address = self.chat.locator("#sheet").get_by_role("link", name="Paint it").get_attribute("href")
        assert address is not None
        return address


def dismiss(chat: Page) -> None:
    """The form that was shown last goes: the next one is another."""
    sheet = chat.locator("#sheet")
    if sheet.is_visible():
        sheet.get_by_role("button", name="Cancel").click()
    expect(sheet).to_be_hidden()


@pytest.fixture(scope="module")
def atelier(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atelier]:
    folder = tmp_path_factory.mktemp("atelier")
    with programs(folder) as started:
        bot = Program(["demo", "--seconds", "1", "--size", SMALL], folder / "demo")
        started.append(bot.start().ready())
        context = browser.new_context(viewport=DESKTOP)
        chat = context.new_page()
        enter(chat, bot, "Ann")
        say(chat, "/imagine a lighthouse in a storm --ar 3:2")
        offered(chat, "U2").click()
        expect(offered(chat, "Vary (Region)")).to_be_visible()
        yield Atelier(bot, bot.folder / "data" / "sandbox" / "tasks.jsonl", chat)
        context.close()


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser of its own; `request.param` is how large its window is, and whether it is touched."""
    size: ViewportSize = getattr(request, "param", DESKTOP)
    made = browser.new_context(
        viewport=size, has_touch=size is PHONE, color_scheme="dark" if size is PHONE else None
    )
    yield made
    made.close()


def open_page(atelier: Atelier, context: BrowserContext, *, link: str = "") -> tuple[Page, list[str]]:
    """The page with the picture on it, and what goes wrong there."""
    page, troubles = context.new_page(), list[str]()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("requestfailed", lambda failed: troubles.append(failed.url))
    page.goto(link or atelier.link())
    expect(page.locator("#view")).to_be_visible()
    expect(page.locator("#share")).to_contain_text("chosen")
    return page, troubles


def test_nothing_moves_when_words_come(atelier: Atelier, context: BrowserContext) -> None:
    """How much is chosen is said a moment later; the picture stays where somebody paints on it."""
    page, _ = open_page(atelier, context)
    page.evaluate("document.querySelector('#share').textContent = ''")
    before = page.locator("#view").bounding_box()
    page.get_by_role("button", name="Invert").click()
    expect(page.locator("#share")).to_have_text("100 % of the picture is chosen")
    assert page.locator("#view").bounding_box() == pytest.approx(before, abs=0.1)


def spot(page: Page, at: Point, size: tuple[int, int]) -> Point:
    """Where a point of the picture is on the screen: it fills the stage in one direction."""
    box = page.locator("#view").bounding_box()
    assert box is not None
    scale = min(box["width"] / size[0], box["height"] / size[1])
    return (
        box["x"] + box["width"] / 2 + (at[0] - size[0] / 2) * scale,
        box["y"] + box["height"] / 2 + (at[1] - size[1] / 2) * scale,
    )


def send(page: Page, atelier: Atelier, words: str = "") -> Image.Image:
    """Press the button; the mask that the service was sent."""
    before = len(atelier.masks())
    page.get_by_role("textbox").fill(words)
    page.get_by_role("button", name="Change it").click()
    return sent_mask(page, atelier, before)


def sent_mask(page: Page, atelier: Atelier, before: int) -> Image.Image:
    """The one that the service is sent after so many."""
    expect(page.get_by_role("alert")).to_contain_text("It is being painted")
    wait_until_sync(lambda: len(atelier.masks()) > before, "the service was sent a mask")
    return atelier.masks()[-1]


def picture_size(page: Page) -> tuple[int, int]:
    """Of the picture as it is painted on, which is all of it here."""
    with Image.open(BytesIO(page.request.get(f"{page.url}/picture").body())) as shown:
        return shown.size


def overlap(one: Image.Image, other: Image.Image) -> float:
    """What both have of what either has."""
    both, either = ImageChops.multiply(one, other), ImageChops.lighter(one, other)
    return both.histogram()[255] / either.histogram()[255]


STANDS_STILL = """() => new Promise((done) => {
  let before = "", still = 0;
  const look = () => {
    const box = JSON.stringify(document.querySelector("#view").getBoundingClientRect());
    still = box === before ? still + 1 : 0;
    before = box;
    still < 10 ? requestAnimationFrame(look) : done();
  };
  look();
})"""


def settle(page: Page) -> None:
    """Until the picture stands where it stays: what a tool has no need of goes, which moves the rest."""
    page.evaluate(STANDS_STILL)


def touch(page: Page, points: list[Point], kind: str) -> None:
    """A drag by a finger or a pen, as Chromium itself takes it."""
    session = page.context.new_cdp_session(page)
    if kind == "touch":
        for name, at in (
            ("touchStart", points[0]),
            *(("touchMove", at) for at in points[1:]),
            ("touchEnd", None),
        ):
            where = [{"x": at[0], "y": at[1]}] if at else []
            session.send("Input.dispatchTouchEvent", {"type": name, "touchPoints": where})
        return
    for name, at in (
        ("mousePressed", points[0]),
        *(("mouseMoved", at) for at in points[1:]),
        ("mouseReleased", points[-1]),
    ):
        given = {"type": name, "x": at[0], "y": at[1], "button": "left", "buttons": 1, "pointerType": "pen"}
        session.send("Input.dispatchMouseEvent", {**given, "clickCount": 1})


def test_a_rectangle_by_mouse(atelier: Atelier, context: BrowserContext) -> None:
    """To within a pixel, with words; what was undone is not in it. The result comes to the chat."""
    page, troubles = open_page(atelier, context)
    size = picture_size(page)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    for tool, start, end in (("Brush", (0.1, 0.9), (0.9, 0.9)), ("Rectangle", (0.25, 0.3), (0.6, 0.7))):
        page.get_by_role("button", name=tool).click()
        page.mouse.move(*spot(page, (start[0] * size[0], start[1] * size[1]), size))
        page.mouse.down()
        page.mouse.move(*spot(page, (end[0] * size[0], end[1] * size[1]), size), steps=5)
        page.mouse.up()
        if tool == "Brush":
            page.keyboard.press("Control+z")
    expect(page.locator("#share")).to_have_text("14 % of the picture is chosen")
    mask = send(page, atelier, "a red balloon")
    assert mask.size == size
    box = mask.getbbox()
    assert box is not None
    for found, wanted in zip(box, (0.25 * size[0], 0.3 * size[1], 0.6 * size[0], 0.7 * size[1]), strict=True):
        assert abs(found - wanted) <= 1
    assert mask.histogram()[255] == (box[2] - box[0]) * (box[3] - box[1])
    [request] = [one for one in atelier.requests() if one.get("prompt") == "a red balloon"]
    assert request["action"] == "variation_region"
    assert troubles == []


@pytest.mark.parametrize("context", [PHONE], indirect=True, ids=["phone"])
def test_by_keyboard_alone(atelier: Atelier, context: BrowserContext) -> None:
    """A rectangle is moved, sized, added and taken away in part; where it is, and how much is chosen, is said."""
    page, troubles = open_page(atelier, context)
    width, height = picture_size(page)
    page.keyboard.press("Tab")
    for _ in range(30):
        if page.evaluate("document.activeElement.id") == "view":
            break
        page.keyboard.press("Tab")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    across, along = round(width / 40), round(height / 40)
    left, top = round(width / 3) + across, round(height / 3) - along
    right, bottom = left + round(width / 3) + across, top + round(height / 3) + along
    expect(page.locator("#share")).to_have_text(re.compile(r"Rectangle: \d+ % from the left"))
    page.keyboard.press("Enter")
    expect(page.locator("#share")).to_have_text(re.compile(r"\d+ % of the picture is chosen"))
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Delete")
    page.keyboard.press("Tab")
    page.keyboard.type("a kite")
    page.keyboard.press("Tab")
    before = len(atelier.masks())
    page.keyboard.press("Enter")
    assert sent_mask(page, atelier, before).getbbox() == (left, top, right, min(top + 4 * along, bottom))
    assert troubles == []


@pytest.mark.parametrize(
    ("kind", "context"), [("touch", PHONE), ("pen", DESKTOP)], indirect=["context"], ids=["touch", "pen"]
)
def test_a_lasso_by_finger_and_pen(atelier: Atelier, context: BrowserContext, kind: str) -> None:
    """What is within the line is chosen."""
    page, troubles = open_page(atelier, context)
    size = picture_size(page)
    shape = [(0.2, 0.2), (0.8, 0.25), (0.7, 0.8), (0.45, 0.6), (0.25, 0.75)]
    corners = [(x * size[0], y * size[1]) for x, y in shape]
    page.get_by_role("button", name="Lasso").click()
    settle(page)
    touch(page, [spot(page, corner, size) for corner in corners], kind)
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    mask, drawn = send(page, atelier), Image.new("L", size)
    ImageDraw.Draw(drawn).polygon(corners, fill=255)
    assert overlap(mask, drawn) >= 0.99
    assert troubles == []


def test_it_is_one_browsers_and_paints_once(atelier: Atelier, browser: Browser, context: BrowserContext) -> None:
    """Another one is told so, and so is whoever comes back; nothing chosen is said, and can be mended."""
    link = atelier.link()
    page, _ = open_page(atelier, context, link=link)
    other = browser.new_context().new_page()
    other.goto(link)
    expect(other.get_by_role("alert")).to_contain_text("whoever asked for it")
    expect(other.locator("#view")).to_be_hidden()
    other.context.close()
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is chosen")
    page.get_by_role("button", name="Invert").click()
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_role("alert")).to_contain_text("That is the whole picture")
    page.locator("#view").press("Delete")
    send(page, atelier)
    page.reload()
    expect(page.locator("#view")).to_be_visible()
    page.locator("#view").press("Enter")
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_role("alert")).to_contain_text("painted already")


def test_what_was_brought(atelier: Atelier, context: BrowserContext) -> None:
    """A picture of somebody's own leads to a page, too; what is painted is edited, as large as it was lent."""
    own = BytesIO()
    Image.new("RGB", (480, 320), "navy").save(own, "PNG")
    dismiss(atelier.chat)
    brought = FilePayload(name="own.png", mimeType="image/png", buffer=own.getvalue())
    atelier.chat.locator("#attach-input").set_input_files(brought)
    say(atelier.chat, "/region")
    address = atelier.chat.locator("#sheet").get_by_role("link", name="Paint it").get_attribute("href")
    assert address is not None
    page, troubles = open_page(atelier, context, link=address)
    width, height = picture_size(page)
    page.locator("#view").press("Enter")
    mask = send(page, atelier, "a black cat")
    box = (round(width / 3), round(height / 3), 2 * round(width / 3), 2 * round(height / 3))
    assert (mask.size, mask.getbbox()) == ((width, height), box)
    [request] = [one for one in atelier.requests() if one.get("prompt") == "a black cat"]
    with Image.open(BytesIO(page.request.get(request["image_url"]).body())) as lent:
        assert lent.size == mask.size
    assert troubles == []


def test_where_a_mini_app_begins(atelier: Atelier, context: BrowserContext) -> None:
    """What it is handed names the page, to which it goes on; what proves who they are stands in no address then."""
    link = atelier.link()
    begin = f"{atelier.bot.url}/mask/#tgWebAppData=start_param%3D{link.rpartition('/')[2]}"
    page, troubles = open_page(atelier, context, link=begin)
    assert page.url == link
    page.goto(f"{atelier.bot.url}/mask/")
    expect(page.get_by_role("alert")).to_contain_text("This link has ended")
    assert troubles == []


def test_it_can_be_read(atelier: Atelier, browser: Browser) -> None:
    """On the smallest screen nothing is cut off; all that can be pressed has a name; texts stand out."""
    made = browser.new_context(viewport={"width": 320, "height": 568})
    page, troubles = open_page(atelier, made)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        contrasts = page.evaluate(CONTRASTS)
        assert contrasts[0][0] >= 4.5, contrasts[:3]
    for button in page.get_by_role("button").all():
        assert button.inner_text().strip()
    expect(page.get_by_role("application", name="The picture, to be painted on")).to_be_visible()
    expect(page.get_by_role("textbox", name="What is to be there")).to_be_visible()
    assert {*page.evaluate("performance.getEntriesByType('resource').map((one) => new URL(one.name).host)")} == {
        page.url.split("/")[2]
    }
    assert troubles == []
    made.close()
