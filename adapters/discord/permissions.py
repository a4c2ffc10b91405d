"""What Discord's permission bits allow in a channel, and which of them this bot needs, with the reason. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntFlag
from typing import Any

Payload = Mapping[str, Any]
THREADS, VOICE = frozenset({10, 11, 12}), frozenset({2, 13})  # kinds of channels ("Channel Types")
SENDABLE = frozenset({0, 5}) | VOICE | THREADS  # text, announcements, beside voice and stage; messages go there


class Permission(IntFlag):
    """Those that matter here ("Permissions", bitwise flags)."""

    ADMINISTRATOR = 1 << 3
    MANAGE_SERVER = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_HISTORY = 1 << 16
    CONNECT = 1 << 20
    SEND_IN_THREADS = 1 << 38
    USE_EXTERNAL_APPS = 1 << 50


EVERYTHING = (1 << 64) - 1
# Each by the name that Discord's English settings give it.
REASONS: Mapping[Permission, tuple[str, str]] = {
    Permission.VIEW_CHANNEL: ("View Channels", "to be where pictures are ordered"),
    Permission.SEND_MESSAGES: ("Send Messages", "to answer"),
    Permission.SEND_IN_THREADS: ("Send Messages in Threads", "to answer in threads"),
    Permission.EMBED_LINKS: ("Embed Links", "to show pictures by their addresses"),
    Permission.ATTACH_FILES: ("Attach Files", "to show pictures"),
    Permission.READ_HISTORY: ("Read Message History", "to change a message after a quarter of an hour"),
    Permission.CONNECT: ("Connect", "to be in the chat of a voice channel"),
}
# Connect is not asked for: everybody has it, and who takes it away in a channel means that.
NEEDED = Permission(sum(REASONS)) & ~Permission.CONNECT
DECIDING = Permission.ADMINISTRATOR | Permission.MANAGE_SERVER


def missing_permissions(granted: int, kind: int) -> Sequence[Permission]:
    """What is needed in a channel of this kind and not among these bits."""
    elsewhere = {Permission.SEND_MESSAGES if kind in THREADS else Permission.SEND_IN_THREADS}
    elsewhere |= set() if kind in VOICE else {Permission.CONNECT}
    return [one for one in REASONS if one not in elsewhere and not granted & one]


def decides(granted: int) -> bool:
    """Whether who has these bits runs the server."""
    return bool(granted & DECIDING)


def granted_bits(guild: str, member: Payload, roles: Iterable[Payload], channel: Payload) -> int:
    """What a member may do in a channel ("Permissions", permission hierarchy); of a thread the one above counts."""
    worn = {guild, *map(str, member.get("roles", []))}
    base = 0
    for role in roles:
        if str(role.get("id")) in worn:
            base |= int(role.get("permissions", 0))
    if base & Permission.ADMINISTRATOR:
        return EVERYTHING
    user = str(member.get("user", {}).get("id", ""))
    written = {str(one.get("id")): one for one in channel.get("permission_overwrites", [])}
    for group in ({guild}, worn - {guild}, {user}):
        found = [written[one] for one in group if one in written]
        for one in found:
            base &= ~int(one.get("deny", 0))
        for one in found:
            base |= int(one.get("allow", 0))
    return base if base & Permission.VIEW_CHANNEL else 0
