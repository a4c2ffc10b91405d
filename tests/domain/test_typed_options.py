"""Commands fit platforms where options are typed one by one, in every language, whatever an operator adds."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands import Commands
from bot.domain.command import (
    CHOICE_LONGEST,
    CHOICES_MOST,
    NAME_LONGEST,
    SUMMARY_LONGEST,
    TYPED_OPTIONS_MOST,
    Command,
    Completes,
    ListedCommand,
    Option,
    OptionKind,
    typed_options,
)
from bot.domain.flag_options import INTEGER_MOST
from bot.domain.flags import FlagRules, Kind, Scope
from bot.domain.prompt import MAX_URLS
from bot.i18n import languages
from bot.settings import FLAGS_FILE

COMMAND_CHARACTERS_MOST = 8000  # Discord: names, descriptions, values and choices of a command, the longest of each
DATA = tomllib.loads(FLAGS_FILE.read_text("utf-8"))
NAME = re.compile(rf"[-_a-z0-9]{{1,{NAME_LONGEST}}}")

# What operators may write, each as odd as the rules allow.
ODD_FILES: Mapping[str, dict[str, Any]] = {
    "ours": {},
    "many choices": {
        f"many{n}": {"kind": "choice", "values": [f"value {m} {'x' * 80}" for m in range(90)], "rank": 1}
        for n in range(30)
    },
    "long choices": {"long": {"kind": "choice", "values": ["x" * 101, "y" * 100, "z"], "rank": 1}},
    "just fitting choices": {
        f"fit{n}": {"kind": "choice", "values": [f"{m:04}" for m in range(25)], "rank": 1} for n in range(30)
    },
    "the same choice twice": {"twice": {"kind": "choice", "values": ["a", "a", ""], "rank": 1}},
    "long names": {"x" * 33: {"kind": "switch", "rank": 1}, "y" * 32: {"kind": "switch", "rank": 1}},
    "taken names": {
        name: {"kind": "switch", "rank": 1} for name in ("prompt", "image1", "image5", "mode", "words")
    },
    "huge numbers": {
        "huge": {"kind": "integer", "min": -1e300, "max": 1e300, "rank": 1},
        "broken": {"kind": "integer", "min": 0.5, "max": 7.5, "rank": 1},
        "wide": {"kind": "number", "min": -1e300, "max": 1e300, "rank": 1},
        "between": {"kind": "integer", "min": 0.2, "max": 0.8, "rank": 1},
    },
    "long examples": {
        "talk": {"kind": "text", "example": "long " * 100, "rank": 1},
        "bare": {"kind": "text", "rank": 1},
    },
    "no speeds": dict.fromkeys(("fast", "relax", "turbo"), False),
    "nothing": dict.fromkeys(DATA["flags"], False),
}


def commands(flags: Mapping[str, Any]) -> Commands:
    return Commands(FlagRules.parse(DATA, {"flags": flags}))


def imagine_of(made: Commands) -> Command:
    return next(one.command for one in made.menu("en") if one.command.name == "imagine")


def check_option(listed: ListedCommand) -> None:
    """Within the limits of each option."""
    names = [one.option.name for one in listed.options]
    assert len(set(names)) == len(names) <= TYPED_OPTIONS_MOST
    required = [one.option.required for one in listed.options]
    assert required == sorted(required, reverse=True)
    for one in listed.options:
        assert NAME.fullmatch(one.option.name)
        assert 0 < len(one.summary) <= SUMMARY_LONGEST
        if one.option.kind is OptionKind.CHOICE:
            assert 0 < len(one.choices) <= CHOICES_MOST
            assert not one.option.completes
            assert len({choice.label for choice in one.choices}) == len(one.choices)
            assert len({choice.value for choice in one.choices}) == len(one.choices)
            for choice in one.choices:
                assert 0 < len(choice.label) <= CHOICE_LONGEST
                assert 0 < len(choice.value) <= CHOICE_LONGEST
        if one.option.least is not None and one.option.most is not None:
            assert -INTEGER_MOST <= one.option.least < one.option.most <= INTEGER_MOST


def longest(texts: Sequence[str]) -> int:
    return max(map(len, texts))


def characters(listed: Sequence[ListedCommand]) -> int:
    """Of one command in all languages, each text as long as its longest translation."""
    first = listed[0]
    total = len(first.command.name) + longest([one.summary for one in listed])
    for number, option in enumerate(first.options):
        here = [one.options[number] for one in listed]
        total += len(option.option.name) + longest([one.summary for one in here])
        if option.option.kind is OptionKind.CHOICE:
            for nth, choice in enumerate(option.choices):
                total += len(choice.value) + longest([one.choices[nth].label for one in here])
    return total


@pytest.mark.parametrize("name", ODD_FILES)
def test_commands_keep_the_limits(name: str) -> None:
    """25 options and choices, 32 characters of a name, 100 of a text, 8,000 of a command in all."""
    made = commands(ODD_FILES[name])
    menus = [made.menu(language) for language in sorted(languages())]
    for menu in menus:
        for listed in menu:
            assert 0 < len(listed.summary) <= SUMMARY_LONGEST
            check_option(listed)
    for nth in range(len(menus[0])):
        assert characters([menu[nth] for menu in menus]) <= COMMAND_CHARACTERS_MOST


@pytest.mark.parametrize("name", ODD_FILES)
def test_what_is_no_flag_is_always_there(name: str) -> None:
    """The prompt and five pictures, whatever flags there are."""
    options = typed_options(imagine_of(commands(ODD_FILES[name])))
    pictures = [f"image{number}" for number in range(1, MAX_URLS + 1)]
    assert options[0] == Option("prompt", required=True, longest=4000, completes=Completes.PROMPTS)
    assert [option.name for option in options if option.kind is OptionKind.PICTURE] == pictures
    assert not any(option.required for option in options[1:])


def test_the_options_of_imagine() -> None:
    """Those that people use most, by name, with pictures where they are looked for."""
    names = [option.name for option in typed_options(imagine_of(commands({})))]
    assert names == [
        *("prompt", "image1", "aspect", "version", "mode", "stylize", "chaos", "no", "style", "seed", "quality"),
        *("weird", "iw", "sref", "sw", "raw", "niji", "personalize", "oref", "tile", "draft"),
        *("image2", "image3", "image4", "image5"),
    ]


def test_options_of_other_commands() -> None:
    """What each of them reads."""
    listed = {one.command.name: [option.option.name for option in one.options] for one in commands({}).menu("en")}
    assert listed.pop("imagine")
    assert listed.pop("blend")[:6] == ["image1", "image2", "image3", "image4", "image5", "prompt"]
    assert listed == {
        "describe": ["image", "link"],
        "shorten": ["prompt"],
        "translate": ["words"],
        "edit": ["words", "image", "link"],
        "region": ["image", "mask", "link", "region", "words"],
        "reframe": ["size", "image", "link", "words"],
        "animate": ["image", "last", "link", "words", "mode", "resolution", "raw", "motion", "loop", "end"],
        "extend": ["clip", "last", "words", "mode", "resolution", "raw", "motion", "loop", "end"],
        "history": [],
        "show": ["code"],
        "cancel": ["all"],
        "settings": ["setting", "value"],
        "help": [],
    }


@given(st.dictionaries(st.from_regex(r"[a-z]{3,8}", fullmatch=True), st.integers(0, 300), max_size=40))
@settings(max_examples=30)
def test_ranks_decide_which_flags_stay(ranks: dict[str, int]) -> None:
    """An operator's own come in at their rank, and without one behind all that have one."""
    theirs = {f"own_{name}": {"kind": "switch", "rank": rank} for name, rank in ranks.items()}
    made = commands(theirs)
    kept = [option for option in typed_options(imagine_of(made)) if option.spare]
    ranked = [flag.rank for flag in made.rules.in_scope(Scope.PICTURE) if flag.rank and flag.kind is not Kind.SPEED]
    ranked = sorted([*ranked, made.rules.flags["fast"].rank])
    got = [made.rules.flags[option.flag or "fast"].rank for option in kept]
    assert len(kept) == TYPED_OPTIONS_MOST - 1 - MAX_URLS
    assert got == ranked[: len(kept)]


def test_more_than_can_be_listed_is_proposed() -> None:
    """A choice among too much is a text, with proposals; the rule decides what is right."""
    made = commands(ODD_FILES["many choices"] | {"long": {"kind": "choice", "values": ["x" * 101, "y"], "rank": 1}})
    found = made.find_option("imagine", "many0")
    assert found is not None
    assert (found.kind, found.completes, len(found.choices)) == (OptionKind.TEXT, Completes.CHOICES, 90)
    long = made.find_option("imagine", "long")
    assert long is not None
    assert [choice.value for choice in long.choices] == ["y"]
    assert long.kind is OptionKind.TEXT


def test_what_is_said_of_a_flag_that_only_an_operator_knows() -> None:
    """Its rule, in the language of whoever reads."""
    mood, shy = {"kind": "choice", "values": ["calm", "wild"], "rank": 1}, {"kind": "switch", "rank": 2}
    menus = {language: commands({"mood": mood, "shy": shy}).menu(language) for language in ("en", "de")}
    said = {language: {one.option.name: one.summary for one in menus[language][0].options} for language in menus}
    assert said["en"]["mood"] == "As --mood in the prompt: calm, wild"
    assert said["en"]["shy"] == "As --shy in the prompt"
    assert said["de"]["mood"] == "Wie --mood im Prompt: calm, wild"


def test_choices_have_labels_in_each_language() -> None:
    """Their values stay what is typed."""
    menu = {listed.command.name: listed for listed in commands({}).menu("de")}
    mode = next(one for one in menu["imagine"].options if one.option.name == "mode")
    assert ("fast: das übliche Tempo", "--fast") in [(one.label, one.value) for one in mode.choices]
    setting = next(one for one in menu["settings"].options if one.option.name == "setting")
    assert ("Sprache", "language") in [(one.label, one.value) for one in setting.choices]
