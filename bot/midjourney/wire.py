"""What goes over the wire: the bodies of requests, and answers read as generously as the service writes them.

The service's own documents, examples and clients disagree about types (sizes as numbers or text, errors as
objects, text or null, members absent, null or empty). Of an answer nothing is refused for its types: a paid
picture shall not be lost over a height. What cannot be understood is as if it were absent.
"""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

__all__ = [
    "Answer",
    "Body",
    "DescribeBody",
    "Echo",
    "EditsBody",
    "ImagineBody",
    "Record",
    "SeedBody",
    "ShortenBody",
    "TasksBody",
    "TranslateBody",
    "Trouble",
    "VideosBody",
    "load",
    "records",
]


def load(raw: bytes | str) -> dict[str, Any] | None:
    """The JSON object in there, or None if there is none."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


# --- values ---------------------------------------------------------------------------------------


def _text(value: object) -> str:
    """Ids are text of 16 to 19 digits; one that comes as a number is taken as it stands."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _size(value: object) -> int:
    """Pixels; nothing that was ever painted has more than a hundred thousand on a side."""
    return min(max(0, round(_number(value) or 0)), 100_000)


def _percent(value: object) -> int | None:
    """0 to 100 out of 35, 35.0, "35", "35%" and 0.35. Without a point it is no fraction: 1 is one percent."""
    plain = str(value).strip() if not isinstance(value, bool) else ""
    number = _number(plain.removesuffix("%"))
    if number is None:
        return None
    fraction = "." in plain and not plain.endswith("%") and number <= 1
    return int(min(100.0, max(0.0, number * 100 + 1e-9 if fraction else number)))


def _moment(value: object) -> float | None:
    """Unix seconds, also out of an ISO 8601 text."""
    number = _number(value)
    if number is None and isinstance(value, str):
        try:
            return datetime.fromisoformat(value).timestamp()
        except (ValueError, OverflowError):
            return None
    return number


def _flag(value: object) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, value))) if isinstance(value, list) else ()


def _members(value: object) -> Mapping[str, Any] | None:
    """An object with something in it: null, {} and anything else mean the same, nothing."""
    return value if isinstance(value, Mapping) and value else None


def _trouble(value: object) -> Mapping[str, Any] | None:
    return {"message": value} if isinstance(value, str) and value else _members(value)


Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
Size = Annotated[int, BeforeValidator(_size)]
Percent = Annotated[int | None, BeforeValidator(_percent)]
Moment = Annotated[float | None, BeforeValidator(_moment)]
Truth = Annotated[bool | None, BeforeValidator(_flag)]


# --- answers --------------------------------------------------------------------------------------


class _Read(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Trouble(_Read):
    """The `error` of an answer."""

    code: Text = ""
    message: Text = ""


class Answer(_Read):
    """Every answer but that of tasks: a line of a stream, a whole body, a callback, the `response` of a record."""

    success: Truth = None
    task_id: Text = ""
    trace_id: Text = ""
    progress: Percent = None
    image_id: Text = ""
    image_url: Text = ""
    image_width: Size = 0
    image_height: Size = 0
    raw_image_url: Text = ""
    raw_image_width: Size = 0
    raw_image_height: Size = 0
    sub_image_urls: Texts = ()
    actions: Texts = ()
    video_id: Text = ""
    video_urls: Texts = ()
    descriptions: Texts = ()
    prompts: Texts = ()
    content: Text = ""
    seed: Text = ""
    error: Annotated[Trouble | None, BeforeValidator(_trouble)] = None

    @property
    def failed(self) -> bool:
        return self.success is False or (self.error is not None and not self.success)


class Echo(_Read):
    """The `request` of a record: our body, with nulls and with members that the service adds."""

    action: Text = ""
    prompt: Text = ""
    image_id: Text = ""
    image_url: Text = ""
    video_id: Text = ""
    mode: Text = ""
    version: Text = ""
    quality: Text = ""
    hd: Truth = None
    style_reference: Truth = None
    moodboard: Truth = None


class Record(_Read):
    """A task as the service remembers it. It also holds the account's e-mail address: never log one raw."""

    id: Text = ""
    type: Text = ""
    trace_id: Text = ""
    created_at: Moment = None
    finished_at: Moment = None
    request: Annotated[Echo | None, BeforeValidator(_members)] = None
    response: Annotated[Answer | None, BeforeValidator(_members)] = None


def records(answer: Mapping[str, Any] | None) -> list[Record]:
    """The records of a `retrieve_batch` answer; of {} and null, none."""
    items = (answer or {}).get("items")
    found = [Record.model_validate(item) for item in items if _members(item)] if isinstance(items, list) else []
    return [record for record in found if record.id]


# --- requests -------------------------------------------------------------------------------------


class Body(BaseModel):
    """A request. Members that are None are not sent."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    def dump(self) -> dict[str, Any]:
        return self.model_dump(by_alias=True, exclude_none=True)


class _Task(Body):
    """What the three that run as tasks share. Action and mode are always sent: their defaults are disputed."""

    action: str
    mode: str
    no_wait: bool | None = Field(default=None, serialization_alias="async")
    callback_url: str | None = None


class ImagineBody(_Task):
    prompt: str | None = None
    image_id: str | None = None
    mask: str | None = None
    version: str | None = None
    hd: bool | None = None
    quality: str | None = None
    style_reference: bool | None = None
    moodboard: bool | None = None


class EditsBody(_Task):
    image_url: str
    prompt: str


class VideosBody(_Task):
    image_url: str | None = None
    prompt: str | None = None
    video_id: str | None = None
    video_index: int | None = None
    resolution: str


class TasksBody(Body):
    action: str
    id: str | None = None
    ids: list[str] | None = None
    limit: int | None = None
    offset: int | None = None


class DescribeBody(Body):
    image_url: str


class ShortenBody(Body):
    prompt: str


class TranslateBody(Body):
    content: str


class SeedBody(Body):
    image_id: str
