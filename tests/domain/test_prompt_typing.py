"""The many ways people type a prompt: telephones, odd characters, odd order."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.domain.flags
from bot.domain.flags import FlagRules
from bot.domain.prompt import CODES, PROMPT_LIMIT, BadPrompt, Prompt, parse_prompt

DATA = tomllib.loads(Path(bot.domain.flags.__file__).with_name("flags.toml").read_text("utf-8"))
RULES = FlagRules.parse(DATA)
OPEN = FlagRules.parse(DATA, allow_unknown=True)
A, B = "https://example.com/a.png", "https://example.com/b.png?x=1&"


def parse(text: str) -> Prompt:
    return parse_prompt(text, RULES)


def sent(text: str) -> str:
    return parse(text).render()


@pytest.mark.parametrize(
    "typed",
    [
        "a cat —ar 16:9 –v 7",
        "a cat -–ar 16:9 ——v 7",
        "a cat ––ar 16:9 −−v 7",
        "a cat ―ar 16:9 －－v 7",
        "a cat ---ar 16:9 —V=7",
        "a cat \u200f--ar \u200e16:9\u200f --v\u200f 7",
    ],
)
def test_dashes_of_phones(typed: str) -> None:
    """Whatever a telephone made of the two dashes (or put beside them) is repaired."""
    assert sent(typed) == "a cat --ar 16:9 --version 7"


@pytest.mark.parametrize(
    "prose",
    [
        "a well-known mother-in-law",
        "a cat — asleep - on a mat -- really",
        "the years 1990–2000, a–z, —wait— what",
        "a -5 degree -ish day, -ar we there, - and - so on",
        "a knight — no armour, a street — chaos in the city, sushi — raw",
        "well--known, yes — no — maybe, vitamin - c 50 mg, page - s 5",
        "狐狸——在雪地里奔跑 ——下午",
        "word--ar stays, --5 --- too",
        "@everyone **bold** <b>&amp;</b> [x](javascript:y) `code`",
        'two::2 {red} \\n "quoted" “smart” it’s',
        "قطة على سجادة, חתול",
        "👩\u200d👩\u200d👧 ❤\ufe0f 🏴\U000e0067\U000e0062\U000e007f \U0001fae8",
        "a sign that says https://example.com or http://example.com",
    ],
)
def test_prose_is_left_alone(prose: str) -> None:
    """Dashes in and between words, markup, mentions, quotes, emoji and right-to-left letters stay."""
    assert parse(prose) == Prompt(prose)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("a\x00b \x1b[31mc\x7f", "ab [31mc"),
        ("a\u202eb\u2066c\u2069 d", "abc d"),
        ("a \u200d \u200f\ufe0f b", "a b"),
        ("a\ud800 cat", "a cat"),
        ("a\u2028b\u00a0c\u3000d\x85e", "a b c d e"),
    ],
)
def test_cleaning(typed: str, text: str) -> None:
    """Control characters, direction overrides, lone surrogates, invisible words go; any blank is a blank."""
    assert parse(typed).text == text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("--ar 16:9 a cat", "a cat --ar 16:9"),
        ("a cat --ar 16:9 on a mat --raw in the sun", "a cat on a mat in the sun --ar 16:9 --raw"),
        ("--niji a cat", "a cat --niji"),
        ("--p a cat", "a cat --profile"),
        ("--p abcdefg m1234567890 a cat", "a cat --profile abcdefg m1234567890"),
        ("--sref 12 random::2 cats", "cats --sref 12 random::2"),
        (f"cats --sref {A} {B} -- sitting", f"cats -- sitting --sref {A} {B}"),
        (f"--raw {A} a cat", f"{A} a cat --raw"),
        ("a cat --no red hats, “text” --raw", 'a cat --no red hats, "text" --raw'),
        ("a cat --turbo on fire", "a cat on fire"),
    ],
)
def test_words_after_flags(typed: str, expected: str) -> None:
    """A flag takes the words it can use, the rest belong to the text; only `--no` takes all to the next flag."""
    assert sent(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a cat --ar 1:1 --v 7 --aspect 2:3", "a cat --version 7 --ar 2:3"),
        ("a cat --no hats --no cars", "a cat --no hats, cars"),
        (f"a cat --no {A}, hats, {A}, --no cars", f"a cat --no {A} , hats, {A} , cars"),
        (f"a cat --sref {A}, {A} --sref {A}", f"a cat --sref {A} {A} {A}"),
        ("a cat --sref 1 --raw --sref 2 --raw", "a cat --sref 1 2 --raw"),
        ("a cat --p --p abcdefg", "a cat --profile abcdefg"),
    ],
)
def test_repeated_flags(typed: str, expected: str) -> None:
    """The last one counts; lists are joined, so that nothing typed is lost."""
    assert sent(typed) == expected


PIECES = st.sampled_from(
    [
        *(
            "--ar 16:9",
            "—v 7",
            "--v 8",
            "–niji",
            "--niji 6",
            "--no hats",
            "--no",
            "--p",
            "--profile a1",
            "--raw",
        ),
        *(
            "--sref 5",
            f"--sref {A}",
            "--turbo",
            "--fast",
            "--q .5",
            "--seed “7”",
            "--foo=bar",
            "--foo",
            "--FOO,=—ar",
        ),
        *(
            A,
            B,
            "http://x",
            "a cat",
            "-",
            "--",
            "—",
            "—wait",
            "\u200f",
            "\u200d",
            "“x”",
            ",",
            "=",
            "\n",
            "5",
            "abcdefg",
        ),
    ]
)
TYPED = st.lists(PIECES | st.text(max_size=8), max_size=8).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda glue: glue.join(pieces))
)


def outcome(typed: str, rules: FlagRules, limit: int = PROMPT_LIMIT) -> Prompt | BadPrompt:
    try:
        return parse_prompt(typed, rules, limit=limit)
    except BadPrompt as error:
        return error


KEPT_OUT = st.lists(st.sampled_from(["red", "hats", "https://e.com/a", A, B]), min_size=1, max_size=3).map(" ".join)


@given(st.lists(KEPT_OUT, min_size=1, max_size=4), st.sampled_from([", ", " , ", " --no "]))
def test_what_is_kept_out_stays_apart(items: list[str], between: str) -> None:
    """In a list or one by one, also behind a link, which loses the signs that words around it have."""
    kept_out = parse(f"a cat --no {between.join(items)}").flag("no")
    assert kept_out is not None
    assert [item.strip() for item in kept_out.split(",")] == items


@given(TYPED, st.sampled_from([RULES, OPEN]))
def test_reading_twice(typed: str, rules: FlagRules) -> None:
    """What was read once reads the same again, but for the speed."""
    prompt = outcome(typed, rules)
    if isinstance(prompt, Prompt):
        again = parse_prompt(prompt.render(), rules)
        assert again == replace(prompt, mode=None)
        assert again.render() == prompt.render()


@given(TYPED | st.text(st.characters(), max_size=60), st.sampled_from([RULES, OPEN]), st.integers(0, 60))
def test_any_text(typed: str, rules: FlagRules, limit: int) -> None:
    """Any text, lone surrogates included, becomes a prompt within the limit or a BadPrompt with a sentence."""
    match outcome(typed, rules, limit):
        case Prompt() as prompt:
            assert len(prompt.render().encode().decode()) <= limit
            assert prompt.hints() == prompt.hints()
        case BadPrompt() as error:
            assert error.code in CODES
            assert str(error)
