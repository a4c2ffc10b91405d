"""Pictures, clips and files as the Bot API takes them: as bytes, or by its own name for them."""

from typing import Any

from telegram import Bot, InputMediaDocument, InputMediaPhoto, InputMediaVideo, Message

from adapters.telegram.outbound import FormattedText
from bot.domain.card import Media, MediaKind

FILE_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "video/mp4": "mp4"}


async def send(bot: Bot, item: Media, text: FormattedText, where: dict[str, Any]) -> Message:
    """In a message of its own."""
    caption: dict[str, Any] = {"caption": text.text, "caption_entities": text.entities}
    file = item.file_id or item.data
    match item.kind:
        case MediaKind.VIDEO:
            return await bot.send_video(
                video=file, has_spoiler=is_covered(item), **media_size(item), **caption, **where
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
            return InputMediaVideo(file, has_spoiler=is_covered(item), **media_size(item), **caption)
        case MediaKind.FILE:
            return InputMediaDocument(file, filename=file_name(item), **caption)
        case MediaKind.IMAGE:
            return InputMediaPhoto(file, has_spoiler=is_covered(item), **caption)


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


def media_size(item: Media) -> dict[str, Any]:
    return {"width": item.width, "height": item.height} if item.width and item.height else {}
