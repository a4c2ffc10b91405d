"""What a message may be made of, and how much of it."""

from collections.abc import Iterator
from typing import Any

from tests.fakes.discord.message import (
    BUTTON,
    DISPLAY,
    FILE,
    GALLERY,
    ROW,
    SECTION,
    SELECT,
    THUMBNAIL,
    Attachment,
    Flag,
    Json,
    walk,
)
from tests.fakes.discord.refusal import bad_length, invalid
from tests.fakes.discord.rules import Rules

_SEPARATOR, _CONTAINER = 14, 17
_TOP = frozenset({ROW, SECTION, DISPLAY, GALLERY, FILE, _SEPARATOR, _CONTAINER})
_SELECTS = frozenset({SELECT, 5, 6, 7, 8})
_LINK, _PREMIUM = 5, 6


def check(
    components: tuple[Json, ...], flags: Flag, attachments: tuple[Attachment, ...], rules: Rules, path: str
) -> None:
    """Raises the Refusal 50035 with the way to what is wrong; `path` leads to the list."""
    whole = Flag.COMPONENTS_V2 in flags
    for place, one in enumerate(components):
        if one.get("type") not in (_TOP if whole else {ROW}):
            raise invalid(f"{path}.{place}.type", "UNION_TYPE_CHOICES", "Value of field has a wrong type here")
    if not whole and len(components) > rules.rows:
        raise bad_length(path, 0, rules.rows)
    _check_size(components, rules, path)
    names = {f"attachment://{one.name}" for one in attachments}
    for where, one in _paths(components, path):
        _check_one(one, names, rules, where)
    _check_ids(components, path)


def _paths(components: Any, path: str) -> Iterator[tuple[str, Json]]:
    for place, one in enumerate(components):
        where = f"{path}.{place}"
        yield where, one
        yield from _paths(one.get("components", []), f"{where}.components")
        if "accessory" in one:
            yield f"{where}.accessory", one["accessory"]


def _check_size(components: tuple[Json, ...], rules: Rules, path: str) -> None:
    found = list(walk(components))
    if len(found) > rules.components:
        words = f"The total number of components exceeds the limit of {rules.components} ({len(found)})"
        raise invalid(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", words)
    written = sum(len(str(one.get("content", ""))) for one in found if one["type"] == DISPLAY)
    if written > rules.display:
        words = f"The total displayable text exceeds {rules.display} characters ({written})"
        raise invalid(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", words)


def _check_ids(components: tuple[Json, ...], path: str) -> None:
    """No custom_id and no number twice in a message."""
    for name, code in (("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"), ("id", "COMPONENT_ID_DUPLICATED")):
        seen: set[object] = set()
        for where, one in _paths(components, path):
            value = one.get(name)
            if value and value in seen:
                raise invalid(f"{where}.{name}", code, f"Component {name} cannot be duplicated")
            seen.add(value)


def _check_one(one: Json, names: set[str], rules: Rules, path: str) -> None:
    kind = one["type"]
    if kind == ROW:
        _check_row(one["components"], rules, path)
    elif kind == BUTTON:
        _check_button(one, path)
    elif kind in _SELECTS:
        _check_select(one, rules, path)
    elif kind == GALLERY:
        _check_gallery(one["items"], names, path)
    elif kind in {THUMBNAIL, FILE}:
        name = "media" if kind == THUMBNAIL else "file"
        _check_media(one[name], names, f"{path}.{name}", only_files=kind == FILE)


def _check_row(inner: list[Json], rules: Rules, path: str) -> None:
    selects = [one for one in inner if one["type"] in _SELECTS]
    if not inner or len(inner) > rules.row or (selects and len(inner) > 1):
        raise bad_length(f"{path}.components", 1, 1 if selects else rules.row)


def _check_button(one: Json, path: str) -> None:
    style = one["style"]
    if not one.get("label") and not one.get("emoji") and style != _PREMIUM:
        raise invalid(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button needs a label or an emoji")
    if style == _LINK and (not one.get("url") or one.get("custom_id")):
        raise invalid(path, "BUTTON_COMPONENT_URL_REQUIRED", "A link button has a url and no custom_id")
    if style not in {_LINK, _PREMIUM} and (not one.get("custom_id") or one.get("url")):
        raise invalid(path, "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")
    _check_id(one, path)


def _check_id(one: Json, path: str) -> None:
    if one.get("custom_id") is not None and not 1 <= len(one["custom_id"]) <= 100:
        raise bad_length(f"{path}.custom_id", 1, 100)


def _check_select(one: Json, rules: Rules, path: str) -> None:
    _check_id(one, path)
    options = one.get("options", [])
    if one["type"] == SELECT and not 1 <= len(options) <= rules.select:
        raise bad_length(f"{path}.options", 1, rules.select)
    values = [option["value"] for option in options]
    if len(set(values)) < len(values):
        raise invalid(f"{path}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The value is already used")
    least, most = one.get("min_values") or 0, one.get("max_values") or 1
    if least > most or (one["type"] == SELECT and most > len(options)):
        raise invalid(f"{path}.max_values", "NUMBER_TYPE_MAX", f"Must be between {least} and {len(options)}")


def _check_gallery(items: list[Json], names: set[str], path: str) -> None:
    if not 1 <= len(items) <= 10:
        raise bad_length(f"{path}.items", 1, 10)
    for place, item in enumerate(items):
        where = f"{path}.items.{place}"
        if len(item.get("description") or "") > 1024:
            raise bad_length(f"{where}.description", 0, 1024)
        _check_media(item["media"], names, f"{where}.media", only_files=False)


def _check_media(media: Json, names: set[str], path: str, *, only_files: bool) -> None:
    url = str(media["url"])
    if url.startswith("attachment://"):
        if url not in names:
            raise invalid(
                f"{path}.url", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", f"no file for {url}"
            )
    elif only_files or not url.startswith(("https://", "http://")):
        raise invalid(f"{path}.url", "URL_TYPE_INVALID_SCHEME", f"Scheme of {url[:40]!r} is not supported")


def number(components: tuple[Json, ...]) -> tuple[Json, ...]:
    """With an id for each that has none, as the platform gives them."""
    taken = {one["id"] for one in walk(components) if one.get("id")}
    free = (one for one in range(1, 10_000) if one not in taken)
    return tuple(_numbered(one, free) for one in components)


def _numbered(one: Json, free: Iterator[int]) -> Json:
    found = {name: value for name, value in one.items() if value is not None}
    found["id"] = one.get("id") or next(free)
    if "components" in one:
        found["components"] = [_numbered(inner, free) for inner in one["components"]]
    if "accessory" in one:
        found["accessory"] = _numbered(one["accessory"], free)
    return found
