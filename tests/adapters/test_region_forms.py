"""The form for a part of a picture on every platform: nine fields, words, and a picture that is the mask."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image as Pixels

from adapters.discord.modals import modal_data, read_submit
from adapters.telegram.inbound import BotIdentity
from adapters.telegram.outbound import card_keyboard
from adapters.webchat.outbound import answer_frame, button_rows
from bot.domain.ids import MessageRef
from bot.domain.order import Act
from bot.domain.sketch import Sketch, SketchKind, begin_region, choose
from bot.domain.subject import Result
from bot.domain.update import Finished
from bot.form_cards import form_card, make_form
from bot.i18n import languages
from bot.store.keys import Keys
from bot.store.masks import RedisMasks
from tests.adapters.discord_house import House as DiscordHouse
from tests.adapters.discord_house import discord  # noqa: F401 - a fixture
from tests.adapters.discord_house import house as discord_house  # noqa: F401 - a fixture
from tests.adapters.house import House, house, telegram  # noqa: F401 - fixtures
from tests.adapters.running import Running
from tests.fakes.discord.interaction import Answer
from tests.fakes.painter import TASK, image
from tests.fakes.platform import ANN
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture

SIZE = (96, 64)
BOX = (10, 10, 50, 30)
SINGLE = Finished(TASK, replace(image(actions=("zoom_out_2x",)), raw_width=SIZE[0], raw_height=SIZE[1]))
PAGES = ("https://bot.example/mask/AbCdEfGhIjKlMnOpQrStUv",)
SKETCH = begin_region(
    Sketch("0a1b2c3d4e", SketchKind.REGION, ANN, MessageRef("fake", "room", "1"), pages=PAGES),
    [Result("7K2M9QXD", n) for n in range(1, 5)],
    "a hat",
)


def mask_file() -> bytes:
    picture, out = Pixels.new("L", SIZE), BytesIO()
    picture.paste(255, BOX)
    picture.save(out, "PNG")
    return out.getvalue()


async def chosen(made: Running, order: object) -> tuple[int, int, int, int] | None:
    """Where the mask that was ordered with is white."""
    assert isinstance(order, Act)
    mask = await RedisMasks(made.bench.jobs.client, Keys()).get(order.mask)
    assert mask is not None
    with Pixels.open(BytesIO(mask)) as picture:
        assert picture.size == SIZE
        return picture.convert("L").point([0] * 128 + [255] * 128).getbbox()


@pytest.mark.parametrize(("alone", "file"), [(True, True), (True, False), (False, True)])
async def test_on_telegram(house: House, alone: bool, file: bool) -> None:  # noqa: F811, FBT001 - a fixture, columns
    """Rows of three; a photo or a file that answers the form is the mask, and its caption the words."""
    ann = house.telegram.person("Ann")
    chat = house.telegram.private(ann) if alone else house.telegram.group("Atelier", ann)
    house.painter.scripts.append([SINGLE])
    chat.says(ann, "/imagine a red fox")
    await wait_until(lambda: chat.by_bot and "Vary (Region)" in str(chat.last.labels), "the picture is there")
    await house.known()
    chat.presses(ann, chat.last, "🖌️ Vary (Region)")
    await wait_until(lambda: "Answer this message" in chat.last.text, "the form is shown")
    form = chat.last
    assert form.labels[1:4] == [[f"▫️ {n}" for n in range(at, at + 3)] for at in (1, 4, 7)]
    assert form.labels[-1] == ["▶️ Region", "✖️ Cancel"]
    chat.presses(ann, form, "▫️ 5")
    await wait_until(lambda: "◾ 5" in str(form.labels), "it is on")
    if file:
        chat.sends_document(ann, mask_file(), "mask.png", "a hat", reply_to=form)
    else:
        chat.sends_photo(ann, mask_file(), "a hat", reply_to=form)
    await wait_until(lambda: "Mask: 🖼️" in form.text, "the form has it")
    assert "◾" not in str(form.labels)
    chat.presses(ann, form, "Region")
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await house.idle()
    order = house.painter.sent[1].order
    assert await chosen(house, order) == BOX
    assert isinstance(order, Act)
    assert order.repaint == "a hat"


async def test_on_discord(discord_house: DiscordHouse) -> None:  # noqa: F811 - the fixture
    """Buttons in a message that only that person sees, and a window with a list of nine, words and a file."""
    made = discord_house
    ann = made.discord.person("Ann")
    room = made.discord.room(ann)
    made.painter.scripts.append([SINGLE])
    shown = room.types(ann, "imagine", prompt="a red fox")
    await wait_until(lambda: shown.done and "Vary (Region)" in str(shown.message.labels), "the picture is there")
    await made.known()
    press = room.presses(ann, shown.message, "🖌️ Vary (Region)")
    await wait_until(lambda: press.done and "▫️ 9" in str(press.message.labels), "the form is shown")
    form = press.message
    assert form.ephemeral
    assert "🖌️ Paint it" in str(form.labels)
    for label, after in (("▫️ 1", "◾ 1"), ("▫️ 2", "◾ 2")):
        room.presses(ann, form, label)
        await wait_until(lambda after=after: after in str(form.labels), after)  # type: ignore[misc]  # each has its own
    await made.known()
    window = room.presses(ann, form, "🎛️ Region…")
    await wait_until(lambda: window.answer is Answer.FORM, "the window opens")
    assert window.form is not None
    fields = window.form["components"][0]["component"]
    assert [one["value"] for one in fields["options"] if one["default"]] == ["1", "2"]
    assert (fields["min_values"], fields["max_values"], fields["required"]) == (0, 9, False)
    room.submits(ann, window, words="a hat", mask=mask_file())
    await wait_until(lambda: len(made.painter.sent) == 2, "it is ordered")
    await made.idle()
    assert await chosen(made, made.painter.sent[1].order) == BOX
    room.presses(ann, form, "Region")
    await wait_until(lambda: len(made.painter.sent) == 3, "what is switched on is ordered")
    await made.idle()
    assert await chosen(made, made.painter.sent[2].order) == (0, 0, 64, 21)


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_window_has_room_for_it(language: str) -> None:
    """Four of five places, for the picture of a sheet too; each of the nine fields is called otherwise."""
    form = make_form(choose(SKETCH, "fields", "3 8"), language)
    parts, fields, words, mask = modal_data(form)["components"]
    assert len({one["label"] for one in fields["component"]["options"]}) == 9
    assert [one["value"] for one in fields["component"]["options"] if one["default"]] == ["3", "8"]
    assert (words["component"]["value"], bool(mask["description"])) == ("a hat", True)
    assert [one["default"] for one in parts["component"]["options"]] == [True, False, False, False]


def test_all_that_was_chosen_comes_back() -> None:
    """From a list of several, one by one."""
    chosen_fields = {"type": 18, "component": {"type": 3, "custom_id": "fields", "values": ["2", "5"]}}
    none = {"type": 18, "component": {"type": 3, "custom_id": "part", "values": []}}
    told = read_submit({"custom_id": "form:0a1b2c3d4e", "components": [chosen_fields, none]})
    assert told.values == {"fields": "2 5", "part": ""}


def test_in_the_web_chat() -> None:
    """Controls of the page's own, and the pages that it leads to; buttons of other platforms are none there."""
    card = form_card(SKETCH, "en")
    form = answer_frame(card, "k1")["form"]
    assert [(one["name"], one["kind"], one["longest"]) for one in form["fields"]] == [
        ("part", "choice", 0),
        ("fields", "several", 0),
        ("words", "text", 4000),
        ("mask", "picture", 0),
    ]
    assert (form["across"], form["links"]) == (3, [{"label": "🖌️ Paint it", "url": PAGES[0]}])
    assert "Region…" not in str(button_rows(card))
    assert "Region…" not in str(card_keyboard(card, BotIdentity("chatelier_bot"), private=True))
