"""Who may go, who waits, and what they are told."""

import asyncio
from contextlib import AsyncExitStack

from bot.jobs.turnstile import Turnstile
from tests.fakes.waiting import wait_until


class Guest:
    """Somebody in line, until told to leave."""

    def __init__(self, turnstile: Turnstile, person: str) -> None:
        self.turnstile = turnstile
        self.person = person
        self.ahead: list[int] = []
        self.inside = False
        self.leave = asyncio.Event()

    async def visit(self) -> None:
        async with self.turnstile.hold(self.person, self.ahead.append):
            self.inside = True
            await self.leave.wait()
        self.inside = False


async def test_one_busy_person_does_not_block_others() -> None:
    """Ann's third job waits although there is room; Bob, who came later, goes past."""
    turnstile = Turnstile(most=3, most_each=2)
    guests = [Guest(turnstile, name) for name in ("ann", "ann", "ann", "bob", "bob")]
    async with asyncio.TaskGroup() as group:
        for guest in guests:
            group.create_task(guest.visit())
        await wait_until(lambda: guests[3].inside, "Bob is in")
        assert [guest.inside for guest in guests] == [True, True, False, True, False]
        assert guests[2].ahead[-1] == 0
        assert guests[4].ahead[-1] == 1
        guests[3].leave.set()
        await wait_until(lambda: guests[4].inside, "Bob's next is in: Ann has two already")
        guests[0].leave.set()
        await wait_until(lambda: guests[2].inside, "Ann's third is in")
        for guest in guests:
            guest.leave.set()
    assert not turnstile.inside
    assert not turnstile.line


async def test_who_gives_up_waiting_leaves_no_gap() -> None:
    """A cancelled wait frees its place in line."""
    turnstile = Turnstile(most=1, most_each=1)
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        await stack.enter_async_context(turnstile.hold("ann", lambda _: None))
        waiting = group.create_task(Guest(turnstile, "bob").visit())
        await wait_until(lambda: turnstile.line, "Bob is in line")
        waiting.cancel()
    assert not turnstile.line
    assert not turnstile.inside


async def test_a_job_that_is_with_the_service_already_does_not_wait() -> None:
    """It is being painted, whatever the limit says now."""
    turnstile = Turnstile(most=1, most_each=1)
    async with turnstile.hold("ann", print), turnstile.hold("ann", print, at_once=True):
        assert turnstile.inside.total() == 2
