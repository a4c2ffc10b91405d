"""What places and people have chosen, and the names that platforms have for our files."""

from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.ids import Place
from bot.domain.manners import Manners
from bot.ports import Handles, Preferences
from bot.store.connection import blob, store_errors
from bot.store.keys import SHOWN_TTL, Keys

MANNERS = TypeAdapter(Manners)


class RedisPreferences(Preferences):
    """Kept for good: few choose, and nobody wants to choose again."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def chosen(self, place: Place, person: str) -> tuple[Manners, str]:
        """Manners of a form that this version of the program does not know are as if nobody had chosen."""
        with store_errors():
            manners, language = await self.client.mget([self.keys.manners(place), self.keys.language(person)])
        return read_manners(manners), "" if language is None else blob(language).decode()

    @override
    async def set_manners(self, place: Place, manners: Manners) -> None:
        with store_errors():
            await self.client.set(self.keys.manners(place), MANNERS.dump_json(manners))

    @override
    async def move(self, old: Place, new: Place) -> None:
        with store_errors():
            data = await self.client.getdel(self.keys.manners(old))
            if data is not None:
                await self.client.set(self.keys.manners(new), data, nx=True)
            await self.client.set(self.keys.former(new), old.key)

    @override
    async def former(self, place: Place) -> str:
        with store_errors():
            data = await self.client.get(self.keys.former(place))
        return "" if data is None else blob(data).decode()

    @override
    async def set_language(self, person: str, language: str) -> None:
        with store_errors():
            if language:
                await self.client.set(self.keys.language(person), language)
            else:
                await self.client.delete(self.keys.language(person))


def read_manners(data: object) -> Manners:
    try:
        return Manners() if data is None else MANNERS.validate_json(blob(data))
    except ValidationError:
        return Manners()


class RedisHandles(Handles):
    """Kept as long as the pictures' buttons work."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def keep(self, platform: str, key: str, handle: str) -> None:
        with store_errors():
            await self.client.set(self.keys.handle(platform, key), handle, ex=SHOWN_TTL)

    @override
    async def find(self, platform: str, keys: Sequence[str]) -> Sequence[str]:
        if not keys:
            return []
        with store_errors():
            found = await self.client.mget([self.keys.handle(platform, key) for key in keys])
        return ["" if data is None else blob(data).decode() for data in found]
