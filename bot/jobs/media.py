"""Gives a card a form that a platform may take: files named, or fetched and made to fit, links, or words alone."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.domain.card import Card, Media, MediaKind, text_length, without_spare
from bot.domain.errors import BadPicture, Code, FileRefused, ServiceError, TooLarge
from bot.domain.ids import TaskId
from bot.domain.incoming import Origin
from bot.domain.ladder import Refusal, Rung, Stand, Then, after_refusal, refusal_of
from bot.domain.update import Finished
from bot.films import FilmShrinker
from bot.pictures import Bounds, cut_part, fit_picture
from bot.ports import Capabilities, Clock, FileIds, MediaStore, Painter, PictureDownloads, Platform
from bot.result_media import with_fresh_links
from bot.rungs import barest_card, bounded_card, file_card, without_media, word_card
from bot.soundness import SHOWN_MIMES, examine_picture
from bot.thumbnails import make_thumbnails

log = structlog.get_logger()

WORD_FORMS: dict[Rung, Callable[[Card, str], Card]] = {Rung.WORDS: word_card, Rung.BAREST: barest_card}
PREVIEW_BYTES_MOST = 4 * 1024 * 1024  # bytes; the service's have some ten thousand
# Bytes of what is fetched to be made to fit, or linked: the service's largest sheets have 16 million pixels.
FETCH_BYTES_MOST = 64 * 1024 * 1024
FILM_MIME = "video/mp4"
# A finished picture is fetched this often, 1 and 2 s apart, before the card goes out with a link in its place.
FETCH_TRIES = 3
FETCH_RETRY_S = 1.0
# A last card does not wait for long for an address that may be better: it goes out with the one that it has.
RENEW_TIMEOUT_S = 5.0
SPARE_SIDE_PIXELS = 512  # the longer one of a picture beside words
SPARE_TIMEOUT_S = 5.0  # for what is not needed


class MediaFitter:
    """Raises ServiceError when a file cannot be fetched, TooLarge when it has too many bytes, FileRefused for a
    picture that cannot be made to fit.
    """

    def __init__(self, downloads: PictureDownloads) -> None:
        self.downloads = downloads
        self.films = FilmShrinker()

    async def fit(self, card: Card, capabilities: Capabilities, *, preview: bool, reencode: bool = False) -> Card:
        """With `reencode` every picture becomes a plain JPEG, for a platform that stumbled over it as it was."""
        if not card.media:
            return card
        anew = reencode or (preview and bool(capabilities.preview_side))
        bounds = Bounds(
            capabilities.picture_limit,
            capabilities.preview_side if preview else 0,
            sides=capabilities.sides,
            ratio=capabilities.ratio,
        )
        limits = [PREVIEW_BYTES_MOST if preview else fetch_limit(item, capabilities) for item in card.media]
        small = Bounds(capabilities.picture_limit, SPARE_SIDE_PIXELS)
        media = [
            await (
                self.fetch_spare(item, small)
                if item.spare
                else self.fit_media(item, bounds, limit, anew=anew, examined=capabilities.shows_anything)
            )
            for item, limit in zip(card.media, limits, strict=True)
        ]
        beside = [await self.fit_beside(item, capabilities) for item in media if item is not None]
        if not preview:
            beside = [await self.fit_thumbs(item, capabilities.thumb_sides) for item in beside]
        return replace(card, media=tuple(beside))

    async def fit_thumbs(self, media: Media, sides: tuple[int, ...]) -> Media:
        """With the smaller versions that the platform shows; without them it shows what it belongs to."""
        if not sides or media.kind is not MediaKind.IMAGE or media.spare:
            return media
        try:
            made = await make_thumbnails(media.data, sides)
        except BadPicture as error:
            log.info("picture.thumbs_failed", flaw=error.flaw)
            return media
        thumbs = [Media(media.kind, "", media.alt, *one.size, one.data, one.mime) for one in made]
        return replace(media, thumbs=tuple(thumbs))

    async def fit_beside(self, media: Media, capabilities: Capabilities) -> Media:
        """With the still before it and the full one behind it, as far as the platform shows those."""
        small = Bounds(capabilities.picture_limit, capabilities.poster_side)
        large = Bounds(capabilities.picture_limit) if capabilities.full_size else None
        poster = await self.fetch_beside(media.poster, small if capabilities.poster_side else None)
        if poster and capabilities.thumb_sides:
            [poster, *_] = (await self.fit_thumbs(poster, (capabilities.poster_side,))).thumbs or [poster]
        return replace(media, poster=poster, full=await self.fetch_beside(media.full, large))

    async def fetch_spare(self, media: Media, bounds: Bounds) -> Media | None:
        """None where it cannot be had in a moment: nobody waits for it. It is somebody's, and not a model's."""
        try:
            async with asyncio.timeout(SPARE_TIMEOUT_S):
                return await self.fetch_beside(media, bounds, painted=False)
        except TimeoutError:
            log.info("picture.beside_failed", error="it takes too long")
            return None

    async def fetch_beside(
        self, media: Media | None, bounds: Bounds | None, *, painted: bool = True
    ) -> Media | None:
        """None where it is not wanted, or cannot be had: what it belongs to is shown all the same."""
        if media is None or bounds is None:
            return None
        try:
            data, mime = await self.fetch(media.url, FETCH_BYTES_MOST)
            made = await fit_picture(data, bounds, anew=bool(bounds.side), painted=painted)
        except (ServiceError, TooLarge, BadPicture) as error:
            log.info("picture.beside_failed", error=str(error))
            return None
        return replace(media, data=made.data if made else data, mime=made.mime if made else mime)

    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        """At most `limit` bytes, and their media type. Raises ServiceError; TooLarge when there are more."""
        try:
            return await self.downloads.fetch(url, limit)
        except ServiceError as error:
            if error.code is Code.TOO_LARGE:
                raise TooLarge(str(error)) from error
            raise

    async def fetch_media(self, media: Media, limit: int) -> tuple[bytes, str]:
        """Of a sheet only its part. Raises ServiceError, TooLarge; FileRefused when it cannot be cut out."""
        if not media.part:
            return await self.fetch(media.url, limit)
        if media.url:
            try:
                return await self.fetch(media.url, limit)
            except ServiceError as error:  # some of the service's hosts let nobody in
                log.info("cell.fetch_failed", code=error.code)
        sheet, _ = await self.fetch(media.sheet, FETCH_BYTES_MOST)
        try:
            made = await cut_part(sheet, media.part)
        except BadPicture as error:
            raise FileRefused(f"a part that cannot be cut out: {error.flaw}") from error
        return made.data, made.mime

    async def fetch_film(self, media: Media, limit: int) -> tuple[bytes, str]:
        """Made smaller where it has more than `limit` bytes. Raises as above, also where that is not possible."""

        async def read() -> bytes:
            return (await self.fetch(media.url, FETCH_BYTES_MOST))[0]

        try:
            return await self.fetch(media.url, limit)
        except TooLarge:
            made = await self.films.shrink(read, limit)
            if made is None:
                raise
            return made, FILM_MIME

    async def fit_media(
        self, media: Media, bounds: Bounds, limit: int, *, anew: bool, examined: bool = False
    ) -> Media:
        if media.kind is MediaKind.VIDEO:
            data, mime = await self.fetch_film(media, limit)
            return replace(media, data=data, mime=mime)
        data, mime = await self.fetch_media(media, limit)
        if media.kind is MediaKind.IMAGE:
            try:
                made = await fit_picture(data, bounds, anew=anew or (examined and mime not in SHOWN_MIMES))
                if made is None and examined:
                    await examine_picture(data)
            except BadPicture as error:
                log.info("picture.fit_failed", flaw=error.flaw, kind=error.kind)
                raise FileRefused(f"a picture that cannot be made to fit: {error.flaw}") from error
            data, mime = (made.data, made.mime) if made else (data, mime)
        return replace(media, data=data, mime=mime)


def fetch_limit(media: Media, capabilities: Capabilities) -> int:
    """Bytes: a picture is made to fit, whatever is taken there; all else is wanted as it is."""
    return FETCH_BYTES_MOST if media.kind is MediaKind.IMAGE else capabilities.file_limit


def placed_card(card: Card, capabilities: Capabilities) -> Card:
    """With as many of its files as one message shows there; those of an album each have one of their own.

    What is not needed goes where there is no room for all of its words beside it.
    """
    if 0 < capabilities.caption < text_length(card):
        card = without_spare(card)
    most = 0 if card.album else capabilities.files
    return replace(card, media=card.media[:most]) if 0 < most < len(card.media) else card


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of ours for finished pictures; they live as long as the files do. `base`: our public address."""

    media: MediaStore
    base: str

    async def publish(self, data: bytes, mime: str) -> str:
        """Raises OSError when it cannot be kept."""
        return f"{self.base.rstrip('/')}/media/{await self.media.put(data, mime)}"


@dataclass(slots=True)
class Descent:
    """A card on its way down its ladder, to answer `origin`: the form it has come to, and the newest addresses.

    `task_id` is the service's task that made the files: whoever asks after it is told addresses that live.
    `unfetched`: its files could not be had, and are not asked for again.
    """

    card: Card
    rungs: tuple[Rung, ...]
    origin: Origin
    task_id: TaskId | None = None
    stand: Stand = Stand()  # noqa: RUF009 - frozen
    unfetched: bool = False

    @property
    def language(self) -> str:
        """Of whoever it is for."""
        return self.origin.person.language

    def refuse(self, refusal: Refusal) -> Then:
        """What to do next; it stands where that leads. First of all goes what is not needed."""
        then, stand = after_refusal(self.stand, refusal, self.rungs)
        bare = without_spare(self.card)
        if then in {Then.LOWER, Then.END} and refusal is not Refusal.GONE and bare != self.card:
            self.card = bare
            return Then.LOWER
        self.stand = stand
        return then


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """`links` is None where nobody can fetch anything from us: then the service's own links have to do."""

    fitter: MediaFitter
    file_ids: FileIds
    painter: Painter
    clock: Clock
    links: Links | None = None

    async def make(self, descent: Descent, platform: Platform) -> Card:
        """The card in the best form that can be made of it, from where it stands on down.

        A file that cannot be fetched: the service is asked for its address once more, since links die, and in the
        end the newest one is what the card has in its place. Raises FileRefused when no form is left.
        """
        for attempt in range(1, FETCH_TRIES + 1):
            if descent.unfetched and descent.stand.rung is Rung.LINKED:
                break
            try:
                return await self.best_form(descent, platform)
            except ServiceError as error:
                log.info("picture.fetch_failed", error=str(error), attempt=attempt)
            await self.renew(descent, attempt)
        if Rung.LINKED not in descent.rungs:
            raise FileRefused("its file could not be fetched")
        descent.stand, descent.unfetched = replace(descent.stand, rung=Rung.LINKED), True
        capabilities = platform.capabilities_at(descent.origin)
        card = placed_card(descent.card, capabilities)
        bounded = bounded_card(card, capabilities.buttons, capabilities.row, descent.language)
        return without_media(bounded, descent.language)

    async def best_form(self, descent: Descent, platform: Platform) -> Card:
        """Raises FileRefused when no form is left, ServiceError when a file cannot be fetched."""
        while True:
            try:
                return await self.at_rung(descent, platform)
            except FileRefused as error:
                log.info("picture.fit_failed", error=str(error), rung=descent.stand.rung.name)
                if descent.refuse(refusal_of(error)) is Then.END:
                    raise

    async def renew(self, descent: Descent, attempt: int) -> None:
        """Ask for new addresses, once; one that is new is tried at once, the same one after a moment."""
        card = await self.renewed(descent) if attempt == 1 else descent.card
        if attempt < FETCH_TRIES and (attempt > 1 or card == descent.card):
            await self.clock.sleep(FETCH_RETRY_S * attempt)
        descent.card = card

    async def renewed(self, descent: Descent) -> Card:
        """With the addresses that the service tells now, at no cost; the same when it tells none."""
        if descent.task_id is None:
            return descent.card
        try:
            async with asyncio.timeout(RENEW_TIMEOUT_S):
                found = await self.painter.look_up([descent.task_id])
        except (ServiceError, TimeoutError) as error:
            log.info("picture.renew_failed", error=str(error))
            return descent.card
        update = found.get(descent.task_id)
        return with_fresh_links(descent.card, update.outcome) if isinstance(update, Finished) else descent.card

    async def named(self, card: Card, platform: Platform) -> Card | None:
        """With the platform's own names for its files; None when it does not have them all."""
        card = placed_card(card, platform.capabilities)
        if not all(media.key for media in card.media):
            return None
        found = await self.file_ids.find(platform.name, [media.key for media in card.media])
        if not found or not all(found):
            return None
        named = [replace(media, file_id=file_id) for media, file_id in zip(card.media, found, strict=True)]
        return replace(card, media=tuple(named))

    async def at_rung(self, descent: Descent, platform: Platform) -> Card:
        """Raises ServiceError when a file cannot be fetched, FileRefused when it cannot be made to fit.

        By the limits of the place; a picture that was refused all the same, by those that hold everywhere.
        """
        rung, language = descent.stand.rung, descent.language
        capabilities = platform.capabilities_at(descent.origin)
        card = placed_card(descent.card, capabilities)
        card = bounded_card(card, capabilities.buttons, capabilities.row, language)
        if rung is Rung.NAMED:
            return await self.named(card, platform) or card
        if rung is Rung.LINKED:
            return without_media(await self.linked(card), language, "card-linked")
        if rung in WORD_FORMS:
            return WORD_FORMS[rung](card, language)
        if rung is Rung.REENCODED:
            return await self.fitter.fit(card, platform.capabilities, preview=False, reencode=True)
        if rung is Rung.AS_FILE and capabilities.own_server:
            raise FileRefused("a page of ours shows a file as it shows a picture")
        shown = file_card(card) if rung is Rung.AS_FILE else card
        return await self.fitter.fit(shown, capabilities, preview=False)

    async def linked(self, card: Card) -> Card:
        """With addresses of ours where that is possible: the service's end after a day. Raises ServiceError."""
        return replace(card, media=tuple([await self.published(item) for item in card.media]))

    async def published(self, item: Media) -> Media:
        if self.links is None:
            return item
        try:
            data, mime = await self.fitter.fetch(item.url, FETCH_BYTES_MOST)
            return replace(item, url=await self.links.publish(data, mime), size=len(data))
        except (TooLarge, OSError) as error:
            log.info("picture.publish_failed", error=str(error))
            return item
