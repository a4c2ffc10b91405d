"""Listens to Telegram, by long polling or a webhook, and confirms an update when it is written down."""

import asyncio
import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest
from typing_extensions import override

from adapters.telegram import checkup, inbound, polling, sharing, webhook
from adapters.telegram.inbound import PRESS_REPLY, TELEGRAM, BotIdentity, Reply
from adapters.telegram.menus import Menus
from adapters.telegram.messenger import TelegramMessenger, delivery_errors
from adapters.telegram.outbound import CAPTION_LIMIT
from adapters.telegram.polling import Told, UpdateTracker, quiet_library
from adapters.telegram.refusal import is_late, to_delivery_error
from adapters.telegram.request import AiohttpRequest
from adapters.telegram.rights import Rights
from adapters.telegram.settings import TelegramSettings
from adapters.telegram.timing import ServerTime
from bot.domain.card import Card
from bot.domain.errors import DeliveryError, Misconfigured, Right, StoreError, UserError
from bot.domain.finding import Finding
from bot.domain.ids import Place
from bot.domain.incoming import ButtonPress, CommandCall, Incoming, Origin, Person
from bot.domain.trace import Retelling
from bot.domain.turn import Limits
from bot.environment import secret_text
from bot.ports import (
    AdapterContext,
    AdminAware,
    Capabilities,
    Closeable,
    Diagnosable,
    EventHandler,
    HasRoutes,
    InlineSearch,
    LaneRef,
    Listening,
    Platform,
    PrivateChats,
    RightsAware,
    Role,
    Vouching,
)
from bot.ports.clocks import compare_clocks

log = structlog.get_logger()

# Files and pictures: Bot API 10.3, sendPhoto and sendDocument. Previews are shown small, so they are sent small.
TELEGRAM_CAPABILITIES = Capabilities(
    gap=1.0,
    file_limit=50 * 1024 * 1024,
    picture_limit=10 * 1024 * 1024,
    preview_side=640,
    sides=10_000,
    ratio=20.0,
    files=1,
    poster_side=320,
    buttons=100,
    row=8,
    hears_words=True,
    https_pages=True,
    caption=CAPTION_LIMIT,
    swaps_files=True,
)
# 20 messages and edits a minute in a group, one a second in any chat, about 30 a second over all (Telegram's FAQ,
# and its developers in tdlib/td#2592): a little less, since the server counts on its own clock, and on the way
# two sends come closer to each other.
GROUP_LIMITS = Limits(capacity=18, window=60.0, gap=1.25, preview_gap=3.0, board_over=6)
PRIVATE_LIMITS = Limits(capacity=50, window=60.0, gap=1.2, preview_gap=1.5)
# Pictures are fetched after their send was let go, some faster than others: so many a second stay below 30 in any
# second even when they come half a second closer together.
SENDS_PER_S = 20.0  # a second
UPDATE_KINDS = ["message", "callback_query", "inline_query", "my_chat_member"]
POLL_S = 25  # seconds that the server holds an empty answer back
SENDING_CONNECTIONS = 64
POLL_RETRY_S = 3.0  # seconds after a failed poll
# A press that is not decided on by then is answered without a word; what there is to say comes as a message.
SPINNER_S = 0.25  # seconds


class Telegram(
    Platform,
    HasRoutes,
    Listening,
    Closeable,
    Diagnosable,
    AdminAware,
    RightsAware,
    PrivateChats,
    InlineSearch,
    Vouching,
):
    """The platform `telegram`. `group` and `private` are the limits of the two kinds of chats."""

    group, private, spinner = GROUP_LIMITS, PRIVATE_LIMITS, SPINNER_S
    chat_example = "@channel"

    def __init__(self, context: AdapterContext, settings: TelegramSettings) -> None:
        self.hook = webhook.address(context.public_url) if settings.updates == "webhook" else ""
        self.name = TELEGRAM
        self.runs_in = Role.WEB if self.hook else Role.GATEWAY
        commands = [listed.command for listed in context.commands("en")]
        with_pictures = frozenset(command.name for command in commands if command.pictures)
        self.identity = BotIdentity(
            commands=frozenset({*(command.name for command in commands), "start"}),
            with_pictures=with_pictures,
            operators=frozenset(context.operators),
            operator_commands=frozenset(listed.command.name for listed in context.operator_commands("en")),
        )
        self.handle: EventHandler | None = None
        self.catching_up = True  # with what came while we were away
        self.deafness = "it was not reached yet"
        self.capabilities = TELEGRAM_CAPABILITIES
        proxy = secret_text(settings.proxy) or None
        self.server_time = ServerTime()
        self.requests = (
            AiohttpRequest(SENDING_CONNECTIONS, proxy, self.server_time),
            AiohttpRequest(1, proxy, self.server_time),
        )
        self.bot = open_bot(secret_text(settings.token), str(settings.api_url or ""), *self.requests)
        self.context = context
        self.messenger: TelegramMessenger = TelegramMessenger(
            *(self.bot, context.file_ids, self.requests[0].stream),
            drafting=settings.drafts,
            app=settings.app or "",
        )
        self.rights = Rights(self.bot, context.state)
        self.menus = Menus(
            *(self.bot, context.commands, context.languages, context.state),
            operators=inbound.user_numbers(context.operators),
            operator_commands=context.operator_commands,
        )

    @override
    def lane(self, origin: Origin, age: float) -> LaneRef:
        chat = str(self.messenger.moved.get(origin.place.chat, origin.place.chat))
        return LaneRef(
            f"{TELEGRAM}:{chat}", self.group if chat.startswith("-") else self.private, TELEGRAM, SENDS_PER_S
        )

    @override
    async def serve(self, handle: EventHandler) -> None:
        """Until cancelled. Updates that could not be written down come again."""
        self.identity = replace(self.identity, username=await self.introduce())
        self.handle = handle  # not before: without our name nobody knows what is for us
        await self.menus.offer()
        if self.hook:
            await self.be_called()
        else:
            await self.poll()

    @override
    def vouch(self, proof: str) -> str | None:
        now = self.server_time.now() or self.context.clock.now()  # it is Telegram that dates a proof
        user = inbound.vouched_user(proof, self.bot.token, now)
        return None if user is None else f"{TELEGRAM}:{user}"

    @override
    def why_deaf(self) -> str:
        return self.deafness

    @override
    async def close(self) -> None:
        """Give the connections back."""
        for request in self.requests:
            await request.shutdown()

    # --- what the core may ask ---------------------------------------------------------------------

    @override
    async def is_admin(self, origin: Origin) -> bool:
        return await self.rights.is_admin(origin.person, origin.place)

    @override
    async def find_chat(self, name: str, origin: Origin) -> Place:
        return await self.rights.find_chat(name)

    @override
    async def title_of(self, place: Place) -> str:
        return await self.rights.title_of(place)

    @override
    async def missing_rights(self, place: Place) -> Collection[Right]:
        return await self.rights.missing_rights(place)

    @override
    def private_chat(self, person: Person) -> Place:
        """A person's chat with the bot has the person's number."""
        return Place(TELEGRAM, person.id.removeprefix(f"{TELEGRAM}:"))

    @override
    async def leave_chat(self, place: Place) -> None:
        with delivery_errors():
            await self.bot.leave_chat(int(place.chat))

    @override
    async def show_results(self, origin: Origin, cards: Sequence[Card]) -> None:
        def explain(code: str) -> Card:
            return self.context.explain(UserError(code), origin.person.language)

        query = Reply.parse(origin.reply).name
        with delivery_errors():
            await sharing.show_results(self.bot, query, cards, await self.messenger.introduce(), explain)

    @override
    async def examine(self, place: str = "") -> Sequence[Finding]:
        found = await checkup.examine(self.bot, self.hook, place)
        ours, theirs = self.context.clock.now(), self.server_time.now()
        return [*found, *compare_clocks(checkup.CHECK_NAME, "Telegram", ours, theirs)]

    # --- how updates come --------------------------------------------------------------------------

    @override
    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return [webhook.route(self.bot.token, self.one)] if self.hook else []

    async def be_called(self) -> None:
        """Tell Telegram where we are; it stays so while we are away, and keeps what it has for us."""
        trouble = Retelling()
        while True:
            try:
                await self.bot.set_webhook(
                    self.hook,
                    secret_token=webhook.secret(self.bot.token),
                    allowed_updates=UPDATE_KINDS,
                    max_connections=webhook.WEBHOOK_CONNECTIONS,
                )
            except TelegramError as error:
                self.deafness = why_unheard(error, "the webhook could not be set")
                if trouble.is_due(self.deafness, time.monotonic()):
                    log.warning("telegram.no_webhook", error=str(to_delivery_error(error)), hint=self.deafness)
                await asyncio.sleep(POLL_RETRY_S)
            else:
                self.deafness = ""
                await asyncio.Event().wait()

    async def poll(self) -> None:
        await self.forget_webhook()
        async with asyncio.TaskGroup() as group:
            tracker, trouble = UpdateTracker(self.one, group), Retelling()
            while True:
                try:
                    wait_s = 0 if self.deafness else POLL_S  # whether we hear is known at once
                    told = await polling.ask_updates(self.bot, tracker.offset, UPDATE_KINDS, wait_s)
                except Conflict as error:
                    hint = "another program polls with this token, or a webhook is set"
                    if trouble.is_due("conflict", time.monotonic()):
                        log.warning("telegram.conflict", hint=hint)
                    # One of two gateways hears, and both may be the one next time.
                    self.deafness = "a webhook is set" if polling.is_webhook(error) else ""
                    await asyncio.sleep(POLL_RETRY_S)
                except TelegramError as error:
                    self.catching_up = True  # what comes next may have waited
                    self.deafness = why_unheard(error, "updates cannot be had")
                    if trouble.is_due(self.deafness, time.monotonic()):
                        log.warning("telegram.not_heard", error=str(to_delivery_error(error)), hint=self.deafness)
                    await asyncio.sleep(POLL_RETRY_S)
                else:
                    self.deafness = ""
                    self.learn_time(tracker.begin_new(told))
                    await tracker.confirm_done()
                    self.catching_up = False

    def learn_time(self, updates: Sequence[Told]) -> None:
        """What we waited for was said just now."""
        said = [date for update in updates if (date := inbound.said_at(update))]
        if said and not self.catching_up:
            self.server_time.note_fresh(max(said))

    async def introduce(self) -> str:
        """Our own name; commands to other bots are not ours. Misconfigured is for the operator, at once."""
        trouble = Retelling()
        while True:
            try:
                return str((await self.bot.get_me()).username or "")
            except InvalidToken:
                raise Misconfigured(checkup.REFUSED_ADVICE) from None
            except TelegramError as error:
                if trouble.is_due("not reached", time.monotonic()):
                    log.warning("telegram.not_reached", error=str(to_delivery_error(error)))
                await asyncio.sleep(POLL_RETRY_S)

    async def forget_webhook(self) -> None:
        try:
            await self.bot.delete_webhook()
        except TelegramError as error:
            log.warning("telegram.webhook_kept", error=str(to_delivery_error(error)))

    async def one(self, told: Told) -> bool:
        """Whether it is dealt with: written down, or none of ours."""
        if self.handle is None:
            return False
        try:
            incoming = inbound.read_update(told, self.bot, self.identity)
        except Exception as error:  # noqa: BLE001 - asking for it again would bring the same
            polling.report_unread(told, error)
            return True
        if (number := inbound.arrived_chat(told)) and not await self.note_title(number, told):
            return False
        if incoming is None:
            return True
        if isinstance(incoming, CommandCall):
            incoming = replace(incoming, heard=self.server_time.now())
        return await (self.pressed(incoming) if isinstance(incoming, ButtonPress) else self.passed_on(incoming))

    async def note_title(self, number: int, told: Told) -> bool:
        """Whether it is written down what the chat is called where we may do more than before."""
        try:
            await self.rights.note_title(number, str(told["my_chat_member"]["chat"].get("title", "")))
        except StoreError:
            return False
        return True

    async def passed_on(self, incoming: Incoming) -> bool:
        assert self.handle is not None  # noqa: S101 - `one` has looked
        try:
            await self.handle(incoming)
        except StoreError:
            return False
        return True

    async def pressed(self, press: ButtonPress) -> bool:
        """Whatever becomes of it, and however long that takes: the spinner stops at once.

        One that waited while we were away is answered first: when Telegram says that it is too old, nobody waits
        for what it would cost.
        """
        if self.catching_up and not await self.release(press):
            return True
        async with asyncio.TaskGroup() as group:
            handling = group.create_task(self.passed_on(press))
            await asyncio.wait([handling], timeout=self.spinner)
            await self.release(press)
        return handling.result()

    async def release(self, incoming: Incoming) -> bool:
        """Stop the spinner of a press that needed no word; False when that is long past."""
        reply = Reply.parse(incoming.origin.reply)
        if reply.kind != PRESS_REPLY or reply.name in self.messenger.answered:
            return True
        try:
            await self.messenger.stop_spinner(reply.name)
        except (DeliveryError, TelegramError) as error:
            log.info("press.not_released", error=type(error).__name__)
            return not is_late(error)
        return True


def open_platform(context: AdapterContext, settings: TelegramSettings) -> Telegram:
    return Telegram(context, settings)


def open_bot(token: str, api_url: str, sending: BaseRequest, polling: BaseRequest) -> Bot:
    """Without a rate limiter: every send goes through its lane. `api_url`: the root of a server, or empty."""
    quiet_library()
    where: dict[str, Any] = {}
    if api_url:
        root = api_url.rstrip("/")
        where = {"base_url": f"{root}/bot", "base_file_url": f"{root}/file/bot"}
    return Bot(token, request=sending, get_updates_request=polling, **where)


def why_unheard(error: TelegramError, otherwise: str) -> str:
    """A token that was taken back while the bot runs is the one thing that somebody has to do something about."""
    return checkup.REFUSED_ADVICE if isinstance(error, InvalidToken) else otherwise
