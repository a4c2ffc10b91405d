"""Every key in Redis and how long it lives: nothing is written without a name and a time from here."""

from dataclasses import dataclass
from typing import Final

from bot.domain.ids import JobId, MessageRef, TaskId

MINUTE: Final = 60
DAY: Final = 24 * 60 * MINUTE

# A job that is not done is looked after every half minute, so this only bounds what a bug could leave behind.
OPEN_TTL: Final = 14 * DAY
# A done job is kept for its Retry button and for questions.
DONE_TTL: Final = 30 * DAY
# Buttons work for as long as this; the service itself promises less.
SHOWN_TTL: Final = 180 * DAY
# A platform delivers an event again within hours at the most (Telegram keeps updates for 24 h).
EVENT_TTL: Final = 2 * DAY
ROOM_TTL: Final = 180 * DAY


@dataclass(frozen=True, slots=True)
class Keys:
    """Names under one prefix, which is a hash tag: on a cluster they share a slot, as scripts demand."""

    prefix: str = "{chatelier}"

    @property
    def open_jobs(self) -> str:
        """ZSET job id -> created at."""
        return f"{self.prefix}:jobs:open"

    def job(self, job_id: JobId) -> str:
        """HASH v (version), stamp (who saved last), data (JSON)."""
        return f"{self.prefix}:job:{job_id}"

    def press(self, press: str) -> str:
        """STRING the open job that a button has started."""
        return f"{self.prefix}:press:{press}"

    def message_job(self, message: MessageRef) -> str:
        """STRING the job that a message shows."""
        return f"{self.prefix}:message:{message.key}:job"

    def message_outcome(self, message: MessageRef) -> str:
        """STRING (JSON) the picture that a message shows."""
        return f"{self.prefix}:message:{message.key}:outcome"

    def task(self, task_id: TaskId) -> str:
        """STRING the job that a task of the service belongs to."""
        return f"{self.prefix}:task:{task_id}"

    def event(self, key: str) -> str:
        """STRING an event that was seen."""
        return f"{self.prefix}:event:{key}"

    def room_order(self, room: str, *, lasting: bool) -> str:
        """ZSET message id -> when it was first put, in ms; one for pictures, one for talk."""
        return f"{self.prefix}:room:{room}:order:{'lasting' if lasting else 'talk'}"

    def room_messages(self, room: str) -> str:
        """HASH message id -> JSON."""
        return f"{self.prefix}:room:{room}:messages"

    def room_revs(self, room: str) -> str:
        """HASH message id -> how often it was put."""
        return f"{self.prefix}:room:{room}:revs"

    def room_channel(self, room: str) -> str:
        """Pub/sub channel with every change of a room."""
        return f"{self.prefix}:room:{room}:changes"
