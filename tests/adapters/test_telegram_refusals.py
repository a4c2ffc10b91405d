"""A paid picture that Telegram refuses reaches its person all the same, in the best form that is taken."""

import pytest

from tests.adapters.house import NINE, House, house, telegram  # noqa: F401 - fixtures
from tests.fakes.painter import done
from tests.fakes.telegram.chat import Chat
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture

PROCESS = "Bad Request: IMAGE_PROCESS_FAILED"


async def ordered(house: House) -> Chat:  # noqa: F811 - the fixture
    """A chat whose order is painted at once, so that its last card is the only edit."""
    house.painter.scripts.append([done()])
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    group.says(ann, "/imagine a cat")
    return group


async def test_a_picture_that_telegram_cannot_process_is_sent_as_a_plain_jpeg(house: House) -> None:  # noqa: F811
    """In the same message, with its buttons."""
    house.telegram.fault("refuse", "editMessageMedia", status=400, text=PROCESS)
    group = await ordered(house)
    await wait_until(lambda: group.by_bot and group.last.labels == NINE, "the picture is there")
    assert (group.last.now.kind, group.last.now.data[:3]) == ("photo", b"\xff\xd8\xff")
    assert len(group.by_bot) == 1


@pytest.mark.parametrize(("times", "kind"), [(2, "document"), (3, "text")])
async def test_one_that_is_refused_again_comes_as_a_file_or_a_link(house: House, times: int, kind: str) -> None:  # noqa: F811
    """With all its buttons, and nothing says any longer that it is on its way."""
    house.telegram.fault("refuse", "editMessageMedia", status=400, text=PROCESS, times=times)
    group = await ordered(house)
    await wait_until(lambda: group.by_bot and group.last.labels == NINE, "the picture is there")
    assert (group.last.now.kind, len(group.by_bot)) == (kind, 1)
    if kind == "text":
        assert "https://pictures.example/1.png" in group.last.text


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
