"""A chat platform in memory: it keeps what each message showed, and fails when told to."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import replace

from typing_extensions import override

from bot.domain.card import Card
from bot.domain.errors import DeliveryError, NotAllowed
from bot.domain.hosted import InputPicture
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import Origin, Person
from bot.domain.turn import Limits
from bot.ports import Capabilities, EventHandler, LaneRef, Messenger, Platform, Role

NAME = "fake"
ANN = Person("fake:ann", "Ann")
BOB = Person("fake:bob", "Bob")
PLACE = Place(NAME, "room")


def origin(person: Person = ANN) -> Origin:
    return Origin(PLACE, person)


class FakeMessenger(Messenger):
    def __init__(self) -> None:
        self.shown: defaultdict[str, list[Card]] = defaultdict(list)
        self.answers: list[Card] = []
        self.answer_troubles: list[DeliveryError] = []
        self.in_time = True  # whether an answer is
        self.carries_buttons = True  # whether an answer does
        self.erased: list[MessageRef] = []
        self.troubles: list[DeliveryError | None] = []  # one for each edit to come; None: fine
        self.post_troubles: list[DeliveryError] = []
        self.tried: list[Origin | Place] = []  # where something was to be posted
        self.flying = 0
        self.most_flying = 0
        self.hold: asyncio.Event | None = None  # edits wait for it
        self.files: dict[str, bytes] = {}  # what people sent
        self.addresses: dict[str, InputPicture] = {}  # where anybody can fetch what people sent

    @override
    async def post(self, to: Origin | Place, card: Card, *, nonce: str) -> MessageRef:
        self.tried.append(to)
        if self.post_troubles:
            raise self.post_troubles.pop(0)
        self.shown[nonce].append(card)
        return MessageRef(NAME, PLACE.chat, nonce)

    @override
    async def edit(self, message: MessageRef, card: Card) -> MessageRef:
        self.flying += 1
        self.most_flying = max(self.most_flying, self.flying)
        try:
            if self.hold is not None:
                await self.hold.wait()
            if self.troubles and (trouble := self.troubles.pop(0)):
                raise trouble
            self.shown[message.message].append(card)
            return message
        finally:
            self.flying -= 1

    @override
    async def relabel(self, message: MessageRef, card: Card) -> None:
        self.shown[message.message].append(replace(self.shown[message.message][-1], buttons=card.buttons))

    @override
    async def erase(self, message: MessageRef) -> None:
        self.erased.append(message)

    @override
    async def answer(self, origin: Origin, card: Card) -> bool:
        if self.answer_troubles:
            raise self.answer_troubles.pop(0)
        said = self.in_time and (self.carries_buttons or not card.buttons)
        if said:
            self.answers.append(card)
        return said

    @override
    async def fetch(self, attachment: str) -> AsyncIterator[bytes]:
        if attachment not in self.files:
            raise NotAllowed(attachment)
        yield self.files[attachment]

    @override
    def public_address(self, attachment: str) -> InputPicture | None:
        return self.addresses.get(attachment)


class FakePlatform(Platform):
    def __init__(self, gap: float = 0.0) -> None:
        self.name = NAME
        self.runs_in = Role.GATEWAY
        self.limits: Limits | None = None
        self.capabilities = Capabilities(
            gap=gap, file_limit=10_000_000, picture_limit=10_000_000, hears_words=True, swaps_files=True
        )
        self.special: dict[Place, Capabilities] = {}  # places with limits of their own
        self.messenger: FakeMessenger = FakeMessenger()

    @override
    def capabilities_at(self, origin: Origin) -> Capabilities:
        return self.special.get(origin.place, self.capabilities)

    @override
    def lane(self, origin: Origin, age: float) -> LaneRef:
        return LaneRef(f"{NAME}:{origin.place.chat}", self.limits)

    @override
    async def serve(self, handle: EventHandler) -> None:
        await asyncio.Event().wait()
