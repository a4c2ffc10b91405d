"""Options of a command are another way of typing: what they say is written down, and read by the one parser."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.domain.flags
from bot.commands import ALL_COMMANDS, COMMANDS_BY_NAME, Commands
from bot.domain.chat_request import Adjust, CancelJobs, ChatRequest, Help, History, Recall, Welcome
from bot.domain.command import (
    Choice,
    Command,
    CommandInput,
    Option,
    OptionKind,
    OptionValue,
    command_flags,
    written,
)
from bot.domain.errors import UserError
from bot.domain.flag_options import flag_options
from bot.domain.flags import Flag, FlagRules, Kind, Scope
from bot.domain.order import Animate, Describe, Edit, Imagine, Order, Shorten
from bot.domain.parts import SPLIT_FLAG
from bot.domain.prompt import BadPrompt, Prompt, parse_prompt

DATA = tomllib.loads(Path(bot.domain.flags.__file__).with_name("flags.toml").read_text("utf-8"))
RULES = FlagRules.parse(DATA)
LISTED = {listed.command.name: listed.command for listed in Commands(RULES).menu("en")}
IMAGINE = LISTED["imagine"]
OPTIONS = {option.name: option for option in IMAGINE.options if option.kind is not OptionKind.PICTURE}
A = "https://e.org/a.png"

WORD = st.sampled_from(
    ["fox", "snow", "well-known", "狐狸", "it’s", "(close-up)", "3", "4k", "—", "--", "rock--", A]
)
TEXT = st.lists(WORD, min_size=1, max_size=5).map(lambda words: " ".join(["a", *words]))
# What people type who know the flags, and what their keyboards make of it.
TYPED = st.lists(
    st.sampled_from(
        [
            *("fox", "well-known", "狐狸", "3", "—", "--", "rock--", "“snow”", '"q"'),
            *("--ar 2:3", "—ar 3:2", "--no red", "--raw", "--s 50", "--fast"),
        ]
    ),
    min_size=1,
    max_size=6,
).map(lambda words: " ".join(["a", *words]))
SEPARATORS = st.text(" \n\t", min_size=1, max_size=3)
LINKS = st.sampled_from([A, "https://e.org/c.jpg?x=1,2&s=a", "https://e.org/猫/b.webp"])
PICTURES = st.one_of(st.none(), LINKS)


def meant(name: str, values: Mapping[str, OptionValue], command: Command | None = None) -> Order | ChatRequest:
    return Commands(RULES).read_command(
        name, written(command or LISTED.get(name) or COMMANDS_BY_NAME[name], values)
    )


def flag_values(flag: Flag) -> st.SearchStrategy[OptionValue]:
    """What an option of this flag can be given."""
    if flag.kind in {Kind.CODES, Kind.PATTERN}:
        words = st.from_regex(flag.pattern, fullmatch=True) if flag.pattern else LINKS
        return words.filter(lambda word: word.isascii() and flag.check(word) is not None)
    least, most = int(flag.min), int(flag.max)
    kinds: dict[Kind, st.SearchStrategy[OptionValue]] = {
        Kind.INTEGER: st.integers(least, most),
        Kind.NUMBER: st.integers(least * 100, most * 100).map(lambda number: number / 100),
        Kind.CHOICE: st.sampled_from(flag.values or ("",)),
        Kind.SWITCH: st.just(value=True),
        Kind.RATIO: st.sampled_from(["16:9", "2:3", "1:1", "14:1"]),
        Kind.TEXT: st.lists(st.sampled_from(["red", "hats,", "cars"]), min_size=1, max_size=3).map(" ".join),
    }
    return kinds[flag.kind]


@st.composite
def imagined(draw: st.DrawFn) -> dict[str, OptionValue]:
    """Values of some of the options of /imagine, each possible by itself."""
    names = draw(st.lists(st.sampled_from([name for name in OPTIONS if name != "prompt"]), unique=True, max_size=8))
    values: dict[str, OptionValue] = {"prompt": draw(TEXT)}
    for name in names:
        option = OPTIONS[name]
        given = (
            flag_values(RULES.flags[option.flag])
            if option.flag
            else st.sampled_from([choice.value for choice in option.choices])
        )
        values[name] = draw(given)
    return values


def as_flag(option: Option, value: OptionValue) -> tuple[str, str]:
    flag = RULES.flags[option.flag]
    if option.kind is OptionKind.SWITCH:
        return flag.name, ""
    text = value if flag.kind is Kind.TEXT else flag.check(str(value))
    return flag.name, str(float(text)).removesuffix(".0") if flag.kind is Kind.NUMBER and text else str(text)


@given(imagined())
def test_options_of_a_prompt_are_read_as_they_were_meant(values: dict[str, OptionValue]) -> None:
    """Each as its flag, and the words as they are without them; what does not go together is refused as ever."""
    alone = parse_prompt(str(values["prompt"]), RULES)
    flags = tuple(
        as_flag(option, values[name]) for name, option in OPTIONS.items() if option.flag and name in values
    )
    mode = str(values.get("mode", "")).removeprefix("--")
    clash = RULES.clash(dict(flags) | ({mode: ""} if mode else {}))
    if clash is not None:
        with pytest.raises(BadPrompt, match="does not go together"):
            meant("imagine", values)
        return
    order = meant("imagine", values)
    assert isinstance(order, Imagine)
    assert (order.prompt.text, order.prompt.urls) == (alone.text, alone.urls)
    assert order.prompt.flags == tuple(flag for flag in flags if flag[0] != SPLIT_FLAG)
    assert order.split is ((SPLIT_FLAG, "") in flags)
    assert (order.prompt.mode or "") == mode


@given(TYPED, imagined())
def test_flags_among_the_words_stay_what_they_are(prompt: str, values: dict[str, OptionValue]) -> None:
    """Options are typed behind them: so they win, and lists are joined, as if all had been typed in one go."""
    typed = parse_prompt(prompt, RULES)
    given_flags = [
        as_flag(option, values[name]) for name, option in OPTIONS.items() if option.flag and name in values
    ]
    expected = dict(typed.flags)
    for name, value in given_flags:
        glue = RULES.flags[name].glue
        expected[name] = glue.join(filter(None, (expected.get(name), value))) if glue else value
    mode = str(values.get("mode", "")).removeprefix("--") or typed.mode
    if RULES.clash(expected | ({mode: ""} if mode else {})):
        with pytest.raises(BadPrompt, match="does not go together"):
            meant("imagine", values | {"prompt": prompt})
        return
    order = meant("imagine", values | {"prompt": prompt})
    assert isinstance(order, Imagine)
    assert (order.prompt.text, order.prompt.urls) == (typed.text, typed.urls)
    assert order.split is (expected.pop(SPLIT_FLAG, None) is not None)
    assert dict(order.prompt.flags) == expected
    assert order.prompt.mode == (mode or None)


@given(st.sampled_from(["edit", "animate"]), LINKS, TEXT.filter(lambda text: A not in text), SEPARATORS)
def test_a_picture_and_words(name: str, link: str, words: str, blank: str) -> None:
    """/edit and /animate: the first address is the picture, the rest is what is to be done."""
    order = meant(name, {"link": f"{blank}{link}{blank}", "words": f"{words}{blank}"})
    typed = Commands(RULES).read_command(name, f"{link} {words}")
    assert isinstance(order, Edit | Animate)
    assert order == typed
    assert order.prompt == parse_prompt(words, RULES).render()


def test_an_address_is_one_word() -> None:
    """What is behind a space in it is never taken for words, nor what is before it for the address."""
    order = meant("edit", {"link": "https://example.com/my picture.png", "words": "a red hat"})
    assert order == Edit("https://example.com/my%20picture.png", "a red hat")
    with pytest.raises(UserError, match="bad-link"):
        meant("edit", {"link": "https://exa mple.com/a.png", "words": "a red hat"})


@given(LINKS)
def test_a_picture_alone(link: str) -> None:
    """/describe and /animate need no words."""
    assert meant("describe", {"link": link}) == Commands(RULES).read_command("describe", link)
    assert isinstance(meant("describe", {"link": link}), Describe)
    assert meant("animate", {"link": link}) == Animate(Commands(RULES).read_command("describe", link).image_url)  # type: ignore[union-attr]  # seen above


@given(TEXT)
def test_a_text(prompt: str) -> None:
    """/shorten reads its words as a prompt."""
    assert meant("shorten", {"prompt": prompt}) == Shorten(parse_prompt(prompt, RULES).render())


def test_two_pictures_and_flags() -> None:
    """/blend has its pictures in its text, where none came along."""
    order = meant("blend", {"prompt": f"{A} https://e.org/b.png --ar 3:2"})
    assert order == Imagine(Prompt("", (A, "https://e.org/b.png"), (("ar", "3:2"),)))


@given(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=8, max_size=8), st.sampled_from(["", "#", " "]))
def test_a_code(code: str, before: str) -> None:
    """/show, and the /start of a link."""
    assert meant("show", {"code": f"{before}{code.lower()}"}) == Recall(code)
    assert meant("start", {"code": f"{before}{code}"}) == Recall(code)
    assert meant("start", {}) == Welcome()


@given(st.booleans())
def test_a_switch_that_is_no_flag(everything: bool) -> None:  # noqa: FBT001 - drawn
    """/cancel all."""
    assert meant("cancel", {"all": everything}) == CancelJobs(everything=everything)


@given(st.sampled_from([choice.value for choice in LISTED["settings"].options[0].choices]), st.text(max_size=20))
def test_a_setting_and_its_value(name: str, value: str) -> None:
    """/settings takes both, or one, or none."""
    assert meant("settings", {"setting": name, "value": value}) == Adjust(name, value.strip())
    assert meant("settings", {"setting": name}) == Adjust(name)
    assert meant("settings", {}) == Adjust()


def test_commands_without_options() -> None:
    """Nothing is written for them."""
    assert meant("history", {}) == History()
    assert meant("help", {}) == Help()
    assert [name for name, command in COMMANDS_BY_NAME.items() if not command.options] == ["history", "help"]


def test_a_value_of_no_option_is_answered_like_a_flag_that_nobody_knows() -> None:
    """A platform may offer what an operator has taken out since: it is not dropped without a word."""
    with pytest.raises(BadPrompt, match="stylish"):
        meant("imagine", {"prompt": "a cat", "stylish": 3})


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"prompt": "a cat", "aspect": "16:9", "mode": "--turbo", "raw": True}, "a cat --turbo --ar 16:9 --raw"),
        ({"prompt": "a cat", "raw": False, "iw": 0.5, "niji": ""}, "a cat --iw 0.5 --niji"),
        ({"iw": 2.0, "prompt": " a\ncat "}, "a\ncat --iw 2"),
        ({"prompt": "", "tile": True}, "--tile"),
        ({}, ""),
    ],
)
def test_what_is_written(values: dict[str, OptionValue], text: str) -> None:
    """Words first, then flags, in the order of the options, whatever order they came in."""
    assert written(IMAGINE, values) == text


def test_options_come_out_of_the_rules() -> None:
    """An operator's file changes them: what is gone is no option, what is new is one, bounds are its own."""
    theirs = {
        "flags": {
            "tile": False,
            "chaos": {"max": 50},
            "repeat": {"max": 4},
            "mood": {"kind": "choice", "values": ["calm", "wild"], "aliases": ["m", "prompt"]},
            **dict.fromkeys(("fast", "relax"), False),
        },
        "conflicts": {},
    }
    ours = {option.name: option for option in flag_options(RULES, Scope.PICTURE)}
    changed = {
        option.name: option for option in flag_options(FlagRules.parse(DATA, theirs), Scope.PICTURE, ["prompt"])
    }
    assert set(ours) - set(changed) == {"tile"}
    assert set(changed) - set(ours) == {"mood", "repeat"}  # one grid is no choice
    assert ours["chaos"] == Option(
        "chaos", OptionKind.INTEGER, "chaos", least=0, most=100, spare=True, text="flag-chaos"
    )
    assert changed["chaos"].most == 50
    assert changed["mood"].choices == (Choice("calm", "calm"), Choice("wild", "wild"))
    assert changed["mode"].choices == (Choice("turbo", "--turbo", "mode-turbo"),)


def test_every_flag_can_be_chosen_or_only_typed() -> None:
    """Each has one option of its longest name, but for what leaves nothing to choose."""
    for name, scope, left_out in (
        ("imagine", Scope.PICTURE, {"repeat"}),  # one grid is no choice
        ("blend", Scope.PICTURE, {"repeat"}),
        ("animate", Scope.FILM, set[str]()),
    ):
        possible = {f"--{flag.name}" for flag in RULES.in_scope(scope)}
        assert possible - set(command_flags(LISTED[name])) == {f"--{flag}" for flag in left_out}
        assert possible.issuperset(command_flags(LISTED[name]))
    assert {OPTIONS[name].flag for name in ("aspect", "stylize", "personalize")} == {"ar", "stylize", "profile"}


def test_a_name_that_is_taken_twice_is_left_to_be_typed() -> None:
    """Two options of one name are none."""
    rules = FlagRules.parse({"flags": {"prompt": {"kind": "switch"}, "mode": {"kind": "switch", "aliases": ["m"]}}})
    assert [option.name for option in flag_options(rules, Scope.PICTURE, ["prompt"])] == ["m"]


def test_commands_are_declared_well() -> None:
    """Each name once; no option twice; a choice has something to choose."""
    assert len(COMMANDS_BY_NAME) == len(ALL_COMMANDS)
    for command in [*ALL_COMMANDS, *LISTED.values()]:
        names = [option.name for option in command.options]
        assert len(set(names)) == len(names)
        assert all(option.choices for option in command.options if option.kind is OptionKind.CHOICE)
        assert command.usage.startswith(f"/{command.name}")


def test_the_usage_comes_with_what_is_wrong() -> None:
    """One line for menus, help and mistakes."""
    given_nothing = CommandInput("", RULES, usage="/edit it")
    with pytest.raises(UserError, match="/edit it"):
        COMMANDS_BY_NAME["edit"].meaning(given_nothing)
