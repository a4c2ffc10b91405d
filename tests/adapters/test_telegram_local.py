"""A Bot API server of one's own that names files by their paths: here they are read, elsewhere that is said."""

from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.adapters.house import House, house, telegram  # noqa: F401 - fixtures
from tests.fakes.painter import SMOOTH
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture

PHOTO = picture(64, 64)


@pytest.mark.parametrize("here", [True, False])
async def test_a_photo_on_the_disk_of_the_server(house: House, tmp_path: Path, *, here: bool) -> None:  # noqa: F811
    """On a disk that both have it is an image prompt; else nothing is ordered, and nobody is told to try again."""
    folder = tmp_path if here else Path("/nowhere/telegram-bot-api")
    world = house.telegram.world
    world.rules = replace(world.rules, local=str(folder))
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    house.painter.scripts = [SMOOTH]
    with capture_logs() as lines:
        room.sends_photo(ann, PHOTO, "as a woodcut")
        await wait_until(lambda: bool(house.painter.sent if here else room.by_bot), "there is an answer")
    assert bool(house.painter.sent) is here
    told = [line for line in lines if line["event"] == "telegram.file_elsewhere"]
    assert bool(told) is not here
    if not here:
        assert "cannot be reached from here" in room.last.text
        assert "/nowhere" not in room.last.text
