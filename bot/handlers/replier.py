"""Says something to somebody: in a word where a platform has that, otherwise in a message, through the lane."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import structlog

from bot.cards import error_card, notice_card
from bot.commands import setting_usage
from bot.domain.card import Card
from bot.domain.errors import DeliveryError, StoreError, Unreachable, UserError
from bot.domain.incoming import ButtonPress, Origin
from bot.domain.parcel import Parcel, answer_slot, parcel_origin
from bot.jobs.sender import withdraw_answer
from bot.ports import Clock, Outbox, Platform

log = structlog.get_logger()

DIRECT_PAUSE_S = 10.0  # in which nobody is told twice
DIRECT_REMEMBERED = 10_000  # people who are remembered for that
TOAST_TRIES = 3  # 0 and 1 s apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Replier:
    """`key` names what is said, so that it is said once."""

    platforms: Mapping[str, Platform]
    outbox: Outbox
    clock: Clock
    notified: dict[str, float] = field(default_factory=dict)

    async def notify(self, origin: Origin, text: str, key: str) -> None:
        """How things are, by the key of a text."""
        await self.reply(origin, notice_card(text, origin.person.language), key)

    async def reply(self, origin: Origin, card: Card, key: str, panel: str = "") -> None:
        """Raises StoreError when it could neither be said nor written down. `panel`: as in Parcel.

        A panel takes a message that is known, since its buttons are about that, where others do not see it. A word
        that could not be said there is said later, and by no message that others would see. When too much is on its
        way to them a word is dropped, since nobody else is to wait for it, and for a panel it raises UserError.
        """
        discreet = self.platforms[origin.place.platform].capabilities_at(origin).answers_privately
        if not (panel and discreet) and await self.toast(origin, card):
            return
        shown = replace(card, personal=bool(panel))
        parcel = Parcel(f"{key}-said", origin, shown, panel=panel, aside=discreet and not panel)
        if panel:
            await self.send(origin, parcel)
        elif not await self.outbox.send(replace(parcel, slot=self.slot_of(origin, parcel))):
            await withdraw_answer(self.platforms[origin.place.platform], origin, self.clock)

    async def send(self, origin: Origin, parcel: Parcel) -> None:
        """Have brought what answers this. Raises UserError when too much is on its way to them."""
        if not await self.outbox.send(replace(parcel, slot=self.slot_of(origin, parcel))):
            raise UserError("answers-waiting")

    def slot_of(self, origin: Origin, parcel: Parcel) -> str:
        """What goes where nobody else is, or where nothing is counted, holds up nobody else."""
        lane = self.platforms[origin.place.platform].lane(parcel_origin(parcel.to), 0.0)
        return answer_slot(origin, shared=not origin.private and lane.limits is not None)

    def setting_usage(self, origin: Origin, name: str, value: str) -> str:
        """How this person says there what a setting is to be."""
        by_option = self.platforms[origin.place.platform].capabilities_at(origin).by_option
        return setting_usage(name, value, origin.person.language, by_option=by_option)

    def audience(self, origin: Origin) -> str:
        """Who sees what answers this: a key of that person, or of the place."""
        alone = self.platforms[origin.place.platform].capabilities_at(origin).confidential
        return origin.person.id if alone else origin.place.key

    async def replace_panel(self, press: ButtonPress, card: Card, panel: str) -> None:
        """Show it on the panel whose button was pressed. Raises UserError when too much is on its way to them."""
        shown = replace(card, personal=True)
        await self.send(press.origin, Parcel(f"{press.key}-shown", press.message, shown, panel=panel))

    async def toast(self, origin: Origin, card: Card) -> bool:
        """False: it takes a message, or the platform does not answer."""
        messenger = self.platforms[origin.place.platform].messenger
        for tries in range(TOAST_TRIES):
            try:
                return await messenger.answer(origin, card)
            except Unreachable as error:
                log.info("answer.delayed", platform=origin.place.platform, error=str(error))
                await self.clock.sleep(tries)
            except DeliveryError as error:
                log.info("answer.refused", platform=origin.place.platform, error=str(error))
                return False
        return False

    async def notify_outage(self, origin: Origin) -> bool:
        """Whether they could be told that the store is down.

        Not where we keep the messages ourselves: what should say so is what is down, and would wait for it in vain.
        """
        if self.platforms[origin.place.platform].capabilities_at(origin).own_server:
            return False
        return await self.notify_direct(origin, "store-down")

    async def notify_direct(self, origin: Origin, code: str) -> bool:
        """Whether they could be told, without our records: they may be what is wrong.

        It goes past the lane, so it is not said again in the next seconds.
        """
        who, now = f"{origin.place.key}|{origin.person.id}", self.clock.now()
        if now - self.notified.get(who, float("-inf")) < DIRECT_PAUSE_S:
            return False
        if len(self.notified) >= DIRECT_REMEMBERED:
            self.notified.clear()
        self.notified[who] = now
        card = error_card(UserError(code), origin.person.language)
        if await self.toast(origin, card):
            return True
        platform = self.platforms[origin.place.platform]
        here = platform.capabilities_at(origin)
        if here.answers_privately or here.own_server:  # a message might be seen by others
            return False
        try:
            await platform.messenger.post(origin, card, nonce="")
        except (DeliveryError, StoreError) as error:
            log.warning("answer.lost", platform=origin.place.platform, error=str(error))
            return False
        return True
