"""Listens to Discord: answers each interaction at once, and hands over what was answered."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Any

import structlog
from typing_extensions import override

from adapters.discord import first, inbound, menus, messages, routes
from adapters.discord.attachments import Attachments
from adapters.discord.capabilities import ANSWER_CAPABILITIES, DISCORD_CAPABILITIES, capabilities_for
from adapters.discord.checkup import Checkup
from adapters.discord.client import ARRIVAL, INTERACTION, MESSAGE
from adapters.discord.connection import Connection, Reader
from adapters.discord.first import Callback, FirstAnswer
from adapters.discord.inbound import BadInteraction, Completion, Interaction, Unknown
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.metrics import FIRST_ANSWER_SECONDS, UNANSWERED
from adapters.discord.payload import text_at
from adapters.discord.permissions import decides
from adapters.discord.places import DISCORD, Places, own_place
from adapters.discord.refusal import AnsweredElsewhere
from adapters.discord.reply import Kind, Reply, read_message_reply, read_reply
from adapters.discord.settings import DiscordSettings
from adapters.discord.sync import CommandSync
from adapters.discord.wire import Wire
from bot.domain.buttons import Leads, leads_to
from bot.domain.errors import DeliveryError, Misconfigured, StoreError, Unreachable, UserError
from bot.domain.finding import Finding
from bot.domain.form import Form
from bot.domain.ids import Place
from bot.domain.incoming import Arrival, ButtonPress, CommandCall, Incoming, Origin, Person
from bot.domain.turn import Limits
from bot.environment import secret_text
from bot.ports import (
    AdapterContext,
    AdminAware,
    Capabilities,
    Closeable,
    Diagnosable,
    EventHandler,
    LaneRef,
    Listening,
    Platform,
    PrivateChats,
    Role,
)

log = structlog.get_logger()

# By the bot's token a channel takes 5 changes in 5 s, as people measured; Discord does not say.
# With more than nine jobs the previews of each would come more rarely than a sheet of them all. That takes
# so little of it that it comes as often while finals wait.
CHANNEL_LIMITS = Limits(
    capacity=4, window=5.0, gap=0.25, preview_gap=3.0, board_over=9, board_gap_busy=8.0, board_gap_most=12.0
)
# By the token of an interaction it is five calls in 2 s. Its job keeps to that by itself; of what others change on
# its message, such as the mark on a button, each takes two: one to look, one to change.
TOKEN_LIMITS = Limits(capacity=2, window=2.0, gap=0.0)
CALLS_PER_S = 40.0  # a second, of the 50 that a bot has over all channels ("Rate Limits", global)
# Seconds in which a first answer that was cut off can be given once more: each may take 2.5 of the three.
SECOND_TRY_S = 0.5
HAND_OVER_RETRY_S = 3.0  # seconds before what could not be written down is tried again
HAND_OVER_MOST_S = 60.0  # seconds of that: a store that is started again, or changes its master, is back by then
WAITING_MOST = 500  # events that wait for that at once
# With more under way at once the loop goes round too slowly for whoever has three seconds for a first answer. Each
# waits mostly for Discord, a fifth of a second or more: with much fewer they would stand in line for that.
HAND_OVERS_MOST = 64


class Discord(Platform, Listening, Closeable, Diagnosable, AdminAware, PrivateChats):
    """The platform `discord`. `channel_limits` hold where an interaction's token is of no use any more.

    It is not RightsAware: each order comes with an interaction that says what we may do in its very channel, and is
    refused, by the name of the right, before it is handed over. What Discord refuses later names no right, and for
    one channel nobody closes a whole server.
    """

    channel_limits = CHANNEL_LIMITS

    def __init__(self, context: AdapterContext, settings: DiscordSettings) -> None:
        self.name = DISCORD
        self.runs_in = Role.GATEWAY
        self.capabilities = DISCORD_CAPABILITIES
        self.chat_example = "#gallery"
        self.context = context
        api_url, proxy = str(settings.api_url), secret_text(settings.proxy)
        self.wire = Wire(api_url, secret_text(settings.token), proxy=proxy, clock=context.clock)
        self.attachments = Attachments(api_url, proxy=proxy)
        self.messenger = DiscordMessenger(self.wire, self.attachments)
        self.places = Places(self.wire)
        self.connection = Connection(self.wire, str(settings.gateway_url or ""))
        self.sets_commands = settings.commands == "sync"
        listed = [*context.commands("en"), *context.operator_commands("en")]
        self.commands = {one.command.name: one.command for one in listed}
        self.handle: EventHandler | None = None
        self.waiting: set[str] = set()  # keys of events that could not be written down yet
        self.handing_over = asyncio.Semaphore(HAND_OVERS_MOST)

    @override
    def lane(self, origin: Origin, age: float) -> LaneRef:
        reply = self.living_reply(origin)
        if reply is not None:
            # A press has the token by which its own message changes for itself.
            others = not origin.person.id and reply.kind is not Kind.UPDATE
            return LaneRef(f"{DISCORD}:{reply.interaction}", TOKEN_LIMITS if others else None)
        return LaneRef(f"{DISCORD}:{channel_of(origin)}", self.channel_limits, DISCORD, CALLS_PER_S)

    @override
    async def serve(self, handle: EventHandler) -> None:
        """Until cancelled. What of our commands Discord did not take at first it is offered again meanwhile."""
        self.handle = handle
        application = str((await self.connection.introduce())["id"])
        readers: dict[str, Reader] = {INTERACTION: self.heard, MESSAGE: self.said}
        if self.context.leaves_unknown:
            readers[ARRIVAL] = self.arrived
        sync = await self.command_sync() if self.sets_commands else None
        if sync is None or await sync.offer(application):
            await self.connection.listen(readers)
            return
        wrong: Misconfigured | None = None
        async with asyncio.TaskGroup() as group:
            offering = group.create_task(sync.keep_offering(application))
            try:
                await self.connection.listen(readers)
            except Misconfigured as error:  # by itself: a group would wrap it
                wrong = error
            finally:
                offering.cancel()
        if wrong:
            raise wrong

    @override
    async def close(self) -> None:
        """Give the connections back."""
        await self.wire.close()
        await self.attachments.close()

    async def command_sync(self) -> CommandSync:
        context = self.context
        return CommandSync(
            wire=self.wire,
            commands=await self.declared(),
            state=context.state,
            throttle=context.throttle,
            clock=context.clock,
        )

    async def declared(self) -> Sequence[Mapping[str, Any]]:
        """Our commands as Discord writes them.

        All texts of all languages are read for it, which takes a second that others in this process do not wait.
        """
        return await asyncio.to_thread(self.declare)

    def declare(self) -> Sequence[Mapping[str, Any]]:
        context = self.context
        for_all = menus.declared_commands(context.commands, context.languages)
        if not any(name.startswith(f"{DISCORD}:") for name in context.operators):
            return for_all
        own = menus.declared_commands(context.operator_commands, context.languages)
        return [*for_all, *menus.hidden_commands(own)]

    # --- what the core may ask ---------------------------------------------------------------------

    @override
    def why_deaf(self) -> str:
        return self.connection.why_deaf()

    @override
    def capabilities_at(self, origin: Origin) -> Capabilities:
        if read_message_reply(origin.reply) is not None:
            return ANSWER_CAPABILITIES
        return capabilities_for(reply_of(origin), self.wire.time_there())

    @override
    async def is_admin(self, origin: Origin) -> bool:
        """Each event says what the person may do where it comes from."""
        reply = reply_of(origin)
        if reply is not None and reply.channel == origin.place.thread:
            return decides(reply.member_permissions)
        return await self.places.is_admin(origin.place.chat, origin.person.id.removeprefix(f"{DISCORD}:"))

    @override
    async def title_of(self, place: Place) -> str:
        return await self.places.title_of(place)

    @override
    async def find_chat(self, name: str, origin: Origin) -> Place:
        return await self.places.find_chat(name, origin.place.chat)

    @override
    def private_chat(self, person: Person) -> Place:
        """Its channel is opened by the first message that goes there."""
        return own_place(person)

    @override
    async def leave_chat(self, place: Place) -> None:
        await self.places.leave(place.chat)

    @override
    async def examine(self, place: str = "") -> Sequence[Finding]:
        return await Checkup(
            self.wire, self.places, await self.declared(), self.sets_commands, self.connection.gateway_url
        ).examine(place)

    def living_reply(self, origin: Origin) -> Reply | None:
        """That of the event, while its token is good."""
        reply = reply_of(origin)
        return reply if reply is not None and self.wire.time_there() < reply.token_end else None

    # --- how events come ---------------------------------------------------------------------------

    async def heard(self, payload: Mapping[str, Any]) -> None:
        """What cannot be answered in time, or was by another process, is none of ours: nobody would see it."""
        began = asyncio.get_running_loop().time()
        try:
            interaction = inbound.read_interaction(payload, self.commands)
        except BadInteraction as error:
            log.warning("discord.event_unread", error=str(error))
            return
        if isinstance(interaction.event, Unknown):
            log.info("discord.event_unknown", what=interaction.event.what)
        answer = first.first_answer(interaction, self.commands, self.context.answers.check)
        if form := await self.first_form(interaction):
            await self.acknowledge(interaction.reply, first.form_body(form), began)
            return
        if not await self.acknowledge(interaction.reply, await self.first_body(interaction, answer), began):
            return
        event = inbound.answered(interaction, answer.kind) if answer.hands_over else None
        if event is not None:
            await self.hand_over(event, self.context.clock.now() + HAND_OVER_MOST_S)

    async def first_form(self, interaction: Interaction) -> Form | None:
        """What a press has people fill in first, which nothing but a first answer can show."""
        press = interaction.event
        if not isinstance(press, ButtonPress) or leads_to(press.payload) is not Leads.FORM:
            return None
        return await self.context.answers.open_form(press, self)

    async def first_body(self, interaction: Interaction, answer: FirstAnswer) -> Mapping[str, Any]:
        """The JSON of the callback: what is wrong, what could be meant, or that it is thought about."""
        if answer.error is not None:
            return first.word_body(self.context.explain(answer.error, interaction.language))
        match interaction.event:
            case Completion(origin, command, option, text, given):
                return first.choices_body(await self.context.answers.complete(origin, command, option, text, given))
            case _:
                return first.callback_body(answer)

    async def acknowledge(self, reply: Reply, body: Mapping[str, Any], began: float) -> bool:
        """Whether it is ours to deal with; `began`: when we heard of it, on the loop's clock.

        Tried twice where the first try was cut off: the answer that is there by then may be our own. When two
        processes take it for theirs, the core deals with one event.
        """
        route, time = routes.callback(reply.interaction, reply.token), asyncio.get_running_loop().time
        for again in (False, True):
            try:
                await self.wire.acknowledge(route, body=body)
            except AnsweredElsewhere:
                return again
            except DeliveryError as error:
                late = time() - began > SECOND_TRY_S
                if again or late or not isinstance(error, Unreachable):
                    log.warning("discord.not_answered", means=type(error).__name__)
                    UNANSWERED.inc()
                    return False
            else:
                FIRST_ANSWER_SECONDS.labels(Callback(body["type"]).name.lower()).observe(time() - began)
                return True
        return False

    async def said(self, payload: Mapping[str, Any]) -> None:
        """Most of what people write is for others."""
        words = messages.read_answer(payload, self.connection.own_id)
        if words is not None:
            await self.hand_over(words, self.context.clock.now() + HAND_OVER_MOST_S)

    async def arrived(self, payload: Mapping[str, Any]) -> None:
        """We are in a server, whose owner stands for its people; told at each start, and dealt with once."""
        guild, owner = text_at(payload, "id"), text_at(payload, "owner_id")
        if guild and owner:
            origin = Origin(Place(DISCORD, guild), Person(f"{DISCORD}:{owner}", ""))
            key = f"{DISCORD}:arrival:{guild}:{text_at(payload, 'joined_at')}"
            await self.hand_over(Arrival(key, origin), self.context.clock.now() + HAND_OVER_RETRY_S)

    async def hand_over(self, event: Incoming, until: float) -> None:
        """Until it is written down; what takes too long, or is one too many, is given up, and the person told so.

        Once somebody was told to try again it is never handed over: they may have done so.
        """
        assert self.handle is not None  # noqa: S101 - `serve` has set it
        if isinstance(event, CommandCall) and self.wire.ahead_s is not None:
            event = replace(event, heard=self.wire.time_there())
        error = "too many wait"
        while self.context.clock.now() <= until and len(self.waiting) < WAITING_MOST:
            try:
                async with self.turn_of(event):
                    if self.context.clock.now() > until:
                        break
                    await self.handle(event)
                    return
            except StoreError as failure:
                error = str(failure)
            with self.waited_for(event):
                await self.context.clock.sleep(HAND_OVER_RETRY_S)
        log.error("discord.event_lost", kind=type(event).__name__, error=error)
        await self.tell_lost(event)

    @asynccontextmanager
    async def turn_of(self, event: Incoming) -> AsyncIterator[None]:
        """One of those that are dealt with at once; who waits for that is counted as waiting."""
        with self.waited_for(event):
            await self.handing_over.acquire()
        try:
            yield
        finally:
            self.handing_over.release()

    @contextmanager
    def waited_for(self, event: Incoming) -> Iterator[None]:
        self.waiting.add(event.key)
        try:
            yield
        finally:
            self.waiting.discard(event.key)

    async def tell_lost(self, event: Incoming) -> None:
        """In place of what says that we think about it, where that can be."""
        if isinstance(event, Arrival):
            return
        card = self.context.explain(UserError("store-down"), event.origin.person.language)
        try:
            await self.messenger.answer(event.origin, card)
        except DeliveryError as error:
            log.info("discord.not_told", error=type(error).__name__)


def reply_of(origin: Origin) -> Reply | None:
    """How the event can be answered; None for what is no event's, or cannot be read."""
    try:
        return read_reply(origin.reply)
    except ValueError:
        return None


def channel_of(origin: Origin) -> str:
    reply = reply_of(origin)
    return reply.channel if reply is not None else origin.place.thread or origin.place.chat


def open_platform(context: AdapterContext, settings: DiscordSettings) -> Discord:
    return Discord(context, settings)
