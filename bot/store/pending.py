"""Words that were not taken for an order, and who was asked about theirs."""

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.incoming import CommandCall
from bot.ports import PendingWords
from bot.store.connection import as_bytes, store_errors
from bot.store.keys import DAY_S, SHOWN_TTL_S, Keys

PENDING_CALL = TypeAdapter(CommandCall)


class RedisPendingWords(PendingWords):
    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def keep(self, name: str, call: CommandCall, *, asked: bool = True) -> None:
        with store_errors():
            async with self.client.pipeline() as pipe:
                pipe.set(self.keys.pending_words(name), PENDING_CALL.dump_json(call), ex=DAY_S)
                if asked:
                    pipe.set(self.keys.words_asked(call.origin.person.id), 1, ex=SHOWN_TTL_S)
                await pipe.execute()

    @override
    async def find(self, name: str) -> CommandCall | None:
        """None, too, for one that another version of the program wrote."""
        with store_errors():
            data = await self.client.get(self.keys.pending_words(name))
        try:
            return None if data is None else PENDING_CALL.validate_json(as_bytes(data))
        except ValidationError:
            return None

    @override
    async def asked(self, person: str) -> bool:
        with store_errors():
            return bool(await self.client.exists(self.keys.words_asked(person)))

    @override
    async def note_talk(self, person: str) -> None:
        with store_errors():
            await self.client.set(self.keys.talk_told(person), 1, ex=SHOWN_TTL_S)

    @override
    async def knows_talk(self, person: str) -> bool:
        with store_errors():
            return bool(await self.client.exists(self.keys.talk_told(person)))
