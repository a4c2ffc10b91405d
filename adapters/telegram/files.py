"""Pictures, clips and files as the Bot API takes them: as bytes, or by its own name for them."""

from collections.abc import Sequence
from typing import Any

from telegram import Bot, InputMediaDocument, InputMediaPhoto, InputMediaVideo, Message

from adapters.telegram.outbound import FormattedText
from bot.domain.card import Media, MediaKind

FILE_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "video/mp4": "mp4"}
THUMBNAIL_BYTES_MOST = 200 * 1024  # and no side of more than 320 pixels (Bot API 10.3, sendVideo)


async def send(bot: Bot, item: Media, text: FormattedText, where: dict[str, Any]) -> Message:
    """In a message of its own."""
    caption: dict[str, Any] = {"caption": text.text, "caption_entities": text.entities}
    file = item.file_id or item.data
    match item.kind:
        case MediaKind.VIDEO:
            return await bot.send_video(
                video=file, has_spoiler=is_covered(item), **clip_details(item), **caption, **where
            )
        case MediaKind.FILE:
            return await bot.send_document(document=file, filename=file_name(item), **caption, **where)
        case MediaKind.IMAGE:
            return await bot.send_photo(photo=file, has_spoiler=is_covered(item), **caption, **where)


def media(item: Media, text: FormattedText) -> InputMediaPhoto | InputMediaVideo | InputMediaDocument:
    """To replace what a message shows."""
    caption: dict[str, Any] = {"caption": text.text, "caption_entities": text.entities}
    file = item.file_id or item.data
    match item.kind:
        case MediaKind.VIDEO:
            return InputMediaVideo(file, has_spoiler=is_covered(item), **clip_details(item), **caption)
        case MediaKind.FILE:
            return InputMediaDocument(file, filename=file_name(item), **caption)
        case MediaKind.IMAGE:
            return InputMediaPhoto(file, has_spoiler=is_covered(item), **caption)


def album(
    items: Sequence[Media], text: FormattedText
) -> Sequence[InputMediaPhoto | InputMediaVideo | InputMediaDocument]:
    """To be sent side by side, each in a message of its own; the first has the words."""
    return [media(item, text if number == 0 else FormattedText("", ())) for number, item in enumerate(items)]


def name(sent: Message) -> str:
    """What Telegram calls the file of a message; the largest size of a photo."""
    if sent.photo:
        return sent.photo[-1].file_id
    file = sent.video or sent.document
    return file.file_id if file else ""


def is_covered(item: Media) -> bool | None:
    return item.spoiler or None


def file_name(item: Media) -> str | None:
    return (
        None if item.file_id else f"{item.key.partition('.')[0] or 'picture'}.{FILE_ENDINGS.get(item.mime, 'png')}"
    )


def clip_details(item: Media) -> dict[str, Any]:
    """Its size, and its still as a thumbnail; Telegram has that already of what it knows by name."""
    size = {"width": item.width, "height": item.height} if item.width and item.height else {}
    still = item.poster.data if item.poster and not item.file_id else b""
    thumbnail = {"thumbnail": still} if 0 < len(still) <= THUMBNAIL_BYTES_MOST else {}
    return {"supports_streaming": True, **size, **thumbnail}
