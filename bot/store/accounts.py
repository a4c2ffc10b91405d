"""Under which name a place is counted: the first that it had, since one that moves keeps what it has used up."""

from redis.asyncio import Redis

from bot.domain.ids import Place
from bot.store.connection import as_bytes, store_errors
from bot.store.keys import Keys

ACCOUNTS_KNOWN_MOST = 10_000  # places that moved


class Accounts:
    """Looks names up; one that is found is remembered, since it never changes again."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys
        self.known: dict[str, str] = {}

    async def of(self, place: Place) -> str:
        """The key of the place as it was first called. Raises StoreError."""
        if name := self.known.get(place.key):
            return name
        with store_errors():
            found = await self.client.get(self.keys.account(place))
        if found is None:
            return place.key
        if len(self.known) >= ACCOUNTS_KNOWN_MOST:
            self.known.clear()
        self.known[place.key] = as_bytes(found).decode()
        return self.known[place.key]
