"""How jobs and results are written in Redis: JSON with a schema number."""

from functools import lru_cache
from typing import Annotated, Any, cast

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import Unreadable
from bot.domain.ids import JobId, MessageRef, TaskId
from bot.domain.image import Clip, Image, Outcome, TextResult
from bot.domain.incoming import Origin
from bot.domain.job import Job, State
from bot.domain.order import Act, Animate, AskSeed, Describe, Edit, ExtendVideo, Imagine, Order, Shorten, Translate
from bot.domain.update import Accepted, Cancelled, Failed, Fault, Finished, Progressed, Update, Wanted

# Raised when a reader of the old form could not make sense of the new one.
RECORD_SCHEMA = 1
RECORDS_REMEMBERED = 256  # jobs; some kB each

ORDER_NAMES: dict[str, type[Order]] = {
    "imagine": Imagine,
    "act": Act,
    "edit": Edit,
    "animate": Animate,
    "extend": ExtendVideo,
    "describe": Describe,
    "shorten": Shorten,
    "translate": Translate,
    "seed": AskSeed,
}
# What others may tell whoever works on a job.
SIGNAL_NAMES: dict[str, type[Update]] = {
    "accepted": Accepted,
    "progressed": Progressed,
    "finished": Finished,
    "failed": Failed,
    "cancelled": Cancelled,
    "wanted": Wanted,
}
OUTCOME_NAMES: dict[str, type[Outcome]] = {"image": Image, "clip": Clip, "words": TextResult}
NAMES_BY_TYPE: dict[type, str] = {
    cls: kind for table in (ORDER_NAMES, OUTCOME_NAMES, SIGNAL_NAMES) for kind, cls in table.items()
}

TYPE_ADAPTERS: dict[type, TypeAdapter[Any]] = {cls: TypeAdapter(cls) for cls in NAMES_BY_TYPE}


def with_previews(held: Any) -> Any:
    """Settings as they were written first: `quiet` for no `previews`."""
    if isinstance(held, dict) and "quiet" in held and "previews" not in held:
        return {**held, "previews": not held["quiet"]}
    return held


StoredSettings = Annotated[ChatSettings, BeforeValidator(with_previews)]
SETTINGS_ADAPTER: TypeAdapter[ChatSettings] = TypeAdapter(StoredSettings)


class Tagged(BaseModel):
    """One of several kinds of value, and which."""

    kind: str
    value: dict[str, Any]


class JobRecord(BaseModel):
    """A job as it is written; a newer writer may have added fields, which are passed over."""

    model_config = ConfigDict(populate_by_name=True, extra="ignore")

    schema_: int = Field(default=RECORD_SCHEMA, alias="schema")
    id: str
    order: Tagged
    origin: Origin
    created_at: float
    deadline: float
    state: State
    message: MessageRef | None = None
    reply_to: MessageRef | None = None
    task_id: str | None = None
    trace_id: str = ""
    sent_at: float = 0.0
    api: str = ""
    outcome: Tagged | None = None
    fault: Fault | None = None
    press: str = ""
    detached: bool = False
    chat_settings: StoredSettings | None = Field(
        default=None, validation_alias=AliasChoices("chat_settings", "manners")
    )


def tag_value(value: Order | Outcome) -> Tagged:
    cls = type(value)
    return Tagged(kind=NAMES_BY_TYPE[cls], value=TYPE_ADAPTERS[cls].dump_python(value, mode="json"))


def untag_value(tagged: Tagged) -> Order | Outcome:
    cls = ORDER_NAMES.get(tagged.kind) or OUTCOME_NAMES.get(tagged.kind)
    if cls is None:
        raise Unreadable(f"a record of an unknown kind: {tagged.kind}")
    return cast("Order | Outcome", TYPE_ADAPTERS[cls].validate_python(tagged.value))


def write_job(job: Job) -> bytes:
    record = JobRecord(
        id=job.id,
        order=tag_value(job.order),
        origin=job.origin,
        created_at=job.created_at,
        deadline=job.deadline,
        state=job.state,
        message=job.message,
        reply_to=job.reply_to,
        task_id=job.task_id,
        trace_id=job.trace_id,
        sent_at=job.sent_at,
        api=job.api,
        outcome=None if job.outcome is None else tag_value(job.outcome),
        fault=job.fault,
        press=job.press,
        detached=job.detached,
        chat_settings=None if job.chat_settings == ChatSettings() else job.chat_settings,
    )
    return record.model_dump_json(by_alias=True, exclude_none=True).encode()


@lru_cache(maxsize=RECORDS_REMEMBERED)
def read_job(data: bytes, version: int, stamp: str = "") -> Job:
    """What was read lately is remembered: a press has the same record read thrice, and many are about one picture.

    Raises Unreadable for a record that this version of the program cannot read.
    """
    try:
        record = JobRecord.model_validate_json(data)
        return Job(
            id=JobId(record.id),
            order=cast("Order", untag_value(record.order)),
            origin=record.origin,
            created_at=record.created_at,
            deadline=record.deadline,
            state=record.state,
            version=version,
            message=record.message,
            reply_to=record.reply_to,
            task_id=None if record.task_id is None else TaskId(record.task_id),
            trace_id=record.trace_id,
            sent_at=record.sent_at,
            api=record.api,
            outcome=None if record.outcome is None else cast("Outcome", untag_value(record.outcome)),
            fault=record.fault,
            press=record.press,
            detached=record.detached,
            chat_settings=record.chat_settings or ChatSettings(),
            stamp=stamp,
        )
    except ValidationError as error:
        raise Unreadable(f"a job record that cannot be read: {error.error_count()} faults") from error


def write_signal(update: Update) -> dict[str, Any]:
    """A result keeps the name of its kind: it could be read as another one otherwise."""
    if isinstance(update, Finished):
        outcome = tag_value(update.outcome).model_dump()
        value = {"task_id": update.task_id, "outcome": outcome, "trace_id": update.trace_id}
        return {"kind": NAMES_BY_TYPE[Finished], "value": value}
    cls = type(update)
    return {"kind": NAMES_BY_TYPE[cls], "value": TYPE_ADAPTERS[cls].dump_python(update, mode="json")}


def read_signal(record: Any) -> Update:
    """Raises Unreadable for what this version of the program cannot read."""
    try:
        tagged = Tagged.model_validate(record)
        if SIGNAL_NAMES.get(tagged.kind) is Finished:
            outcome = untag_value(Tagged.model_validate(tagged.value["outcome"]))
            trace_id = str(tagged.value.get("trace_id") or "")
            return Finished(TaskId(tagged.value["task_id"]), cast("Outcome", outcome), trace_id)
        return cast("Update", TYPE_ADAPTERS[SIGNAL_NAMES[tagged.kind]].validate_python(tagged.value))
    except (ValidationError, KeyError) as error:
        raise Unreadable(f"a signal that cannot be read: {type(error).__name__}") from error
