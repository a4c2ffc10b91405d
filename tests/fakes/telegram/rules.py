"""What this Telegram allows: every limit as a number that a test may change."""

from dataclasses import dataclass

Json = dict[str, object]

SENDS = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendVideo", "sendAnimation", "sendMediaGroup"})
EDITS = frozenset({"editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup"})
SILENCED = SENDS | EDITS | {"deleteMessage", "deleteMessages", "sendChatAction", "sendMessageDraft"}
"""What is a call into a freeze, where those escalate."""
HIDDEN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds of updates a bot gets only when it names them in `allowed_updates`."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Times are seconds, sizes bytes, and the defaults are the platform's own."""

    window: float = 60.0  # groups, supergroups and channels: `capacity` sends and edits in this time
    capacity: int = 20
    gap: float = 1.0  # between two messages to one chat
    private_burst: int = 4  # so many may follow each other at once in a private chat
    group_burst: int = 1
    slack: float = 0.1  # the part of `gap` that is forgiven, as clocks and networks are not exact
    overall: int = 30  # sends and edits in `overall_window`, over all chats
    overall_window: float = 1.0
    counted: frozenset[str] = SENDS | EDITS
    retry_after: int | None = None  # what a 429 says and lasts; None: until there is room, rounded up
    penalty: float = 1.0  # each call into a freeze makes it longer by this
    escalation: float = (
        0.0  # seconds for which each call into a freeze doubles it, and the next ones; 0: `penalty` alone
    )
    query_life: float = 15.0  # how long a button press waits for its answer
    inline_life: float = 10.0
    ephemeral: bool = False  # whether it is of Bot API 10.2 or later, and shows something to one person of a group
    photo_limit: int = 10 * 1024 * 1024
    document_limit: int = 50 * 1024 * 1024
    download_limit: int = 20 * 1024 * 1024
    photo_sides: int = 10_000  # width + height
    photo_ratio: int = 20
    text_limit: int = 4096  # UTF-16 units, after parsing
    caption_limit: int = 1024
    keyboard_limit: int = 100  # buttons
    row_limit: int = 8
    delete_age: float = 48 * 3600.0
    twin_spacing: float = 0.0  # between uploads of identical size over 100 kB; the public server has 0.2 to 0.9
    privacy: bool = True  # in groups a bot that is no admin sees what is meant for it
    backoff: float = 0.2  # before a webhook call is repeated; doubles, up to `backoff_limit`
    backoff_limit: float = 5.0
    longest_poll: float = 50.0
    local: str = (
        ""  # as with `--local`: files are named by their paths in this folder, which may be of another disk
    )
    strict: bool = True  # complaints of the judge fail the test when the server closes
