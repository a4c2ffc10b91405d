"""What a command cannot use is named, and never dropped; what it can is used, however it came."""

from dataclasses import replace

import pytest

from bot.domain.ids import MessageRef, TaskId, code_of
from bot.domain.image import Clip, TextResult
from bot.domain.incoming import CommandCall
from bot.domain.order import Animate, Edit, Imagine
from bot.domain.prompt import Prompt
from bot.domain.recalled import Recalled
from bot.domain.subject import Link, Result, Sent
from bot.domain.update import Finished
from tests.fakes.painter import image
from tests.fakes.platform import ANN, BOB, NAME, PLACE, origin
from tests.fakes.telegram.client import picture
from tests.flows.conftest import House
from tests.flows.test_subjects import LENT, SINGLE, Shelf, fresh, made, sheet, shelf, show_sheet, told  # noqa: F401


@pytest.fixture
def operators() -> frozenset[str]:
    return frozenset({ANN.id})


async def brings(house: House, name: str, text: str = "", **more: object) -> None:
    """A command with a picture of their own."""
    call = CommandCall(f"k{next(house.keys)}", origin(), name, text, attachments=("own",))
    house.bench.platform.messenger.files["own"] = picture()
    await house.app.handle(replace(call, **more))  # type: ignore[arg-type]  # members of it
    await house.mail()


# --- a picture of one's own, and an answer ---------------------------------------------------------------


async def test_an_answer_with_a_picture_where_one_is_used(house: House, shelf: Shelf) -> None:  # noqa: F811
    """Nobody can know which is meant."""
    job = await made(house, "t-1", image(TaskId("t-1"), SINGLE))
    answered = {"quoted": ("shown",), "reply_to": MessageRef(NAME, PLACE.chat, job.id)}
    for name in ("edit", "describe"):
        await brings(house, name, "at night" if name == "edit" else "", **answered)
        assert house.answers()[-1].startswith("2 pictures came")
    assert not house.bench.queued


async def test_a_film_from_the_picture_that_is_answered_to_the_one_that_came(house: House, shelf: Shelf) -> None:  # noqa: F811
    """The answered one is what it is about. One that is named besides is one too many."""
    job = await made(house, "t-1", image(TaskId("t-1"), SINGLE))
    answered = {"quoted": ("shown",), "reply_to": MessageRef(NAME, PLACE.chat, job.id)}
    for more in ("--end https://p.example/x.png", "https://p.example/x.png"):
        await brings(house, "animate", f"it rains {more}", **answered)
        assert "pictures came" in house.answers()[-1]
    await brings(house, "animate", "it rains --loop", **answered)
    assert "What loops ends as it begins" in house.answers()[-1]
    assert not house.bench.queued
    told(house, job, fresh("t-1"))
    await brings(house, "animate", "it rains", **answered)
    order = (await house.bench.load(house.bench.queued.pop())).order
    assert isinstance(order, Animate)
    assert (order.image_url, order.end_image_url) == ("https://p.example/t-1.png", LENT.format(len(shelf.lent)))
    assert order.prompt == "it rains"


async def test_an_answer_with_a_picture_where_several_are_used(house: House, shelf: Shelf) -> None:  # noqa: F811
    """Both are: to blend them, or for a prompt."""
    job = await made(house, "t-1", image(TaskId("t-1"), SINGLE))
    for name, text in (("blend", ""), ("imagine", "at night")):
        told(house, job, fresh("t-1"))
        await brings(house, name, text, quoted=("shown",), reply_to=MessageRef(NAME, PLACE.chat, job.id))
        order = (await house.bench.load(house.bench.queued.pop())).order
        assert isinstance(order, Imagine)
        assert order.prompt.urls == (LENT.format(len(shelf.lent)), "https://p.example/t-1.png")


async def test_a_sheet_that_is_answered_with_a_picture(house: House, shelf: Shelf) -> None:  # noqa: F811
    """Which of the four is asked, and the own picture is not forgotten over that."""
    job = await made(house, "t-1")
    show_sheet(house, sheet(64, 48))
    await brings(house, "blend", quoted=("shown",), reply_to=MessageRef(NAME, PLACE.chat, job.id))
    [(asked, card)] = house.cards("Which of the four")
    told(house, job, fresh("t-1", ()))
    await house.press(asked, card.buttons[0][1].payload)
    await house.mail()
    order = (await house.bench.load(house.bench.queued.pop())).order
    assert isinstance(order, Imagine)
    assert order.prompt.urls == (LENT.format(1), LENT.format(2))


async def test_an_answer_to_a_clip_is_about_its_first_picture(house: House) -> None:
    """The service has it, in full size."""
    clip = Clip("v", TaskId("t-1"), ("https://x/0.mp4",), cover="https://p.example/cover.png")
    job = await made(house, "t-1", clip)
    told(house, job, clip)
    call = CommandCall(
        "r1", origin(), "animate", quoted=("still",), reply_to=MessageRef(NAME, PLACE.chat, job.id), still=True
    )
    await house.app.handle(call)
    await house.mail()
    order = (await house.bench.load(house.bench.queued.pop())).order
    assert isinstance(order, Animate)
    assert order.image_url == "https://p.example/cover.png"


async def describes(house: House, text: str, *sent: str) -> MessageRef:
    """The message that shows what was said of a picture."""
    house.bench.platform.messenger.files |= dict.fromkeys(sent, picture())
    house.bench.painter.scripts.append([Finished(TaskId("words"), TextResult(("a fox", "a cat")))])
    await house.app.handle(CommandCall("d1", origin(), "describe", text, attachments=sent))
    await house.mail()
    job_id = house.bench.queued[-1]
    await house.work()
    return MessageRef(NAME, PLACE.chat, job_id)


@pytest.mark.parametrize(
    ("text", "sent", "subject"),
    [
        ("#{code}", (), "result"),
        ("https://p.example/boat.png", (), "link"),
        ("", ("photo",), "sent"),
    ],
)
async def test_an_answer_to_a_description_is_about_what_was_described(
    house: House,
    shelf: Shelf,  # noqa: F811
    text: str,
    sent: tuple[str, ...],
    subject: str,
) -> None:
    """In full size, and not as small as it stands beside the words."""
    job = await made(house, "t-1", image(TaskId("t-1"), SINGLE))
    told(house, job, fresh("t-1"))
    message = await describes(house, text.format(code=job.code), *sent)
    house.bench.painter.lookups.clear()
    told(house, job, fresh("t-1"))
    await house.app.handle(CommandCall("a1", origin(), "edit", "at night", quoted=("small",), reply_to=message))
    await house.mail()
    order = (await house.bench.load(house.bench.queued.pop())).order
    assert isinstance(order, Edit)
    wanted = {
        "result": (Result(job.code), "https://p.example/t-1.png"),
        "link": (Link("https://p.example/boat.png"), "https://p.example/boat.png"),
        "sent": (Sent("photo"), LENT.format(2)),
    }
    assert ([one.subject for one in order.sources], order.image_url) == ([wanted[subject][0]], wanted[subject][1])
    assert order.prompt == "at night"


async def test_an_answer_to_the_description_of_a_sheet_asks_which(house: House, shelf: Shelf) -> None:  # noqa: F811
    """As one to the sheet itself does."""
    job = await made(house, "t-1")
    told(house, job, fresh("t-1", ()))
    message = await describes(house, f"#{job.code}")
    house.bench.queued.clear()
    await house.app.handle(CommandCall("a1", origin(), "edit", "at night", quoted=("small",), reply_to=message))
    await house.mail()
    assert house.cards("Which of the four")
    assert not house.bench.queued


# --- commands without pictures ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"), [("shorten", "a red fox"), ("translate", "ein Fuchs"), ("help", ""), ("task", "7K2M9QXD")]
)
@pytest.mark.parametrize("album", ["", "a1"], ids=["alone", "album"])
async def test_a_picture_where_none_is_used(house: House, name: str, text: str, album: str) -> None:
    """Is said to be of no use, to whoever has that command, and nothing is done."""
    await brings(house, name, text, album=album)
    assert house.answers()[-1].startswith(f"No picture can be used with /{name}")
    assert not house.bench.queued
    assert house.bench.painter.recalls == 0


async def test_whoever_has_no_such_command_is_told_so(house: House) -> None:
    """With a picture as without one."""
    await brings(house, "task", "7K2M9QXD", origin=origin(BOB), album="a2")
    assert "There is no command /task" in house.answers()[-1]


@pytest.mark.parametrize(
    "text", ["https://e.org/a.html a cat", "https://e.org/ a cat", "a cat --sref https://e.org/"]
)
async def test_pages_are_no_pictures(house: House, text: str) -> None:
    """Neither among the words nor behind a flag."""
    await house.type("imagine", text)
    assert "is a page and no picture" in house.answers()[-1]
    assert not house.bench.queued


# --- words that look like codes --------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["fireworks #20261231", "#20261231 fireworks", "a poster #retro80s"])
async def test_a_date_is_no_code(house: House, text: str) -> None:
    """It is painted as it stands there."""
    await house.type("imagine", text)
    order = (await house.bench.load(house.bench.queued.pop())).order
    assert isinstance(order, Imagine)
    assert order.prompt.text == text


# --- codes that our records have lost ----------------------------------------------------------------------


def remembered(house: House, *tasks: str) -> list[str]:
    """Codes of single pictures that only the service knows."""
    for task in map(TaskId, tasks):
        house.bench.painter.records[task] = Recalled(
            task, Imagine(Prompt("a fox")), Finished(task, fresh(task)), 1_000.0
        )
    return [code_of(TaskId(task)) for task in tasks]


async def test_several_lost_codes_are_one_search(house: House) -> None:
    """Two of a blend; a prompt that is named so, with a picture behind it."""
    one, two = remembered(house, "t-1", "t-2")
    for task in ("t-1", "t-2"):
        house.bench.painter.lookups.append({TaskId(task): Finished(TaskId(task), fresh(task))})
    await house.type("blend", f"#{one} #{two}")
    await house.mail()
    order = (await house.bench.load(house.bench.queued.pop())).order
    assert isinstance(order, Imagine)
    assert order.prompt.urls == ("https://p.example/t-1.png", "https://p.example/t-2.png")
    assert house.bench.painter.recalls == 1


async def test_a_lost_prompt_and_a_lost_picture_are_one_search(house: House) -> None:
    """The words of the one, and the other as a reference."""
    one, two = remembered(house, "t-1", "t-2")
    house.bench.painter.lookups.append({TaskId("t-2"): Finished(TaskId("t-2"), fresh("t-2"))})
    await house.type("imagine", f"#{one} in snow --sref #{two}")
    await house.mail()
    order = (await house.bench.load(house.bench.queued.pop())).order
    assert isinstance(order, Imagine)
    assert (order.prompt.text, order.prompt.flag("sref")) == ("a fox in snow", "https://p.example/t-2.png")
    assert house.bench.painter.recalls == 1


async def test_the_one_that_nobody_knows_is_named(house: House) -> None:
    """Of several; asked for again it is known not to be there."""
    [one] = remembered(house, "t-1")
    for _ in range(2):
        await house.type("blend", f"#{one} #7K2M9QXD")
        await house.mail()
        assert house.answers()[-1].startswith("No picture has the code 7K2M9QXD")
    assert house.bench.painter.recalls == 1
