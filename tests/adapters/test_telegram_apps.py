"""Who opened a page of ours inside of Telegram: what Telegram signs, and nothing else."""

from urllib.parse import parse_qsl, urlencode

import pytest

from adapters.telegram.inbound import vouched_user
from tests.fakes.telegram.apps import sign_launch
from tests.fakes.telegram.room import Person

TOKEN, NOW = "4242:not-a-real-token", 1_800_000_000.0
ANN, BOB = Person(7, "Ann & Bob = 2"), Person(8, "Bob")


def changed(data: str, **more: str) -> str:
    return urlencode(dict(parse_qsl(data)) | more)


def signed(age: float = 0, **more: str) -> str:
    return sign_launch(TOKEN, ANN, int(NOW - age), **more)


@pytest.mark.parametrize(
    "data",
    [signed(), signed(3590), signed(-200), signed(query_id="q", start_param="page_x", signature="s", empty="")],
    ids=["now", "an hour", "clocks", "more fields"],
)
def test_what_telegram_says(data: str) -> None:
    """For an hour, whatever else it says."""
    assert vouched_user(data, TOKEN, NOW) == ANN.id


@pytest.mark.parametrize(
    "data",
    [
        signed(3660),
        signed(-600),
        signed().replace(str(ANN.id), "8"),
        changed(signed(), auth_date=str(int(NOW) + 1)),
        changed(signed(), hash="0" * 64),
        changed(signed(), hash="é"),
        sign_launch("4242:another-token", ANN, int(NOW)),
        signed() + "&more=1",
        signed() + "&hash=" + "0" * 64,
        "user=%7B%22id%22%3A7%7D",
        "hash=00",
        "",
        "&&&",
        "%ff=%ff",
        "x" * 10_000,
    ],
    ids=range(15),
)
def test_what_proves_nothing(data: str) -> None:
    """Too old, of a clock to come, changed, of another bot, or none at all."""
    assert vouched_user(data, TOKEN, NOW) is None


def test_it_is_of_one_person() -> None:
    """Another's is theirs."""
    assert vouched_user(sign_launch(TOKEN, BOB, int(NOW)), TOKEN, NOW) == BOB.id
