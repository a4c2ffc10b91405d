"""The texts people read: none is missing, none is left over, and each fills its gaps."""

import re
import tomllib
from functools import cache
from pathlib import Path
from string import digits

import pytest
from fluent.syntax import parse
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor
from typing_extensions import override

from adapters.telegram.outbound import TOAST_LIMIT
from bot.cards import ORDER_TEXTS, error_card
from bot.commands import ALL_COMMANDS, Commands
from bot.domain.actions import KNOWN_ACTIONS, action
from bot.domain.chat_settings import Pressers
from bot.domain.command import EXAMPLE_TEXTS, CommandGroup
from bot.domain.errors import Code, UserError
from bot.domain.flags import FlagRules, Kind, Mode
from bot.domain.plain_words import PlainWords
from bot.domain.prompt import CODES, BadPrompt
from bot.domain.recalled import TaskState
from bot.domain.sketch import SKETCH_COMMANDS, SKETCH_FIELDS, VARIED, VARY_COMMAND, SketchKind
from bot.domain.talk import CHANGEABLE, Shown
from bot.environment import PREFIX
from bot.i18n import FACT_LONGEST, PAGE_HEAD, bundle, known, languages, say
from bot.operator_hints import OPERATOR_HINTS
from bot.settings import FLAGS_FILE
from bot.store import keys
from bot.store.jobs import LIMIT_CODES

RULES = FlagRules.parse(tomllib.loads(FLAGS_FILE.read_text("utf-8")))
ROOT = Path(keys.__file__).parents[1]
ENGLISH = (ROOT / "i18n" / "en.ftl").read_text("utf-8")
WRITTEN = set(re.findall(r"^([a-z][\w-]*) =", ENGLISH, re.MULTILINE))
MENU = [*Commands(RULES, remix=True).menu("en"), *Commands(RULES).operator_menu("en")]
MADE = (
    {f"fault-{code}" for code in Code}
    | {f"prompt-{code}" for code in CODES}
    | {f"command-{command.name}" for command in ALL_COMMANDS if command.listed}
    | {f"option-{option.name}" for command in ALL_COMMANDS for option in command.options if not option.text}
    | {option.text for command in ALL_COMMANDS for option in command.options if option.text}
    | {f"flag-{flag.name}" for flag in RULES.flags.values() if flag.kind is not Kind.SPEED and flag.scopes}
    # Options that have no other name anywhere are called alike in all languages.
    | WRITTEN & {f"name-{one.option.name.rstrip(digits)}" for listed in MENU for one in listed.options}
    | {"option-mode", *(f"mode-{mode}" for mode in Mode)}
    | {f"pressers-{who}" for who in Pressers}
    | {f"{head}-{choice}" for choice in PlainWords for head in ("words", "help-words")}
    | set(ORDER_TEXTS.values())
    | {f"tasks-{state}" for state in TaskState}
    | {text for kind in SketchKind for text in (f"form-{kind}", f"button-{kind}-form")}
    | {f"order-{command}" for command in (*SKETCH_COMMANDS.values(), VARY_COMMAND)}
    | {
        f"{field.named}{value}"
        for kind in SKETCH_FIELDS.values()
        for field in kind
        if field.named
        for value in field.values
    }
    | {f"{VARIED.named}{value}" for value in VARIED.values} & WRITTEN
    | {f"quota-{limit}" for limit in LIMIT_CODES}
    | {action(name).text for name in KNOWN_ACTIONS} & WRITTEN
    | {f"usage-{command.name}" for command in ALL_COMMANDS} & WRITTEN
    | set(EXAMPLE_TEXTS.values())
    | {f"help-{group}" for group in CommandGroup}
    | {f"talk-{shown}" for shown in Shown if shown not in {*CHANGEABLE, Shown.NOTHING}}
)
OTHERS = sorted(languages() - {"en"})
NUMBERS = {"ahead", "count", "length", "limit", "n"}
# What is typed or read elsewhere, so it is the same in every language.
FIXED = re.compile(r"/[a-z]+|--|https://|\b[UV]\d|UTC")
TOASTS = (
    "button-",
    "image-",
    "not-",
    "already-",
    "cancelled-",
    "cancel-",
    "show-",
    "quota-",
    "store-",
    "fault-internal",
    "share-",
    "original-",
    "quote-",
    "only-",
    "rights-",
    "given-",
    "no-gallery",
    "form-gone",
    "form-not-yours",
    "form-impossible",
    "inline-",
)


class Gaps(Visitor):
    """The facts that a message asks for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    @override
    def visit(self, node: object) -> None:
        if isinstance(node, VariableReference):
            self.names.add(node.id.name)
        super().visit(node)


@cache
def messages(language: str) -> dict[str, Message]:
    """The file of a language, by key; each key stands there once."""
    body = parse((ROOT / "i18n" / f"{language}.ftl").read_text("utf-8")).body
    assert not [part for part in body if isinstance(part, Junk)]
    found = [part for part in body if isinstance(part, Message)]
    made = {part.id.name: part for part in found}
    assert len(made) == len(found)
    return made


def gaps(message: Message) -> set[str]:
    seen = Gaps()
    seen.visit(message)
    return seen.names


@cache
def asked(key: str) -> set[str]:
    return gaps(messages("en")[key])


def written(key: str, language: str, number: int = 5) -> str:
    """A text with all its gaps filled; LookupError and the like when it cannot be written."""
    facts = {name: number if name in NUMBERS else f"<{name}>" for name in asked(key)}
    pattern = bundle(language).get_message(key).value
    assert pattern is not None
    text, errors = bundle(language).format_pattern(pattern, facts)
    assert not errors, (key, language, errors)
    return str(text)


def used() -> set[str]:
    """Keys that stand in the code, in double quotes."""
    code = "\n".join(
        path.read_text("utf-8")
        for folder in ("", "domain", "jobs", "commands", "handlers", "web")
        for path in (ROOT / folder).glob("*.py")
    )
    code += "".join(path.read_text("utf-8") for path in (ROOT.parent / "adapters").glob("*/*.py"))
    page = "".join(path.read_text("utf-8") for path in (ROOT.parent / "adapters/webchat/static").glob("*"))
    on_page = {key for key in WRITTEN if f'"{key.removeprefix(PAGE_HEAD)}"' in page and key.startswith(PAGE_HEAD)}
    return on_page | {key for key in WRITTEN if f'"{key}"' in code}


def test_no_text_is_missing_and_none_is_left_over() -> None:
    """Everything that is asked for is written, everything written is asked for."""
    assert not MADE - WRITTEN
    assert not WRITTEN - MADE - used()


def test_a_missing_text_is_a_bug() -> None:
    """Found by whoever wrote it, not by the person."""
    with pytest.raises((KeyError, LookupError)):
        say("no-such-text")


def test_a_fact_is_said_however_long() -> None:
    """Its beginning, where it is longer than the library takes; what is around it stays whole."""
    said = say("fault-said", {"message": "*" * 4000})
    assert said == f"The service says: {'*' * (FACT_LONGEST - 1)}…"
    assert say("fault-said", {"message": "*" * FACT_LONGEST}).endswith("**")


@pytest.mark.parametrize(
    ("ahead", "text"), [(0, "Next in line"), (1, "Waiting, one ahead"), (7, "Waiting, 7 ahead")]
)
def test_numbers_have_their_own_words(ahead: int, text: str) -> None:
    """As each language has them."""
    assert say("card-queued", {"ahead": ahead}) == text


@pytest.mark.parametrize("language", sorted(languages()))
def test_no_text_names_a_chat_as_one_platform_does(language: str) -> None:
    """How chats are named the platform says, where an example is of use."""
    assert "@" not in (ROOT / "i18n" / f"{language}.ftl").read_text("utf-8")


@pytest.mark.parametrize("language", sorted(languages()))
def test_no_text_names_a_setting_of_the_operator(language: str) -> None:
    """Members can set nothing: operators read it in the log, and from the doctor."""
    assert PREFIX not in (ROOT / "i18n" / f"{language}.ftl").read_text("utf-8")


def test_no_page_names_a_setting_of_the_operator() -> None:
    """What a browser is sent, neither."""
    pages = [
        path
        for folder in (ROOT / "web" / "static", ROOT.parent / "adapters" / "webchat" / "static")
        for path in folder.glob("*.*")
        if path.suffix in {".html", ".js", ".css"}
    ]
    assert pages
    assert [path.name for path in pages if PREFIX in path.read_text("utf-8")] == []


@pytest.mark.parametrize("code", OPERATOR_HINTS)
def test_an_operator_is_told_what_people_cannot_mend(code: str) -> None:
    """By a setting, for texts that there are."""
    assert code in WRITTEN
    assert PREFIX in OPERATOR_HINTS[code]


@pytest.mark.parametrize(
    ("language", "other"),
    [
        ("fr", r"\b(?:vous|votre|vos|vôtre|dites)\b|ez\b(?<!assez)"),  # people are addressed as "tu"
        ("es", r"\bvideos?\b"),
        ("zh", "影片|加编号|编号 "),
    ],
)
def test_a_language_has_one_word_for_a_thing(language: str, other: str) -> None:
    """Not the other ones that it has for it."""
    found = re.compile(other, re.IGNORECASE)
    assert [key for key in messages(language) if found.search(written(key, language))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_text_and_no_other(language: str) -> None:
    """And each has the gaps that the English one has."""
    theirs = {key: gaps(message) for key, message in messages(language).items()}
    assert theirs == {key: gaps(message) for key, message in messages("en").items()}


@pytest.mark.parametrize("language", ["en", *OTHERS])
@pytest.mark.parametrize("number", [0, 1, 2, 5, 21])
def test_every_text_can_be_written(language: str, number: int) -> None:
    """With any number, and no gap stays open."""
    for key in WRITTEN:
        text = written(key, language, number)
        assert text.strip(), key
        assert "{" not in text, key


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_typed_and_pressed_stays_as_it_is(language: str) -> None:
    """Commands, addresses and the labels of the service are the same in every language."""
    for key in WRITTEN:
        assert sorted(FIXED.findall(written(key, language))) == sorted(FIXED.findall(written(key, "en"))), key


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_a_large_number_is_said(language: str) -> None:
    """21 is `one` in Ukrainian and Russian: a text for one must not stand for it."""
    for key in WRITTEN:
        if asked(key) & NUMBERS:
            assert "21" in written(key, language, 21), key


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_an_answer_to_a_press_fits(language: str) -> None:
    """A toast of Telegram is the shortest place that a whole sentence must fit into."""
    for key in WRITTEN:
        if key.startswith(TOASTS):
            assert len(written(key, language, 100)) <= TOAST_LIMIT, key


@pytest.mark.parametrize(
    ("ahead", "russian"),
    [
        (0, "Следующий в очереди"),
        (1, "В очереди, впереди 1 заказ"),
        (2, "В очереди, впереди 2 заказа"),
        (5, "В очереди, впереди 5 заказов"),
        (21, "В очереди, впереди 21 заказ"),
    ],
)
def test_a_language_counts_in_its_own_way(ahead: int, russian: str) -> None:
    """One, few and many are not what they are in English."""
    assert say("card-queued", {"ahead": ahead}, language="ru") == russian


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        *[(tag, "pt-BR") for tag in ("pt", "pt-BR", "pt-br", "pt-PT")],
        *[(tag, "zh") for tag in ("zh", "zh-hans", "zh-CN", "zh-Hans-TW")],
        *[(tag, "zh-Hant") for tag in ("zh-hant", "zh-TW", "zh-HK", "zh-Hant-TW")],
        *[("uk-UA", "uk"), ("de", "de"), ("es-419", "es"), ("fr-CA", "fr"), ("en-GB", "en")],
        *[(tag, "en") for tag in ("", "it", "tlh", "-", "de_", "ptx")],
    ],
)
def test_the_nearest_language_is_taken(tag: str, language: str) -> None:
    """In any case; English for those that we do not have."""
    assert known(tag) == language


@pytest.mark.parametrize("language", ["", "en", "en-GB", "tlh", "../../etc", "x" * 500])
def test_any_language_tag_is_answered(language: str) -> None:
    """A client may send anything; English is the last resort."""
    assert say("card-painting", language=language) == "Painting"
    assert "en" in languages()


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            BadPrompt("unknown_flag", flag="stylise", nearest="stylize"),
            "There is no flag --stylise. Did you mean --stylize?",
        ),
        (BadPrompt("unknown_flag", flag="foo", nearest=""), "There is no flag --foo."),
        (UserError("not-offered"), "The service does not offer that for this picture."),
    ],
)
def test_an_error_reads_well(error: UserError, text: str) -> None:
    """Whole sentences, no gaps left open."""
    assert error_card(error, "en").text[0].text == text


BUTTONS = ("button", "knopf", "botón", "bouton", "botão", "кнопк", "按钮", "ボタン", "버튼")


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("key", ["page-ended", "page-others", "page-used"])
def test_pages_name_no_button(language: str, key: str) -> None:
    """Below a link or a photo there is none, and they lead to such a page, too."""
    text = say(key, language=language).lower()
    assert not [word for word in BUTTONS if word in text]
