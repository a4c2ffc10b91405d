"""What a request may hold: what is refused of it, and what is taken though the documents advise against it."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

from bot.sandbox.http import bad_request, read_text
from bot.sandbox.paint.transforms import read_mask
from bot.sandbox.prompts import ParsedPrompt, read_prompt
from bot.sandbox.records import Task
from bot.sandbox.shapes import RESOLUTIONS

__all__ = ["addresses_of", "check_address", "check_request", "complaints_of"]

_SWITCHES: Final = ("async", "hd", "loop", "moodboard", "split_images", "style_reference", "translation")
_MODES: Final = ("fast", "relax", "turbo")
_FILM_MODES: Final = ("fast", "turbo")
_ADDRESS_MEMBERS: Final = ("image_url", "end_image_url")
_PAGE_SUFFIXES: Final = frozenset({".html", ".htm", ".php"})
_VERSION_8_0: Final = ("8", "8.0")


def check_request(kind: str, body: Mapping[str, Any], prompt: ParsedPrompt) -> None:
    """Of imagine, edits or videos (`kind`). Raises Refusal for what the service would answer with bad_request."""
    if prompt.unknown_flags:
        raise bad_request(f"Unrecognized argument(s): {', '.join(prompt.unknown_flags)}")
    if prompt.invalid_flags:
        raise bad_request(f"Invalid value: {', '.join(prompt.invalid_flags)}")
    for name in _SWITCHES:
        if not isinstance(body.get(name, False), bool):
            raise bad_request(f"{name} must be a boolean.")
    read_text(body, "quality")
    _check_choice(body, "mode", _FILM_MODES if kind == "videos" else _MODES)
    if kind == "videos":
        _check_choice(body, "resolution", tuple(RESOLUTIONS))
        _check_index(body)
    for url, name in addresses_of(kind, body, prompt).items():
        check_address(name, url)
    _check_mask(body)


def _check_choice(body: Mapping[str, Any], name: str, known: tuple[str, ...]) -> None:
    if body.get(name, known[0]) not in known:
        raise bad_request(f"{name} must be one of {', '.join(known)}.")


def _check_index(body: Mapping[str, Any]) -> None:
    index = body.get("video_index", 0)
    if isinstance(index, bool) or not isinstance(index, int) or index not in range(4):
        raise bad_request("video_index must be 0, 1, 2 or 3.")


def addresses_of(kind: str, body: Mapping[str, Any], prompt: ParsedPrompt) -> dict[str, str]:
    """The pictures that imagine, edits or videos begins with: by address, the member that holds it."""
    if kind == "imagine":
        return dict.fromkeys(prompt.pictures, "prompt")
    return {url: name for name in _ADDRESS_MEMBERS if (url := read_text(body, name))}


def check_address(name: str, url: str) -> None:
    """Raises Refusal for what leads to no picture, as far as one sees from the address in member `name`."""
    try:
        parts = urlsplit(url)
        web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        web = False
    if not web:
        raise bad_request(f"{name} must be a public URL.")
    if not parts.path or parts.path.endswith("/") or _is_page(parts.path):
        raise bad_request(f"{name} must lead to a picture, not to a page.")


def _is_page(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() in _PAGE_SUFFIXES


def _check_mask(body: Mapping[str, Any]) -> None:
    if "mask" not in body:
        return
    try:
        read_mask(str(body["mask"]))
    except ValueError as error:
        raise bad_request(f"Invalid mask: {error}.") from error


def complaints_of(task: Task) -> list[str]:
    """What its request should not have asked for. Nobody has seen the service refuse it."""
    body = task.request
    if task.layout == "text":
        return []
    found = [f"{name} is not sent" for name in _members_due(task) if name not in body]
    flags = read_prompt(str(body.get("prompt", ""))).flags
    version = _field_or_flag(body, flags, "version", "v")
    quality = _field_or_flag(body, flags, "quality", "q")
    if version == "8.1":
        found += ["version 8.1 with turbo"] if body.get("mode") == "turbo" else []
        found += ["version 8.1 with quality"] if quality else []
    if quality == "4" and version and version not in _VERSION_8_0:
        found.append(f"quality 4 with version {version}")
    if "upscale" in task.action:
        found += [f"{name} beside an upscale" for name in ("style_reference", "moodboard") if body.get(name)]
    return found


def _field_or_flag(body: Mapping[str, Any], flags: Mapping[str, str], name: str, short: str) -> str:
    """A member, else the first word behind the flag that says the same."""
    return str(body.get(name) or (flags.get(short) or flags.get(name, "")).partition(" ")[0])


def _members_due(task: Task) -> tuple[str, ...]:
    """Members whose defaults the documents dispute."""
    return ("mode", "resolution") if task.type == "videos" else ("mode",)
