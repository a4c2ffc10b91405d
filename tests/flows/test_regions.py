"""A part of a picture: what /region means for each kind of picture, and what it refuses before anything is paid."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image as Pixels

from bot.domain.errors import Code
from bot.domain.hosted import InputPicture
from bot.domain.ids import MessageRef, TaskId
from bot.domain.image import Clip, Image
from bot.domain.incoming import CommandCall
from bot.domain.job import Job
from bot.domain.order import Act, Edit, caption
from bot.domain.prompt import Mode
from bot.domain.update import Failed, Fault
from bot.store.keys import Keys
from bot.store.masks import RedisMasks
from tests.fakes.painter import image
from tests.fakes.platform import NAME, PLACE, origin
from tests.flows.conftest import House
from tests.flows.test_subjects import LENT, SINGLE, Shelf, fresh, made, sheet, shelf, show_sheet, told  # noqa: F401

SIZE = (96, 64)


def single(task: str = "t-1", size: tuple[int, int] = SIZE) -> Image:
    return replace(image(TaskId(task), SINGLE), raw_width=size[0], raw_height=size[1], prompt="a fox in snow")


def mask_picture(box: tuple[int, int, int, int], size: tuple[int, int] = SIZE) -> bytes:
    picture, out = Pixels.new("L", size), BytesIO()
    picture.paste(255, box)
    picture.save(out, "PNG")
    return out.getvalue()


async def chosen(house: House, name: str) -> Pixels.Image:
    """The mask of that name, black and white."""
    mask = await RedisMasks(house.bench.jobs.client, Keys()).get(name)
    assert mask is not None
    with Pixels.open(BytesIO(mask)) as picture:
        return picture.convert("L").point([0] * 128 + [255] * 128)


async def call(house: House, text: str, **more: object) -> None:
    """A /region with what came along."""
    await house.app.handle(CommandCall(f"r{next(house.keys)}", origin(), "region", text, **more))  # type: ignore[arg-type]  # by name
    await house.mail()


async def three_results(house: House) -> dict[str, str]:
    """The codes of a sheet, of a single picture and of a clip."""
    return {
        "grid": (await made(house, "t-1")).code,
        "single": (await made(house, "t-2", single("t-2"))).code,
        "clip": (await made(house, "t-3", Clip("v", TaskId("t-3"), ("https://x/0.mp4",)))).code,
    }


@asynccontextmanager
async def nothing_ordered(house: House) -> AsyncIterator[None]:
    """Whatever is done in it."""
    count = len(house.bench.painter.sent)
    yield
    assert not house.bench.queued
    assert len(house.bench.painter.sent) == count


async def ordered(house: House) -> Job:
    assert house.bench.queued, house.answers()
    return await house.bench.load(house.bench.queued.pop())


async def test_a_single_picture_is_changed_by_the_service_itself(house: House) -> None:
    """By its name, with the mask of its full size, as fast as it was made; the words are those that are new."""
    job = await made(house, "t-1", single())
    await call(house, f"#{job.code} 1 2 5 a red hat --turbo")
    order = (await ordered(house)).order
    assert isinstance(order, Act)
    assert (order.action, order.repaint, order.prompt) == ("variation_region", "a red hat", "a fox in snow")
    assert (order.mode, caption(order)) == (Mode.TURBO, "a red hat")
    mask = await chosen(house, order.mask)
    assert (mask.size, mask.histogram()[255]) == (SIZE, 32 * 21 * 2 + 32 * 21)
    assert not house.bench.painter.looked_up


async def test_words_may_be_left_out(house: House) -> None:
    """Then the card shows the picture's own, and none are sent."""
    job = await made(house, "t-1", single())
    await call(house, f"{job.code if any(map(str.isdecimal, job.code)) else '#' + job.code} middle")
    order = (await ordered(house)).order
    assert isinstance(order, Act)
    assert (order.repaint, caption(order)) == ("", "a fox in snow")


async def test_a_part_is_edited(house: House, shelf: Shelf) -> None:  # noqa: F811
    """It has no name at the service: its picture and a mask of its size go there."""
    job = await made(house, "t-1")
    show_sheet(house, sheet(65, 49))
    told(house, job, fresh("t-1", job.outcome.actions if isinstance(job.outcome, Image) else ()))
    await call(house, f"#{job.code}.2 left a tree")
    order = (await ordered(house)).order
    assert isinstance(order, Edit)
    assert (order.image_url, order.prompt) == (LENT.format(1), "a tree")
    assert [source.subject for source in order.sources if hasattr(source.subject, "part")]
    assert (await chosen(house, order.mask)).size == (32, 24)


async def test_what_was_sent_is_edited(house: House) -> None:
    """Its size is looked at where it lies."""
    messenger = house.bench.platform.messenger
    show_sheet(house, sheet(64, 48))
    messenger.addresses["photo"] = InputPicture("https://cdn.example/photo.png")
    await call(house, "bottom right a boat", attachments=("photo",))
    order = (await ordered(house)).order
    assert isinstance(order, Edit)
    assert (order.image_url, order.prompt, order.region) == ("https://cdn.example/photo.png", "a boat", None)
    mask = await chosen(house, order.mask)
    assert (mask.size, mask.getbbox()) == ((64, 48), (42, 32, 64, 48))


@pytest.mark.parametrize("replied", [False, True])
async def test_a_picture_as_a_mask(house: House, replied: bool) -> None:  # noqa: FBT001 - drawn
    """Beside a code, or the picture that is answered, what came along is the mask; numbers are words then."""
    job = await made(house, "t-1", single())
    house.bench.platform.messenger.files["mask"] = mask_picture((10, 10, 50, 30))
    if replied:
        more = {"quoted": ("shown",), "reply_to": MessageRef(NAME, PLACE.chat, job.id)}
        await call(house, "7 dwarfs", attachments=("mask",), **more)
    else:
        await call(house, f"#{job.code} 7 dwarfs", attachments=("mask",))
    order = (await ordered(house)).order
    assert isinstance(order, Act)
    assert order.repaint == "7 dwarfs"
    assert (await chosen(house, order.mask)).getbbox() == (10, 10, 50, 30)


async def test_a_picture_and_its_mask(house: House) -> None:
    """Two came along: the first is the picture, and only that is handed on."""
    messenger = house.bench.platform.messenger
    show_sheet(house, sheet(96, 64))
    messenger.addresses["photo"] = InputPicture("https://cdn.example/photo.png")
    messenger.files["mask"] = mask_picture((10, 10, 50, 30))
    await call(house, "a boat", attachments=("photo", "mask"))
    order = (await ordered(house)).order
    assert isinstance(order, Edit)
    assert (order.image_url, len(order.sources)) == ("https://cdn.example/photo.png", 1)
    assert (await chosen(house, order.mask)).getbbox() == (10, 10, 50, 30)


async def test_an_answer_to_a_sheet_asks_which(house: House, shelf: Shelf) -> None:  # noqa: F811
    """And the mask that came along is for the one that is chosen."""
    job = await made(house, "t-1")
    show_sheet(house, sheet(*SIZE))
    house.bench.platform.messenger.files["mask"] = mask_picture((10, 10, 20, 20), (48, 32))
    more = {"quoted": ("shown",), "reply_to": MessageRef(NAME, PLACE.chat, job.id)}
    await call(house, "a boat", attachments=("mask",), **more)
    assert not house.bench.queued
    [(asked, card)] = house.cards("Which of the four")
    told(house, job, fresh("t-1", job.outcome.actions if isinstance(job.outcome, Image) else ()))
    await house.press(asked, card.buttons[0][2].payload)
    await house.mail()
    order = (await ordered(house)).order
    assert isinstance(order, Edit)
    assert (order.image_url, order.prompt) == (LENT.format(1), "a boat")
    assert (await chosen(house, order.mask)).getbbox() == (10, 10, 20, 20)


async def test_a_size_that_nobody_told_is_looked_at(house: House) -> None:
    """Of pictures that were made before it was kept."""
    job = await made(house, "t-1", image(TaskId("t-1"), SINGLE))
    show_sheet(house, sheet(64, 48))
    told(house, job, fresh("t-1"))
    await call(house, f"#{job.code} 5 a hat")
    order = (await ordered(house)).order
    assert isinstance(order, Act)
    assert (await chosen(house, order.mask)).size == (64, 48)


# --- what cannot be meant ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sent", "answer"),
    [
        ("", (), "Say which picture"),
        ("#{single}", (), "Type which part is to change"),
        ("#{single} a red hat", (), "Type which part is to change"),
        ("#{single} 1 2 3 4 5 6 7 8 9 a hat", (), "That is the whole picture: use Vary (Strong)"),
        ("#{grid} 5 a hat", (), "shows four pictures: name one of them"),
        ("#{grid}.5 5 a hat", (), "has no part 5"),
        ("#{single}.1 5 a hat", (), "one picture without parts"),
        ("#{clip} 5 a hat", (), "is no picture"),
        ("#7K2M9QXD 5 a hat", (), "No picture has the code 7K2M9QXD"),
        ("https://e.org/page.html 5 a hat", (), "is a page"),
        ("https://e.org/a.png 5", (), "Say also what is to be there"),
        ("https://e.org/gone.png 5 a hat", (), "cannot be fetched from here"),
        ("https://e.org/odd.png 5 a hat", (), "not a picture that can be used"),
        ("#{single} 5 a hat like https://e.org/b.png", (), "2 pictures came"),
        ("#{single} a hat", ("one", "two"), "3 pictures came with that: it takes one, and one more as its mask"),
        ("#{single} a hat", ("black",), "Nothing is chosen"),
        ("#{single} a hat", ("white",), "That is the whole picture"),
        ("#{single} a hat", ("tall",), "another shape than the picture: 64×96 pixels instead of 96×64"),
        ("#{single} a hat", ("text",), "no picture that can be read"),
        ("#{single} a hat", ("large",), "at most 2 MB"),
        ("#{single} a hat", ("lost",), "could not be fetched"),
        ("#{single} 5 a hat --zoom 2", (), "no flag --zoom"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_ordered(
    house: House, text: str, sent: tuple[str, ...], answer: str
) -> None:
    """Each in a sentence of its own."""
    codes = await three_results(house)
    house.bench.platform.messenger.files |= {
        "black": mask_picture((0, 0, 0, 0)),
        "white": mask_picture((0, 0, *SIZE)),
        "tall": mask_picture((10, 10, 20, 20), SIZE[::-1]),
        "text": b"no picture",
        "large": mask_picture((10, 10, 20, 20)) + bytes(2 * 1024 * 1024),
    }
    sheets = show_sheet(house, b"no picture")
    sheets.gone = {"https://e.org/gone.png"}
    async with nothing_ordered(house):
        await call(house, text.format(**codes), attachments=sent)
    assert answer in house.answers()[-1]


# --- once more -----------------------------------------------------------------------------------------


async def test_retry_has_the_same_mask(house: House) -> None:
    """It is kept for longer then; when it is gone nothing is ordered."""
    job = await made(house, "t-1", single())
    house.bench.painter.scripts.append([Failed(Fault(Code.FAILED))])
    await call(house, f"#{job.code} 5 a hat")
    [failed] = house.bench.queued
    await house.work()
    order = (await house.bench.load(failed)).order
    assert isinstance(order, Act)
    redis, key = house.bench.jobs.client, Keys().mask(order.mask)
    await redis.expire(key, 60)
    await house.press(MessageRef(NAME, PLACE.chat, failed), "retry")
    [again] = house.bench.queued
    assert (await house.bench.load(again)).order == order
    assert await redis.ttl(key) > 3600
    house.bench.painter.scripts.append([Failed(Fault(Code.FAILED))])
    await house.work()
    await redis.delete(key)
    await house.press(MessageRef(NAME, PLACE.chat, again), "retry")
    assert not house.bench.queued
    assert "choose it anew" in house.answers()[-1]


async def test_an_action_that_needs_a_region_is_not_sent_without(house: House) -> None:
    """Should the service ever list it."""
    listed = replace(single(), actions=("variation_region",))
    job = await made(house, "t-1", listed)
    await house.press(MessageRef(NAME, PLACE.chat, job.id), "act:variation_region")
    assert not house.bench.queued
    assert "/region" in house.answers()[-1]


# --- the button ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "outcome", "label", "typed"),
    [
        ("imagine", single(), "Vary (Region)", "/region #{code} 1 2 5"),
        (
            "imagine",
            replace(single(), actions=("variation_region", *SINGLE)),
            "Vary (Region)",
            "/region #{code} 1 2 5",
        ),
        ("edit", image(TaskId("t-1"), ()), "Region", "/region #{code}.1 1 2 5"),
        ("imagine", image(TaskId("t-1")), "", ""),
    ],
    ids=["single", "listed", "edit", "grid"],
)
async def test_the_button_names_the_typed_way(
    house: House, name: str, outcome: Image, label: str, typed: str
) -> None:
    """On single pictures, once, and on edits; of a sheet the typed way names a part."""
    job = await made(house, "t-1", outcome, name)
    [(message, card)] = house.cards(job.code)
    buttons = [button for row in card.buttons for button in row if "Region" in button.label]
    assert [button.label for button in buttons] == ([label] if label else [])
    for button in buttons:
        await house.press(message, button.payload)
        assert typed.format(code=job.code) in house.answers()[-1]
    assert not house.bench.queued
