"""Writes cards into the room."""

from collections.abc import AsyncIterator

from typing_extensions import override

from adapters.webchat import outbound
from adapters.webchat.inbound import NAME
from bot.domain.card import Card, Media, Stage
from bot.domain.errors import NotAllowed, Stale, StoreError, Unreachable
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import Origin
from bot.ports import ChatLog, MediaStore, Messenger


class WebMessenger(Messenger):
    """The room is kept in the chat log, its pictures in the media store."""

    def __init__(self, chatlog: ChatLog, media: MediaStore) -> None:
        self.chatlog = chatlog
        self.media = media

    @override
    async def post(self, to: Origin | Place, card: Card, *, nonce: str) -> MessageRef:
        place = to.place if isinstance(to, Origin) else to
        message = MessageRef(NAME, place.chat, nonce.replace(":", "-"))
        await self.edit(message, card)
        return message

    @override
    async def edit(self, message: MessageRef, card: Card) -> MessageRef:
        brief = card.stage is not Stage.DONE
        try:
            sources = [await self.source(item, brief=brief) for item in card.media]
            record = outbound.record(card, sources)
            await self.chatlog.put(message.chat, message.message, record, lasting=True, version=card.version)
        except Stale:
            raise
        except (StoreError, OSError) as error:
            raise Unreachable(str(error)) from error
        return message

    @override
    async def relabel(self, message: MessageRef, card: Card) -> None:
        try:
            await self.chatlog.amend(message.chat, message.message, {"buttons": outbound.buttons(card)})
        except StoreError as error:
            raise Unreachable(str(error)) from error

    async def source(self, item: Media, *, brief: bool) -> str:
        return f"/media/{await self.media.put(item.data, item.mime, brief=brief)}" if item.data else ""

    @override
    async def erase(self, message: MessageRef) -> None:
        raise NotAllowed("nothing is taken off the wall")

    @override
    async def answer(self, origin: Origin, card: Card) -> bool:
        connection, _, key = origin.reply.partition(" ")
        try:
            await self.chatlog.tell(origin.place.chat, {"to": connection, **outbound.answer(card, key)})
        except StoreError as error:
            raise Unreachable(str(error)) from error
        return True

    @override
    def fetch(self, attachment: str) -> AsyncIterator[bytes]:
        raise NotAllowed("nobody can send files in the web chat")
