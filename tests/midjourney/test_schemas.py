"""Answers are read as generously as the service writes them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.midjourney.schemas import Answer, Echo, Record, TasksBody, Trouble, load_object, read_records
from tests.midjourney.samples import GRID, final

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("told", "percent"),
    [
        (35, 35),
        (35.9, 35),
        ("35", 35),
        ("35%", 35),
        (0.35, 35),
        ("0.35", 35),
        (0.29, 29),
        (1.0, 100),
        (1, 1),
        ("1%", 1),
        (0, 0),
        (250, 100),
        (-3, 0),
        (None, None),
        ("", None),
        ("soon", None),
        (True, None),
        ([], None),
    ],
    ids=repr,
)
def test_percentages(told: object, percent: int | None) -> None:
    """Progress comes as a number, a fraction, a text with or without a sign, or not at all."""
    assert Answer.model_validate({"progress": told}).progress == percent


def test_recorded_shape() -> None:
    """A finished answer keeps its addresses to the letter and its ids as text."""
    got = Answer.model_validate(final())
    assert got.raw_image_url.endswith("?ex=1&")
    assert got.image_url.endswith("!50p")
    assert (got.image_id, got.actions, got.raw_image_width) == ("1557000000000000100", tuple(GRID), 2048)


def test_numbers_and_text() -> None:
    """Sizes may be text, ids may be numbers, and neither loses a digit."""
    got = Answer.model_validate(
        {"image_id": 1557000000000000001, "image_width": "1024", "image_height": 816.0, "raw_image_width": None}
    )
    assert (got.image_id, got.image_width, got.image_height) == ("1557000000000000001", 1024, 816)
    assert (got.raw_image_width, got.actions) == (0, ())


@pytest.mark.parametrize(
    ("told", "trouble"),
    [
        (None, None),
        ({}, None),
        ("", None),
        ("broken", Trouble(message="broken")),
        ({"code": "forbidden", "message": None}, Trouble(code="forbidden")),
    ],
)
def test_errors(told: object, trouble: Trouble | None) -> None:
    """`error` is an object, a text or null."""
    assert Answer.model_validate({"error": told}).error == trouble


@given(st.sampled_from(sorted(Answer.model_fields)), JSON)
def test_no_member_spoils_an_answer(name: str, value: object) -> None:
    """Whatever a member holds, the others are still read."""
    other = "seed" if name != "seed" else "content"
    assert getattr(Answer.model_validate({name: value, other: "kept"}), other) == "kept"


@given(st.sampled_from(sorted(Record.model_fields)), JSON)
def test_no_member_spoils_a_record(name: str, value: object) -> None:
    """Records are read as generously; those without an id are left out."""
    found = read_records({"items": [{"id": "T"} | {name: value}, {"id": "U"}, None, "x", {}]})
    assert found[-1].id == "U"


@pytest.mark.parametrize("empty", [None, {}, {"items": None}, {"items": []}])
def test_no_records(empty: dict[str, Any] | None) -> None:
    """Nothing, {} and null all mean: no task of that id."""
    assert read_records(empty) == []


def test_record() -> None:
    """Times may be text; what is missing, null or {} is absent; unknown members are ignored."""
    (got,) = read_records(
        {
            "items": [
                {
                    "_id": {"$oid": "1"},
                    "email": "ann@example.org",
                    "id": "T",
                    "created_at": "2027-01-15T08:00:00+00:00",
                    "request": {"prompt": "a fox", "image_id": None, "version": "1.0", "stream": True},
                    "response": {},
                }
            ]
        }
    )
    assert got.created_at == 1_800_000_000.0
    assert (got.response, got.finished_at) == (None, None)
    assert got.request == Echo(prompt="a fox", version="1.0")
    assert "ann@example.org" not in repr(got)


def test_load() -> None:
    """Only an object counts as an answer."""
    assert load_object(b'{"a": 1}') == {"a": 1}
    assert [load_object(raw) for raw in (b"", b"null", b"[]", b"<html>", b'{"a"', b'"\xff"')] == [None] * 6


def test_nothing_is_sent_for_none() -> None:
    """Absent members are dropped, not sent as null."""
    assert TasksBody(action="retrieve", id="T").dump() == {"action": "retrieve", "id": "T"}
