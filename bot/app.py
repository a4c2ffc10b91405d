"""The one door: whatever a person did comes in here, and errors leave as cards."""

from collections.abc import Mapping
from time import perf_counter

import structlog

from bot import presses
from bot.cards import error_card
from bot.commands import Commands, help_card
from bot.domain.card import Card
from bot.domain.errors import DeliveryError, StoreError, Unreachable, UserError
from bot.domain.ids import MessageRef
from bot.domain.incoming import ButtonPress, CommandCall, FormReply, Incoming, MaskPainted, Origin
from bot.domain.job import Job, State
from bot.domain.order import Act
from bot.domain.press import SHOW
from bot.jobs.desk import JobDesk
from bot.metrics import HANDLED, HANDLING
from bot.ports import Gallery, Inbox, Lending, Platform

log = structlog.get_logger()

LOOKS, PAUSE = 3, 0.3  # for a message that may have been posted just now; seconds
# Who ordered something that long ago, while the bot was away, may not want it any more; and it costs.
OLD = 1800.0  # seconds
ANSWERS = 3  # tries to tell a person something, 0 and 1 s apart


class App:
    """Decides what an incoming event means and opens the job for it."""

    def __init__(
        self,
        desk: JobDesk,
        gallery: Gallery,
        inbox: Inbox,
        commands: Commands,
        platforms: Mapping[str, Platform],
        lending: Lending | None = None,
    ) -> None:
        self.desk = desk
        self.gallery = gallery
        self.inbox = inbox
        self.commands = commands
        self.platforms = platforms
        self.lending = lending

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
            if not await self.tell(incoming.origin, "store-down"):
                raise
        except Exception:
            result = "bug"
            log.exception("event.failed", kind=type(incoming).__name__)
            await self.tell(incoming.origin, "fault-internal")
        finally:
            HANDLED.labels(type(incoming).__name__, result).inc()
            HANDLING.observe(perf_counter() - began)

    async def judge(self, incoming: Incoming) -> str:
        """Give "ok", or why it cannot be; a refusal is marked, too: when it comes again it might be possible."""
        try:
            await self.act(incoming)
        except UserError as error:
            await self.inbox.mark(incoming.key)
            await self.answer(incoming.origin, error_card(error, incoming.origin.person.language))
            return error.code
        return "ok"

    async def act(self, incoming: Incoming) -> None:
        """Opening a job marks the event in the same step; what opens none marks it here."""
        match incoming:
            case CommandCall():
                await self.command(incoming)
            case ButtonPress(_, _, _, payload) if verb := presses.changes(payload):
                code = await self.change(incoming, verb)
                await self.inbox.mark(incoming.key)
                await self.tell(incoming.origin, code)
            case ButtonPress(_, origin, message, payload):
                order = await presses.order_of(message, payload, self.gallery)
                # An action has more than one payload.
                button = order.action if isinstance(order, Act) else payload
                await self.desk.open(
                    order, origin, event=incoming.key, press=f"{message.key}|{button}", reply_to=message
                )
            case FormReply() | MaskPainted():
                raise UserError("button-unknown")

    async def lent(self, call: CommandCall) -> list[str]:
        """Addresses of the pictures that came with a command. UserError."""
        if call.attachments and self.lending is None:
            raise UserError("need-public-url")
        messenger = self.platforms[call.origin.place.platform].messenger
        try:
            return [await self.lending.lend(messenger.fetch(one)) for one in call.attachments if self.lending]
        except (DeliveryError, OSError) as error:
            log.warning("picture.not_lent", error=str(error))
            raise UserError("picture-lost") from None

    async def change(self, press: ButtonPress, verb: str) -> str:
        """Cancel the job of a message, or show what was cancelled; returns what to tell. UserError."""
        job = await self.shown_by(press.message)
        if job.origin.person.id != press.origin.person.id:
            raise UserError("not-yours", name=job.origin.person.name)
        if verb == SHOW:
            return "show-soon" if await self.desk.want(job) else "show-none"
        if not await self.desk.cancel(job):
            return "cancel-late"
        return "cancelled-waiting" if job.state is State.WAITING else "cancelled-running"

    async def shown_by(self, message: MessageRef) -> Job:
        """The job of a message; one that was posted just now may not be written down yet. UserError."""
        for tries in range(LOOKS):
            await self.desk.clock.sleep(tries * PAUSE)
            job = await self.gallery.job_of(message)
            if job is not None:
                return job
        raise UserError("image-gone")

    async def command(self, call: CommandCall) -> None:
        if call.at and self.desk.clock.now() - call.at > OLD:
            raise UserError("command-late")
        text = " ".join([*await self.lent(call), call.text]).strip()
        order = self.commands.order(call.name, text)
        if order is None:
            await self.answer(call.origin, help_card(call.origin.person.language))
            await self.inbox.mark(call.key)
        else:
            await self.desk.open(order, call.origin, event=call.key)

    async def tell(self, origin: Origin, code: str) -> bool:
        return await self.answer(origin, error_card(UserError(code), origin.person.language))

    async def answer(self, origin: Origin, card: Card) -> bool:
        """Whether they could be told."""
        messenger = self.platforms[origin.place.platform].messenger
        for tries in range(ANSWERS):
            try:
                await messenger.answer(origin, card)
            except Unreachable as error:
                log.info("answer.delayed", platform=origin.place.platform, error=str(error))
                await self.desk.clock.sleep(tries)
            except DeliveryError as error:
                log.warning("answer.lost", platform=origin.place.platform, error=str(error))
                return False
            else:
                return True
        log.warning("answer.lost", platform=origin.place.platform, error="unreachable")
        return False
