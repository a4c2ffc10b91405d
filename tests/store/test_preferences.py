"""What was chosen, names of files, and what waits to be dealt with: read as it was written, also after a move."""

import pytest
from redis.asyncio import Redis

from bot.clock import SystemClock
from bot.domain.card import plain
from bot.domain.chat_settings import ChatSettings, OwnSettings, Pressers, Translation
from bot.domain.errors import Unreadable
from bot.domain.ids import Place, code_of, new_job_id, read_code
from bot.domain.incoming import CommandCall
from bot.domain.parcel import Parcel
from bot.store.background import RedisBacklogStore, RedisOutboxStore
from bot.store.keys import SHOWN_TTL_S, Keys
from bot.store.preferences import RedisAdapterState, RedisFileIds, RedisPreferences
from tests.fakes.platform import PLACE, origin

CHOSEN = ChatSettings("de", Pressers.ADMINS, previews=False, spoiler=True, gallery=Place("fake", "wall"), talk=True)


async def test_what_was_chosen_is_read_again(redis: Redis) -> None:
    """And moves with its place; what another version wrote is as if nobody had chosen."""
    chosen, new = RedisPreferences(redis, Keys()), Place("fake", "new")
    for name in ("language", "pressers", "previews", "spoiler", "gallery", "talk"):
        await chosen.change(PLACE, name, getattr(CHOSEN, name))
    await chosen.set_language("fake:ann", "fr")
    assert await chosen.chosen(PLACE, "fake:ann") == (CHOSEN, "fr")
    await chosen.move(PLACE, new)
    assert await chosen.chosen(new, "fake:bob") == (CHOSEN, "")
    assert await chosen.chosen(PLACE, "fake:bob") == (ChatSettings(), "")
    assert (await chosen.former(new), await chosen.former(PLACE)) == (PLACE.key, "")
    await chosen.set_language("fake:ann", "")
    await chosen.change(new, "pressers", "nobody")
    assert await chosen.chosen(new, "fake:ann") == (ChatSettings(), "")


async def test_what_a_person_has_anywhere(redis: Redis) -> None:
    """All at once; what another version wrote is as if it had not been chosen."""
    chosen, keys = RedisPreferences(redis, Keys()), Keys()
    assert await chosen.own("fake:ann") == OwnSettings()
    await chosen.set_language("fake:ann", "fr")
    await chosen.set_translation("fake:ann", Translation.AUTO)
    await chosen.set_talk("fake:ann", on=False)
    assert await chosen.own("fake:ann") == OwnSettings("fr", Translation.AUTO, talk=False)
    assert await chosen.own("fake:bob") == OwnSettings()
    await redis.set(keys.translation("fake:ann"), "always")
    await chosen.set_talk("fake:ann", on=True)
    assert await chosen.own("fake:ann") == OwnSettings("fr")


async def test_settings_as_they_were_written_first(redis: Redis) -> None:
    """`quiet` stood for no previews; what is chosen since counts."""
    chosen, key = RedisPreferences(redis, Keys()), Keys().chat_settings(PLACE)
    assert key.endswith(f":manners:{PLACE.key}")
    await redis.hset(key, mapping={"quiet": "true", "language": '"de"'})
    assert await chosen.chosen(PLACE, "fake:ann") == (ChatSettings("de", previews=False), "")
    await chosen.change(PLACE, "previews", value=True)
    assert await chosen.chosen(PLACE, "fake:ann") == (ChatSettings("de"), "")


async def test_names_of_files(redis: Redis) -> None:
    """Each platform has its own."""
    file_ids = RedisFileIds(redis, Keys())
    await file_ids.keep("fake", "1", "a")
    assert list(await file_ids.find("fake", ["1", "2"])) == ["a", ""]
    assert list(await file_ids.find("other", ["1"])) == [""]
    assert list(await file_ids.find("fake", [])) == []


async def test_what_an_adapter_keeps(redis: Redis) -> None:
    """By its name, each for itself; for a time that ends."""
    state, keys = RedisAdapterState(redis, Keys()), Keys()
    await state.save("fake", "menu", "a")
    await state.save("fake", "menu", "b")
    assert [await state.load(*of) for of in (("fake", "menu"), ("fake", "other"), ("other", "menu"))] == [
        "b",
        "",
        "",
    ]
    assert 0 < await redis.ttl(keys.adapter_state("fake", "menu")) <= SHOWN_TTL_S


async def test_parcels_and_commands_lie_there_until_they_are_dealt_with(redis: Redis) -> None:
    """A call that comes again lies there once; what another version wrote is said to be so."""
    outbox = RedisOutboxStore(redis, Keys(), SystemClock())
    backlog = RedisBacklogStore(redis, Keys(), SystemClock())
    parcel = Parcel("p", origin(), plain("hello"), asker=origin(), sorry=plain("sorry"))
    await outbox.put(parcel)
    assert await outbox.find("p") == parcel
    assert list(await outbox.waiting()) == ["p"]
    await outbox.remove("p")
    assert await outbox.find("p") is None
    call = CommandCall("k", origin(), "imagine", "a cat", 1.5, ("file",), album="a")
    for _ in range(2):
        await backlog.add("a", call)
    assert list(await backlog.find("a")) == [call]
    assert list(await backlog.waiting()) == ["a"]
    assert list(await outbox.waiting()) == []
    await backlog.remove("a")
    assert list(await backlog.find("a")) == []
    assert list(await backlog.waiting()) == []
    await redis.set(Keys().parcel("x"), b"{}")
    with pytest.raises(Unreadable):
        await outbox.find("x")


def test_codes_are_read_as_people_type_them() -> None:
    """In small letters, with dashes, with letters that look like digits; everything else is none."""
    code = code_of(new_job_id(1.0, bytes(10)))
    assert len(code) == 8
    for typed in (code, code.lower(), f" #{code[:4]}-{code[4:]} ", code.replace("0", "O").replace("1", "l")):
        assert read_code(typed) == code
    for wrong in ("", "help", code + "0", "UUUUUUUU", "::::::::"):
        assert read_code(wrong) == ""
