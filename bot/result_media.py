"""The files of a result: the picture, its takes, its parts, and each as the service made it."""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.card import Card, Media, MediaKind
from bot.domain.hosted import hide_addresses
from bot.domain.ids import TaskId
from bot.domain.image import Clip, Image, Outcome
from bot.domain.job import Job
from bot.domain.subject import PARTS_MOST


def cover_media(media: tuple[Media, ...], job: Job) -> tuple[Media, ...]:
    """The files that stand for a result."""
    return tuple(replace(one, spoiler=job.chat_settings.spoiler) for one in media)


def file_key(task_id: TaskId, name: str) -> str:
    """What a platform's own name for a file is kept under: a task is one job's, ids of pictures may be missing.

    None without a task: then the file is fetched each time.
    """
    return f"{task_id}.{name}" if task_id else ""


def picture_media(image: Image) -> Media:
    """A finished picture as the service made it for showing, with the full one behind it where that is larger."""
    key, words = file_key(image.task_id, "picture"), hide_addresses(image.prompt)
    full = original_media(image) if image.raw_url not in {"", image.url} else None
    return Media(MediaKind.IMAGE, image.url, words, image.width, image.height, key=key, full=full)


def clip_media(clip: Clip) -> tuple[Media, ...]:
    """Every take of a clip."""
    words, key = hide_addresses(clip.prompt), file_key(clip.task_id, "cover")
    poster = Media(MediaKind.IMAGE, clip.cover, words, key=key) if clip.cover else None
    return tuple(
        Media(
            *(MediaKind.VIDEO, url, words, clip.width, clip.height),
            key=file_key(clip.task_id, str(n)),
            poster=poster,
        )
        for n, url in enumerate(clip.urls)
    )


def part_media(image: Image, part: int) -> Media:
    """Part 1 to 4 of a sheet: the service's own picture of it, where it has one, else cut out of the whole."""
    url = image.cells[part - 1] if len(image.cells) == PARTS_MOST else ""
    width, height = image.full_size
    words = f"{part} · {hide_addresses(image.prompt)}"
    key = file_key(image.task_id, f"part{part}")
    media = Media(MediaKind.IMAGE, url, words, width // 2, height // 2, key=key)
    return replace(media, part=part, sheet=image.full_url)


def every_part(image: Image) -> tuple[Media, ...]:
    return tuple(part_media(image, part) for part in range(1, PARTS_MOST + 1))


def original_media(image: Image) -> Media:
    """As the service made it: chats make pictures smaller."""
    url, key = image.full_url, file_key(image.task_id, "raw")
    return Media(MediaKind.FILE, url, hide_addresses(image.prompt), *image.full_size, key=key)


def as_files(media: Iterable[Media]) -> tuple[Media, ...]:
    """To be kept as they are. A platform's name for what it shows is no name of a file."""
    return tuple(
        replace(one, kind=MediaKind.FILE, key=f"{one.key}-file" if one.key else "", poster=None, full=None)
        for one in media
    )


def with_fresh_links(card: Card, outcome: Outcome) -> Card:
    """With the addresses of a result as the service tells them now."""
    told = told_media(outcome)
    fresh = {one.key: one for one in (*told, *as_files(told)) if one.key}
    return replace(card, media=tuple(with_addresses(one, fresh.get(one.key)) for one in card.media))


def told_media(outcome: Outcome) -> tuple[Media, ...]:
    """Every file of a result."""
    match outcome:
        case Image() as image:
            return (picture_media(image), original_media(image), *every_part(image))
        case Clip() as clip:
            return clip_media(clip)
        case _:
            return ()


def with_addresses(media: Media, fresh: Media | None) -> Media:
    """At the addresses of the other, and so what stands behind it or before it."""
    if fresh is None:
        return media
    poster, full = fresh.poster if media.poster else None, fresh.full if media.full else None
    return replace(media, url=fresh.url, sheet=fresh.sheet, poster=poster, full=full)
