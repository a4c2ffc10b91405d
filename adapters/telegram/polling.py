"""Which of the updates that were asked for are dealt with: only those are confirmed."""

import asyncio
import logging
import warnings
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from telegram import Bot, Update

from bot.domain.trace import error_trace

log = structlog.get_logger()

REST = 3.0  # seconds before what could not be written down is tried again
SOON = 0.25  # seconds; nearly everything is dealt with by then
One = Callable[[Update], Awaitable[bool]]


class Inbox:
    """Deals with updates beside the asking, so that one that takes its time holds up nobody.

    `offset` confirms, at the next asking, everything up to the first that is not dealt with. Until then Telegram
    tells those that are not confirmed again and again.
    """

    def __init__(self, one: One, group: asyncio.TaskGroup) -> None:
        self.one = one
        self.group = group
        self.offset = 0
        self.tasks: dict[int, asyncio.Task[None]] = {}

    async def take(self, updates: Sequence[Update]) -> None:
        """Returns when all is dealt with, or soon."""
        for update in updates:
            if update.update_id not in self.tasks:
                self.tasks[update.update_id] = self.group.create_task(self.dealt(update))
        if self.tasks:
            await asyncio.wait(self.tasks.values(), timeout=SOON)
        for number in sorted(self.tasks):
            if not self.tasks[number].done():
                break
            self.offset = number + 1
            del self.tasks[number]

    async def dealt(self, update: Update) -> None:
        """Until it is."""
        while True:
            if await self.one(update):
                return
            await asyncio.sleep(REST)


async def readable(bot: Bot, offset: int) -> Sequence[Update]:
    """The updates as far as they can be read; the others are empty. TelegramError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is a method for it, which has just failed
        told = await bot.do_api_request("getUpdates", api_kwargs={"offset": offset, "timeout": 0})
    return [read(one, bot) for one in told]


def read(told: dict[str, object], bot: Bot) -> Update:
    number = int(str(told["update_id"]))
    try:
        return Update.de_json(told, bot)
    except Exception as error:  # noqa: BLE001 - whatever it is
        report_unread(number, told, error)
        return Update(number)


def report_unread(number: int, told: Mapping[str, object], error: Exception) -> None:
    """Which update, of what kind, and where it could not be read: nothing of what people wrote."""
    kinds = [name for name, value in told.items() if value and name not in {"update_id", "api_kwargs"}]
    log.warning("telegram.update_unread", number=number, kinds=kinds, trace=error_trace(error))


def quiet_library() -> None:
    """It logs whole updates, with people's words in them, when it cannot read them."""
    for name in ("telegram.Bot", "telegram.request.BaseRequest"):
        logging.getLogger(name).addFilter(without_content)


def without_content(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(("Error while parsing updates", "Can not load invalid JSON data"))
