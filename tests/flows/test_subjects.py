"""Pictures are named by their codes, and where they lie is found when something is ordered from them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image as Pixels
from typing_extensions import override

from bot.domain.errors import Code, ServiceError
from bot.domain.hosted import InputPicture
from bot.domain.ids import MessageRef, TaskId
from bot.domain.image import Clip, Image, Outcome, TextResult
from bot.domain.incoming import INPUT_FILE_LIMIT, CommandCall
from bot.domain.job import Job
from bot.domain.order import Animate, Describe, Edit, Imagine, caption
from bot.domain.recalled import Recalled
from bot.domain.reframe import Reframe, frame_around
from bot.domain.update import Failed, Fault, Finished
from bot.ports import PictureHost
from tests.fakes.painter import FakePictures, image
from tests.fakes.platform import BOB, NAME, PLACE, origin
from tests.flows.conftest import House

LENT = "https://bot.example/media/lent/1/b3d2/pictures/{}.png"
SINGLE = ("zoom_out_2x",)


class Shelf(PictureHost):
    """Lends whatever it is given, and keeps it; on a larger ground it says so, and makes none."""

    def __init__(self) -> None:
        self.lent: list[bytes] = []

    @override
    async def host_picture(
        self, data: AsyncIterator[bytes], wish: Reframe | None = None, *, limit: int = INPUT_FILE_LIMIT
    ) -> InputPicture:
        self.lent.append(b"".join([part async for part in data]))
        with Pixels.open(BytesIO(self.lent[-1])) as picture:
            frame = frame_around(picture.size, wish) if wish else None
            size = frame.size if frame else picture.size
            return InputPicture(LENT.format(len(self.lent)), 4e9, size, frame)


@pytest.fixture
def shelf(house: House) -> Shelf:
    """The house can lend."""
    made, deferred = Shelf(), house.reception.deferred
    results = replace(deferred.inputs.result_pictures, picture_host=made)
    inputs = replace(deferred.inputs, picture_host=made, result_pictures=results)
    house.reception.deferred = replace(deferred, inputs=inputs)
    return made


async def made(house: House, task: str, outcome: Outcome | None = None, name: str = "imagine") -> Job:
    """A result of somebody's."""
    task_id = TaskId(task)
    found = outcome or image(task_id)
    house.bench.painter.scripts.append([Finished(task_id, found)])
    await house.type(name, "https://e.org/a.png at night" if name == "edit" else "a fox in snow")
    await house.mail()
    [job_id] = house.bench.queued
    await house.work()
    return await house.bench.load(job_id)


def told(house: House, job: Job, outcome: Outcome) -> None:
    """The service is asked once for it, and tells this."""
    assert job.task_id is not None
    house.bench.painter.lookups.append({job.task_id: Finished(job.task_id, outcome)})


async def ordered(house: House, name: str, text: str) -> Job:
    """What somebody else orders, before it is sent."""
    await house.type(name, text, person=BOB)
    await house.mail()
    assert house.bench.queued, house.answers()
    return await house.bench.load(house.bench.queued.pop())


def fresh(task: str, actions: tuple[str, ...] = SINGLE, cells: tuple[str, ...] = ()) -> Image:
    """As the service tells of it now."""
    return replace(
        image(TaskId(task), actions),
        url=f"https://p.example/{task}-small.png",
        raw_url=f"https://p.example/{task}.png",
        cells=cells,
    )


async def test_a_whole_result_is_where_the_service_has_it_now(house: House) -> None:
    """The full-size one, also for somebody else, and in any writing of its code; nobody is shown the address."""
    job = await made(house, "t-1", image(TaskId("t-1"), SINGLE))
    code = job.code.lower()
    for name, text in (
        ("edit", f"#{code} at dusk"),
        ("animate", f"#{code[:4]}-{code[4:]}"),
        ("describe", f"#{code}"),
    ):
        told(house, job, fresh("t-1"))
        order = (await ordered(house, name, text)).order
        assert isinstance(order, Edit | Animate | Describe)
        assert order.image_url == "https://p.example/t-1.png"
        assert "p.example" not in caption(order)
    assert house.bench.painter.looked_up == [["t-1"]] * 3


async def test_pictures_of_a_prompt(house: House) -> None:
    """Behind its words, and as references; a whole code in front names the prompt, as ever."""
    one, two = (
        await made(house, "t-1", image(TaskId("t-1"), SINGLE)),
        await made(house, "t-2", image(TaskId("t-2"), SINGLE)),
    )
    told(house, one, fresh("t-1"))
    told(house, two, fresh("t-2"))
    job = await ordered(house, "imagine", f"#{two.code} at night #{one.code} --sref #{two.code}::2 --ar 3:2")
    assert isinstance(job.order, Imagine)
    prompt = job.order.prompt
    assert prompt.urls == ("https://p.example/t-1.png",)
    assert prompt.text == "a fox in snow at night"
    assert prompt.flag("sref") == "https://p.example/t-2.png::2"
    assert caption(job.order) == "🖼️ a fox in snow at night --sref 🖼️::2 --ar 3:2"


async def test_blend(house: House, shelf: Shelf) -> None:
    """By codes alone; one is too few and six are too many."""
    jobs = [await made(house, f"t-{n}", image(TaskId(f"t-{n}"), SINGLE)) for n in range(6)]
    names = [f"#{job.code}" for job in jobs]
    for job in jobs[:2]:
        told(house, job, fresh(str(job.task_id)))
    order = (await ordered(house, "blend", " ".join(names[:2]))).order
    assert isinstance(order, Imagine)
    assert order.prompt.render() == "https://p.example/t-0.png https://p.example/t-1.png"
    for count, answer in ((1, "One picture alone"), (6, "at most 5")):
        await house.type("blend", " ".join(names[:count]))
        await house.mail()
        assert answer in house.answers()[-1]
    assert not house.bench.queued


# --- parts -------------------------------------------------------------------------------------------


def sheet(width: int, height: int) -> bytes:
    """Four colours, and a line on each side of the seams by which a pixel too much would show."""
    picture = Pixels.new("RGB", (width, height))
    half = width // 2, height // 2
    for n, colour in enumerate(("red", "green", "blue", "yellow")):
        picture.paste(
            colour,
            (
                (n % 2) * (width - half[0]),
                (n // 2) * (height - half[1]),
                *(half[0] + (n % 2) * (width - half[0]), half[1] + (n // 2) * (height - half[1])),
            ),
        )
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


class Sheets(FakePictures):
    """What lies at the service's full-size address; cells are for nobody.

    What begins with `slow`, if that is anything, comes when it may `go_on`.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data
        self.slow = ""
        self.go_on = asyncio.Event()

    @override
    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        self.fetched.append(url)
        if url in self.gone:
            raise ServiceError(Code.FAILED, "HTTP 403")
        if self.slow and url.startswith(self.slow):
            await self.go_on.wait()
        return self.data, "image/png"


def show_sheet(house: House, data: bytes) -> Sheets:
    sheets, deferred = Sheets(data), house.reception.deferred
    results = replace(deferred.inputs.result_pictures, downloads=sheets)
    links = replace(deferred.inputs.links, downloads=sheets)
    house.reception.deferred = replace(
        deferred, inputs=replace(deferred.inputs, result_pictures=results, links=links)
    )
    return sheets


CELLS = tuple(f"https://cells.example/0_{n}.png" for n in range(4))


@pytest.mark.parametrize("size", [(64, 48), (65, 49)])
@pytest.mark.parametrize(
    ("part", "colour"), [(1, (255, 0, 0)), (2, (0, 128, 0)), (3, (0, 0, 255)), (4, (255, 255, 0))]
)
async def test_a_part_is_cut_from_the_full_size_picture(
    house: House, shelf: Shelf, size: tuple[int, int], part: int, colour: tuple[int, int, int]
) -> None:
    """To the pixel: nothing of its neighbours, and nothing of it is missing."""
    job = await made(house, "t-1")
    sheets = show_sheet(house, sheet(*size))
    told(house, job, fresh("t-1", job.outcome.actions if isinstance(job.outcome, Image) else ()))
    order = (await ordered(house, "edit", f"#{job.code}.{part} at night")).order
    assert isinstance(order, Edit)
    assert order.image_url == LENT.format(1)
    assert sheets.fetched == ["https://p.example/t-1.png"]
    with Pixels.open(BytesIO(shelf.lent[0])) as seen:
        assert seen.size == (size[0] // 2, size[1] // 2)
        assert seen.convert("RGB").getcolors() == [(seen.width * seen.height, colour)]


async def test_the_service_may_have_it_by_itself(house: House, shelf: Shelf) -> None:
    """Then nothing is cut; where it lets nobody fetch that, it is."""
    job = await made(house, "t-1", name="edit", outcome=image(TaskId("t-1"), ()))
    sheets = show_sheet(house, sheet(64, 48))
    for gone, url in ((set[str](), CELLS[1]), ({CELLS[1]}, LENT.format(1))):
        sheets.gone = gone
        told(house, job, fresh("t-1", (), CELLS))
        order = (await ordered(house, "describe", f"#{job.code}.2")).order
        assert isinstance(order, Describe)
        assert order.image_url == url
    assert len(shelf.lent) == 1


async def test_where_nothing_can_be_lent(house: House) -> None:
    """The way round is named: the button below a grid; below an edit there is none."""
    job = await made(house, "t-1")
    edited = await made(house, "t-2", name="edit", outcome=image(TaskId("t-2"), ()))
    for one, answer in ((job, "press U2 below"), (edited, "Its operator can set that up")):
        await house.type("edit", f"#{one.code}.2 at night")
        await house.mail()
        assert answer in house.answers()[-1]
    assert not house.bench.queued


# --- once more -----------------------------------------------------------------------------------------


async def test_retry_finds_the_address_anew(house: House) -> None:
    """The one that it was sent with may be dead by then."""
    job = await made(house, "t-1", image(TaskId("t-1"), SINGLE))
    told(house, job, fresh("t-1"))
    house.bench.painter.scripts.append([Failed(Fault(Code.FAILED))])
    await house.type("edit", f"#{job.code} at night")
    await house.mail()
    [failed] = house.bench.queued
    await house.work()
    told(house, job, replace(fresh("t-1"), raw_url="https://p.example/anew.png"))
    await house.press(MessageRef(NAME, PLACE.chat, failed), "retry")
    await house.mail()
    [again] = house.bench.queued
    order = (await house.bench.load(again)).order
    assert isinstance(order, Edit)
    assert (order.image_url, order.prompt) == ("https://p.example/anew.png", "at night")
    assert caption(order) == "at night"


async def test_what_was_sent_is_lent_anew(house: House) -> None:
    """By the platform's own name for it."""
    addresses = house.bench.platform.messenger.addresses
    addresses["photo"] = InputPicture("https://cdn.example/old.png")
    house.bench.painter.scripts.append([Failed(Fault(Code.FAILED))])
    await house.app.handle(CommandCall("k", origin(), "describe", attachments=("photo",)))
    await house.mail()
    [failed] = house.bench.queued
    await house.work()
    addresses["photo"] = InputPicture("https://cdn.example/new.png")
    await house.press(MessageRef(NAME, PLACE.chat, failed), "retry")
    await house.mail()
    order = (await house.bench.load(house.bench.queued[0])).order
    assert isinstance(order, Describe)
    assert order.image_url == "https://cdn.example/new.png"


async def test_codes_that_our_records_have_lost(house: House) -> None:
    """The service is asked after them, as for /show."""
    job = await made(house, "t-1", image(TaskId("t-1"), SINGLE))
    assert job.task_id is not None
    house.bench.painter.records[job.task_id] = Recalled(
        job.task_id, job.order, Finished(job.task_id, fresh("t-1")), 1_000.0
    )
    await house.bench.jobs.client.flushdb()
    told(house, job, fresh("t-1"))
    order = (await ordered(house, "describe", f"#{job.code}")).order
    assert isinstance(order, Describe)
    assert order.image_url == "https://p.example/t-1.png"
    assert house.bench.painter.recalls == 1


# --- which of the four -----------------------------------------------------------------------------------


async def replies(house: House, job: Job, name: str, text: str, key: str = "r1") -> None:
    """A command that answers the message of a result."""
    await house.app.handle(
        CommandCall(key, origin(), name, text, quoted=("shown",), reply_to=MessageRef(NAME, PLACE.chat, job.id))
    )
    await house.mail()


@pytest.mark.parametrize(
    ("name", "text"), [("edit", "at night"), ("animate", ""), ("describe", ""), ("imagine", "at night")]
)
async def test_an_answer_to_a_sheet_asks_which(house: House, shelf: Shelf, name: str, text: str) -> None:
    """Nothing is ordered before one of the four is chosen, and then that one is used."""
    job = await made(house, "t-1")
    show_sheet(house, sheet(64, 48))
    await replies(house, job, name, text)
    assert not house.bench.queued
    [(asked, card)] = house.cards("Which of the four")
    assert [button.label for button in card.buttons[0]] == ["1", "2", "3", "4"]
    told(house, job, fresh("t-1", job.outcome.actions if isinstance(job.outcome, Image) else ()))
    await house.press(asked, card.buttons[0][2].payload)
    await house.mail()
    [job_id] = house.bench.queued
    order = (await house.bench.load(job_id)).order
    assert isinstance(order, Imagine | Edit | Animate | Describe)
    url = order.prompt.urls[0] if isinstance(order, Imagine) else order.image_url
    assert url == LENT.format(1)
    with Pixels.open(BytesIO(shelf.lent[0])) as seen:
        assert seen.convert("RGB").getpixel((5, 5)) == (0, 0, 255)


async def test_an_answer_to_a_single_picture_means_that(house: House) -> None:
    """There is nothing to ask."""
    job = await made(house, "t-1", image(TaskId("t-1"), SINGLE))
    told(house, job, fresh("t-1"))
    await replies(house, job, "edit", "at night")
    order = (await house.bench.load(house.bench.queued[0])).order
    assert isinstance(order, Edit)
    assert order.image_url == "https://p.example/t-1.png"


async def test_only_whoever_was_asked_can_say_which(house: House) -> None:
    """And only one of four."""
    job = await made(house, "t-1", name="edit", outcome=image(TaskId("t-1"), ()))
    await replies(house, job, "describe", "")
    [(asked, card)] = house.cards("Which of the four")
    payload = card.buttons[0][0].payload
    await house.press(asked, payload, person=BOB)
    await house.press(asked, payload.replace(".1", ".5"))
    await house.press(asked, payload.replace(".1", ""))
    await house.mail()
    assert not house.bench.queued
    assert len(house.answers()) == 3


# --- what cannot be meant ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "answer"),
    [
        ("edit", "#7K2M9QXD at night", "No picture has the code 7K2M9QXD"),
        ("imagine", "a cat --sref #7K2M9QXD", "No picture has the code 7K2M9QXD"),
        ("edit", "#{words} at night", "is no picture"),
        ("describe", "#{clip}", "is no picture"),
        ("edit", "#{grid}.5 at night", "has no part 5"),
        ("imagine", "#{grid}.0 at night", "has no part 0"),
        ("edit", "#{single}.1 at night", "one picture without parts"),
        ("edit", "#{single} #{grid} at night https://e.org/b.png", "2 pictures came"),
        ("describe", "#{single} what is it", "cannot be used"),
        ("edit", "https://e.org/page.html at night", "is a page"),
        ("describe", "https://e.org/", "is a page"),
        ("edit", "https://ann:not-a-secret@e.org/a.png at night", "login"),
        ("imagine", "https://ann:not-a-secret@e.org/a.png at night", "login"),
        ("animate", "elephant walks", "Say which picture"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_ordered(house: House, name: str, text: str, answer: str) -> None:
    """Each in a sentence of its own."""
    codes = {
        "grid": (await made(house, "t-1")).code,
        "single": (await made(house, "t-2", image(TaskId("t-2"), SINGLE))).code,
        "words": (await made(house, "t-3", TextResult(("an owl",)), "shorten")).code,
        "clip": (await made(house, "t-4", Clip("v", TaskId("t-4"), ("https://x/0.mp4",)), "imagine")).code,
    }
    sent = len(house.bench.painter.sent)
    await house.type(name, text.format(**codes))
    await house.mail()
    assert answer in house.answers()[-1]
    assert "not-a-secret" not in house.answers()[-1] or name == "imagine"
    assert not house.bench.queued
    assert len(house.bench.painter.sent) == sent


async def test_two_pictures_came_where_one_is_used(house: House) -> None:
    """None of them is dropped."""
    await house.app.handle(CommandCall("k", origin(), "edit", "at night", attachments=("one", "two")))
    await house.mail()
    assert house.answers()[-1].startswith("2 pictures came")


async def test_what_the_service_cannot_give(house: House, shelf: Shelf) -> None:
    """Asked in vain for a picture whose address has ended; a sheet that cannot be opened."""
    job = await made(house, "t-1")
    show_sheet(house, b"no picture")
    told(house, job, fresh("t-1", job.outcome.actions if isinstance(job.outcome, Image) else ()))
    await house.type("edit", f"#{job.code}.1 at night")
    await house.mail()
    assert "cannot be read" in house.answers()[-1]
    later = replace(job, created_at=job.created_at - 2 * 86_400.0)
    await house.bench.jobs.save(later)
    for found, answer in (({}, "does not have"), (ServiceError(Code.UNAVAILABLE), "cannot be asked")):
        house.bench.painter.lookups.append(found)
        await house.type("edit", f"#{job.code} at night")
        await house.mail()
        assert answer in house.answers()[-1]
    assert not house.bench.queued


async def test_a_film_may_end_with_another_result(house: House) -> None:
    """By its code, too; both are found."""
    one = await made(house, "t-1", image(TaskId("t-1"), SINGLE))
    two = await made(house, "t-2", image(TaskId("t-2"), SINGLE))
    told(house, one, fresh("t-1"))
    told(house, two, fresh("t-2"))
    order = (await ordered(house, "animate", f"#{one.code} it runs --end #{two.code}")).order
    assert isinstance(order, Animate)
    assert (order.image_url, order.prompt) == ("https://p.example/t-1.png", "it runs")
    assert order.end_image_url == "https://p.example/t-2.png"
