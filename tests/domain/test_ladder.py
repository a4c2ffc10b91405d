"""The ladder of a refused card: nothing ends while a rung is left, and everything ends."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.card import Card, Media, MediaKind, Span
from bot.domain.errors import (
    DeliveryError,
    FileRefused,
    MessageGone,
    NotAllowed,
    NotNow,
    Refused,
    Right,
    TooFast,
    TooLarge,
    Unreachable,
)
from bot.domain.ladder import (
    FILE_RUNGS,
    PASSING_TRIES,
    PICTURE_RUNGS,
    REPOSTS_MOST,
    VIDEO_RUNGS,
    Refusal,
    Rung,
    Stand,
    Then,
    after_refusal,
    refusal_of,
    rungs_of,
)

ENDLESS = {Refusal.AWAY, Refusal.TOO_FAST}
CARDS = [Card((Span("a cat"),)), *(Card((), (Media(kind, "https://a.example/1", "a cat"),)) for kind in MediaKind)]
TRIES_MOST = len(PICTURE_RUNGS) + PASSING_TRIES + REPOSTS_MOST


@given(st.sampled_from(CARDS), st.lists(st.sampled_from(sorted(set(Refusal) - ENDLESS)), min_size=20, max_size=20))
@settings(deadline=None)
def test_a_card_that_is_refused_again_and_again_comes_to_an_end(card: Card, refusals: list[Refusal]) -> None:
    """After so few calls that nobody waits long; it only goes down, and its last form is the barest."""
    stand, seen = Stand(), list[Rung]()
    for refusal in refusals:
        seen.append(stand.rung)
        then, stand = after_refusal(stand, refusal, rungs_of(card))
        if then is Then.END:
            assert stand.rung is Rung.BAREST or refusal is Refusal.GONE
            break
    assert then is Then.END
    assert len(seen) <= TRIES_MOST
    assert seen == sorted(seen)
    assert set(seen) <= set(rungs_of(card))


@pytest.mark.parametrize("refusal", sorted(ENDLESS))
def test_an_outage_costs_nothing(refusal: Refusal) -> None:
    """However long it takes: a picture does not become a link because a platform was away."""
    stand = Stand(Rung.REENCODED, 2, 1)
    assert after_refusal(stand, refusal, PICTURE_RUNGS) == (Then.AGAIN, stand)


@pytest.mark.parametrize(
    ("refusal", "then", "rung"),
    [
        (Refusal.FILE, Then.LOWER, Rung.REENCODED),
        (Refusal.SIZE, Then.LOWER, Rung.REENCODED),
        (Refusal.UNKNOWN, Then.LOWER, Rung.REENCODED),
        (Refusal.RIGHT, Then.LOWER, Rung.WORDS),
        (Refusal.GONE, Then.ANEW, Rung.AS_IS),
        (Refusal.PASSING, Then.AGAIN, Rung.AS_IS),
    ],
)
def test_the_first_refusal_of_a_picture(refusal: Refusal, then: Then, rung: Rung) -> None:
    """Where photos are not wanted neither a file nor a link goes around that."""
    told, stand = after_refusal(Stand(), refusal, PICTURE_RUNGS)
    assert (told, stand.rung) == (then, rung)


@pytest.mark.parametrize(
    ("rungs", "rung"), [(PICTURE_RUNGS, Rung.REENCODED), (VIDEO_RUNGS, Rung.AS_IS), (FILE_RUNGS, Rung.AS_IS)]
)
def test_what_cannot_be_made_smaller_is_linked(rungs: tuple[Rung, ...], rung: Rung) -> None:
    """As a file it would be no smaller."""
    assert after_refusal(Stand(rung), Refusal.SIZE, rungs) == (Then.LOWER, Stand(Rung.LINKED))


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (TooFast(3.0), Refusal.TOO_FAST),
        (Unreachable("away"), Refusal.AWAY),
        (NotNow("not now"), Refusal.PASSING),
        (FileRefused("no"), Refusal.FILE),
        (TooLarge("no"), Refusal.SIZE),
        (NotAllowed("no", Right.PHOTOS), Refusal.RIGHT),
        (NotAllowed("kicked"), Refusal.RIGHT),
        (MessageGone("no"), Refusal.GONE),
        (Refused("no"), Refusal.UNKNOWN),
        (DeliveryError("no"), Refusal.UNKNOWN),
    ],
)
def test_each_error_has_its_kind(error: DeliveryError, refusal: Refusal) -> None:
    """Also those that are kinds of others."""
    assert refusal_of(error) is refusal
