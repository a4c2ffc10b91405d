"""What is meant is read, however it is typed; what is not meant stays words."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.domain.flags
from bot.commands.orders import picture_and_words
from bot.domain.command import CommandInput
from bot.domain.flags import FlagRules
from bot.domain.incoming import Person
from bot.domain.prompt import Prompt, parse_prompt

RULES = FlagRules.parse(tomllib.loads(Path(bot.domain.flags.__file__).with_name("flags.toml").read_text("utf-8")))
A, B, Q = "https://e.org/a.png", "https://e.org/b.webp", "https://e.org/c.jpg?x=1,2&s=a."
FOX = "一只红色的狐狸"


def sent(text: str) -> str:
    return parse_prompt(text, RULES).render()


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "fox — ar 3:2",
            "fox – ar 3:2",
            "fox -- ar 3:2",
            "fox - ar 3:2",
            "fox - -ar 3:2",
            "fox ― ar=3:2",
            "fox -ar 3:2",
        ),
        *(
            "fox--ar 3:2",
            "fox——ar 3:2",
            "fox—ar 3:2",
            "fox --ar3:2",
            "fox --ar：3:2",
            "fox --ar=3:2",
            "fox --AR 3x2",
        ),
        *(
            "fox －－ar ３：２",
            "fox －－ａｒ 3:2",
            "--ar 3:2 fox",
            "—ar 3:2 fox",
            "prompt: fox --ar 3:2",
            "fox --ar 3:2，",
        ),
        *("/imagine prompt: fox --ar 3:2", "／imagine fox --ar 3:2", "/imagine@our_bot prompt:fox --ar 3/2"),
        *("Prompt：fox — ar 3:2", "--ar “3:2” fox", "fox --ar 3:2.", "fox --aspect 3:2", "fox --ar 1:1--ar 3:2"),
    ],
)
def test_one_flag_in_many_spellings(typed: str) -> None:
    """A dash of any kind before a known flag and a value that fits is that flag."""
    assert sent(typed) == "fox --ar 3:2"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (f"{FOX}--ar 3:2", f"{FOX} --ar 3:2"),
        (f"{FOX}，--ar 3:2", f"{FOX}， --ar 3:2"),
        (f"{FOX}……——ar 3:2", f"{FOX}…… --ar 3:2"),
        (f"{FOX}--ar 3:2，在雪地里", f"{FOX} 在雪地里 --ar 3:2"),
        (f"{FOX}--no 帽子--ar 3:2--v 7", f"{FOX} --no 帽子 --ar 3:2 --version 7"),
        ("a cat--ar 16:9--s250--turbo", "a cat --ar 16:9 --stylize 250"),
        ("a cat--raw", "a cat --raw"),
        ("a cat -- raw --v7", "a cat --raw --version 7"),
        ("a cat — sref 123 — style raw", "a cat --sref 123 --style raw"),
        ("a cat -- no hats", "a cat --no hats"),
        ("fox --ar 3:2--version=7-- stylize 250", "fox --ar 3:2 --version 7 --stylize 250"),
        ("rock-- and --roll", "rock-- and —roll"),
    ],
)
def test_flags_without_a_blank(typed: str, expected: str) -> None:
    """Flags that were written on to a word, or with a blank too many, are found where their value fits."""
    assert sent(typed) == expected


@pytest.mark.parametrize(
    "prose",
    [
        *("a — b", "well--known", "the sea — calm, endless — at dawn", "a man – 40 years old – and his dog"),
        *("a knight — no armour", "jazz — chaos in blue", "sushi -- raw fish on rice", "twenty--three, forty—four"),
        *(
            "ice-cream, x-ray, T-shirt -- size s",
            "vitamin - c 50",
            "狐狸——在雪地里",
            "日本——夏の海",
            "a -b -c",
            "- - -",
        ),
        *("word--ar stays", "the 1990s — version of events", "{red} dress, {a; b}", "prompting: no"),
    ],
)
def test_prose_stays_prose(prose: str) -> None:
    """Dashes of sentences, in any language, are left as they were typed."""
    assert parse_prompt(prose, RULES) == Prompt(prose)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (f"{A}, a cat", f"{A} a cat"),
        (f"{A}，一只猫", f"{A} 一只猫"),
        (f"{A}一只猫", f"{A} 一只猫"),
        (f"看{A} 一只猫", f"{A} 看 一只猫"),
        (f"<{A}> a cat", f"{A} a cat"),
        (f'"{A}" a cat', f"{A} a cat"),
        (f"“{A}” a cat", f"{A} a cat"),
        (f"({A}) a cat", f"{A} a cat"),
        (f"a cat like this:{A}.", f"{A} a cat like this"),
        (f"![cat]({A}) a cat", f"{A} cat a cat"),
        (f"a red hamster {A}", f"{A} a red hamster"),
        (f"a {A} red {B} hamster --ar 3:2", f"{A} {B} a red hamster --ar 3:2"),
        (f"{A},{B}; a cat", f"{A} {B} a cat"),
        (f"{Q} a cat", f"{Q} a cat"),
        (f"{A}| a cat", f"{A} a cat"),
        ("https://e.org/a_(b).png a cat", "https://e.org/a_(b).png a cat"),
        ("https://e.org/猫.png a cat", "https://e.org/%E7%8C%AB.png a cat"),
        (f"a cat --sref <{A}>, --ar 3:2", f"a cat --sref {A} --ar 3:2"),
        (f"a cat --sref {A},{B}", f"a cat --sref {A} {B}"),
        (f"a cat --no {A}x", f"a cat --no {A}x"),
        ("https://p.org/?u=https://e.org/a.png a cat", "https://p.org/?u=https://e.org/a.png a cat"),
    ],
)
def test_links_among_words(typed: str, expected: str) -> None:
    """A link is what its writer meant by it, without what was typed around it, and pictures go first."""
    assert sent(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (f"{A} give it a hat", (A, "give it a hat")),
        (f"<{A}>，戴帽子", (A, "戴帽子")),
        (f"give it a hat: {A}", (A, "give it a hat:")),
        (f"“{A}”", (A, "")),
        (f"{A}, {B} both", (A, f"{B} both")),
    ],
)
def test_the_picture_of_a_command(typed: str, expected: tuple[str, str]) -> None:
    """/edit, /describe and /animate find their picture in the same ways."""
    assert picture_and_words(CommandInput(typed, RULES)) == expected


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Ada\u202egnp.exe", "Adagnp.exe"),
        ("  Ada\n\n Lovelace\x07 ", "Ada Lovelace"),
        ("\u2066Ada\u2069", "Ada"),
        ("\u200d\u200b", ""),
        ("x" * 500, "x" * 64),
        ("أحمد", "أحمد"),
    ],
)
def test_names_are_cleaned_as_prompts_are(name: str, clean: str) -> None:
    """A name stands beside other people's words and turns none of them."""
    assert Person("telegram:1", name).name == clean


WORD = st.sampled_from(
    ["fox", "snow", "well-known", "red", "狐狸", "在雪地里", "a", "b&w", "it’s", "(close-up)", "3", "4k"]
)
FLAG = st.sampled_from(
    [
        ("ar", "3:2"),
        ("ar", "16:9"),
        ("version", "7"),
        ("stylize", "250"),
        ("chaos", "5"),
        ("seed", "42"),
        ("iw", "1.5"),
    ]
)
SHORT = {"version": "v", "stylize": "s", "chaos": "c"}
DASH = st.sampled_from(["--", "—", "–", "——", "-- ", "— ", "－－", "- -", "―", "---"])
GLUE = st.sampled_from([" ", "=", "：", ": "])
WRAP = st.sampled_from([("", ""), ("<", ">"), ('"', '"'), ("“", "”"), ("(", ")"), ("", ","), ("", "，"), ("", ".")])


@st.composite
def typings(draw: st.DrawFn) -> tuple[str, str]:
    """A good prompt, and one of the ways in which it is written."""
    words = draw(st.lists(WORD, min_size=1, max_size=6))
    flags = dict(draw(st.lists(FLAG, max_size=4)))
    links = draw(st.lists(st.sampled_from([A, B]), max_size=2, unique=True))
    good = " ".join([*links, *words, *(f"--{name} {value}" for name, value in flags.items())])
    typed = [*words]
    for link in reversed(links):
        before, after = draw(WRAP)
        typed.insert(0 if draw(st.booleans()) or len(links) > 1 else len(typed), f"{before}{link}{after}")
    line = draw(st.sampled_from(["", "prompt: ", "/imagine prompt: ", "／imagine "])) + " ".join(typed)
    for name, value in flags.items():
        spelling = draw(st.sampled_from([name, SHORT.get(name, name), name.upper()]))
        dash, glue = draw(DASH), draw(GLUE)
        ended = line[-1] in '>")”,，.' or "https" in line.rsplit(" ", 1)[-1]
        blank = " " if ended else draw(st.sampled_from([" ", "", "\n"]))
        if dash in {"–", "- -"}:  # a range, as in 1990–2000, or half of it the end of a word
            blank = " "
        line += f"{blank}{dash}{spelling}{glue}{value}"
    return good, line


@given(typings())
def test_any_way_of_writing_reads_the_same(pair: tuple[str, str]) -> None:
    """A good prompt reads the same in whatever way its flags and links are written."""
    good, typed = pair
    assert parse_prompt(typed, RULES) == parse_prompt(good, RULES)


@given(st.lists(WORD, min_size=1, max_size=5), st.sampled_from([" — ", " – ", " -- ", "——", " - "]))
def test_a_dash_between_words_is_a_dash(words: list[str], dash: str) -> None:
    """Sentences with dashes are painted as they are."""
    prose = dash.join(words)
    assert parse_prompt(prose, RULES) == Prompt(" ".join(prose.split()))
