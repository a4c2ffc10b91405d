"""Two workers at one message on Telegram, of which one was frozen while its preview was on its way."""

from dataclasses import replace

from tests.adapters.house import NINE, bot
from tests.fakes.painter import TASK, FakePainter, SlowPainter, done
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.rules import Rules
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture


async def test_an_old_preview_over_the_picture_is_taken_away(stage: Stage) -> None:  # noqa: F811 - the fixture
    """The platform cannot tell old from new, so whoever sent the old one shows the last card once more."""
    async with (
        playing(Rules(gap=0.0)) as telegram,
        bot(telegram, stage, painter=SlowPainter()) as house,
        stage.set(FakePainter(), house.platform) as other,  # type: ignore[arg-type]  # a platform
    ):
        context = house.bench.runner.context
        house.bench.runner.context = replace(context, pace=replace(context.pace, visible=600.0))
        other.runner.context.forms.fitter.downloads = house.pictures
        other.painter.lookups = [{TASK: done()}]
        house.platform.group = None  # type: ignore[assignment]  # everything goes at once
        held = telegram.fault("hold", "editMessageMedia")
        ann = telegram.person("Ann")
        group = telegram.group("Atelier", ann)
        group.says(ann, "/imagine a cat")
        await wait_until(lambda: held.struck, "the preview is on its way")
        await other.runner.run(house.bench.queued[0])
        assert group.last.labels == NINE
        held.gate.set()
        await wait_until(lambda: len(group.last.history) > 3 and group.last.labels == NINE, "it is shown again")
        assert NINE not in [shown.labels for shown in group.last.history[:-1]][-1:]
    assert len(group.by_bot) == 1
