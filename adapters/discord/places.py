"""Servers and channels by the names that people know, and what we may do there."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.discord import routes
from adapters.discord.payload import objects_at, text_at
from adapters.discord.permissions import SENDABLE, THREADS, Permission, decides, granted_bits, missing_permissions
from adapters.discord.wire import Wire
from bot.domain.errors import DeliveryError, MessageGone, NotAllowed, Refused, UserError
from bot.domain.ids import Place
from bot.domain.incoming import Person

DISCORD = "discord"
OWN_PLACE = "@"  # before a person's id: where nobody else decides
# As people type a channel, as Discord writes it when they choose one, and as a link to it.
CHANNEL_FORM = re.compile(
    r"(?:<#|(?:https://)?(?:ptb\.|canary\.)?discord\.com/channels/\d+/)?(?P<id>\d{15,20})>?/?"
)
SHOWN_NAME = 40  # characters of what people typed


@dataclass(frozen=True, slots=True)
class Found:
    """A channel of a server: `title` with the sign before it, `missing` what we need there and may not do."""

    guild: str
    channel: str
    title: str
    kind: int
    missing: Sequence[Permission]

    @property
    def place(self) -> Place:
        return Place(DISCORD, self.guild, self.channel)


@dataclass(slots=True)
class Places:
    """Asks Discord, each time anew: whoever mended something wants to see that."""

    wire: Wire
    own_id: str = ""

    async def find_chat(self, name: str, guild: str = "") -> Place:
        """A channel where we may post, also by its name in a server. UserError."""
        shown = name[:SHOWN_NAME]
        written = CHANNEL_FORM.fullmatch(name.strip())
        try:
            found = await self.look_at(written["id"] if written else await self.channel_named(name, guild))
        except (NotAllowed, MessageGone, Refused):
            raise UserError("gallery-not-found", name=shown) from None
        except DeliveryError:
            raise UserError("rights-unknown") from None
        if found.kind not in SENDABLE or found.missing:
            raise UserError("gallery-no-rights", name=shown)
        return found.place

    async def channel_named(self, name: str, guild: str) -> str:
        """The id of the only channel that is called so and takes messages. Raises UserError and DeliveryError."""
        called = "-".join(name.strip().removeprefix("#").casefold().split())
        listed = await self.wire.call(routes.guild_channels(guild)) if called and guild.isdecimal() else []
        sendable = [one for one in objects_at({"channels": listed}, "channels") if one.get("type") in SENDABLE]
        found = [text_at(one, "id") for one in sendable if text_at(one, "name").casefold() == called]
        if len(found) != 1:
            raise UserError("gallery-many" if found else "gallery-not-found", name=name[:SHOWN_NAME])
        return found[0]

    async def title_of(self, place: Place) -> str:
        """As people see it: `#channel`, or a server's name. Raises DeliveryError."""
        if place.thread:
            return channel_title(await self.wire.call_object(routes.channel(place.thread)))
        return text_at(await self.wire.call_object(routes.guild(place.chat)), "name")

    async def look_at(self, channel: str) -> Found:
        """Raises DeliveryError: NotAllowed also for what is no channel of a server."""
        about = await self.wire.call_object(routes.channel(channel), "type")
        guild, kind = text_at(about, "guild_id"), int(about["type"])
        if not guild:
            raise NotAllowed("no channel of a server")
        above, roles, member = await asyncio.gather(
            self.overwrites_of(about), self.wire.call_list(routes.guild_roles(guild)), self.member_of(guild)
        )
        granted = granted_bits(guild, member, roles, above)
        return Found(guild, channel, channel_title(about), kind, missing_permissions(granted, kind))

    async def overwrites_of(self, about: Mapping[str, Any]) -> Mapping[str, Any]:
        """A thread has those of the channel that it is in."""
        if about.get("type") not in THREADS:
            return about
        return await self.wire.call_object(routes.channel(text_at(about, "parent_id")))

    async def member_of(self, guild: str) -> Mapping[str, Any]:
        if not self.own_id:
            self.own_id = str((await self.wire.call_object(routes.own_user(), "id"))["id"])
        return await self.wire.call_object(routes.guild_member(guild, self.own_id))

    async def is_admin(self, guild: str, user: str) -> bool:
        """Whether somebody decides for a server. Raises DeliveryError when Discord cannot be asked."""
        try:
            about, member = await asyncio.gather(
                self.wire.call_object(routes.guild(guild)), self.wire.call_object(routes.guild_member(guild, user))
            )
        except (NotAllowed, MessageGone, Refused):  # one of us is not there
            return False
        granted = granted_bits(guild, member, about.get("roles", []), {})
        return str(about.get("owner_id")) == user or decides(granted)

    async def leave(self, guild: str) -> None:
        """Raises DeliveryError."""
        await self.wire.call(routes.own_membership(guild))


def own_place(person: Person, channel: str = "") -> Place:
    """A conversation that is theirs; without a channel the one with the bot."""
    return Place(DISCORD, f"{OWN_PLACE}{person.id.removeprefix(f'{DISCORD}:')}", channel)


def channel_title(about: Mapping[str, Any]) -> str:
    name = str(about.get("name") or "")
    return f"#{name}" if name else ""
