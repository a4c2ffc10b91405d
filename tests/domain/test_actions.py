"""Buttons: what they are called and where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions import Action, action, layout
from bot.domain.card import ButtonGroup

GRID = [
    *("upscale1", "upscale2", "upscale3", "upscale4", "reroll"),
    *("variation1", "variation2", "variation3", "variation4"),
]
SINGLE = [
    *(
        "upscale_2x",
        "upscale_4x",
        "upscale_subtle",
        "upscale_creative",
        "variation_subtle",
        "variation_strong",
    ),
    *("zoom_out_2x", "zoom_out_1_5x", "pan_left", "pan_right", "pan_up", "pan_down", "square"),
]
REDO = ["redo_upscale_2x", "redo_upscale_4x", "redo_upscale_subtle", "redo_upscale_creative"]


def labels(names: list[str], width: int = 5) -> list[list[str]]:
    return [[button.label for button in row] for row in layout(names, width)]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("upscale3", "U3"),
        ("variation4", "V4"),
        ("reroll", "Reroll"),
        ("variation_subtle", "Vary (Subtle)"),
        ("variation_strong", "Vary (Strong)"),
        ("variation_region", "Vary (Region)"),
        ("zoom_out_2x", "Zoom Out 2x"),
        ("zoom_out_1_5x", "Zoom Out 1.5x"),
        ("zoom_in_2x", "Zoom In 2x"),
        ("zoom_in_1_5x", "Zoom In 1.5x"),
        ("pan_left", "Pan Left"),
        ("pan_down", "Pan Down"),
        ("upscale_subtle", "Upscale (Subtle)"),
        ("upscale_creative", "Upscale (Creative)"),
        ("upscale_2x", "Upscale (2x)"),
        ("redo_upscale_creative", "Redo Upscale (Creative)"),
        ("square", "Make Square"),
        ("generate", "Imagine"),
        ("extend", "Extend"),
    ],
)
def test_known_labels(name: str, label: str) -> None:
    """A known action is called what Midjourney's users call it, and keeps its name."""
    assert (action(name).label, action(name).name) == (label, name)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("upsample2", "upscale2"),
        ("upsample_4x", "upscale_4x"),
        ("redo_upsample_subtle", "redo_upscale_subtle"),
        ("high_variation", "variation_strong"),
        ("low_variation", "variation_subtle"),
    ],
)
def test_legacy_names(old: str, new: str) -> None:
    """An old name looks and stands like its successor, and is sent back as it came."""
    known = action(new)
    assert action(old) == Action(old, known.label, known.emoji, known.group, known.row)


def test_unknown_name() -> None:
    """An action nobody has heard of gets a readable button of its own."""
    button = action("sparkle_remix")
    assert (button.name, button.label, button.emoji) == ("sparkle_remix", "Sparkle remix", "")
    assert button.group is ButtonGroup.OTHER


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("", "Unnamed"),
        ("___", "Unnamed"),
        ("\x00\u202e\ud800", "Unnamed"),
        ("a\x00b\u202ec\r\nd", "Abc d"),
        ("x" * 41, "X" + "x" * 38 + "…"),
        ("x" * 40, "X" + "x" * 39),
        ("ß" * 40, "SS" + "ß" * 37 + "…"),
        ("zoom_9x", "Zoom 9x"),
    ],
)
def test_hostile_names(name: str, label: str) -> None:
    """Whatever the wire brings: the label is short, visible and not empty, the name untouched."""
    assert (action(name).label, action(name).name) == (label, name)


@given(st.text())
def test_labels_are_fit_to_show(name: str) -> None:
    """Every label fits on one line of a button."""
    label = action(name).label
    assert label.strip()
    assert len(label) <= 40
    assert "\n" not in label


def test_grid() -> None:
    """The four upscales stand with the reroll, the four variations below, in whatever order they came."""
    expected = [["U1", "U2", "U3", "U4", "Reroll"], ["V1", "V2", "V3", "V4"]]
    assert labels(GRID) == expected
    assert labels(GRID[::-1]) == expected


def test_single() -> None:
    """The actions of a single picture stand by kind."""
    assert labels(SINGLE) == [
        ["Upscale (Subtle)", "Upscale (Creative)", "Upscale (2x)", "Upscale (4x)"],
        ["Vary (Subtle)", "Vary (Strong)"],
        ["Zoom Out 2x", "Zoom Out 1.5x", "Make Square"],
        ["Pan Left", "Pan Right", "Pan Up", "Pan Down"],
    ]


def test_unknown_last() -> None:
    """Unknown actions follow the known ones, in the order they came; a repeated one counts once."""
    assert labels(["zap", "reroll", "alpha", "zap", "upscale1"]) == [["U1", "Reroll"], ["Zap", "Alpha"]]


def test_narrow() -> None:
    """A group wider than the row goes on in the next one."""
    assert labels(GRID, 3) == [["U1", "U2", "U3"], ["U4", "Reroll"], ["V1", "V2", "V3"], ["V4"]]


def test_too_many_groups() -> None:
    """Where rows by kind would be too many for a message, they are filled up."""
    assert [len(row) for row in layout([*SINGLE, *REDO, "sparkle_remix"])] == [5, 5, 5, 3]


def test_nothing_hidden() -> None:
    """More buttons than a message holds make more rows, not fewer buttons."""
    assert [len(row) for row in layout([f"new_{number}" for number in range(27)])] == [5, 5, 5, 5, 5, 2]


def test_empty() -> None:
    """No actions, no rows."""
    assert layout([]) == ()


@given(st.lists(st.sampled_from([*GRID, *SINGLE, *REDO, "upsample1"]) | st.text()), st.integers(1, 8))
def test_every_name_once(names: list[str], width: int) -> None:
    """Every distinct name has exactly one button, and no row is wider than asked."""
    rows = layout(names, width)
    shown = [button.name for row in rows for button in row]
    assert sorted(shown) == sorted(set(names))
    assert all(1 <= len(row) <= width for row in rows)
