"""What words mean that answer a message of ours."""

from dataclasses import replace

import pytest

from bot.domain.errors import Code
from bot.domain.ids import JobId, MessageRef
from bot.domain.image import Clip, TextResult
from bot.domain.job import Job, State
from bot.domain.order import Edit, Imagine
from bot.domain.plain_words import PlainWords
from bot.domain.prompt import Prompt
from bot.domain.talk import Heard, Shown, Talk, read_talk, shown_at
from bot.domain.update import Fault
from tests.fakes.painter import TASK, image
from tests.fakes.platform import NAME, PLACE, origin

HERE, ELSEWHERE = MessageRef(NAME, PLACE.chat, "m1"), MessageRef(NAME, PLACE.chat, "m2")
JOB = Job(JobId("j1"), Imagine(Prompt("a cat")), origin(), 0.0, 1.0, State.DONE, message=HERE, outcome=image())
SINGLE = image(actions=("zoom_out_2x",))
CLEAR = "make it winter"
UNCLEAR = (
    "thanks!",
    "wow",
    "👍",
    "what is that?",
    "so beautiful",
    "fox",
    "谢谢",
    "I love this one",
    "this is stunning",
    "never mind",
    "cancel that",
    "thanks, that's perfect for my poster",
    "很漂亮，谢谢你",
    "c'est magnifique comme ça",
    "das ist wirklich schön geworden",
    "me encanta el color",
    "это просто чудо",
    "こんにちは、ありがとう",
)
WISHES = (
    "make it winter",
    "without the boat",
    "add a red hat, please",
    "mach den Himmel blau",
    "ajoute un chapeau rouge",
    "pon un sombrero rojo, por favor",
    "сделай зиму",
    "додай сніг",
    "把天空变成红色",
    "冬にして",
    "눈을 더 넣어줘",
)
ALONE, NAMED, AMONG = Heard
PAINT, ASK, IGNORE = PlainWords.PAINT, PlainWords.ASK, PlainWords.IGNORE
NO_PICTURES = (Shown.FILM, Shown.TEXT, Shown.FAILED, Shown.RUNNING, Shown.HIDDEN)


@pytest.mark.parametrize(
    ("job", "shown"),
    [
        (None, Shown.NOTHING),
        (replace(JOB, state=State.WAITING, outcome=None), Shown.RUNNING),
        (replace(JOB, state=State.RUNNING, outcome=None), Shown.RUNNING),
        (replace(JOB, outcome=None, fault=Fault(Code.REFUSED)), Shown.FAILED),
        (JOB, Shown.SHEET),
        (replace(JOB, outcome=SINGLE), Shown.PICTURE),
        (replace(JOB, order=Edit("https://e.org/a.png", "at night"), outcome=SINGLE), Shown.SHEET),
        (replace(JOB, outcome=Clip("v1", TASK, ("https://e.org/1.mp4",))), Shown.FILM),
        (replace(JOB, outcome=TextResult(("a cat",))), Shown.TEXT),
        (replace(JOB, detached=True), Shown.HIDDEN),
        (replace(JOB, detached=True, message=ELSEWHERE), Shown.SHEET),
    ],
)
def test_what_a_message_shows(job: Job | None, shown: Shown) -> None:
    """An edit is a sheet of four; what was cancelled is hidden only where it was."""
    assert shown_at(job, HERE) is shown


def read(text: str, shown: Shown = Shown.PICTURE, **given: object) -> Talk:
    usual = {"on": True, "choice": ASK, "heard": ALONE, "first": False}
    return read_talk(text, shown, **(usual | given))  # type: ignore[arg-type]  # each names what it changes


@pytest.mark.parametrize("text", WISHES)
def test_wishes_change_a_picture(text: str) -> None:
    """One is changed at once, but for a person's first words, and of a sheet it is asked which."""
    assert read(text) is Talk.EDIT
    assert read(text, first=True) is Talk.ASK
    assert read(text, Shown.SHEET) is Talk.ASK


@pytest.mark.parametrize("heard", [NAMED, AMONG])
@pytest.mark.parametrize("choice", [ASK, PAINT])
def test_among_people_nothing_is_ordered_without_a_button(heard: Heard, choice: PlainWords) -> None:
    """They talk about what they see."""
    assert read(CLEAR, heard=heard, choice=choice) is Talk.ASK


@pytest.mark.parametrize("text", UNCLEAR)
@pytest.mark.parametrize("shown", [Shown.PICTURE, Shown.SHEET])
def test_talk_orders_nothing(text: str, shown: Shown) -> None:
    """It is asked about where it is for us, and among people it is theirs."""
    assert read(text, shown) is Talk.ASK
    assert read(text, shown, heard=NAMED) is Talk.ASK
    assert read(text, shown, heard=AMONG) is Talk.IGNORE
    assert read(text, shown, first=True) is Talk.ASK


@pytest.mark.parametrize("text", ["", "  \n"])
@pytest.mark.parametrize("heard", Heard)
def test_no_words_change_nothing(text: str, heard: Heard) -> None:
    """Also where all that somebody writes is painted."""
    assert read(text, heard=heard, choice=PAINT) is Talk.IGNORE


@pytest.mark.parametrize("shown", NO_PICTURES)
def test_what_cannot_be_changed_is_said(shown: Shown) -> None:
    """To who means us; talk about a film among people is theirs."""
    assert read(CLEAR, shown) is Talk.REFUSE
    assert read("wow", shown) is Talk.REFUSE
    assert read(CLEAR, shown, heard=AMONG) is Talk.REFUSE
    assert read("wow", shown, heard=AMONG) is Talk.IGNORE


@pytest.mark.parametrize("shown", [one for one in Shown if one is not Shown.NOTHING])
def test_switched_off(shown: Shown) -> None:
    """They are nothing: no new picture either. Who is alone with us or names us is told."""
    assert read(CLEAR, shown, on=False) is Talk.OFF
    assert read(CLEAR, shown, on=False, heard=AMONG) is Talk.IGNORE
    assert read(CLEAR, shown, on=False, heard=NAMED) is Talk.OFF


@pytest.mark.parametrize("heard", Heard)
@pytest.mark.parametrize("on", [True, False])
def test_an_answer_to_no_work_of_ours(heard: Heard, *, on: bool) -> None:
    """Is no answer."""
    assert read(CLEAR, Shown.NOTHING, heard=heard, on=on) is Talk.NONE


def test_what_a_person_has_words_do() -> None:
    """Who wants commands only has them here, too; who has all painted is asked about thanks all the same."""
    assert read(CLEAR, choice=IGNORE) is Talk.IGNORE
    assert read(CLEAR, choice=PAINT) is Talk.EDIT
    assert read("thanks!", choice=PAINT) is Talk.ASK
