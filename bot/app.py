"""The one door: whatever a person did comes in here, and errors leave as cards."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from time import perf_counter

import structlog

from bot import presses
from bot.cards import error_card, press_key
from bot.commands import Commands
from bot.domain.admission import Admission
from bot.domain.errors import (
    AlreadyOrdered,
    DeliveryError,
    StoreError,
    TooLarge,
    Unreachable,
    Unreadable,
    UserError,
)
from bot.domain.ids import JobId
from bot.domain.image import Image
from bot.domain.incoming import (
    Arrival,
    ButtonPress,
    CommandCall,
    FormReply,
    Incoming,
    MaskPainted,
    Moved,
    Origin,
    Search,
)
from bot.domain.manners import Manners
from bot.domain.order import Order, lent_until
from bot.domain.plain_words import PlainWords, Reading, read_plain_words
from bot.domain.press import MORE, PAINT, Press, unpack
from bot.domain.prompt import BadPrompt
from bot.domain.trace import error_trace
from bot.domain.wish import Wish
from bot.jobs.desk import JobDesk
from bot.metrics import HANDLED, HANDLING
from bot.ports import Gallery, Governed, Inbox, Lending, Mail
from bot.ports.clocks import CLOCKS_APART, shown_time
from bot.wishes import Wishes

log = structlog.get_logger()

# Who ordered something that long ago, while the bot was away, may not want it any more; and it costs.
OLD = 1800.0  # seconds
# The service's links end after a day.
LINKED = 20 * 3600.0  # seconds
TELL_AGAIN = 600.0  # seconds until it is logged again that clocks differ
LATE = 300  # seconds in which it is said once
PAUSES = (1.0, 3.0)  # seconds between tries to fetch a picture
LARGEST = 20  # MB that platforms hand out
STANDS_FOR = "https://picture.example/"
PICTURES = 5  # that a prompt may begin with


@dataclass(slots=True)
class App:
    """Decides what an incoming event means, opens the job for it, or grants the wish."""

    desk: JobDesk
    gallery: Gallery
    inbox: Inbox
    mail: Mail
    commands: Commands
    wishes: Wishes
    lending: Lending | None = None
    admission: Admission = field(default_factory=Admission)
    old: float = OLD
    told_of_clock: float = float("-inf")

    async def handle(self, incoming: Incoming) -> None:
        """A replayed event changes nothing, a bad one is answered.

        StoreError when the store is down and the person could not be told so: the event was not dealt with.
        """
        began = perf_counter()
        result = "ok"
        try:
            if await self.inbox.seen(incoming.key):
                result = "replay"
            else:
                result = await self.judge(incoming)
        except StoreError as error:
            result = "store"
            log.warning("event.no_store", error=str(error))
            if not (waited_for(incoming) and await self.wishes.voice.cry(incoming.origin, "store-down")):
                raise
        except Exception as error:  # noqa: BLE001 - nothing that people do ends the bot
            result = "bug"
            log.error("event.failed", kind=type(incoming).__name__, trace=error_trace(error))  # noqa: TRY400 - a traceback may tell their words
            if waited_for(incoming):
                await self.wishes.voice.cry(incoming.origin, "fault-internal")
        finally:
            HANDLED.labels(type(incoming).__name__, result).inc()
            HANDLING.observe(perf_counter() - began)

    async def judge(self, incoming: Incoming) -> str:
        """Give "ok", or why it cannot be; a refusal is marked, too: when it comes again it might be possible."""
        origin, manners = await self.wishes.options.localized(incoming.origin)
        event = replace(incoming, origin=origin)
        try:
            await self.act(event, manners)
        except UserError as error:
            return await self.refuse(event, error)
        except Unreadable as error:  # another version of the program wrote what this is about
            log.warning("event.unreadable", error=str(error))
            return await self.refuse(event, UserError("image-gone"))
        return "ok"

    async def refuse(self, event: Incoming, error: UserError) -> str:
        card = error_card(error, event.origin.person.language)
        await self.wishes.voice.say(event.origin, card, event.key)
        await self.inbox.mark(event.key)
        return error.code

    async def act(self, event: Incoming, manners: Manners) -> None:
        """Opening a job marks the event in the same step; what opens none marks it here."""
        match event:
            case Arrival(_, origin):
                await self.arrive(origin)
            case Moved(_, origin, to):
                await self.wishes.options.preferences.move(origin.place, to)
            case Search():
                await self.wishes.pictures.offer(event, admitted=await self.admits(event.origin))
                return  # asking again is as good, and happens with every letter that is typed
            case CommandCall() | ButtonPress():
                if await self.respond(event, manners):
                    return
            case FormReply() | MaskPainted():
                raise UserError("button-unknown")
        await self.inbox.mark(event.key)

    async def admits(self, origin: Origin) -> bool:
        """A chat that was let in stays so under a new name."""
        if self.admission.admits(origin):
            return True
        return self.admission.knows(await self.wishes.options.preferences.former(origin.place))

    async def arrive(self, origin: Origin) -> None:
        platform = self.wishes.voice.platforms[origin.place.platform]
        if not self.admission.leave or not isinstance(platform, Governed) or await self.admits(origin):
            return
        log.info("place.left", place=origin.place.key)
        try:
            await platform.leave(origin.place)
        except DeliveryError as error:
            log.info("place.not_left", error=str(error))

    async def respond(self, event: CommandCall | ButtonPress, manners: Manners) -> bool:
        """Whether the event is marked by now. UserError."""
        if isinstance(event, CommandCall) and event.album and not event.name:
            return await self.lay_aside(event)
        if not await self.admits(event.origin):
            place, person = event.origin.place.key, event.origin.person.id
            raise UserError("not-admitted", place=place, person=person)
        if isinstance(event, ButtonPress):
            return await self.press(event, manners)
        if self.is_old(event):
            return await self.come_late(event)
        if not event.album and not await self.meant(event, manners):
            return False
        if event.attachments or event.quoted or event.album:  # pictures take a moment to fetch, and albums to come
            await self.mail.defer(event)
            return False
        return await self.command(event, self.commands.meaning(event.name, event.text), manners)

    async def meant(self, call: CommandCall, manners: Manners) -> bool:
        """Whether it is to be carried out; what could be meant otherwise is asked about. UserError."""
        reading = await self.read_words(call, manners) if call.plain else Reading.PAINT
        if reading is Reading.IGNORE:
            return False
        if reading is Reading.FORWARDED:
            if await self.inbox.first(f"forwarded:{call.origin.place.key}", LATE):
                raise UserError("words-forwarded")
            return False
        if call.unusable:
            raise UserError("file-unusable")
        if reading is Reading.ASK:
            self.check(call)
            await self.wishes.asking.ask_about_words(call)
            return False
        return True

    async def read_words(self, call: CommandCall, manners: Manners) -> Reading:
        return read_plain_words(
            call.text,
            choice=self.wishes.options.words_of(call.origin, manners) or PlainWords.IGNORE,
            pictures=len(call.attachments or call.quoted),
            forwarded=call.forwarded,
            first=not await self.wishes.asking.pending.asked(call.origin.person.id),
        )

    def check(self, call: CommandCall) -> None:
        """UserError for what cannot be painted anyway; a link alone is said so when it is to be."""
        pictures = call.attachments or call.quoted
        try:
            self.commands.meaning(call.name, call.text, [STANDS_FOR] * len(pictures))
        except BadPrompt as error:
            if error.code != "lone_url" or pictures:
                raise

    def is_old(self, call: CommandCall) -> bool:
        """By the platform's own clock where it is known: that ours is wrong is nothing that people can mend."""
        now = self.desk.clock.now()
        if call.heard and abs(now - call.heard) > CLOCKS_APART and now - self.told_of_clock > TELL_AGAIN:
            self.told_of_clock = now
            ours, theirs = shown_time(now), shown_time(call.heard)
            log.error("clock.wrong", ours=ours, theirs=theirs, platform=call.origin.place.platform)
        return bool(call.at) and (call.heard or now) - call.at > self.old

    async def come_late(self, call: CommandCall) -> bool:
        """Said once to each place: a hundred may have waited there."""
        if await self.inbox.first(f"late:{call.origin.place.key}", LATE):
            raise UserError("command-late")
        return False

    async def lay_aside(self, part: CommandCall) -> bool:
        """One of several pictures that were sent as one; nobody knows yet whether they mean us."""
        if await self.admits(part.origin) and not self.is_old(part):
            await self.mail.defer(part)
        return False

    async def press(self, press: ButtonPress, manners: Manners) -> bool:
        message, payload = press.message, press.payload
        match unpack(payload):
            case Press(verb, name) if verb == PAINT:
                return await self.paint_words(name, press, manners)
            case Press(verb, job_id) if verb == MORE:
                return await self.order_more(JobId(job_id), press, manners)
        wish = presses.wish_of(message, payload)
        if wish is not None:
            await self.wishes.grant(wish, press, manners)
            return False
        order = await presses.order_of(message, payload, self.gallery)
        await self.wishes.options.may_press(press.origin, manners, message)
        job = await self.gallery.job_of(message)
        outcome = await self.gallery.outcome_of(message)
        key = press_key(job.id if job else message.key, outcome, payload)
        opened = await self.open(order, press, manners, key)
        if opened and job is not None:
            await self.wishes.asking.tick(press, job, manners)
        return opened

    async def paint_words(self, name: str, press: ButtonPress, manners: Manners) -> bool:
        """What somebody wrote is meant as a prompt. UserError."""
        call = await self.wishes.asking.find_words(name, press)
        if call.attachments or call.quoted:
            await self.mail.defer(call)
        else:
            await self.command(call, self.commands.meaning(call.name, call.text), manners)
        await self.wishes.asking.tick_words(press, call, name)
        return False

    async def order_more(self, job_id: JobId, press: ButtonPress, manners: Manners) -> bool:
        """What a button has made before, once more: they were asked. UserError."""
        prior = await self.desk.book.load(job_id)
        if prior is None or not prior.press:
            raise UserError("image-gone")
        await self.wishes.options.may_press(press.origin, manners, prior.reply_to or press.message)
        return await self.open(prior.order, press, manners, prior.press, prior.id)

    async def command(self, call: CommandCall, meaning: Order | Wish, manners: Manners) -> bool:
        if isinstance(meaning, Wish):
            await self.wishes.grant(meaning, call, manners)
            return False
        return await self.open(meaning, call, manners, call.press)

    async def open(
        self,
        order: Order,
        event: CommandCall | ButtonPress,
        manners: Manners,
        press: str = "",
        prior: JobId | None = None,
    ) -> bool:
        """False when it was ordered before, and they are asked whether another one is wanted. UserError."""
        if 0 < lent_until(order) < self.desk.clock.now():
            raise UserError("picture-lost")
        try:
            await self.desk.open(
                order,
                event.origin,
                event=event.key,
                press=press,
                reply_to=event.message if isinstance(event, ButtonPress) else None,
                manners=manners,
                prior=prior,
            )
        except AlreadyOrdered as error:
            await self.wishes.asking.ask_for_another(error.job_id, event)
            return False
        return True

    # --- commands with pictures, dealt with by a worker ---------------------------------------------

    async def together(self, calls: list[CommandCall]) -> None:
        """The messages of one album, or one with a picture. StoreError: not dealt with."""
        call = merged(calls)
        if call.album and not call.name:  # pictures that were sent among people, and nothing was asked of us
            return
        try:
            if not await self.inbox.seen(call.key):
                await self.with_pictures(call)
        except UserError as error:
            await self.refuse(call, error)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - see above
            log.error("event.failed", kind="pictures", trace=error_trace(error))  # noqa: TRY400 - see above
            await self.wishes.voice.cry(call.origin, "fault-internal")

    async def with_pictures(self, call: CommandCall) -> None:
        """UserError."""
        _, manners = await self.wishes.options.localized(call.origin)
        if call.album and not await self.meant(call, manners):  # of others it was known when they came
            await self.inbox.mark(call.key)
            return
        # Before anything is fetched and handed on: it may be of no use.
        meant = self.commands.meaning(call.name, call.text, [STANDS_FOR] * len(call.attachments or call.quoted))
        meaning = self.commands.meaning(call.name, call.text, await self.lent(call, meant))
        if not await self.command(call, meaning, manners):
            await self.inbox.mark(call.key)
            return
        if call.still:
            await self.wishes.voice.tell(call.origin, "still-used", f"{call.key}-still")

    async def lent(self, call: CommandCall, meant: Order | Wish) -> list[str]:
        """Addresses of the pictures that came with a command; `meant` is what they are for. UserError."""
        pictures = call.attachments or call.quoted
        if not pictures:
            return []
        if not call.attachments and (known := await self.linked(call)):
            return [known]
        if len(pictures) > PICTURES:
            raise BadPrompt("too_many_urls", count=len(pictures), limit=PICTURES)
        if self.lending is None:
            raise UserError("need-public-url")
        try:
            return [await self.lend(self.lending, call.origin, one, meant) for one in pictures]
        except TooLarge:
            raise UserError("picture-too-large", limit=str(LARGEST)) from None
        except (DeliveryError, OSError) as error:
            log.warning("picture.not_lent", error=str(error))
            raise UserError("picture-lost") from None

    async def lend(self, lending: Lending, origin: Origin, picture: str, meant: Order | Wish) -> str:
        """Its address. DeliveryError when it cannot be had, also not a moment later. UserError."""
        for pause in PAUSES:
            try:
                return await lending.lend(self.fetched(origin, picture, meant))
            except Unreachable as error:
                log.info("picture.delayed", error=str(error))
                await self.desk.clock.sleep(pause)
        return await lending.lend(self.fetched(origin, picture, meant))

    async def fetched(self, origin: Origin, picture: str, meant: Order | Wish) -> AsyncIterator[bytes]:
        """Its bytes, asked for when it is its turn, and only if the order could be opened then. UserError."""
        if not isinstance(meant, Wish):
            await self.desk.check_quota(meant, origin)
        async for part in self.wishes.voice.platforms[origin.place.platform].messenger.fetch(picture):
            yield part

    async def linked(self, call: CommandCall) -> str:
        """Where the picture that a command answers lies at the service, if it is one of ours and not too old."""
        job = await self.gallery.job_of(call.reply_to) if call.reply_to else None
        young = job is not None and self.desk.clock.now() - job.created_at < LINKED
        return job.outcome.url if job and young and isinstance(job.outcome, Image) else ""


def waited_for(event: Incoming) -> bool:
    """Whether somebody expects an answer."""
    return isinstance(event, ButtonPress) or (isinstance(event, CommandCall) and bool(event.name))


def merged(calls: list[CommandCall]) -> CommandCall:
    """The one with words, and the pictures of all."""
    inorder = sorted(calls, key=lambda call: (len(call.origin.reply), call.origin.reply))
    first = next((call for call in inorder if call.name), inorder[0])
    if not first.name and first.origin.private:  # where only we are, pictures without a word are meant for us
        first = replace(first, name="imagine", plain=True)
    pictures = tuple(dict.fromkeys(one for call in inorder for one in call.attachments))
    return replace(
        first,
        attachments=pictures,
        still=any(call.still for call in calls),
        unusable=any(call.unusable for call in calls),
        key=f"{first.album}-album" if first.album else f"{first.key}-done",
    )
