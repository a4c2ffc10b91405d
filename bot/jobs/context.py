"""What a job needs while it is worked on, and how long it waits for what."""

from dataclasses import dataclass, field

from bot.domain.estimate import DurationEstimates
from bot.jobs.board import Board
from bot.jobs.media import Forms
from bot.jobs.permits import Permits
from bot.jobs.sender import LaneSender
from bot.jobs.signal_listener import SignalListener
from bot.jobs.status_poller import StatusPoller
from bot.jobs.turnstile import Turnstile
from bot.ports import Claims, Clock, JobBook, JobSignals, Lanes, Outbox, Painter


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to wait for what, in seconds, and how often to try."""

    # A task may take a moment to be listed; after that a lookup that does not know it is believed.
    visible: float = 60.0
    # An order that certainly did not reach the service is sent again after 1, 2, 4, 8, 16 s.
    again: float = 1.0
    tries: int = 5
    seek_every: float = 5.0
    # When the service cannot even be asked, for this long after a job's limit, its place is given to others.
    unheard: float = 600.0
    # A job that has to wait may take so long to say so; what its message could not tell by then, it does not.
    telling: float = 5.0
    # A job that waits without a message tries to post one again after so long, or when it is twice as old.
    placing: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobContext:
    """The same for all jobs of a process. `api`: the name of the image API, as jobs remember it."""

    book: JobBook
    signals: JobSignals
    claims: Claims
    painter: Painter
    poller: StatusPoller
    turnstile: Turnstile
    listener: SignalListener
    lanes: Lanes
    sender: LaneSender
    forms: Forms
    board: Board
    permits: Permits
    outbox: Outbox
    clock: Clock
    pace: Pace
    api: str = ""
    durations: DurationEstimates = field(default_factory=DurationEstimates)
