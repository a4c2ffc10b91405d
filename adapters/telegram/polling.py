"""Which of the updates that were asked for are dealt with: only those are confirmed."""

import asyncio
import logging
import warnings
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken
from telegram.warnings import PTBUserWarning

from bot.domain.trace import error_trace

log = structlog.get_logger()

WRITE_RETRY_S = 3.0  # seconds before what could not be written down is tried again
SETTLE_S = 0.25  # seconds; nearly everything is dealt with by then
UPDATES_ANSWER_S = 10.0  # for the answer itself, after the waiting
Told = Mapping[str, Any]  # an update as Telegram wrote it
One = Callable[[Told], Awaitable[bool]]


class UpdateTracker:
    """Deals with updates beside the asking, so that one that takes its time holds up nobody.

    `offset` confirms, at the next asking, everything up to the first that is not dealt with. Until then Telegram
    tells those that are not confirmed again and again, so only what is new is read.
    """

    def __init__(self, one: One, group: asyncio.TaskGroup) -> None:
        self.one = one
        self.group = group
        self.offset = 0
        self.tasks: dict[int, asyncio.Task[None]] = {}

    def begin_new(self, told: Sequence[Told]) -> Sequence[Told]:
        """Deal with those that were not told before; they are returned."""
        new = [one for one in told if one["update_id"] not in self.tasks]
        for update in new:
            self.tasks[update["update_id"]] = self.group.create_task(self.dealt(update))
        return new

    async def confirm_done(self) -> None:
        """Returns when all is dealt with, or soon."""
        if self.tasks:
            await asyncio.wait(self.tasks.values(), timeout=SETTLE_S)
        for number in sorted(self.tasks):
            if not self.tasks[number].done():
                break
            self.offset = number + 1
            del self.tasks[number]

    async def dealt(self, update: Told) -> None:
        """Until it is."""
        while True:
            if await self.one(update):
                return
            await asyncio.sleep(WRITE_RETRY_S)


async def ask_updates(bot: Bot, offset: int, wanted: Sequence[str], wait_s: int) -> Sequence[Told]:
    """The updates from `offset` on as Telegram writes them; waits so long for the first. Raises TelegramError.

    python-telegram-bot's own `get_updates` reads all of them, also those that it has read before, and none when one
    cannot be read.
    """
    asked = {"offset": offset, "timeout": wait_s, "allowed_updates": list(wanted)}
    try:
        told: Sequence[Told] = await bot.do_api_request(
            "getUpdates", api_kwargs=asked, read_timeout=wait_s + UPDATES_ANSWER_S
        )
    except EndPointNotFound:  # there is getUpdates: it is the token that is not known
        raise InvalidToken from None
    return told


def is_webhook(error: Conflict) -> bool:
    """Whether updates are not told since a webhook gets them, and not since somebody else asks as well."""
    return "webhook" in error.message.lower()


def report_unread(told: Told, error: Exception) -> None:
    """Which update, of what kind, and where it could not be read: nothing of what people wrote."""
    kinds = [name for name, value in told.items() if value and name != "update_id"]
    log.warning(
        "telegram.update_parse_failed", number=told.get("update_id", 0), kinds=kinds, trace=error_trace(error)
    )


def quiet_library() -> None:
    """It logs whole updates, with people's words in them, when it cannot read them; and see `ask_updates`."""
    warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates' instead", PTBUserWarning)
    for name in ("telegram.Bot", "telegram.request.BaseRequest"):
        logging.getLogger(name).addFilter(without_content)


def without_content(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(("Error while parsing updates", "Can not load invalid JSON data"))
