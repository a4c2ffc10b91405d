"""Our commands as Discord declares them: in every language, within its limits, and set only when they differ."""

from copy import deepcopy
from typing import Any

import pytest

from adapters.discord.locales import locales_of
from adapters.discord.menus import (
    commands_differ,
    declared_commands,
    menu_digest,
    with_entry_points,
)
from bot.commands import Commands
from bot.i18n import languages
from tests.fakes.discord import declaring
from tests.fakes.discord.judge import Judge
from tests.fakes.discord.refusal import Refusal
from tests.fakes.opening import RULES

OURS = declared_commands(Commands(RULES).menu, sorted(languages()))
BY_NAME = {one["name"]: one for one in OURS}
ENTRY: dict[str, Any] = {
    "id": "9",
    "application_id": "1",
    "version": "2",
    "type": 4,
    "name": "launch",
    "handler": 2,
}


def option_of(command: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in BY_NAME[command]["options"] if one["name"] == name)
    return found


def as_discord_gives(commands: list[Any]) -> list[dict[str, Any]]:
    """With all that it adds, and in an order of its own."""

    def given(one: dict[str, Any]) -> dict[str, Any]:
        more = {"choices": [given(choice) for choice in one["choices"]]} if "choices" in one else {}
        inner = [given(option) for option in one.get("options", [])]
        filled = {"name_localizations": None, "description_localizations": {}} | one | more
        return filled | ({"options": inner} if inner else {})

    shown = [
        {"id": "1", "application_id": "1", "version": "2", "default_member_permissions": None, "nsfw": False}
        | {"dm_permission": True, "default_permission": True}
        | given(one)
        | {"contexts": [2, 1, 0], "integration_types": [1, 0]}
        for one in commands
    ]
    return list(reversed(shown))


def test_keeps_to_every_limit_in_every_language() -> None:
    """32 characters of a name, 100 of a description, 25 options and choices, 8,000 of a command, no name twice."""
    declaring.check(OURS)
    judge = Judge()
    judge.request("set_commands", OURS)
    assert judge.complaints == []


LONG = {"name": "a" * 33, "description": "a" * 101}
PLACES = {
    "a command": lambda commands: commands[0],
    "an option": lambda commands: commands[0]["options"][0],
    "an option far down": lambda commands: commands[0]["options"][-1],
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("field", LONG)
def test_what_checks_that_looks_everywhere(place: str, field: str) -> None:
    """A text that is too long is found in each part and language."""
    for locale in ("", *locales_of("de"), *locales_of("ja"), *locales_of("es")):
        commands = deepcopy(OURS)
        part = PLACES[place](commands)
        if locale:
            part.setdefault(f"{field}_localizations", {})[locale] = LONG[field]
        else:
            part[field] = LONG[field]
        with pytest.raises(Refusal):
            declaring.check(commands)


def test_what_checks_that_looks_at_choices() -> None:
    """Which have names alone."""
    for locale in locales_of("ja"):
        commands = deepcopy(OURS)
        choices = next(one for one in commands[0]["options"] if "choices" in one)["choices"]
        choices[-1].setdefault("name_localizations", {})[locale] = "a" * 101
        with pytest.raises(Refusal):
            declaring.check(commands)


def test_no_two_options_or_choices_look_alike() -> None:
    """In no language are two of them called the same, and whoever has none of ours reads English."""
    locales = {locale for language in languages() for locale in locales_of(language)}
    lists = [command["options"] for command in OURS]
    lists += [option["choices"] for options in lists for option in options if "choices" in option]
    assert len(lists) > len(OURS)
    for parts in lists:
        for locale in ("", *locales):
            names = [part.get("name_localizations", {}).get(locale) or part["name"] for part in parts]
            assert len(set(names)) == len(names), (locale, names)
    twice = deepcopy(OURS)
    first, second, *_ = twice[0]["options"]
    first["name_localizations"] = second["name_localizations"] = {"ja": "画像"}
    with pytest.raises(Refusal):
        declaring.check(twice)


def test_a_command_stays_below_8000_characters_in_its_longest_words() -> None:
    """Of each text the longest translation counts; and what counts that finds one that is too long."""
    sizes = {one["name"]: declaring.whole_size(one) for one in OURS}
    assert max(sizes.values()) <= 8000, sizes
    commands = deepcopy(OURS)
    for option in commands[0]["options"]:
        option["description_localizations"]["de"] = "a" * 100
        option.setdefault("name_localizations", {})["de"] = f"{option['name']}{'a' * 32}"[:32]
    grown = declaring.whole_size(commands[0])
    assert grown > sizes["imagine"]


def test_declares_what_people_type() -> None:
    """All commands of the menu, everywhere and for both installs, by the same names in all languages."""
    assert list(BY_NAME) == [
        *("imagine", "blend", "describe", "shorten", "translate", "edit", "region", "reframe", "animate"),
        *("extend", "history", "show", "cancel", "settings", "help"),
    ]
    for one in OURS:
        assert (one["contexts"], one["integration_types"]) == ([0, 1, 2], [0, 1])
        assert "name_localizations" not in one


def test_declares_options_by_what_they_take() -> None:
    """Texts, numbers with their bounds, switches, choices and pictures: Discord refuses others."""
    prompt = option_of("imagine", "prompt")
    assert (prompt["type"], prompt["required"], prompt["autocomplete"], prompt["max_length"]) == (
        3,
        True,
        True,
        4000,
    )
    seed = option_of("imagine", "seed")
    assert (seed["type"], seed["min_value"], seed["max_value"]) == (4, 0, 4294967295)
    weight = option_of("imagine", "iw")
    assert (weight["type"], weight["max_value"]) == (10, 3.0)
    assert option_of("imagine", "tile")["type"] == 5
    assert [choice["value"] for choice in option_of("imagine", "mode")["choices"]] == [
        "--fast",
        "--relax",
        "--turbo",
    ]
    for number in range(1, 6):
        picture = option_of("imagine", f"image{number}")
        assert (picture["type"], picture["file_types"], "required" in picture) == (11, ["image"], False)
    # Pictures may come by their codes, so none has to be attached.
    assert "required" not in option_of("blend", "image1")
    assert option_of("edit", "link")["autocomplete"] is True
    assert option_of("settings", "value")["autocomplete"] is True


def test_says_it_in_every_language() -> None:
    """Each locale that a language of ours serves has its texts; who reads English has the texts themselves."""
    wanted = {locale for language in languages() - {"en"} for locale in locales_of(language)}
    assert {"es-ES", "es-419", "zh-CN", "zh-TW", "pt-BR"} <= wanted
    for command in OURS:
        for part in [command, *command["options"]]:
            assert part["description_localizations"].keys() == wanted
    assert option_of("imagine", "aspect")["name_localizations"]["de"] == "seitenverhältnis"
    assert option_of("imagine", "image2")["name_localizations"]["ja"] == "画像2"
    assert "name_localizations" not in option_of("imagine", "sref")
    settings = option_of("settings", "setting")["choices"]
    assert settings[0]["name_localizations"]["fr"] == "Langue"
    assert "words" not in [choice["value"] for choice in settings]  # nobody hears them on Discord


def test_sees_no_difference_where_there_is_none() -> None:
    """What Discord adds, leaves out or orders anew is the same; its entry point is none of ours."""
    theirs = as_discord_gives(OURS)
    assert not commands_differ(OURS, theirs)
    assert not commands_differ(OURS, [*theirs, ENTRY])
    assert not commands_differ(OURS, deepcopy(OURS))


def change_text(commands: list[Any]) -> None:
    commands[0]["options"][0]["description_localizations"]["de"] += "!"


def change_bound(commands: list[Any]) -> None:
    next(one for one in commands[0]["options"] if one["name"] == "seed")["min_value"] = 1


def drop_bound(commands: list[Any]) -> None:
    del next(one for one in commands[0]["options"] if one["name"] == "seed")["min_value"]


def change_order(commands: list[Any]) -> None:
    commands[0]["options"].reverse()


def change_contexts(commands: list[Any]) -> None:
    commands[3]["contexts"] = [0]


def add_command(commands: list[Any]) -> None:
    commands.append({"type": 1, "name": "old", "description": "old"})


def add_message_command(commands: list[Any]) -> None:
    commands.append({"type": 3, "name": "help", "description": ""})


def drop_command(commands: list[Any]) -> None:
    commands.pop()


@pytest.mark.parametrize(
    "change",
    [
        *(change_text, change_bound, drop_bound, change_order, change_contexts),
        *(add_command, add_message_command, drop_command),
    ],
)
def test_sees_every_difference(change: Any) -> None:
    """A text, a bound that is nought, the order of options, where it can be used, a command more or less."""
    theirs = deepcopy(OURS)
    change(theirs)
    assert commands_differ(OURS, theirs)
    assert menu_digest("1", OURS) != menu_digest("1", theirs)


def test_keeps_entry_points() -> None:
    """An Activity's command goes along as it is: Discord refuses to lose it."""
    sent = with_entry_points(OURS, [*as_discord_gives(OURS), ENTRY])
    assert list(sent) == [*OURS, {"type": 4, "name": "launch", "handler": 2}]


def test_digest_is_an_application_s() -> None:
    """The same commands have the same digest, those of another application another one."""
    assert menu_digest("1", OURS) == menu_digest("1", deepcopy(OURS))
    assert menu_digest("1", OURS) != menu_digest("2", OURS)
