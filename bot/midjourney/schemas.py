"""The bodies of requests, and answers read as generously as the service writes them.

The service's own documents, examples and clients disagree about types (sizes as numbers or text, errors as
objects, text or null, members absent, null or empty). Of an answer nothing is refused for its types: a paid
picture shall not be lost over a height. What cannot be understood is as if it were absent.
"""

import base64
import binascii
import math
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Final

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.domain.region import mask_name

__all__ = [
    "UNREAD_MASK",
    "Answer",
    "Body",
    "Cost",
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
    "load_object",
    "read_records",
]


# What no answer has ever come near to; what goes beyond is as if it were absent.
_ID_CHARS: Final = 200  # characters of an id
_URL_CHARS: Final = 8192  # of an address
_WORDS_CHARS: Final = 16_384  # of words
_NUMBER_CHARS: Final = 40
_LIST_ITEMS: Final = 200  # of a list
_RECORDS_LIMIT: Final = 1000  # in one answer
_JPEG_BEGINS: Final = b"\xff\xd8"
_JPEG_ENDS: Final = b"\xff\xd9"
UNREAD_MASK: Final = "?"  # the name of a mask of which no more is known than that there was one


def load_object(raw: bytes | str) -> dict[str, Any] | None:
    """The JSON object in there, or None if there is none. The parser goes no deeper than 1024."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


# --- values ---------------------------------------------------------------------------------------


def _read_text(value: object) -> str:
    """One that comes as a number is taken as it stands."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def _read_words(value: object) -> str:
    """Cut where it is too long to be read."""
    return _read_text(value)[:_WORDS_CHARS]


def _read_id(value: object) -> str:
    """Ids are text of 16 to 36 characters; nothing that cannot be printed is one."""
    text = _read_text(value)
    return text if len(text) <= _ID_CHARS and text.isprintable() else ""


def _read_url(value: object) -> str:
    text = _read_text(value)
    return text if len(text) <= _URL_CHARS else ""


def _read_number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, str) and len(value) > _NUMBER_CHARS:
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _read_size(value: object) -> int:
    """Pixels; nothing that was ever painted has more than a hundred thousand on a side."""
    return min(max(0, round(_read_number(value) or 0)), 100_000)


def _read_count(value: object) -> int:
    return min(max(0, round(_read_number(value) or 0)), _LIST_ITEMS)


def _read_percent(value: object) -> int | None:
    """0 to 100 out of 35, 35.0, "35", "35%" and 0.35. Without a point it is no fraction: 1 is one percent."""
    plain = _read_text(value)[: _NUMBER_CHARS + 1].strip()
    number = _read_number(plain.removesuffix("%"))
    if number is None:
        return None
    fraction = "." in plain and not plain.endswith("%") and number <= 1
    return int(min(100.0, max(0.0, number * 100 + 1e-9 if fraction else number)))


def _read_moment(value: object) -> float | None:
    """Unix seconds, also out of an ISO 8601 text."""
    number = _read_number(value)
    if number is None and isinstance(value, str):
        try:
            return datetime.fromisoformat(value).timestamp()
        except (ValueError, OverflowError, OSError):
            return None
    return number


def _read_flag(value: object) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def _read_list(read: Callable[[object], str], value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(read, value[:_LIST_ITEMS]))) if isinstance(value, list) else ()


def _read_object(value: object) -> Mapping[str, Any] | None:
    """An object with something in it: null, {} and anything else mean the same, nothing."""
    return value if isinstance(value, Mapping) and value else None


def _read_response(value: object) -> Mapping[str, Any] | None:
    """Of a task: nothing yet, its answer, or what is none of that and so tells that there will be nothing else."""
    return {} if value and not isinstance(value, Mapping) else _read_object(value)


def _read_cost(value: object) -> Mapping[str, Any] | None:
    """An object, or the amount alone."""
    number = _read_number(value)
    return _read_object(value) if number is None else {"amount": number}


def _read_trouble(value: object) -> Mapping[str, Any] | None:
    return {"message": value} if isinstance(value, str) and value else _read_object(value)


def _read_mask(value: object) -> str:
    """Its name, by what is in it. Ours are JPEGs; what is none, or is cut off, says that there was one."""
    text = _read_text(value)
    if not text:
        return ""
    try:
        mask = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):  # an address, perhaps: the documents do not agree
        return UNREAD_MASK
    return mask_name(mask) if mask.startswith(_JPEG_BEGINS) and mask.endswith(_JPEG_ENDS) else UNREAD_MASK


Text = Annotated[str, BeforeValidator(_read_words)]
Texts = Annotated[tuple[str, ...], BeforeValidator(partial(_read_list, _read_words))]
Id = Annotated[str, BeforeValidator(_read_id)]
Ids = Annotated[tuple[str, ...], BeforeValidator(partial(_read_list, _read_id))]
Url = Annotated[str, BeforeValidator(_read_url)]
Urls = Annotated[tuple[str, ...], BeforeValidator(partial(_read_list, _read_url))]
Size = Annotated[int, BeforeValidator(_read_size)]
Count = Annotated[int, BeforeValidator(_read_count)]
Percent = Annotated[int | None, BeforeValidator(_read_percent)]
Moment = Annotated[float | None, BeforeValidator(_read_moment)]
Number = Annotated[float | None, BeforeValidator(_read_number)]
Truth = Annotated[bool | None, BeforeValidator(_read_flag)]
MaskName = Annotated[str, BeforeValidator(_read_mask)]


# --- answers --------------------------------------------------------------------------------------


class _Read(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Trouble(_Read):
    """The `error` of an answer."""

    code: Text = ""
    message: Text = ""


class Cost(_Read):
    """What was charged; seen on answers of words, and on other services of the vendor."""

    amount: Number = None
    currency: Id = ""


class Answer(_Read):
    """Every answer but that of tasks: a line of a stream, a whole body, a callback, the `response` of a record."""

    success: Truth = None
    task_id: Id = ""
    trace_id: Id = ""
    progress: Percent = None
    image_id: Id = ""
    image_url: Url = ""
    image_width: Size = 0
    image_height: Size = 0
    raw_image_url: Url = ""
    raw_image_width: Size = 0
    raw_image_height: Size = 0
    sub_image_urls: Urls = ()
    actions: Ids = ()
    video_id: Id = ""
    video_urls: Urls = ()
    descriptions: Texts = ()
    prompts: Texts = ()
    content: Text = ""
    seed: Id = ""
    error: Annotated[Trouble | None, BeforeValidator(_read_trouble)] = None
    cost: Annotated[Cost | None, BeforeValidator(_read_cost)] = None

    @property
    def failed(self) -> bool:
        """Whether it says so, or names an error without saying that it succeeded."""
        return self.success is False or (self.error is not None and not self.success)

    def traced(self, trace_id: str) -> "Answer":
        """By this trace id, where it names none itself; `trace_id`: as it came, which may be anything."""
        named = "" if self.trace_id else Answer.model_validate({"trace_id": trace_id}).trace_id
        return self.model_copy(update={"trace_id": named}) if named else self


class Echo(_Read):
    """The `request` of a record: our body, with nulls and with members that the service adds."""

    action: Text = ""
    prompt: Text = ""
    image_id: Id = ""
    image_url: Url = ""
    video_id: Id = ""
    video_index: Count = 0
    resolution: Text = ""
    loop: Truth = None
    end_image_url: Url = ""
    mode: Text = ""
    translation: Truth = None
    split_images: Truth = None
    mask: MaskName = ""
    callback_url: Url = ""
    trace_id: Id = ""
    version: Text = ""
    quality: Text = ""
    hd: Truth = None
    style_reference: Truth = None
    moodboard: Truth = None


class Record(_Read):
    """A task as the service remembers it. It also holds the account's e-mail address: never log one raw."""

    id: Id = ""
    type: Text = ""
    trace_id: Id = ""
    created_at: Moment = None
    started_at: Moment = None
    finished_at: Moment = None
    cost: Annotated[Cost | None, BeforeValidator(_read_cost)] = None
    request: Annotated[Echo | None, BeforeValidator(_read_object)] = None
    response: Annotated[Answer | None, BeforeValidator(_read_response)] = None

    @property
    def trace(self) -> str:
        """The trace id, wherever it stands; empty in older records."""
        told = self.response.trace_id if self.response else ""
        return self.trace_id or told or (self.request.trace_id if self.request else "")


def read_records(answer: Mapping[str, Any] | None) -> list[Record]:
    """The records of an answer: a single one, or those of a batch; of {} and null, none."""
    answer = answer or {}
    items = answer.get("items") if "items" in answer else [answer]
    listed = items[:_RECORDS_LIMIT] if isinstance(items, list) else []
    found = [Record.model_validate(item) for item in listed if _read_object(item)]
    return [record for record in found if record.id]


# --- requests -------------------------------------------------------------------------------------


class Body(BaseModel):
    """A request. Members that are None are not sent."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    def dump(self) -> dict[str, Any]:
        """As it is sent, under the names of the API."""
        return self.model_dump(by_alias=True, exclude_none=True)


class _Task(Body):
    """What the three that run as tasks share. Action and mode are always sent: their defaults are disputed."""

    action: str
    mode: str
    no_wait: bool | None = Field(default=None, serialization_alias="async")
    callback_url: str | None = None


class ImagineBody(_Task):
    """A prompt, or a button (`action`) of the picture `image_id`. `timeout`: seconds that it may take."""

    prompt: str | None = None
    image_id: str | None = None
    mask: str | None = None
    timeout: int | None = None
    translation: bool | None = None
    split_images: bool | None = None
    version: str | None = None
    hd: bool | None = None
    quality: str | None = None
    style_reference: bool | None = None
    moodboard: bool | None = None


class EditsBody(_Task):
    """Changes to a picture at any address."""

    image_url: str
    prompt: str
    mask: str | None = None
    split_images: bool | None = None


class VideosBody(_Task):
    """A clip from a picture (`image_url`), or more of a clip (`video_id`, take `video_index` of it).

    It ends with `end_image_url`, or as it began (`loop`).
    """

    image_url: str | None = None
    prompt: str | None = None
    video_id: str | None = None
    video_index: int | None = None
    resolution: str
    loop: bool | None = None
    end_image_url: str | None = None


class TasksBody(Body):
    """`action`: `retrieve` for one by `id` or `trace_id`, `retrieve_batch` for more, or for a page of the newest.

    Such a page can be of one `type`, and from `created_at_min` (unix seconds) on.
    """

    action: str
    id: str | None = None
    trace_id: str | None = None
    ids: list[str] | None = None
    trace_ids: list[str] | None = None
    limit: int | None = None
    offset: int | None = None
    type: str | None = None
    created_at_min: float | None = None


class DescribeBody(Body):
    """Asks for prompts that would paint this picture."""

    image_url: str


class ShortenBody(Body):
    """Asks for shorter prompts."""

    prompt: str


class TranslateBody(Body):
    """Asks for English."""

    content: str


class SeedBody(Body):
    """Asks for the seed of a picture."""

    image_id: str
