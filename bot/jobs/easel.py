"""What a canvas stands on: whose picture it shows, and the things that all canvases share."""

from dataclasses import dataclass

from bot.domain.ids import JobId, MessageRef
from bot.domain.incoming import Origin
from bot.jobs.board import Board
from bot.jobs.media import Forms
from bot.jobs.permits import Permits
from bot.jobs.sender import LaneSender
from bot.ports import Clock, Lanes, Mail


@dataclass(frozen=True, slots=True)
class Sitter:
    """Whose picture hangs here: the job, where it was ordered, and its message if it has one already."""

    job_id: JobId
    origin: Origin
    ordered_at: float
    message: MessageRef | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Easel:
    """What every canvas of a process uses."""

    lanes: Lanes
    sender: LaneSender
    forms: Forms
    clock: Clock
    board: Board
    permits: Permits
    mail: Mail
