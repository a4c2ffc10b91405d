"""Errors, sorted by who must act on them.

ChatelierError
├── UserError           the person: shown, not logged as a fault
│   ├── QuotaSpent      they or their place have had what they may have
│   ├── Forgotten       our records do not know what it is about; the service may
│   └── AlreadyOrdered  a button that has ordered its job
├── ServiceError        the image service refused, failed or was not reached
├── BadPicture          a picture that cannot be opened here
├── Misconfigured       the operator: a setting that a platform does not accept
├── Halted              whoever supervises the process: it has to be started again
├── DeliveryError       the chat platform would not take a message
│   ├── TooFast         wait `retry_after` seconds
│   ├── MessageGone     the message was deleted
│   │   └── Unwanted    and nothing is to stand in its place
│   ├── NotAllowed      we may not do that there: `right` is what is missing
│   ├── FileRefused     another form of the file may do
│   │   └── TooLarge    the platform takes no file of that size
│   ├── Refused         it said no in words that we do not know
│   └── Unreachable     nobody answered: try again
│       └── NotNow      somebody answered: not now
└── StoreError          our own records: the job is left to its lease
    ├── Stale           somebody else wrote the job first
    └── Unreadable      another version of the program wrote it
"""

from collections.abc import Sequence
from enum import StrEnum

from typing_extensions import override

from bot.domain.ids import JobId


class ChatelierError(Exception):
    """The root of every error of ours."""


class UserError(ChatelierError):
    """Something the person can mend; `code` names a text in `i18n`, `facts` fill its gaps."""

    def __init__(self, code: str, **facts: str | float) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    @override
    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


class QuotaSpent(UserError):
    """A limit that the operator set; nothing was written down and nothing was charged."""


class Forgotten(UserError):
    """We have no record of a result; a fact `name` is the code that somebody knows it by.

    `others`: further codes that the same is about.
    """

    def __init__(self, code: str, *, others: Sequence[str] = (), **facts: str | float) -> None:
        super().__init__(code, **facts)
        self.others = tuple(others)


class AlreadyOrdered(UserError):
    """A button that has ordered its job, which is open or has a result: ordering once more has to be meant."""

    def __init__(self, job_id: JobId) -> None:
        super().__init__("already-open")
        self.job_id = job_id


class Code(StrEnum):
    """Why the image service did not deliver, told apart by what can be done about it."""

    REFUSED = "refused"  # moderation: another prompt or picture
    BAD_REQUEST = "bad_request"  # the person's flags or prompt
    OUT_OF_CREDIT = "out_of_credit"  # the operator tops up
    UNAUTHORIZED = "unauthorized"  # the operator's token
    MISCONFIGURED = "misconfigured"  # the operator's account or base URL
    TOO_MANY = "too_many"  # wait: nothing was started
    TOO_LARGE = "too_large"  # a smaller picture or mask
    TIMED_OUT = "timed_out"  # the service gave up waiting
    UNAVAILABLE = "unavailable"  # the service failed or could not be reached
    UNREADABLE = "unreadable"  # an answer that cannot be understood
    LOST = "lost"  # sent, and the service does not know of it
    UNHEARD = "unheard"  # sent, and the service cannot be asked
    MASK_GONE = "mask_gone"  # what was to change is not kept any more
    FAILED = "failed"  # the task ended without a picture
    EXPIRED = "expired"  # it waited for its turn until nobody waits for it any more
    NOT_ALLOWED = "not_allowed"  # the bot could not show the result there; the fault's message is the Right
    BROKEN = "broken"  # a bug of ours ended the job; nobody knows what it cost
    CANCELLED = "cancelled"  # the person changed their mind before it was sent


class Started(StrEnum):
    """Whether the service took the order on, which decides what may be done next."""

    NO = "no"  # safe to send again
    UNKNOWN = "unknown"  # look before anything else: it may have been paid for
    ENDED = "ended"  # it said so itself: over, and not charged


class Obstacle(StrEnum):
    """What keeps us from a server: nothing was said to it yet."""

    NAME = "name"  # nobody has it
    CERTIFICATE = "certificate"
    TLS = "tls"
    PROXY = "proxy"  # it lets us through to nobody
    UNREACHED = "unreached"  # anything else


class ServiceError(ChatelierError):
    """The image service did not do as asked; `message` is its own text, meant for people.

    `obstacle`: why it was not reached, where it was not.
    """

    def __init__(
        self,
        code: Code,
        message: str = "",
        *,
        started: Started = Started.ENDED,
        trace_id: str = "",
        obstacle: Obstacle | None = None,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.started = started
        self.trace_id = trace_id
        self.obstacle = obstacle

    @override
    def __str__(self) -> str:
        return f"{self.code}: {self.message}" if self.message else str(self.code)


class Flaw(StrEnum):
    """Why a picture cannot be opened."""

    UNKNOWN = "unknown"  # it is none
    FORMAT = "format"  # we know what it is, and cannot read that
    PIXELS = "pixels"  # it has too many
    DAMAGED = "damaged"


class BadPicture(ChatelierError):
    """A picture that cannot be used. `kind`: what it is, if we know; `width`, `height`, `limit` in pixels, or 0."""

    def __init__(self, flaw: Flaw, kind: str = "", *, width: int = 0, height: int = 0, limit: int = 0) -> None:
        super().__init__(flaw, kind, width, height)
        self.flaw = flaw
        self.kind = kind
        self.width = width
        self.height = height
        self.limit = limit


class Misconfigured(ChatelierError):
    """A setting that only a platform could tell to be wrong; one line for the operator."""


class Halted(ChatelierError):
    """The process could not do its work any more, has handed over and ended."""

    exit_code = 70  # EX_SOFTWARE of sysexits.h


class DeliveryError(ChatelierError):
    """The chat platform would not take a message."""


class TooFast(DeliveryError):
    """Rate limited; `retry_after` is in seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


class MessageGone(DeliveryError):
    """The message to change does not exist any more."""


class Unwanted(MessageGone):
    """A person took the answer away, and another one could only be seen by all: so there is none."""


class Right(StrEnum):
    """What a bot may be allowed to do in a place, or not."""

    MESSAGES = "messages"
    PHOTOS = "photos"
    VIDEOS = "videos"
    FILES = "files"


class NotAllowed(DeliveryError):
    """We may not do that there; `right` is what would help, None when nothing would: we were thrown out."""

    def __init__(self, reason: str, right: Right | None = None) -> None:
        super().__init__(reason)
        self.right = right


class FileRefused(DeliveryError):
    """The platform does not take this file in this form."""


class TooLarge(FileRefused):
    """The platform takes no file of that size."""


class Refused(DeliveryError):
    """A no for reasons that nobody has told us of."""


class Unreachable(DeliveryError):
    """A passing fault of the platform or the way to it."""


class NotNow(Unreachable):
    """The platform was reached, and says that this cannot be done just now."""


class StoreError(ChatelierError):
    """Our own records cannot be read or written just now."""


class Unreadable(StoreError):
    """A record of a form that this version of the program does not know; the one that wrote it does."""


class Stale(StoreError):
    """The record was changed by somebody else: what we know of it is old."""
