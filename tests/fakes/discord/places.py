"""People, servers and channels."""

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.message import Message
from tests.fakes.discord.permissions import MEMBER, PRIVATE, WRITING, Permission
from tests.fakes.discord.rules import MIB

TEXT, DM, VOICE, GROUP, ANNOUNCEMENT, THREAD, FORUM = 0, 1, 2, 3, 5, 11, 15


@dataclass(frozen=True, slots=True)
class Person:
    """`language` is one of Discord's locales; `file_limit`: bytes, more with Nitro."""

    id: str
    name: str
    language: str = "en-US"
    bot: bool = False
    file_limit: int = 10 * MIB

    def show(self) -> dict[str, Any]:
        username = self.name.lower().replace(" ", "_")
        shown: dict[str, Any] = {
            "id": self.id,
            "username": username,
            "discriminator": "0",
            "global_name": None if self.bot else self.name,
            "avatar": None,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
        }
        return shown | ({"bot": True} if self.bot else {})


@dataclass(slots=True)
class Member:
    person: Person
    nick: str = ""
    permissions: Permission = MEMBER
    roles: list[str] = field(default_factory=list)

    def show(self) -> dict[str, Any]:
        return {
            "user": self.person.show(),
            "nick": self.nick or None,
            "avatar": None,
            "banner": None,
            "roles": self.roles,
            "joined_at": "2026-01-01T00:00:00+00:00",
            "premium_since": None,
            "communication_disabled_until": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }


# Fields of a guild that mean nothing here.
_UNSET = (
    *("icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id"),
    *("afk_channel_id", "system_channel_id", "widget_channel_id", "vanity_url_code", "rules_channel_id"),
    *("safety_alerts_channel_id", "public_updates_channel_id", "incidents_data"),
)
_OFF = ("widget_enabled", "premium_progress_bar_enabled", "nsfw")
_NONE = (
    *("system_channel_flags", "verification_level", "default_message_notifications", "mfa_level"),
    *("explicit_content_filter", "premium_tier", "premium_subscription_count", "nsfw_level"),
)
_MOST = {
    "afk_timeout": 300,
    "max_presences": 25_000,
    "max_members": 500_000,
    "max_stage_video_channel_users": 50,
    "max_video_channel_users": 25,
}


@dataclass(slots=True)
class Server:
    """A guild. `installed`: the app is there; `bot`: its user is a member, too, with `granted`."""

    id: str
    name: str
    owner: Person
    members: dict[str, Member] = field(default_factory=dict)
    installed: bool = True
    bot: bool = True
    granted: Permission = WRITING | Permission.CONNECT
    file_limit: int = 10 * MIB
    external_apps: bool = True  # whether answers of apps that only their users installed are seen by all
    language: str = "en-US"
    channels: dict[str, "Channel"] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)  # id -> name

    def rights(self, person: Person) -> Permission:
        """What this member may do: the owner everything, as on Discord."""
        return ~Permission(0) if person is self.owner else self.members[person.id].permissions

    def show(self) -> dict[str, Any]:
        """As requests are answered."""
        shown: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "owner_id": self.owner.id,
            "region": "us-east",
            "features": [],
            "roles": self.show_roles(),
            "emojis": [],
            "stickers": [],
            "preferred_locale": self.language,
        }
        return shown | dict.fromkeys(_UNSET) | dict.fromkeys(_OFF, False) | dict.fromkeys(_NONE, 0) | _MOST

    def announce(self) -> dict[str, Any]:
        """As the gateway tells of it."""
        return self.show() | {
            "joined_at": "2026-01-01T00:00:00+00:00",
            "unavailable": False,
            "member_count": len(self.members) + int(self.bot),
            "channels": [one.show() for one in self.channels.values() if one.kind != THREAD],
            "threads": [one.show() for one in self.channels.values() if one.kind == THREAD],
            "members": [],
        }

    def show_roles(self) -> list[dict[str, Any]]:
        """`@everyone`, the bot's own, and those that were made."""
        made = [(number, name, 0) for number, name in self.roles.items()]
        everyone = (self.id, "@everyone", 0)
        own = (str(int(self.id) + 1), "bot", int(self.granted))
        return [_role(*one, position=place) for place, one in enumerate([everyone, own, *made])]


def _role(number: str, name: str, permissions: int, *, position: int) -> dict[str, Any]:
    return {
        "id": number,
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": position,
        "permissions": str(permissions),
        "managed": name == "bot",
        "mentionable": True,
        "flags": 0,
    }


@dataclass(slots=True)
class Channel:
    """A channel, a thread, or a conversation (`people`, no server). `denied` is what the bot may not do here."""

    id: str
    kind: int
    name: str
    server: Server | None = None
    parent: "Channel | None" = None
    people: list[Person] = field(default_factory=list)
    denied: Permission = Permission(0)  # noqa: RUF009 - a number
    nsfw: bool = False
    archived: bool = False
    locked: bool = False
    deleted: bool = False
    closed: bool = False  # a person takes no direct messages
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        return self.server is None

    def allowed(self) -> Permission:
        """What the bot may do here."""
        if self.server is None:
            return PRIVATE
        return Permission(self.server.granted & ~self.denied)

    def holds(self, person: Person) -> bool:
        return person.id in self.server.members if self.server else person in self.people

    def show(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "type": self.kind, "flags": 0}
        if self.server is None:
            recipients = [person.show() for person in self.people]
            return shown | {"recipients": recipients, "last_message_id": None}
        shown |= {
            "guild_id": self.server.id,
            "name": self.name,
            "parent_id": self.parent.id if self.parent else None,
            "last_message_id": None,
            "rate_limit_per_user": 0,
        }
        return shown | (self._thread() if self.kind == THREAD else self._text())

    def _text(self) -> dict[str, Any]:
        return {"position": 0, "topic": None, "nsfw": self.nsfw, "permission_overwrites": self._overwrites()}

    def _overwrites(self) -> list[dict[str, Any]]:
        """What is denied here is denied to the bot's own role: see `Server.show_roles`."""
        if not self.denied or self.server is None:
            return []
        return [{"id": str(int(self.server.id) + 1), "type": 0, "allow": "0", "deny": str(int(self.denied))}]

    def _thread(self) -> dict[str, Any]:
        meta = {
            "archived": self.archived,
            "locked": self.locked,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
        }
        return {
            "owner_id": self.server.owner.id if self.server else "0",
            "thread_metadata": meta,
            "message_count": len(self.messages),
            "member_count": 1,
            "total_message_sent": len(self.messages),
        }
