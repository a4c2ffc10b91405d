"""What this Discord allows: every limit as a number that a test may change."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.fakes.waiting import PATIENCE

MIB = 1024 * 1024

# Requests in so many seconds. Discord publishes none: those of the channel and the token are what people measured.
BUCKETS: Mapping[str, tuple[int, float]] = {
    "create_message": (5, 5.0),
    "edit_message": (5, 5.0),
    "delete_message": (5, 1.0),
    "read_messages": (5, 1.0),
    "token": (5, 2.0),
    "typing": (5, 5.0),
    "commands": (20, 20.0),
}
# For tests of something else, which call more at once than a bot would.
ROOMY: Mapping[str, tuple[int, float]] = dict.fromkeys(BUCKETS, (10_000, 1.0))


@dataclass(frozen=True, slots=True)
class Rules:
    """Times are seconds, sizes bytes, and the defaults are the platform's own but where a line says otherwise."""

    # From the event to its first answer: Discord gives three seconds. Tests that are about that do, too.
    answer_within: float = PATIENCE
    token_life: float = 15 * 60.0  # from the interaction's birth
    follow_ups: int = 5  # of an app that only its user installed
    buckets: Mapping[str, tuple[int, float]] = field(default_factory=lambda: dict(BUCKETS))
    follow_ups_shared: tuple[int, float] = (30, 60.0)  # in a channel, over all apps
    overall: int = 50  # requests in `overall_window`, over all routes but those of interactions
    overall_window: float = 1.0
    old_age: float = 3600.0  # edits of messages that are older have a bucket of their own
    old_edits: tuple[int, float] = (3, 6.0)
    invalid_limit: int = 10_000  # answers 401, 403 and 429 in `invalid_window`; then nothing is answered any more
    invalid_window: float = 600.0
    file_limit: int = 10 * MIB
    files: int = 10
    content: int = 2000
    components: int = 40  # within one another, all counted
    rows: int = 5  # of a message that is not one of components
    row: int = 5  # buttons
    select: int = 25  # options
    display: int = 4000  # characters over all texts of a message of components
    signed_for: float = 24 * 3600.0  # how long an address of the CDN is good
    nonce_life: float = 300.0
    heartbeat: float = 41.25
    resume_for: float = 180.0  # how long a session without a connection may be resumed
    identify_gap: float = 0.0  # between two IDENTIFYs of one bucket; the platform has 5
    frames: int = 120  # of a connection in `frames_window`
    frames_window: float = 60.0
    shards: int = 1  # what `GET /gateway/bot` recommends
    starts: int = 1000  # sessions a day
    concurrency: int = 1
    shard_guilds: int = 2500  # more guilds than that on one shard are refused
    privileged: bool = False  # whether the app was granted the privileged intents
    remembers: bool = True  # what messages showed and requests said before; without, only what there is now
    judging: bool = True  # by the schema; costs some milliseconds a request
    strict: bool = True  # complaints of the judge fail the test when the server closes
