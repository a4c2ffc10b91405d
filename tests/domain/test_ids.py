"""Names of messages: what they are made of, and what of them may be seen."""

from bot.domain.card import plain
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import ButtonPress, Origin, Person
from bot.domain.parcel import Parcel

SECRET = "not-a-real-token"
MESSAGE = MessageRef("fake", "room", "m", SECRET)


def test_how_a_message_is_changed_is_no_part_of_its_name() -> None:
    """A button finds its job whatever the adapter needs to write there."""
    other = MessageRef("fake", "room", "m", "by another way")
    assert MESSAGE == other == MessageRef("fake", "room", "m")
    assert len({MESSAGE, other}) == 1
    assert MESSAGE.key == "fake:room:m"


def test_ways_to_write_are_not_shown() -> None:
    """They may hold a secret, and what is logged is written as `repr` has it."""
    origin = Origin(Place("fake", "room"), Person("fake:ann", "Ann"), SECRET)
    for one in (MESSAGE, origin, ButtonPress("k", origin, MESSAGE, "show"), Parcel("p", MESSAGE, plain("a"))):
        assert SECRET not in f"{one!r} {one}"
