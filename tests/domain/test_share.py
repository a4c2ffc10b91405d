"""What one person's answers may take of a chat while others wait, in every order of events."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.lane import Lane
from bot.domain.pacing import Rank
from bot.domain.parcel import Answered, next_answer, share_of
from bot.domain.turn import Go, Limits, Run

T0 = 1000.0
STEP_S = 0.25
LIMITS = Limits(capacity=18, window=60.0, gap=1.25, preview_gap=3.0)
FLOOD = "fake:flood"


@dataclass
class Chat:
    """A lane whose asks are repeated until they go; `went` holds what was let go, and when."""

    lane: Lane
    now: float = T0
    waiting: dict[str, Rank] = field(default_factory=dict)
    went: list[tuple[str, float]] = field(default_factory=list)

    def answer(self, name: str, owner: str) -> None:
        self.lane = self.lane.enter(Run(name, self.now + 9e3, placed=True, guest=True, owner=owner))
        self.waiting[name] = Rank.FIRST

    def job(self, name: str, owner: str, due: float) -> None:
        self.lane = self.lane.enter(Run(name, due, owner=owner))
        self.waiting[name] = Rank.FIRST

    def finish(self, name: str) -> None:
        self.waiting[name] = Rank.FINAL

    def pass_time(self, seconds: float) -> None:
        end = self.now + seconds
        while self.waiting and self.now < end:
            for name, rank in list(self.waiting.items()):
                self.lane, turn = self.lane.ask(name, rank, self.now)
                if isinstance(turn, Go):
                    self.went.append((name, self.now))
                    del self.waiting[name]
                    self.lane = self.lane.landed(name, self.now)
                    if rank is Rank.FINAL or name.startswith("answer"):
                        self.lane = self.lane.release(name)
            self.now += STEP_S
        self.now = end

    def moment(self, name: str) -> float:
        return next(at for one, at in self.went if one == name)


def flooded(answers: int, *, jobs: int, seconds: float = 240.0) -> Chat:
    """One person asks for so many answers at once, while so many jobs of others run for a minute."""
    chat = Chat(Lane(LIMITS))
    for n in range(answers):
        chat.answer(f"answer {n}", FLOOD)
    for n in range(jobs):
        chat.job(f"job {n}", f"fake:{n}", T0 + 60.0)
    chat.pass_time(60.0)
    for n in range(jobs):
        chat.finish(f"job {n}")
    chat.pass_time(seconds)
    return chat


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 20), st.integers(1, 12))
def test_one_person_has_a_third_of_what_finals_leave(answers: int, jobs: int) -> None:
    """While jobs of others run, never more of their answers in a window; and every answer goes in the end."""
    chat = flooded(answers, jobs=jobs)
    busy = [at for name, at in chat.went if name.startswith("answer") and at < T0 + 60.0]
    assert len(busy) <= share_of(LIMITS.capacity, jobs)
    assert not chat.waiting


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 20), st.integers(1, 6))
def test_a_flood_holds_up_no_picture(answers: int, jobs: int) -> None:
    """First cards and finals go out as if nobody had asked for anything, or one gap later."""
    alone, beside = flooded(0, jobs=jobs), flooded(answers, jobs=jobs)
    for name in (f"job {n}" for n in range(jobs)):
        quiet, busy = ([at for one, at in chat.went if one == name] for chat in (alone, beside))
        assert all(b <= a + LIMITS.gap + STEP_S for a, b in zip(quiet, busy, strict=True))


@given(st.integers(2, 12))
def test_whoever_asks_for_little_is_answered_before_who_floods(answers: int) -> None:
    """One answer for somebody else waits for a gap, whatever stands before it."""
    chat = Chat(Lane(LIMITS))
    for n in range(answers):
        chat.answer(f"answer {n}", FLOOD)
    chat.pass_time(LIMITS.gap + STEP_S)
    chat.answer("answer other", "fake:other")
    asked = chat.now
    chat.pass_time(10.0)
    assert chat.moment("answer other") <= asked + LIMITS.gap + STEP_S


def test_alone_nobody_is_held_to_a_share() -> None:
    """Who is alone in a chat has all of its places: also while a picture of theirs is painted."""
    chat = Chat(Lane(LIMITS))
    chat.job("job", FLOOD, T0 + 9e3)
    for n in range(12):
        chat.answer(f"answer {n}", FLOOD)
    chat.pass_time(40.0)
    assert not chat.waiting


@given(st.integers(1, 40), st.integers(0, 60))
def test_a_share_is_one_at_least_and_a_third_at_most(capacity: int, finals: int) -> None:
    """However many finals are to come."""
    share = share_of(capacity, finals)
    assert share == 1 or share * 3 <= capacity - finals


@given(st.lists(st.floats(0.0, 60.0), max_size=8), st.integers(1, 4))
def test_the_next_answer_fits_into_every_window(before: list[float], share: int) -> None:
    """From the moment that is named on there are fewer than the share in the window."""
    given_before = [Answered("a", at) for at in before]
    moment = next_answer(given_before, "a", 60.0, share, 60.0)
    assert moment >= 60.0
    assert sum(at > moment - 60.0 + 1e-6 for at in before) < share
