"""Answers that are not as documented: of a task, on every look at it, or of one request; tables, to be walked."""

from collections.abc import Callable
from typing import Any, Final

import orjson

__all__ = ["ENDLESS", "ODD_BODIES", "ODD_RESULTS", "odd_result"]

Answer = dict[str, Any]
_LONG: Final = 4000
_TWIN: Final = "1557000000000000001"
_IDS: Final = ("task_id", "image_id", "video_id")
_SIZES: Final = ("image_width", "image_height", "raw_image_width", "raw_image_height", "progress")
_LINKS: Final = ("image_url", "raw_image_url", "video_urls", "sub_image_urls")


def _without(*names: str) -> Callable[[Answer], Answer]:
    return lambda answer: {name: value for name, value in answer.items() if name not in names}


def _with(**members: Any) -> Callable[[Answer], Answer]:
    return lambda answer: answer | members


def _each(names: tuple[str, ...], change: Callable[[Any], Any]) -> Callable[[Answer], Answer]:
    return lambda answer: {name: change(value) if name in names else value for name, value in answer.items()}


def _deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def _longer(link: Any) -> Any:
    """Leads to the same picture."""
    if isinstance(link, list):
        return [_longer(one) for one in link]
    return f"{link}{'&' if '?' in link else '?'}x={'a' * _LONG}"


def _elsewhere(link: Any) -> Any:
    return [_elsewhere(one) for one in link] if isinstance(link, list) else "https://127.0.0.1:1/gone.png"


ODD_RESULTS: Final[dict[str, Callable[[Answer], Any]]] = {
    "no_task_id": _without("task_id"),
    "no_image_id": _without("image_id", "video_id"),
    "no_ids": _without(*_IDS),
    "no_sizes": _without(*_SIZES[:4]),
    "no_progress": _without("progress"),
    "no_success": _without("success"),
    "no_raw_link": _without("raw_image_url"),
    "no_link": _without(*_LINKS),
    "null_fields": lambda answer: answer | dict.fromkeys(("image_id", "actions", "progress", *_SIZES), None),
    "twin_ids": lambda answer: answer | {name: _TWIN for name in _IDS[1:] if name in answer},
    "ids_as_numbers": _each(_IDS[1:], int),
    "long_ids": _each(_IDS[1:], lambda value: value * 500),
    "huge_numbers": _each(_SIZES, lambda _: 1e300),
    "negative_numbers": _each(_SIZES, lambda _: -5),
    "numbers_as_text": _each(_SIZES, str),
    "numbers_as_objects": _each(_SIZES, lambda value: {"value": value}),
    "deep_member": _with(progress=_deep(200), cost=_deep(200)),
    "actions_200": _with(actions=[f"action_{number}" for number in range(200)]),
    "actions_5000": _with(actions=[f"action_{number}" for number in range(5000)]),
    "actions_long": _with(actions=["upscale1", "x" * _LONG, "reroll"]),
    "actions_twice": _with(actions=["upscale1"] * 50),
    "actions_odd": _with(actions=["", " ", "\u202e", None, 5, {"a": 1}, "upscale1", "a:b:c", "🦊" * 30]),
    "actions_as_text": _with(actions="upscale1"),
    "long_links": _each(_LINKS, _longer),
    "links_elsewhere": _each(_LINKS, _elsewhere),
    "links_as_lists": _each(_LINKS[:2], lambda link: [link]),
    "links_of_no_sense": _each(_LINKS, lambda _: "javascript:alert(1)"),
    "file_links": _each(_LINKS, lambda _: "file:///etc/hostname"),
    "long_words": _with(descriptions=["word " * (_LONG // 5)] * 4),
    "many_words": _with(descriptions=[f"picture {number}" for number in range(500)]),
    "error_beside": _with(error={"code": "", "message": ""}),
    "list": lambda answer: [answer],
    "text": orjson.dumps,
    "number": lambda _: 5,
    "empty": lambda _: {},
}
"""What becomes of the answer of a finished task."""


def odd_result(name: str, answer: Answer) -> Any:
    made = ODD_RESULTS[name](answer)
    return made.decode() if isinstance(made, bytes) else made


ODD_BODIES: Final[dict[str, Callable[[Answer], bytes]]] = {
    "empty": lambda _: b"",
    "null": lambda _: b"null",
    "number": lambda _: b"5",
    "list": lambda answer: orjson.dumps([answer]),
    "page": lambda _: b"<!doctype html><html><body>All is well.</body></html>",
    "deep_lists": lambda _: b"[" * 200_000,
    "deep_objects": lambda _: b'{"a":' * 200_000,
    "half": lambda answer: orjson.dumps(answer)[:-5],
    "twice": lambda answer: orjson.dumps(answer) * 2,
    "wide_characters": lambda answer: orjson.dumps(answer).decode().encode("utf-16"),
    "zeros": lambda _: bytes(100_000),
    "large": lambda answer: orjson.dumps(answer)[:-1] + b',"x":"' + b"x" * 20_000_000 + b'"}',
}
"""What one request is answered with, though the task was accepted."""

ENDLESS: Final = {"line": b"x" * 65_536, "lines": (b'{"x":1}' + b" " * 4000 + b"\n") * 16}
"""What is sent again and again until whoever reads it leaves."""
