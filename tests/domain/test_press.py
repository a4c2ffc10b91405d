"""What is on the back of a button fits every platform and means what it meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UserError
from bot.domain.press import LIMIT, NTH, RETRY, VERBS, Press, pack, pack_action, unpack


@given(st.lists(st.text(min_size=1, max_size=120), min_size=1, unique=True), st.data())
def test_every_action_has_a_payload_that_leads_back(names: list[str], data: st.DataObject) -> None:
    """However long, and in whatever letters, the service names it."""
    actions = tuple(names)
    name = data.draw(st.sampled_from(names))
    payload = pack_action(actions, name)
    assert 0 < len(payload.encode()) <= LIMIT
    press = unpack(payload)
    assert (actions[int(press.argument)] if press.verb == NTH else press.argument) == name


def test_a_verb_needs_no_argument() -> None:
    """Retry is known by its message."""
    assert unpack(pack(RETRY)) == Press(RETRY)


@given(st.text())
def test_a_foreign_payload_is_the_persons_error(payload: str) -> None:
    """Never a traceback, whatever a client sends."""
    if payload.partition(":")[0] in VERBS and len(payload.encode()) <= LIMIT:
        assert unpack(payload).verb in VERBS
    else:
        with pytest.raises(UserError, match="button-unknown"):
            unpack(payload)


def test_a_payload_that_does_not_fit_is_a_bug() -> None:
    """So it is found when it is made, not when it is pressed."""
    with pytest.raises(ValueError, match="no payload"):
        pack("act", "x" * 61)
