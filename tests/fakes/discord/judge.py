"""Checks what the bot asks and this server says against a schema of Discord's API that neither of them wrote."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from jsonschema import Draft7Validator, validators
from jsonschema.exceptions import ValidationError, relevance

from tests.fakes.discord.refusal import Refusal, invalid

SCHEMA = Path(__file__).parents[2] / "fixtures" / "discord-api.json"
_OWN_MISTAKES = frozenset({50035, 50006, 50109})


class Judge:
    """`complaints` is what was wrong so far, in words; empty when all was well."""

    def __init__(self, *, asleep: bool = False) -> None:
        self.complaints: list[str] = []
        self.asleep = asleep

    def request(self, route: str, body: Any) -> None:
        """Raises the Refusal 50035 that Discord would, and complains."""
        if body is None or (error := self._error("requests", route, body)) is None:
            return
        path = ".".join(map(str, error.absolute_path))
        self.complain(f"{route}: {_words(error)}")
        raise invalid(path, f"SCHEMA_{str(error.validator).upper()}", error.message[:300])

    def refusal(self, route: str, refusal: Refusal) -> None:
        """What is refused as malformed is the bot's mistake, whoever found it."""
        if refusal.code in _OWN_MISTAKES and "SCHEMA_" not in str(refusal.errors):
            self.complain(f"{route}: {refusal}")

    def answer(self, route: str, body: Any) -> None:
        if error := self._error("answers", route, body):
            self.complain(f"answer of {route}: {_words(error)}")

    def event(self, payload: Mapping[str, Any]) -> None:
        """The parts of an interaction that the schema knows."""
        for kind, part in _parts(payload):
            if error := self._error("events", kind, part):
                self.complain(f"event: {kind}: {_words(error)}")

    def message(self, payload: Mapping[str, Any]) -> None:
        """A message of somebody's, as the gateway tells it."""
        if error := self._error("events", "message", payload):
            self.complain(f"event: message: {_words(error)}")

    def complain(self, text: str) -> None:
        self.complaints.append(text)

    def _error(self, group: str, name: str, value: Any) -> ValidationError | None:
        if self.asleep or (checks := _validator(group, name)) is None:
            return None
        found: ValidationError | None = max(checks.iter_errors(value), key=relevance, default=None)
        while found is not None and found.context:
            found = max(found.context, key=relevance)
        return found


def _parts(payload: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "user", payload["user"] if "user" in payload else payload["member"]["user"]
    if "message" in payload:
        yield "message", payload["message"]
    for attachment in payload["data"].get("resolved", {}).get("attachments", {}).values():
        yield "attachment", attachment


def _words(error: ValidationError) -> str:
    place = "/".join(map(str, error.absolute_path)) or "the whole"
    return f"{place}: {error.message[:300]}"


@cache
def _schema() -> dict[str, Any]:
    return dict[str, Any](orjson.loads(SCHEMA.read_bytes()))


@cache
def _kind(reference: str) -> Any:
    """The `type` that a component, option or callback of this shape must have, None when it has no such thing."""
    shape = _schema()["$defs"][reference.rpartition("/")[2]]
    return shape.get("properties", {}).get("type", {}).get("const")


def _any_of(validator: Any, shapes: list[Any], instance: Any, schema: Any) -> Iterator[ValidationError]:
    """Only the shape that a value says it is, where it says so: quicker, and clear about what is wrong."""
    if isinstance(instance, dict) and "type" in instance:
        said = [one for one in shapes if "$ref" in one and _kind(one["$ref"]) == instance["type"]]
        if len(said) == 1:
            yield from validator.descend(instance, said[0])
            return
    yield from Draft7Validator.VALIDATORS["anyOf"](validator, shapes, instance, schema)


_Checks: Any = validators.extend(Draft7Validator, {"anyOf": _any_of})  # type: ignore[no-untyped-call]


@cache
def _validator(group: str, name: str) -> Any:
    shape = _schema()[group].get(name)
    return (
        _Checks({**shape, "$defs": _schema()["$defs"]} if "$ref" not in shape else _wrapped(shape))
        if shape
        else None
    )


def _wrapped(shape: dict[str, Any]) -> dict[str, Any]:
    """Draft 7 looks at nothing beside a `$ref`."""
    return {"allOf": [shape], "$defs": _schema()["$defs"]}
