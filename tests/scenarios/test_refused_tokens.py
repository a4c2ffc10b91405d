"""A token that is refused at the start: one line with the setting, and what a supervisor goes by."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.fakes.waiting import PATIENCE, wait_until_sync
from tests.scenarios import discords, telegrams
from tests.scenarios.programs import Program, programs

WRONG = "123456:wrong-and-not-a-real-token"
TOKEN = {"ACEDATA_TOKEN": "test-token-not-real"}


def telegram_settings(stand: Program) -> Mapping[str, str]:
    telegrams.reached(stand)
    return {"TELEGRAM_TOKEN": WRONG, "TELEGRAM_API_URL": stand.url}


def discord_settings(stand: Program) -> Mapping[str, str]:
    discords.reached(stand)
    given = {name.removeprefix("CHATELIER_"): value for name, value in discords.addresses(stand).items()}
    return {"DISCORD_TOKEN": WRONG, **given}


@pytest.mark.parametrize(
    ("open_stand", "settings_for", "name"),
    [
        (telegrams.stand_in, telegram_settings, "CHATELIER_TELEGRAM_TOKEN"),
        (discords.stand_in, discord_settings, "CHATELIER_DISCORD_TOKEN"),
    ],
)
def test_a_platform_refuses_it(
    tmp_path: Path,
    open_stand: Callable[[Path], Program],
    settings_for: Callable[[Program], Mapping[str, str]],
    name: str,
) -> None:
    """Code 2, so that nothing starts it again and again; the last line says which token, and no traceback comes."""
    with programs(tmp_path) as started:
        stand = open_stand(tmp_path / "stand-in")
        started.append(stand.start())
        bot = Program(["run"], tmp_path / "bot", {**TOKEN, **settings_for(stand)})
        started.append(bot.start())
        assert bot.process is not None
        assert bot.process.wait(PATIENCE) == 2, bot.output
    assert bot.output.splitlines()[-1].startswith(f"chatelier: {name} is not accepted: "), bot.output
    assert "Traceback" not in bot.output
    assert WRONG not in bot.output


def test_the_image_api_refuses_it(tmp_path: Path) -> None:
    """The bot runs, since what was painted before can be seen; the log says which token, before anybody orders."""
    with programs(tmp_path) as started:
        sandbox = Program(["sandbox", "--token", "another-token-not-real"], tmp_path / "sandbox")
        sandbox.arguments += ["--port", str(sandbox.port)]
        started.append(sandbox.start().ready("/health"))
        bot = Program(["run"], tmp_path / "bot", {**TOKEN, "ACEDATA_BASE_URL": sandbox.url})
        started.append(bot.start().ready())
        told = "Image API: "
        wait_until_sync(lambda: told in bot.output, "the log says so")
        [line] = [line for line in bot.output.splitlines() if told in line]
        assert "CHATELIER_ACEDATA_TOKEN: copy it again" in line
        assert sandbox.url in line
