"""Masks of orders, in Redis beside the jobs, and the pages on which they are painted."""

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.mask_page import PAGE_LIFE_S, MaskPage
from bot.domain.region import mask_name
from bot.ports import MaskPages, Masks
from bot.store.connection import as_bytes, store_errors
from bot.store.keys import MASK_TTL_S, Keys

PAGE_RECORD = TypeAdapter(MaskPage)


class RedisMasks(Masks):
    """Named by content: the same mask is written once."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def put(self, mask: bytes) -> str:
        name = mask_name(mask)
        with store_errors():
            await self.client.set(self.keys.mask(name), mask, ex=MASK_TTL_S)
        return name

    @override
    async def get(self, name: str) -> bytes | None:
        with store_errors():
            mask = await self.client.get(self.keys.mask(name))
        return None if mask is None else as_bytes(mask)

    @override
    async def renew(self, name: str) -> bool:
        with store_errors():
            return bool(await self.client.expire(self.keys.mask(name), MASK_TTL_S))


class RedisMaskPages(MaskPages):
    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def put(self, page_id: str, page: MaskPage) -> None:
        key = self.keys.mask_page(page_id)
        with store_errors():
            async with self.client.pipeline() as pipe:
                pipe.hset(key, "data", PAGE_RECORD.dump_json(page).decode())
                pipe.expire(key, PAGE_LIFE_S)
                await pipe.execute()

    @override
    async def get(self, page_id: str) -> MaskPage | None:
        """None, too, for one that another version of the program wrote."""
        with store_errors():
            data = await self.client.hget(self.keys.mask_page(page_id), "data")
        try:
            return None if data is None else PAGE_RECORD.validate_json(as_bytes(data))
        except ValidationError:
            return None

    @override
    async def claim(self, page_id: str, mark: str) -> bool:
        return await self.settle(page_id, "claimed", mark)

    @override
    async def claimed_by(self, page_id: str, mark: str) -> bool:
        with store_errors():
            found = await self.client.hget(self.keys.mask_page(page_id), "claimed")
        return found is not None and as_bytes(found).decode() == mark

    @override
    async def use(self, page_id: str, digest: str) -> bool:
        return await self.settle(page_id, "used", digest)

    @override
    async def finish(self, page_id: str) -> None:
        await self.settle(page_id, "finished", "1")

    @override
    async def finished(self, page_id: str) -> bool:
        with store_errors():
            return bool(await self.client.hexists(self.keys.mask_page(page_id), "finished"))

    async def settle(self, page_id: str, field: str, value: str) -> bool:
        """Whether this is what the field is for good: the first that anybody said."""
        key = self.keys.mask_page(page_id)
        with store_errors():
            async with self.client.pipeline() as pipe:
                pipe.hsetnx(key, field, value)
                pipe.hget(key, field)
                pipe.expire(key, PAGE_LIFE_S, nx=True)  # should the page have ended meanwhile
                _, found, _ = await pipe.execute()
        return as_bytes(found).decode() == value
