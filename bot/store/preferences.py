"""What places and people have chosen, the names that platforms have for our files, and what adapters keep."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from typing_extensions import override

from bot.domain.chat_settings import ChatSettings, OwnSettings, Translation
from bot.domain.ids import Place
from bot.ports import AdapterState, FileIds, Preferences
from bot.store.accounts import Accounts
from bot.store.connection import as_bytes, load_script, store_errors
from bot.store.keys import COUNT_TTL_S, DAY_S, OPEN_TTL_S, SHOWN_TTL_S, Keys
from bot.store.records import SETTINGS_ADAPTER

VALUE: TypeAdapter[Any] = TypeAdapter(Any)
TALK_OFF = "off"  # on is what everybody has who chose nothing


class RedisPreferences(Preferences):
    """Kept for good: few choose, and nobody wants to choose again."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys
        self.accounts = Accounts(client, keys)
        self.move_script = load_script(client, "move_place")

    @override
    async def chosen(self, place: Place, person: str) -> tuple[ChatSettings, str]:
        """Settings of a form that this version of the program does not know are as if nobody had chosen."""
        with store_errors():
            async with self.client.pipeline(transaction=False) as pipe:
                ask_chosen(pipe, self.keys, place, person)
                return read_chosen(await pipe.execute())

    @override
    async def change(self, place: Place, name: str, value: object) -> None:
        """A field each, so that two who change two things at once change both."""
        with store_errors():
            await self.client.hset(self.keys.chat_settings(place), name, VALUE.dump_json(value))

    @override
    async def move(self, old: Place, new: Place) -> None:
        """In one step, which may be repeated: the event comes again when it failed."""
        keys, first = self.keys, await self.accounts.of(old)
        with store_errors():
            now = float((await self.client.time())[0])
        pairs, ttls = self.counters(f"place:{first}", f"place:{new.key}", now)
        names = [
            *(keys.chat_settings(old), keys.chat_settings(new), keys.former(new), keys.account(new)),
            *(keys.held_open(f"place:{first}"), keys.held_open(f"place:{new.key}")),
            *pairs,
        ]
        with store_errors():
            await self.move_script(names, [old.key, first, OPEN_TTL_S, *ttls])

    def counters(self, first: str, new: str, now: float) -> tuple[list[str], list[int]]:
        """Those that may still be asked for, of both scopes in pairs, and how long each pair lives."""
        found: dict[tuple[str, str], int] = {}
        for at in (now, now - DAY_S):
            found[self.keys.spent_day(first, at), self.keys.spent_day(new, at)] = COUNT_TTL_S["day"]
            found[self.keys.spent_month(first, at), self.keys.spent_month(new, at)] = COUNT_TTL_S["month"]
        return [key for pair in found for key in pair], list(found.values())

    @override
    async def former(self, place: Place) -> str:
        with store_errors():
            data = await self.client.get(self.keys.former(place))
        return "" if data is None else as_bytes(data).decode()

    @override
    async def set_language(self, person: str, language: str) -> None:
        with store_errors():
            if language:
                await self.client.set(self.keys.language(person), language)
            else:
                await self.client.delete(self.keys.language(person))

    @override
    async def translation(self, person: str) -> Translation:
        with store_errors():
            data = await self.client.get(self.keys.translation(person))
        return read_translation("" if data is None else as_bytes(data).decode())

    @override
    async def set_translation(self, person: str, choice: Translation) -> None:
        with store_errors():
            await self.client.set(self.keys.translation(person), choice)

    @override
    async def own(self, person: str) -> OwnSettings:
        keys = self.keys.language(person), self.keys.translation(person), self.keys.talk(person)
        with store_errors():
            async with self.client.pipeline(transaction=False) as pipe:
                for key in keys:
                    pipe.get(key)
                held = await pipe.execute()
        language, translation, talk = ["" if data is None else as_bytes(data).decode() for data in held]
        return OwnSettings(language, read_translation(translation), talk != TALK_OFF)

    @override
    async def set_talk(self, person: str, *, on: bool) -> None:
        with store_errors():
            if on:
                await self.client.delete(self.keys.talk(person))
            else:
                await self.client.set(self.keys.talk(person), TALK_OFF)


def ask_chosen(pipe: Pipeline, keys: Keys, place: Place, person: str) -> None:
    """What `read_chosen` reads."""
    pipe.hgetall(keys.chat_settings(place))
    pipe.get(keys.language(person))


def read_chosen(held: Sequence[Any]) -> tuple[ChatSettings, str]:
    """As `Preferences.chosen` has it."""
    chat_settings, language = held
    return read_chat_settings(chat_settings), "" if language is None else as_bytes(language).decode()


def read_translation(held: str) -> Translation:
    """Off where nothing is held, or what another version of the program wrote."""
    return Translation(held) if held in tuple(Translation) else Translation.OFF


def read_chat_settings(held: Mapping[bytes, bytes]) -> ChatSettings:
    try:
        return SETTINGS_ADAPTER.validate_python(
            {as_bytes(name).decode(): orjson.loads(value) for name, value in held.items()}
        )
    except (ValidationError, ValueError):
        return ChatSettings()


class RedisFileIds(FileIds):
    """Kept as long as the pictures' buttons work."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def keep(self, platform: str, key: str, file_id: str) -> None:
        with store_errors():
            await self.client.set(self.keys.file_id(platform, key), file_id, ex=SHOWN_TTL_S)

    @override
    async def find(self, platform: str, keys: Sequence[str]) -> Sequence[str]:
        if not keys:
            return []
        with store_errors():
            found = await self.client.mget([self.keys.file_id(platform, key) for key in keys])
        return ["" if data is None else as_bytes(data).decode() for data in found]


class RedisAdapterState(AdapterState):
    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def save(self, platform: str, name: str, value: str) -> None:
        with store_errors():
            await self.client.set(self.keys.adapter_state(platform, name), value, ex=SHOWN_TTL_S)

    @override
    async def load(self, platform: str, name: str) -> str:
        with store_errors():
            data = await self.client.get(self.keys.adapter_state(platform, name))
        return "" if data is None else as_bytes(data).decode()
