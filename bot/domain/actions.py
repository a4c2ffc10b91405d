"""What each button of a finished picture is called and where it stands.

The service names its actions in `actions[]` of a result. Those strings are sent back as they came;
only what a person sees is made here. A string nobody has heard of still gets a button.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from unicodedata import category

from bot.domain.card import ButtonGroup

__all__ = ["KNOWN_ACTIONS", "Action", "action", "canonical_name", "layout"]

# Longest label we make. Discord takes 80 characters, but five such buttons do not fit on a telephone.
_LONGEST = 40
_HEIGHT = 5  # rows of buttons in one Discord message


@dataclass(frozen=True, slots=True)
class Action:
    """A button: `name` goes to the service, the rest is for people. `emoji` may be "" (U1, unknown ones).

    `label` is English; `text` the key of what languages have for it, if any does.
    """

    name: str
    label: str
    emoji: str
    group: ButtonGroup
    row: int

    @property
    def text(self) -> str:
        return f"action-{_LEGACY.get(self.name, self.name)}"


_U, _V, _R = ButtonGroup.UPSCALE, ButtonGroup.VARY, ButtonGroup.REROLL
_Z, _P, _E, _O = ButtonGroup.ZOOM, ButtonGroup.PAN, ButtonGroup.EXTEND, ButtonGroup.OTHER

# In the order in which they stand. Emoji are single code points or come with their variation selector.
_TABLE = (
    Action("upscale1", "U1", "", _U, 0),
    Action("upscale2", "U2", "", _U, 0),
    Action("upscale3", "U3", "", _U, 0),
    Action("upscale4", "U4", "", _U, 0),
    Action("reroll", "Reroll", "🔄", _R, 0),
    Action("variation1", "V1", "", _V, 1),
    Action("variation2", "V2", "", _V, 1),
    Action("variation3", "V3", "", _V, 1),
    Action("variation4", "V4", "", _V, 1),
    Action("upscale_subtle", "Upscale (Subtle)", "🔼", _U, 2),
    Action("upscale_creative", "Upscale (Creative)", "🔼", _U, 2),
    Action("upscale_2x", "Upscale (2x)", "🔼", _U, 2),
    Action("upscale_4x", "Upscale (4x)", "🔼", _U, 2),
    Action("redo_upscale_subtle", "Redo Upscale (Subtle)", "🔁", _U, 3),
    Action("redo_upscale_creative", "Redo Upscale (Creative)", "🔁", _U, 3),
    Action("redo_upscale_2x", "Redo Upscale (2x)", "🔁", _U, 3),
    Action("redo_upscale_4x", "Redo Upscale (4x)", "🔁", _U, 3),
    Action("variation_subtle", "Vary (Subtle)", "🪄", _V, 4),
    Action("variation_strong", "Vary (Strong)", "🪄", _V, 4),
    Action("variation_region", "Vary (Region)", "🖌️", _V, 4),
    Action("zoom_out_2x", "Zoom Out 2x", "🔍", _Z, 5),
    Action("zoom_out_1_5x", "Zoom Out 1.5x", "🔍", _Z, 5),
    Action("zoom_in_2x", "Zoom In 2x", "🔍", _Z, 5),
    Action("zoom_in_1_5x", "Zoom In 1.5x", "🔍", _Z, 5),
    Action("square", "Make Square", "🔲", _Z, 5),
    Action("pan_left", "Pan Left", "⬅️", _P, 6),
    Action("pan_right", "Pan Right", "➡️", _P, 6),
    Action("pan_up", "Pan Up", "⬆️", _P, 6),
    Action("pan_down", "Pan Down", "⬇️", _P, 6),
    Action("generate", "Imagine", "🎨", _O, 7),
    Action("extend", "Extend", "🎬", _E, 7),
)
_UNKNOWN_ROW = 8

# Names of this API's predecessor; old results and guides still carry them. Shown alike, sent as they came.
_LEGACY = {
    "upsample1": "upscale1",
    "upsample2": "upscale2",
    "upsample3": "upscale3",
    "upsample4": "upscale4",
    "upsample_2x": "upscale_2x",
    "upsample_4x": "upscale_4x",
    "upsample_subtle": "upscale_subtle",
    "upsample_creative": "upscale_creative",
    "redo_upsample_2x": "redo_upscale_2x",
    "redo_upsample_4x": "redo_upscale_4x",
    "redo_upsample_subtle": "redo_upscale_subtle",
    "redo_upsample_creative": "redo_upscale_creative",
    "low_variation": "variation_subtle",
    "high_variation": "variation_strong",
}
_KNOWN = {one.name: one for one in _TABLE}
KNOWN_ACTIONS = tuple(_KNOWN)
_PLACES = {name: place for place, name in enumerate(_KNOWN)}


def canonical_name(name: str) -> str:
    """What this string of the service is called today."""
    return _LEGACY.get(name, name)


def action(name: str) -> Action:
    """The button for this string of the service; `name` is kept as it came, whatever it is."""
    known = _KNOWN.get(canonical_name(name))
    if known is None:
        return Action(name, _label(name), "", ButtonGroup.OTHER, _UNKNOWN_ROW)
    return Action(name, known.label, known.emoji, known.group, known.row)


def layout(names: Sequence[str], width: int = 5, *, height: int = _HEIGHT) -> tuple[tuple[Action, ...], ...]:
    """Rows of at most `width` buttons, one for each distinct name; unknown ones last, in the order they came.

    If that makes more than `height` rows, rows are filled up instead of kept by group. Nothing is
    left out: with more than `width * height` names there are more rows, and the caller must page.
    The defaults are Discord's five by five.
    """
    buttons = sorted(map(action, dict.fromkeys(names)), key=_place)
    rows = [row for _, same in groupby(buttons, lambda one: one.row) for row in _cut(list(same), width)]
    return tuple(rows if len(rows) <= height else _cut(buttons, width))


def _place(button: Action) -> int:
    return _PLACES.get(canonical_name(button.name), len(_PLACES))


def _cut(buttons: Sequence[Action], width: int) -> Iterator[tuple[Action, ...]]:
    return (tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def _label(name: str) -> str:
    """Words out of a string from the wire: `_` is a blank, nothing invisible, not too long, never empty."""
    visible = "".join(char for char in name.replace("_", " ") if char.isspace() or category(char)[0] != "C")
    words = " ".join(visible.split())
    label = words[:1].upper() + words[1:]
    return (label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…") or "Unnamed"
