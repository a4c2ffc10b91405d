"""How an interaction, or a message of a person, can be answered: values that are kept as text. Pure."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

EPOCH_MS = 1_420_070_400_000  # unix time of the first snowflake (reference: "Snowflakes")
TIMESTAMP_SHIFT = 22  # bits of a snowflake that tell no time
# A token is good for 15 minutes ("Receiving and Responding"); a minute less leaves time for the last call.
TOKEN_LIFE_S = 840.0
SIZE_LIMIT = 10 * 1024 * 1024  # bytes of a file where nothing else is told ("Uploading Files")
PACKED_LIMIT = 600  # characters of a reply as text
REPLIES_REMEMBERED = 1024  # each is looked into ten times in the second in which it is answered
PACKED_FORM = re.compile(
    r"1 (?P<application>[0-9]{1,20}) (?P<interaction>[0-9]{1,20}) (?P<channel>[0-9]{1,20})"
    r" (?P<kind>public|private|update)(?P<flags>b?e?f?)"
    r" (?P<size_limit>[0-9]{1,15}) (?P<ours>[0-9a-f]{1,32}) (?P<theirs>[0-9a-f]{1,32})"
    r" (?P<token>[A-Za-z0-9_.=~+/-]{1,400})",
)
PRESENT, EPHEMERAL, FOLLOW_UP = "b", "e", "f"


class Kind(StrEnum):
    """What the first answer was, which decides what `@original` is."""

    PUBLIC = "public"  # a message that all see
    PRIVATE = "private"  # one that only the person sees
    UPDATE = "update"  # none: it is the message whose button was pressed


@dataclass(frozen=True, slots=True)
class Reply:
    """Of one interaction. Raises ValueError for what cannot be kept, such as an id that is no number.

    `size_limit`: of a file sent by the token, in bytes. `app_permissions`, `member_permissions`: what we and the
    person may do there, as bits. `present`: we are a member there, so the channel's routes are ours, too.
    `ephemeral`: the message of this answer is one that only the person sees; so it is for every PRIVATE one.
    `follow_up`: it is no `@original` but came after it, and goes by its own id.
    """

    application: str
    interaction: str
    token: str = field(repr=False)
    channel: str
    kind: Kind = Kind.PUBLIC
    size_limit: int = SIZE_LIMIT
    app_permissions: int = 0
    member_permissions: int = 0
    present: bool = True
    ephemeral: bool = False
    follow_up: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "ephemeral", self.ephemeral or self.kind is Kind.PRIVATE)
        if not PACKED_FORM.fullmatch(self.pack()):
            raise ValueError("no reply: an id, a number or the token has a form that Discord's have not")

    @property
    def born(self) -> float:
        """When the interaction was made, in unix seconds."""
        return snowflake_time(self.interaction)

    @property
    def token_end(self) -> float:
        """Until when the token's routes are used, in unix seconds."""
        return self.born + TOKEN_LIFE_S

    @property
    def outlives_token(self) -> bool:
        """Whether the message can be changed afterwards, by our own name."""
        return self.present and not self.ephemeral

    @property
    def for_all(self) -> bool:
        """Whether another message in the channel, which all see, may say what its answer would."""
        return self.outlives_token and self.kind is Kind.PUBLIC

    def pack(self) -> str:
        """As text, of at most PACKED_LIMIT characters."""
        flags = PRESENT * self.present + EPHEMERAL * self.ephemeral + FOLLOW_UP * self.follow_up
        words = (
            *("1", self.application, self.interaction, self.channel, f"{self.kind}{flags}"),
            *(f"{self.size_limit}", f"{self.app_permissions:x}", f"{self.member_permissions:x}", self.token),
        )
        return " ".join(words)


@lru_cache(REPLIES_REMEMBERED)
def read_reply(text: str) -> Reply:
    """What `Reply.pack` made. Raises ValueError for anything else."""
    found = PACKED_FORM.fullmatch(text)
    if found is None:
        raise ValueError("no reply of ours")
    return Reply(
        found["application"],
        found["interaction"],
        found["token"],
        found["channel"],
        Kind(found["kind"]),
        int(found["size_limit"]),
        int(found["ours"], 16),
        int(found["theirs"], 16),
        present=PRESENT in found["flags"],
        ephemeral=EPHEMERAL in found["flags"],
        follow_up=FOLLOW_UP in found["flags"],
    )


def snowflake_time(snowflake: str) -> float:
    """When an id of Discord's was made, in unix seconds. Raises ValueError for what is no number."""
    return ((int(snowflake) >> TIMESTAMP_SHIFT) + EPOCH_MS) / 1000


# --- what people wrote ------------------------------------------------------------------------------------

MESSAGE_FORM = re.compile(r"message (?P<channel>[0-9]{1,20}) (?P<message>[0-9]{1,20})")


@dataclass(frozen=True, slots=True)
class MessageReply:
    """A message of a person: it is answered by one of ours below it, by the bot's own token, which all see."""

    channel: str
    message: str

    def pack(self) -> str:
        """As text, which is no `Reply`."""
        return f"message {self.channel} {self.message}"


def read_message_reply(text: str) -> MessageReply | None:
    """What `MessageReply.pack` made; None for anything else."""
    found = MESSAGE_FORM.fullmatch(text)
    return MessageReply(found["channel"], found["message"]) if found else None
