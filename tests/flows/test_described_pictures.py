"""What a description is about stands beside it, small, and is left out where it has no room or cannot be had."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image as Pixels

from bot.domain.card import Card
from bot.domain.errors import DeliveryError, FileRefused, NotAllowed, TooLarge
from bot.domain.image import TextResult
from bot.domain.update import Finished
from bot.jobs.media import SPARE_SIDE_PIXELS
from tests.fakes.painter import TASK
from tests.flows.conftest import House
from tests.flows.test_subjects import sheet

LINES = tuple(f"a fox number {n}" for n in range(4))
PICTURE = "https://e.org/a.png"


async def described(house: House, lines: tuple[str, ...] = LINES) -> Card:
    """The last card of a description."""
    house.bench.painter.scripts = [[Finished(TASK, TextResult(lines))]]
    await house.type("describe", PICTURE)
    await house.work()
    [(_, card)] = house.cards("1. ")
    assert "All" in [one.label for row in card.buttons for one in row]
    assert "e.org/a.png" not in "".join(span.text for span in card.text).partition("\n")[2]
    return card


def shows(house: House, data: bytes) -> None:
    """What lies there."""

    async def fetch(_url: str, _limit: int) -> tuple[bytes, str]:
        return data, "image/png"

    house.bench.runner.context.forms.fitter.downloads.fetch = fetch  # type: ignore[method-assign, assignment]  # as a server would


async def test_it_is_small_and_nobody_says_that_a_model_made_it(house: House) -> None:
    """However large it is there."""
    shows(house, sheet(1500, 900))
    card = await described(house)
    [media] = card.media
    with Pixels.open(BytesIO(media.data)) as small:
        assert max(small.size) == SPARE_SIDE_PIXELS
    assert (media.mime, b"digitalsourcetype" in media.data) == ("image/jpeg", False)
    assert media.alt == "The picture"


async def test_what_cannot_be_had_is_left_out(house: House) -> None:
    """And no link stands in its place: the words say it all."""
    house.bench.runner.context.forms.fitter.downloads.gone.add(PICTURE)  # type: ignore[attr-defined]  # a fake
    card = await described(house)
    assert card.media == ()
    assert "could not" not in "".join(span.text for span in card.text)


@pytest.mark.parametrize("data", [b"<html>", b""])
async def test_what_is_no_picture_is_left_out(house: House, data: bytes) -> None:
    """As what cannot be had."""
    shows(house, data)
    assert (await described(house)).media == ()


@pytest.mark.parametrize(("caption", "shown"), [(0, 1), (2000, 1), (200, 0)])
async def test_words_that_have_no_room_beside_it_stand_alone(house: House, caption: int, shown: int) -> None:
    """All of them: nothing is cut for it."""
    shows(house, sheet(64, 64))
    platform = house.bench.platform
    platform.capabilities = replace(platform.capabilities, caption=caption)
    lines = tuple(f"a fox 🦊 number {n} {'far away ' * 8}".strip() for n in range(4))
    card = await described(house, lines)
    assert len(card.media) == shown
    assert all(line in "".join(span.text for span in card.text) for line in lines)


@pytest.mark.parametrize(
    "refused", [FileRefused("odd"), TooLarge("413"), NotAllowed("no pictures here"), DeliveryError("whatever")]
)
async def test_where_it_is_refused_the_words_come_as_ever(house: House, refused: DeliveryError) -> None:
    """With their styles and their buttons, in the same message."""
    shows(house, sheet(64, 64))
    messenger = house.bench.platform.messenger
    plain_edit = messenger.edit

    async def edit(message: object, card: Card) -> object:
        if card.media:
            raise refused
        return await plain_edit(message, card)  # type: ignore[arg-type]  # as it came

    messenger.edit = edit  # type: ignore[method-assign, assignment]  # a platform that takes no pictures
    card = await described(house)
    assert card.media == ()
    assert len({span.style for span in card.text}) > 1
