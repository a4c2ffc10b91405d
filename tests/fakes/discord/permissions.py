"""The permissions that matter here, as bits."""

from enum import IntFlag


class Permission(IntFlag):
    ADMINISTRATOR = 1 << 3
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    CONNECT = 1 << 20
    USE_APPLICATION_COMMANDS = 1 << 31
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EXTERNAL_APPS = 1 << 50


P = Permission
WRITING = (
    P.VIEW_CHANNEL
    | P.SEND_MESSAGES
    | P.SEND_MESSAGES_IN_THREADS
    | P.ATTACH_FILES
    | P.EMBED_LINKS
    | P.READ_MESSAGE_HISTORY
)
"""What a bot of this kind asks for."""
MEMBER = WRITING | P.CONNECT | P.USE_APPLICATION_COMMANDS | P.USE_EXTERNAL_APPS | P.CREATE_PUBLIC_THREADS
"""What everybody has in a server."""
PRIVATE = P.ATTACH_FILES | P.EMBED_LINKS | P.MENTION_EVERYONE | P.SEND_MESSAGES | P.VIEW_CHANNEL
"""What an app has in a direct message."""
