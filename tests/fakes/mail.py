"""Mail in memory: what was sent lies there."""

from dataclasses import dataclass, field

from typing_extensions import override

from bot.domain.incoming import CommandCall
from bot.domain.parcel import Parcel
from bot.ports import Mail


@dataclass
class FakeMail(Mail):
    sent: list[Parcel] = field(default_factory=list)
    deferred: list[CommandCall] = field(default_factory=list)

    @override
    async def send(self, parcel: Parcel) -> bool:
        self.sent.append(parcel)
        return True

    @override
    async def defer(self, call: CommandCall) -> None:
        self.deferred.append(call)
