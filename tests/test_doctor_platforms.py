"""The doctor looks at each platform by itself, and counts no time of its own as theirs."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from typing_extensions import override

from bot import doctor
from bot.doctor import Look, check_platforms
from bot.domain.finding import Finding
from bot.ports import AdapterContext, Closeable, Diagnosable
from bot.settings import Settings


@dataclass(slots=True)
class Patient(Diagnosable, Closeable):
    """A platform that says how it is, or nothing until it is given up; `asked`: for which chats."""

    name: str
    silent: bool = False
    asked: list[str] = field(default_factory=list)
    closed: bool = False

    @override
    async def examine(self, place: str = "") -> Sequence[Finding]:
        self.asked.append(place)
        if self.silent:
            await asyncio.Event().wait()
        return [Finding.ok(self.name, f"{self.name} is well")]

    @override
    async def close(self) -> None:
        self.closed = True


@dataclass(frozen=True, slots=True)
class Ward:
    """What was set up."""

    patients: Mapping[str, Patient]

    @property
    def settings(self) -> Mapping[str, None]:
        """There could be one more."""
        return dict.fromkeys([*self.patients, "absent"])

    def open(self, _context: AdapterContext) -> Mapping[str, Any]:
        return self.patients


async def examined(place: str, *patients: Patient) -> Sequence[str]:
    ward: Any = Ward({one.name: one for one in patients})
    return [one.text for one in await check_platforms(Look(Settings(), ward, place))]


async def test_one_that_says_nothing_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its line has its name, the other one says how it is, and both are closed."""
    monkeypatch.setattr(doctor, "CHECK_S", 0.05)
    silent, well = Patient("silent", silent=True), Patient("well")
    assert await examined("", silent, well) == ["silent: no answer within 0.05 s", "well is well"]
    assert silent.closed
    assert well.closed


async def test_a_chat_is_looked_for_where_it_is() -> None:
    """By its platform's name; without one each is asked for it."""
    near, far = Patient("near"), Patient("far")
    await examined("near:here", near, far)
    await examined("here", near, far)
    assert (near.asked, far.asked) == (["here", "here"], ["", "here"])


@pytest.mark.parametrize("place", ["absent:here", "here"])
async def test_a_chat_that_nobody_looks_at_is_no_success(place: str) -> None:
    """Since its platform is not set up."""
    told = await examined(place, *([Patient("near")] if ":" in place else []))
    assert told[-1].startswith(f"--chat {place}: no platform that it can be on is set up")


async def test_texts_are_read_before_anybody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform that needs all languages for its menus has all its time for itself."""
    well = Patient("well")
    read: list[Sequence[str]] = []
    monkeypatch.setattr(doctor, "load_texts", lambda: read.append([*well.asked]))
    await examined("", well)
    assert (read, well.asked) == ([[]], [""])
