"""What words name as pictures, and what stands for them until they have addresses."""

import tomllib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UserError
from bot.domain.flags import FlagRules, good_link
from bot.domain.ids import CODE_LENGTH, CROCKFORD, TaskId, code_of, is_surely_code
from bot.domain.links import is_picture_link
from bot.domain.subject import (
    Link,
    Naming,
    Result,
    Sent,
    Source,
    came_along,
    name_pictures,
    read_subject,
    replace_addresses,
    shown_names,
)
from bot.settings import FLAGS_FILE

RULES = FlagRules.parse(tomllib.loads(FLAGS_FILE.read_text("utf-8")))
CODES = st.text(CROCKFORD, min_size=CODE_LENGTH, max_size=CODE_LENGTH)
RESULTS = st.builds(Result, CODES, st.integers(0, 4))
WHOLE, THIRD = Result("P189YD3C"), Result("5W4JN4MK", 3)


@pytest.mark.parametrize(
    ("word", "subject"),
    [
        ("#P189YD3C", WHOLE),
        ("#p189yd3c", WHOLE),
        ("#p189-yd3c", WHOLE),
        ("＃PI89YD3C", WHOLE),  # as people read a one
        ("#P189YD3C,", WHOLE),
        ("#5W4JN4MK.3", THIRD),
        ("#5w4j-n4mk.3", THIRD),
        ("#5W4JN4MK.3.", THIRD),
        ("https://e.org/a.png", Link("https://e.org/a.png")),
        ("P189YD3C", None),
        ("#P189YD3", None),
        ("#P189YD3CC", None),
        ("#P189-Y-D3C", None),
        ("#U189YD3C", None),  # no code has a U
        ("#", None),
        ("", None),
    ],
)
def test_what_a_word_names(word: str, subject: Link | Result | None) -> None:
    """A code in any writing, whole or with a part, and an address."""
    assert read_subject(word) == subject


@pytest.mark.parametrize("part", ["0", "5", "9", "10", "999", "00"])
def test_parts_that_no_sheet_has(part: str) -> None:
    """They are said, instead of taken for words."""
    with pytest.raises(UserError) as caught:
        read_subject(f"#5W4JN4MK.{part}")
    assert (caught.value.code, caught.value.facts["part"]) == ("code-part-unknown", part)


@given(RESULTS, st.booleans(), st.booleans())
def test_what_is_written_is_what_is_read(result: Result, lower: bool, hyphen: bool) -> None:  # noqa: FBT001 - drawn
    """However people write it."""
    name = result.name.lower() if lower else result.name
    assert read_subject(f"{name[:5]}-{name[5:]}" if hyphen else name) == result


@given(st.text(max_size=40))
def test_no_text_is_more_than_it_says(text: str) -> None:
    """Anything is a subject, or none, or a part that nobody has."""
    with suppress(UserError):
        assert isinstance(read_subject(text), Link | Result | None)
        for naming in Naming:
            written, sources = name_pictures(text, naming, RULES)
            assert bool(sources) == (written != text)


@pytest.mark.parametrize(
    ("text", "naming", "named", "rest"),
    [
        ("#P189YD3C make it night", Naming.FIRST, [WHOLE], "{} make it night"),
        ("p189yd3c make it night", Naming.FIRST, [WHOLE], "{} make it night"),
        ("#elephant make it night", Naming.FIRST, [Result("E1EPHANT")], "{} make it night"),
        ("elephant walks", Naming.FIRST, [], None),
        ("a wall of #P189YD3C", Naming.FIRST, [], None),
        ("#5W4JN4MK.3 it runs --end #P189YD3C", Naming.FIRST, [THIRD, WHOLE], "{} it runs --end {}"),
        ("#5W4JN4MK.3 #P189YD3C.1", Naming.ANYWHERE, [THIRD, Result("P189YD3C", 1)], "{} {}"),
        ("#P189YD3C in snow", Naming.ANYWHERE, [WHOLE], "{} in snow"),
        ("#P189YD3C in snow", Naming.BEHIND, [], None),  # there it names a prompt
        ("#P189YD3C.2 in snow", Naming.BEHIND, [Result("P189YD3C", 2)], "{} in snow"),
        ("a cat #P189YD3C", Naming.BEHIND, [WHOLE], "a cat {}"),
        ("a cat #portrait p189yd3c", Naming.BEHIND, [], None),
        (
            "a cat --sref #P189YD3C::2 #5W4JN4MK.3 --ar 3:2",
            Naming.BEHIND,
            [WHOLE, THIRD],
            "a cat --sref {}::2 {} --ar 3:2",
        ),
        ("a cat —sref #p189yd3c", Naming.BEHIND, [WHOLE], "a cat —sref {}"),
        ("a cat ⸺sref #p189yd3c", Naming.BEHIND, [WHOLE], "a cat ⸺sref {}"),
        ("a cat －－sref #p189yd3c", Naming.BEHIND, [WHOLE], "a cat －－sref {}"),
        ("a cat -sref #p189yd3c", Naming.BEHIND, [WHOLE], "a cat -sref {}"),
        ("a wall -painted #portrait", Naming.BEHIND, [], None),
        ("it runs -- end #P189YD3C", Naming.FIRST, [WHOLE], "it runs -- end {}"),
        ("it runs --end=#P189YD3C", Naming.FIRST, [WHOLE], "it runs --end={}"),
        ("it runs —end:＃P189YD3C", Naming.FIRST, [WHOLE], "it runs —end:{}"),
        ("it runs--end=#P189YD3C", Naming.FIRST, [WHOLE], "it runs--end={}"),
        ("it runs --loop--end #P189YD3C", Naming.FIRST, [WHOLE], "it runs --loop--end {}"),
        ("a cat--sref #p189yd3c::2", Naming.BEHIND, [WHOLE], "a cat--sref {}::2"),
        ("a cat -- sref #p189yd3c #5W4JN4MK.3", Naming.BEHIND, [WHOLE, THIRD], "a cat -- sref {} {}"),
        ("a cat --sref random #portrait", Naming.BEHIND, [Result("P0RTRA1T")], "a cat --sref random {}"),
        ("a cat --sref=random #portrait", Naming.BEHIND, [Result("P0RTRA1T")], "a cat --sref=random {}"),
        ("a cat --no #portrait", Naming.BEHIND, [], None),  # words to keep out
        ("a cat --seed=#portrait", Naming.BEHIND, [], None),
        ("the-end=#P189YD3C", Naming.FIRST, [], None),
        ("a cat --seed 12345678", Naming.BEHIND, [], None),
        ("fireworks #20261231", Naming.BEHIND, [], None),
        ("a ball #euro2024 #retro80s #3dprints #winter24 #COVERART", Naming.ANYWHERE, [], None),
        ("a ball --sref #20261231", Naming.BEHIND, [Result("20261231")], "a ball --sref {}"),
        ("#P189YD3C #P189YD3C", Naming.ANYWHERE, [WHOLE, WHOLE], "{} {}"),
        ("#P189YD3C", Naming.NOWHERE, [], None),
    ],
)
def test_where_codes_count(text: str, naming: Naming, named: list[Result], rest: str | None) -> None:
    """As the first word where it says which picture, behind flags, and among the words of a prompt."""
    written, sources = name_pictures(text, naming, RULES)
    urls = {source.subject: source.url for source in sources}
    assert list(urls) == list(dict.fromkeys(named))
    assert written == (text if rest is None else rest.format(*(urls[one] for one in named)))


@given(RESULTS, st.sampled_from([Naming.FIRST, Naming.ANYWHERE, Naming.BEHIND]))
def test_what_stands_for_a_result_names_it(result: Result, naming: Naming) -> None:
    """A text that was read may be read once more."""
    written, sources = name_pictures(f"a cat --sref {result.name}::2 {result.name}", naming, RULES)
    assert name_pictures(written, naming, RULES) == (written, sources)


def test_few_codes_look_like_words() -> None:
    """One in a thousand, so that amid words nearly every code can be said."""
    codes = [code_of(TaskId(str(number))) for number in range(20_000)]
    assert sum(not is_surely_code(code) for code in codes) < 30


def test_words_that_come_with_a_picture_are_words() -> None:
    """A number of eight digits is no code then; a code with its sign is, so that it can be said to be too many."""
    assert name_pictures("20251231 in fireworks", Naming.FIRST, RULES, alone=False)[1] == ()
    assert len(name_pictures("#P189YD3C at night", Naming.FIRST, RULES, alone=False)[1]) == 1


@given(st.lists(RESULTS | st.builds(Sent, st.text(min_size=1, max_size=9)), max_size=5, unique=True))
def test_what_stands_for_them_is_an_address_like_others(pictures: list[Sent | Result]) -> None:
    """So that prompts are read with it; each has its own, and none is anybody's."""
    urls = [source.url for source in came_along(pictures)]
    assert len(set(urls)) == len(pictures)
    for url in urls:
        assert good_link(url)
        assert is_picture_link(url)
        assert ".invalid/" in url


def test_what_stands_for_pictures_is_not_shown() -> None:
    """Neither whole nor cut, wherever that was."""
    for source in came_along([Sent("photo"), Result("5W4JN4MK", 3)]):
        shown = "🖼️" if isinstance(source.subject, Sent) else "#5W4JN4MK.3"
        assert shown_names(f"--end {source.url} is", [source]) == f"--end {shown} is"
        for cut in range(len("https://sent"), len(source.url)):
            assert shown_names(f"no {source.url[:cut]}…", [source]) in {"no …", f"no {source.url[:cut]}…"}
            assert ".invalid" not in shown_names(f"no {source.url[:cut]}", [source])
    assert shown_names("x", [Source(Link("x"), "x")]) == "x"


def test_another_address_takes_its_place() -> None:
    """Whole words only, with their weights; and what is quoted back is what was typed."""
    found = {"https://a.org/1": "https://b.org/9"}
    text = "https://a.org/1 a https://a.org/12 --sref https://a.org/1::2"
    assert replace_addresses(text, found) == "https://b.org/9 a https://a.org/12 --sref https://b.org/9::2"
    written, sources = name_pictures("#5w4jn4mk.3", Naming.ANYWHERE, RULES)
    assert shown_names(f"no {written}!", sources) == "no #5W4JN4MK.3!"
