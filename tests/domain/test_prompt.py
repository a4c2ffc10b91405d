"""What people type, and what the service is asked for."""

import tomllib
from pathlib import Path

import pytest

import bot.domain.flags
from bot.domain.errors import UserError
from bot.domain.flags import FlagRules
from bot.domain.prompt import CODES, PROMPT_LIMIT, BadPrompt, Hints, Mode, Prompt, check, parse_prompt

DATA = tomllib.loads(Path(bot.domain.flags.__file__).with_name("flags.toml").read_text("utf-8"))
RULES = FlagRules.parse(DATA)
OPEN = FlagRules.parse(DATA, allow_unknown=True)
A, B = "https://example.com/a.png", "https://example.com/b.png?x=1&"

RATIO = "Any two whole numbers from 1 will do, up to 14:1."


def parse(text: str) -> Prompt:
    return parse_prompt(text, RULES)


def sent(text: str) -> str:
    return parse(text).render()


def refuse(text: str, rules: FlagRules = RULES) -> BadPrompt:
    with pytest.raises(BadPrompt) as caught:
        parse_prompt(text, rules)
    return caught.value


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a cat", "a cat"),
        ("  a \n\n cat\t", "a cat"),
        ("a cat --ar 16:9", "a cat --ar 16:9"),
        ("a cat --AR 16:9 --V 7", "a cat --ar 16:9 --version 7"),
        (
            "a cat\n--s 50 --c 5 --q .5 --w 1 --p",
            "a cat --stylize 50 --chaos 5 --quality .5 --weird 1 --profile",
        ),
        ("a cat --ar=16:9", "a cat --ar 16:9"),
        ("a cat --ar: 16:9, --v 7.", "a cat --ar 16:9 --version 7"),
        ('a cat --style "raw"', "a cat --style raw"),
        ("a cat --seed “5”", "a cat --seed 5"),
        ("a cat --niji", "a cat --niji"),
        ("a cat --niji 6", "a cat --niji 6"),
        ("a cat --p in a hat", "a cat in a hat --profile"),
    ],
)
def test_reading(typed: str, expected: str) -> None:
    """A prompt is sent as words and then flags under their full names, with single blanks."""
    assert sent(typed) == expected


@pytest.mark.parametrize(
    ("typed", "mode"),
    [
        ("a cat", None),
        ("a cat --fast", Mode.FAST),
        ("—relax a cat", Mode.RELAX),
        ("a cat --fast --relax --turbo", Mode.TURBO),
    ],
)
def test_mode(typed: str, mode: Mode | None) -> None:
    """Speed is taken out of the prompt; the last one wins."""
    assert parse(typed) == Prompt("a cat", mode=mode)


def test_urls() -> None:
    """Links to pictures are image prompts, sent first and letter for letter, wherever they stood."""
    odd = "https://storage.example.com//a%2Fb.png?imageMogr2/thumbnail/!50p&"
    prompt = parse(f"{odd} {A} a cat, like {B} --iw 2")
    assert prompt.urls == (odd, A, B)
    assert prompt.render() == f"{odd} {A} {B} a cat, like --iw 2"


def test_blend() -> None:
    """Two to five pictures need no words."""
    assert parse(f"{A} {B} --ar 1:1") == Prompt("", (A, B), (("ar", "1:1"),))
    assert len(parse(" ".join([A] * 5)).urls) == 5


def test_images() -> None:
    """Uploads go before the links that were typed, need not be https, and count."""
    image = "http://127.0.0.1:8080/media/a.png"
    assert parse_prompt(f"{A} a cat", RULES, images=[image]).render() == f"{image} {A} a cat"
    assert parse_prompt(A, RULES, images=[image]).urls == (image, A)
    with pytest.raises(BadPrompt, match="words, or a second picture"):
        parse_prompt("", RULES, images=[image])
    with pytest.raises(BadPrompt, match="6 pictures; at most 5"):
        parse_prompt("a cat", RULES, images=[image] * 6)


@pytest.mark.parametrize(
    ("typed", "code", "facts"),
    [
        ("", "empty", {}),
        (" \n\u200b\x00 ", "empty", {}),
        ("--ar 16:9 --raw", "empty", {}),
        (A, "lone_url", {}),
        (f"{A} --raw", "lone_url", {}),
        (f"{A} " * 6 + "a cat", "too_many_urls", {"count": "6", "limit": "5"}),
        ("http://example.com/a.png a cat", "bad_url", {"url": "http://example.com/a.png"}),
        ("ftp://example.com/a.png a cat", "bad_url", {"url": "ftp://example.com/a.png"}),
        (f"{A} https:// a cat", "bad_url", {"url": "https://"}),
        ("https://127.0.0.1/a.png a cat", "bad_url", {"url": "https://127.0.0.1/a.png"}),
        ("https://10.0.0.1:8443/a.png a cat", "bad_url", {"url": "https://10.0.0.1:8443/a.png"}),
        ("https://[::ffff:127.0.0.1]/a.png a cat", "bad_url", {"url": "https://[::ffff:127.0.0.1]/a.png"}),
        ("https://2130706433/a.png a cat", "bad_url", {"url": "https://2130706433/a.png"}),
        ("https://0x7f.1/a.png a cat", "bad_url", {"url": "https://0x7f.1/a.png"}),
        ("https://e.org/a.html a cat", "page_url", {"url": "https://e.org/a.html"}),
        ("https://e.org/ a cat", "page_url", {"url": "https://e.org/"}),
        ("a cat --sref https://e.org/a.php::2", "page_url", {"url": "https://e.org/a.php"}),
        ("a cat --oref https://e.org/", "page_url", {"url": "https://e.org/"}),
        ("https://localhost/a.png a cat", "bad_url", {"url": "https://localhost/a.png"}),
        ("a cat --sref https://db.internal/a.png", "bad_url", {"url": "https://db.internal/a.png"}),
        ("a cat --sref http://example.com/a.png", "bad_url", {"url": "http://example.com/a.png"}),
        (f"a cat --sref {A} ftp://x/y", "bad_url", {"url": "ftp://x/y"}),
        ("a {red, blue} fox", "many", {"asked": "{red, blue}"}),
        ("a cat --repeat 2", "many", {"asked": "--repeat 2"}),
        ("a cat https://example.com/shop?id=5", "stray_url", {"url": "https://example.com/shop?id=5"}),
        ("a fox — ar 0:5", "bad_value", {"flag": "ar", "value": "0:5", "allowed": "16:9, 2:3, 1:1", "note": RATIO}),
        (
            "a fox --ar 99:1",
            "bad_value",
            {"flag": "ar", "value": "99:1", "allowed": "16:9, 2:3, 1:1", "note": RATIO},
        ),
        (
            "a fox --v 9",
            "bad_value",
            {"flag": "version", "value": "9", "allowed": "7, 8, 8.1, 8.2", "note": ""},
        ),
        ("a cat --stylise 5", "unknown_flag", {"flag": "stylise", "nearest": "stylize"}),
        ("a cat --qqqqqq", "unknown_flag", {"flag": "qqqqqq", "nearest": ""}),
        ("a cat --стиль 5", "unknown_flag", {"flag": "стиль", "nearest": ""}),
        ("a cat ––wait", "unknown_flag", {"flag": "wait", "nearest": ""}),
        (
            "a cat --ar 0:5",
            "bad_value",
            {"flag": "ar", "value": "0:5", "allowed": "16:9, 2:3, 1:1", "note": RATIO},
        ),
        ("a cat --c 101", "bad_value", {"flag": "chaos", "value": "101", "allowed": "0–100", "note": ""}),
        (
            "a cat --seed x",
            "bad_value",
            {"flag": "seed", "value": "x", "allowed": "0–4294967295", "note": ""},
        ),
        ("a cat --chaos", "missing_value", {"flag": "chaos", "allowed": "0–100", "note": ""}),
        ("a cat --chaos --raw", "missing_value", {"flag": "chaos", "allowed": "0–100", "note": ""}),
        ("a cat --no --raw", "missing_value", {"flag": "no", "allowed": "text, watermark", "note": ""}),
        ("a cat --niji --v 7", "conflict", {"flag": "--version 7", "other": "--niji", "note": ""}),
        ("a cat --v 8.1 --turbo", "conflict", {"flag": "--turbo", "other": "--version 8.1", "note": ""}),
        ("a cat --v 8.1 --q 1", "conflict", {"flag": "--quality 1", "other": "--version 8.1", "note": ""}),
        ("a cat --v 7 --q 4", "conflict", {"flag": "--quality 4", "other": "--version 7", "note": ""}),
    ],
)
def test_refusals(typed: str, code: str, facts: dict[str, str]) -> None:
    """What cannot be drawn is refused with a stable code and what is needed to say so in any language."""
    error = refuse(typed)
    assert (error.code, error.facts) == (code, facts)
    assert code in CODES


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a cat --ar 0:5", f"--ar cannot be 0:5. Possible: 16:9, 2:3, 1:1. {RATIO}"),
        ("a cat --stylise 5", "--stylise is not a flag I know. Did you mean --stylize?"),
        ("a cat --qqqqqq", "--qqqqqq is not a flag I know."),
        (
            "a cat --repeat 3",
            "--repeat 3 asks for several grids at once, and one order paints one: write one of them.",
        ),
        (f"a cat --v 7 --cref {A}", f"--cref {A} does not go together with --version 7. Use --oref instead."),
        ("--raw", "The prompt has no words: say what to draw."),
        ("ftp://x y", "ftp://x cannot be used: links to pictures must begin with https:// and a host."),
    ],
)
def test_sentences(typed: str, sentence: str) -> None:
    """In English the error explains itself."""
    assert str(refuse(typed)) == sentence


def test_kind_of_error() -> None:
    """A bad prompt is the person's to mend, and a ValueError for those who know no more."""
    assert isinstance(refuse(""), UserError)
    assert isinstance(refuse(""), ValueError)


@pytest.mark.parametrize("typed", ["a cat --" + "x" * 3000, "a cat --seed " + "9" * 3000, "http://" + "x" * 3000])
def test_quotes_are_short(typed: str) -> None:
    """However long the mistake, the answer fits in a message."""
    assert len(str(refuse(typed))) < 200


def test_limit() -> None:
    """A prompt of the limit passes; one letter more is refused, and the limit is named."""
    assert len(sent("x" * PROMPT_LIMIT)) == PROMPT_LIMIT
    assert refuse("x" * 6000).facts == {"length": "6000", "limit": "4000"}
    assert str(refuse("x" * (PROMPT_LIMIT + 1))) == "The prompt has 4001 characters; at most 4000 are possible."


def test_limit_counts_what_is_sent() -> None:
    """Full names make a prompt longer: what counts is what the service gets, uploads included."""
    assert parse_prompt("a --s 5", RULES, limit=13).render() == "a --stylize 5"
    with pytest.raises(BadPrompt, match="has 13 characters; at most 12"):
        parse_prompt("a --s 5", RULES, limit=12)


def test_unknown_flags_let_through() -> None:
    """An operator who allows unknown flags gets them through with the words behind them."""
    prompt = parse_prompt("a cat --Sparkle=very much --glow --raw —wait", OPEN)
    assert prompt.flags == (("sparkle", "very much"), ("glow", ""), ("raw", ""))
    assert prompt.render() == "a cat —wait --sparkle very much --glow --raw"


def test_flag() -> None:
    """A flag is asked for by its canonical name: its value, "" for a switch, None if absent."""
    prompt = parse("a cat --v 7 --raw")
    assert (prompt.flag("version"), prompt.flag("raw"), prompt.flag("ar")) == ("7", "", None)


@pytest.mark.parametrize(
    ("typed", "hints"),
    [
        ("a cat", Hints()),
        ("a cat --v 8.0 --hd --q 4", Hints(version="8", hd=True, quality="4")),
        ("a cat --v 8.2 --sref 5", Hints(version="8.2", style_reference=True)),
        ("a cat --p m1234567890", Hints(moodboard=True)),
        ("a cat --p m1b2c3d", Hints()),
        (f"{A} a cat --v 8.1", Hints(version="8.1", moodboard=True)),
        (f"{A} a cat --v 8.9", Hints(version="8.9", moodboard=True)),
        (f"{A} a cat --v 7", Hints(version="7")),
        (f"{A} a cat --niji 6", Hints()),
    ],
)
def test_hints(typed: str, hints: Hints) -> None:
    """The biller is told what the flags say."""
    assert parse(typed).hints() == hints


def test_check_again() -> None:
    """A default added after reading is held against the rules, too."""
    check(Prompt("a cat", flags=(("version", "8.1"),), mode=Mode.FAST), RULES)
    with pytest.raises(BadPrompt, match="--turbo does not go together with --version 8"):
        check(Prompt("a cat", flags=(("version", "8.1"),), mode=Mode.TURBO), RULES)
