"""Flags and links that keyboards, editors and web pages wrote in other signs are read, or it is said why not."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.domain.flags
from bot.domain.flags import FlagRules
from bot.domain.prompt import BadPrompt, Prompt, parse_prompt

RULES = FlagRules.parse(tomllib.loads(Path(bot.domain.flags.__file__).with_name("flags.toml").read_text("utf-8")))
A = "https://e.org/a.png"
STROKES = ("ーー", "ｰｰ", "──", "━━", "ㅡㅡ", "⁃⁃", "⎯⎯", "➖➖", "˗˗", "一一", "⸻", "&mdash;", "&ndash;")
AROUND = ("()", "[]", "{}", "（）", "【】", "「」", "“”", "«»", '""', "''", "``", "**", "<>")


def sent(text: str) -> str:
    return parse_prompt(text, RULES).render()


@pytest.mark.parametrize("dashes", STROKES)
@pytest.mark.parametrize("before", ["猫 ", "猫", "a cat ", "コーヒー"])
def test_what_keyboards_have_for_two_dashes(before: str, dashes: str) -> None:
    """The stroke of kana, of hangul, of boxes: before a known flag and a value that fits it is meant as one."""
    if before.endswith("ー") and dashes[0] == "一":
        before = "珈琲"  # kana and that ideograph are not typed side by side
    assert sent(f"{before}{dashes}ar 3:2") == f"{before.strip()} --ar 3:2"
    assert sent(f"{before} {dashes} ar 3:2") == f"{before.strip()} --ar 3:2"


@pytest.mark.parametrize(
    "prose",
    [
        *(
            "ラーメンーー",
            "コーヒーA",
            "日本──夏の海",
            "日本──ar",
            "ーーnoodle",
            "猫 ー 犬",
            "ㅡㅡ 고양이",
            "一一 v",
        ),
        *("a &mdash; b", "(a cat) (--roll)", "a cat (very cute)", '"Hello World"', "a smile :-)", "[red] (blue)"),
        *("a sign that says SHOP.COM", "www.shop.com in neon", "and/or", "my file a/b.png", "1.5/2.png"),
    ],
)
def test_letters_and_brackets_stay(prose: str) -> None:
    """Strokes that are letters, brackets around words, and names of shops are words."""
    assert parse_prompt(prose, RULES) == Prompt(prose)


@pytest.mark.parametrize("unseen", ["\u200b", "\u200c", "\u200e", "\u2060", "\u00ad", "\ufeff"])
def test_what_nobody_sees_among_dashes(unseen: str) -> None:
    """Editors put it there so that lines do not break."""
    assert sent(f"a cat -{unseen}-{unseen}ar 3:2") == "a cat --ar 3:2"


@pytest.mark.parametrize("around", AROUND)
def test_brackets_around_flags(around: str) -> None:
    """Around one, around several, and around a value."""
    first, last = around[0], around[-1]
    assert sent(f"a cat {first}--ar 3:2{last}") == "a cat --ar 3:2"
    assert sent(f"a cat {first}--ar 3:2 --v 7{last}!") == "a cat --ar 3:2 --version 7"
    assert sent(f"a cat --ar {first}3:2{last}") == "a cat --ar 3:2"
    assert sent(f"a cat {first}--tile{last}") == "a cat --tile"
    assert sent(f"a cat {first}--no dogs{last}") == "a cat --no dogs"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (f"{A}--ar 3:2 a cat", f"{A} a cat --ar 3:2"),
        (f"{A}—ar 3:2 a cat", f"{A} a cat --ar 3:2"),
        (f"{A}--v7 a cat", f"{A} a cat --version 7"),
        ("https://e.org/a--ar.png a cat", "https://e.org/a--ar.png a cat"),
        ("https://пример.рф/a.png a cat", "https://xn--e1afmkfd.xn--p1ai/a.png a cat"),
        ("imagine prompt: a cat", "a cat"),
        ("a cat --ar 3:2!", "a cat --ar 3:2"),
        ("how? --v 7?", "how? --version 7"),
    ],
)
def test_links_and_ends(typed: str, expected: str) -> None:
    """A flag behind a picture's name is no part of it, and a host in other letters is the one that is looked up."""
    assert sent(typed) == expected


@pytest.mark.parametrize("typed", ["www.e.org/a.png a cat", "a cat e.org/x/a.jpg?s=1", "a cat (cdn.e.org/a.webp)"])
def test_a_picture_without_its_scheme_is_no_word(typed: str) -> None:
    """The service would paint its letters, and charge for it."""
    with pytest.raises(BadPrompt) as error:
        parse_prompt(typed, RULES)
    assert error.value.code == "bad_url"


@given(
    st.sampled_from(("ar 3:2", "stylize 250", "version 7", "chaos 10", "seed 42")),
    st.sampled_from((*STROKES, "--", "—", "-\u200b-")),
    st.sampled_from(("", *AROUND)),
    st.sampled_from(("", "!", ".", "。", "？")),
)
def test_any_mixture(flag: str, dashes: str, around: str, end: str) -> None:
    """Dashes, brackets and the end of the sentence, each in any writing."""
    first, last = around[:1], around[-1:]
    assert sent(f"a cat {first}{dashes}{flag}{last}{end}") == f"a cat --{flag}"
