"""Listens to Telegram, by long polling or a webhook, and confirms an update when it is written down."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from aiohttp import web
from telegram import Bot, BotCommand, Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest
from typing_extensions import override

from adapters.telegram import inbound, webhook
from adapters.telegram.inbound import NAME, PRESS, Reply
from adapters.telegram.messenger import TelegramMessenger
from adapters.telegram.refusal import translated
from adapters.telegram.wire import open_wire
from bot.domain.errors import DeliveryError, StoreError
from bot.domain.incoming import Incoming, Origin
from bot.domain.lane import Limits
from bot.ports import Handle, LaneRef, Platform, Surroundings, Traits

log = structlog.get_logger()

# Files: Bot API 10.3. A photo of more than 10 MB is refused; previews are shown small, so they are sent small.
TRAITS = Traits(gap=1.0, file_limit=50 * 1024 * 1024, picture_limit=10 * 1024 * 1024, preview_side=640)
# 20 messages and edits a minute in a group, one a second in any chat, about 30 a second over all (Telegram's FAQ,
# and its developers in tdlib/td#2592): a little less, since the server counts on its own clock, and on the way
# two sends come closer to each other.
GROUP = Limits(capacity=18, window=60.0, gap=1.1, preview_gap=3.0, board_over=6)
PRIVATE = Limits(capacity=50, window=60.0, gap=1.1, preview_gap=1.5)
# Pictures are fetched after their send was let go, some faster than others: so many a second stay below 30 in any
# second even when they come half a second closer together.
OVERALL = 20.0  # a second
WANTED = ["message", "callback_query"]
ENGLISH = "en"  # for whom there is no menu in their own language
POLL = 25  # seconds that the server holds an empty answer back
CONNECTIONS = 64
REST = 3.0  # seconds after a failed poll


class Telegram(Platform):
    """The platform `telegram`."""

    def __init__(self, surroundings: Surroundings) -> None:
        settings = surroundings.settings["telegram"]
        self.hook = settings.get("webhook") or ""
        self.name = NAME
        self.ear = "web" if self.hook else "gateway"
        self.username = ""
        self.handle: Handle | None = None
        self.traits = TRAITS
        proxy = settings.get("proxy") or None
        self.requests = open_wire(CONNECTIONS, proxy), open_wire(1, proxy)
        self.bot = open_bot(settings["token"], settings.get("api_url"), *self.requests)
        self.commands = surroundings.commands
        self.languages = surroundings.languages
        self.messenger: TelegramMessenger = TelegramMessenger(self.bot)

    @override
    def lane(self, origin: Origin, age: float) -> LaneRef:
        chat = origin.place.chat
        return LaneRef(f"{NAME}:{chat}", GROUP if chat.startswith("-") else PRIVATE, NAME, OVERALL)

    @override
    async def serve(self, handle: Handle) -> None:
        """Until cancelled. Updates that could not be written down come again."""
        self.handle = handle
        self.username = await self.introduce()
        await self.offer_commands()
        if self.hook:
            await self.be_called()
        else:
            await self.poll()

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return [webhook.route(self.bot, self.one)] if self.hook else []

    async def be_called(self) -> None:
        """Tell Telegram where we are; it stays so while we are away, and keeps what it has for us."""
        while True:
            try:
                await self.bot.set_webhook(
                    self.hook,
                    secret_token=webhook.secret(self.bot.token),
                    allowed_updates=WANTED,
                    max_connections=webhook.AT_ONCE,
                )
            except TelegramError as error:
                log.warning("telegram.no_webhook", error=str(translated(error)))
                await asyncio.sleep(REST)
            else:
                await asyncio.Event().wait()

    async def poll(self) -> None:
        offset = 0
        await self.forget_webhook()
        while True:
            try:
                updates = await self.bot.get_updates(
                    offset=offset, timeout=POLL, read_timeout=POLL + 10, allowed_updates=WANTED
                )
            except Conflict:
                log.warning("telegram.conflict", hint="another program polls with this token, or a webhook is set")
                await asyncio.sleep(REST)
            except TelegramError as error:
                log.warning("telegram.not_heard", error=str(translated(error)))
                await asyncio.sleep(REST)
            else:
                offset = await self.take(updates, offset)

    async def close(self) -> None:
        """Give the connections back."""
        for request in self.requests:
            await request.shutdown()

    async def introduce(self) -> str:
        """Our own name; commands to other bots are not ours. InvalidToken is for the operator, at once."""
        while True:
            try:
                return str((await self.bot.get_me()).username or "")
            except InvalidToken:
                log.exception("telegram.token_refused", hint="get a new one from @BotFather")
                raise
            except TelegramError as error:
                log.warning("telegram.not_reached", error=str(translated(error)))
                await asyncio.sleep(REST)

    async def offer_commands(self) -> None:
        """The menu beside the text box, in each language; without it everything works all the same."""
        try:
            await self.offer(ENGLISH, None)
            for language in self.languages:
                # Telegram takes two letters of ISO 639-1. Who has another language sees those without a code.
                await self.offer(language, language.split("-", maxsplit=1)[0])
        except TelegramError as error:
            log.warning("telegram.no_menu", error=str(translated(error)))

    async def offer(self, language: str, code: str | None) -> None:
        listed = [BotCommand(command.name, command.summary) for command in self.commands(language)]
        await self.bot.set_my_commands(listed, language_code=code)

    async def examine(self) -> Sequence[tuple[bool, str]]:
        try:
            me, hook = await self.bot.get_me(), await self.bot.get_webhook_info()
        except InvalidToken:
            return [(False, "Telegram: the token is not accepted: get it again from @BotFather")]
        except TelegramError as error:
            return [(False, f"Telegram: not reached ({translated(error)})")]
        reads = "reads all of a group's talk" if me.can_read_all_group_messages else "hears commands only"
        found = [(True, f"Telegram: @{me.username} ({reads}); talk to it at https://t.me/{me.username}")]
        if hook.url and not self.hook:
            found.append((False, "Telegram: a webhook is set by another program; this bot takes it away to poll"))
        return found

    async def forget_webhook(self) -> None:
        try:
            await self.bot.delete_webhook()
        except TelegramError as error:
            log.warning("telegram.webhook_kept", error=str(translated(error)))

    async def take(self, updates: Sequence[Update], offset: int) -> int:
        """All at once; returns the offset that confirms them, up to the first that could not be written down."""
        async with asyncio.TaskGroup() as group:
            taken = [group.create_task(self.one(update)) for update in updates]
        for update, task in zip(updates, taken, strict=True):
            if not task.result():
                await asyncio.sleep(REST)
                return offset
            offset = update.update_id + 1
        return offset

    async def one(self, update: Update) -> bool:
        """Whether it is dealt with: written down, or none of ours."""
        if self.handle is None:
            return False
        incoming = inbound.event(update, self.username)
        if incoming is None:
            return True
        try:
            await self.handle(incoming)
        except StoreError:
            return False
        finally:
            await self.release(incoming)
        return True

    async def release(self, incoming: Incoming) -> None:
        """Stop the spinner of a press that needed no word."""
        reply = Reply.parse(incoming.origin.reply)
        if reply.kind != PRESS or reply.name in self.messenger.answered:
            self.messenger.answered.discard(reply.name)
            return
        try:
            await self.messenger.stop_spinner(reply.name)
        except (DeliveryError, TelegramError) as error:
            log.info("press.not_released", error=type(error).__name__)
        self.messenger.answered.discard(reply.name)


def open_bot(token: str, api_url: str | None, sending: BaseRequest, polling: BaseRequest) -> Bot:
    """Without a rate limiter: every send goes through its lane. `api_url` is a Bot API server's root."""
    where: dict[str, Any] = {}
    if api_url:
        root = api_url.rstrip("/")
        where = {"base_url": f"{root}/bot", "base_file_url": f"{root}/file/bot"}
    return Bot(token, request=sending, get_updates_request=polling, **where)
