"""Answers of any form: what is usable is used, and nothing but ServiceError comes out of the rest."""

import time
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import Code, ServiceError, Started
from bot.domain.ids import TaskId
from bot.domain.image import Clip, Image
from bot.domain.order import Animate, Describe, Imagine, Order
from bot.domain.prompt import Prompt
from bot.domain.update import Finished
from bot.midjourney.client import AceData
from bot.midjourney.errors import service_error
from bot.midjourney.schemas import Answer, load_object, read_records
from bot.midjourney.stream import UpdateParser
from bot.midjourney.updates import update_from_answer, update_from_record
from tests.midjourney.driving import paint
from tests.midjourney.samples import TASK, final, job
from tests.midjourney.serving import Server, head, reply

FOX = Imagine(Prompt("a fox"))
ORDERS: list[Order] = [FOX, Animate("https://pictures.example/1.png"), Describe("https://pictures.example/1.png")]
MEMBERS = [
    *Answer.model_fields,
    "id",
    "type",
    "created_at",
    "finished_at",
    "request",
    "response",
    "items",
    "detail",
]


def deep(levels: int, inner: Any = 1) -> Any:
    for _ in range(levels):
        inner = [inner]
    return inner


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(
        ["", "https://pictures.example/1.png", "100%", "x" * 5000, "9" * 500, "\x00", "2026-01-01", "{}"]
    )
    | st.just(deep(900)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(MEMBERS), inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.sampled_from(MEMBERS), VALUES, max_size=8)


@settings(deadline=None, max_examples=300)
@given(OBJECTS, st.sampled_from(ORDERS), st.sampled_from([True, False, None]), st.integers(200, 599))
def test_any_object_is_read(content: dict[str, Any], order: Order, over: bool | None, status: int) -> None:  # noqa: FBT001
    """As an answer, as a record, as a list of them, as an error, as a line of a stream."""
    update_from_answer(Answer.model_validate(content), order, over=over)
    for record in read_records({"items": [content, {"id": "x", "response": content, "request": content}]}):
        update_from_record(record)
    read_records(content)
    service_error(status, content)
    try:
        line = orjson.dumps(content)
    except (TypeError, orjson.JSONEncodeError):  # larger than any number that can come by this way
        return
    parser = UpdateParser(order)
    for update in [*parser.feed(line + b"\n"), *parser.end()]:
        assert len(str(update)) < 200_000
    service_error(status, line)


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(200, 599))
def test_any_bytes_are_read(raw: bytes, status: int) -> None:
    """Nothing but ServiceError."""
    service_error(status, raw)
    parser = UpdateParser(FOX)
    try:
        parser.feed(raw)
        parser.end()
        parser.what_is_wrong()
    except ServiceError:
        pass


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 2_000_000,
        b'{"a":' * 1_000_000,
        b'{"response":' * 1000 + b"1" + b"}" * 1000,
        b'{"progress":' + b"[" * 1000 + b"]" * 1000 + b"}",
        b'{"progress":' + b"9" * 5_000_000 + b"}",
        b'{"progress":"' + b"9" * 5_000_000 + b'"}',
        b'{"created_at":"' + b"9" * 5_000_000 + b'"}',
        b'{"actions":[' + b'"upscale1",' * 500_000 + b'"x"]}',
        orjson.dumps({"error": "<" * 2_000_000}),
        orjson.dumps({"error": {"message": " " * 5_000_000}}),
    ],
    ids=[
        "lists",
        "objects",
        "responses",
        "deep percent",
        "digits",
        "digits as text",
        "moment",
        "actions",
        "tags",
        "blanks",
    ],
)
def test_large_and_deep_ones_take_no_time(raw: bytes) -> None:
    """Nor memory: they are read as if what is too much were not there."""
    began = time.process_time()
    content = load_object(raw) or {}
    update_from_answer(Answer.model_validate(content), FOX)
    read_records(content)
    service_error(500, raw)
    assert time.process_time() - began < 3


def finished(**members: Any) -> Image | Clip:
    update = update_from_answer(Answer.model_validate(final(**members)), FOX, over=True, task_id=TASK)
    assert isinstance(update, Finished)
    assert isinstance(update.outcome, Image | Clip)
    return update.outcome


def test_what_is_usable_is_used() -> None:
    """A picture whose other members make no sense is a picture."""
    nonsense: list[Any] = [None, [], {}, deep(100), "x" * 10_000, -1, 1e308, True, "\x00"]
    for value in nonsense:
        got = finished(image_id=value, image_width=value, image_height=value, progress=value, trace_id=value)
        assert isinstance(got, Image)
        assert got.url == final()["image_url"]
    for value in nonsense:
        got = finished(actions=value, sub_image_urls=value, raw_image_url=[value])
        assert isinstance(got, Image)
        assert got.raw_url == got.url


def test_many_actions_and_long_links() -> None:
    """Two hundred actions are enough for anybody; a link of 4,000 characters is one."""
    link = "https://pictures.example/" + "a" * 4000
    got = finished(actions=[f"action_{n}" for n in range(5000)], image_url=link)
    assert isinstance(got, Image)
    assert (len(got.actions), got.url) == (200, link)


async def test_an_answer_without_an_end(server: Server, painter: AceData) -> None:
    """Of lines that say nothing new: it is left, and the task asked after."""

    async def endless(asked: Any, write: Any) -> None:
        await write(head())
        block = (orjson.dumps({"task_id": TASK, "progress": 1}) + b" " * 60_000 + b"\n") * 8
        while True:
            await write(block)

    server.script = [endless]
    with pytest.raises(ServiceError) as caught:
        await paint(painter)
    assert (caught.value.code, caught.value.started) == (Code.UNREADABLE, Started.UNKNOWN)


@pytest.mark.parametrize(
    "body", [[], [1], None, "words", 5, b"<html>", b"", b"[" * 100_000, {"items": 5}, {"items": [[]]}]
)
async def test_lookups_of_no_sense(server: Server, painter: AceData, body: Any) -> None:
    """A ServiceError, or nothing found."""
    server.script = [reply(200, body)]
    for ask in (painter.look_up([TaskId(TASK)]), painter.recent(job(FOX))):
        try:
            assert not await ask
        except ServiceError as error:
            told = error.code
        else:
            told = Code.UNREADABLE
        assert told is Code.UNREADABLE
