"""Buttons on Discord: none is lost while a message has room for it in any form."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.buttons import (
    BUTTON,
    LINK_STYLE,
    OPTIONS_MOST,
    ROW_WIDTH,
    SELECT,
    SELECT_COST,
    component_rows,
    press_payload,
)
from bot.domain.actions import layout
from bot.domain.buttons import Verb, encode_action, encode_payload
from bot.domain.card import Button, ButtonKind, ButtonStyle

kinds = st.sampled_from(ButtonKind)
buttons = st.builds(Button, st.text(max_size=90), st.text("abc:.", max_size=40), kind=kinds)
rows_of_buttons = st.lists(st.lists(buttons, max_size=9), max_size=12)


def row_of(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(label, f"act:{label}") for label in labels)


def grid(rows: int, width: int = 5) -> list[tuple[Button, ...]]:
    return [row_of(*(f"{row}.{n}" for n in range(width))) for row in range(rows)]


def parts(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [part for row in rows for part in row["components"]]


def name_of(part: dict[str, Any]) -> str:
    """What comes back of it, or where it leads."""
    return str(part["url"] if part.get("style") == LINK_STYLE else part["custom_id"])


def payloads(rows: Sequence[dict[str, Any]]) -> list[str]:
    """What can come back of them all, in the order they are shown in."""
    found = list[str]()
    for part in parts(rows):
        found += [one["value"] for one in part["options"]] if part["type"] == SELECT else [name_of(part)]
    return found


def test_shows_rows_as_they_are() -> None:
    """What there is room for keeps its rows; an emoji stands beside the word, what matters most is coloured."""
    rows = [row_of("U1", "U2"), (Button("Retry", "retry", "🔁", ButtonStyle.PRIMARY),)]
    assert component_rows(rows, 38) == [
        {
            "type": 1,
            "components": [
                {"type": 2, "style": 2, "custom_id": "act:U1", "label": "U1"},
                {"type": 2, "style": 2, "custom_id": "act:U2", "label": "U2"},
            ],
        },
        {
            "type": 1,
            "components": [
                {"type": 2, "style": 1, "custom_id": "retry", "label": "Retry", "emoji": {"name": "🔁"}}
            ],
        },
    ]


def test_puts_what_has_no_room_into_lists() -> None:
    """Of 45 buttons and a row of three the first rows and the last stay, and the others can be chosen, in order."""
    rows = [*grid(9), row_of("Original", "Share", "Prompt")]
    made = component_rows(rows, 38, "Mehr…")
    assert len(made) + len(parts(made)) <= 38
    assert payloads(made) == [button.payload for row in rows for button in row]
    assert [part["custom_id"] for part in made[-1]["components"]] == ["act:Original", "act:Share", "act:Prompt"]
    lists = [part for part in parts(made) if part["type"] == SELECT]
    assert [part["placeholder"] for part in lists] == ["Mehr…"]
    assert [row["components"][0]["type"] for row in made].count(BUTTON) == 6
    assert [part["custom_id"] for part in lists] == ["select:1"]


def test_keeps_all_of_a_picture_that_offers_everything() -> None:
    """Every action that the service has, five that nobody has heard of, and six of ours: each can be pressed."""
    names = [f"upscale{n}" for n in range(1, 5)] + [f"variation{n}" for n in range(1, 5)]
    names += [
        "reroll",
        "zoom_out_2x",
        "pan_left",
        "pan_right",
        "square",
        "extend",
        *(f"new_{n}" for n in range(26)),
    ]
    rows = [
        tuple(Button(one.label, encode_action(names, one.name), one.emoji) for one in row) for row in layout(names)
    ]
    rows += [row_of("Animate"), row_of("Original", "Share", "Prompt", "Remix", "More")]
    made = component_rows(rows, 38)
    assert len(made) + len(parts(made)) <= 38
    assert payloads(made) == [button.payload for row in rows for button in row]


@given(rows_of_buttons, st.integers(0, 40))
def test_keeps_to_its_room(rows: list[list[Button]], room: int) -> None:
    """Whatever there is, it fits, no two components have one name, and what can be pressed is known."""
    made = component_rows(rows, room)
    names = [name_of(part) for part in parts(made)]
    assert len(made) + len(names) <= room
    assert len({*names}) == len(names)
    assert len({*payloads(made)}) == len(payloads(made))
    assert {*payloads(made)} <= {press_payload(button) for row in rows for button in row}
    for row in made:
        assert 1 <= len(row["components"]) <= ROW_WIDTH
        for part in row["components"]:
            shown = part.get("options", [part])
            assert 1 <= len(shown) <= OPTIONS_MOST
            assert all(one["label"].strip() and len(one["label"]) <= 100 for one in shown)


@given(st.integers(0, 70), st.integers(2, 40))
def test_leaves_out_no_more_than_it_has_to(count: int, room: int) -> None:
    """A button is missing only when lists alone could not hold them all either."""
    rows = [row_of(*map(str, range(n, min(n + 5, count)))) for n in range(0, count, 5)]
    made = component_rows(rows, room)
    tail = len(rows[-1]) + 1 if rows else 0
    if count <= (room - tail) // SELECT_COST * OPTIONS_MOST:
        assert len(payloads(made)) == count


def test_shows_what_does_the_same_once() -> None:
    """Two components of one message may not have one name, and the second would do what the first does."""
    rows = [(Button("One", "retry"), Button("Other", "retry")), (Button("Third", "retry"),)]
    assert [part["label"] for part in parts(component_rows(rows, 38))] == ["One"]


@pytest.mark.parametrize(
    ("button", "payload"),
    [
        (Button("Cancel", "cancel"), "cancel"),
        (Button("Original", "original", kind=ButtonKind.FULL), "original"),
        (Button("Open", "ABCD1234", kind=ButtonKind.OPEN), encode_payload(Verb.RECALL, "ABCD1234")),
        (Button("Send to…", "ABCD1234", kind=ButtonKind.FORWARD), ""),
        (Button("Long", "x" * 101), ""),
    ],
)
def test_does_what_discord_can(button: Button, payload: str) -> None:
    """To open a picture is a press that gives it to whoever presses; what Discord does itself is left to it."""
    assert press_payload(button) == payload


def test_cuts_labels() -> None:
    """A label too long for Discord refuses no picture."""
    made = parts(component_rows([row_of("x" * 81), *grid(9)], 20))
    assert made[0]["label"] == "x" * 79 + "…"
