"""Writes cards into Discord: by an interaction's token while it lives, then by the bot's own."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

import structlog
from typing_extensions import override

from adapters.bounded_set import BoundedSet
from adapters.discord import routes
from adapters.discord.attachments import Attachments, address_end, is_at_discord
from adapters.discord.follow_ups import FollowUps
from adapters.discord.outbound import EPHEMERAL_FLAG, NO_WORDS, listed, relabelled_body
from adapters.discord.payload import text_at
from adapters.discord.places import DISCORD, OWN_PLACE
from adapters.discord.presence import Presence
from adapters.discord.refusal import Absent, Archived, TokenDead, Unanswerable
from adapters.discord.reply import SIZE_LIMIT, Kind, MessageReply, Reply, read_message_reply, read_reply
from adapters.discord.wire import Wire
from adapters.discord.writer import Way, Writer
from bot.domain.card import Card, Stage
from bot.domain.errors import DeliveryError, MessageGone, NotAllowed, TooFast, Unreachable, Unwanted
from bot.domain.hosted import InputPicture
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import Origin
from bot.ports import Messenger

log = structlog.get_logger()

NONCE_BYTES = 18  # 24 characters, of the 25 that Discord takes ("Create Message")
LOADING_FLAG = 1 << 7  # of a message that says that the bot is thinking
UNANSWERABLE_S = 3600.0  # seconds until it is tried again whether a message may answer another there
PRIVATE_CHANNELS_KEPT = 1000
PASSING = frozenset({Stage.WAITING, Stage.THINKING, Stage.WORKING})
BLANK_CARD = Card(())

Told = TypeVar("Told")


class DiscordMessenger(Messenger):
    """An interaction has one answer, `@original`: to post to it is to change that, so it may be done again.

    What its token can do it does; when that is at its end, or dead, the bot's own does the same in the channel,
    where we are a member and all may see it.
    """

    def __init__(self, wire: Wire, attachments: Attachments) -> None:
        self.writer = Writer(wire)
        self.attachments = attachments
        self.dead = BoundedSet()  # interactions whose token is good for nothing
        self.deleted = BoundedSet()  # interactions whose answer was taken away
        self.presence = Presence(wire.time_there)
        self.moving = BoundedSet()  # messages in whose place a new one was begun
        self.unanswerable = BoundedSet(seconds=UNANSWERABLE_S)  # channels where nothing can be answered
        self.follow_ups = FollowUps()
        self.private_channels: dict[str, str] = {}  # by the chat of a Place: Discord looks at how many are opened

    # --- new messages --------------------------------------------------------------------------------

    @override
    async def post(self, to: Origin | Place, card: Card, *, nonce: str) -> MessageRef:
        below = read_message_reply(to.reply) if isinstance(to, Origin) else None
        if isinstance(to, Place) or not to.reply or below is not None:
            place = to.place if isinstance(to, Origin) else to
            channel = place.thread or await self.private_channel(place.chat)
            return await self.post_message(channel, card, nonce, below)
        reply = self.read(to.reply)
        if self.is_alive(reply):
            try:
                return await self.fill(reply, card)
            except TokenDead:
                self.dead.add(reply.interaction)
        if reply.interaction in self.deleted:
            raise Unwanted("its answer was taken away")
        if not reply.for_all:
            raise NotAllowed("its token is over, and nothing else is seen by them alone")
        return await self.post_message(reply.channel, card, nonce)

    async def fill(self, reply: Reply, card: Card) -> MessageRef:
        """The answer of an interaction; where that was taken away, or is no answer, a word to them alone."""
        if reply.kind is Kind.UPDATE or reply.follow_up or reply.interaction in self.deleted:
            return await self.follow(reply, card)
        try:
            shown = await self.writer.show(original("PATCH", reply), card)
        except MessageGone:
            self.deleted.add(reply.interaction)
            return await self.follow(reply, card)
        return message_ref(shown, reply)

    async def follow(self, reply: Reply, card: Card, *, word: bool = False) -> MessageRef:
        """One more message, which only the person sees. Raises Unwanted when there can be none."""
        if self.follow_ups.is_full(reply.interaction):
            raise Unwanted("this interaction has had all its messages")
        way = Way(routes.follow_up(reply.application, reply.token), reply.channel, reply.size_limit)
        try:
            shown = await self.writer.show(way, card, ephemeral=True)
        except MessageGone:  # what it would follow was taken away before it said anything
            raise Unwanted("its answer was taken away") from None
        message = message_ref(shown, replace(reply, follow_up=True, ephemeral=True))
        self.follow_ups.add(reply.interaction, message.message if word else "")
        return message

    async def private_channel(self, chat: str) -> str:
        """The channel of a conversation with one person, opened if need be; any other chat as it is."""
        if not chat.startswith(OWN_PLACE):
            return chat
        if (known := self.private_channels.get(chat)) is not None:
            return known
        way = Way(routes.private_channel(), chat, SIZE_LIMIT)
        opened = text_at(await self.writer.call(way, {"recipient_id": chat.removeprefix(OWN_PLACE)}), "id")
        if not opened:
            raise Unreachable("an answer that names no channel")
        if len(self.private_channels) >= PRIVATE_CHANNELS_KEPT:
            del self.private_channels[next(iter(self.private_channels))]
        self.private_channels[chat] = opened
        return opened

    async def post_message(
        self, channel: str, card: Card, nonce: str, below: MessageReply | None = None
    ) -> MessageRef:
        """By the bot's own token. The nonce makes it once, for some minutes, whatever the channel; empty: none.

        `below`: what it answers, if that is still there, and may be read.
        """
        if not channel.isdecimal():
            raise NotAllowed("it is no channel")
        more: dict[str, Any] = {"nonce": short_nonce(nonce), "enforce_nonce": True} if nonce else {}
        if below is not None and channel not in self.unanswerable:
            more["message_reference"] = {"message_id": below.message, "fail_if_not_exists": False}

        async def show(way: Way) -> Any:
            return await self.writer.show(way, card, more=more)

        try:
            shown = await self.enter(Way(routes.new_message(channel), channel, SIZE_LIMIT), show)
        except Unanswerable:
            self.unanswerable.add(channel)
            raise
        return message_ref(shown, None)

    # --- messages that are there ---------------------------------------------------------------------

    @override
    async def edit(self, message: MessageRef, card: Card) -> MessageRef:
        if card.stage is Stage.WORKING:
            self.writer.check_strain(message.chat)

        async def show(way: Way) -> MessageRef:
            await self.writer.show(way, card)
            return message

        if message.key in self.moving:  # the new one may be there
            return await self.revive(message, card)
        try:
            return await self.reach("PATCH", message, show)
        except Archived:
            seen_by_all = not message.by or self.read(message.by).outlives_token
            if card.stage in PASSING or not seen_by_all:
                raise
            return await self.revive(message, card)

    async def revive(self, message: MessageRef, card: Card) -> MessageRef:
        """In a thread that was put away nothing changes; a new message there takes it out again.

        One whose answer was lost may have done that, too: so it is sent once more, and not the old one changed.
        """
        try:
            new = await self.post_message(message.chat, card, f"{message.key}:revived")
        except Unreachable:
            self.moving.add(message.key)
            raise
        self.moving.drop(message.key)
        try:
            await self.writer.call(channel_way("DELETE", message))
        except DeliveryError as error:
            log.info("discord.not_replaced", error=type(error).__name__)
        return new

    @override
    async def relabel(self, message: MessageRef, card: Card) -> None:
        shown = await self.reach("GET", message, self.writer.call)
        body = relabelled_body(shown if isinstance(shown, dict) else {}, card)

        async def change(way: Way) -> None:
            await self.writer.send(way, body)

        await self.reach("PATCH", message, change)

    @override
    async def erase(self, message: MessageRef) -> None:
        await self.reach("DELETE", message, self.writer.call)

    async def reach(self, method: str, message: MessageRef, act: Callable[[Way], Awaitable[Told]]) -> Told:
        """Do it by the token that the message knows, else by the bot's own."""
        reply = self.read(message.by) if message.by else None
        try:
            if reply is not None and self.is_alive(reply):
                try:
                    return await act(token_way(method, reply, message))
                except TokenDead:
                    self.dead.add(reply.interaction)
            if reply is not None and not reply.outlives_token:
                raise NotAllowed("its token is over, and we are nobody there")
            return await self.enter(channel_way(method, message), act)
        except MessageGone:
            if reply is not None and not reply.follow_up:
                self.deleted.add(reply.interaction)
            raise

    async def enter(self, way: Way, act: Callable[[Way], Awaitable[Told]]) -> Told:
        """Do it by the bot's own token, where that may be good for anything."""
        if self.presence.is_absent(way.channel):
            raise NotAllowed("we are not there")
        try:
            return await act(way)
        except Absent:
            self.presence.refuse(way.channel)
            raise

    # --- words ---------------------------------------------------------------------------------------

    @override
    async def answer(self, origin: Origin, card: Card) -> bool:
        """A later word replaces an earlier one. False when the token is over, or there never was one."""
        reply = self.read_event(origin)
        if reply is None or not self.is_alive(reply):
            return False
        try:
            await self.say(reply, card)
        except TokenDead:
            self.dead.add(reply.interaction)
            return False
        return True

    @override
    async def withdraw(self, origin: Origin) -> None:
        """What says that the bot is thinking, where all see it, would stay for ever."""
        reply = self.read_event(origin)
        if reply is None or reply.kind is not Kind.PUBLIC or not self.is_alive(reply):
            return
        if await self.is_waiting(reply):
            await self.take_away(reply)

    async def say(self, reply: Reply, card: Card) -> None:
        """Where all see that the bot is thinking the word comes beside that, and then that goes.

        The first message after that would take its place, and with it who sees it (discord-api-docs 2866); when it
        was taken away there may be none (2739). So it says something that is nothing until the word is there.
        """
        if reply.kind is Kind.PRIVATE:
            await self.fill(reply, card)
            return
        waiting = reply.kind is Kind.PUBLIC and await self.is_waiting(reply)
        if waiting:
            await self.writer.show(original("PATCH", reply), BLANK_CARD)
        if not await self.say_again(reply, card):
            await self.follow(reply, card, word=True)
        if waiting:
            await self.take_away(reply)

    async def say_again(self, reply: Reply, card: Card) -> bool:
        """In place of the last word, if there was one and it is still there."""
        word = self.follow_ups.word_of(reply.interaction)
        if not word:
            return False
        route = routes.follow_up_message("PATCH", reply.application, reply.token, word)
        try:
            await self.writer.show(Way(route, reply.channel, reply.size_limit), card)
        except MessageGone:
            self.follow_ups.drop_word(reply.interaction)
            return False
        return True

    async def is_waiting(self, reply: Reply) -> bool:
        """Whether the answer says nothing so far; a picture stays where it is."""
        if reply.interaction in self.deleted:
            return False
        try:
            shown = await self.writer.call(original("GET", reply))
        except MessageGone:
            self.deleted.add(reply.interaction)
            return False
        return says_nothing(shown)

    async def take_away(self, reply: Reply) -> None:
        """Raises TooFast and Unreachable: then whoever says the word says it once more."""
        self.deleted.add(reply.interaction)
        try:
            await self.writer.call(original("DELETE", reply))
        except (TooFast, Unreachable):
            self.deleted.drop(reply.interaction)
            raise
        except DeliveryError as error:
            log.info("discord.not_erased", error=type(error).__name__)

    @override
    def fetch(self, attachment: str) -> AsyncIterator[bytes]:
        """By its address at Discord's, which is signed, and has no token of ours in it."""
        return self.attachments.fetch(attachment)

    @override
    def public_address(self, attachment: str) -> InputPicture | None:
        """Its own, which Discord signs for about a day; none where that cannot be told."""
        until = address_end(attachment)
        ours = self.writer.wire.time_here(until)
        return InputPicture(attachment, ours) if until and is_at_discord(attachment) else None

    # --- what a reply allows -------------------------------------------------------------------------

    def read(self, text: str) -> Reply:
        """Raises NotAllowed for what is none of ours. Where we are not is remembered for whoever has no reply."""
        try:
            reply = read_reply(text)
        except ValueError:
            raise NotAllowed("a reply that cannot be read") from None
        self.presence.hear(reply)
        return reply

    def read_event(self, origin: Origin) -> Reply | None:
        """How an interaction can be answered; None for what is none. Raises NotAllowed for what nobody can read."""
        written = not origin.reply or read_message_reply(origin.reply) is not None
        return None if written else self.read(origin.reply)

    def is_alive(self, reply: Reply) -> bool:
        """Whether its token is worth a call."""
        return self.writer.wire.time_there() < reply.token_end and reply.interaction not in self.dead


def original(method: str, reply: Reply) -> Way:
    """To the answer of an interaction."""
    return Way(routes.original(method, reply.application, reply.token), reply.channel, reply.size_limit)


def token_way(method: str, reply: Reply, message: MessageRef) -> Way:
    """To a message that its interaction's token reaches."""
    if not reply.follow_up:
        return original(method, reply)
    route = routes.follow_up_message(method, reply.application, reply.token, message.message)
    return Way(route, reply.channel, reply.size_limit)


def channel_way(method: str, message: MessageRef) -> Way:
    """To any message of ours, by the bot's own token."""
    return Way(routes.message(method, message.chat, message.message), message.chat, SIZE_LIMIT)


def message_ref(shown: Any, reply: Reply | None) -> MessageRef:
    """Where a message is, as Discord says it. Raises Unreachable when it says nothing: then it is asked again."""
    match shown:
        case {"id": str(message), "channel_id": str(channel)} if message and channel:
            if reply is not None and message_flags(shown) & EPHEMERAL_FLAG:
                reply = replace(reply, ephemeral=True)
            return MessageRef(DISCORD, channel, message, reply.pack() if reply else "")
        case _:
            raise Unreachable("an answer that names no message")


def message_flags(shown: Any) -> int:
    flags = shown.get("flags") if isinstance(shown, dict) else None
    return flags if isinstance(flags, int) else 0


def says_nothing(shown: Any) -> bool:
    """Whether a message says that the bot is thinking, or is the blank that stands where a word was to be alone."""
    parts = listed(shown.get("components")) if isinstance(shown, dict) else []
    return bool(message_flags(shown) & LOADING_FLAG) or [part.get("content") for part in parts] == [NO_WORDS]


def short_nonce(nonce: str) -> str:
    """As many characters as Discord takes, the same for the same nonce of ours."""
    return urlsafe_b64encode(hashlib.sha256(nonce.encode()).digest()[:NONCE_BYTES]).decode()
