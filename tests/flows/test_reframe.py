"""More around a picture: what /reframe means for each kind of one, and what it refuses before anything is paid."""

import asyncio
import random
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pixels

from bot.domain.errors import Code
from bot.domain.ids import MessageRef, TaskId
from bot.domain.image import Image
from bot.domain.incoming import INPUT_FILE_LIMIT, CommandCall
from bot.domain.order import Edit, caption
from bot.domain.prompt import Mode
from bot.domain.reframe import Reframe
from bot.domain.subject import Link, Result, Sent, Source
from bot.domain.update import Failed, Fault
from bot.jobs.linked_pictures import LINKS_AT_ONCE, PERSON_LINKS_AT_ONCE
from bot.midjourney.requests import order_body
from bot.store.media import MediaFolder
from bot.web.hosting import WebPictureHost
from tests.fakes.painter import image
from tests.fakes.platform import NAME, PLACE, origin
from tests.fakes.waiting import wait_until
from tests.flows.conftest import House
from tests.flows.test_regions import chosen, nothing_ordered, ordered, single, three_results
from tests.flows.test_subjects import LENT, Shelf, fresh, made, sheet, shelf, show_sheet, told  # noqa: F401

LINK = "https://e.org/a.png"


@pytest.fixture
def lending(house: House, tmp_path: Path) -> House:
    """A house with our own way to lend."""
    media = MediaFolder.local(tmp_path, timedelta(days=1))
    host = WebPictureHost(media, house.bench.desk.clock, "https://bot.example", b"not-a-real-key")
    deferred = house.reception.deferred
    results = replace(deferred.inputs.result_pictures, picture_host=host)
    inputs = replace(deferred.inputs, picture_host=host, result_pictures=results)
    house.reception.deferred = replace(deferred, inputs=inputs)
    return house


async def call(house: House, text: str, **more: object) -> None:
    """A /reframe with what came along."""
    await house.app.handle(CommandCall(f"r{next(house.keys)}", origin(), "reframe", text, **more))  # type: ignore[arg-type]  # by name
    await house.mail()


async def reframed(house: House) -> Edit:
    """What is ordered."""
    order = (await ordered(house)).order
    assert isinstance(order, Edit)
    return order


def lent_size(made: Shelf) -> tuple[int, int]:
    """Of the picture that was lent last, before anything is around it."""
    with Pixels.open(BytesIO(made.lent[-1])) as picture:
        return picture.size


async def test_a_result_on_a_larger_ground(house: House, shelf: Shelf) -> None:  # noqa: F811
    """It is lent, with a mask of what is around it; nobody sees where."""
    job = await made(house, "t-1", single())
    show_sheet(house, sheet(96, 64))
    told(house, job, fresh("t-1"))
    await call(house, f"#{job.code} 2 by the sea --turbo --split")
    order = await reframed(house)
    assert (order.image_url, order.prompt, order.mode, order.split) == (
        LENT.format(1),
        "by the sea",
        Mode.TURBO,
        True,
    )
    assert (order.reframe, order.sources[0].subject) == (Reframe(2.0), Result(job.code))
    mask = await chosen(house, order.mask)
    assert (mask.size, mask.histogram()[255]) == ((192, 128), 192 * 128 - 96 * 64)
    assert mask.crop((48, 32, 144, 96)).getbbox() is None
    assert caption(order) == "by the sea"


async def test_words_may_be_left_out(house: House, shelf: Shelf) -> None:  # noqa: F811
    """Then they are those of the picture, if they are about all of it; else the service is told to go on."""
    show_sheet(house, sheet(96, 64))
    job = await made(house, "t-1", single())
    told(house, job, fresh("t-1"))
    await call(house, f"#{job.code} 16:9 --fast")
    assert (await reframed(house)).prompt == "a fox in snow"
    edit = await made(house, "t-2", name="edit")
    told(house, edit, fresh("t-2"))
    await call(house, f"#{edit.code}.2 16:9")
    order = await reframed(house)
    assert (order.prompt, caption(order)) == ("", "🖼️")
    assert "edges of the picture" in order_body(order).dump()["prompt"]


async def test_a_part(house: House, shelf: Shelf) -> None:  # noqa: F811
    """It is cut out of the sheet first."""
    job = await made(house, "t-1")
    show_sheet(house, sheet(64, 48))
    told(house, job, fresh("t-1", job.outcome.actions if isinstance(job.outcome, Image) else ()))
    await call(house, f"#{job.code}.3 1:1")
    order = await reframed(house)
    assert (lent_size(shelf), (await chosen(house, order.mask)).size) == ((32, 24), (32, 32))
    assert order.prompt == "a fox in snow"


async def test_what_was_sent_and_what_is_linked(house: House, shelf: Shelf) -> None:  # noqa: F811
    """A picture that came along, or lies somewhere; both are found again for a retry."""
    house.bench.platform.messenger.files["photo"] = sheet(64, 48)
    await call(house, "1,5 a beach", attachments=("photo",))
    order = await reframed(house)
    assert (order.image_url, order.sources[0].subject) == (LENT.format(1), Sent("photo"))
    assert (await chosen(house, order.mask)).size == (96, 72)
    show_sheet(house, sheet(64, 64))
    await call(house, f"{LINK} 3:2 a beach")
    order = await reframed(house)
    assert (order.image_url, order.sources[0].subject) == (LENT.format(2), Link(LINK))
    assert (await chosen(house, order.mask)).size == (96, 64)


async def test_an_answer_to_a_picture(house: House, shelf: Shelf) -> None:  # noqa: F811
    """Is about that; of a sheet it asks which."""
    one = await made(house, "t-1", single())
    show_sheet(house, sheet(96, 64))
    told(house, one, fresh("t-1"))
    await call(house, "1.5", quoted=("shown",), reply_to=MessageRef(NAME, PLACE.chat, one.id))
    assert (await reframed(house)).sources[0].subject == Result(one.code)
    grid = await made(house, "t-2")
    await call(house, "1.5 a boat", quoted=("shown",), reply_to=MessageRef(NAME, PLACE.chat, grid.id))
    assert not house.bench.queued
    [(asked, card)] = house.cards("Which of the four")
    told(house, grid, fresh("t-2", grid.outcome.actions if isinstance(grid.outcome, Image) else ()))
    await house.press(asked, card.buttons[0][1].payload)
    await house.mail()
    order = await reframed(house)
    assert (order.sources[0].subject, order.prompt) == (Result(grid.code, 2), "a boat")


async def test_slow_links_keep_nobody_from_lending(lending: House) -> None:
    """While some are fetched, what people sent is made ready as ever."""
    inputs, sheets = lending.reception.deferred.inputs, show_sheet(lending, sheet(64, 64))
    inputs = replace(inputs, links=replace(inputs.links, downloads=sheets))
    sheets.slow = "https://slow.example/"
    lending.bench.platform.messenger.files["photo"] = sheet(64, 48)
    links = [came_link(f"{sheets.slow}{n}.png") for n in range(LINKS_AT_ONCE)]
    asked = [asyncio.create_task(inputs.find_addresses(order, origin())) for order in links]
    await wait_until(lambda: len(sheets.fetched) == PERSON_LINKS_AT_ONCE, "the slow ones are on their way")
    lent = await inputs.lend_picture("photo", links[0], origin())
    assert (lent.size, [one.done() for one in asked]) == ((64, 48), [False] * LINKS_AT_ONCE)
    sheets.go_on.set()
    assert all(one.mask for one in await asyncio.gather(*asked) if isinstance(one, Edit))


def came_link(url: str) -> Edit:
    """A /reframe of a link, as it was read."""
    return Edit(url, "a beach", sources=(Source(Link(url), url),), reframe=Reframe(2.0))


async def test_results_have_a_limit_of_their_own(lending: House) -> None:
    """What the service made may have more bytes than what people send, whole or cut out."""
    noise = Pixels.frombytes("RGB", (3000, 2400), random.Random(7).randbytes(3000 * 2400 * 3))
    large = BytesIO()
    noise.save(large, "PNG", compress_level=1)
    assert len(large.getvalue()) > INPUT_FILE_LIMIT
    job = await made(lending, "t-1", single())
    show_sheet(lending, large.getvalue())
    told(lending, job, fresh("t-1"))
    await call(lending, f"#{job.code} 1.5 by the sea")
    mask = await chosen(lending, (await reframed(lending)).mask)
    assert mask.size == (4096, 3277)


# --- what cannot be meant ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sent", "answer"),
    [
        ("", (), "Say which picture"),
        ("1.5 a beach", (), "Say which picture"),
        ("#{single}", (), "Say how large it is to be"),
        ("#{single} a beach 1.5", (), "Say how large it is to be"),
        ("", ("photo",), "Say how large it is to be"),
        ("#{single} 1", (), "1 is not possible: take a factor from 1.1 to 4"),
        ("#{single} 4.5 a beach", (), "4.5 is not possible"),
        ("#{single} 4:1", (), "4:1 is not possible"),
        ("#{single} 1:4", (), "a ratio from 1:3 to 3:1"),
        ("#{single} 0:0", (), "0:0 is not possible"),
        ("#{single} 3:2", (), "already"),
        ("2", ("text",), "picture"),
        ("2", ("lost",), "could not be fetched"),
        ("#{grid} 2", (), "shows four pictures: name one of them"),
        ("#{grid}.5 2", (), "has no part 5"),
        ("#{single}.1 2", (), "one picture without parts"),
        ("#{clip} 2", (), "is no picture"),
        ("#7K2M9QXD 2", (), "No picture has the code 7K2M9QXD"),
        ("https://e.org/page.html 2", (), "is a page"),
        ("https://e.org/gone.png 2", (), "cannot be fetched from here"),
        ("#{single} 2 like https://e.org/b.png", (), "2 pictures came"),
        ("2", ("photo", "photo2"), "2 pictures came"),
        ("#{single} 2 --zoom 2", (), "no flag --zoom"),
        ("#{single} 2 --no boats", (), "Say what to do"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_ordered(
    lending: House, text: str, sent: tuple[str, ...], answer: str
) -> None:
    """Each in a sentence of its own."""
    house = lending
    codes = await three_results(house)
    house.bench.platform.messenger.files |= {
        "photo": sheet(64, 48),
        "photo2": sheet(64, 48),
        "text": b"no picture",
    }
    sheets = show_sheet(house, sheet(96, 64))
    sheets.gone = {"https://e.org/gone.png"}
    async with nothing_ordered(house):
        await call(house, text.format(**codes), attachments=sent)
    assert answer in house.answers()[-1]


async def test_where_nothing_can_be_lent(house: House) -> None:
    """One sentence says so, and nothing is looked up."""
    job = await made(house, "t-1", single())
    for text in (f"#{job.code} 2", f"{LINK} 2"):
        await call(house, text)
        assert "larger canvas" in house.answers()[-1]
        assert "Its operator can set that up" in house.answers()[-1]
    assert not house.bench.queued
    assert not house.bench.painter.looked_up


# --- once more, and the button -------------------------------------------------------------------------


async def test_retry_makes_it_anew(house: House, shelf: Shelf) -> None:  # noqa: F811
    """From where the picture lies now; what was lent before is gone by then."""
    job = await made(house, "t-1", single())
    show_sheet(house, sheet(96, 64))
    told(house, job, fresh("t-1"))
    house.bench.painter.scripts.append([Failed(Fault(Code.FAILED))])
    await call(house, f"#{job.code} 16:9 by the sea")
    [failed] = house.bench.queued
    await house.work()
    first = (await house.bench.load(failed)).order
    assert isinstance(first, Edit)
    told(house, job, fresh("t-1"))
    await house.press(MessageRef(NAME, PLACE.chat, failed), "retry")
    await house.mail()
    again = await reframed(house)
    assert again == replace(first, image_url=again.image_url, sources=(Source(Result(job.code), again.image_url),))
    assert (first.image_url, again.image_url) == (LENT.format(1), LENT.format(2))
    assert shelf.lent[0] == shelf.lent[1]


@pytest.mark.parametrize(
    ("name", "outcome", "typed"),
    [
        ("imagine", single(), "/reframe #{code} 1.5x a fox in snow --fast"),
        ("edit", image(TaskId("t-1"), ()), "/reframe #{code}.1 1.5x --fast"),
        ("imagine", image(TaskId("t-1")), ""),
    ],
    ids=["single", "edit", "grid"],
)
async def test_the_button_opens_a_form(house: House, shelf: Shelf, name: str, outcome: Image, typed: str) -> None:  # noqa: F811
    """On single pictures and edits; it names what could be typed, and orders that."""
    job = await made(house, "t-1", outcome, name)
    house.bench.platform.messenger.carries_buttons = False
    [(message, card)] = house.cards(job.code)
    buttons = [button for row in card.buttons for button in row if button.label == "Reframe…"]
    assert len(buttons) == bool(typed)
    for button in buttons:
        await house.press(message, button.payload)
        await house.mail()
        [(shown, form)] = house.cards("Paint more around it")
        assert typed.format(code=job.code) in "".join(span.text for span in form.text)
        show_sheet(house, sheet(96, 64))
        told(house, job, fresh("t-1", job.outcome.actions if isinstance(job.outcome, Image) else ()))
        await house.press(shown, next(one.payload for row in form.buttons for one in row if one.label == "Reframe"))
        await house.mail()
        assert (await reframed(house)).reframe == Reframe(1.5)
