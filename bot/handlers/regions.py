"""Which part of a picture is to change: how it is said, or where it is painted, for whoever asked for that."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands import typed_usage
from bot.commands.orders import read_repaint, read_surroundings
from bot.domain.chat_request import ChooseRegion, OpenPage, PaintRegion
from bot.domain.errors import Forgotten, UserError
from bot.domain.flags import FlagRules
from bot.domain.hosted import HIDDEN
from bot.domain.ids import NO_TASK, MessageRef, TaskId
from bot.domain.image import Image
from bot.domain.incoming import ButtonPress, CommandCall, MaskPainted, Origin
from bot.domain.job import Job
from bot.domain.mask_page import MaskPage, page_address
from bot.domain.order import Edit
from bot.domain.parts import has_parts
from bot.domain.reframe import Reframe
from bot.domain.region import Region
from bot.domain.sketch import Sketch, SketchKind, begin_region
from bot.domain.subject import PARTS_MOST, Link, Result, Source, Subject, came_along
from bot.form_cards import brief_form_card, form_card, region_card
from bot.handlers.forms import form_panel, sketch_name
from bot.handlers.replier import Replier
from bot.jobs.result_pictures import check_part, single_image
from bot.operator_hints import log_hint
from bot.ports import MaskPages, ResultIndex, Sketches

PAGE_ID_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionHandler:
    """`public_url` is where people reach our pages; empty: nowhere but from our own, and a region is typed."""

    results: ResultIndex
    pages: MaskPages
    sketches: Sketches
    replier: Replier
    public_url: str = ""

    async def handle(
        self, request: ChooseRegion | PaintRegion | OpenPage, event: CommandCall | ButtonPress
    ) -> None:
        """Raises UserError when there is no picture to choose from; Forgotten for a code that we do not know."""
        match request:
            case ChooseRegion():
                await self.choose(request, event)
            case PaintRegion():
                await self.paint(request, event)
            case OpenPage():
                await self.open_page(request, event)

    async def choose(self, request: ChooseRegion, event: CommandCall | ButtonPress) -> None:
        """A form for what a message shows. Raises UserError as above."""
        job = await self.results.shown_by(request.message, request.task)
        if job is None:
            raise Forgotten("image-gone")
        if not isinstance(job.outcome, Image) or job.hides_at(request.message):
            raise UserError("not-offered")
        check_part(job, job.outcome, Result(job.code, request.part))
        task = job.task_id or NO_TASK
        await self.offer(pictures_of(job, request.part), event, message=request.message, task=task)

    async def paint(self, request: PaintRegion, event: CommandCall | ButtonPress) -> None:
        """The same for a picture that was named, or came along. Raises UserError as above."""
        subject = request.subject
        pictures: Sequence[Subject] = [subject]
        if isinstance(subject, Result):
            job = await self.results.job_by(subject.code)
            if job is None or job.outcome is None:
                raise Forgotten("code-unknown", name=subject.code)
            check_part(job, job.outcome, subject)
            pictures = pictures_of(job, subject.part)
        await self.offer(pictures, event, words=request.words)

    async def offer(
        self,
        pictures: Sequence[Subject],
        event: CommandCall | ButtonPress,
        *,
        message: MessageRef | None = None,
        task: TaskId = NO_TASK,
        words: str = "",
    ) -> None:
        """A form, with a page for each, if there are any."""
        # How this could be answered is over by the time that the page is used.
        asked = replace(event.origin, reply="")
        begun = [MaskPage(asked, one, typed_name(one), message, words) for one in pictures]
        addresses = [await self.begin_page(page) for page in begun] if self.has_pages(asked) else []
        if not addresses:
            log_hint("region-no-page")
        key, part = (message.key if message else event.key), shown_number(pictures)
        name = sketch_name(asked, key, SketchKind.REGION, part)
        bare = Sketch(name, SketchKind.REGION, asked.person, message, task, pages=tuple(addresses))
        sketch = begin_region(bare, pictures, words)
        await self.sketches.put(sketch)
        await self.show(sketch, event)

    async def show(self, sketch: Sketch, event: CommandCall | ButtonPress) -> None:
        """Where only a word that answers a command is for one person alone, it has no fields, but leads to them."""
        origin, language = event.origin, event.origin.person.language
        here = self.replier.platforms[origin.place.platform].capabilities_at(origin)
        if isinstance(event, CommandCall) and here.answers_privately:
            await self.replier.reply(origin, brief_form_card(sketch, language), event.key)
        else:
            await self.replier.reply(origin, form_card(sketch, language), event.key, form_panel(sketch.id))

    def has_pages(self, origin: Origin) -> bool:
        """Whether a page of ours can be reached from there."""
        here = self.replier.platforms[origin.place.platform].capabilities_at(origin)
        reached = self.public_url.startswith("https://" if here.https_pages else "http")
        return reached or here.own_server

    async def begin_page(self, page: MaskPage) -> str:
        """Where its region can be painted."""
        page_id = secrets.token_urlsafe(PAGE_ID_BYTES)
        await self.pages.put(page_id, page)
        return page_address(self.public_url, page_id)

    async def read_painted(self, painted: MaskPainted, rules: FlagRules) -> Edit:
        """What was chosen on a page, as an order whose picture is still to be found. Raises UserError."""
        if painted.reframe is not None:
            return read_placed(painted, painted.reframe, rules)
        words, mode, split = read_repaint(painted.text, rules)
        subject = painted.subject
        if not words and not (isinstance(subject, Result) and await self.is_single(subject)):
            raise UserError("region-words")
        sources = () if isinstance(subject, Link) else came_along([subject])
        url = painted.lent or subject.url if isinstance(subject, Link) else sources[0].url
        region = Region(kept=painted.mask, fits=bool(painted.lent))
        return Edit(url, words, mode, sources=sources, region=region, split=split)

    async def is_single(self, subject: Result) -> bool:
        """Whether the service can change a part of it without a word. Raises UserError when there is no picture."""
        job = await self.results.job_by(subject.code)
        if job is None:
            raise Forgotten("code-unknown", name=subject.code)
        return single_image(job, subject) is not None

    async def open_page(self, request: OpenPage, event: CommandCall | ButtonPress) -> None:
        """The way on to a page that was begun in another chat, for whoever began it. Raises UserError."""
        page = await self.pages.get(request.page_id)
        if page is None:
            raise UserError("page-ended")
        if page.origin.person.id != event.origin.person.id:
            raise UserError("page-others")
        address = page_address(self.public_url, request.page_id)
        card = region_card(page.name, event.origin.person.language, [address])
        await self.replier.reply(event.origin, card, event.key)


def read_placed(painted: MaskPainted, wish: Reframe, rules: FlagRules) -> Edit:
    """The order that /reframe would be. Raises UserError."""
    prompt, split = read_surroundings(painted.text, rules, typed_usage("reframe", painted.origin.person.language))
    subject = painted.subject
    sources = (Source(subject, subject.url),) if isinstance(subject, Link) else came_along([subject])
    return Edit(sources[0].url, prompt.render(), prompt.mode, sources=sources, split=split, reframe=wish)


def pictures_of(job: Job, part: int) -> Sequence[Result]:
    """What can be painted on: a part of a sheet each, all of them where none is named, or the one that there is."""
    parts = range(1, PARTS_MOST + 1) if has_parts(job) and not part else [part]
    return [Result(job.code, number) for number in parts]


def shown_number(pictures: Sequence[Subject]) -> int:
    """The part that a form is for; 0 where it is none, or each of them."""
    only = pictures[0] if len(pictures) == 1 else None
    return only.part if isinstance(only, Result) else 0


def typed_name(subject: Subject) -> str:
    """As people type it; what came along has no name."""
    match subject:
        case Result():
            return subject.name
        case Link(url):
            return url
        case _:
            return HIDDEN
