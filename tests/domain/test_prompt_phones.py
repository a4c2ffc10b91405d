"""Flags, values and links as keyboards of many languages, phones and chats write them."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.domain.flags
from bot.domain.flags import FlagRules
from bot.domain.prompt import BadPrompt, Prompt, parse_prompt

RULES = FlagRules.parse(tomllib.loads(Path(bot.domain.flags.__file__).with_name("flags.toml").read_text("utf-8")))
A, B = "https://e.org/a.png", "https://e.org/b.webp"
RATIOS = (
    *("16 : 9", "16: 9", "16 :9", "16 x 9", "= 16:9", ": 16:9", "16*9", "16х9", "16 × 9", "16:9👍", "16:9🙏🏽!"),
    *("16∶9", "16꞉9", "16ː9", "16︰9", "16∕9", "16⁄9", "16\u200f:\u200f9", "16\u2060:9", "16 ： 9"),
    *("١٦:٩", "۱۶:۹", "१६:९", "১৬:৯", "๑๖:๙", "１６：９", "૧૬:૯"),
)
DASHES = (
    *("⁻⁻", "₋₋", "ˉˉ", "¯¯", "ᅳᅳ", "╌╌", "ᐨᐨ", "־־", "᠆᠆", "⸗⸗", "⹀⹀", "〜〜", "〰〰", "︱︱"),
    *(
        "&#45;&#45;",
        "&#045;&#045;",
        "&#x2d;&#x2D;",
        "&#8211;",
        "&#8212;",
        "&#x2014;",
        "&#x2013;",
        "â€”",
        "â€“",
        "\\--",
        "\\-\\-",
        "-\\-",
    ),
)


def sent(text: str) -> str:
    return parse_prompt(text, RULES).render()


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("name", ["--ar", "—ar", "-- aspect", "–AR"])
def test_a_ratio_in_any_signs(name: str, ratio: str) -> None:
    """With blanks, in the digits of any script, with what looks like a colon, and an emoji behind it."""
    assert sent(f"a cat {name} {ratio}") == "a cat --ar 16:9"
    assert sent(f"a cat {name} {ratio} in snow --v 7") == "a cat in snow --ar 16:9 --version 7"


@pytest.mark.parametrize("dashes", DASHES)
def test_dashes_of_other_keyboards_and_encodings(dashes: str) -> None:
    """Every dash that Unicode has, entities, escapes of chats, and what a wrong encoding makes of a long dash."""
    assert sent(f"a cat {dashes}ar 3:2") == "a cat --ar 3:2"
    assert sent(f"a cat {dashes}stylize 250 {dashes}v 7") == "a cat --stylize 250 --version 7"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("--s 1,000", "--stylize 1000"),
        ("--s 1.000", "--stylize 1000"),
        ("--s 1’000", "--stylize 1000"),
        ("--s 1 000", "--stylize 1000"),
        ("--weird 3\u202f000, in snow", "--weird 3000"),
        ("--s ٢٥٠", "--stylize 250"),
        ("--v 6,1", "--version 6.1"),
        ("--v ۷", "--version 7"),
        ("--q 0,5", "--quality .5"),
        ("--iw 1,5", "--iw 1.5"),
        ("--chaos 10%", "--chaos 10"),
        ("--seed #42", "--seed 42"),
        ("--16:9", "--ar 16:9"),
        ("—16x9", "--ar 16:9"),
        ("||--ar 3:2||", "--ar 3:2"),
        ("~~--ar 3:2~~", "--ar 3:2"),
        ("__--ar 3:2__", "--ar 3:2"),
        ("_--s 250 --v 7_", "--stylize 250 --version 7"),
    ],
)
def test_values_as_people_count(typed: str, expected: str) -> None:
    """With the thousands and the decimals of their country, and in what chats mark words with."""
    assert sent(f"a cat {typed}").removeprefix("a cat in snow").removeprefix("a cat").strip(" ,") == expected


@pytest.mark.parametrize(
    "lead",
    [
        *("imagine: ", "!imagine ", "\\imagine ", "/ imagine ", "prompt = ", "Prompt - ", "Prompt — "),
        *("промпт: ", "提示词：", "提示詞：", "プロンプト：", "프롬프트: ", "/imagine промпт: "),
    ],
)
def test_what_other_bots_want_before_the_words(lead: str) -> None:
    """Is no part of them, in any language."""
    assert sent(f"{lead}a cat --ar 3:2") == "a cat --ar 3:2"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https:/e.org/a.png a cat", f"{A} a cat"),
        ("https//e.org/a.png a cat", f"{A} a cat"),
        ("https;//e.org/a.png a cat", f"{A} a cat"),
        ("https：//e.org/a.png a cat", f"{A} a cat"),
        ("https：／／e.org/a.png a cat", f"{A} a cat"),
        (f"{A}\u200b a cat", f"{A} a cat"),
        ("https://e.org/\u00ada.png a cat", f"{A} a cat"),
        (f"{A}…a cat", f"{A} a cat"),
        (f"{A}&gt; a cat", f"{A} a cat"),
        (f"{A}-> a cat", f"{A} a cat"),
        (f"{A})a cat", f"{A} a cat"),
        (f"{A}،قطة", f"{A} قطة"),
        (f"{A}кот", f"{A} кот"),
        (f"{A}{B} a cat", f"{A} {B} a cat"),
        (f"{A}+{B} a cat", f"{A} {B} a cat"),
        (f"a cat like {A}'s", f"{A} a cat like s"),
        ("https://e.org/a.png:large a cat", "https://e.org/a.png:large a cat"),
        ("https://e.org/a.png(1).png a cat", "https://e.org/a.png(1).png a cat"),
        ("https://e.org/a.png/resize a cat", "https://e.org/a.png/resize a cat"),
        ("https://e.org/x?n=a.png'b a cat", "https://e.org/x?n=a.png'b a cat"),
        ("https://w.org/2020/https://e.org/a.png a cat", "https://w.org/2020/https://e.org/a.png a cat"),
    ],
)
def test_links_with_what_stands_around_them(typed: str, expected: str) -> None:
    """A picture's address ends with its name, wherever the next sign comes from; others keep theirs."""
    assert sent(typed) == expected


@pytest.mark.parametrize(
    "around",
    [
        *("`{}`", "```{}```", "||{}||", "*{}*", "**{}**", "_{}_", "__{}__", "~~{}~~", "@{}", "👉{}", "-{}", "+{}"),
        *(
            "1.{}",
            "2){}",
            "={}",
            "->{}",
            "•{}",
            "—{}",
            "\\{}",
            "prompt:{}",
            "/imagine prompt:{}",
            "/imagine prompt: {}",
        ),
    ],
)
def test_what_people_and_chats_put_around_a_link(around: str) -> None:
    """Markup, an emoji, the number of a line: it is not painted, and the picture is used."""
    for link in (A, "https://e.org/a_b_.png", "https://e.org/get_*_~it?a=1"):
        assert sent(f"{around.format(link)} a cat") == f"{link} a cat"


@pytest.mark.parametrize("label", ["image", "url", "img"])
def test_a_link_with_a_label(label: str) -> None:
    """The link is used; what named it stays a word."""
    assert sent(f"{label}={A} a cat") == sent(f"{label}:{A} a cat") == f"{A} {label} a cat"


@pytest.mark.parametrize(
    "typed", ["//e.org/a.png a cat", "https: //e.org/a.png a cat", "http s://e.org/a.png a cat"]
)
def test_a_link_that_cannot_be_mended_is_named(typed: str) -> None:
    """It is not painted in letters."""
    with pytest.raises(BadPrompt) as error:
        parse_prompt(typed, RULES)
    assert error.value.code == "bad_url"


@pytest.mark.parametrize(
    "prose",
    [
        *("imagine a world", "imagine - a world", "a sign: 16:9", "16 x 9 tiles", "1 000 cats", "at 3 : 2 odds"),
        *(
            "tom_and_jerry",
            "a ~ b | c",
            "this prompt is - a joke",
            "〜 waves 〜",
            "a smile ^_^ and :-)",
            "¯\\_(ツ)_/¯",
        ),
        *("50% grey, #42, 1,000 cats", "the https protocol", "and/or: yes", "a 1.000 m run — 2 x 3", "⁻¹ and ₋₂"),
    ],
)
def test_prose_with_the_same_signs(prose: str) -> None:
    """Stays as it was typed."""
    assert parse_prompt(prose, RULES) == Prompt(prose)


@given(st.sampled_from(DASHES), st.sampled_from(RATIOS), st.sampled_from(("", " in snow", "\n")))
def test_any_mixture_of_them(dashes: str, ratio: str, more: str) -> None:
    """Each dash with each ratio."""
    assert sent(f"a cat {dashes}ar {ratio}{more}") == f"a cat{more.rstrip()} --ar 16:9"
