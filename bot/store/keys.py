"""Every key in Redis and how long it lives: nothing is written without a name and a time from here."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.domain.ids import JobId, MessageRef, Place, TaskId

MINUTE_S: Final = 60
DAY_S: Final = 24 * 60 * MINUTE_S

# A job that is not done is looked after every half minute, so this only bounds what a bug could leave behind.
OPEN_TTL_S: Final = 14 * DAY_S
# A done job is kept for its Retry button and for questions.
DONE_TTL_S: Final = 30 * DAY_S
# Buttons work for as long as this; the service itself promises less.
SHOWN_TTL_S: Final = 180 * DAY_S
# A platform delivers an event again within hours at the most (Telegram keeps updates for 24 h).
EVENT_TTL_S: Final = 2 * DAY_S
# An order goes within hours, and a Retry renews the mask of it.
MASK_TTL_S: Final = 2 * DAY_S
ROOM_TTL_S: Final = 180 * DAY_S
# Word left for a job is taken by its next run; the sweep sees to one every half minute.
SIGNAL_TTL_S: Final = OPEN_TTL_S
# Counters outlive the period that they count, so that a refund still finds them.
COUNT_TTL_S: Final = {"day": 2 * DAY_S, "month": 33 * DAY_S}
# A lane that nobody uses is forgotten once it has learned back what it unlearned after a refusal.
LANE_TTL_S: Final = 60 * MINUTE_S
# Nobody who was refused an hour ago waits for an answer; the next refusal is learned anew.
DENIED_TTL_S: Final = 60 * MINUTE_S


@dataclass(frozen=True, slots=True)
class Keys:
    """Names under one prefix, which is a hash tag: on a cluster they share a slot, as scripts demand.

    `db` is the number of the database: channels are the server's, so it has to be a part of their names.
    """

    prefix: str = "{chatelier}"
    db: int = 0

    @property
    def pulse(self) -> str:
        """STRING written to see whether writes are taken."""
        return f"{self.prefix}:pulse"

    @property
    def open_jobs(self) -> str:
        """ZSET job id -> created at."""
        return f"{self.prefix}:jobs:open"

    def job(self, job_id: JobId) -> str:
        """HASH v (version), stamp (who saved last), data (JSON), held (thousandths of a credit reserved)."""
        return f"{self.prefix}:job:{job_id}"

    @property
    def waiting(self) -> str:
        """ZSET job id -> when it was opened: those that wait for the service."""
        return f"{self.prefix}:service_queue:waiting"

    @property
    def inside(self) -> str:
        """ZSET job id -> since when: those that the service has, or may be sent."""
        return f"{self.prefix}:service_queue:inside"

    @property
    def wake(self) -> str:
        """ZSET job id -> when it is to be queued: let in and not taken up, or at its deadline, or word was left."""
        return f"{self.prefix}:service_queue:wake"

    @property
    def queue_steps(self) -> list[str]:
        """What `queue_steps.lua` works on; parts of an entry are on lines of their own.

        who      HASH job id -> place, person, moment of standing: who waits and who is inside
        order    ZSET (by name) place, person, moment, job: who waits
        pairs    ZSET (by name) person, place: where somebody waits
        counts   HASH person or place -> how many it has inside
        touched  SET place, person: came or left since the queue was called last
        told     HASH job id -> how many were ahead and why nobody went, as its message was told last
        """
        names = ("who", "order", "pairs", "counts", "touched")
        rest = [f"{self.prefix}:service_queue:{name}" for name in names]
        return [self.waiting, self.inside, *rest, self.wake, f"{self.prefix}:service_queue:told"]

    @property
    def viewed(self) -> str:
        """STRING as long as nobody else need look for messages of waiting jobs that say something else by now."""
        return f"{self.prefix}:service_queue:viewed"

    @property
    def turns(self) -> list[str]:
        """Who goes next, as `call_queue.lua` reckons it.

        heads  ZSET (by name) place, turn, person: the people of a place who may have one more inside
        turns  HASH place, person -> their turn in `heads`
        ready  ZSET place -> the best turn there, if the place may have one more inside
        """
        return [f"{self.prefix}:service_queue:{name}" for name in ("heads", "turns", "ready")]

    @property
    def brake(self) -> str:
        """HASH until, reason, times, probe: why nobody is let in."""
        return f"{self.prefix}:service_queue:brake"

    def held_open(self, scope: str) -> str:
        """SET the jobs of a person or a place that are not settled."""
        return f"{self.prefix}:quota:{scope}:open"

    def spent_day(self, scope: str, at: float) -> str:
        """STRING jobs of a person or a place on a day (UTC)."""
        return f"{self.prefix}:quota:{scope}:day:{datetime.fromtimestamp(at, UTC):%Y%m%d}"

    def spent_month(self, scope: str, at: float) -> str:
        """STRING thousandths of a credit of a person or a place in a month (UTC)."""
        return f"{self.prefix}:quota:{scope}:month:{datetime.fromtimestamp(at, UTC):%Y%m}"

    def signals(self, job_id: JobId) -> str:
        """LIST what others have to tell whoever works on a job."""
        return f"{self.prefix}:signals:{job_id}"

    @property
    def signal_channel(self) -> str:
        """Pub/sub channel: there is a signal for a job."""
        return f"{self.prefix}:{self.db}:signals"

    @property
    def signals_said(self) -> str:
        """STRING how much was said on the channel of signals."""
        return f"{self.prefix}:said:signals"

    def lane(self, lane: str) -> str:
        """HASH v (version), data (JSON): the budget of one rate-limit domain."""
        return f"{self.prefix}:lane:{lane}"

    def bucket(self, bucket: str) -> str:
        """STRING when the next send of a whole platform is due, in seconds."""
        return f"{self.prefix}:bucket:{bucket}"

    def hold(self, bucket: str) -> str:
        """STRING as long as nothing may be sent to a whole platform."""
        return f"{self.prefix}:bucket:{bucket}:hold"

    def refused(self, bucket: str) -> str:
        """ZSET lane by the moment at which the platform refused it, the last seconds only."""
        return f"{self.prefix}:bucket:{bucket}:refused"

    def press(self, press: str) -> str:
        """STRING the job that a button has ordered last, unless that ended without a result."""
        return f"{self.prefix}:press:{press}"

    def pending_words(self, name: str) -> str:
        """STRING (JSON) words that a person may yet have painted."""
        return f"{self.prefix}:pending:{name}"

    def words_asked(self, person: str) -> str:
        """STRING that a person was asked once whether their words are to be painted."""
        return f"{self.prefix}:asked:{person}"

    def talk_told(self, person: str) -> str:
        """STRING that a person was told what words of theirs do that answer a picture."""
        return f"{self.prefix}:talk_told:{person}"

    def sketch(self, sketch_id: str) -> str:
        """HASH an order that is being put together: itself (JSON), and by name what is in its fields."""
        return f"{self.prefix}:sketch:{sketch_id}"

    def sheet(self, lane: str) -> str:
        """HASH the contact sheet of a lane: last number, places (JSON), by job number, tile (JSON), picture."""
        return f"{self.prefix}:sheet:{lane}"

    def message_job(self, message: MessageRef) -> str:
        """STRING the job that a message shows."""
        return f"{self.prefix}:message:{message.key}:job"

    def message_panel(self, message: MessageRef) -> str:
        """STRING which panel a message is, and for whom."""
        return f"{self.prefix}:message:{message.key}:panel"

    def code(self, code: str) -> str:
        """STRING the job whose result has this code."""
        return f"{self.prefix}:code:{code}"

    def results(self, person: str) -> str:
        """ZSET job id -> when it was opened: a person's newest jobs that had a result."""
        return f"{self.prefix}:results:{person}"

    def file_id(self, platform: str, key: str) -> str:
        """STRING a platform's own name for a file."""
        return f"{self.prefix}:file:{platform}:{key}"

    def chat_settings(self, place: Place) -> str:
        """HASH field of ChatSettings -> JSON: it stays, and so does the name it had first."""
        return f"{self.prefix}:manners:{place.key}"

    def former(self, place: Place) -> str:
        """STRING the key that a place had before it moved; it stays, as the operator's list of chats does."""
        return f"{self.prefix}:former:{place.key}"

    def denied(self, place: Place) -> str:
        """HASH right -> when a platform refused something for it there, and whether it says so itself."""
        return f"{self.prefix}:denied:{place.key}"

    def mask(self, name: str) -> str:
        """STRING (JPEG) a mask of an order."""
        return f"{self.prefix}:mask:{name}"

    def mask_page(self, page_id: str) -> str:
        """HASH data (JSON), claimed (the mark of whose browser it is), used (what was made on it)."""
        return f"{self.prefix}:mask_page:{page_id}"

    def stumbles(self, name: str) -> str:
        """STRING how often the run of a job or a parcel ended in a bug."""
        return f"{self.prefix}:stumbles:{name}"

    def account(self, place: Place) -> str:
        """STRING the key under which a place that moved is counted: the first that it had; it stays."""
        return f"{self.prefix}:account:{place.key}"

    @property
    def held_names(self) -> str:
        """ZSET name, its case folded -> when somebody was last here who is called so."""
        return f"{self.prefix}:names"

    def secret(self, purpose: str) -> str:
        """STRING (hexadecimal) what we sign with for one purpose; it stays."""
        return f"{self.prefix}:secret:{purpose}"

    def language(self, person: str) -> str:
        """STRING the language that a person chose; it stays."""
        return f"{self.prefix}:language:{person}"

    def translation(self, person: str) -> str:
        """STRING whether a person's prompts are said in English first; it stays."""
        return f"{self.prefix}:translation:{person}"

    def talk(self, person: str) -> str:
        """STRING "off": a person's words that answer a picture do not change it; it stays."""
        return f"{self.prefix}:talk:{person}"

    @property
    def outbox(self) -> str:
        """ZSET key of a parcel -> since when: those that are to be brought."""
        return f"{self.prefix}:outbox"

    @property
    def backlog(self) -> str:
        """ZSET name -> since when: the commands, and albums, that are to be dealt with."""
        return f"{self.prefix}:backlog"

    def parcel(self, key: str) -> str:
        """STRING (JSON) a card that is to be brought somewhere."""
        return f"{self.prefix}:parcel:{key}"

    def slot_waiting(self, slot: str) -> str:
        """ZSET the parcels of a slot that are on their way, by when they were sent."""
        return f"{self.prefix}:slot:{slot}:waiting"

    def slot_minute(self, slot: str) -> str:
        """ZSET the parcels of a slot by when they were sent, the last minute only."""
        return f"{self.prefix}:slot:{slot}:minute"

    def deferred(self, name: str) -> str:
        """HASH event -> JSON: a command that is to be dealt with, or the messages of an album."""
        return f"{self.prefix}:deferred:{name}"

    def task(self, task_id: TaskId) -> str:
        """STRING the job that a task of the service belongs to."""
        return f"{self.prefix}:task:{task_id}"

    def probe(self, name: str) -> str:
        """STRING written and read once, to see whether that works."""
        return f"{self.prefix}:probe:{name}"

    def event(self, key: str) -> str:
        """STRING an event that was seen."""
        return f"{self.prefix}:event:{key}"

    def once(self, key: str) -> str:
        """STRING as long as something is not done again."""
        return f"{self.prefix}:once:{key}"

    def adapter_state(self, platform: str, name: str) -> str:
        """STRING what an adapter keeps for itself."""
        return f"{self.prefix}:adapter:{platform}:{name}"

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
        return f"{self.prefix}:{self.db}:room:{room}:changes"

    def room_said(self, room: str) -> str:
        """STRING how much was said on the channel of a room."""
        return f"{self.prefix}:said:room:{room}"
