"""A finished picture once more: shown again, shared, as a file, in a list, for another chat."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.cards import error_card
from bot.domain.buttons import Album, Details, GiftRequest, Original, Piece, Quote, Share, Take
from bot.domain.card import Card
from bot.domain.chat_request import History, Recall
from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import DeliveryError, Forgotten, UserError
from bot.domain.ids import Place, read_code
from bot.domain.image import Clip, Image
from bot.domain.incoming import ButtonPress, CommandCall, Origin, Person, Search
from bot.domain.job import Job
from bot.domain.order import caption
from bot.domain.parcel import Parcel
from bot.domain.parts import is_part
from bot.domain.subject import PARTS_MOST, Result
from bot.handlers.confirmations import as_shown, with_ticks
from bot.handlers.replier import Replier
from bot.panels import (
    again_card,
    album_card,
    history_card,
    known_to,
    offered_cards,
    original_card,
    quote_card,
    shared_card,
)
from bot.ports import (
    AdminAware,
    Capabilities,
    FileIds,
    InlineSearch,
    JobBook,
    Platform,
    Preferences,
    ResultIndex,
    Throttle,
)
from bot.result_media import clip_media
from bot.views import details_view, part_view, take_view, view_card

log = structlog.get_logger()

GIVEN_AGAIN_S = 30  # in which a second press is a slip
SHOWN_AGAIN_S = 2  # the same, of what only this person sees, and closes when it has been read
SOON_TEXTS = {
    Share: "share-soon",
    Original: "original-soon",
    Quote: "quote-soon",
    Details: "details-soon",
    Album: "album-soon",
    Piece: "piece-soon",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultHandler:
    book: JobBook
    results: ResultIndex
    preferences: Preferences
    file_ids: FileIds
    throttle: Throttle
    platforms: Mapping[str, Platform]
    replier: Replier

    async def show_history(self, request: History, event: CommandCall | ButtonPress) -> None:
        """Where others see it only what was made there: the rest is nobody else's business."""
        origin = event.origin
        mark = mark_of(origin.person)
        if request.whose not in {"", mark}:
            raise UserError("not-your-list")
        places = {origin.place.key, await self.preferences.former(origin.place)}
        own = await self.results.recent(origin.person.id)
        alone = origin.private or self.capabilities_at(origin).answers_privately
        shown = [job for job in own if isinstance(job.outcome, Image | Clip)]
        jobs = [job for job in shown if alone or job.origin.place.key in places]
        card = history_card(jobs, request.skip, mark, origin.person.language)
        if isinstance(event, ButtonPress):
            await self.replier.replace_panel(event, card, history_panel(mark))
        else:
            await self.replier.reply(origin, card, event.key, history_panel(mark))

    async def show_again(self, request: Recall, event: CommandCall | ButtonPress) -> None:
        """Raises UserError."""
        job = await self.book.load(request.job) if request.job else await self.results.job_by(request.code)
        if request.job and job is not None and not job.settled:
            await self.replier.notify(event.origin, "already-open", event.key)
            return
        if job is None or job.outcome is None:
            raise UserError("image-gone") if request.job else Forgotten("code-unknown", name=request.code)
        chat_settings, _ = await self.preferences.chosen(event.origin.place, event.origin.person.id)
        again = again_card(replace(job, chat_settings=chat_settings), event.origin.person.language, request.skip)
        card = await with_ticks(again, job, self.results)
        await self.send_parcel(event, event.origin, card, job)

    async def deliver_result(self, job: Job, event: CommandCall | ButtonPress) -> None:
        """With all its buttons, in a message of this place that everybody sees. Raises UserError."""
        origin = event.origin
        chat_settings, _ = await self.preferences.chosen(origin.place, origin.person.id)
        again = again_card(replace(job, chat_settings=chat_settings), origin.person.language)
        await self.send_parcel(event, origin.place, await with_ticks(again, job, self.results), job)
        await self.replier.notify(origin, "show-soon", event.key)

    async def give_result(self, request: GiftRequest, event: CommandCall | ButtonPress) -> None:
        """Once for each message, request and who sees it, however often a button is pressed in a moment.

        Raises UserError.
        """
        job, code = await self.shown_job(request), SOON_TEXTS[type(request)]
        to, card = await self.gift_card(request, event.origin, job)
        audience = self.replier.audience(to) if isinstance(to, Origin) else to.key
        seen_by = event.origin.person.id if card.personal else audience
        view = gift_view(request)
        number = request.number if isinstance(request, Original | Share) else 0
        once = f"give:{code}{view}{number or ''}:{request.message.key}:{seen_by}"
        if not await self.throttle.once(once, self.again_s(request, event.origin)):
            raise UserError("given-already")
        await self.send_parcel(event, to, card, job, links_message=bool(view), panel=view)
        if to != event.origin or not self.capabilities_at(event.origin).shows_waiting:
            await self.replier.notify(event.origin, code, event.key)

    def again_s(self, request: GiftRequest, origin: Origin) -> int:
        """Seconds in which it is not brought twice."""
        allowed = self.capabilities_at(origin)
        closed = allowed.answers_privately or allowed.own_server
        return SHOWN_AGAIN_S if closed and isinstance(request, Details) else GIVEN_AGAIN_S

    def capabilities_at(self, origin: Origin) -> Capabilities:
        """Of the platform, for an answer to this."""
        return self.platforms[origin.place.platform].capabilities_at(origin)

    async def gift_card(self, request: GiftRequest, origin: Origin, job: Job) -> tuple[Origin | Place, Card]:
        """What goes where. Raises UserError."""
        match request:
            case Share(number=number) if not number or is_part(job, number):
                return await self.gallery_of(origin), shared_card(job, number)
            case Original(number=number) if card := original_card(job, number):
                return origin, card
            case Album() if isinstance(job.outcome, Clip):
                return origin, album_card(in_language(job, origin), clip_media(job.outcome))
            case Quote():
                return origin, quote_card(job)
            case Piece(number=number) if not is_part(job, number):
                raise UserError("not-offered")
            case Details() | Piece():
                told = view_card(in_language(job, origin), gift_view(request))
                return origin, await with_ticks(told, job, self.results)
            case _:
                raise UserError("not-offered")

    async def swap_take(self, request: Take, press: CommandCall | ButtonPress, chat_settings: ChatSettings) -> None:
        """Another take in the place of the one that the message shows. Raises UserError."""
        job = await self.results.job_of(request.message)
        if job is None:
            raise Forgotten("image-gone")
        there = isinstance(job.outcome, Clip) and request.number <= len(job.outcome.urls)
        if not there or (request.task and request.task != job.task_id):
            raise UserError("not-offered")
        shown, message = as_shown(job, request.message, press.origin, chat_settings)
        if shown.detached:
            raise UserError("not-offered")
        view = take_view(request.number)
        card = await with_ticks(view_card(shown, view), job, self.results)
        await self.replier.send(press.origin, Parcel(f"{press.key}-take", message, card, job.id, panel=view))

    async def gallery_of(self, origin: Origin) -> Place:
        """The gallery of a place. Raises UserError."""
        chat_settings, _ = await self.preferences.chosen(origin.place, origin.person.id)
        if chat_settings.gallery is None:
            platform = self.platforms[origin.place.platform]
            if not isinstance(platform, AdminAware):
                raise UserError("not-offered")
            choose = self.replier.setting_usage(origin, "gallery", platform.chat_example)
            raise UserError("no-gallery", command=choose)
        return chat_settings.gallery

    async def shown_job(self, request: GiftRequest) -> Job:
        job = await self.results.shown_by(request.message, request.task)
        if job is None:
            raise Forgotten("image-gone")
        failed = job.fault is not None and isinstance(request, Details)
        if not failed and (job.outcome is None or job.hides_at(request.message)):
            raise UserError("not-offered")
        return job

    async def send_parcel(
        self,
        event: CommandCall | ButtonPress,
        to: Origin | Place,
        card: Card,
        job: Job,
        *,
        links_message: bool = True,
        panel: str = "",
    ) -> None:
        sorry = error_card(UserError("not-brought"), event.origin.person.language)
        key, asker = f"{event.key}-picture", event.origin
        parcel = Parcel(key, to, card, job.id, links_message=links_message, asker=asker, sorry=sorry, panel=panel)
        await self.replier.send(asker, parcel)

    async def offer_results(self, search: Search, *, admitted: bool) -> None:
        """What they look for, as far as the platform has the files: nothing is sent from here."""
        name = search.origin.place.platform
        platform = self.platforms[name]
        if not isinstance(platform, InlineSearch):
            return
        part = named_result(search.text).part
        cards = offered_cards(await self.find_results(search), part) if admitted else []
        file_ids = await self.file_ids.find(name, [card.media[0].key for card in cards])
        known = [known_to(card, file_id) for card, file_id in zip(cards, file_ids, strict=True) if file_id]
        try:
            await platform.show_results(search.origin, known)
        except DeliveryError as error:
            log.info("offer.lost", error=str(error))

    async def find_results(self, search: Search) -> Sequence[Job]:
        """By code, whoever's it is; otherwise the person's own that speak of it."""
        code = named_result(search.text).code
        job = await self.results.job_by(code) if code else None
        if job is not None:
            return [in_language(job, search.origin)]
        words = search.text.casefold().split()
        own = await self.results.recent(search.origin.person.id)
        return [
            in_language(job, search.origin)
            for job in own
            if all(word in caption(job.order).casefold() for word in words)
        ]


def gift_view(request: GiftRequest) -> str:
    """How the message shows the result that comes of it; empty where it shows none, or a file of it."""
    match request:
        case Details(mode=mode):
            return details_view(mode)
        case Piece(number=number):
            return part_view(number)
        case _:
            return ""


def named_result(text: str) -> Result:
    """What they look for by its name; that of nothing where they look for words."""
    code, mark, part = text.partition(".")
    number = int(part) if part.strip() in map(str, range(1, PARTS_MOST + 1)) else 0
    return Result(read_code(code), number) if number or not mark else Result("")


def history_panel(mark: str) -> str:
    """The list of the person with that mark."""
    return f"history {mark}"


def mark_of(person: Person) -> str:
    """A person as it fits on a button."""
    return format(zlib.crc32(person.id.encode()), "08x")


def in_language(job: Job, origin: Origin) -> Job:
    return replace(
        job, origin=replace(job.origin, person=replace(job.origin.person, language=origin.person.language))
    )
