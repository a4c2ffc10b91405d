"""Send an order and keep what is told of it."""

import pytest

from bot.domain.errors import ServiceError
from bot.domain.order import Imagine, Order
from bot.domain.prompt import Prompt
from bot.domain.update import TaskUpdate
from bot.midjourney.client import AceData
from tests.midjourney.samples import job

FOX = Imagine(Prompt("a fox"))


async def paint(painter: AceData, order: Order = FOX) -> list[TaskUpdate]:
    return [update async for update in painter.paint(job(order))]


async def trouble(painter: AceData, order: Order = FOX) -> tuple[list[TaskUpdate], ServiceError]:
    """What was told before the order ran into an error, and that error."""
    told: list[TaskUpdate] = []
    with pytest.raises(ServiceError) as caught:  # noqa: PT012 - only the iterator can raise it
        async for update in painter.paint(job(order)):
            told.append(update)  # noqa: PERF401 - what comes before the error must be kept
    return told, caught.value
