"""What the bytes of an answer tell, wherever they are cut and however they are printed."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Code, ServiceError, Started
from bot.domain.ids import TaskId
from bot.domain.order import Imagine
from bot.domain.prompt import Prompt
from bot.domain.update import Accepted, Finished, Progressed, TaskUpdate
from bot.midjourney.stream import UpdateParser
from tests.midjourney.samples import TASK, final, preview
from tests.midjourney.serving import line

FOX = Imagine(Prompt("ein Fuchs für Jürgen 🦊"))
BODY = line(task_id=TASK) + line(**preview(35)) + b"\r\n" + line(**preview(75)) + line(**final())


def told(*chunks: bytes, limit: int = 1 << 20) -> tuple[list[TaskUpdate], ServiceError | None]:
    parser = UpdateParser(FOX, limit)
    news = [update for chunk in chunks for update in parser.feed(chunk)]
    news += parser.end()
    return news, parser.what_is_wrong()


def kinds(*chunks: bytes) -> list[type]:
    return [type(update) for update in told(*chunks)[0]]


@given(st.lists(st.integers(0, len(BODY)), max_size=6), st.booleans())
def test_cuts_do_not_matter(cuts: list[int], closed: bool) -> None:  # noqa: FBT001 - hypothesis
    """The task's name, its steps and its result, each once; the last line end may be missing."""
    body = BODY if closed else BODY.rstrip()
    ends = sorted(min(cut, len(body)) for cut in cuts)
    chunks = [body[a:b] for a, b in zip([0, *ends], [*ends, len(body)], strict=True)]
    news, wrong = told(*chunks)
    assert [type(update) for update in news] == [Accepted, Progressed, Progressed, Finished]
    assert wrong is None


def test_nothing_after_the_last_word() -> None:
    """Lines behind the result are not told."""
    assert kinds(BODY + line(**preview(80)) + line(**final())) == [Accepted, Progressed, Progressed, Finished]


@pytest.mark.parametrize("option", [0, orjson.OPT_INDENT_2], ids=["one line", "many lines"])
def test_plain_body(option: int) -> None:
    """One JSON object works as well, on one line or on many."""
    assert kinds(orjson.dumps(final(), option=option)) == [Accepted, Finished]


def test_bad_line_among_good_ones() -> None:
    """A line of no sense costs nothing but itself."""
    assert kinds(b"ping\n" + line(**preview()) + b"{oops}\n[]\n" + line(**final())) == [
        Accepted,
        Progressed,
        Finished,
    ]


def test_last_line_without_percentage() -> None:
    """Without a percentage and buttons, the last line of a whole stream is the result, the others are not."""
    bare = final(progress=None, actions=[])
    assert kinds(line(**bare) + line(**bare)) == [Accepted, Progressed, Progressed, Finished]


def test_missing_task_ids() -> None:
    """A line that leaves its task out means the one that was named before."""
    news, _ = told(line(task_id=TASK) + line(**preview(task_id=None)))
    assert [getattr(update, "task_id", None) for update in news] == [TASK, TASK]
    assert told(line(**preview(task_id=None)))[0] == []


def test_acknowledgement() -> None:
    """A task and nothing else is nothing wrong: it can be followed."""
    assert told(line(task_id=TASK, success=True)) == ([Accepted(TaskId(TASK))], None)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", Code.UNREADABLE),
        (b"{}\n", Code.UNREADABLE),
        (b"<html>busy</html>", Code.UNREADABLE),
        (b'{"success":true}', Code.UNREADABLE),
        (line(**preview()), Code.UNAVAILABLE),
        (line(**preview()) + line(**final())[:-20], Code.UNAVAILABLE),
    ],
)
def test_no_last_word(body: bytes, code: Code) -> None:
    """A body without an end leaves the order in doubt."""
    wrong = told(body)[1]
    assert wrong is not None
    assert (wrong.code, wrong.started) == (code, Started.UNKNOWN)


@pytest.mark.parametrize("body", [b"x" * 200, b"xxxxxxxxx\n" * 20], ids=["a line", "lines"])
def test_too_much_of_no_sense(body: bytes) -> None:
    """What goes on and on without an answer in it is given up."""
    with pytest.raises(ServiceError) as caught:
        told(body, limit=100)
    assert (caught.value.code, caught.value.started) == (Code.UNREADABLE, Started.UNKNOWN)
