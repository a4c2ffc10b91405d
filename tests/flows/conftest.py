"""The whole core on the real store; the service and the chat platform are fakes."""

import asyncio
import tomllib
from dataclasses import dataclass
from itertools import count

import pytest

from bot.app import App
from bot.commands import Commands
from bot.domain.card import Card
from bot.domain.flags import FlagRules
from bot.domain.ids import MessageRef
from bot.domain.incoming import ButtonPress, CommandCall, Person
from bot.settings import FLAGS_FILE
from tests.fakes.platform import ANN, NAME, PLACE, origin
from tests.fakes.reception import Reception, reception
from tests.jobs.conftest import Bench, bench, stage  # noqa: F401 - fixtures

RULES = FlagRules.parse(tomllib.loads(FLAGS_FILE.read_text("utf-8")))


@dataclass
class House:
    bench: "Bench"
    app: App
    keys: "count[int]"
    reception: Reception
    tasks: list[tuple[str, str]]

    async def type(
        self, name: str, text: str = "", person: Person = ANN, key: str = "", *, by_option: bool = False
    ) -> None:
        call = CommandCall(key or f"k{next(self.keys)}", origin(person), name, text, by_option=by_option)
        await self.app.handle(call)

    async def press(
        self,
        message: MessageRef,
        payload: str,
        person: Person = ANN,
        key: str = "",
        seen: str = "",
        *,
        vouched: bool = True,
    ) -> None:
        name = key or f"k{next(self.keys)}"
        await self.app.handle(ButtonPress(name, origin(person), message, payload, seen, vouched))

    def answers(self) -> list[str]:
        return ["".join(span.text for span in card.text) for card in self.bench.platform.messenger.answers]

    async def mail(self) -> None:
        """Run tasks until none is left."""
        while self.tasks:
            await self.reception.run(*self.tasks.pop(0))

    def cards(self, part: str) -> list[tuple[MessageRef, Card]]:
        """The messages whose text has this in it, as they are now."""
        shown = self.bench.platform.messenger.shown
        return [
            (MessageRef(NAME, PLACE.chat, name), cards[-1])
            for name, cards in shown.items()
            if part in "".join(span.text for span in cards[-1].text)
        ]

    async def work(self) -> None:
        """Run what is queued."""
        await self.mail()
        queued, self.bench.queued[:] = list(self.bench.queued), []
        async with asyncio.TaskGroup() as group:
            for job_id in queued:
                group.create_task(self.bench.runner.run(job_id))


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real records are not given up because the machine stood still."""
    monkeypatch.setattr("bot.recents.STORE_WAIT_S", 60.0)
    monkeypatch.setattr("bot.answers.FORM_WAIT_S", 60.0)


@pytest.fixture
def operators() -> frozenset[str]:
    """A file whose bot has some has a fixture of that name."""
    return frozenset()


@pytest.fixture
def remix() -> bool:
    """The same, for one whose variations take other words."""
    return False


@pytest.fixture
def house(bench: Bench, operators: frozenset[str], remix: bool) -> House:  # noqa: F811, FBT001 - the fixtures
    tasks: list[tuple[str, str]] = []

    async def queue(kind: str, name: str, _delay: float) -> None:
        if (kind, name) not in tasks:
            tasks.append((kind, name))

    made = reception(
        bench.jobs.client,
        bench.desk,
        {bench.platform.name: bench.platform},
        Commands(RULES, operators, remix),
        queue=queue,
        forms=bench.runner.context.forms,
        clock=bench.desk.clock,
    )
    return House(bench, made.app, count(), made, tasks)
