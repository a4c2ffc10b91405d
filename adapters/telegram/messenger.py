"""Writes cards into Telegram chats."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from telegram import Bot, InputMediaPhoto, InputMediaVideo, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, TelegramError
from typing_extensions import override

from adapters.telegram.inbound import MESSAGE, NAME, PRESS, Reply
from adapters.telegram.outbound import CAPTION_LIMIT, TEXT_LIMIT, keyboard, toast, words
from adapters.telegram.refusal import textless, translated, unchanged
from bot.domain.card import Card, Media, MediaKind, Stage
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import Origin
from bot.ports import Messenger


class TelegramMessenger(Messenger):
    """Telegram knows no nonces: a post whose answer is lost may come twice, and nothing can be done about it."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.answered: set[str] = set()  # presses whose spinner was stopped

    @override
    async def post(self, to: Origin | Place, card: Card, *, nonce: str) -> MessageRef:
        place = to.place if isinstance(to, Origin) else to
        below = Reply.parse(to.reply) if isinstance(to, Origin) else None
        where: dict[str, Any] = {
            "chat_id": int(place.chat),
            "message_thread_id": int(place.thread) if place.thread else None,
            "reply_parameters": reply_to(below),
            "reply_markup": keyboard(card),
        }
        with delivery():
            try:
                sent = await self.send(card, where)
            except ChatMigrated as error:  # the group has become a supergroup, which is another chat
                sent = await self.send(card, where | {"chat_id": error.new_chat_id, "reply_parameters": None})
        return MessageRef(NAME, str(sent.chat_id), str(sent.message_id))

    async def send(self, card: Card, where: dict[str, Any]) -> Message:
        if not card.media:
            text = words(card, TEXT_LIMIT)
            return await self.bot.send_message(text=text.text, entities=text.entities, **where)
        text = words(card, CAPTION_LIMIT)
        item = card.media[0]
        caption: dict[str, Any] = {"caption": text.text, "caption_entities": text.entities, **size(item)}
        if item.kind is MediaKind.VIDEO:
            return await self.bot.send_video(video=item.data, **caption, **where)
        return await self.bot.send_photo(photo=item.data, **caption, **where)

    @override
    async def edit(self, message: MessageRef, card: Card) -> None:
        where: dict[str, Any] = {
            "chat_id": int(message.chat),
            "message_id": int(message.message),
            "reply_markup": keyboard(card),
        }
        with delivery():
            if card.media:
                await self.bot.edit_message_media(media=media(card), **where)
            else:
                await self.reword(card, where)

    async def reword(self, card: Card, where: dict[str, Any]) -> None:
        """A message that shows a picture keeps it, and has a caption instead of a text."""
        text = words(card, TEXT_LIMIT)
        try:
            await self.bot.edit_message_text(text=text.text, entities=text.entities, **where)
        except BadRequest as error:
            if not textless(error):
                raise
            short = words(card, CAPTION_LIMIT)
            await self.bot.edit_message_caption(caption=short.text, caption_entities=short.entities, **where)

    @override
    async def erase(self, message: MessageRef) -> None:
        with delivery():
            await self.bot.delete_message(int(message.chat), int(message.message))

    @override
    async def answer(self, origin: Origin, card: Card) -> None:
        """A toast to a press, while that is still possible; otherwise a message below what they wrote."""
        reply = Reply.parse(origin.reply)
        with delivery():
            if reply.kind == PRESS and reply.name not in self.answered:
                await self.stop_spinner(reply.name, toast(card), alert=card.stage is Stage.FAILED)
                return
        await self.post(origin, card, nonce="")

    async def stop_spinner(self, query: str, text: str = "", *, alert: bool = False) -> None:
        self.answered.add(query)
        await self.bot.answer_callback_query(query, text or None, show_alert=alert)

    @override
    async def fetch(self, attachment: str) -> AsyncIterator[bytes]:
        """By a file's id; its address at Telegram has the token in it and goes nowhere else."""
        with delivery():
            file = await self.bot.get_file(attachment)
            yield bytes(await file.download_as_bytearray())


@contextmanager
def delivery() -> Iterator[None]:
    """The Bot API's errors as ours; a message that shows the card already is fine."""
    try:
        yield
    except TelegramError as error:
        if not unchanged(error):
            raise translated(error) from error


def reply_to(reply: Reply | None) -> ReplyParameters | None:
    if reply is None or reply.kind != MESSAGE:
        return None
    return ReplyParameters(int(reply.name), allow_sending_without_reply=True)


def size(item: Media) -> dict[str, Any]:
    film = item.kind is MediaKind.VIDEO and item.width and item.height
    return {"width": item.width, "height": item.height} if film else {}


def media(card: Card) -> InputMediaPhoto | InputMediaVideo:
    """The first of a card's media: a message holds one that can be changed."""
    item, text = card.media[0], words(card, CAPTION_LIMIT)
    if item.kind is MediaKind.VIDEO:
        return InputMediaVideo(item.data, caption=text.text, caption_entities=text.entities, **size(item))
    return InputMediaPhoto(item.data, caption=text.text, caption_entities=text.entities)
