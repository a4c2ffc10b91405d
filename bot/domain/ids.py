"""Names of things: our job ids, the service's ids, and where a message lives."""

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import NewType
from uuid import UUID

JobId = NewType("JobId", str)
TaskId = NewType("TaskId", str)
ImageId = NewType("ImageId", str)

NO_TASK = TaskId("")

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ULID_LENGTH = 26
# 40 bits: too many to be tried out, few enough to be typed.
CODE_LENGTH = 8
SHORT_TASK_LENGTH = 22  # characters of 128 bits in base64url, without padding (RFC 4648)
LOOKALIKES = str.maketrans("OIL", "011")
# What people write behind the same sign, and could be a code: a date, a year or a decade behind a word, 3D, a word
# with a number and with letters that no code is shown with. Of a thousand codes one looks so.
_TAG_WORD = re.compile(
    r"[0-9]{8}|[a-z]{4}(?:19|20)[0-9]{2}|[a-z]{5}[0-9]0s|[23]d[a-z]{6}|(?=.*[ilo])[a-z]{5,7}[0-9]{1,3}",
    re.IGNORECASE,
)


def new_job_id(now: float, entropy: bytes) -> JobId:
    """A ULID: 26 characters that sort by time.

    `now` is in unix seconds; `entropy` is ten random bytes.
    """
    number = int(now * 1000) << 80 | int.from_bytes(entropy[:10], "big")
    return JobId("".join(CROCKFORD[number >> 5 * i & 31] for i in reversed(range(ULID_LENGTH))))


def is_job_id(text: str) -> bool:
    return len(text) == ULID_LENGTH and set(text) <= set(CROCKFORD)


def recalled_job_id(task_id: TaskId) -> JobId:
    """The same for whoever finds that task at the service, whatever else is told of it; it sorts by nothing."""
    digest = hashlib.sha256(f"recalled {task_id}".encode()).digest()
    return new_job_id(int.from_bytes(digest[:6], "big") / 1000, digest[6:])


def short_task(task_id: TaskId) -> str:
    """A task's id in the fewest characters; empty for one that is no UUID, or not written as one."""
    try:
        number = UUID(task_id)
    except ValueError:
        return ""
    return urlsafe_b64encode(number.bytes).decode().rstrip("=") if str(number) == task_id else ""


def read_short_task(text: str) -> TaskId:
    """The id that `short_task` wrote; empty for anything else."""
    if len(text) != SHORT_TASK_LENGTH or not text.isascii():
        return NO_TASK
    try:
        task_id = TaskId(str(UUID(bytes=urlsafe_b64decode(f"{text}=="))))
    except ValueError:
        return NO_TASK
    return task_id if short_task(task_id) == text else NO_TASK


def code_of(name: JobId | TaskId) -> str:
    """The short name of a result, for people: whoever knows it may see the picture. See `Job.code`."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest(), "big")
    return "".join(CROCKFORD[number >> 5 * i & 31] for i in range(CODE_LENGTH))


def read_code(text: str) -> str:
    """A code as somebody typed it, in its one true form; empty when it is none."""
    code = "".join(text.split()).strip("#").replace("-", "").upper().translate(LOOKALIKES)
    return code if len(code) == CODE_LENGTH and set(code) <= set(CROCKFORD) else ""


def is_surely_code(text: str) -> bool:
    """Whether what reads as a code, typed without its sign, can be nothing else: `#portrait` is also a word.

    It has a digit, which words have none of, or is written as we show it.
    """
    plain = text.replace("-", "")
    if _TAG_WORD.fullmatch(plain):
        return False
    return any(char.isdecimal() for char in plain) or plain == read_code(plain)


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
