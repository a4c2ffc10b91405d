"""Parts: those of an edit as pictures of their own, and those of any sheet that was asked for in four."""

from dataclasses import replace

import pytest

from bot.domain.buttons import split_task
from bot.domain.card import ButtonKind, Card
from bot.domain.ids import MessageRef
from bot.domain.order import Animate, Describe, Edit, Imagine
from bot.domain.prompt import Prompt
from bot.domain.update import Finished
from bot.handlers.results import named_result
from bot.midjourney.requests import order_body
from bot.panels import offered_cards
from tests.fakes.painter import TASK, image
from tests.flows.conftest import House

PICTURE = "https://pictures.example/a.png"
CELLS = tuple(f"https://pictures.example/cell{n}.png" for n in range(1, 5))
SHEET = replace(image(), cells=CELLS, raw_url="https://pictures.example/raw.png", raw_width=512, raw_height=512)
EDITED = replace(SHEET, actions=())


async def finished(house: House, text: str, command: str = "imagine", *, files: int = 0) -> tuple[MessageRef, Card]:
    platform = house.bench.platform
    platform.capabilities = replace(platform.capabilities, files=files)
    house.bench.painter.scripts = [[Finished(TASK, EDITED if command == "edit" else SHEET)]]
    await house.type(command, text)
    await house.work()
    [found] = house.cards("Edit" if command == "edit" else "Imagine")
    return found


def labels(card: Card) -> list[str]:
    return [f"{one.emoji} {one.label}" for row in card.buttons for one in row]


@pytest.mark.parametrize(
    ("command", "typed", "order"),
    [
        ("imagine", "a cat --split", Imagine(Prompt("a cat"), split=True)),
        ("imagine", "a cat", Imagine(Prompt("a cat"))),
        ("edit", f"{PICTURE} a hat --split", Edit(PICTURE, "a hat", split=True)),
    ],
)
async def test_it_is_a_field_and_none_of_the_words(
    house: House, command: str, typed: str, order: Imagine | Edit
) -> None:
    """The service's own name for it is another one."""
    await finished(house, typed, command)
    assert [job.order for job in house.bench.painter.sent] == [order]
    assert order_body(order).dump().get("split_images") is (True if order.split else None)


@pytest.mark.parametrize("command", ["shorten", "translate"])
async def test_it_is_nothing_to_shorten(house: House, command: str) -> None:
    """Nor to translate."""
    await house.type(command, "a cat --split")
    await house.work()
    [job] = house.bench.painter.sent
    assert "split" not in str(order_body(job.order).dump())


async def test_four_pictures_stand_in_the_message(house: House) -> None:
    """Where it shows several files; each is named by its number."""
    _, card = await finished(house, "a cat --split")
    assert [media.url for media in card.media] == [SHEET.url, *CELLS]
    assert [media.alt[:4] for media in card.media[1:]] == ["1 · ", "2 · ", "3 · ", "4 · "]


async def test_four_pictures_follow_as_an_album(house: House) -> None:
    """Where it shows one."""
    _, card = await finished(house, "a cat --split", files=1)
    assert [media.url for media in card.media] == [SHEET.url]
    [parcel] = house.bench.runner.context.outbox.sent  # type: ignore[attr-defined]
    assert parcel.card.album
    assert [media.part for media in parcel.card.media] == [1, 2, 3, 4]


async def test_an_edit_offers_its_parts(house: House) -> None:
    """Each by itself, with the name that commands know it by, and all that a single picture has."""
    message, card = await finished(house, f"{PICTURE} a hat", "edit")
    assert labels(card)[:3] == ["🖌️ Region", "📐 Reframe…", "✏️ Edit…"]
    assert labels(card)[3:8] == ["🖼️ 1", "🖼️ 2", "🖼️ 3", "🖼️ 4", "🔎 Describe"]
    await house.press(message, "piece:3", key="p")
    await house.work()
    part = house.bench.platform.messenger.shown["p-picture"][-1]
    assert "".join(span.text for span in part.text).endswith(".3")
    [media] = part.media
    assert (media.part, media.sheet) == (3, SHEET.raw_url)
    assert labels(part)[:2] == ["🎬 Animate", "🎛️ Animate…"]
    assert labels(part)[2:6] == ["🖌️ Region", "📐 Reframe…", "✏️ Edit…", "🔎 Describe"]
    assert labels(part)[6:] == ["📎 Original", "↗️ Share", "📋 Prompt"]
    forward = next(one for row in part.buttons for one in row if one.kind is ButtonKind.FORWARD)
    assert f"#{forward.payload}" == part.text[-1].text


async def test_four_films_are_a_press_away_from_a_sheet(house: House) -> None:
    """Of a grid, and of an edit; the pictures of a grid stand by themselves behind *Details*."""
    message, grid = await finished(house, "a cat")
    payloads = [split_task(one.payload)[0] for row in grid.buttons for one in row if one.emoji == "🎬"]
    assert payloads == [f"animate:{n}" for n in range(1, 5)]
    await house.press(message, "details", key="d")
    await house.work()
    details = house.bench.platform.messenger.shown["d-picture"][-1]
    assert labels(details)[:4] == ["🖼️ 1", "🖼️ 2", "🖼️ 3", "🖼️ 4"]
    await house.press(message, "piece:2", key="p")
    await house.work()
    [media] = house.bench.platform.messenger.shown["p-picture"][-1].media
    assert media.part == 2


async def test_the_region_of_a_part_is_said_with_its_name(house: House) -> None:
    """As that of any picture."""
    message, _ = await finished(house, f"{PICTURE} a hat", "edit")
    await house.press(message, "region:3")
    assert ".3 1 2 5" in house.answers()[-1]


@pytest.mark.parametrize(("typed", "parts"), [(".3", [3]), ("", [0]), (".5", []), (".x", [])])
async def test_a_part_is_offered_by_its_name(house: House, typed: str, parts: list[int]) -> None:
    """As its button writes it into a search; what is no part is nothing."""
    _, card = await finished(house, f"{PICTURE} a hat", "edit")
    code = next(one.payload for row in card.buttons for one in row if one.kind is ButtonKind.FORWARD)
    named, job = named_result(f"{code}{typed}"), await house.app.results.job_by(code)
    assert job is not None
    found = [job] if named.code else []
    assert [card.media[0].part for card in offered_cards(found, named.part)] == parts


@pytest.mark.parametrize(("payload", "kind"), [("animate:3", Animate), ("describe:3", Describe)])
async def test_what_is_made_of_a_part_begins_with_it(house: House, payload: str, kind: type) -> None:
    """Its address is found when it is ordered: the service's own picture of it, where that can be had."""
    message, _ = await finished(house, f"{PICTURE} a hat", "edit")
    house.bench.painter.lookups = [{TASK: Finished(TASK, EDITED)}]
    house.bench.painter.scripts = [[Finished(TASK, EDITED)]]
    await house.press(message, payload)
    await house.work()
    order = house.bench.painter.sent[1].order
    assert isinstance(order, Animate | Describe)
    assert isinstance(order, kind)
    assert order.image_url == CELLS[2]


@pytest.mark.parametrize("payload", ["piece:5", "piece", "piece:0"])
async def test_a_part_that_is_not_there_is_not_shown(house: House, payload: str) -> None:
    """Whoever makes it up."""
    message, _ = await finished(house, f"{PICTURE} a hat", "edit")
    await house.press(message, payload, key="p")
    await house.work()
    assert "p-picture" not in house.bench.platform.messenger.shown
