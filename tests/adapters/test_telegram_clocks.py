"""A clock of ours that is wrong is seen and logged, and not held against people."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs
from typing_extensions import override

from adapters.telegram.timing import ServerTime
from bot.clock import SystemClock
from bot.domain.finding import Status
from bot.ports.clocks import compare_clocks
from tests.adapters.house import House, answered, house, telegram  # noqa: F401 - fixtures
from tests.fakes.painter import SMOOTH
from tests.fakes.telegram.apps import sign_launch
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture

HOURS = 3600.0


class WrongClock(SystemClock):
    def __init__(self, ahead: float) -> None:
        self.ahead = ahead

    @override
    def now(self) -> float:
        return super().now() + self.ahead


@pytest.mark.parametrize("ahead", [3 * HOURS, -3 * HOURS, 400 * 24 * HOURS])
async def test_people_are_heard_whatever_our_clock_says(house: House, ahead: float) -> None:  # noqa: F811
    """And it is logged once, with both times."""
    house.bench.desk.clock = house.intake.clock = WrongClock(ahead)
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    house.painter.scripts = [SMOOTH, SMOOTH]  # carried out by whose clock is right
    with capture_logs() as logs:
        room.says(ann, "/imagine a cat")
        room.says(ann, "/imagine a dog")
        await wait_until(lambda: len(house.bench.queued) == 2, "both are ordered")
    [line] = [one for one in logs if one["event"] == "clock.wrong"]
    assert line["log_level"] == "error"
    assert line["ours"] != line["theirs"]


@pytest.mark.parametrize("ahead", [3 * HOURS, -3 * HOURS])
async def test_a_page_knows_its_person_whatever_our_clock_says(house: House, ahead: float) -> None:  # noqa: F811
    """What Telegram has dated is held against its own time; and an old proof stays old."""
    house.platform.context = replace(house.platform.context, clock=WrongClock(ahead))
    await wait_until(lambda: house.platform.server_time.told, "Telegram has said what time it is there")
    ann, now = house.telegram.person("Ann"), int(SystemClock().now())
    assert house.platform.vouch(sign_launch(house.telegram.token, ann, now)) == f"telegram:{ann.id}"
    assert house.platform.vouch(sign_launch(house.telegram.token, ann, now - 61 * 60)) is None


@pytest.mark.parametrize("ahead", [-3 * HOURS, 0.0, 3 * HOURS])
async def test_what_is_old_stays_old(house: House, ahead: float) -> None:  # noqa: F811
    """A clock that is behind makes no old order young."""
    house.bench.desk.clock = house.intake.clock = WrongClock(ahead)
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    room.says(ann, "/imagine a cat", age=HOURS)
    await wait_until(lambda: room.by_bot, "it is answered")
    assert "I was away" in room.last.text
    assert house.painter.sent == []


async def test_a_server_of_our_own_may_be_wrong_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """What was said while we waited for it was said just now."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    await answered(room, ann, "/help")
    house.platform.server_time.note(SystemClock().now() + 3 * HOURS)
    monkeypatch.setattr(house.platform.server_time, "note_header", lambda _: None)  # as from such a server
    house.painter.scripts = [SMOOTH]
    room.says(ann, "/imagine a cat")
    await wait_until(lambda: len(house.painter.sent) == 1, "it is ordered")


@pytest.mark.parametrize(
    ("header", "told"),
    [("Thu, 01 Jan 1970 00:01:40 GMT", 100.5), ("yesterday", 0.0), ("", 0.0), (None, 0.0), ("Thu, 99", 0.0)],
)
async def test_the_date_of_an_answer(header: str | None, told: float) -> None:
    """Nonsense is passed over; the time goes on by itself."""
    time = ServerTime()
    time.note_header(header)
    assert time.told == told
    await asyncio.sleep(0)
    assert (time.now() >= told) is True


@pytest.mark.parametrize(
    ("ours", "theirs", "status", "part"),
    [
        (1000.0, 1000.0, Status.OK, "agree"),
        (1000.0, 0.0, None, ""),
        (
            12_000.0,
            1_000.0,
            Status.FAIL,
            "ahead of Telegram's: it is 1970-01-01T03:20:00Z here and 1970",
        ),
        (1000.0, 12_000.0, Status.FAIL, "behind Telegram's"),
    ],
)
def test_the_doctor_compares(ours: float, theirs: float, status: Status | None, part: str) -> None:
    """With both times, and what to do."""
    found = compare_clocks("telegram", "Telegram", ours, theirs)
    assert [one.status for one in found] == ([status] if status else [])
    assert all(part in one.text for one in found)


async def test_the_doctor_asks_the_platform(house: House) -> None:  # noqa: F811
    """By what it has just been told."""
    found = await house.platform.examine()
    assert any("agree" in one.text for one in found)
