"""Answers that are not as documented: of a task, on every look at it, or of one request; tables, to be walked."""

from collections.abc import Callable
from typing import Any, Final

import orjson

__all__ = ["ENDLESS_PARTS", "ODD_BODIES", "ODD_RESULTS", "make_odd"]

Answer = dict[str, Any]
_LONG_CHARS: Final = 4000
_TWIN_ID: Final = "1557000000000000001"
_ID_MEMBERS: Final = ("task_id", "image_id", "video_id")
_NUMBER_MEMBERS: Final = ("image_width", "image_height", "raw_image_width", "raw_image_height", "progress")
_LINK_MEMBERS: Final = ("image_url", "raw_image_url", "video_urls", "sub_image_urls")


def _without_members(*names: str) -> Callable[[Answer], Answer]:
    return lambda answer: {name: value for name, value in answer.items() if name not in names}


def _with_members(**members: Any) -> Callable[[Answer], Answer]:
    return lambda answer: answer | members


def _change_each(names: tuple[str, ...], change: Callable[[Any], Any]) -> Callable[[Answer], Answer]:
    return lambda answer: {name: change(value) if name in names else value for name, value in answer.items()}


def _deep_list(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def _longer_link(link: Any) -> Any:
    """Leads to the same picture."""
    if isinstance(link, list):
        return [_longer_link(one) for one in link]
    return f"{link}{'&' if '?' in link else '?'}x={'a' * _LONG_CHARS}"


def _link_elsewhere(link: Any) -> Any:
    return [_link_elsewhere(one) for one in link] if isinstance(link, list) else "https://127.0.0.1:1/gone.png"


ODD_RESULTS: Final[dict[str, Callable[[Answer], Any]]] = {
    "no_task_id": _without_members("task_id"),
    "no_image_id": _without_members("image_id", "video_id"),
    "no_ids": _without_members(*_ID_MEMBERS),
    "no_sizes": _without_members(*_NUMBER_MEMBERS[:4]),
    "no_progress": _without_members("progress"),
    "no_success": _without_members("success"),
    "no_raw_link": _without_members("raw_image_url"),
    "no_link": _without_members(*_LINK_MEMBERS),
    "null_fields": lambda answer: (
        answer | dict.fromkeys(("image_id", "actions", "progress", *_NUMBER_MEMBERS), None)
    ),
    "twin_ids": lambda answer: answer | {name: _TWIN_ID for name in _ID_MEMBERS[1:] if name in answer},
    "ids_as_numbers": _change_each(_ID_MEMBERS[1:], int),
    "long_ids": _change_each(_ID_MEMBERS[1:], lambda value: value * 500),
    "huge_numbers": _change_each(_NUMBER_MEMBERS, lambda _: 1e300),
    "negative_numbers": _change_each(_NUMBER_MEMBERS, lambda _: -5),
    "numbers_as_text": _change_each(_NUMBER_MEMBERS, str),
    "numbers_as_objects": _change_each(_NUMBER_MEMBERS, lambda value: {"value": value}),
    "deep_member": _with_members(progress=_deep_list(200), cost=_deep_list(200)),
    "actions_200": _with_members(actions=[f"action_{number}" for number in range(200)]),
    "actions_5000": _with_members(actions=[f"action_{number}" for number in range(5000)]),
    "actions_long": _with_members(actions=["upscale1", "x" * _LONG_CHARS, "reroll"]),
    "actions_twice": _with_members(actions=["upscale1"] * 50),
    "actions_odd": _with_members(actions=["", " ", "\u202e", None, 5, {"a": 1}, "upscale1", "a:b:c", "🦊" * 30]),
    "actions_as_text": _with_members(actions="upscale1"),
    "long_links": _change_each(_LINK_MEMBERS, _longer_link),
    "links_elsewhere": _change_each(_LINK_MEMBERS, _link_elsewhere),
    "links_as_lists": _change_each(_LINK_MEMBERS[:2], lambda link: [link]),
    "links_of_no_sense": _change_each(_LINK_MEMBERS, lambda _: "javascript:alert(1)"),
    "file_links": _change_each(_LINK_MEMBERS, lambda _: "file:///etc/hostname"),
    "long_words": _with_members(descriptions=["word " * (_LONG_CHARS // 5)] * 4),
    "many_words": _with_members(descriptions=[f"picture {number}" for number in range(500)]),
    "error_beside": _with_members(error={"code": "", "message": ""}),
    "list": lambda answer: [answer],
    "text": orjson.dumps,
    "number": lambda _: 5,
    "empty": lambda _: {},
}
"""What becomes of the answer of a finished task."""


def make_odd(name: str, answer: Answer) -> Any:
    """What becomes of an answer, by a name of ODD_RESULTS."""
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

ENDLESS_PARTS: Final = {"line": b"x" * 65_536, "lines": (b'{"x":1}' + b" " * 4000 + b"\n") * 16}
"""What is sent again and again until whoever reads it leaves."""
