"""Names of things: our job ids, the service's ids, and where a message lives."""

import hashlib
from dataclasses import dataclass, field
from typing import NewType

JobId = NewType("JobId", str)
TaskId = NewType("TaskId", str)
ImageId = NewType("ImageId", str)

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ULID_LENGTH = 26
# 40 bits: too many to be tried out, few enough to be typed.
CODE_LENGTH = 8
LOOKALIKES = str.maketrans("OIL", "011")


def new_job_id(now: float, entropy: bytes) -> JobId:
    """A ULID: 26 characters that sort by time.

    `now` is in unix seconds; `entropy` is ten random bytes.
    """
    number = int(now * 1000) << 80 | int.from_bytes(entropy[:10], "big")
    return JobId("".join(CROCKFORD[number >> 5 * i & 31] for i in reversed(range(ULID_LENGTH))))


def is_job_id(text: str) -> bool:
    return len(text) == ULID_LENGTH and set(text) <= set(CROCKFORD)


def code_of(job_id: JobId) -> str:
    """The short name of a job's result, for people: whoever knows it may see the picture."""
    number = int.from_bytes(hashlib.sha256(job_id.encode()).digest(), "big")
    return "".join(CROCKFORD[number >> 5 * i & 31] for i in range(CODE_LENGTH))


def read_code(text: str) -> str:
    """A code as somebody typed it, in its one true form; empty when it is none."""
    code = "".join(text.split()).strip("#").replace("-", "").upper().translate(LOOKALIKES)
    return code if len(code) == CODE_LENGTH and set(code) <= set(CROCKFORD) else ""


@dataclass(frozen=True, slots=True)
class Place:
    """A chat on a platform; `chat` and `thread` are opaque outside the adapter that made them."""

    platform: str
    chat: str
    thread: str = ""

    @property
    def key(self) -> str:
        return f"{self.platform}:{self.chat}"


@dataclass(frozen=True, slots=True)
class MessageRef:
    """One message of ours; `chat` and `message` are opaque outside the adapter that made them.

    `by`: how the adapter may change it, where that takes more than its name; as opaque, and possibly a secret. The
    same message is the same whatever `by` is.
    """

    platform: str
    chat: str
    message: str
    by: str = field(default="", compare=False, repr=False)

    @property
    def key(self) -> str:
        return f"{self.platform}:{self.chat}:{self.message}"
