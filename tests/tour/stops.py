"""The stops of the tour: at each somebody does something in the web chat, and what is to be seen then is drawn."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.pressing import press
from tests.tour.visit import PAINT_S, PHONE, SLOW_S, WIDE, Visit

LIGHTHOUSE = "a lighthouse in a storm"
WHOLE = "body"  # all that the window shows


@dataclass(frozen=True, slots=True)
class Stop:
    """`act` gives what is to be drawn, which is all there by then; `width` of the window in CSS pixels.

    `height`: of the window; 0: as much as it takes.
    """

    name: str
    act: Callable[[Visit], Sequence[Locator]]
    width: int = WIDE
    height: int = 0


def composer(visit: Visit) -> Sequence[Locator]:
    """The text box, and what stands below it."""
    return visit.page.locator("#composer"), visit.page.locator("#hint")


# --- words ----------------------------------------------------------------------------------------------


def first_picture(visit: Visit) -> Sequence[Locator]:
    visit.keep("grid", visit.order(f"/imagine {LIGHTHOUSE} --ar 16:9"))
    return [visit.page.locator(WHOLE)]


def type_command(visit: Visit) -> Sequence[Locator]:
    visit.type("/")
    expect(visit.page.get_by_role("option").first).to_be_visible()
    return [visit.page.locator("#suggest"), *composer(visit)]


def type_flags(visit: Visit) -> Sequence[Locator]:
    visit.type("/imagine paper boats on a silver lake --")
    expect(visit.page.get_by_role("option").first).to_be_visible()
    return [visit.page.locator("#suggest"), *composer(visit)]


def make_mistake(visit: Visit) -> Sequence[Locator]:
    visit.send("/imagine a cat --ar 0:5")
    expect(visit.page.get_by_role("alert")).to_contain_text("--ar cannot be 0:5")
    return [visit.page.locator("#notes"), *composer(visit)]


def watch_painting(visit: Visit) -> Sequence[Locator]:
    visit.paint_for(SLOW_S)
    before = visit.articles.count()
    visit.send("/imagine a quiet harbour at dawn --ar 16:9")
    article = visit.keep("harbour", visit.articles.nth(before))
    expect(article.get_by_role("progressbar")).to_have_attribute("aria-valuenow", re.compile("^[4-6].$"))
    expect(article.get_by_role("img")).to_have_attribute("src", re.compile("/media/"))
    visit.loaded(article)
    return [article]


def cancel_it(visit: Visit) -> Sequence[Locator]:
    visit.paint_for(PAINT_S)
    visit.press("harbour", "Cancel")
    article = visit.made("harbour")
    expect(article.get_by_role("button", name="Show", exact=True)).to_be_visible()
    expect(article).to_contain_text("It was finished all the same")
    return [article]


def on_a_phone(visit: Visit) -> Sequence[Locator]:
    visit.loaded(visit.made("grid"))
    return [visit.page.locator(WHOLE)]


# --- buttons --------------------------------------------------------------------------------------------


def enlarge_one(visit: Visit) -> Sequence[Locator]:
    return [visit.keep("single", visit.press_order("grid", "U2"))]


def press_twice(visit: Visit) -> Sequence[Locator]:
    before = visit.articles.count()
    visit.press("grid", "U2")
    asked = visit.articles.nth(before)
    expect(asked.get_by_role("button", name="Make another")).to_be_visible()
    return [asked]


def look_closely(visit: Visit) -> Sequence[Locator]:
    visit.made("single").get_by_role("button", name="Large view").click()
    large = visit.page.get_by_role("dialog").get_by_role("img")
    expect(large).to_have_js_property("complete", value=True)
    return [visit.page.locator(WHOLE)]


def see_details(visit: Visit) -> Sequence[Locator]:
    visit.press("single", "Details")
    expect(visit.sheet.get_by_role("button", name="Seed")).to_be_visible()
    return [visit.sheet]


def ask_seed(visit: Visit) -> Sequence[Locator]:
    visit.press("grid", "Details")  # what was asked for is not brought twice
    before = visit.articles.count()
    visit.sheet.get_by_role("button", name="Seed").click()
    return [visit.finished(visit.articles.nth(before))]


# --- pictures as input ----------------------------------------------------------------------------------


def edit_part(visit: Visit) -> Sequence[Locator]:
    return [visit.keep("edit", visit.order(f"/edit {visit.code('grid')}.2 make it night"))]


def show_part(visit: Visit) -> Sequence[Locator]:
    before = visit.articles.count()
    press(visit.made("edit"), "2", group="piece")
    return [visit.keep("part", visit.finished(visit.articles.nth(before)))]


def bring_pictures(visit: Visit) -> Sequence[Locator]:
    visit.bring("edit", "single")
    visit.type("/blend")
    return composer(visit)


def answer_picture(visit: Visit) -> Sequence[Locator]:
    visit.reply("grid")
    visit.type("/edit make it night")
    return composer(visit)


def choose_part(visit: Visit) -> Sequence[Locator]:
    before = visit.articles.count()
    visit.reply("grid")
    visit.send("/edit make it winter")
    asked = visit.articles.nth(before)
    expect(asked.get_by_role("button", name="🖼️ 4", exact=True)).to_be_visible()
    return [asked]


def talk_to_it(visit: Visit) -> Sequence[Locator]:
    """Words that answer a picture, and the first of somebody's are asked about."""
    before = visit.articles.count()
    visit.reply("single")
    visit.send("make it winter")
    said, asked = visit.articles.nth(before), visit.articles.nth(before + 1)
    expect(asked.get_by_role("button", name=re.compile("Change it"))).to_be_visible()
    return [said, asked]


def split_grid(visit: Visit) -> Sequence[Locator]:
    return [visit.order("/imagine a fox in a library, woodcut --ar 3:2 --split")]


# --- forms and films ------------------------------------------------------------------------------------


def open_form(name: str, label: str, title: str) -> Callable[[Visit], Sequence[Locator]]:
    """A form that opens below what an earlier stop has kept."""

    def act(visit: Visit) -> Sequence[Locator]:
        visit.press(name, label)
        expect(visit.sheet.get_by_role("heading", name=title)).to_be_visible()
        return [visit.sheet]

    return act


def animate(visit: Visit) -> Sequence[Locator]:
    return [visit.keep("film", visit.press_order("single", "Animate"))]


# --- regions --------------------------------------------------------------------------------------------


def open_mask_page(visit: Visit) -> Page:
    """The page is one browser's, so it is opened anew for each picture of it."""
    visit.press("single", "Vary (Region)")
    link = visit.page.get_by_role("link", name="Paint it").get_attribute("href")
    assert link is not None
    page = visit.new_page(link, height=860 if visit.width == WIDE else 820)
    expect(page.locator("#view")).to_be_visible()
    return page


def paint_region(visit: Visit) -> Sequence[Locator]:
    page = open_mask_page(visit)
    for tool, points in (
        ("Rectangle", ((0.3, 0.3), (0.5, 0.6))),
        ("Brush", ((0.62, 0.3), (0.7, 0.45), (0.78, 0.35))),
    ):
        page.get_by_role("button", name=tool).click()
        box = page.locator("#view").bounding_box()
        assert box is not None
        spots = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in points]
        page.mouse.move(*spots[0])
        page.mouse.down()
        for spot in spots[1:]:
            page.mouse.move(*spot, steps=8)
        page.mouse.up()
    page.get_by_role("textbox").fill("a red balloon")
    return [page.locator(WHOLE)]


def move_picture(visit: Visit) -> Sequence[Locator]:
    page = open_mask_page(visit)
    page.get_by_role("button", name="Move").click()
    for key in ("ArrowRight",) * 6 + ("ArrowDown",) * 4:
        page.locator("#view").press(key)
    expect(page.locator("#share")).to_contain_text("% from its left")
    page.get_by_role("textbox").fill("a stormy sea at dusk")
    return [page.locator(WHOLE)]


def name_fields(visit: Visit) -> Sequence[Locator]:
    return [visit.order(f"/region {visit.code('single')} top right: a red balloon")]


def paint_around(visit: Visit) -> Sequence[Locator]:
    return [visit.order(f"/reframe {visit.code('single')} 1.7 a stormy sea at dusk")]


# --- words about pictures -------------------------------------------------------------------------------


def describe(visit: Visit) -> Sequence[Locator]:
    return [visit.order(f"/describe {visit.code('single')}")]


def shorten(visit: Visit) -> Sequence[Locator]:
    return [visit.order("/shorten a very old and rather lonely lighthouse that stands in a terrible winter storm")]


# --- for one person -------------------------------------------------------------------------------------


def open_sheet(command: str, label: str) -> Callable[[Visit], Sequence[Locator]]:
    """What a command answers with, for whoever typed it alone; there is a button that begins so."""

    def act(visit: Visit) -> Sequence[Locator]:
        visit.send(command)
        expect(visit.sheet.get_by_role("button", name=re.compile(f"^{label}")).first).to_be_visible()
        return [visit.sheet]

    return act


STOPS = (
    Stop("first", first_picture, height=860),
    Stop("phone", on_a_phone, PHONE, height=740),
    Stop("commands", type_command),
    Stop("flags", type_flags),
    Stop("mistake", make_mistake),
    Stop("painting", watch_painting),
    Stop("cancelled", cancel_it),
    Stop("single", enlarge_one),
    Stop("again", press_twice),
    Stop("large", look_closely, height=800),
    Stop("details", see_details),
    Stop("seed", ask_seed),
    Stop("edit", edit_part),
    Stop("part", show_part),
    Stop("uploads", bring_pictures, PHONE),
    Stop("reply", answer_picture, PHONE),
    Stop("which", choose_part),
    Stop("talk", talk_to_it),
    Stop("split", split_grid),
    Stop("form-change", open_form("single", "Change…", "Paint it with other words")),
    Stop("form-animate", open_form("single", "Animate…", "Set it moving")),
    Stop("form-edit", open_form("single", "Edit…", "Change something in this picture")),
    Stop("form-phone", open_form("single", "Animate…", "Set it moving"), PHONE),
    Stop("film", animate),
    Stop("form-extend", open_form("film", "Extend 2…", "Go on with it")),
    Stop("form-region", open_form("single", "Vary (Region)", "Change a part of it")),
    Stop("mask", paint_region),
    Stop("mask-phone", paint_region, PHONE),
    Stop("move", move_picture),
    Stop("fields", name_fields),
    Stop("form-reframe", open_form("single", "Reframe…", "Paint more around it")),
    Stop("reframed", paint_around),
    Stop("describe", describe),
    Stop("shorten", shorten),
    Stop("settings", open_sheet("/settings", "Language")),
    Stop("history", open_sheet("/history", "🖼️ 1")),
)
