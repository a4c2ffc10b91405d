"""Writes cards into the room."""

import hashlib
from collections.abc import AsyncIterator, Mapping
from typing import Any

from typing_extensions import override

from adapters.webchat import outbound
from adapters.webchat.inbound import FILE_PATTERN, MEDIA_PATH, SHEET, WEBCHAT
from bot.domain.buttons import Verb
from bot.domain.card import Card, Media, Stage
from bot.domain.errors import NotAllowed, NotNow, Stale, StoreError, Unreachable
from bot.domain.ids import MessageRef, Place, is_job_id
from bot.domain.incoming import Origin
from bot.ports import ChatLog, MediaStore, Messenger

FETCHED_BYTES = 256 * 1024  # of a file, at a time


class WebMessenger(Messenger):
    """The room is kept in the chat log, its pictures in the media store."""

    def __init__(self, chatlog: ChatLog, media: MediaStore) -> None:
        self.chatlog = chatlog
        self.media = media

    @override
    async def post(self, to: Origin | Place, card: Card, *, nonce: str) -> MessageRef:
        place = to.place if isinstance(to, Origin) else to
        if card.personal and isinstance(to, Origin) and to.reply:
            return await self.open_sheet(to, card, nonce)
        message = MessageRef(WEBCHAT, place.chat, nonce.replace(":", "-"))
        await self.edit(message, card)
        return message

    @override
    async def edit(self, message: MessageRef, card: Card) -> MessageRef:
        if message.message.startswith(SHEET):
            await self.show_sheet(message, card, fresh=False)
            return message
        brief, lasting = card.stage is not Stage.DONE, is_lasting(message, card)
        try:
            sources = [await self.sources(item, brief=brief) for item in card.media]
            record = outbound.card_record(card, sources, await self.source_record(message, card))
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

    async def source_record(self, message: MessageRef, card: Card) -> Mapping[str, Any] | None:
        """The message of this room that the card came from, if the room knows it."""
        known = card.source is not None and card.source.chat == message.chat and card.source.platform == WEBCHAT
        return await self.chatlog.find(message.chat, card.source.message) if known and card.source else None

    @override
    async def relabel(self, message: MessageRef, card: Card) -> None:
        if message.message.startswith(SHEET):  # the page closes what has ordered something
            return
        try:
            await self.chatlog.amend(message.chat, message.message, {"buttons": outbound.button_rows(card)})
        except StoreError as error:
            raise Unreachable(str(error)) from error

    async def open_sheet(self, to: Origin, card: Card, nonce: str) -> MessageRef:
        """What only the page is shown that asked, and the room never keeps."""
        name = hashlib.sha256(nonce.encode()).hexdigest()[:24]
        message = MessageRef(WEBCHAT, to.place.chat, f"{SHEET}{name}", page_of(to))
        await self.show_sheet(message, card, fresh=True)
        return message

    async def show_sheet(self, message: MessageRef, card: Card, *, fresh: bool) -> None:
        """On the page that `by` names; one that is gone sees nothing, and may ask again."""
        try:
            sources = [await self.sources(item, brief=True) for item in card.media]
            frame = outbound.sheet_frame(message.message, card, sources, fresh=fresh)
            await self.chatlog.tell(message.chat, {"to": message.by, **frame})
        except StoreError as error:
            raise Unreachable(str(error)) from error

    async def sources(self, item: Media, *, brief: bool) -> outbound.Sources:
        """Where the page finds all that it shows of a file."""
        src, poster, full = [await self.source(one, brief=brief) for one in (item, item.poster, item.full)]
        thumbs = [await self.source(one, brief=brief) for one in item.thumbs]
        return outbound.Sources(src, poster, full, tuple(thumbs))

    async def source(self, item: Media | None, *, brief: bool) -> str:
        if item is None or not item.data:
            return ""
        return f"{MEDIA_PATH}{await self.media.put(item.data, item.mime, brief=brief)}"

    @override
    async def erase(self, message: MessageRef) -> None:
        raise NotAllowed("nothing is taken off the wall")

    @override
    async def answer(self, origin: Origin, card: Card) -> bool:
        """A form is shown by controls of the page; buttons need a sheet, whose name they send with a press."""
        if outbound.button_rows(card) and card.form is None:
            return False
        key = origin.reply.partition(" ")[2]
        try:
            await self.chatlog.tell(origin.place.chat, {"to": page_of(origin), **outbound.answer_frame(card, key)})
        except StoreError as error:
            raise Unreachable(str(error)) from error
        return True

    @override
    async def fetch(self, attachment: str) -> AsyncIterator[bytes]:
        try:
            name = await self.media.claim(attachment) if FILE_PATTERN.fullmatch(attachment) else attachment
            size, _ = await self.media.look(name) or (0, "")
            if not size:
                raise NotAllowed("that file is gone")
            for at in range(0, size, FETCHED_BYTES):
                yield await self.media.part(name, at, min(at + FETCHED_BYTES, size))
        except OSError as error:
            raise NotAllowed(str(error)) from error


def page_of(origin: Origin) -> str:
    """The page that asked."""
    return origin.reply.partition(" ")[0]


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
