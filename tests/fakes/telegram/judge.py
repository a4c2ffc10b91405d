"""Checks what the bot asks and what this server says against a schema of the Bot API that neither of them wrote."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError, relevance

from tests.fakes.telegram.call import Call

SCHEMA = Path(__file__).parents[2] / "fixtures" / "telegram-api.json"


class Judge:
    """`complaints` is what was wrong so far, in words; empty when all was well or there is no schema."""

    def __init__(self, path: Path = SCHEMA) -> None:
        self.complaints: list[str] = []
        self._schema = _load(path) if path.exists() else None

    def request(self, call: Call) -> None:
        shape = self._method(call.method)
        if self._schema is None or shape is None:
            return
        properties = self._schema["$defs"][shape]["properties"]
        values = {name: self._value(properties.get(name), value) for name, value in call.values.items()}
        # A file may be sent as a part named for its parameter; other parts are pointed to.
        values |= {name: f"attach://{name}" for name in call.uploads if name in properties}
        self._check(call.method, shape, values)

    def update(self, update: Mapping[str, Any]) -> None:
        self._check("update", "Update", update)

    def answer(self, method: str, result: Any) -> None:
        """Messages and users the server answers with."""
        if isinstance(result, list):
            for one in result:
                self.answer(method, one)
        elif isinstance(result, dict) and "message_id" in result:
            self._check(f"answer of {method}", "Message", result)

    def complain(self, text: str) -> None:
        self.complaints.append(text)

    def _method(self, name: str) -> str | None:
        if self._schema is None:
            return None
        found = self._schema["$defs"]["methods"]["properties"].get(name)
        return found["$ref"].rpartition("/")[2] if found else None

    def _value(self, schema: Any, text: str) -> Any:
        """A value of a form as the type the schema wants."""
        if schema is None or self._wants_text(schema):
            return text
        try:
            return orjson.loads(text)
        except ValueError:
            return text

    def _wants_text(self, schema: Mapping[str, Any]) -> bool:
        if "$ref" in schema and self._schema is not None:
            return self._wants_text(self._schema["$defs"][schema["$ref"].rpartition("/")[2]])
        kind = schema.get("type", ())
        return kind == "string" or "string" in kind or any(map(self._wants_text, schema.get("anyOf", ())))

    def _check(self, what: str, shape: str, value: Any) -> None:
        if self._schema is None:
            return
        error = max(_validator(shape).iter_errors(value), key=relevance, default=None)
        if error is not None:
            self.complain(f"{what}: {_words(_deepest(error))}")


def _deepest(error: ValidationError) -> ValidationError:
    """Of the kinds a value could be, what is wrong with the one it says it is."""
    while error.context:
        kinds: dict[object, list[ValidationError]] = {}
        for one in error.context:
            kinds.setdefault(one.relative_schema_path[0], []).append(one)
        likely = min(kinds.values(), key=lambda found: (any(one.validator == "const" for one in found), len(found)))
        error = likely[0]
    return error


def _words(error: ValidationError) -> str:
    place = "/".join(map(str, error.absolute_path)) or "the whole"
    return f"{place}: {error.message[:300]}"


@cache
def _load(path: Path) -> dict[str, Any]:
    return dict[str, Any](orjson.loads(path.read_bytes()))


@cache
def _validator(shape: str) -> Any:
    return Draft7Validator({"$ref": f"#/$defs/{shape}", "$defs": _load(SCHEMA)["$defs"]})
