"""Flags of commands about a picture: what is a field is none of the words, and codes count behind any dashes."""

from dataclasses import replace

import pytest

from bot.commands import Commands
from bot.domain.ids import TaskId
from bot.domain.image import Clip
from bot.domain.incoming import CommandCall, Person
from bot.domain.job import Job
from bot.domain.order import Act, Animate, Describe, Edit, ExtendVideo
from bot.domain.prompt import Mode
from bot.domain.subject import Result, Sent
from bot.i18n import languages
from bot.midjourney.requests import order_body
from tests.fakes.painter import TASK, image
from tests.fakes.platform import ANN, origin
from tests.flows.conftest import RULES, House
from tests.flows.test_regions import three_results
from tests.flows.test_subjects import LENT, fresh, made, ordered, sheet, shelf, show_sheet, told  # noqa: F401

pytestmark = pytest.mark.usefixtures("shelf")
PICTURE = "https://e.org/a.png"
CLIP = Clip("1751000000000001", TASK, ("https://x/0.mp4", "https://x/1.mp4"), prompt="it yawns")


@pytest.mark.parametrize(
    ("typed", "words", "mode"),
    [
        ("a red hat --split", "a red hat", None),
        ("--split --turbo", "", Mode.TURBO),
        ("--turbo", "", Mode.TURBO),
    ],
)
async def test_a_region_of_a_single_picture_may_be_split(
    house: House, typed: str, words: str, mode: Mode | None
) -> None:
    """It is a field of the request, as with other commands, and with or without words; so is the speed."""
    codes = await three_results(house)
    order = (await ordered(house, "region", f"#{codes['single']} 1 2 5 {typed}")).order
    assert isinstance(order, Act)
    assert (order.repaint, order.mode, order.split) == (words, mode, "split" in typed)
    sent = order_body(order).dump()
    assert (sent.get("prompt", ""), sent.get("split_images", False)) == (words, "split" in typed)


async def test_a_region_of_any_picture_may_be_split(house: House) -> None:
    """That is an edit."""
    show_sheet(house, sheet(64, 64))
    order = (await ordered(house, "region", f"{PICTURE} 1 2 5 a red hat --split")).order
    assert isinstance(order, Edit)
    assert (order.prompt, order.split, bool(order.mask)) == ("a red hat", True, True)


async def test_flags_that_say_nothing_are_no_words(house: House) -> None:
    """What is to be there has to be said for them."""
    codes = await three_results(house)
    await house.type("region", f"#{codes['single']} 5 --seed 7")
    assert "Say also what is to be there" in house.answers()[-1]
    assert not house.bench.queued


@pytest.mark.parametrize(
    "typed", ["--end #{}", "--end=#{}", "-- end #{}", "—end #{}", "—end=#{}", "--end:#{}", "--loud--end #{}"]
)
async def test_codes_count_behind_any_dashes(house: House, typed: str) -> None:
    """As people and telephones write them; each names the picture that a film ends with."""
    codes = await three_results(house)
    typed = typed.replace("--loud", "loud").format(codes["single"])
    order = (await ordered(house, "animate", f"{PICTURE} it is {typed}")).order
    assert isinstance(order, Animate)
    assert order.prompt == ("it is loud" if "loud" in typed else "it is")
    assert order.image_url == PICTURE
    assert [source.subject for source in order.sources] == [Result(codes["single"])]
    assert [source.url for source in order.sources] == [order.end_image_url]


# --- what is answered, and what is sent along ------------------------------------------------------------


@pytest.mark.parametrize("name", ["edit", "region", "animate", "describe", "reframe"])
async def test_a_command_that_answers_a_part_is_about_that(house: House, name: str) -> None:
    """Nothing has to be asked where one of the four is shown by itself."""
    job = await made(house, "t-1", image(TaskId("t-1"), ()), "edit")
    assert job.message is not None
    await house.press(job.message, "piece:3")
    await house.mail()
    message = house.cards(f"#{job.code}.3")[-1][0]
    told(house, job, replace(fresh("t-1", ()), cells=tuple(f"https://p.example/{n}.png" for n in range(4))))
    show_sheet(house, sheet(64, 64))
    typed = {"edit": "at night", "region": "5 a hat", "animate": "", "describe": "", "reframe": "2"}[name]
    call = CommandCall("typed", origin(), name, typed, quoted=("shown",), reply_to=message)
    await house.app.handle(call)
    await house.mail()
    assert house.bench.queued, house.answers()
    order = (await house.bench.load(house.bench.queued.pop())).order
    assert isinstance(order, Edit | Animate | Describe)
    assert [one.subject for one in order.sources] == [Result(job.code, 3)]
    assert not house.cards("Which of the four")


async def extended(house: House, job: Job, typed: str, **more: object) -> ExtendVideo | str:
    """What an /extend orders that has something along, or what it is told."""
    call = CommandCall(f"e{next(house.keys)}", origin(), "extend", typed.format(job.code), **more)  # type: ignore[arg-type]  # by name
    await house.app.handle(call)
    await house.mail()
    if not house.bench.queued:
        return house.answers()[-1]
    order = (await house.bench.load(house.bench.queued.pop())).order
    assert isinstance(order, ExtendVideo)
    return order


async def test_more_of_a_clip_ends_with_what_was_sent(house: House) -> None:
    """With what came along, and never with what is answered: that may be the clip itself."""
    show_sheet(house, sheet(64, 64))
    house.bench.platform.messenger.files["photo"] = sheet(64, 64)
    job = await made(house, "t-1", replace(CLIP, task_id=TaskId("t-1")), "edit")
    order = await extended(house, job, "#{}.1 it rains", attachments=("photo",))
    assert isinstance(order, ExtendVideo)
    assert (order.prompt, order.end_image_url) == ("it rains", LENT.format(1))
    assert [one.subject for one in order.sources] == [Sent("photo")]
    answering = {"quoted": ("shown",), "reply_to": job.message}
    order = await extended(house, job, "#{}.1 it rains", **answering)
    assert isinstance(order, ExtendVideo)
    assert (order.end_image_url, order.sources) == ("", ())
    order = await extended(house, job, "#{}.1 it rains", attachments=("photo",), **answering)
    assert isinstance(order, ExtendVideo)
    assert order.end_image_url == LENT.format(2)


@pytest.mark.parametrize(
    ("typed", "more", "told"),
    [
        ("#{}.1 it rains", {"attachments": ("one", "two")}, "2 pictures came with that, and it takes one"),
        ("#{}.1 --end https://e.org/b.png", {"attachments": ("one",)}, "2 pictures came with that"),
        ("#{}.1 --loop", {"attachments": ("one",)}, "--end 🖼️ does not go together with --loop"),
        ("#{}.1 it rains", {"quoted": ("theirs",)}, "The picture that you answered is not used by /extend"),
        ("it rains", {"attachments": ("one",)}, "Say which clip"),
    ],
)
async def test_a_clip_has_one_end(house: House, typed: str, more: dict[str, tuple[str, ...]], told: str) -> None:
    """In words, and nothing is ordered."""
    job = await made(house, "t-1", replace(CLIP, task_id=TaskId("t-1")), "edit")
    answer = await extended(house, job, typed, **more)
    assert told in str(answer)


def test_options_are_called_in_each_language() -> None:
    """All but those that Midjourney itself has named with letters; so mistakes are told in its words, too."""
    commands = Commands(RULES)
    for language in sorted(languages()):
        listed = [*commands.menu(language), *commands.operator_menu(language)]
        bare = {one.option.name for command in listed for one in command.options if not one.name}
        assert bare == {"niji", "iw", "sw", "sref", "oref", "raw"}
        for command in listed:
            names = [one.name or one.option.name for one in command.options]
            assert len(set(names)) == len(names), (language, names)


async def test_mistakes_name_options_as_they_are_called(house: House) -> None:
    """What was given, and what is missing."""
    german = Person(ANN.id, ANN.name, "de")
    call = CommandCall("k1", origin(german), "animate", by_option=True, options=("last",))
    await house.app.handle(call)
    assert "bild:" in house.answers()[-1]
    await house.app.handle(CommandCall("k2", origin(german), "extend", by_option=True))
    assert "/extend film:" in house.answers()[-1]
