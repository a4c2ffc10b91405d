"""Whatever can be ordered has an entry in each table that goes by the kind of order."""

from typing import get_args

import pytest

from bot.cards import first_card, last_card, order_name
from bot.domain.estimate import least_duration, order_kind
from bot.domain.ids import ImageId, JobId
from bot.domain.job import Job, State
from bot.domain.order import (
    Act,
    Animate,
    AskSeed,
    Describe,
    Edit,
    ExtendVideo,
    Imagine,
    Order,
    Shorten,
    Translate,
    caption,
    pictures_until,
)
from bot.domain.prompt import Prompt
from bot.domain.quota import PRICES, price
from bot.i18n import languages
from bot.midjourney.requests import order_body, order_path
from bot.store.records import ORDER_NAMES, read_job, write_job
from tests.fakes.platform import origin

URL = "https://example.org/a.png"
ORDERS: dict[type, Order] = {
    Imagine: Imagine(Prompt("a cat")),
    Act: Act("upscale1", ImageId("1557000000000000001"), "a cat"),
    Edit: Edit(URL, "give it a hat"),
    Animate: Animate(URL, "it yawns"),
    ExtendVideo: ExtendVideo("video-1", 1, "it yawns"),
    Describe: Describe(URL),
    Shorten: Shorten("a very very long cat"),
    Translate: Translate(Prompt("eine Katze")),
    AskSeed: AskSeed(ImageId("1557000000000000001"), "a cat"),
}
KINDS = get_args(Order)


def test_the_tables_know_every_order_and_no_other() -> None:
    """Also the one of this test."""
    assert set(ORDERS) == set(PRICES) == set(ORDER_NAMES.values()) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_order_has_all_that_goes_by_its_kind(kind: type) -> None:
    """A name in each language, a price, a request, cards, an estimate, and a record that is read as it was."""
    order = ORDERS[kind]
    assert all(order_name(order, language) for language in languages())
    assert price(order) > 0
    assert order_path(order)
    assert order_body(order).model_dump(exclude_none=True)
    assert caption(order)
    assert least_duration(order) >= 0
    assert order_kind(order)
    assert pictures_until(order) == 0
    job = Job(JobId("01M8B84NX2NFSBGZYF0E1S7ABT"), order, origin(), 1.0, 2.0, State.WAITING)
    assert first_card(job).text
    assert last_card(job).text
    assert read_job(write_job(job), job.version).order == order
