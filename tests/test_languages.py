"""The languages: no English is left in another one, each has its own characters, and Mozilla's tools agree."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, Pattern, SelectExpression, TextElement

from bot import i18n
from bot.commands import ALL_COMMANDS
from bot.commands.listing import command_usage
from bot.domain.actions import KNOWN_ACTIONS, action
from bot.i18n import has_text, languages, say
from bot.panels import LANGUAGE_NAMES
from bot.settings import FLAGS_FILE

FOLDER = Path(i18n.__file__).parent
OTHERS = sorted(languages() - {"en"})
# What is written in Latin letters everywhere: commands, flags, addresses, codes, names of keys, of tools and of
# formats, and what is typed as it stands.
FIXED = re.compile(
    r"/[a-z]+|--[a-z]+|https://\S*|https|#?[0-9A-Z]{8}(?:\.\d)?|\b[UV]\d\b|\b[A-Z]\b|\d(?:[.,]\d)?x\b|\d[KM]\b"
    r"|\b(?:UTC|MB|ID|s|PNG|JPEG|WebP|GIF|JavaScript|[Cc]ookie|Midjourney|Discord|Telegram|Chatelier)\b"
    r"|\b(?:Enter|Ctrl|Delete|Shift|Entf|Umschalt|Trace)\b"
    r"|\b(?:left|right|top|bottom|middle|edge|fast|relax|turbo|random|off|on|all|gallery|talk|settings)\b",
    re.ASCII,
)
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# Small words of English that none of these languages has.
ENGLISH_WORD = re.compile(
    r"\b(?:the|of|and|is|are|with|what|which|your|you|this|that|picture|pictures|nothing|please|again|below"
    r"|Upscale|Vary|Zoom Out|Reroll|words|example)\b"
)
OTHER_SCRIPTS = ["ja", "ko", "ru", "uk", "zh", "zh-Hant"]
CHINESE = ("zh", "zh-Hant")


@cache
def texts(language: str) -> dict[str, str]:
    """What a file says, by key, with a sign in the place of each fact, and all that a text may be chosen from."""
    body = FluentParser().parse((FOLDER / f"{language}.ftl").read_text("utf-8")).body
    found = (entry for entry in body if isinstance(entry, Message) and entry.value is not None)
    return {entry.id.name: shown(entry.value) for entry in found if entry.value is not None}


def shown(pattern: Pattern) -> str:
    parts: list[str] = []
    for element in pattern.elements:
        if isinstance(element, TextElement):
            parts.append(element.value)
        elif isinstance(element.expression, SelectExpression):
            parts += [f" {shown(variant.value)} " for variant in element.expression.variants]
        else:
            parts.append("•")
    return "".join(parts)


def is_typed(key: str) -> bool:
    """Names of options are typed, and some are what the service calls them."""
    return key.startswith("name-")


@pytest.mark.parametrize("language", OTHER_SCRIPTS)
def test_no_latin_words_are_left(language: str) -> None:
    """In a language that is written otherwise."""
    left = {
        key: words
        for key, text in texts(language).items()
        if not is_typed(key) and (words := LATIN_WORD.findall(FIXED.sub(" ", text)))
    }
    assert left == {}


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_words_are_left(language: str) -> None:
    """In any other language."""
    left = {
        key: found for key, text in texts(language).items() if (found := ENGLISH_WORD.findall(FIXED.sub(" ", text)))
    }
    assert left == {}


@pytest.mark.parametrize("language", OTHERS)
def test_no_card_has_english_labels(language: str) -> None:
    """What the service calls its actions, and how commands are typed, is said in the reader's language."""
    for name in KNOWN_ACTIONS:
        found = action(name)
        if has_text(found.text):
            assert say(found.text, language="en") == found.label
            assert not ENGLISH_WORD.search(say(found.text, language=language)), name
    for command in ALL_COMMANDS:
        usage = command_usage(command, language)
        assert re.findall(r"/[a-z]+|--\w+|https\S+", usage) == re.findall(r"/[a-z]+|--\w+|https\S+", command.usage)
        assert not ENGLISH_WORD.search(FIXED.sub(" ", usage)), usage


def test_every_note_of_the_rules_is_translated() -> None:
    """An operator's own stay as they are."""
    notes = set(re.findall(r'^note = "(.+)"$', FLAGS_FILE.read_text("utf-8"), re.MULTILINE))
    assert notes == {say(key) for key in texts("en") if key.startswith("note-")}


@pytest.mark.parametrize(
    ("language", "other"),
    [
        ("fr", r"\w'\w|\"|\b(?:clips?|films?|opérateur|administrateur|cette discussion)\b"),
        ("de", r"“[^“”„]*”|\"|\b(?:clips?|video(?!s senden)|Bestellung|drücke|versuche|nenne)\b|Schaltfläche"),
        ("es", r"“|”|\"|\b(?:clips?|película|orden|admin)\b|encarg|operador"),
        ("pt-BR", r"\b(?:clipes?|filmes?|operador)\b"),
        ("ru", r"“|”|\"|\b(?:ролик|клип|фильм|администратор)"),
        (
            "uk",
            r"“|”|\"|\w'\w|(?:надішли|напиши|збережи|додай|зачекай|спробуй|вкажи|тебе|тобі|твої|твій)\b|\b(?:ролик|кліп|фільм|адміністратор)",
        ),
        ("ja", "クリップ|フィルム|ビデオ|例: "),
        ("zh-Hant", "[“”]|短片|片段"),
        ("ko", "니다|십시오|클립|동영상|비디오|명령어"),
        ("zh", "您|编码|影片|短片|片段"),
    ],
)
def test_a_language_keeps_to_its_style(language: str, other: str) -> None:
    """As docs/languages.md has it: quotes, apostrophes, how people are addressed, and one word for a thing."""
    found = re.compile(other, re.IGNORECASE)
    assert {key: text for key, text in texts(language).items() if found.search(text)} == {}


def test_traditional_chinese_has_its_own_characters() -> None:
    """Those of Big5, in which simplified ones have no place; and it is no copy."""
    written = (FOLDER / "zh-Hant.ftl").read_text("utf-8")
    odd = {char for char in written if "一" <= char <= "鿿" and not char.encode("big5", "ignore")}
    assert odd == set()
    same = [key for key, text in texts("zh").items() if texts("zh-Hant")[key] == text]
    assert len(same) < len(texts("zh")) / 5


def test_every_language_has_a_name() -> None:
    """By which people choose it."""
    assert set(LANGUAGE_NAMES) == set(languages())


PLURALS = {
    **{language: {"other"} for language in ("ja", "ko", *CHINESE)},
    **{language: {"one", "few", "many", "other"} for language in ("ru", "uk")},
}


@pytest.mark.parametrize("language", OTHERS)
def test_mozillas_tools_read_the_same(language: str) -> None:
    """Messages and placeables as in English, and of a count the plurals that the language has (CLDR)."""
    mozilla = pytest.importorskip("moz.l10n.formats.fluent.parse", reason="moz.l10n comes with `make dev`")
    mine, english = (read_mozilla(mozilla, name) for name in (language, "en"))
    assert placeables(mine) == placeables(english)
    for name, counted in plurals(mine).items():
        assert counted <= PLURALS.get(language, {"one", "many", "other"}), name
        assert len(PLURALS.get(language, ())) < 2 or counted | {"other"} == PLURALS[language], name


@cache
def read_mozilla(mozilla: Any, language: str) -> Any:
    return mozilla.fluent_parse((FOLDER / f"{language}.ftl").read_text("utf-8"))


def entries(resource: Any) -> dict[str, Any]:
    return {
        entry.id[0]: entry.value
        for section in resource.sections
        for entry in section.entries
        if hasattr(entry, "value")
    }


def placeables(resource: Any) -> dict[str, set[str]]:
    """The facts that each message asks for."""
    return {
        key: set(re.findall(r"VariableRef\(name='(\w+)'\)", repr(value)))
        for key, value in entries(resource).items()
    }


def plurals(resource: Any) -> dict[str, set[str]]:
    """The plurals of each message that counts, without the numbers that have a text of their own."""
    known = {"zero", "one", "two", "few", "many", "other"}
    found = {
        key: {str(one) for keys in getattr(value, "variants", {}) for one in keys}
        for key, value in entries(resource).items()
    }
    named = {key: {plural_name(one) for one in keys} & known for key, keys in found.items()}
    return {key: keys for key, keys in named.items() if keys - {"other"}}


def plural_name(key: str) -> str:
    """A variant as it is called; the default one is that of all others."""
    return match[1] if (match := re.search(r"CatchallKey\(value='(\w+)'\)", key)) else key
