"""The one door: whatever a person did comes in here, and errors leave as cards."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from time import perf_counter

import structlog

from bot.adoption import is_traceable
from bot.cards import error_card
from bot.domain.buttons import (
    Deliver,
    Erase,
    Press,
    ShownResult,
    Verb,
    decode_payload,
    order_of,
    press_key,
    request_of,
)
from bot.domain.chat_request import ChatRequest, FindTasks, Recall
from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import AlreadyOrdered, Forgotten, QuotaSpent, StoreError, Unreadable, UserError
from bot.domain.ids import JobId
from bot.domain.incoming import (
    Arrival,
    ButtonPress,
    CommandCall,
    FormReply,
    Happening,
    Incoming,
    MaskPainted,
    Moved,
    Origin,
    Search,
    UserEvent,
    waited_for,
)
from bot.domain.order import REPAINT, Act, AskSeed, Edit, Order, is_unfound, mask_of, pictures_until
from bot.domain.recalled import with_seen_words
from bot.domain.talk import is_called
from bot.domain.trace import error_trace
from bot.handlers import Handlers
from bot.handlers.chat_settings import localized_origin
from bot.intake import Intake
from bot.jobs.desk import JobDesk
from bot.meaning import Meaning, line_presses
from bot.metrics import EVENT_SECONDS, EVENTS
from bot.operator_hints import log_hint
from bot.panels import lines_card
from bot.ports import EventBacklog, Masks, Preferences, ResultIndex, SeenEvents
from bot.recents import RecentPrompts

log = structlog.get_logger()

# Gives an order the addresses of the pictures that it begins with, for whoever asked. Raises UserError.
FindAddresses = Callable[[Order, Origin], Awaitable[Order]]


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Dispatches what comes in: opens the job for it, defers it, or carries out what is asked for."""

    desk: JobDesk
    results: ResultIndex
    seen_events: SeenEvents
    backlog: EventBacklog
    preferences: Preferences
    masks: Masks
    recents: RecentPrompts
    intake: Intake
    meaning: Meaning
    handlers: Handlers

    async def handle(self, incoming: Incoming) -> None:
        """A replayed event changes nothing, a bad one is answered.

        StoreError when the store is down and the person could not be told so: the event was not dealt with. To what
        was painted on a page that answers: UserError says why nothing comes of it, and it may be sent again.
        """
        began = perf_counter()
        result = "ok"
        try:
            result = await self.judge(incoming)
        except StoreError as error:
            result = "store"
            log.warning("event.no_store", error=str(error))
            if not (waited_for(incoming) and await self.handlers.replier.notify_outage(incoming.origin)):
                raise
        except UserError as error:
            result = error.code
            raise
        except Exception as error:  # noqa: BLE001 - nothing that people do ends the bot
            result = "bug"
            log.error("event.failed", kind=type(incoming).__name__, trace=error_trace(error))  # noqa: TRY400 - a traceback may tell their words
            if isinstance(incoming, MaskPainted):
                raise UserError("fault-internal") from None
            if waited_for(incoming):
                await self.handlers.replier.notify_direct(incoming.origin, "fault-internal")
        finally:
            EVENTS.labels(type(incoming).__name__, result).inc()
            EVENT_SECONDS.observe(perf_counter() - began)

    async def judge(self, incoming: Incoming) -> str:
        """Give "ok", "replay", or why it cannot be: marked, too, since when it comes again it might be possible.

        Raises UserError as `handle` does.
        """
        origin = incoming.origin
        seen, chat_settings, chosen = await self.seen_events.look_up(incoming.key, origin.place, origin.person.id)
        if seen:
            return "replay"
        event = replace(incoming, origin=localized_origin(origin, chat_settings, chosen))
        if isinstance(event, FormReply):
            try:
                self.intake.check_age(event)
                event = await self.handlers.form_handler.read_reply(event, chat_settings)
            except UserError as error:
                return await self.refuse(event, error)
        try:
            await self.act(event, chat_settings)
        except Forgotten as error:
            return await self.seek(event, error)
        except UserError as error:
            if isinstance(event, MaskPainted):
                raise
            return await self.refuse(event, error)
        except Unreadable as error:  # another version of the program wrote what this is about
            log.warning("event.unreadable", error=str(error))
            return await self.refuse(event, UserError("image-gone"))
        return "ok"

    async def seek(self, event: Incoming, missing: Forgotten) -> str:
        """What our records have lost the service may know; a worker asks."""
        if not isinstance(event, UserEvent) or not is_traceable(event, missing):
            return await self.refuse(event, missing)
        await self.backlog.defer(event)
        await self.seen_events.mark(event.key)
        return "sought"

    async def refuse(self, event: Incoming, error: UserError) -> str:
        if isinstance(event, CommandCall) and await self.intake.is_unheard(event, error):
            await self.seen_events.mark(event.key)
            return error.code
        log_hint(error.code)
        card = error_card(error, event.origin.person.language)
        await self.handlers.replier.reply(event.origin, card, event.key)
        await self.seen_events.mark(event.key)
        return error.code

    async def act(self, event: Happening, chat_settings: ChatSettings) -> None:
        """Opening a job marks the event in the same step; what opens none marks it here."""
        match event:
            case Arrival(_, origin):
                await self.intake.greet_place(origin)
            case Moved(_, origin, to):
                await self.preferences.move(origin.place, to)
            case Search():
                await self.handlers.result_handler.offer_results(
                    event, admitted=await self.intake.admits(event.origin)
                )
                return  # asking again is as good, and happens with every letter that is typed
            case MaskPainted():
                if await self.open_repaint(event, chat_settings):
                    return
            case CommandCall() | ButtonPress():
                if await self.respond(event, chat_settings):
                    return
        await self.seen_events.mark(event.key)

    async def respond(self, event: CommandCall | ButtonPress, chat_settings: ChatSettings) -> bool:
        """Whether the event is marked by now. UserError."""
        if isinstance(event, CommandCall) and await self.is_for_others(event, chat_settings):
            return False
        await self.intake.check_access(event.origin)
        if isinstance(event, ButtonPress):
            self.intake.check_age(event)
            return await self.respond_press(event, chat_settings)
        if self.intake.is_late(event):
            await self.intake.refuse_late(event)
            return False
        call = event if event.album else await self.handlers.talk_handler.take(event, chat_settings)
        if call is None:
            return False
        meaning = None if call.attachments or call.quoted or call.album else await self.meaning.read_named(call)
        # Pictures take a moment to fetch, albums to come, and the service to answer.
        if meaning is None or isinstance(meaning, FindTasks):
            await self.backlog.defer(call)
            return False
        return await self.carry_out(call, meaning, chat_settings)

    async def is_for_others(self, call: CommandCall, chat_settings: ChatSettings) -> bool:
        """Whether it is no command: part of an album, words for a form or, among people, for them. UserError."""
        among_people = call.plain and not call.origin.private
        if (call.guess or is_called(call)) and await self.intake.is_for_nobody(call):
            return True
        if is_called(call):
            raise UserError("words-named")
        if call.album:  # a form that it answers is told of all of it at once
            return (among_people or not call.name) and await self.defer_album_part(call)
        if call.plain and await self.fill_form(call):
            return True
        return among_people and not await self.is_answer(call, chat_settings)

    async def fill_form(self, call: CommandCall) -> bool:
        """Whether a form is what it answers, and has it now. Raises UserError."""
        form = await self.handlers.form_handler.answered_form(call)
        if not form or call.reply_to is None:
            return False
        await self.intake.check_access(call.origin)
        await self.handlers.form_handler.write(form, call, call.reply_to)
        return True

    async def is_answer(self, call: CommandCall, chat_settings: ChatSettings) -> bool:
        """Whether words among people may be for us; where they may not, nobody is told so."""
        heard = self.handlers.talk_handler.hears(call, chat_settings)
        return heard and not self.intake.is_late(call) and await self.intake.admits(call.origin)

    async def respond_press(self, press: ButtonPress, chat_settings: ChatSettings) -> bool:
        """Whether the event is marked by now. UserError."""
        # The service may have to be asked, and a message is taken away by a worker.
        if isinstance(request_of(press.message, press.payload), Deliver | Erase):
            await self.backlog.defer(press)
            return False
        return await self.press(press, chat_settings)

    async def defer_album_part(self, part: CommandCall) -> bool:
        """One of several pictures that were sent as one; nobody knows yet whether they mean us."""
        if await self.intake.admits(part.origin) and not self.intake.is_late(part):
            await self.backlog.defer(part)
        return True

    async def press(
        self, press: ButtonPress, chat_settings: ChatSettings, find: FindAddresses | None = None
    ) -> bool:
        """Whether the event is marked by now. `find` as in `open`. Raises UserError."""
        message, payload = press.message, press.payload
        match decode_payload(payload):
            case Press(Verb.LINE, "all"):
                return await self.order_lines(press, chat_settings)
            case Press(Verb.PAINT | Verb.PART | Verb.GO | Verb.MORE | Verb.TRY) as said:
                return await self.order_kept(said, press, chat_settings, find)
            case Press(task=task_id):
                request = request_of(message, payload)
        if request is not None:
            await self.handlers.handle(request, press, chat_settings)
            return False
        shown = await self.results.job_of(message)
        job = await self.results.named_job(shown, task_id)
        outcome = job.outcome if job else None
        order = with_seen_words(
            order_of(ShownResult(message, job, outcome, self.meaning.commands.rules), payload), press
        )
        await self.handlers.settings_handler.may_press(press.origin, chat_settings, message, task_id)
        key = press_key(job.id if job else message.key, outcome, payload)
        opened = await self.open(order, press, chat_settings, key, find=find)
        # No message is given the buttons of another job than it shows.
        if opened and press.vouched and job is not None and job is shown:
            await self.handlers.confirmations.tick_order(press, job, chat_settings)
        return opened

    async def order_kept(
        self, said: Press, press: ButtonPress, chat_settings: ChatSettings, find: FindAddresses | None
    ) -> bool:
        """What a button orders that is written down elsewhere than with the result of its message. UserError."""
        match said:
            case Press(Verb.PAINT, name):
                return await self.paint_words(name, press, chat_settings)
            case Press(Verb.GO, form):
                return await self.order_form(form, press, chat_settings, find)
            case Press(Verb.TRY, name):
                order = self.meaning.read_example(name, press.origin.person.language)
                return await self.open(order, press, chat_settings, find=find)
            case Press(Verb.MORE, job_id):
                return await self.order_more(JobId(job_id), press, chat_settings, find)
            case _:
                call = await self.handlers.confirmations.find_part(said.argument, said.detail, press)
                await self.carry_out(call, self.meaning.read_call(call), chat_settings)
                return False

    async def paint_words(self, name: str, press: ButtonPress, chat_settings: ChatSettings) -> bool:
        """What somebody wrote is meant as a prompt. UserError."""
        call = await self.handlers.confirmations.find_words(name, press)
        if call.attachments or call.quoted:
            await self.backlog.defer(call)
        else:
            await self.carry_out(call, await self.meaning.read_named(call), chat_settings)
        await self.handlers.confirmations.tick_words(press, call, name)
        return False

    async def order_form(
        self, form: str, press: ButtonPress, chat_settings: ChatSettings, find: FindAddresses | None
    ) -> bool:
        """What a form says by now. UserError."""
        call = await self.handlers.form_handler.read_press(form, press, chat_settings)
        meaning = await self.meaning.read_named(call)
        # It is marked when it is ordered: a picture may turn out to be gone.
        if find is None and not isinstance(meaning, ChatRequest) and is_unfound(meaning):
            await self.backlog.defer(press)
            return False
        marked = await self.carry_out(call, meaning, chat_settings, find)
        await self.handlers.form_handler.tick(form, press)
        return marked

    async def order_lines(self, press: ButtonPress, chat_settings: ChatSettings) -> bool:
        """Every line of a text as an order of its own, as far as there is room for them. Raises UserError."""
        job = await self.results.job_of(press.message)
        shown = ShownResult(press.message, job, job.outcome if job else None, self.meaning.commands.rules)
        await self.handlers.settings_handler.may_press(press.origin, chat_settings, press.message)
        opened, spent, presses = 0, None, line_presses(press, shown)
        for one in presses:
            try:
                order, key = order_of(shown, one.payload), press_key(shown.owner, shown.outcome, one.payload)
                opened += await self.open_job(order, one, chat_settings, key)
            except AlreadyOrdered:  # it hangs below already
                continue
            except QuotaSpent as error:
                spent = error
                break
        if not opened:
            raise spent or UserError("lines-already")
        if job is not None and press.vouched:
            await self.handlers.confirmations.tick_order(press, job, chat_settings)
        card = lines_card(opened, len(presses), spent, press.origin.person.language)
        await self.handlers.replier.reply(press.origin, card, press.key)
        return False

    async def order_more(
        self, job_id: JobId, press: ButtonPress, chat_settings: ChatSettings, find: FindAddresses | None
    ) -> bool:
        """What a button has made before, once more: they were asked. UserError."""
        prior = await self.desk.book.load(job_id)
        if prior is None or not prior.press:
            raise UserError("image-gone")
        await self.handlers.settings_handler.may_press(press.origin, chat_settings, prior.reply_to or press.message)
        return await self.open(prior.order, press, chat_settings, prior.press, prior.id, find=find)

    async def carry_out(
        self,
        call: CommandCall,
        meaning: Order | ChatRequest,
        chat_settings: ChatSettings,
        find: FindAddresses | None = None,
    ) -> bool:
        """Whether the event is marked by now. `find` as in `open`. Raises UserError."""
        if isinstance(meaning, ChatRequest):
            await self.handlers.handle(meaning, call, chat_settings)
            return False
        return await self.open(meaning, call, chat_settings, call.press, find=find)

    async def open(
        self,
        order: Order,
        event: CommandCall | ButtonPress,
        chat_settings: ChatSettings,
        press: str = "",
        prior: JobId | None = None,
        *,
        find: FindAddresses | None = None,
    ) -> bool:
        """False when it is deferred, or was ordered before and they are asked whether another one is wanted.

        Without `find` an order is deferred until the pictures that it begins with have addresses, and a region of
        one its mask: to find those takes a moment. Raises UserError.
        """
        try:
            return await self.open_job(order, event, chat_settings, press, prior, find=find)
        except AlreadyOrdered as error:
            if isinstance(order, AskSeed):  # there is no other answer to that
                await self.handlers.result_handler.show_again(Recall(job=error.job_id), event)
            else:
                await self.handlers.confirmations.ask_for_another(error.job_id, event)
            return False

    async def open_job(
        self,
        order: Order,
        event: UserEvent,
        chat_settings: ChatSettings,
        press: str = "",
        prior: JobId | None = None,
        *,
        find: FindAddresses | None = None,
    ) -> bool:
        """False when it is deferred, as in `open`. Raises AlreadyOrdered, UserError."""
        if is_unfound(order):
            if find is None:
                await self.backlog.defer(event)
                return False
            order = await find(order, event.origin)
        if 0 < pictures_until(order) < self.desk.clock.now():
            raise UserError("picture-lost")
        order = await self.handlers.settings_handler.with_translation(order, event.origin)
        await self.renew_mask(order)
        job = await self.desk.open(
            order,
            event.origin,
            event=event.key,
            press=press,
            reply_to=None if isinstance(event, CommandCall) else event.message,
            chat_settings=chat_settings,
            prior=prior,
        )
        if job is not None:
            self.recents.note(job)
        return True

    async def check_repaint(self, painted: MaskPainted) -> None:
        """Whether `handle` would order it now; changes nothing. Raises StoreError, and UserError with why not."""
        if await self.seen_events.seen(painted.key):  # its order is what may have used up the quota
            return
        origin, chat_settings = await self.handlers.settings_handler.localized(painted.origin)
        order = await self.read_painted(replace(painted, origin=origin), chat_settings)
        await self.desk.check_quota(order, origin)

    async def open_repaint(
        self, painted: MaskPainted, chat_settings: ChatSettings, find: FindAddresses | None = None
    ) -> bool:
        """What was chosen on a page of ours; `find`, and what is returned, as in `open`. Raises UserError."""
        order = await self.read_painted(painted, chat_settings)
        return await self.open_job(order, painted, chat_settings, find=find)

    async def read_painted(self, painted: MaskPainted, chat_settings: ChatSettings) -> Edit:
        """What it orders, for whoever may still do so: since the press a while has passed. Raises UserError."""
        await self.intake.check_access(painted.origin)
        if painted.message is not None:
            await self.handlers.settings_handler.may_press(painted.origin, chat_settings, painted.message)
        return await self.handlers.region_handler.read_painted(painted, self.meaning.commands.rules)

    async def renew_mask(self, order: Order) -> None:
        """It has to last until the order is sent. Raises UserError when it is gone, or there never was one."""
        name = mask_of(order)
        if isinstance(order, Act) and order.action == REPAINT and not name:
            raise UserError("region-how", name="#7K2M9QXD")
        if name and not await self.masks.renew(name):
            raise UserError("mask-gone")
