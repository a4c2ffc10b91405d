"""Our messenger on the Discord on loopback: what people do is acknowledged, and the messenger answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from adapters.discord import routes
from adapters.discord.attachments import Attachments
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.places import DISCORD
from adapters.discord.reply import Kind, Reply
from adapters.discord.wire import Wire
from bot.domain.card import Button, Card, Media, MediaKind, Progress, Span, Stage
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import Origin, Person
from tests.fakes.clock import FakeClock
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Message
from tests.fakes.discord.play import playing
from tests.fakes.discord.room import Room
from tests.fakes.discord.rules import ROOMY, Rules
from tests.fakes.telegram.client import picture

COMMAND = {"id": "1", "name": "imagine", "description": "x", "type": 1, "options": []}
BUTTONS = ((Button("U1", "up:1"), Button("U2", "up:2")),)
ACKNOWLEDGE = {Kind.PUBLIC: (5, 0), Kind.PRIVATE: (5, 64), Kind.UPDATE: (6, 0)}
LATE = 14 * 60 + 1  # seconds after which a token is not used any more


def progress_card(percent: int = 40, data: bytes = b"") -> Card:
    media = (Media(MediaKind.IMAGE, "", "a fox", data=data, mime="image/png"),) if data else ()
    return Card((Span("a fox"),), media, progress=Progress(percent, "painting"), stage=Stage.WORKING)


def final_card(text: str = "a fox", data: bytes = b"") -> Card:
    item = Media(MediaKind.IMAGE, "https://a.example/a.png", "a fox", data=data or picture(), mime="image/png")
    return Card((Span(text),), (item,), BUTTONS, stage=Stage.DONE)


@dataclass(slots=True)
class Scene:
    """Ann in a room of a server with the bot, and its messenger."""

    discord: Discord
    clock: FakeClock
    wire: Wire
    messenger: DiscordMessenger
    ann: Any
    room: Room

    async def typed(self, kind: Kind = Kind.PUBLIC, room: Room | None = None) -> tuple[Interaction, Origin]:
        """A command, acknowledged so."""
        room = room or self.room
        one = room.types(self.ann, "imagine")
        return one, await self.acknowledged(one, kind)

    async def pressed(
        self, message: Message, kind: Kind = Kind.UPDATE, room: Room | None = None
    ) -> tuple[Interaction, Origin]:
        """The first button of a message, acknowledged so."""
        one = (room or self.room).presses(self.ann, message, "U1")
        return one, await self.acknowledged(one, kind)

    async def acknowledged(self, one: Interaction, kind: Kind) -> Origin:
        answer, flags = ACKNOWLEDGE[kind]
        data = {"flags": flags} if flags else {}
        await self.wire.acknowledge(routes.callback(one.id, one.token), body={"type": answer, "data": data})
        reply = Reply(
            *(self.discord.world.app.id, one.id, one.token, one.channel.id, kind, one.size_limit),
            present="0" in one.owners,
            ephemeral=one.private,
        )
        place = Place(DISCORD, one.channel.server.id if one.channel.server else f"@{self.ann.id}", one.channel.id)
        return Origin(place, Person(f"discord:{self.ann.id}", "Ann"), reply.pack())

    def find(self, message: MessageRef) -> Message:
        """What stands there, also when it was deleted."""
        return self.discord.world.channels[message.chat].messages[message.message]

    def routes(self) -> list[str]:
        """The calls since the acknowledgement, in their order."""
        return [record.route for record in self.discord.calls() if record.route != "callback"]


@asynccontextmanager
async def acting(**rules: Any) -> AsyncIterator[Scene]:
    """Without limits of how much may be called, but for those in `rules`."""
    clock = FakeClock()
    rules = {"buckets": ROOMY, "overall": 10_000, **rules}
    async with playing(Rules(**rules), clock=clock.now) as discord:
        discord.world.app.commands.append(dict(COMMAND))
        wire = Wire(discord.api_url, discord.token, clock=clock)
        attachments = Attachments(discord.api_url)
        ann = discord.person("Ann")
        messenger = DiscordMessenger(wire, attachments)
        try:
            yield Scene(discord, clock, wire, messenger, ann, discord.room(ann))
        finally:
            await wire.close()
            await attachments.close()
