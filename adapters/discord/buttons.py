"""Buttons as rows of components, and in lists those that there is no room for. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.buttons import Verb, encode_payload
from bot.domain.card import Button, ButtonKind, ButtonStyle

# Types of components, and their limits ("Component Reference").
ACTION_ROW, BUTTON, SELECT = 1, 2, 3
ROW_WIDTH = 5  # buttons beside each other
OPTIONS_MOST = 25  # in a select
BUTTON_LABEL_LIMIT = 80
OPTION_LABEL_LIMIT = 100
OPTION_HINT_LIMIT = 100
PLACEHOLDER_LIMIT = 150
CUSTOM_ID_LIMIT = 100
ADDRESS_LIMIT = 512  # characters of the address that a button leads to
SELECT_COST = 2  # components: its row and itself
SELECT_NAME = "select:"  # and its number, which no payload begins with
UNNAMED_SELECT = "…"
LINK_STYLE = 5
COMPONENT_STYLES = {ButtonStyle.NORMAL: 2, ButtonStyle.PRIMARY: 1}


@dataclass(frozen=True, slots=True)
class Key:
    """A button that Discord can show; `payload` is what comes back when it is pressed."""

    button: Button
    payload: str


def component_rows(rows: Sequence[Sequence[Button]], room: int, more: str = "") -> list[dict[str, Any]]:
    """Rows of components, of which there are at most `room`, buttons included.

    Rows stay as they are from the top while there is room for the others in selects, which stand before the last
    row, and are called `more`; what finds no room there either is left out, the last row never while it has room.
    """
    fitting = list(shown_rows(rows))
    if keys_cost(fitting) <= room:
        return [button_row(row) for row in fitting]
    *head, tail = fitting
    tail = tail if keys_cost([tail]) <= room else tail[: max(room - 1, 0)]
    room -= keys_cost([tail]) if tail else 0
    kept = next(n for n in range(len(head), -1, -1) if n == 0 or split_cost(head, n) <= room)
    rest = [key for row in head[kept:] for key in row if key.button.kind is not ButtonKind.PAGE]  # no list leads on
    chunks = [rest[n : n + OPTIONS_MOST] for n in range(0, len(rest), OPTIONS_MOST)][: max(room, 0) // SELECT_COST]
    return [
        *(button_row(row) for row in head[:kept]),
        *(select_row(number, chunk, more) for number, chunk in enumerate(chunks, 1)),
        *([button_row(tail)] if tail else []),
    ]


def shown_rows(rows: Sequence[Sequence[Button]]) -> Iterator[Sequence[Key]]:
    """Those that Discord can do. Of two that do the same the first: what comes back from them has to differ."""
    taken = set[str]()
    for row in rows:
        keys = list[Key]()
        for button in row:
            payload = press_payload(button)
            if payload and payload not in taken and (button.label.strip() or button.emoji):
                taken.add(payload)
                keys.append(Key(button, payload))
        yield from (keys[n : n + ROW_WIDTH] for n in range(0, len(keys), ROW_WIDTH))


def press_payload(button: Button) -> str:
    """What comes back when it is pressed; empty for what Discord cannot do, or people do by themselves there."""
    match button.kind:
        case ButtonKind.PRESS | ButtonKind.FULL | ButtonKind.WINDOW:
            payload = button.payload
        case ButtonKind.OPEN:  # whoever presses it gets the picture for themselves
            payload = encode_payload(Verb.RECALL, button.payload)
        case ButtonKind.PAGE:  # nothing comes back
            return button.payload if len(button.payload) <= ADDRESS_LIMIT else ""
        case ButtonKind.FORWARD | ButtonKind.COPY | ButtonKind.SOLE:
            payload = ""
    return payload if len(payload) <= CUSTOM_ID_LIMIT else ""


def keys_cost(rows: Sequence[Sequence[Key]]) -> int:
    """How many components they are."""
    return sum(1 + len(row) for row in rows)


def split_cost(rows: Sequence[Sequence[Key]], kept: int) -> int:
    """The same, when so many of them stay rows and all others are in selects."""
    rest = sum(map(len, rows[kept:]))
    return keys_cost(rows[:kept]) + SELECT_COST * -(-rest // OPTIONS_MOST)


def button_row(keys: Sequence[Key]) -> dict[str, Any]:
    return {"type": ACTION_ROW, "components": [button_component(key) for key in keys]}


def button_component(key: Key) -> dict[str, Any]:
    if key.button.kind is ButtonKind.PAGE:
        label = shown_label(key.button, BUTTON_LABEL_LIMIT)
        return {"type": BUTTON, "style": LINK_STYLE, "url": key.payload, **label}
    style = COMPONENT_STYLES[key.button.style]
    return {
        "type": BUTTON,
        "style": style,
        "custom_id": key.payload,
        **shown_label(key.button, BUTTON_LABEL_LIMIT),
    }


def select_row(number: int, keys: Sequence[Key], more: str) -> dict[str, Any]:
    options = [
        {"value": key.payload, **shown_label(key.button, OPTION_LABEL_LIMIT), **told_hint(key.button)}
        for key in keys
    ]
    select = {
        "type": SELECT,
        "custom_id": f"{SELECT_NAME}{number}",
        "placeholder": cut_words(more or UNNAMED_SELECT, PLACEHOLDER_LIMIT),
        "options": options,
    }
    return {"type": ACTION_ROW, "components": [select]}


def shown_label(button: Button, limit: int) -> dict[str, Any]:
    """An emoji stands beside the words; options have to have words."""
    label = cut_words(button.marked_label.strip() or button.emoji, limit)
    return {"label": label, **({"emoji": {"name": button.emoji}} if button.emoji else {})}


def told_hint(button: Button) -> dict[str, Any]:
    """What it does, below its label: only a list has room for that."""
    return {"description": cut_words(button.hint, OPTION_HINT_LIMIT)} if button.hint else {}


def cut_words(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
