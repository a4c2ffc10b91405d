"""The tiles of contact sheets in Redis."""

from redis.asyncio import Redis

from bot.domain.tile import Tile, TileState
from bot.store.keys import Keys
from bot.store.sheets import RedisSheetTiles

LANE = "telegram:chat:-1"


def tile(job: str, percent: int | None = None) -> Tile:
    return Tile(job, "Ann", TileState.PAINTING, percent)


async def test_a_tile_keeps_its_number_and_its_picture(redis: Redis) -> None:
    """In the order of asking, whoever tells news; without a new picture the old one stands."""
    tiles = RedisSheetTiles(redis, Keys())
    await tiles.note(LANE, tile("a"), b"first")
    await tiles.note(LANE, tile("b"))
    await tiles.note(LANE, tile("a", 40))
    found = await tiles.tiles(LANE)
    assert [(one.job, one.number, one.percent, picture) for one, picture in found] == [
        ("a", 1, 40, b"first"),
        ("b", 2, None, b""),
    ]


async def test_what_is_forgotten_leaves_the_others_their_numbers(redis: Redis) -> None:
    """The next one comes behind them; after the crowd it counts from 1 again, and nothing is left."""
    tiles = RedisSheetTiles(redis, Keys())
    for job in ("a", "b"):
        await tiles.note(LANE, tile(job), b"picture")
    await tiles.forget(LANE, "a")
    await tiles.note(LANE, tile("c"))
    assert [(one.job, one.number) for one, _ in await tiles.tiles(LANE)] == [("b", 2), ("c", 3)]
    assert await redis.ttl(Keys().sheet(LANE)) > 0
    await tiles.drop(LANE)
    assert not await redis.exists(Keys().sheet(LANE))
    await tiles.note(LANE, tile("d"))
    assert [one.number for one, _ in await tiles.tiles(LANE)] == [1]


async def test_places_are_kept_with_the_tiles(redis: Redis) -> None:
    """Until the crowd is gone; what another version of the program has put there is as if it were not."""
    tiles = RedisSheetTiles(redis, Keys())
    assert await tiles.places(LANE) == {}
    await tiles.put_places(LANE, {"a": 0, "b": 7})
    assert await tiles.places(LANE) == {"a": 0, "b": 7}
    assert await tiles.tiles(LANE) == []
    await redis.hset(Keys().sheet(LANE), "places", b"[1]")
    assert await tiles.places(LANE) == {}
    await tiles.drop(LANE)
    assert not await redis.exists(Keys().sheet(LANE))
