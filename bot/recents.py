"""What each person has had painted last, as far as this process knows: enough to propose it while they type."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.domain.job import Job
from bot.domain.order import caption, typed_prompt
from bot.ports import Clock

# The jobs of a person that had a result, newest first. Raises StoreError.
ReadResults = Callable[[str], Awaitable[Sequence[Job]]]

PEOPLE_MOST = 1000  # who are remembered; with long prompts they take some 30 MB together
JOBS_MOST = 50  # of each
PROMPT_KEPT = 200  # characters of a prompt, to look for words in it
STORE_WAIT_S = 0.2  # seconds that the records have for an answer
RECORDS_REST_S = 10.0  # seconds in which they are not asked for the same person again, whatever they said


@dataclass(frozen=True, slots=True)
class RecentPrompt:
    """`prompt`: as it could be typed again, empty where there is none; cut when it is very long.

    `words`: what its job is called in lists. `code`: of the result, empty as long as none is known.
    """

    prompt: str
    words: str
    code: str = ""


@dataclass(slots=True)
class RememberedPerson:
    """The newest of somebody's prompts by their jobs, and until when (unix s) that is known well enough."""

    jobs: dict[JobId, RecentPrompt] = field(default_factory=dict)
    known_until: float = 0.0

    def add(self, jobs: Sequence[Job]) -> None:
        added = self.jobs | {job.id: recent_prompt(job) for job in jobs}
        self.jobs = {job_id: added[job_id] for job_id in sorted(added, reverse=True)[:JOBS_MOST]}


def recent_prompt(job: Job) -> RecentPrompt:
    """As much of a job as is kept."""
    return RecentPrompt(
        typed_prompt(job.order)[:PROMPT_KEPT],
        caption(job.order)[:PROMPT_KEPT],
        job.code if job.outcome else "",
    )


class RecentPrompts:
    """A memory of this process, filled by what is ordered here, and by the records when they answer in time.

    Whoever was not here for longest is forgotten first. Nothing of it is written down.
    """

    def __init__(self, read_results: ReadResults, clock: Clock) -> None:
        self.read_results = read_results
        self.clock = clock
        self.people: OrderedDict[str, RememberedPerson] = OrderedDict()

    def note(self, job: Job) -> None:
        """It was ordered just now."""
        self.remembered(job.origin.person.id).add([job])

    async def of_person(self, person: str) -> Sequence[RecentPrompt]:
        """Newest first; within STORE_WAIT_S, also when the records are out of reach."""
        known = self.remembered(person)
        if known.known_until <= self.clock.now():
            try:
                async with asyncio.timeout(STORE_WAIT_S):
                    known.add(await self.read_results(person))
            except (StoreError, TimeoutError):
                pass  # what is remembered has to do
            known.known_until = self.clock.now() + RECORDS_REST_S
        return list(known.jobs.values())

    def remembered(self, person: str) -> RememberedPerson:
        known = self.people.setdefault(person, RememberedPerson())
        self.people.move_to_end(person)
        if len(self.people) > PEOPLE_MOST:
            self.people.popitem(last=False)
        return known
