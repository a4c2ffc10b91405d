"""What is answered at once: commands are checked without a look at any record, typing is answered from memory."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from bot.answers import QuickAnswers
from bot.cards import error_card
from bot.commands import COMMANDS_BY_NAME, Commands
from bot.commands.listing import with_flags
from bot.domain.command import CHOICE_LONGEST, CHOICES_MOST, Choice, Completes
from bot.domain.ids import new_job_id
from bot.domain.incoming import CommandCall, Person
from bot.domain.job import Job, State
from bot.domain.order import Describe, Imagine, Order
from bot.domain.prompt import PROMPT_LIMIT, Prompt
from bot.handlers.chat_settings import SETTING_VALUES
from bot.panels import LANGUAGE_NAMES
from bot.recents import JOBS_MOST, PEOPLE_MOST, RECORDS_REST_S, ReadResults, RecentPrompts
from bot.store.connection import connect_redis
from bot.store.jobs import RedisJobs, RedisResultIndex
from bot.store.keys import Keys
from tests.fakes.clock import FakeClock
from tests.fakes.opening import form_opener
from tests.fakes.painter import done, image
from tests.fakes.platform import ANN, BOB, origin
from tests.fakes.servers import ValkeyProcess, valkey
from tests.flows.conftest import RULES, House

COMMANDS = Commands(RULES)
LONG = "a very long way through a wood of birches " * 4


async def no_records(_person: str) -> Sequence[Job]:
    raise AssertionError("nobody may ask")


class SlowRecords:
    """Say nothing before they may."""

    def __init__(self, *jobs: Job) -> None:
        self.jobs = jobs
        self.asked = 0
        self.given_up = 0
        self.ready = asyncio.Event()

    async def recent(self, _person: str) -> Sequence[Job]:
        self.asked += 1
        try:
            await self.ready.wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        return self.jobs


def job(order: Order | str, number: int = 0, person: Person = ANN, *, finished: bool = True) -> Job:
    made = Imagine(Prompt(order)) if isinstance(order, str) else order
    return Job(
        new_job_id(1_800_000_000.0 + number, b"0123456789"),
        made,
        origin(person),
        0.0,
        60.0,
        state=State.DONE if finished else State.WAITING,
        outcome=image() if finished else None,
    )


def answers(records: ReadResults, *jobs: Job, clock: FakeClock | None = None) -> QuickAnswers:
    """What knows of these jobs already."""
    recents = RecentPrompts(records, clock or FakeClock())
    for one in jobs:
        recents.note(one)
    return QuickAnswers(COMMANDS, recents, form_opener(Redis(port=1)))  # which nobody asks here


async def proposed(
    quick: QuickAnswers, text: str = "", option: str = "prompt", person: Person = ANN
) -> list[Choice]:
    command = {"prompt": "imagine", "code": "show"}[option]
    return list(await quick.complete(origin(person), command, option, text))


# --- check ------------------------------------------------------------------------------------------------------


WRONG = [
    ("imagine", "", 0, "empty"),
    ("imagine", "a cat --stylise 9", 0, "unknown_flag"),
    ("imagine", "a cat --ar 0:1", 0, "bad_value"),
    ("imagine", "a cat --v 7 --niji", 0, "conflict"),
    ("imagine", "a" * (PROMPT_LIMIT + 1), 0, "too_long"),
    ("imagine", "a cat", 6, "too_many_urls"),
    ("blend", "", 0, "need-pictures"),
    ("describe", "", 0, "need-picture"),
    ("edit", "a hat", 0, "need-picture"),
    ("edit", "", 1, "need-words"),
    ("shorten", " ", 0, "need-text"),
    ("show", "nothing", 0, "bad-code"),
    ("imagin", "a cat", 0, "command-unknown-near"),
    ("xyzzy", "", 0, "command-unknown"),
]
RIGHT = [
    ("imagine", "a cat --ar 2:3", 0),
    ("imagine", "a cat", 5),
    ("imagine", "#7K2M9QXD --ar 2:3", 0),
    ("blend", "", 2),
    ("describe", "", 1),
    ("edit", "a hat", 1),
    ("settings", "press admins", 0),
    *((name, "", 0) for name in ("history", "cancel", "settings", "help")),
]


def call(name: str, text: str, pictures: int = 0) -> CommandCall:
    return CommandCall("k", origin(), name, text, attachments=tuple(map(str, range(pictures))))


@pytest.mark.parametrize(("name", "text", "pictures", "code"), WRONG)
def test_a_mistake_is_seen_without_a_look_at_anything(name: str, text: str, pictures: int, code: str) -> None:
    """Wrong flags, no words, too many pictures, no such command: with the text that explains it."""
    error = answers(no_records).check(call(name, text, pictures))
    assert error is not None
    assert error.code == code


@pytest.mark.parametrize(("name", "text", "pictures"), RIGHT)
def test_nothing_is_wrong_with_what_will_do(name: str, text: str, pictures: int) -> None:
    """Whether it may be ordered now is another question."""
    assert answers(no_records).check(call(name, text, pictures)) is None


def test_words_without_a_command_and_files_that_are_none() -> None:
    """What people say may mean nothing; a file that is no picture is of no use to any command."""
    quick = answers(no_records)
    assert quick.check(replace(call("imagine", ""), plain=True)) is None
    error = quick.check(replace(call("describe", ""), unusable=True))
    assert error is not None
    assert error.code == "file-unusable"


@pytest.mark.parametrize(("name", "text", "pictures", "code"), [row for row in WRONG if row[2] == 0])
async def test_the_check_says_what_the_order_would(
    house: House, name: str, text: str, pictures: int, code: str
) -> None:
    """There is one reader of commands: whoever does not ask before is told the same after."""
    error = answers(no_records).check(call(name, text, pictures))
    assert error is not None
    await house.type(name, text)
    assert house.bench.platform.messenger.answers == [error_card(error, "")]
    assert error.code == code


# --- complete: what is remembered -------------------------------------------------------------------------------


async def nothing(_person: str) -> Sequence[Job]:
    return []


async def test_prompts_newest_first_by_what_is_typed() -> None:
    """All words that were typed are in it, in any order; the same prompt is proposed once."""
    quick = answers(nothing, job("a red fox", 1), job("a cat", 2), job("a fox in snow", 3), job("a red fox", 4))
    assert [one.value for one in await proposed(quick)] == ["a red fox", "a fox in snow", "a cat"]
    assert [one.value for one in await proposed(quick, "FOX a")] == ["a red fox", "a fox in snow"]
    assert await proposed(quick, "birches") == []
    assert await proposed(quick, person=BOB) == []


async def test_a_long_prompt_goes_by_its_code() -> None:
    """No value is longer than 100 characters; before there is a result there is no code."""
    long, running = (
        job(Imagine(Prompt(LONG, flags=(("ar", "2:3"),)))),
        job(f"so much longer {LONG}", 1, finished=False),
    )
    [one] = await proposed(answers(nothing, long, running), "birches")
    assert one.value == f"#{long.code}"
    assert one.label.startswith("a very long way through a wood of birches")
    assert len(one.label) <= CHOICE_LONGEST


async def test_a_prompt_by_the_beginning_of_its_code() -> None:
    """As it stands under a picture, and however its letters are written."""
    fox, cat = job("a fox", 1), job("a cat", 2)
    code = fox.code
    for typed in (f"#{code}", f" #{code[:4].lower()}", f"#{code[:4]}-{code[4:]}", f"#{code.replace('0', 'o')}"):
        assert await proposed(answers(nothing, fox, cat), typed) == [Choice("a fox", f"#{code}")]
    assert len(await proposed(answers(nothing, fox, cat), "#")) == 2


async def test_codes_have_their_words_beside_them() -> None:
    """Of everything that has a result, also of what has no prompt; by code or words."""
    fox, text, running = (
        job("a fox", 1),
        job(Describe("https://e.org/owl.png"), 2),
        job("an elk", 3, finished=False),
    )
    quick = answers(nothing, fox, text, running)
    codes = [text.code, fox.code]
    assert [one.value for one in await proposed(quick, option="code")] == codes
    assert await proposed(quick, "FO", "code") == [Choice(f"{codes[1]} · a fox", codes[1])]
    assert await proposed(quick, f"#{codes[1][:5].lower()}", "code") == [Choice(f"{codes[1]} · a fox", codes[1])]
    assert [one.value for one in await proposed(quick)] == ["an elk", "a fox"]


async def test_values_of_settings_in_the_language_of_whoever_types() -> None:
    """Of the one that is chosen; of all of them while none is."""
    quick = answers(no_records)
    person = replace(origin(), person=replace(ANN, language="de"))
    chosen = await quick.complete(person, "settings", "value", "", {"setting": "spoiler"})
    assert chosen == [Choice("an", "on"), Choice("aus", "off")]
    languages = await quick.complete(person, "settings", "value", "portug", {"setting": "language"})
    assert languages == [Choice(LANGUAGE_NAMES["pt-BR"], "pt-BR")]
    every = {one.value for one in await quick.complete(person, "settings", "value", "")}
    assert every == {value for name, values in SETTING_VALUES.items() if name != "words" for value in values}


@pytest.mark.parametrize(
    ("option", "text", "values"),
    [
        ("aspect", "", ["1:1", "16:9", "9:16", "3:2", "2:3", "4:3", "3:4", "4:5", "5:4", "21:9", "2:1", "1:2"]),
        ("aspect", "2", ["2:3", "21:9", "2:1", "3:2", "1:2"]),
        ("version", "8", ["8.2", "8.1", "8"]),
        ("sref", "r", ["random"]),
        ("personalize", "", []),
        ("style", "", []),  # all of its values are listed with the command
    ],
)
async def test_values_of_flags(option: str, text: str, values: list[str]) -> None:
    """As the rules propose them, those that begin so first."""
    found = await answers(no_records).complete(origin(), "imagine", option, text)
    assert [one.value for one in found][: len(values)] == values
    assert bool(values) is bool(found)


async def test_what_nothing_is_proposed_for() -> None:
    """Options that are typed freely, and whatever nobody knows."""
    quick = answers(no_records, job("a fox"))
    for command, option in [("edit", "words"), ("imagine", "seed"), ("imagine", "nothing"), ("xyzzy", "prompt")]:
        assert list(await quick.complete(origin(), command, option, "a")) == []


@given(
    st.lists(st.text(min_size=1, max_size=300), max_size=60),
    st.text(max_size=10),
    st.sampled_from(["prompt", "code"]),
)
@settings(max_examples=50)
def test_proposals_fit(prompts: list[str], typed: str, option: str) -> None:
    """25 at most, each a line of at most 100 characters, and no value twice, whatever people ordered."""
    quick = answers(nothing, *(job(" ".join(prompt.split()), number) for number, prompt in enumerate(prompts)))
    found = asyncio.run(proposed(quick, typed, option))
    assert len(found) <= CHOICES_MOST
    assert len({one.value for one in found}) == len(found)
    for one in found:
        assert 0 < len(one.value) <= CHOICE_LONGEST
        assert 0 < len(one.label) <= CHOICE_LONGEST
        assert one.label == " ".join(one.label.split())


async def test_the_memory_is_bounded() -> None:
    """Who was not here for longest is forgotten first, and of each the oldest."""
    quick = answers(nothing, *(job(f"fox {number}", number) for number in range(JOBS_MOST + 10)))
    for number in range(PEOPLE_MOST - 1):
        quick.recents.note(job("a cat", number, Person(f"fake:{number}", "Somebody")))
    assert [one.value for one in await proposed(quick)][:2] == ["fox 59", "fox 58"]
    assert "fox 9" not in {one.value for one in await proposed(quick, "fox 9")}
    quick.recents.note(job("a cat", person=BOB))
    assert "fake:0" not in quick.recents.people
    assert len(quick.recents.people) == PEOPLE_MOST
    assert len(quick.recents.people[ANN.id].jobs) == JOBS_MOST


# --- complete: the records --------------------------------------------------------------------------------------


async def test_records_that_say_nothing_are_given_up() -> None:
    """What is remembered has to do, and for a while they are not asked again."""
    clock, records = FakeClock(), SlowRecords(job("an owl", 2))
    quick = answers(records.recent, job("a fox", 1), clock=clock)
    assert [one.value for one in await proposed(quick)] == ["a fox"]
    assert (records.asked, records.given_up) == (1, 1)
    records.ready.set()
    assert [one.value for one in await proposed(quick)] == ["a fox"]
    assert records.asked == 1
    clock.time += RECORDS_REST_S
    assert [one.value for one in await proposed(quick)] == ["an owl", "a fox"]
    assert [one.value for one in await proposed(quick, person=BOB)] == ["an owl"]
    assert records.asked == 3


@pytest.mark.usefixtures("patient")
async def test_what_was_painted_elsewhere_is_proposed(house: House) -> None:
    """By the records, to a process that has never heard of this person; and what is ordered here at once."""
    house.bench.painter.scripts = [[done()]]
    await house.type("imagine", "a fox in snow")
    await house.work()
    elsewhere = answers(house.bench.results.recent)
    assert [one.value for one in await proposed(elsewhere)] == ["a fox in snow"]
    [code] = await proposed(elsewhere, option="code")
    assert code.label == f"{code.value} · a fox in snow"
    await house.type("imagine", "a second one --ar 2:3")
    here = QuickAnswers(COMMANDS, house.app.recents, house.app.handlers.form_handler.opener)
    assert [one.value for one in await proposed(here)] == ["a second one --ar 2:3", "a fox in snow"]


@asynccontextmanager
async def own_server(folder: Path) -> AsyncIterator[tuple[ValkeyProcess, RedisJobs, RedisResultIndex]]:
    with valkey(folder) as server:
        async with connect_redis(server.url) as client:
            jobs = RedisJobs(client, Keys())
            yield server, jobs, RedisResultIndex(client, Keys(), jobs)


@pytest.mark.parametrize("trouble", ["end", "freeze"])
async def test_a_store_that_goes_away_in_the_middle(tmp_path: Path, trouble: str) -> None:
    """Killed or frozen: what was known is proposed as before, and what needs no record is not missed."""
    async with own_server(tmp_path) as (server, jobs, results):
        made = replace(job("a fox", finished=False), deadline=60.0)
        await jobs.open(made)
        await jobs.save(replace(made, version=1, state=State.DONE, outcome=image()))
        clock = FakeClock()
        quick = answers(results.recent, clock=clock)
        before = await proposed(quick), await proposed(quick, option="code")
        getattr(server, trouble)()
        for _ in range(3):
            clock.time += RECORDS_REST_S
            assert (await proposed(quick), await proposed(quick, option="code")) == before
        assert await proposed(quick, person=BOB) == []
        assert await quick.complete(origin(), "settings", "value", "on", {"setting": "spoiler"})


def test_every_kind_of_proposal_is_made_for_some_option() -> None:
    """Nothing is declared that nobody uses."""
    commands = [with_flags(command, RULES) for command in COMMANDS_BY_NAME.values()]
    assert {option.completes for command in commands for option in command.options} == set(Completes)
