"""A prompt may be named by the code of a picture, wherever prompts are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.flags import Mode
from bot.domain.ids import CODE_LENGTH, CROCKFORD, TaskId, is_surely_code, read_code
from bot.domain.image import TextResult
from bot.domain.incoming import CommandCall
from bot.domain.order import Edit, Imagine, Order, Shorten
from bot.domain.prompt import NamedPrompt, Prompt, extend_prompt, parse_prompt, read_named
from bot.domain.update import Finished
from tests.fakes.painter import done
from tests.fakes.platform import ANN, BOB, origin
from tests.flows.conftest import RULES, House

CODES = st.text(CROCKFORD, min_size=CODE_LENGTH, max_size=CODE_LENGTH)


async def painted(house: House, text: str, name: str = "imagine") -> str:
    """The code of what was ordered, and is there."""
    task = TaskId(text)
    house.bench.painter.scripts = [[done(task) if name == "imagine" else Finished(task, TextResult(("an owl",)))]]
    await house.type(name, text)
    [job_id] = house.bench.queued
    await house.work()
    return (await house.bench.load(job_id)).code


async def ordered(house: House, text: str, name: str = "imagine") -> Order:
    """What is ordered by somebody else."""
    await house.type(name, text, person=BOB)
    [job_id] = house.bench.queued
    house.bench.queued.clear()
    return (await house.bench.load(job_id)).order


@pytest.mark.parametrize(
    ("more", "prompt"),
    [
        ("", Prompt("a fox", flags=(("ar", "16:9"), ("no", "snow")))),
        ("--ar 2:3", Prompt("a fox", flags=(("no", "snow"), ("ar", "2:3")))),
        ("in a wood", Prompt("a fox in a wood", flags=(("ar", "16:9"), ("no", "snow")))),
        (
            "in a wood —ar 2:3 --no cars --fast",
            Prompt("a fox in a wood", flags=(("ar", "2:3"), ("no", "snow, cars")), mode=Mode.FAST),
        ),
    ],
)
async def test_a_code_stands_for_its_prompt(house: House, more: str, prompt: Prompt) -> None:
    """Words that follow come behind its words, flags behind its flags: there they win, and lists are joined."""
    code = await painted(house, "a fox --ar 16:9 --no snow")
    order = await ordered(house, f"#{code.lower()} {more}")
    assert isinstance(order, Imagine)
    assert (order.prompt.text, order.prompt.mode) == (prompt.text, prompt.mode)
    assert dict(order.prompt.flags) == dict(prompt.flags)


async def test_other_commands_that_take_a_prompt(house: House) -> None:
    """/shorten, too; in /edit such words are what they say."""
    code = await painted(house, "a fox in deep snow")
    assert await ordered(house, f"#{code}", "shorten") == Shorten("a fox in deep snow")
    edited = await ordered(house, f"https://e.org/a.png #{code}", "edit")
    assert edited == Edit("https://e.org/a.png", f"#{code}")


async def test_a_code_that_nobody_knows(house: House) -> None:
    """It is said that there is none, and nothing is ordered; nor with a flag that does not exist."""
    for text, person in (("#7K2M9QXD", ANN), ("#7k2m9qxd --ar 2:3", ANN), ("#ABCDEFGH in snow", BOB)):
        await house.type("imagine", text, person=person)
        await house.work()
    assert [text[:24] for text in house.answers()] == ["No picture has the code "] * 3
    code = await painted(house, "a fox")
    await house.type("imagine", f"#{code} --stylise 9")
    assert "There is no flag --stylise" in house.answers()[-1]
    assert not house.bench.queued


async def test_what_has_no_prompt(house: House) -> None:
    """What was said of a picture was never painted from words."""
    code = await painted(house, "https://e.org/owl.png", "describe")
    await house.type("imagine", f"#{code}")
    assert f"What has the code {code} was made without a prompt" in house.answers()[-1]


@pytest.mark.parametrize("text", ["#portrait of a fox", "#abstract", "#fox in snow", "#wintersun"])
async def test_a_word_with_the_sign_of_a_code(house: House, text: str) -> None:
    """As people tag their pictures elsewhere: without such a code it is left as it is."""
    order = await ordered(house, text)
    assert isinstance(order, Imagine)
    assert order.prompt.text == text


async def test_a_code_beside_pictures(house: House) -> None:
    """Pictures take the way by a worker, where the prompt is looked up before they are fetched."""
    await house.app.handle(CommandCall("k", origin(), "imagine", "#7K2M9QXD", attachments=("photo",)))
    await house.mail()
    assert house.answers()[-1].startswith("No picture has the code 7K2M9QXD")


@given(CODES, st.sampled_from(["", " ", ", ", ": ", "\n", "，"]), st.sampled_from(["--ar 2:3", "in snow", ""]))
def test_codes_as_people_write_them(code: str, between: str, more: str) -> None:
    """With the sign before, in any case, in two halves."""
    for typed in (code, code.lower(), f"{code[:4]}-{code[4:]}", code.replace("0", "O").replace("1", "l")):
        named = read_named(f" #{typed}{between or ' '}{more}")
        assert named is not None
        assert (named.code, named.more) == (code, more)
    assert read_named(f"＃{code}") == NamedPrompt(code, "", certain=is_surely_code(code))


@given(st.text(max_size=30))
def test_what_is_no_code_is_left_alone(text: str) -> None:
    """Nothing is named without the sign, or by more or fewer letters."""
    assert read_named(f"a {text}") is None
    named = read_named(f"#{text}")
    assert named is None or read_code(named.code) == named.code


@pytest.mark.parametrize(
    "text", ["a fox --ar 2:3 --no snow", "https://e.org/a.png a fox --raw", "a fox -- in snow", "rock-- --roll"]
)
def test_a_prompt_without_more_is_the_same(text: str) -> None:
    """Whatever was ordered once can be ordered again."""
    once = parse_prompt(text, RULES).render()
    assert parse_prompt(extend_prompt(once, "", RULES), RULES).render() == once
