"""Looks into what Discord sends, which may be anything. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any


def value_at(payload: Any, *path: str) -> Any:
    """What stands there, object by object; None where nothing does."""
    for name in path:
        payload = payload.get(name) if isinstance(payload, dict) else None
    return payload


def text_at(payload: Any, *path: str) -> str:
    """A text that stands there; empty for anything else."""
    found = value_at(payload, *path)
    return found if isinstance(found, str) else ""


def number_at(payload: Any, *path: str) -> int | None:
    """A whole number that stands there, also one in digits, as Discord writes what may be large."""
    found = value_at(payload, *path)
    if isinstance(found, str) and found.isascii() and found.isdecimal() and len(found) <= 20:  # noqa: PLR2004 - 64 bits
        return int(found)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 1 << 64 else None


def listed_texts(found: Any) -> Sequence[str]:
    """The texts of a list, whatever it is."""
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def objects_at(payload: Any, *path: str) -> Sequence[Mapping[str, Any]]:
    """The objects of a list that stands there."""
    found = value_at(payload, *path)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
