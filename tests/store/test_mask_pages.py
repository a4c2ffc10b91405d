"""Pages on which regions are painted: one browser's, for one mask, for half an hour."""

from redis.asyncio import Redis

from bot.domain.ids import JobId, MessageRef
from bot.domain.region import PAGE_LIFE_S, MaskPage
from bot.store.keys import Keys
from bot.store.masks import RedisMaskPages
from tests.fakes.expiries import endless_keys
from tests.fakes.platform import NAME, PLACE, origin

PAGE = MaskPage(origin(), MessageRef(NAME, PLACE.chat, "m"), JobId("01M8D5XWYTZW4W3VHEYBVGS9ZH"), "#7K2M9QXD")


async def test_a_page_is_read_as_it_was_written(redis: Redis) -> None:
    """For half an hour; what another version wrote is as good as none."""
    pages, keys = RedisMaskPages(redis, Keys()), Keys()
    await pages.put("a", PAGE)
    assert PAGE_LIFE_S == 1800
    assert await pages.get("a") == PAGE
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
