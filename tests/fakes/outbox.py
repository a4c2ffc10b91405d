"""An outbox in memory: what was sent lies there."""

from dataclasses import dataclass, field

from typing_extensions import override

from bot.domain.parcel import Parcel
from bot.ports import Outbox


@dataclass
class FakeOutbox(Outbox):
    sent: list[Parcel] = field(default_factory=list)

    @override
    async def send(self, parcel: Parcel) -> bool:
        self.sent.append(parcel)
        return True
