"""A form for a part of a picture: nine fields, each on or off, or a mask; what it orders could be typed."""

from dataclasses import replace

import pytest

from bot.commands import Commands
from bot.domain.chat_request import PaintRegion
from bot.domain.errors import UserError
from bot.domain.ids import MessageRef
from bot.domain.order import Edit
from bot.domain.region import Region
from bot.domain.sketch import Sketch, SketchKind, begin_region, choose, choose_picture, order_call, typed_hint
from bot.domain.subject import Link, Result, Sent, Subject
from tests.fakes.opening import RULES
from tests.fakes.platform import ANN, origin

COMMANDS = Commands(RULES)
SHEET = [Result("7K2M9QXD", n) for n in range(1, 5)]


def begun(*pictures: Subject, words: str = "a hat") -> Sketch:
    bare = Sketch("0a1b2c3d4e", SketchKind.REGION, ANN, MessageRef("fake", "room", "1"))
    return begin_region(bare, pictures or [Result("7K2M9QXD")], words)


def ordered(sketch: Sketch) -> Edit:
    order = COMMANDS.read_call(order_call(sketch, "k1", origin()))
    assert isinstance(order, Edit)
    return order


def test_fields_are_switched_one_by_one() -> None:
    """What two presses at once have switched is in two values, and the order is that of the typed command."""
    form = begun()
    for name, value in (
        ("fields.2", "on"),
        ("fields.1", "on"),
        ("fields.9", "on"),
        ("fields.9", "off"),
        ("fields.5", "on"),
    ):
        form = choose(form, name, value)
    assert form.text == "#7K2M9QXD 1 2 5: a hat"
    assert typed_hint(form) == "/region #7K2M9QXD 1 2 5: a hat"
    assert ordered(form) == COMMANDS.read_command("region", "#7K2M9QXD 1 2 5 a hat")
    assert {name: value for name, value in form.chosen.items() if "." in name} == {
        **dict.fromkeys(("fields.1", "fields.2", "fields.5"), "on"),
        "fields.9": "off",
    }


def test_all_at_once() -> None:
    """As a page and a modal send them; those that are left out are off."""
    form = choose(choose(begun(), "fields.9", "on"), "fields", "5 1")
    assert ordered(form).region == Region((1, 5))
    assert choose(form, "fields", "").bare


@pytest.mark.parametrize("words", ["7 dwarfs", "top hats", "edge of a wood", "left: right"])
def test_words_are_words(words: str) -> None:
    """Also those that would be fields or places, were they typed alone."""
    order = ordered(choose(begun(words=words), "fields.5", "on"))
    assert (order.region, order.prompt) == (Region((5,)), words)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("fields", value) for value in ("0", "10", "1,2", "1 2 top", "on")),
        *(("fields.5", value) for value in ("", "yes", "5")),
        *((name, "on") for name in ("fields.", "fields.0", "fields.10", "fields.5.5", "field.5", "words.5")),
        ("mask", "https://e.org/a.png"),
        ("mask", "#7K2M9QXD"),
    ],
)
def test_what_there_is_not(name: str, value: str) -> None:
    """Is refused, and so is a mask that is typed: it has to be sent."""
    with pytest.raises(UserError, match="form-impossible"):
        choose(begun(), name, value)
    assert choose(begun(), "mask", "") == choose(begun(), "mask", " ")


def test_a_mask_stands_for_fields_and_fields_for_a_mask() -> None:
    """Whatever was filled in last; the order has one of the two."""
    masked = choose_picture(choose(begun(), "fields.5", "on"), "mask-1")
    assert (masked.text, masked.pictures) == ("#7K2M9QXD a hat", ("mask-1",))
    [mask] = [one for one in ordered(masked).sources if one.subject == Sent("mask-1")]
    assert ordered(masked).region == Region(sent=mask.url)
    assert choose(masked, "fields.5", "off").sent == masked.sent
    again = choose(masked, "fields.4", "on")
    assert (again.text, again.pictures) == ("#7K2M9QXD 4: a hat", ())


def test_nothing_chosen_is_no_order() -> None:
    """Neither typed nor paid for: the typed way with no region would open the form once more."""
    with pytest.raises(UserError, match="region-nothing"):
        order_call(begun(words="5 red hats"), "k1", origin())
    assert isinstance(COMMANDS.read_command("region", begun().text), PaintRegion)


def test_of_a_sheet_a_part() -> None:
    """Is chosen, too, the first at first."""
    form = choose(begun(*SHEET), "fields.1", "on")
    assert (form.text, form.typed_subject) == ("#7K2M9QXD.1 1: a hat", "#7K2M9QXD.1")
    assert choose(form, "part", "3").text == "#7K2M9QXD.3 1: a hat"
    assert begun(SHEET[1]).typed_subject == "#7K2M9QXD.2"


def test_what_people_bring() -> None:
    """A link is typed, and what came along goes along before its mask."""
    linked = choose(begun(Link("https://e.org/a.png")), "fields.1", "on")
    assert ordered(linked).image_url == "https://e.org/a.png"
    form = choose(begun(Sent("photo")), "fields.1", "on")
    assert (form.text, form.pictures) == ("1: a hat", ("photo",))
    assert ordered(form).region == Region((1,))
    masked = choose_picture(form, "mask-1")
    assert masked.pictures == ("photo", "mask-1")
    assert [one.subject for one in ordered(masked).sources] == [Sent("photo"), Sent("mask-1")]


def test_other_values_are_another_order() -> None:
    """And the same are the same, whoever sends them."""
    form = choose(begun(), "fields.1", "on")
    one, same = order_call(form, "k1", origin()), order_call(replace(form), "k2", origin())
    assert one.press == same.press
    assert order_call(choose(form, "fields.2", "on"), "k1", origin()).press != one.press
