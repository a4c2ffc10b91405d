"""What a button of a result is beside its label: its group, its name, its part, and what it does in words.

It is read from what is written on the back of the button, so whoever makes one says it once.
"""

from dataclasses import replace

from bot.domain.actions import action, canonical_name
from bot.domain.buttons import Press, Verb, action_of, decode_payload
from bot.domain.card import Button, ButtonGroup, ButtonKind, Card
from bot.domain.image import Outcome
from bot.domain.job import Job
from bot.domain.order import REPAINT
from bot.domain.sketch import SketchKind
from bot.domain.subject import PARTS_MOST
from bot.i18n import say

DESCRIBED_KINDS = frozenset({ButtonKind.PRESS, ButtonKind.FULL, ButtonKind.SOLE})  # whose payloads come back to us
PLACE_TEXTS = ("place-1", "place-2", "place-3", "place-4")
PART_HINTS = {
    ButtonGroup.UPSCALE: "hint-upscale",
    ButtonGroup.VARY: "hint-vary",
    ButtonGroup.ANIMATE: "hint-animate",
    ButtonGroup.PIECE: "hint-piece",
}
# By what the service calls the action today: what it does, and its label beside the name of its group.
ACTION_TEXTS = {
    "reroll": ("hint-reroll", ""),
    "upscale_subtle": ("hint-upscale-subtle", "short-subtle"),
    "upscale_creative": ("hint-upscale-creative", "short-creative"),
    "upscale_2x": ("hint-upscale-times", ""),
    "upscale_4x": ("hint-upscale-times", ""),
    "variation_subtle": ("hint-vary-subtle", "short-subtle"),
    "variation_strong": ("hint-vary-strong", "short-strong"),
    "variation_region": ("hint-region", "short-region"),
    "zoom_out_2x": ("hint-zoom-out", ""),
    "zoom_out_1_5x": ("hint-zoom-out", ""),
    "zoom_in_2x": ("hint-zoom-in", ""),
    "zoom_in_1_5x": ("hint-zoom-in", ""),
    "square": ("hint-square", "short-square"),
    "pan_left": ("hint-pan-left", ""),
    "pan_right": ("hint-pan-right", ""),
    "pan_up": ("hint-pan-up", ""),
    "pan_down": ("hint-pan-down", ""),
}
REDO = "redo_"  # before the name of an action that does the same once more
ACTION_FACTORS = {"2x": "2", "1_5x": "1.5", "4x": "4"}  # at the end of the names of actions
FORM_TEXTS = {SketchKind.ANIMATE: "hint-animate-form", SketchKind.EXTEND: "hint-extend-form"}
VERB_GROUPS = {
    Verb.REGION: ButtonGroup.VARY,
    Verb.ANIMATE: ButtonGroup.ANIMATE,
    Verb.EXTEND: ButtonGroup.EXTEND,
    Verb.PIECE: ButtonGroup.PIECE,
}


def describe_buttons(card: Card, job: Job) -> Card:
    """The same with all that is known of the buttons below a result."""
    language = job.origin.person.language
    rows = (tuple(describe_button(one, job.outcome, language) for one in row) for row in card.buttons)
    return replace(card, buttons=tuple(rows))


def describe_button(button: Button, outcome: Outcome | None, language: str) -> Button:
    """The same with what is read from its payload."""
    if button.kind not in DESCRIBED_KINDS:
        return button
    press = decode_payload(button.payload)
    if press.verb is Verb.PACE:
        press = decode_payload(press.detail)
    if name := action_of(outcome, press):
        return describe_action(button, canonical_name(name), language)
    return describe_own(button, press, language)


def describe_action(button: Button, name: str, language: str) -> Button:
    """A button of an action of the service, by its name of today."""
    group, part = action(name).group, int(name[-1]) if name[-1:].isdecimal() else 0
    if part and group in PART_HINTS:
        return describe_part(replace(button, name=group, group=group), part, language)
    plain = name.removeprefix(REDO)
    hint_key, short_key = ACTION_TEXTS.get(plain, ("", ""))
    factor = next((times for end, times in ACTION_FACTORS.items() if plain.endswith(end)), "")
    hint = say(hint_key, {"n": factor}, language=language) if hint_key else ""
    short = say(short_key, language=language) if short_key else f"{factor}×" if factor else ""
    if plain != name:
        hint, short = say("hint-again", {"what": hint}, language=language), f"↻ {short}"
    return replace(button, group=group, name=name, hint=hint, short=short)


def describe_own(button: Button, press: Press, language: str) -> Button:
    """A button of ours."""
    number = int(press.argument) if press.argument.isdecimal() else 0
    group = VERB_GROUPS.get(press.verb, ButtonGroup.OTHER)
    described = replace(button, name=str(press.verb), group=group)
    match press:
        case Press(Verb.ANIMATE | Verb.PIECE) if 1 <= number <= PARTS_MOST:
            return describe_part(described, number, language)
        case Press(Verb.ANIMATE):
            return replace(described, hint=say("hint-animate-whole", language=language))
        case Press(Verb.REGION):
            short, hint = say("short-region", language=language), say("hint-region", language=language)
            return replace(described, name=REPAINT, short=short, hint=hint)
        case Press(Verb.EXTEND):  # it counts from 0
            hint = say("hint-extend", {"n": number + 1}, language=language)
            return replace(described, part=number + 1, short=str(number + 1), hint=hint)
        case Press(Verb.FORM, kind, detail):
            key = FORM_TEXTS.get(SketchKind(kind), "")
            hint = say(key, {"n": detail}, language=language) if key else ""
            return replace(described, name=f"{press.verb}-{kind}", hint=hint)
        case _:
            return described


def describe_part(button: Button, part: int, language: str) -> Button:
    """What is done with one of four, which are counted like lines of a page."""
    facts: dict[str, str | float] = {"n": part, "place": say(PLACE_TEXTS[part - 1], language=language)}
    hint = say(PART_HINTS[button.group], facts, language=language)
    return replace(button, part=part, short=str(part), hint=hint)
