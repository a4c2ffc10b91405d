"""Newest wins, one in flight, the last one lands and is last: for every order of events."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.card import Card, Media, MediaKind, plain
from bot.domain.pacing import Idle, Over, Pacer, Rank, Show, Wait

CARDS = [plain(str(n)) for n in range(6)]
LAST = plain("last")


def shown(pacer: Pacer, now: float) -> tuple[Pacer, Card]:
    decision = pacer.decide(now)
    assert isinstance(decision, Show)
    return pacer.fly(), decision.card


def test_the_newest_preview_wins() -> None:
    """What was overtaken while another card was in flight is never sent."""
    pacer, _ = shown(Pacer(gap=2.0).offer(CARDS[0]), 0.0)
    pacer = pacer.offer(CARDS[1]).offer(CARDS[2])
    assert pacer.decide(0.5) == Idle()
    pacer = pacer.land(1.0)
    assert pacer.decide(1.5) == Wait(3.0)
    assert pacer.decide(3.0) == Show(CARDS[2], Rank.PREVIEW)


def test_the_last_card_does_not_wait_for_the_gap() -> None:
    """A preview a moment ago does not delay the picture."""
    pacer = shown(Pacer(gap=60.0).offer(CARDS[0]), 0.0)[0].land(0.1)
    assert pacer.conclude(LAST).decide(0.1) == Show(LAST, Rank.FINAL)


def test_the_last_card_waits_for_the_edit_in_flight() -> None:
    """So it cannot be overwritten by an older one that arrives late."""
    pacer = shown(Pacer(gap=0.0).offer(CARDS[0]), 0.0)[0].conclude(LAST)
    assert pacer.decide(0.1) == Idle()
    assert pacer.land(0.2).decide(0.2) == Show(LAST, Rank.FINAL)


def test_a_refused_last_card_is_tried_again() -> None:
    """After the pause that the platform asked for."""
    pacer = shown(Pacer(gap=0.0).conclude(LAST), 0.0)[0].bounce(0.0, 9.0)
    assert pacer.decide(1.0) == Wait(9.0)
    assert pacer.decide(9.0) == Show(LAST, Rank.FINAL)


def test_a_refused_preview_is_dropped() -> None:
    """There will be a newer one; words may have no successor, so they are tried again."""
    pacer = shown(Pacer(gap=0.0).offer(CARDS[0]), 0.0)[0].land(0.0)
    picture = replace(CARDS[1], media=(Media(MediaKind.IMAGE, "https://pictures.example/1.webp", "a cat"),))
    assert shown(pacer.offer(picture), 0.0)[0].bounce(0.0, 5.0).decide(10.0) == Idle()
    assert shown(pacer.offer(CARDS[1]), 0.0)[0].bounce(0.0, 5.0).decide(10.0) == Show(CARDS[1], Rank.PREVIEW)


def test_a_refused_first_card_is_tried_again() -> None:
    """Nothing else tells the person that they were heard."""
    pacer = shown(Pacer(gap=0.0).offer(CARDS[0]), 0.0)[0].bounce(0.0, 5.0)
    assert pacer.decide(10.0) == Show(CARDS[0], Rank.PREVIEW)


def test_the_same_card_again_is_nothing_to_send() -> None:
    """A lookup that brings no news costs no edit."""
    pacer = shown(Pacer(gap=0.0).offer(CARDS[0]), 0.0)[0].land(0.0)
    assert pacer.offer(CARDS[0]).decide(1.0) == Idle()


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("offer"), st.integers(0, 5)),
        st.tuples(st.just("land"), st.just(0)),
        st.tuples(st.just("bounce"), st.integers(0, 3)),
        st.tuples(st.just("finish"), st.just(0)),
        st.tuples(st.just("time"), st.integers(1, 5)),
    ),
    max_size=40,
)


def play(pacer: Pacer, event: tuple[str, int], now: float) -> Pacer:
    match event:
        case ("offer", n):
            return pacer.offer(CARDS[n])
        case ("land", _) if pacer.flying is not None:
            return pacer.land(now)
        case ("bounce", n) if pacer.flying is not None:
            return pacer.bounce(now, n)
        case ("finish", _) if pacer.rank is not Rank.FINAL:
            return pacer.conclude(LAST)
    return pacer


@given(EVENTS)
def test_whatever_happens_the_last_card_lands_last(events: list[tuple[str, int]]) -> None:
    """At most one edit is in flight, and once everything has landed the last card is what is shown."""
    pacer, now, landed = Pacer(gap=1.0), 0.0, list[Card]()
    for event in [*events, ("finish", 0)]:
        now += event[1] if event[0] == "time" else 0
        if event[0] == "land" and pacer.flying is not None:
            landed.append(pacer.flying)
        pacer = play(pacer, event, now)
        if isinstance(pacer.decide(now), Show):
            assert pacer.flying is None
            pacer = pacer.fly()
    for _ in range(5):
        now += 10
        if pacer.flying is not None:
            landed.append(pacer.flying)
            pacer = pacer.land(now)
        if isinstance(pacer.decide(now), Show):
            pacer = pacer.fly()
    assert pacer.decide(now) == Over()
    assert landed[-1] == LAST
    assert landed.count(LAST) == 1
