"""The lists of docs/using.md, made from what is declared: commands, flags, buttons, forms and prices."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from fluent.syntax.ast import Message

from bot.cards import ORDER_TEXTS
from bot.commands import Commands
from bot.domain import actions
from bot.domain.buttons import BUTTON_SPECS, DECLARED_BUTTONS, Leads, Verb
from bot.domain.flags import Conflict, Flag, FlagRules, Kind, Scope, Term
from bot.domain.form import FieldKind
from bot.domain.order import REPAINT, Act
from bot.domain.quota import PICTURE, PRICES, UPSCALE
from bot.domain.sketch import SKETCH_COMMANDS, SKETCH_FIELDS, SketchField, SketchKind
from bot.i18n import DEFAULT, read_texts, say
from tests.deploy.reading import ROOT
from tests.deploy.tables import filled_in
from tests.fakes.opening import RULES

MANUAL: Final = ROOT / "docs" / "using.md"
PICTURES: Final = ROOT / "docs" / "using"
COMMANDS: Final = Commands(RULES)
LEADS: Final[Mapping[Leads, str]] = {
    Leads.ORDER: "orders something, which costs what such an order costs",
    Leads.FORM: "opens a form, free; its last button orders",
    Leads.REQUEST: "brings or says something, free",
    Leads.HERE: "changes the message that it stands under, free",
}
CLIENT: Final = "is done by your own client, free"
# What comes of a press, where a button is declared under another label, or is none of ours to be told of (None).
OTHER_LEADS: Final[Mapping[str, Leads | None]] = {
    "button-further": Leads.REQUEST,
    "button-lines": Leads.ORDER,
    "button-seeded": Leads.ORDER,
    "button-talk": Leads.ORDER,
    **dict.fromkeys(("button-forward", "button-open", "button-page", "button-page-part")),
    **dict.fromkeys(("button-copy", "button-copy-task", "button-copy-trace")),
}
NO_BUTTONS: Final = frozenset({"button-unknown"})  # texts that begin as labels do
NUMBER: Final = "n"  # in the place of a number


# --- commands and flags ---------------------------------------------------------------------------------


def command_list() -> Iterator[str]:
    yield from ("| you type | what it does |", "| --- | --- |")
    for listed in COMMANDS.menu(DEFAULT):
        yield f"| `{listed.command.usage}` | {listed.summary} |"
    for listed in COMMANDS.operator_menu(DEFAULT):
        yield f"| `{listed.command.usage}` | {listed.summary}; for operators of the bot |"


def flag_list(rules: FlagRules, scope: Scope) -> Iterator[str]:
    yield from ("| flag | values | what it does |", "| --- | --- | --- |")
    for flag in sorted(rules.in_scope(scope), key=lambda one: one.rank or 1000):
        names = " ".join(f"`--{name}`" for name in (flag.name, *flag.aliases))
        yield f"| {names} | {flag_values(flag)} | {flag_text(flag)} |"


def flag_values(flag: Flag) -> str:
    """As they are typed; nothing for one that has none."""
    if flag.kind in {Kind.SWITCH, Kind.SPEED}:
        return ""
    if flag.kind in {Kind.INTEGER, Kind.NUMBER}:
        return flag.allowed
    shown = ", ".join(f"`{one}`" for one in flag.values or flag.example.split(", "))
    return f"{shown}, or nothing" if flag.optional else shown


def flag_text(flag: Flag) -> str:
    if flag.kind is Kind.SPEED:
        return say(f"mode-{flag.name}").partition(": ")[2].capitalize()
    text = say(f"flag-{flag.name}")
    return f"{text}. {flag.note}" if flag.note else text


def conflict_list(rules: FlagRules) -> Iterator[str]:
    for one in rules.conflicts:
        yield f"- {term_text(one.a)} and {term_text(one.b)}{conflict_note(one)}"


def term_text(term: Term) -> str:
    name = f"`--{term.flag}`"
    if term.but:
        return f"{name} other than {', '.join(term.but)}"
    return f"{name} {', '.join(term.only)}".rstrip()


def conflict_note(conflict: Conflict) -> str:
    return f": {conflict.note}" if conflict.note else ""


# --- buttons and forms ----------------------------------------------------------------------------------


def button_list() -> Iterator[str]:
    """By what comes of a press. KeyError for a label of which that is not known: see OTHER_LEADS."""
    yield from ("| a press | of |", "| --- | --- |")
    declared = {spec.text: spec.leads for spec in DECLARED_BUTTONS if spec.text}
    leads = {**OTHER_LEADS, **declared, **{f"button-{kind}-form": Leads.FORM for kind in SketchKind}}
    pressed: list[tuple[Leads | None, str]] = [(action_leads(one), one.label) for one in known_actions()]
    pressed += [(leads[key], button_label(key)) for key in button_texts()]
    for lead, text in (*LEADS.items(), (None, CLIENT)):
        labels = dict.fromkeys(label for found, label in pressed if found is lead)
        yield f"| {text} | {', '.join(labels)} |"


def known_actions() -> Sequence[actions.Action]:
    """What the service is known to offer below a picture."""
    return actions._TABLE


def action_leads(action: actions.Action) -> Leads:
    """Which part is to change has to be said first."""
    return BUTTON_SPECS[Verb.REGION].leads if action.name == REPAINT else Leads.ORDER


def button_texts() -> Sequence[str]:
    """The keys of the labels of all buttons that are ours."""
    keys = [entry.id.name for entry in read_texts(DEFAULT).body if isinstance(entry, Message)]
    return [key for key in keys if key.startswith("button-") and key not in NO_BUTTONS]


def button_label(key: str) -> str:
    """With something in its gaps."""
    return say(key, {"n": NUMBER, "words": "…"})


def form_list() -> Iterator[str]:
    yield from ("| button | form | fields | typed |", "| --- | --- | --- | --- |")
    for kind in SketchKind:
        fields = SKETCH_FIELDS[kind]
        typed = " ".join(filter(None, (one.written.format("…") for one in fields)))
        label, title = button_label(f"button-{kind}-form"), say(f"form-{kind}")
        yield f"| {label} | {title} | {'; '.join(map(field_text, fields))} | `/{SKETCH_COMMANDS[kind]} {typed}` |"


def field_text(field: SketchField) -> str:
    label = say(field.text)
    return f"{label}: {' or '.join(field.values)}" if field.kind is FieldKind.CHOICE else label


# --- prices ---------------------------------------------------------------------------------------------


def price_list() -> Iterator[str]:
    """In credits, and in pictures."""
    yield from ("| order | credits | pictures |", "| --- | --- | --- |")
    names = {kind: say(key) for kind, key in ORDER_TEXTS.items()} | {Act: "a button of a picture, but for these:"}
    for kind, price in PRICES.items():
        yield price_row(names[kind], price)
        if kind is Act:
            yield price_row("U1 to U4, and each *Upscale*", UPSCALE)


def price_row(name: str, price: int) -> str:
    """`price` in thousandths of a credit."""
    return f"| {name} | {price / 1000:g} | {price / PICTURE:.1g} |"


# --- the manual -----------------------------------------------------------------------------------------


def all_lists() -> Mapping[str, Iterable[str]]:
    """By the name that stands in the marks."""
    return {
        "commands": command_list(),
        "flags": flag_list(RULES, Scope.PICTURE),
        "film flags": flag_list(RULES, Scope.FILM),
        "conflicts": conflict_list(RULES),
        "buttons": button_list(),
        "forms": form_list(),
        "prices": price_list(),
    }


def list_marks(name: str) -> tuple[str, str]:
    return f"<!-- {name}, written by `make tour`: begin -->\n", f"<!-- {name}: end -->"


def written_manual(manual: Path = MANUAL) -> str:
    """What it has to be. ValueError where it has no place for a list."""
    text = manual.read_text("utf-8")
    for name, lines in all_lists().items():
        text = filled_in(text, list_marks(name), "\n".join(lines) + "\n")
    return text
