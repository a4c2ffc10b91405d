"""The tiles of contact sheets in Redis: small pictures beside what is to be said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.tile import Tile
from bot.ports import SheetTiles
from bot.store.connection import as_bytes, store_errors
from bot.store.keys import LANE_TTL_S, Keys

TILE_RECORD = TypeAdapter(Tile)
PLACES_RECORD = TypeAdapter(dict[str, int])
LAST_NUMBER = "last"  # the number that was given last
PLACES_FIELD = "places"
NUMBER_PREFIX, TILE_PREFIX, PICTURE_PREFIX = "number:", "tile:", "picture:"  # each before the name of a job


class RedisSheetTiles(SheetTiles):
    """One hash for each lane. Only whoever has a job notes its tile, so nobody else gives it a number."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def note(self, lane: str, tile: Tile, picture: bytes | None = None) -> None:
        key = self.keys.sheet(lane)
        with store_errors():
            held = await self.client.hget(key, f"{NUMBER_PREFIX}{tile.job}")
            number = int(held) if held is not None else await self.client.hincrby(key, LAST_NUMBER, 1)
            fields: dict[Any, Any] = {
                f"{NUMBER_PREFIX}{tile.job}": number,
                f"{TILE_PREFIX}{tile.job}": TILE_RECORD.dump_json(replace(tile, number=number)),
            }
            if picture is not None:
                fields[f"{PICTURE_PREFIX}{tile.job}"] = picture
            async with self.client.pipeline() as pipe:
                pipe.hset(key, mapping=fields)
                pipe.expire(key, LANE_TTL_S)
                await pipe.execute()

    @override
    async def tiles(self, lane: str) -> Sequence[tuple[Tile, bytes]]:
        """Without those that another version of the program wrote."""
        with store_errors():
            held = await self.client.hgetall(self.keys.sheet(lane))
        fields = {as_bytes(name).decode(): as_bytes(value) for name, value in held.items()}
        found = []
        for name, value in fields.items():
            if not name.startswith(TILE_PREFIX):
                continue
            try:
                tile = TILE_RECORD.validate_json(value)
            except ValidationError:
                continue
            found.append((tile, fields.get(f"{PICTURE_PREFIX}{tile.job}", b"")))
        return sorted(found, key=lambda one: one[0].number)

    @override
    async def places(self, lane: str) -> Mapping[str, int]:
        with store_errors():
            held = await self.client.hget(self.keys.sheet(lane), PLACES_FIELD)
        try:
            return PLACES_RECORD.validate_json(held) if held else {}
        except ValidationError:  # another version of the program wrote it
            return {}

    @override
    async def put_places(self, lane: str, places: Mapping[str, int]) -> None:
        key = self.keys.sheet(lane)
        with store_errors():
            async with self.client.pipeline() as pipe:
                pipe.hset(key, PLACES_FIELD, PLACES_RECORD.dump_json(dict(places)))
                pipe.expire(key, LANE_TTL_S)
                await pipe.execute()

    @override
    async def forget(self, lane: str, job: str) -> None:
        with store_errors():
            await self.client.hdel(
                self.keys.sheet(lane), *(f"{kind}{job}" for kind in (NUMBER_PREFIX, TILE_PREFIX, PICTURE_PREFIX))
            )

    @override
    async def drop(self, lane: str) -> None:
        with store_errors():
            await self.client.delete(self.keys.sheet(lane))
