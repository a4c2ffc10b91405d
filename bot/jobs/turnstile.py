"""Lets a bounded number of jobs through to the service, and of one person's; the others wait in line."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Ticket:
    person: str
    moved: Callable[[int], None]
    called: asyncio.Event = field(default_factory=asyncio.Event)


class Turnstile:
    """`most` jobs at once, `most_each` of one person; first come, first served, but nobody blocks others.

    It counts this process only.
    """

    def __init__(self, most: int, most_each: int) -> None:
        self.most = most
        self.most_each = most_each
        self.inside: Counter[str] = Counter()
        self.line: list[Ticket] = []

    @asynccontextmanager
    async def hold(
        self, person: str, moved: Callable[[int], None], *, at_once: bool = False
    ) -> AsyncIterator[None]:
        """Wait for a place. `moved` is told how many are ahead; `at_once` is for jobs already with the service."""
        ticket = Ticket(person, moved)
        if at_once:
            self.enter(ticket)
        else:
            await self.queue(ticket)
        try:
            yield
        finally:
            self.inside[person] -= 1
            self.inside += Counter()  # drops those at zero
            self.call()

    async def queue(self, ticket: Ticket) -> None:
        self.line.append(ticket)
        self.call()
        try:
            await ticket.called.wait()
        except BaseException:
            if ticket in self.line:
                self.line.remove(ticket)
            else:
                self.inside[ticket.person] -= 1
            self.call()
            raise

    def enter(self, ticket: Ticket) -> None:
        self.inside[ticket.person] += 1
        ticket.called.set()

    def call(self) -> None:
        """Let in whoever may go, in the order they came, and tell the others where they stand."""
        before = list(self.line)
        for ticket in before:
            if self.inside.total() < self.most and self.inside[ticket.person] < self.most_each:
                self.line.remove(ticket)
                self.enter(ticket)
        for ahead, ticket in enumerate(self.line):
            ticket.moved(ahead)
