"""How we stand with Discord: what it counts, and what rests because of that."""

from adapters.discord.standing import COUNTED_S, REFUSALS_MOST, TOKEN_REST_S, Standing

NOW = 1_800_000_000.0


def refused(times: int, now: float = NOW, standing: Standing | None = None) -> Standing:
    standing = standing or Standing()
    for _ in range(times):
        standing = standing.refused(now)
    return standing


def test_two_thousand_are_borne_and_one_more_is_too_many() -> None:
    """Far below the ten thousand after which Discord hears us no more."""
    full = refused(REFUSALS_MOST)
    assert not full.is_strained(NOW)
    assert full.refused(NOW).is_strained(NOW)


def test_what_was_long_ago_counts_no_more() -> None:
    """Ten minutes after the last of them all is as it was, also when nothing is refused meanwhile."""
    standing = refused(REFUSALS_MOST + 1)
    assert standing.is_strained(NOW + COUNTED_S - 11)
    assert not standing.is_strained(NOW + COUNTED_S + 10)
    assert standing.refusals(NOW + COUNTED_S + 10) == 0


def test_it_stays_small() -> None:
    """However long a bad day is, it is counted in about sixty numbers."""
    standing = Standing()
    for moment in range(0, 5000, 3):
        standing = standing.refused(NOW + moment)
    assert len(standing.counts) <= 61
    assert standing.refusals(NOW + 4999) in range(195, 205)


def test_the_bot_token_rests_for_a_minute() -> None:
    """And then it is tried again."""
    standing = Standing().token_refused(NOW)
    assert not Standing().is_barred(NOW)
    assert standing.is_barred(NOW + TOKEN_REST_S - 1)
    assert not standing.is_barred(NOW + TOKEN_REST_S)


def test_previews_of_one_channel_wait() -> None:
    """As long as told, and nowhere else; a later word replaces an earlier one."""
    standing = Standing().held_back("1", NOW, 5.0).held_back("2", NOW, 50.0)
    assert standing.holds("1", NOW + 4)
    assert not standing.holds("1", NOW + 5)
    assert standing.holds("2", NOW + 49)
    assert not standing.holds("3", NOW)
    assert not standing.held_back("2", NOW + 1, 1.0).holds("2", NOW + 3)


def test_channels_that_wait_no_more_are_forgotten() -> None:
    """So it never holds more than those of the moment."""
    standing = Standing()
    for number in range(1000):
        standing = standing.held_back(str(number), NOW + number, 1.0)
    assert len(standing.held) <= 2
