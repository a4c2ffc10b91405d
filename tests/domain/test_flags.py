"""The rules for flags, and the file that holds them."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import bot.domain.flags
from bot.domain.flags import FlagRules, Kind, Mode, good_link

DATA = tomllib.loads(Path(bot.domain.flags.__file__).with_name("flags.toml").read_text("utf-8"))
RULES = FlagRules.parse(DATA)


def check(name: str, value: str) -> str | None:
    flag = RULES.find(name)
    assert flag
    return flag.check(value)


def one(**keys: Any) -> dict[str, Any]:
    return {"flags": {"thing": keys}}


@pytest.mark.parametrize(
    ("name", "value", "sent"),
    [
        ("ar", "16:9", "16:9"),
        ("aspect", "016:09", "16:9"),
        ("ar", "3x2", "3:2"),
        ("ar", "3×2", "3:2"),
        ("ar", "3/2", "3:2"),
        ("ar", "9：16", "9:16"),
        ("c", "0", "0"),
        ("chaos", "100", "100"),
        ("chaos", "007", "7"),
        ("q", ".5", ".5"),
        ("q", "0.25", ".25"),
        ("quality", "4", "4"),
        ("seed", "4294967295", "4294967295"),
        ("iw", "1.75", "1.75"),
        ("iw", ".5", ".5"),
        ("style", "RAW", "raw"),
        ("v", "8.1", "8.1"),
        ("v", "8.3", "8.3"),
        ("niji", "6", "6"),
        ("repeat", "1", "1"),
        ("sref", "random", "random"),
        ("sref", "123::2", "123::2"),
        ("sref", "https://example.com/a.png::2", "https://example.com/a.png::2"),
        ("p", "abcdefg", "abcdefg"),
        ("p", "m7281437847", "m7281437847"),
        ("cref", "https://example.com/a.png", "https://example.com/a.png"),
        ("no", "anything “at” all", "anything “at” all"),
    ],
)
def test_good_values(name: str, value: str, sent: str) -> None:
    """A possible value is taken, in the spelling the service knows."""
    assert check(name, value) == sent


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("ar", value)
            for value in ("0:5", "5:0", "16", "1.5:1", "16:9:4", "10000:1", "a:b", "-1:2", "1:" + "9" * 5000)
        ),
        *(("chaos", value) for value in ("101", "-1", "1.5", "x", "", "٣", "9" * 5000)),
        ("stop", "9"),
        ("seed", "4294967296"),
        ("seed", "random"),
        ("quality", "3"),
        ("quality", "1.0"),
        ("iw", "3.1"),
        ("iw", "nan"),
        ("iw", "1,5"),
        ("style", "sketchy"),
        ("repeat", "2"),
        ("version", "seven"),
        ("version", "7.1.2"),
        ("niji", "cat"),
        ("sref", "http://example.com/a.png"),
        ("sref", "cats"),
        ("cref", "123"),
        ("profile", "cats"),
        ("profile", "ﬁſtyſix"),
        ("profile", "https://example.com/a.png"),
        ("raw", "yes"),
        ("fast", "yes"),
    ],
)
def test_bad_values(name: str, value: str) -> None:
    """An impossible value is refused."""
    assert check(name, value) is None


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("chaos", "0–100"),
        ("seed", "0–4294967295"),
        ("iw", "0–3"),
        ("repeat", "1"),
        ("quality", ".25, .5, 1, 2, 4"),
        ("ar", "16:9, 2:3, 1:1"),
        ("raw", ""),
    ],
)
def test_allowed(name: str, allowed: str) -> None:
    """What is allowed can be said in figures, in any language."""
    assert RULES.flags[name].allowed == allowed


def test_every_flag_says_what_it_takes() -> None:
    """Each flag of the file that takes a value can tell people which."""
    silent = {flag.name for flag in RULES.flags.values() if not flag.allowed}
    assert silent == {f.name for f in RULES.flags.values() if f.kind in {Kind.SWITCH, Kind.SPEED}}


def test_speeds() -> None:
    """The speed flags of the file are exactly the modes of the service."""
    assert {flag.name for flag in RULES.flags.values() if flag.kind is Kind.SPEED} == set(Mode)


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("aspect", "ar"),
        ("c", "chaos"),
        ("q", "quality"),
        ("s", "stylize"),
        ("w", "weird"),
        ("r", "repeat"),
        ("v", "version"),
        ("p", "profile"),
    ],
)
def test_aliases(alias: str, name: str) -> None:
    """Short spellings lead to the flag they mean."""
    assert RULES.find(alias) is RULES.flags[name]


def test_unknown() -> None:
    """An unknown flag does not exist, unless the operator lets all through."""
    assert RULES.find("sparkle") is None
    flag = FlagRules.parse(DATA, allow_unknown=True).find("sparkle")
    assert flag
    assert (flag.name, flag.kind, flag.optional) == ("sparkle", Kind.TEXT, True)


@pytest.mark.parametrize(("typed", "near"), [("stylise", "stylize"), ("aspec", "aspect"), ("qqqqqq", "")])
def test_nearest(typed: str, near: str) -> None:
    """A slip of the finger leads to the spelling that was meant, nonsense to none."""
    assert RULES.nearest(typed) == near


@pytest.mark.parametrize(
    "given",
    [
        {"niji": "", "version": "7"},
        {"version": "8.1", "quality": "1"},
        {"version": "8.1", "turbo": ""},
        {"version": "8.2", "quality": "4"},
        {"version": "8.2", "quality": ".5"},
        {"version": "7", "quality": "4"},
        {"version": "6.1", "quality": "4"},
        {"version": "8", "cref": "https://example.com/a.png"},
    ],
)
def test_clashes(given: dict[str, str]) -> None:
    """What the service refuses together is known."""
    assert RULES.clash(given)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"niji": "7", "quality": "1"},
        {"version": "8.1", "relax": "", "hd": ""},
        {"version": "8", "quality": "4"},
        {"version": "8.0", "quality": "4"},
        {"version": "8.2", "quality": "2", "turbo": ""},
        {"version": "8.3", "quality": "4"},
        {"quality": "4"},
        {"version": "6.1", "cref": "https://example.com/a.png"},
    ],
)
def test_no_clash(given: dict[str, str]) -> None:
    """What goes together passes, and so do versions newer than the file."""
    assert RULES.clash(given) is None


def test_override() -> None:
    """An operator changes one key, adds a flag, and takes out others with what depends on them."""
    rules = FlagRules.parse(
        DATA,
        {
            "flags": {
                "repeat": {"max": 4},
                "glow": {"kind": "number", "max": 2.5, "aliases": ["g"]},
                "quality": False,
            },
            "conflicts": {
                "cref_since_7": False,
                "no_glow": {"a": {"flag": "glow"}, "b": {"flag": "turbo"}, "note": "Too bright."},
            },
        },
    )
    assert (rules.flags["repeat"].allowed, rules.flags["repeat"].aliases) == ("1–4", ("r",))
    assert rules.flags["glow"].check("2.5") == "2.5"
    assert rules.find("q") is None
    assert rules.clash({"version": "8.1", "quality": "1"}) is None
    assert rules.clash({"version": "8", "cref": ""}) is None
    clash = rules.clash({"glow": "1", "turbo": ""})
    assert clash
    assert clash.note == "Too bright."


def test_override_leaves_the_base_alone() -> None:
    """Parsing changes neither of the dictionaries it was given."""
    FlagRules.parse(DATA, {"flags": {"repeat": {"max": 4}, "video": False}})
    assert FlagRules.parse(DATA) == RULES


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"flag": {}}, "flag: no such section"),
        ({"flags": 5}, "flags: must be a table"),
        ({"flags": {"thing": 5}}, "flags.thing: must be a table"),
        ({"flags": {"thing": True}}, "flags.thing: must be a table"),
        ({"flags": {"thing": False}}, "flags.thing: cannot be taken out"),
        (one(), "flags.thing.kind"),
        (one(kind="magic"), "flags.thing.kind: 'magic'"),
        (one(kind=1), "flags.thing.kind: 1 has the wrong type"),
        (one(kind="switch", colour="red"), "flags.thing.colour: no such key"),
        (one(kind="integer", max="9"), "flags.thing.max: '9' has the wrong type"),
        (one(kind="integer", max=True), "flags.thing.max: True has the wrong type"),
        (one(kind="integer", min=5, max=4), "flags.thing.min: larger"),
        (one(kind="integer"), "flags.thing.max: missing"),
        (one(kind="choice"), "flags.thing.values: missing"),
        (one(kind="choice", values=[1]), "flags.thing.values.item: 1 has the wrong type"),
        (one(kind="pattern"), "flags.thing.pattern: missing"),
        (one(kind="pattern", pattern="("), "flags.thing.pattern: "),
        (one(kind="speed"), "flags.thing.kind: the speeds are"),
        (one(kind="text", optional=1), "flags.thing.optional: 1 has the wrong type"),
        (one(kind="switch", aliases=["Big"]), "flags.thing: 'Big'"),
        (one(kind="switch", aliases=["ar"]), "flags.thing: ar already belongs to flags.ar"),
        ({"conflicts": {"x": 1}}, "conflicts.x: must be a table"),
        ({"conflicts": {"x": {"a": {"flag": "ar"}}}}, "conflicts.x.b: must be a table"),
        ({"conflicts": {"x": {"a": {"flag": "ar"}, "b": {}}}}, "conflicts.x.b.flag: missing"),
        (
            {"conflicts": {"x": {"a": {"flag": "ar"}, "b": {"flag": "arr"}}}},
            "conflicts.x: there is no flag 'arr'",
        ),
        (
            {"conflicts": {"x": {"a": {"flag": "ar", "only": "1:1"}, "b": {}}}},
            "conflicts.x.a.only: '1:1' has the",
        ),
        ({"conflicts": {"x": {"c": {}}}}, "conflicts.x.c: no such key"),
    ],
)
def test_bad_files(data: dict[str, Any], key: str) -> None:
    """A mistake in an operator's file is named by its key."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the text is looked at below
        FlagRules.parse(DATA, data)
    assert str(caught.value).startswith(key)


@pytest.mark.parametrize(
    ("link", "good"),
    [
        ("https://example.com/a.png", True),
        ("HTTPS://example.com?x=1", True),
        ("https://例え.jp/画.png", True),
        ("https://platform2.cdn.acedata.cloud//a.png?imageMogr2/thumbnail/!50p&", True),
        ("http://example.com/a.png", False),
        ("http://127.0.0.1:8080/media/lent/1795260776/b3d2598e/pictures/0a1b.png", True),
        ("http://127.0.0.1:8080/a.png", False),
        ("http://127.0.0.1@example.com/media/lent/1/b/c/a.png", False),
        ("ftp://example.com/a.png", False),
        ("https://", False),
        ("https:///a.png", False),
        ("https://...", False),
        ("https://user:pass@example.com/a.png", False),
        ("https://[", False),
        ("httpſ://example.com", False),
    ],
)
def test_links(link: str, good: bool) -> None:  # noqa: FBT001 - a table of cases
    """Only https with a host, and without a login, is a link the service may fetch; or what we lend it."""
    assert good_link(link) is good
