"""Pages on which regions are painted: one browser's, for one mask, for half an hour."""

from dataclasses import replace

from redis.asyncio import Redis

from bot.domain.ids import MessageRef
from bot.domain.mask_page import PAGE_LIFE_S, MaskPage
from bot.domain.subject import Link, Result, Sent
from bot.store.keys import Keys
from bot.store.masks import RedisMaskPages
from tests.fakes.expiries import endless_keys
from tests.fakes.platform import NAME, PLACE, origin

MESSAGE = MessageRef(NAME, PLACE.chat, "m")
PAGE = MaskPage(origin(), Result("7K2M9QXD", 2), "#7K2M9QXD.2", MESSAGE)


async def test_a_page_is_read_as_it_was_written(redis: Redis) -> None:
    """For half an hour; what another version wrote is as good as none."""
    pages, keys = RedisMaskPages(redis, Keys()), Keys()
    await pages.put("a", PAGE)
    assert PAGE_LIFE_S == 1800
    assert await pages.get("a") == PAGE
    for subject in (Sent("photo"), Link("https://e.org/a.png")):
        page = replace(PAGE, subject=subject, message=None, words="a hat")
        await pages.put("d", page)
        assert await pages.get("d") == page
    assert PAGE_LIFE_S - 60 < await redis.ttl(keys.mask_page("a")) <= PAGE_LIFE_S
    assert await pages.get("b") is None
    await redis.hset(keys.mask_page("c"), "data", "{}")
    assert await pages.get("c") is None


async def test_the_first_browser_has_it(redis: Redis) -> None:
    """Whoever else asks does not, and nobody before it was asked for."""
    pages = RedisMaskPages(redis, Keys())
    await pages.put("a", PAGE)
    assert not await pages.claimed_by("a", "one")
    assert [await pages.claim("a", mark) for mark in ("one", "two", "one")] == [True, False, True]
    assert await pages.claimed_by("a", "one")
    assert not await pages.claimed_by("a", "two")


async def test_one_mask_is_made_on_it(redis: Redis) -> None:
    """Told twice it is the same; another one is refused; and nothing is left behind for ever."""
    pages = RedisMaskPages(redis, Keys())
    await pages.put("a", PAGE)
    assert [await pages.use("a", mask) for mask in ("one", "one", "two")] == [True, True, False]
    assert not await pages.finished("a")
    await pages.finish("a")
    assert await pages.finished("a")
    await pages.use("ended", "one")
    await pages.finish("gone")
    assert await endless_keys(redis) == []
