"""A part of a picture is chosen in a form of the real page, without any other: what the service is sent."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.pressing import offered, reach
from tests.browser.test_mask_page import DESKTOP, PHONE, Atelier, atelier, dismiss  # noqa: F401 - a fixture
from tests.fakes.waiting import wait_until_sync

Box = tuple[int, int, int, int]


def sent_box(atelier: Atelier, before: int) -> tuple[Box | None, tuple[int, int], int]:  # noqa: F811
    """Where the mask that was sent is white, how large it is, and of how many pixels."""
    wait_until_sync(lambda: len(atelier.masks()) > before, "the service was sent a mask")
    mask = atelier.masks()[-1]
    return mask.getbbox(), mask.size, mask.histogram()[255]


def open_form(page: Page) -> None:
    dismiss(page)
    shown = page.get_by_role("article").filter(has=offered(page, "Vary (Region)")).last
    button = reach(shown, "Vary (Region)")
    expect(button).not_to_have_attribute("aria-busy", "true")
    button.click()
    expect(page.get_by_role("dialog").get_by_role("group", name="Where")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_fields_by_keyboard_alone(atelier: Atelier, size: dict[str, int]) -> None:  # noqa: F811
    """The first has the focus; each has a name, Space switches it, and Enter in the words orders: 1, 2 and 5."""
    page, before = atelier.chat, len(atelier.masks())
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    open_form(page)
    boxes = page.get_by_role("dialog").get_by_role("checkbox")
    expect(boxes).to_have_count(9)
    expect(page.get_by_role("checkbox", name="top left", exact=True)).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="middle", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    page.get_by_role("textbox", name="Words").fill(f"a red balloon of {size['width']}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    box, (width, height), white = sent_box(atelier, before)
    assert box == (0, 0, width * 2 // 3, height * 2 // 3)
    ninths = (width // 3, width * 2 // 3 - width // 3), (height // 3, height * 2 // 3 - height // 3)
    assert white == (width * 2 // 3) * ninths[1][0] + ninths[0][1] * ninths[1][1]
    page.set_viewport_size(DESKTOP)


def test_a_file_is_the_mask(atelier: Atelier) -> None:  # noqa: F811
    """Chosen in the form; one of another shape is refused in words, and nothing is ordered."""
    page, before = atelier.chat, len(atelier.masks())
    for size, box in (((300, 600), (10, 10, 90, 90)), ((600, 400), (60, 40, 300, 200))):
        own = BytesIO()
        picture = Image.new("L", size)
        picture.paste(255, box)
        picture.save(own, "PNG")
        open_form(page)
        sheet = page.get_by_role("dialog")
        file = FilePayload(name="mask.png", mimeType="image/png", buffer=own.getvalue())
        sheet.get_by_label("Mask").set_input_files(file)
        expect(sheet.get_by_role("status")).to_have_text("✓")
        sheet.get_by_role("textbox", name="Words").fill("a kite")
        sheet.get_by_role("button", name="Region", exact=True).click()
        if size[0] < size[1]:
            expect(page.get_by_role("alert").last).to_contain_text("another shape")
    found, (width, height), _ = sent_box(atelier, before)
    assert found is not None
    assert len(atelier.masks()) == before + 1
    wanted = (0.1 * width, 0.1 * height, 0.5 * width, 0.5 * height)
    assert all(abs(one - other) <= 1.5 for one, other in zip(found, wanted, strict=True))


def test_nothing_chosen_is_said(atelier: Atelier) -> None:  # noqa: F811
    """And the form comes back as it was filled in."""
    page = atelier.chat
    open_form(page)
    page.get_by_role("textbox", name="Words").fill("5 red hats")
    page.get_by_role("dialog").get_by_role("button", name="Region", exact=True).click()
    expect(page.get_by_role("alert").last).to_contain_text("Nothing is chosen yet")
    expect(page.get_by_role("textbox", name="Words")).to_have_value("5 red hats")
