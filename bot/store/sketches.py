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


class RedisSketches(Sketches):
    """A field that is filled in touches no other: two presses at once both count."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def put(self, sketch: Sketch) -> None:
        begun = {BEGUN: SKETCH_RECORD.dump_json(replace(sketch, chosen={}))}
        values = {
            f"{FIELD_PREFIX}{name}": value.encode("utf-8", "replace") for name, value in sketch.chosen.items()
        }
        await self.write(sketch.id, begun | values)

    @override
    async def fill(self, sketch_id: str, name: str, value: str) -> None:
        await self.write(sketch_id, {f"{FIELD_PREFIX}{name}": value.encode("utf-8", "replace")})

    async def write(self, sketch_id: str, fields: Mapping[str, bytes]) -> None:
        with store_errors():
            async with self.client.pipeline() as pipe:
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
        values = {name.removeprefix(FIELD_PREFIX): value.decode() for name, value in fields.items()}
        return replace(begun, chosen=values)

    @override
    async def drop(self, sketch_id: str) -> None:
        with store_errors():
            await self.client.delete(self.keys.sketch(sketch_id))
