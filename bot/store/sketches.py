"""Orders that are being put together: what they began with, and each field by itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.sketch import Sketch
from bot.ports import Sketches
from bot.store.connection import as_bytes, store_errors
from bot.store.keys import DAY_S, Keys

SKETCH_RECORD = TypeAdapter(Sketch)
BEGUN = "begun"  # the sketch itself
FIELD_PREFIX = "value:"  # before the name of a field
SENT_PREFIX = "sent:"  # the same, for what was sent for it; empty: nothing


class RedisSketches(Sketches):
    """A field that is filled in touches no other: two presses at once both count."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def put(self, sketch: Sketch) -> None:
        begun = {BEGUN: SKETCH_RECORD.dump_json(replace(sketch, chosen={}, sent={}))}
        values = {
            f"{FIELD_PREFIX}{name}": value.encode("utf-8", "replace") for name, value in sketch.chosen.items()
        }
        await self.write(sketch.id, begun | values, anew=True)

    @override
    async def fill(self, sketch_id: str, name: str, value: str) -> None:
        value_bytes = value.encode("utf-8", "replace")
        await self.write(sketch_id, {f"{FIELD_PREFIX}{name}": value_bytes, f"{SENT_PREFIX}{name}": b""})

    @override
    async def send(self, sketch_id: str, name: str, attachment: str) -> None:
        await self.write(sketch_id, {f"{SENT_PREFIX}{name}": attachment.encode()})

    async def write(self, sketch_id: str, fields: Mapping[str, bytes], *, anew: bool = False) -> None:
        """`anew`: nothing stays of what was filled in before."""
        with store_errors():
            async with self.client.pipeline() as pipe:
                if anew:
                    pipe.delete(self.keys.sketch(sketch_id))
                pipe.hset(self.keys.sketch(sketch_id), mapping=dict[Any, Any](fields))
                pipe.expire(self.keys.sketch(sketch_id), DAY_S)
                await pipe.execute()

    @override
    async def get(self, sketch_id: str) -> Sketch | None:
        """None, too, for one that another version of the program wrote."""
        with store_errors():
            held = await self.client.hgetall(self.keys.sketch(sketch_id))
        fields = {as_bytes(name).decode(): as_bytes(value) for name, value in held.items()}
        try:
            begun = SKETCH_RECORD.validate_json(fields.pop(BEGUN, b""))
        except ValidationError:
            return None
        return replace(begun, chosen=named_values(fields, FIELD_PREFIX), sent=named_values(fields, SENT_PREFIX))

    @override
    async def drop(self, sketch_id: str) -> None:
        with store_errors():
            await self.client.delete(self.keys.sketch(sketch_id))


def named_values(fields: Mapping[str, bytes], prefix: str) -> Mapping[str, str]:
    """Those behind this prefix, by what follows it; of what was sent those that are there."""
    found = {name.removeprefix(prefix): value.decode() for name, value in fields.items() if name.startswith(prefix)}
    return {name: value for name, value in found.items() if value} if prefix == SENT_PREFIX else found
