"""Orders that are put together: a field takes what it can mean, and the whole is a command as it is typed."""

from dataclasses import replace

import pytest

from bot.commands import Commands
from bot.domain.errors import UserError
from bot.domain.form import FIELDS_MOST, FieldKind
from bot.domain.ids import JobId, MessageRef, code_of
from bot.domain.image import Clip, Image, Outcome
from bot.domain.job import Job, State
from bot.domain.order import Act, Animate, Edit, ExtendVideo, Imagine, Order
from bot.domain.prompt import PROMPT_LIMIT, BadPrompt, Mode, Prompt
from bot.domain.reframe import REFRAME_SIZES
from bot.domain.sketch import (
    SKETCH_FIELDS,
    Sketch,
    SketchKind,
    begin_sketch,
    choose,
    choose_picture,
    order_call,
    typed_hint,
)
from bot.domain.subject import Result, Sent
from tests.fakes.opening import RULES
from tests.fakes.painter import TASK, image
from tests.fakes.platform import ANN, origin

COMMANDS = Commands(RULES)
MESSAGE = MessageRef("fake", "room", "1")
SINGLE = replace(image(actions=("zoom_out_2x",)), prompt="a cat --ar 3:2")
CLIP = Clip("1751000000000001", TASK, ("https://x/0.mp4", "https://x/1.mp4"), prompt="a cat", resolution="720p")
CODE = code_of(TASK)
BEGUN_WHOLE = {
    SketchKind.REFRAME,
    SketchKind.EDIT,
    SketchKind.REGION,
}  # also from a sheet, whose part is a field then


def sketch(
    kind: SketchKind, outcome: Outcome | None = None, order: Order | None = None, part: int | None = None
) -> Sketch:
    """As it is begun from a result."""
    made = order or Imagine(Prompt("a cat", flags=(("ar", "3:2"),), mode=Mode.TURBO))
    shown = outcome or (CLIP if kind is SketchKind.EXTEND else SINGLE)
    if isinstance(shown, Image | Clip):
        shown = replace(shown, mode=Mode.TURBO)
    job = Job(JobId("J" * 26), made, origin(), 1.0, 2.0, State.DONE, outcome=shown, task_id=TASK)
    part = (2 if kind is SketchKind.EXTEND else 0) if part is None else part
    return begin_sketch(kind, job, "0a1b2c3d4e", ANN, MESSAGE, part)


def ordered(of: Sketch) -> object:
    return COMMANDS.read_command(of.command, of.text)


@pytest.mark.parametrize("kind", SketchKind)
def test_a_form_fits_every_platform(kind: SketchKind) -> None:
    """It has no more fields than a modal, also with one for the part of a sheet, and a text to write."""
    fields = SKETCH_FIELDS[kind]
    assert 1 <= len(fields) <= FIELDS_MOST - (kind in BEGUN_WHOLE)
    assert any(one.kind is FieldKind.TEXT for one in fields)
    assert all(one.values or one.longest or one.kind is FieldKind.PICTURE for one in fields)


@pytest.mark.parametrize("kind", SketchKind)
def test_as_it_was_begun_it_can_be_ordered(kind: SketchKind) -> None:
    """In the command that it names, with what the result was made with."""
    begun = sketch(kind)
    if kind is SketchKind.EDIT:  # what is to be otherwise nobody else knows
        begun = choose(begun, "words", "at night")
    assert ordered(begun)
    assert typed_hint(begun) == f"/{begun.command} {begun.text}"


def test_words_are_those_of_the_picture_with_its_speed() -> None:
    """Also of one that came of a button below another."""
    prompt = Prompt("a cat", flags=(("ar", "3:2"),), mode=Mode.TURBO)
    assert ordered(sketch(SketchKind.CHANGE)) == Imagine(prompt)
    act = Act("upscale1", SINGLE.image_id, "a cat --ar 3:2")
    assert ordered(sketch(SketchKind.CHANGE, order=act)) == Imagine(prompt)
    changed = choose(sketch(SketchKind.CHANGE), "words", " a dog ")
    assert ordered(changed) == Imagine(Prompt("a dog"))


def test_every_field_of_a_film_is_in_its_order() -> None:
    """As its flags would be, and nothing that was left out is."""
    film = sketch(SketchKind.ANIMATE)
    assert film.text == f"#{CODE} a cat --480p --turbo"
    chosen = [("words", "it rains"), ("resolution", "720p"), ("speed", "fast"), ("end", "https://e.org/b.png")]
    for name, value in chosen:
        film = choose(film, name, value)
    order = ordered(film)
    assert isinstance(order, Animate)
    assert (order.prompt, order.resolution, order.mode) == ("it rains", "720p", Mode.FAST)
    assert (order.end_image_url, order.loop) == ("https://e.org/b.png", False)
    looped = ordered(choose(choose(film, "end", ""), "loop", "on"))
    assert isinstance(looped, Animate)
    assert looped.loop


def test_more_of_a_take_is_as_fast_and_as_large() -> None:
    """And is named as it would be typed."""
    more = sketch(SketchKind.EXTEND)
    assert more.text == f"#{CODE}.2 a cat --720p --turbo"
    order = ordered(more)
    assert isinstance(order, ExtendVideo)
    assert (order.clip, order.resolution, order.mode) == (Result(CODE, 2), "720p", Mode.TURBO)


def test_more_around_a_picture() -> None:
    """The size comes before the words, as it is typed; a choice is one that the command takes."""
    begun = sketch(SketchKind.REFRAME)
    assert begun.text == f"#{CODE} 1.5x a cat --turbo"
    for size in REFRAME_SIZES:
        order = ordered(choose(choose(begun, "size", size), "words", "by the sea"))
        assert isinstance(order, Edit)
        assert order.reframe
        assert (order.reframe.name, order.prompt, order.mode) == (size.replace("x", "×"), "by the sea", Mode.TURBO)
    bare = ordered(choose(begun, "words", ""))
    assert isinstance(bare, Edit)
    assert not bare.prompt


def test_more_around_a_picture_of_a_sheet() -> None:
    """Which one is a field, and is typed behind its code; below a picture of its own it is known."""
    edited = Job(
        *(JobId("J" * 26), Edit("https://e.org/a.png", "a hat"), origin(), 1.0, 2.0, State.DONE),
        outcome=image(actions=()),
        task_id=TASK,
    )
    begun = begin_sketch(SketchKind.REFRAME, edited, "0a1b2c3d4e", ANN, MESSAGE)
    assert [one.name for one in begun.fields] == ["part", "size", "words", "speed"]
    assert begun.text == f"#{CODE}.1 1.5x --fast"
    assert choose(begun, "part", "3").text == f"#{CODE}.3 1.5x --fast"
    with pytest.raises(UserError, match="form-impossible"):
        choose(begun, "part", "5")
    known = begin_sketch(SketchKind.REFRAME, edited, "0a1b2c3d4e", ANN, MESSAGE, 4)
    assert known.text == f"#{CODE}.4 1.5x --fast"
    with pytest.raises(UserError, match="form-impossible"):
        choose(known, "part", "3")


def test_an_edit_is_of_the_picture_or_of_a_part_of_a_sheet() -> None:
    """As it would be typed; nothing is ordered before there are words."""
    made = Edit("https://e.org/a.png", "a hat")
    edited = Job(JobId("J" * 26), made, origin(), 1.0, 2.0, State.DONE, outcome=SINGLE, task_id=TASK)
    begun = begin_sketch(SketchKind.EDIT, edited, "0a1b2c3d4e", ANN, MESSAGE)
    assert [one.name for one in begun.fields] == ["part", "words"]
    edit = choose(choose(begun, "part", "2"), "words", "at night")
    assert edit.text == f"#{CODE}.2 at night"
    order = ordered(edit)
    assert isinstance(order, Edit)
    assert ([one.subject for one in order.sources], order.prompt) == ([Result(CODE, 2)], "at night")
    assert begin_sketch(SketchKind.EDIT, edited, "0a1b2c3d4e", ANN, MESSAGE, 3).text == f"#{CODE}.3"
    assert sketch(SketchKind.EDIT).text == f"#{CODE}"
    with pytest.raises(UserError, match="need-words"):
        ordered(sketch(SketchKind.EDIT))
    with pytest.raises(UserError, match="not-offered"):
        begin_sketch(SketchKind.EDIT, edited, "0a1b2c3d4e", ANN, MESSAGE, 5)


@pytest.mark.parametrize(
    ("name", "value"),
    [("resolution", "1080p"), ("resolution", ""), ("loop", "maybe"), ("speed", "relax"), ("mask", "1"), ("", "")],
)
def test_what_a_form_does_not_have_is_refused(name: str, value: str) -> None:
    """A choice that there is not, and a field of another form."""
    with pytest.raises(UserError) as found:
        choose(sketch(SketchKind.ANIMATE), name, value)
    assert found.value.code == "form-impossible"
    with pytest.raises(UserError, match="form-impossible"):
        choose(sketch(SketchKind.CHANGE), "resolution", "480p")


def test_a_text_is_as_long_as_a_prompt() -> None:
    """One more character is too many."""
    assert len(choose(sketch(SketchKind.CHANGE), "words", "x" * PROMPT_LIMIT).text) == PROMPT_LIMIT
    with pytest.raises(BadPrompt) as found:
        choose(sketch(SketchKind.CHANGE), "words", "x" * (PROMPT_LIMIT + 1))
    assert found.value.facts == {"length": "4001", "limit": "4000"}


@pytest.mark.parametrize(
    ("kind", "outcome", "order", "part"),
    [
        (SketchKind.ANIMATE, image(), None, 0),  # a sheet of four
        (SketchKind.ANIMATE, None, None, 2),  # a single picture has no parts
        (SketchKind.ANIMATE, Clip("1", TASK, ("https://x/0.mp4",)), None, 0),
        (SketchKind.EXTEND, image(), None, 2),
        (SketchKind.REFRAME, CLIP, None, 0),
        (SketchKind.EXTEND, replace(CLIP, urls=("https://x/0.mp4",)), None, 2),  # has no second take
        (SketchKind.EXTEND, replace(CLIP, video_id=""), None, 2),
        (SketchKind.CHANGE, None, Edit("https://e.org/a.png", "a hat"), 0),  # they alone paint something else
    ],
)
def test_what_cannot_be_begun(kind: SketchKind, outcome: Outcome | None, order: Order | None, part: int) -> None:
    """Is not offered."""
    with pytest.raises(UserError, match="not-offered"):
        sketch(kind, outcome, order, part)


def test_a_picture_that_was_sent_goes_along() -> None:
    """In the place of what is typed there, until something is typed again; it is another order."""
    typed = choose(sketch(SketchKind.ANIMATE), "end", "#7K2M9QXD")
    sent = choose_picture(typed, "photo-1")
    assert (sent.text, sent.pictures) == (f"#{CODE} a cat --480p --turbo", ("photo-1",))
    assert typed_hint(sent).endswith("--480p --turbo 🖼️")
    calls = [order_call(one, "k", origin()) for one in (typed, sent, choose_picture(sent, "photo-2"))]
    assert len({call.press for call in calls}) == 3
    assert calls[1].attachments == ("photo-1",)
    made = COMMANDS.read_command("animate", sent.text, [Sent("photo-1")])
    assert isinstance(made, Animate)
    assert [one.subject for one in made.sources if one.url == made.end_image_url] == [Sent("photo-1")]
    assert [one.subject for one in made.sources if one.url == made.image_url] == [Result(CODE)]
    assert choose(sent, "end", "#7K2M9QXD").pictures == ()


@pytest.mark.parametrize(("kind", "name"), [(SketchKind.CHANGE, ""), (SketchKind.ANIMATE, "words")])
def test_a_form_that_takes_no_picture_there(kind: SketchKind, name: str) -> None:
    """Says so."""
    with pytest.raises(UserError, match="form-pictures"):
        choose_picture(sketch(kind), "photo-1", name)


def test_a_film_begins_with_one_picture_of_a_sheet() -> None:
    """By the name that commands know it by."""
    begun = sketch(SketchKind.ANIMATE, replace(image(), prompt="a cat --ar 3:2"), part=3)
    assert begun.text == f"#{CODE}.3 a cat --480p --turbo"
    found = ordered(begun)
    assert isinstance(found, Animate)
    assert [one.subject for one in found.sources] == [Result(CODE, 3)]


def test_what_nobody_was_shown_begins_nothing() -> None:
    """Below the message of a job that was cancelled; where its result is shown, it does."""
    order = Imagine(Prompt("a cat"))
    job = Job(JobId("J" * 26), order, origin(), 1.0, 2.0, State.DONE, outcome=SINGLE, task_id=TASK)
    hidden = replace(job, detached=True, message=MESSAGE)
    with pytest.raises(UserError, match="not-offered"):
        begin_sketch(SketchKind.CHANGE, hidden, "0a1b2c3d4e", ANN, MESSAGE)
    elsewhere = replace(MESSAGE, message="2")
    assert begin_sketch(SketchKind.CHANGE, hidden, "0a1b2c3d4e", ANN, elsewhere).chosen["words"]


def test_one_press_for_the_same_and_another_for_other_words() -> None:
    """Whatever event says so."""
    begun = sketch(SketchKind.CHANGE)
    calls = [order_call(begun, key, origin()) for key in ("k1", "k2")]
    assert calls[0].press == calls[1].press
    assert order_call(choose(begun, "words", "a dog"), "k3", origin()).press != calls[0].press
    assert order_call(replace(begun, id="ffffffffff"), "k4", origin()).press != calls[0].press


def test_a_long_command_is_told_in_short() -> None:
    """With its flags, and a part of its words."""
    film = choose(sketch(SketchKind.ANIMATE), "words", "very " * 100)
    assert typed_hint(film).endswith("… --480p --turbo")
    assert len(typed_hint(film)) < 100
