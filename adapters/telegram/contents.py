"""What of a Telegram message can be a picture, and what a hidden link leads to. Pure."""

import re
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

from telegram import (
    Animation,
    Chat,
    Document,
    ExternalReplyInfo,
    Message,
    MessageEntity,
    PhotoSize,
    Sticker,
    Video,
    VideoNote,
)

# What a file may be called, or declared as, when it holds a picture. What it is, its bytes tell later.
PICTURE_ENDINGS = frozenset(
    {
        *(".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".webp", ".gif"),
        *(".heic", ".heif", ".avif", ".bmp", ".tif", ".tiff"),
    }
)
PICTURE_TYPES = re.compile(r"image/|(application|binary)/octet-stream|$")
# Contents of a message, or of what it answers, that show nothing we could paint from (Bot API 10.3, Message).
OTHER_CONTENTS = (
    *("audio", "voice", "contact", "location", "venue", "poll", "dice", "game", "story", "paid_media"),
    *("invoice", "giveaway", "giveaway_winners", "checklist"),
)
FORWARDER = 777000  # Telegram's own account, which forwards a channel's posts to the group of the channel


@dataclass(frozen=True, slots=True)
class Content:
    """`pictures`: file ids. `still`: they stand for something that moves. `other`: there is what cannot be used."""

    pictures: tuple[str, ...] = ()
    still: bool = False
    other: bool = False

    def __bool__(self) -> bool:
        return bool(self.pictures or self.other)


NOTHING, OTHER = Content(), Content(other=True)


def message_content(message: Message | ExternalReplyInfo) -> Content:
    """Of a message, or of one in another chat that was answered."""
    found = {name: value for name in message.__slots__ if (value := getattr(message, name, None))}
    match found:
        case {"photo": [*_, PhotoSize() as largest]} | {"live_photo": object(photo=[*_, PhotoSize() as largest])}:
            return Content((largest.file_id,))
        case (
            {"animation": Animation() as moving}
            | {"video": Video() as moving}
            | {"video_note": VideoNote() as moving}
        ):
            return still_of(moving)
        case {"sticker": Sticker() as sticker}:
            return OTHER if sticker.is_animated or sticker.is_video else Content((sticker.file_id,))
        case {"document": Document() as document}:
            return document_content(document)
        case _:
            return OTHER if any(name in found for name in OTHER_CONTENTS) else NOTHING


def still_of(moving: Animation | Video | VideoNote | Document) -> Content:
    """The picture that Telegram shows for something that moves; a file that is a GIF, not a film, serves itself."""
    if getattr(moving, "mime_type", "") == "image/gif":
        return Content((moving.file_id,))
    cover = getattr(moving, "cover", None)
    picture = cover[-1] if cover else moving.thumbnail
    return Content((picture.file_id,), still=True) if picture else OTHER


def document_content(document: Document) -> Content:
    declared = (document.mime_type or "").lower()
    ending = PurePath(document.file_name or "").suffix.lower()
    if ending in PICTURE_ENDINGS or PICTURE_TYPES.match(declared):
        return Content((document.file_id,))
    return still_of(document) if declared.startswith("video/") else OTHER


def quoted_message(message: Message) -> Message | None:
    """The message that another answers; None when Telegram put it there, as the head of a thread."""
    answered = message.reply_to_message
    if answered is None or answered.is_automatic_forward or answered.forum_topic_created:
        return None
    sender, user = answered.sender_chat, answered.from_user
    posted = sender is not None and sender.type == Chat.CHANNEL and (user is None or user.id == FORWARDER)
    return None if posted and message.message_thread_id == answered.message_id else answered


def quoted_content(message: Message) -> Content:
    """What the message that was answered shows, in this chat or another."""
    if answered := quoted_message(message):
        return message_content(answered)
    if message.external_reply:
        return message_content(message.external_reply)
    return OTHER if message.reply_to_story else NOTHING


def linked_text(message: Message) -> str:
    """The words, with the address instead of the words that hide it, where a picture's address is looked for.

    That is at the beginning, behind the command. Elsewhere words that are copied from a page may lead to
    anything, so only addresses that end as pictures do count.
    """
    text = (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")
    for entity in sorted(message.entities or message.caption_entities, key=lambda one: -one.offset):
        start, end = entity.offset * 2, (entity.offset + entity.length) * 2
        if entity.type == MessageEntity.TEXT_LINK and entity.url and leads_to_picture(text[:start], entity.url):
            text = text[:start] + spaced_address(text[:start], entity.url, text[end:]) + text[end:]
    return text.decode("utf-16-le", "replace")  # halves of characters cannot be written down


def leads_to_picture(before: bytes, url: str) -> bool:
    words = before.decode("utf-16-le", "replace").split()
    at_front = all(word.startswith(("/", "https://", "http://")) for word in words)
    return at_front or is_picture(url)


def is_picture(url: str) -> bool:
    """By its looks. Some addresses have the name of the file in their query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return any(PurePath(part).suffix.lower() in PICTURE_ENDINGS for part in (parts.path, parts.query))


def spaced_address(before: bytes, url: str, after: bytes) -> bytes:
    """An address ends at the next blank, so it needs one around it."""
    blank = [part.decode("utf-16-le", "replace") for part in (before[-2:], after[:2])]
    lead = "" if not blank[0].strip() else " "
    tail = "" if not blank[1].strip() else " "
    return f"{lead}{url}{tail}".encode("utf-16-le")
