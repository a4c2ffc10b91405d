"""Writes cards into the room."""

from collections.abc import AsyncIterator

from typing_extensions import override

from adapters.webchat import outbound
from adapters.webchat.inbound import WEBCHAT
from bot.domain.buttons import Verb
from bot.domain.card import Card, Media, Stage
from bot.domain.errors import NotAllowed, NotNow, Stale, StoreError, Unreachable
from bot.domain.ids import MessageRef, Place, is_job_id
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
        message = MessageRef(WEBCHAT, place.chat, nonce.replace(":", "-"))
        await self.edit(message, card)
        return message

    @override
    async def edit(self, message: MessageRef, card: Card) -> MessageRef:
        brief, lasting = card.stage is not Stage.DONE, is_lasting(message, card)
        try:
            sources = [await self.source(item, brief=brief) for item in card.media]
            record = outbound.card_record(card, sources)
            await self.chatlog.put(
                *(message.chat, message.message, record), lasting=lasting, last=is_last(card), version=card.version
            )
        except Stale:
            raise
        except StoreError as error:
            raise Unreachable(str(error)) from error
        except OSError as error:  # a full disk takes no picture, and may never take one
            raise NotNow(str(error)) from error
        return message

    @override
    async def relabel(self, message: MessageRef, card: Card) -> None:
        try:
            await self.chatlog.amend(message.chat, message.message, {"buttons": outbound.button_rows(card)})
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
            await self.chatlog.tell(origin.place.chat, {"to": connection, **outbound.answer_frame(card, key)})
        except StoreError as error:
            raise Unreachable(str(error)) from error
        return True

    @override
    def fetch(self, attachment: str) -> AsyncIterator[bytes]:
        raise NotAllowed("nobody can send files in the web chat")


def is_last(card: Card) -> bool:
    """Whether no other card of its job follows by itself."""
    return card.stage in {Stage.DONE, Stage.FAILED}


def is_lasting(message: MessageRef, card: Card) -> bool:
    """Whether no amount of talk may push it out of the room.

    That is the message of a job with its picture, or while one may come of it; what went wrong there is talk, and
    so is whatever was posted besides. A message is named by its nonce; that of a job begins with the job's id.
    """
    if not is_job_id(message.message.partition("-")[0]):
        return False
    kept = any(button.payload == Verb.SHOW for row in card.buttons for button in row)
    return kept or card.stage not in {Stage.NOTE, Stage.FAILED}
