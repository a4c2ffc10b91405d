"""Addresses of pictures that people sent are built and read in one place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hosted import (
    HOSTED_ROUTE,
    InputPicture,
    earliest_end,
    hide_addresses,
    hosted_address,
    is_hosted_here,
    without_addresses,
)

ROUTE = re.compile(re.sub(r"\{(\w+):((?:[^{}]|\{\d[\d,]*\})+)\}", r"(?P<\1>\2)", HOSTED_ROUTE))
MARK = "b3d2598e" * 4
NAME = "pictures/" + "0a1b2" * 8 + ".png"


@given(st.integers(0, 10**12 - 1), st.text("0123456789abcdef", min_size=32, max_size=32))
def test_what_is_built_is_what_the_route_takes(until: int, mark: str) -> None:
    """All its parts come back."""
    found = ROUTE.fullmatch(hosted_address("", until, mark, NAME))
    assert found is not None
    assert found.groupdict() == {"until": str(until), "mark": mark, "name": NAME}


@pytest.mark.parametrize(
    ("base", "here"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://127.0.0.1", True),
        ("https://bot.example", False),
        ("http://127.0.0.1@example.com", False),
        ("http://127.0.0.1.example.com", False),
    ],
)
def test_only_this_computer_is_here(base: str, here: bool) -> None:  # noqa: FBT001 - parametrized
    """A name that begins like it is somebody else's."""
    assert is_hosted_here(hosted_address(base, 1, MARK, NAME)) is here


def test_people_never_see_an_address_that_was_made_for_them() -> None:
    """Neither ours nor one of the service's shelf; what they typed stays."""
    ours, shelf = hosted_address("https://bot.example", 1, MARK, NAME), "https://cdn.acedata.cloud/a1.png"
    assert (
        hide_addresses(f"{ours} {shelf} https://example.org/a.png a cat") == "🖼️ 🖼️ https://example.org/a.png a cat"
    )


@pytest.mark.parametrize("query", ["ex={e}&is={e}&hm={m}", "ex={e}&is={e}&hm={m}&", "hm={m}", "a=b&hm={m}&width=9"])
def test_nor_one_that_was_signed_for_what_they_attached(query: str) -> None:
    """Whoever has it has the picture; another query that begins like it is what they typed."""
    signed = "https://cdn.example.org/a/b.png?" + query.format(e="6a1b2c3d", m="0f" * 32)
    assert hide_addresses(f"{signed} a cat") == "🖼️ a cat"
    assert without_addresses(f"{signed} a cat {signed}") == "a cat"
    for typed in (
        signed.replace("0f" * 32, "0f" * 9),
        signed.replace("hm=", "rhm="),
        signed.replace("0f" * 32, "0f" * 40),
    ):
        assert hide_addresses(typed) == typed


@given(st.lists(st.floats(0, 1e10)))
def test_the_first_that_ends_counts(ends: list[float]) -> None:
    """One without an end ends nothing."""
    found = earliest_end([InputPicture("https://example.org/a.png", end) for end in ends])
    assert found == min([end for end in ends if end] or [0.0])


def test_what_follows_from_a_picture_does_not_ask_for_the_ones_before() -> None:
    """Their addresses may be dead by then; words, and links that people typed, stay."""
    ours = hosted_address("https://bot.example", 1, MARK, NAME)
    assert without_addresses(f"{ours} https://example.org/a.png a cat") == "https://example.org/a.png a cat"
    assert without_addresses(ours) == ""
