"""A finished picture once more: shown again, shared, as a file, in a list, for another chat."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.cards import error_card
from bot.domain.buttons import GiftRequest, Original, Quote, Share
from bot.domain.card import Card
from bot.domain.chat_request import History, Recall
from bot.domain.errors import DeliveryError, Forgotten, UserError
from bot.domain.ids import Place, read_code
from bot.domain.image import Clip, Image
from bot.domain.incoming import ButtonPress, CommandCall, Origin, Person, Search
from bot.domain.job import Job
from bot.domain.order import caption
from bot.domain.parcel import Parcel
from bot.handlers.confirmations import with_ticks
from bot.handlers.replier import Replier
from bot.panels import again_card, history_card, known_to, offered_cards, original_card, quote_card, shared_card
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

log = structlog.get_logger()

GIVEN_AGAIN_S = 30  # in which a second press is a slip
SOON_TEXTS = {Share: "share-soon", Original: "original-soon", Quote: "quote-soon"}


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
        seen_by = self.replier.audience(to) if isinstance(to, Origin) else to.key
        if not await self.throttle.once(f"give:{code}:{request.message.key}:{seen_by}", GIVEN_AGAIN_S):
            raise UserError("given-already")
        await self.send_parcel(event, to, card, job, links_message=False)
        if to != event.origin or not self.capabilities_at(event.origin).shows_waiting:
            await self.replier.notify(event.origin, code, event.key)

    def capabilities_at(self, origin: Origin) -> Capabilities:
        """Of the platform, for an answer to this."""
        return self.platforms[origin.place.platform].capabilities_at(origin)

    async def gift_card(self, request: GiftRequest, origin: Origin, job: Job) -> tuple[Origin | Place, Card]:
        """What goes where. Raises UserError."""
        match request:
            case Share():
                return await self.gallery_of(origin), shared_card(job)
            case Original() if isinstance(job.outcome, Image):
                return origin, original_card(job, job.outcome)
            case Quote():
                return origin, quote_card(job)
            case _:
                raise UserError("not-offered")

    async def gallery_of(self, origin: Origin) -> Place:
        """The gallery of a place. Raises UserError."""
        chat_settings, _ = await self.preferences.chosen(origin.place, origin.person.id)
        if chat_settings.gallery is None:
            platform = self.platforms[origin.place.platform]
            if not isinstance(platform, AdminAware):
                raise UserError("not-offered")
            raise UserError("no-gallery", example=platform.chat_example)
        return chat_settings.gallery

    async def shown_job(self, request: GiftRequest) -> Job:
        job = await self.results.shown_by(request.message, request.task)
        if job is None:
            raise Forgotten("image-gone")
        if job.outcome is None or (job.detached and job.message == request.message):
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
    ) -> None:
        sorry = error_card(UserError("not-brought"), event.origin.person.language)
        key, asker = f"{event.key}-picture", event.origin
        parcel = Parcel(key, to, card, job.id, links_message=links_message, asker=asker, sorry=sorry)
        await self.replier.send(asker, parcel)

    async def offer_results(self, search: Search, *, admitted: bool) -> None:
        """What they look for, as far as the platform has the files: nothing is sent from here."""
        name = search.origin.place.platform
        platform = self.platforms[name]
        if not isinstance(platform, InlineSearch):
            return
        cards = offered_cards(await self.find_results(search)) if admitted else []
        file_ids = await self.file_ids.find(name, [card.media[0].key for card in cards])
        known = [known_to(card, file_id) for card, file_id in zip(cards, file_ids, strict=True) if file_id]
        try:
            await platform.show_results(search.origin, known)
        except DeliveryError as error:
            log.info("offer.lost", error=str(error))

    async def find_results(self, search: Search) -> Sequence[Job]:
        """By code, whoever's it is; otherwise the person's own that speak of it."""
        code = read_code(search.text)
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
