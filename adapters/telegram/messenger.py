"""Writes cards into Telegram chats."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from telegram import Bot, File, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from typing_extensions import override

from adapters.bounded_set import BoundedSet
from adapters.telegram import drafts, ephemeral, files
from adapters.telegram.ephemeral import Ephemeral
from adapters.telegram.inbound import (
    INLINE_REPLY,
    MESSAGE_REPLY,
    PRESS_REPLY,
    TELEGRAM,
    BotIdentity,
    Reply,
    user_numbers,
)
from adapters.telegram.outbound import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    card_keyboard,
    format_text,
    needs_identity,
    toast_text,
)
from adapters.telegram.refusal import (
    is_captionless,
    is_late,
    is_textless,
    is_topicless,
    is_unanswerable,
    is_unchanged,
    to_delivery_error,
)
from bot.domain.card import Card, Media, Stage
from bot.domain.errors import MessageGone, StoreError, TooLarge, Unreachable, UserError
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import INPUT_FILE_LIMIT, Origin
from bot.ports import FileIds, Messenger

log = structlog.get_logger()

Download = Callable[[str], AsyncIterator[bytes]]
DISK_PIECE_BYTES = 256 * 1024  # of a file, at a time
TOPIC_RETRY_S = 600.0  # seconds after which a topic that was closed is tried again
ALONE_RETRY_S = 3600.0  # and a group where nobody could be shown something alone


class TelegramMessenger(Messenger):
    """Telegram knows no nonces: a post whose answer is lost may come twice, and nothing can be done about it.

    `download` brings a file from an address. `drafting`: in private chats progress is shown as a draft, and only
    the result is a message. `app`: the link of the bot's Mini App, if it has one.
    """

    def __init__(
        self, bot: Bot, file_ids: FileIds, download: Download, *, drafting: bool = False, app: str = ""
    ) -> None:
        self.bot = bot
        self.file_ids = file_ids
        self.download = download
        self.drafting = drafting
        self.app = app
        self.answered = BoundedSet()  # presses whose spinner was stopped
        self.identity: BotIdentity | None = None
        self.closed = BoundedSet(seconds=TOPIC_RETRY_S)  # topics that are gone or closed, with their chats
        self.unanswered = BoundedSet()  # messages that cannot be answered, with their chats
        self.pictured = BoundedSet()  # messages that show a picture
        self.doubted = BoundedSet()  # those of which Telegram said otherwise, once: it is not asked to and fro
        self.public = BoundedSet(seconds=ALONE_RETRY_S)  # groups where nobody can be shown something alone
        self.moved: dict[str, int] = {}  # groups that became supergroups, which are other chats

    @override
    async def post(self, to: Origin | Place, card: Card, *, nonce: str) -> MessageRef:
        place = to.place if isinstance(to, Origin) else to
        below = Reply.parse(to.reply) if isinstance(to, Origin) else None
        if self.drafting and drafts.fit(place, card):
            draft = drafts.Draft.of(place, below.answered if below else "", nonce)
            try:
                await drafts.show(self.bot, draft, card)
            except (BadRequest, Forbidden) as error:  # a message of its own may be taken all the same
                log.info("telegram.no_draft", error=str(error))
            except TelegramError as error:
                raise to_delivery_error(error) from error
            else:
                return draft.ref()
        shown = await self.show_alone(to, below, card) if isinstance(to, Origin) else None
        return shown or await self.send(place, below, card)

    async def show_alone(self, to: Origin, below: Reply | None, card: Card) -> MessageRef | None:
        """What whoever pressed a moment ago is to see, without the others; None: it goes as everything does.

        A form does not: it is filled in by answers, and one to such a message need not say that it is one.
        """
        place, press = to.place, below.name if below and below.kind == PRESS_REPLY else ""
        plain = card.personal and not card.media and card.form is None
        if to.private or not (plain and press) or place.chat in self.public or place.chat in self.moved:
            return None
        where = {
            "chat_id": int(place.chat),
            "message_thread_id": self.topic(place),
            "reply_markup": card_keyboard(card, await self.known(card), private=False),
        }
        with delivery_errors():
            try:
                [receiver] = user_numbers([to.person.id])
                words = words_of(card, TEXT_LIMIT)
                sent, alone = await ephemeral.send_alone(self.bot, receiver, press, words, where)
            except (BadRequest, Forbidden, ChatMigrated) as error:
                log.info("telegram.not_alone", error=str(error))
                if not is_late(error):
                    self.public.add(place.chat)
                return None
        if alone is None:
            self.public.add(place.chat)
        return MessageRef(TELEGRAM, str(sent.chat_id), alone.name if alone else str(sent.message_id))

    async def send(self, place: Place, below: Reply | None, card: Card) -> MessageRef:
        """A message of its own."""
        where: dict[str, Any] = {
            "chat_id": self.moved.get(place.chat, int(place.chat)),
            "message_thread_id": self.topic(place),
            "reply_parameters": self.answering(place, below),
        }
        if not is_album(card):
            keyboard = card_keyboard(card, await self.known(card), private=is_private(place.chat))
            where["reply_markup"] = keyboard
        with delivery_errors():
            try:
                sent = await self.fresh(card, where)
            except ChatMigrated as error:
                self.moved[place.chat] = error.new_chat_id
                sent = await self.fresh(card, where | {"chat_id": error.new_chat_id, "reply_parameters": None})
            except (BadRequest, Forbidden) as error:
                self.learn(error, place, below)
                raise
            for item, message in zip(card.media, sent, strict=False):
                await self.keep(item, message)
        return MessageRef(TELEGRAM, str(sent[0].chat_id), str(sent[0].message_id))

    def learn(self, error: TelegramError, place: Place, below: Reply | None) -> None:
        """Raises Unreachable when the next try would go another way."""
        if is_topicless(error) and self.topic(place) is not None:
            self.closed.add(f"{place.chat}:{place.thread}")
            raise Unreachable("its topic is gone; next time in the main one") from None
        if is_unanswerable(error) and self.answering(place, below) is not None and below is not None:
            self.unanswered.add(f"{place.chat}:{below.answered}")
            raise Unreachable("what it answers is gone; next time it answers nothing") from None

    def answering(self, place: Place, below: Reply | None) -> ReplyParameters | None:
        lost = below is None or f"{place.chat}:{below.answered}" in self.unanswered
        return None if lost or place.chat in self.moved else reply_to(below)

    def topic(self, place: Place) -> int | None:
        gone = f"{place.chat}:{place.thread}" in self.closed
        return int(place.thread) if place.thread and not gone else None

    async def fresh(self, card: Card, where: dict[str, Any]) -> Sequence[Message]:
        """One message, or those of an album."""
        if not card.media:
            text = format_text(card, TEXT_LIMIT)
            return [await self.bot.send_message(text=text.text, entities=text.entities, **where)]
        caption = format_text(card, CAPTION_LIMIT)
        if is_album(card):
            return await self.bot.send_media_group(media=files.album(card.media, caption), **where)
        return [await files.send(self.bot, card.media[0], caption, where)]

    @override
    async def edit(self, message: MessageRef, card: Card) -> MessageRef:
        if draft := drafts.Draft.parse(message):
            return await self.redraft(draft, card)
        if alone := Ephemeral.parse(message):
            words = words_of(card, ephemeral.ALONE_EDIT_LIMIT)
            keyboard = card_keyboard(card, await self.known(card), private=False)
            with delivery_errors():
                await ephemeral.edit_alone(self.bot, alone, words, keyboard)
            return message
        where: dict[str, Any] = {
            "chat_id": int(message.chat),
            "message_id": int(message.message),
            "reply_markup": card_keyboard(card, await self.known(card), private=is_private(message.chat)),
        }
        with delivery_errors():
            try:
                await self.change(message, card, where)
            except (BadRequest, Forbidden) as error:
                if is_topicless(error):  # nothing in a closed topic changes any more
                    raise MessageGone("its topic is closed") from None
                raise
        return message

    async def change(self, message: MessageRef, card: Card, where: dict[str, Any]) -> None:
        if not card.media:
            await self.reword(message, card, where)
            return
        shown = files.media(card.media[0], format_text(card, CAPTION_LIMIT))
        changed = await self.bot.edit_message_media(media=shown, **where)
        self.pictured.add(message.key)
        if isinstance(changed, Message):
            await self.keep(card.media[0], changed)

    @override
    async def relabel(self, message: MessageRef, card: Card) -> None:
        if drafts.Draft.parse(message):
            return
        shown = card_keyboard(card, await self.known(card), private=is_private(message.chat))
        with delivery_errors():
            if alone := Ephemeral.parse(message):
                await ephemeral.relabel_alone(self.bot, alone, shown)
                return
            await self.bot.edit_message_reply_markup(int(message.chat), int(message.message), reply_markup=shown)

    async def redraft(self, draft: drafts.Draft, card: Card) -> MessageRef:
        """Progress stays a draft; what comes of it is a message."""
        if not drafts.passing(card):
            below = Reply(MESSAGE_REPLY, draft.below) if draft.below else None
            return await self.send(Place(TELEGRAM, draft.chat, draft.thread), below, card)
        with delivery_errors():
            await drafts.show(self.bot, draft, card)
        return draft.ref()

    async def reword(self, message: MessageRef, card: Card, where: dict[str, Any]) -> None:
        """A message that shows a picture keeps it, and has a caption instead of a text.

        One call at a time: the lane let one go. Which it has to be is remembered, and found out at most once.
        """
        if message.key in self.pictured:
            await self.recaption(message, card, where)
            return
        text = format_text(card, TEXT_LIMIT)
        try:
            await self.bot.edit_message_text(text=text.text, entities=text.entities, **where)
        except BadRequest as error:
            if is_textless(error) and message.key not in self.doubted:
                self.doubted.add(message.key)
                self.pictured.add(message.key)
                raise Unreachable("it shows a picture by now") from None
            raise

    async def recaption(self, message: MessageRef, card: Card, where: dict[str, Any]) -> None:
        short = format_text(card, CAPTION_LIMIT)
        try:
            await self.bot.edit_message_caption(caption=short.text, caption_entities=short.entities, **where)
        except BadRequest as error:
            if is_captionless(error) and message.key not in self.doubted:
                self.doubted.add(message.key)
                self.pictured.drop(message.key)
                raise Unreachable("it shows no picture after all") from None
            raise

    async def keep(self, item: Media, sent: Message) -> None:
        """Remember Telegram's own name for a file: it need not be sent again."""
        name = files.name(sent)
        if not item.key or not name or item.file_id:
            return
        try:
            await self.file_ids.keep(TELEGRAM, item.key, name)
        except StoreError as error:
            log.info("file.not_kept", error=str(error))

    async def known(self, card: Card) -> BotIdentity:
        """Our own name, asked for once; without it some buttons are missing."""
        return await self.introduce() if needs_identity(card) else BotIdentity()

    async def introduce(self) -> BotIdentity:
        if self.identity is None:
            try:
                me = await self.bot.get_me()
            except TelegramError as error:
                log.info("telegram.nameless", error=type(error).__name__)
            else:
                name, inline = me.username or "", bool(me.supports_inline_queries)
                self.identity = BotIdentity(name, inline, app=self.app)
        return self.identity or BotIdentity()

    @override
    async def erase(self, message: MessageRef) -> None:
        if drafts.Draft.parse(message):  # it goes by itself
            return
        with delivery_errors():
            if alone := Ephemeral.parse(message):
                await ephemeral.delete_alone(self.bot, alone)
                return
            await self.bot.delete_message(int(message.chat), int(message.message))

    @override
    async def answer(self, origin: Origin, card: Card) -> bool:
        """A toast to a press, while that is still possible; it has no buttons."""
        reply = Reply.parse(origin.reply)
        if reply.kind == INLINE_REPLY:
            return True  # who looks through their pictures is not there any more
        if reply.kind != PRESS_REPLY or reply.name in self.answered or card.buttons:
            return False
        with delivery_errors():
            await self.stop_spinner(reply.name, toast_text(card), alert=card.stage is Stage.FAILED)
        return True

    async def stop_spinner(self, query: str, text: str = "", *, alert: bool = False) -> None:
        self.answered.add(query)
        await self.bot.answer_callback_query(query, text or None, show_alert=alert)

    @override
    async def fetch(self, attachment: str) -> AsyncIterator[bytes]:
        """By a file's id; its address at Telegram has the token in it and goes nowhere else."""
        with delivery_errors():
            file = await self.bot.get_file(attachment)
            if names_a_path(self.bot, file):
                log.error(
                    "telegram.file_elsewhere", hint="the Bot API server names a path that is not on this disk"
                )
                raise UserError("picture-elsewhere")
            if (file.file_size or 0) > INPUT_FILE_LIMIT:  # a server of one's own hands out larger ones, too
                raise TooLarge(f"{file.file_size} bytes")
            path = file.file_path or ""
            async for piece in self.download(path) if "://" in path else read_file(path):
                yield piece


async def read_file(path: str) -> AsyncIterator[bytes]:
    """One that a server of our own has put on this disk. Raises OSError."""
    with await asyncio.to_thread(open, path, "rb") as file:
        while piece := await asyncio.to_thread(file.read, DISK_PIECE_BYTES):
            yield piece


def is_private(chat: str) -> bool:
    """Whether only one person is there: the ids of all others are negative."""
    return not chat.startswith("-")


def words_of(card: Card, limit: int) -> dict[str, Any]:
    """Its words, as fields of a request."""
    text = format_text(card, limit)
    return {"text": text.text, "entities": text.entities}


def is_album(card: Card) -> bool:
    """Whether it takes several messages, which Telegram shows as one; none of them has buttons."""
    return card.album and len(card.media) > 1


def names_a_path(bot: Bot, file: File) -> bool:
    """Whether a server that was started with `--local` names a file on its own disk, which is not ours."""
    return (file.file_path or "").startswith(f"{bot.base_file_url}//")


@contextmanager
def delivery_errors() -> Iterator[None]:
    """The Bot API's errors as ours; a message that shows the card already is fine."""
    try:
        yield
    except TelegramError as error:
        if not is_unchanged(error):
            raise to_delivery_error(error) from error


def reply_to(reply: Reply | None) -> ReplyParameters | None:
    if reply is None or not reply.answered:
        return None
    return ReplyParameters(int(reply.answered), allow_sending_without_reply=True)
