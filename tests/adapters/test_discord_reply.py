"""How an interaction can be answered, as text and back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.reply import PACKED_LIMIT, SIZE_LIMIT, TOKEN_LIFE_S, Kind, Reply, read_reply

REPLY = Reply("712000000000000001", "1175928847299117063", "aW50ZXJhY3Rpb24.made-up_token", "41771983423143937")
ids = st.integers(0, 2**64 - 1).map(str)
numbers = st.integers(0, 2**63)
tokens = st.text("abcXYZ019_-.", min_size=1, max_size=400)
replies = st.builds(
    Reply,
    *(ids, ids, tokens, ids, st.sampled_from(Kind)),
    *(st.integers(0, 10**12), numbers, numbers),
    present=st.booleans(),
    ephemeral=st.booleans(),
    follow_up=st.booleans(),
)


@given(replies)
def test_comes_back_as_it_went(reply: Reply) -> None:
    """A packed reply is read as it was, and is never longer than what is kept with a job."""
    assert read_reply(reply.pack()) == reply
    assert len(reply.pack()) <= PACKED_LIMIT


@given(st.text() | replies.map(lambda reply: reply.pack()[1:]) | st.text().map(lambda text: REPLY.pack() + text))
def test_refuses_what_it_did_not_write(text: str) -> None:
    """Any text is read as a reply, which then comes back as it went, or refused with ValueError."""
    try:
        read = read_reply(text)
    except ValueError:
        return
    assert read_reply(read.pack()) == read


@pytest.mark.parametrize(
    "change",
    [
        {"application": "x"},
        {"interaction": ""},
        {"channel": "12 34"},
        {"channel": "١٢"},
        {"token": ""},
        {"token": "two words"},
        {"token": "a" * 401},
        {"size_limit": -1},
        {"app_permissions": -8},
    ],
)
def test_is_not_made_of_nonsense(change: dict[str, object]) -> None:
    """What could not be read back is not made in the first place."""
    with pytest.raises(ValueError, match="no reply"):
        replace(REPLY, **change)  # type: ignore[arg-type]


def test_tells_its_time() -> None:
    """The interaction's id tells when it was made (the reference's own example), and so when the token ends."""
    reply = replace(REPLY, interaction="175928847299117063")
    assert reply.born == 1462015105.796
    assert reply.token_end == reply.born + TOKEN_LIFE_S


def test_shows_no_token() -> None:
    """Whoever logs a reply logs no token."""
    assert REPLY.token not in repr(REPLY)
    assert REPLY.token not in str(REPLY)


def test_knows_what_it_can_change_later() -> None:
    """Our own name changes what all can see in a place where we are, and nothing else."""
    assert REPLY.size_limit == SIZE_LIMIT
    assert REPLY.outlives_token
    assert not replace(REPLY, present=False).outlives_token
    assert not replace(REPLY, kind=Kind.PRIVATE).outlives_token
    assert not replace(REPLY, kind=Kind.UPDATE, ephemeral=True).outlives_token
    assert replace(REPLY, kind=Kind.UPDATE).outlives_token
