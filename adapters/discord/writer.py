"""One call that shows a card: within the size limit, in a form that Discord takes, and not while it is strained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from adapters.discord.outbound import MENTION_NOBODY, message_body
from adapters.discord.refusal import SHARED_SCOPE, Malformed, RateLimited
from adapters.discord.routes import Route
from adapters.discord.wire import Upload, Wire
from bot.domain.card import Card
from bot.domain.errors import NotNow, TooLarge, Unreachable

log = structlog.get_logger()

NOT_MORE: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Way:
    """How a message is reached, in which channel it is, and the size of a file that it takes that way, in bytes."""

    route: Route
    channel: str
    size_limit: int


class Writer:
    """Raises DeliveryError, of each call what came of it."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    async def show(
        self, way: Way, card: Card, *, ephemeral: bool = False, more: Mapping[str, Any] = NOT_MORE
    ) -> Any:
        """The message that shows it then. `more`: fields of a new one.

        What is refused for its form goes out once more, in its barest one: no picture is lost to a label.
        """
        try:
            return await self.show_once(way, card, more, ephemeral=ephemeral, barest=False)
        except Malformed as error:
            log.warning("discord.malformed", route=way.route.name, path=error.path)
        return await self.show_once(way, card, more, ephemeral=ephemeral, barest=True)

    async def show_once(
        self, way: Way, card: Card, more: Mapping[str, Any], *, ephemeral: bool, barest: bool
    ) -> Any:
        body, files = message_body(card, ephemeral=ephemeral, barest=barest)
        largest = max((len(file.data) for file in files), default=0)
        if largest > way.size_limit:
            raise TooLarge(f"{largest} bytes")
        return await self.send(way, {**body, **more}, files)

    async def send(self, way: Way, body: Mapping[str, Any], files: Sequence[Upload] = ()) -> Any:
        """A message as it is; nobody is called by anything that is in it."""
        return await self.call(way, {**body, "allowed_mentions": MENTION_NOBODY}, files)

    async def call(self, way: Way, body: Mapping[str, Any] | None = None, files: Sequence[Upload] = ()) -> Any:
        """The JSON of the answer. When all bots together are too fast there, previews wait for as long."""
        try:
            return await self.wire.call(way.route, body=body, files=files)
        except RateLimited as error:
            if error.scope == SHARED_SCOPE:
                self.wire.hold_previews(way.channel, error.retry_after)
            raise

    def check_strain(self, channel: str) -> None:
        """Whether a preview may go there. Raises NotNow or Unreachable, without a call."""
        now = self.wire.clock.now()
        if self.wire.standing.is_strained(now):
            raise NotNow("Discord has refused too much of late")
        if self.wire.standing.holds(channel, now):
            raise Unreachable("previews wait in this channel")
