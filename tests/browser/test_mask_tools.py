"""Every tool of the page on which a region is painted, in a real browser: what is sent is what they left."""

import pytest
from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.browser.test_mask_page import (  # noqa: F401 - two of them are fixtures
    DESKTOP,
    PHONE,
    Atelier,
    Point,
    atelier,
    context,
    open_page,
    overlap,
    picture_size,
    send,
    settle,
    spot,
)

WIDE: ViewportSize = {"width": 2560, "height": 1440}
CLOSEST = 8
STEPS_KEPT = 50


def drag(page: Page, start: Point, end: Point) -> None:
    """By mouse, between two points of the screen."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def press(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def drawn(size: tuple[int, int], start: Point, end: Point, width: float) -> Image.Image:
    """A line with round ends."""
    made = Image.new("L", size)
    pen, half = ImageDraw.Draw(made), width / 2
    pen.line([start, end], fill=255, width=round(width))
    for x, y in (start, end):
        pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
    return made


@pytest.mark.parametrize("context", [DESKTOP, WIDE], indirect=True, ids=["desktop", "wide"])
def test_what_is_taken_away_undone_and_turned_round(atelier: Atelier, context: BrowserContext) -> None:  # noqa: F811
    """A thick line with a piece of it erased, turned into all but that; what was undone is not in it."""
    page, troubles = open_page(atelier, context)
    size = picture_size(page)
    across = (0.2 * size[0], 0.5 * size[1]), (0.8 * size[0], 0.5 * size[1])
    down = (0.5 * size[0], 0.3 * size[1]), (0.5 * size[0], 0.7 * size[1])
    slider = page.get_by_role("slider", name="Size")
    slider.fill("30")
    drag(page, spot(page, across[0], size), spot(page, across[1], size))
    for _ in range(10):
        page.locator("#view").press("[")
    expect(slider).to_have_value("20")
    press(page, "Eraser")
    drag(page, spot(page, down[0], size), spot(page, down[1], size))
    press(page, "Clear", "Undo", "Invert", "Undo", "Redo")
    expect(page.get_by_role("button", name="Redo", exact=True)).to_be_disabled()
    unit = max(size) / 250
    line = ImageChops.subtract(drawn(size, *across, 30 * unit), drawn(size, *down, 20 * unit))
    mask = send(page, atelier)
    assert overlap(ImageChops.invert(mask), line) >= 0.97
    assert overlap(mask, ImageChops.invert(line)) >= 0.99
    assert troubles == []


def test_so_many_steps_can_be_undone(atelier: Atelier, context: BrowserContext) -> None:  # noqa: F811
    """What was done before them stays."""
    page, _ = open_page(atelier, context)
    for _ in range(STEPS_KEPT + 1):
        press(page, "Invert")
    undo = page.get_by_role("button", name="Undo", exact=True)
    for _ in range(STEPS_KEPT):
        undo.click()
    expect(undo).to_be_disabled()
    expect(page.locator("#share")).to_have_text("100 % of the picture is chosen")


def test_closer_and_aside(atelier: Atelier, context: BrowserContext) -> None:  # noqa: F811
    """At most eight times, whichever tool follows; a drag with Space held moves the picture, others paint finer."""
    page, troubles = open_page(atelier, context)
    size = picture_size(page)
    box = page.locator("#view").bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    scale = CLOSEST * min(box["width"] / size[0], box["height"] / size[1])
    press(page, *["Closer"] * 7, "Rectangle")
    drag(page, (middle[0] - 80, middle[1] - 40), (middle[0] + 80, middle[1] + 40))
    page.locator("#view").focus()
    page.keyboard.down(" ")
    drag(page, middle, (middle[0] - 200, middle[1]))
    page.keyboard.up(" ")
    drag(page, (middle[0], middle[1] - 40), (middle[0] + 80, middle[1] + 40))
    found = send(page, atelier).getbbox()
    assert found is not None
    x, y = size[0] / 2, size[1] / 2
    wanted = x - 80 / scale, y - 40 / scale, x + 280 / scale, y + 40 / scale
    assert max(abs(one - other) for one, other in zip(found, wanted, strict=True)) <= 1
    assert troubles == []


@pytest.mark.parametrize("context", [PHONE], indirect=True, ids=["phone"])
def test_two_fingers_choose_nothing(atelier: Atelier, context: BrowserContext) -> None:  # noqa: F811
    """They come closer; one finger paints then, as fine as it is close."""
    page, troubles = open_page(atelier, context)
    size = picture_size(page)
    press(page, "Rectangle")
    settle(page)
    box = page.locator("#view").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)

    def fingers(kind: str, *places: Point) -> None:
        points = [{"x": at[0], "y": at[1], "id": number} for number, at in enumerate(places)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", (x - 20, y))
    fingers("touchStart", (x - 20, y), (x + 20, y))
    for step in range(25, 81, 5):
        fingers("touchMove", (x - step, y), (x + step, y))
    fingers("touchEnd")
    expect(page.locator("#share")).to_have_text("0 % of the picture is chosen")
    fingers("touchStart", (x - 40, y - 20))
    fingers("touchMove", (x + 40, y + 20))
    fingers("touchEnd")
    found = send(page, atelier).getbbox()
    assert found is not None
    fit = min(box["width"] / size[0], box["height"] / size[1])
    assert (found[2] - found[0]) * fit == pytest.approx(80 / 4, rel=0.1)
    assert troubles == []
