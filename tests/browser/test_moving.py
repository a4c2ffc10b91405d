"""A picture is placed on a larger canvas in a real browser, and what the service is sent is what was placed."""

import base64
import json
import math
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from bot.domain.reframe import Frame, Reframe, frame_around
from tests.browser.test_mask_page import (  # noqa: F401 - two of them are fixtures
    CONTRASTS,
    DESKTOP,
    PHONE,
    Atelier,
    atelier,
    context,
    open_page,
    picture_size,
    settle,
    spot,
    touch,
)
from tests.fakes.waiting import wait_until_sync


@dataclass(frozen=True)
class Sent:
    """What the service was asked for, and where what is to stay lies on which canvas."""

    request: dict[str, Any]
    frame: Frame


def begin_moving(atelier: Atelier, context: BrowserContext) -> tuple[Page, tuple[int, int], list[str]]:  # noqa: F811
    """The page with the tool chosen, and the size of its picture."""
    page, troubles = open_page(atelier, context)
    size = picture_size(page)
    page.get_by_role("button", name="Move").click()
    settle(page)
    return page, size, troubles


def order(page: Page, atelier: Atelier, words: str) -> Sent:  # noqa: F811
    """Press the button; what the service is sent."""
    page.get_by_role("textbox", name="What is to be around it").fill(words)
    page.get_by_role("button", name="Paint around it").click()
    return sent(page, atelier, words)


def sent(page: Page, atelier: Atelier, words: str) -> Sent:  # noqa: F811
    """With those words, when it is on its way."""
    expect(page.get_by_role("alert")).to_contain_text("It is being painted")

    def asked() -> list[dict[str, Any]]:
        return [one for one in atelier.requests() if one.get("prompt") == words]

    wait_until_sync(lambda: bool(asked()), "the service was asked")
    [request] = asked()
    with Image.open(BytesIO(base64.b64decode(request["mask"]))) as mask:
        kept = mask.convert("L").point([255] * 128 + [0] * 128)
    box = kept.getbbox()
    assert box is not None
    with Image.open(BytesIO(page.request.get(request["image_url"]).body())) as lent:
        assert lent.size == kept.size
    return Sent(request, Frame(kept.size, box))


def check_frame(found: Frame, wanted: Frame) -> None:
    """To within a pixel."""
    pairs = zip((*found.size, *found.box), (*wanted.size, *wanted.box), strict=True)
    assert all(abs(one - other) <= 1 for one, other in pairs), (found, wanted)


def told(frame: Frame, size: tuple[int, int]) -> str:
    """What is said of a canvas, and of a picture of that size on it."""
    (width, height), (left, top, *_) = frame.size, frame.box
    shares = width / size[0], height / size[1], left / width, top / height
    across, down, right, below = (math.floor(100 * share + 0.5) for share in shares)
    return (
        f"Canvas: {across} × {down} % of the picture, which lies {right} % from its left and {below} % from its top"
    )


def scale_of(page: Page, size: tuple[int, int]) -> float:
    """Screen pixels for one of the canvas, which fills the stage but for its edge."""
    box = page.locator("#view").bounding_box()
    assert box is not None
    return 0.96 * min(box["width"] / size[0], box["height"] / size[1])


def middle(page: Page) -> tuple[float, float]:
    box = page.locator("#view").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, by: tuple[float, float], kind: str) -> None:
    """From the middle, in two steps."""
    x, y = middle(page)
    ends = [(x, y), (x + by[0] / 2, y + by[1] / 2), (x + by[0], y + by[1])]
    if kind != "mouse":
        touch(page, ends, kind)
        return
    page.mouse.move(*ends[0])
    page.mouse.down()
    for end in ends[1:]:
        page.mouse.move(*end)
    page.mouse.up()


@pytest.mark.parametrize(
    ("kind", "context"),
    [("mouse", DESKTOP), ("mouse", PHONE), ("touch", PHONE), ("pen", DESKTOP)],
    indirect=["context"],
    ids=["mouse", "mouse on a small screen", "touch", "pen"],
)
def test_by_dragging(atelier: Atelier, context: BrowserContext, kind: str) -> None:  # noqa: F811
    """Twice as large, the picture where it was dragged to; the order is an edit with a canvas that was lent."""
    page, size, troubles = begin_moving(atelier, context)
    page.get_by_role("slider", name="Canvas").fill("2")
    expect(page.locator("#times")).to_have_text("2×")
    canvas = (2 * size[0], 2 * size[1])
    scale = scale_of(page, canvas)
    drag(page, (size[0] / 4 * scale, -size[1] / 2 * scale), kind)
    left = size[0] // 2 + size[0] // 4
    wanted = Frame(canvas, (left, 0, left + size[0], size[1]))
    expect(page.locator("#share")).to_have_text(told(wanted, size))
    words = f"by the sea as by {kind} at {page.evaluate('innerWidth')}"
    found = order(page, atelier, words)
    check_frame(found.frame, wanted)
    assert "action" not in found.request or found.request["action"] == "generate"
    assert troubles == []


@pytest.mark.parametrize("context", [PHONE, DESKTOP], indirect=True, ids=["phone", "desktop"])
def test_by_keyboard_alone(atelier: Atelier, context: BrowserContext) -> None:  # noqa: F811
    """Tool, shape, size and place; where it lies is said. Words, and off it goes, in the order of the page."""
    page, troubles = open_page(atelier, context)
    size = picture_size(page)
    focus(page, '[data-tool="move"]')
    page.keyboard.press("Enter")
    focus(page, "#shape")
    page.keyboard.type("16:9")
    focus(page, "#larger")
    page.keyboard.press("ArrowRight")
    focus(page, "#view")
    for key in ("+", "+", "-", "ArrowLeft", "ArrowLeft", "Shift+ArrowUp", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    wish = Reframe(1.7, (16, 9), (0.4, 0.39))
    frame = frame_around(size, wish)
    expect(page.locator("#share")).to_have_text(told(frame, size))
    focus(page, "#words")
    words = f"a wide beach at {page.evaluate('innerWidth')}"
    page.keyboard.type(words)
    focus(page, "#send")
    page.keyboard.press("Enter")
    check_frame(sent(page, atelier, words).frame, frame)
    assert troubles == []


def focus(page: Page, wanted: str) -> None:
    """By Tab alone."""
    for _ in range(30):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never comes to {wanted}")


def test_two_fingers_size_it(atelier: Atelier, context: BrowserContext) -> None:  # noqa: F811
    """Apart, the picture grows on its canvas; the wheel does the same. Nothing of what was painted is lost."""
    page, _, troubles = begin_moving(atelier, context)
    page.get_by_role("button", name="Rectangle").click()
    page.locator("#view").press("Enter")
    expect(page.locator("#share")).to_have_text("11 % of the picture is chosen")
    page.locator("#view").press("m")
    page.get_by_role("slider", name="Canvas").fill("3")
    x, y = middle(page)
    session = page.context.new_cdp_session(page)
    for step in range(11):  # from 40 pixels to 80
        points = [{"x": x - 20 - 2 * step, "y": y, "id": 0}, {"x": x + 20 + 2 * step, "y": y, "id": 1}]
        name = "touchMove" if step else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": name, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator("#times")).to_have_text("1.5×")
    page.mouse.move(x, y)
    page.mouse.wheel(0, 400)
    expect(page.locator("#times")).to_have_text("4×")
    page.locator("#view").press("b")
    expect(page.locator("#share")).to_have_text("11 % of the picture is chosen")
    expect(page.get_by_role("slider", name="Canvas")).to_be_hidden()
    assert troubles == []


def test_what_cannot_be_made_is_said(atelier: Atelier, context: BrowserContext) -> None:  # noqa: F811
    """The shape that it has already, before anything is used up; the same page makes another one."""
    page, size, troubles = begin_moving(atelier, context)
    page.get_by_label("Shape").select_option("3:2")
    page.get_by_role("slider", name="Canvas").fill("1")
    page.get_by_role("button", name="Paint around it").click()
    expect(page.get_by_role("alert")).to_contain_text("That picture is 3:2 already")
    page.get_by_label("Shape").select_option("1:1")
    found = order(page, atelier, "a square of sea")
    check_frame(found.frame, frame_around(size, Reframe(ratio=(1, 1))))
    assert troubles == []


def test_another_tool_in_the_middle_of_a_line(atelier: Atelier, context: BrowserContext) -> None:  # noqa: F811
    """The line is not drawn: on the larger ground its points would lie elsewhere."""
    page, troubles = open_page(atelier, context)
    size = picture_size(page)
    page.get_by_role("button", name="Brush").click()
    settle(page)
    page.mouse.move(*spot(page, (0.3 * size[0], 0.3 * size[1]), size))
    page.mouse.down()
    page.mouse.move(*spot(page, (0.5 * size[0], 0.5 * size[1]), size), steps=3)
    page.keyboard.press("m")
    page.mouse.move(*spot(page, (0.7 * size[0], 0.3 * size[1]), size), steps=3)
    page.mouse.up()
    page.get_by_role("button", name="Brush").click()
    expect(page.locator("#share")).to_contain_text("0 % of the picture is chosen")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    assert troubles == []


def test_it_can_be_read(atelier: Atelier, context: BrowserContext) -> None:  # noqa: F811
    """On the smallest screen nothing is cut off; all that can be changed has a name, and texts stand out."""
    page, _, troubles = begin_moving(atelier, context)
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        contrasts = page.evaluate(CONTRASTS)
        assert contrasts[0][0] >= 4.5, contrasts[:3]
    for name in ("Brush", "Eraser", "Rectangle", "Lasso", "Move", "Paint around it"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    expect(page.get_by_role("combobox", name="Shape")).to_be_visible()
    expect(page.get_by_role("slider", name="Canvas")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
    assert page.locator("#view").get_attribute("aria-describedby") == "movekeys share"
    assert (
        json.loads(page.evaluate("JSON.stringify([...document.querySelectorAll('[hidden] *:focus')].length)")) == 0
    )
    assert troubles == []
