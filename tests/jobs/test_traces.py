"""A trace id that comes late is kept, and takes away no preview."""

import pytest

from bot.domain.card import Card
from bot.domain.update import Accepted, Progressed
from bot.jobs.canvas import Canvas
from tests.fakes.painter import TASK, done
from tests.jobs.conftest import Bench, bench, stage  # noqa: F401 - fixtures

PREVIEW = Progressed(TASK, 35, "https://pictures.example/35.webp")


async def test_behind_the_first_progress(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """As when that is called in before the order is answered: nothing else is to be shown for it."""
    asked = list[Card]()
    monkeypatch.setattr(Canvas, "show", lambda _, card: asked.append(card))
    bench.painter.scripts = [[PREVIEW, done()], [PREVIEW, Accepted(TASK, "trace-1"), done()]]
    plain = await bench.run()
    shown = len(asked)
    told = await bench.run()
    assert (plain.trace_id, told.trace_id) == ("", "trace-1")
    assert shown > 0
    assert len(asked) == 2 * shown
