"""What a page of the web chat repeats after a lost connection: done once, whoever the browser is by then."""

from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from tests.adapters.test_webchat import Room, opened
from tests.adapters.test_webchat_files import Client, house
from tests.fakes.painter import SMOOTH
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

PAGE, OTHER_PAGE = "0123456789abcdef" * 2, "fedcba9876543210" * 2


async def sent_anew(client: Client, page: str, frame: dict[str, Any]) -> str:
    """By a browser that kept no cookie; the id that it had for that, once the frame is taken."""
    client.session.cookie_jar.clear()
    async with client.ws_connect("/chat/ws", params={"page": page}) as socket:
        who = str((await socket.receive_json())["you"]["id"])
        await socket.send_json(frame)
        while (await socket.receive_json()) != {"type": "ack", "key": frame["key"]}:
            pass
        return who


async def test_an_order_is_paid_once_without_a_cookie(stage: Stage, tmp_path: Path) -> None:  # noqa: F811
    """The page that repeats it is known by itself; another page's order of the same key is its own."""
    async with house(stage, tmp_path) as (made, client, _):
        order = {"type": "say", "key": "k1", "text": "/imagine a fox"}
        made.painter.scripts = [SMOOTH, SMOOTH]
        people = [await sent_anew(client, page, order) for page in (PAGE, PAGE, OTHER_PAGE)]
        assert len(set(people)) == 3
        await wait_until(lambda: len(made.painter.sent) == 2 and not made.background, "they are ordered")
        assert len(set(made.bench.queued)) == 2  # a job is opened before its frame is acknowledged


@pytest.mark.parametrize("page", ["", "1", "a" * 31, "ä" * 40], ids=str)
async def test_a_page_that_anybody_could_name_is_none(redis: Redis, tmp_path: Path, page: str) -> None:
    """Then a key is the person's, and nobody else's order is lost to it."""
    async with opened(redis, tmp_path) as room:
        [(first, here), (second, there)] = await heard_of(room, page, page)
        assert (first != second, here != there) == (True, True)


async def test_a_page_that_comes_back_hears_what_it_asked_for(redis: Redis, tmp_path: Path) -> None:
    """It is known by what it alone can name, and nobody is shown that."""
    async with opened(redis, tmp_path) as room:
        [first, again, other] = await heard_of(room, PAGE, PAGE, OTHER_PAGE)
        assert first == again
        assert (first[0] != other[0], first[1] != other[1]) == (True, True)
        assert PAGE not in "".join(first)


async def heard_of(room: Room, *pages: str) -> list[tuple[str, str]]:
    """The key, and whither answers go, of the event that each page makes of one frame."""
    before = len(room.seen)
    for page in pages:
        await sent_anew(room.client, page, {"type": "say", "key": "k1", "text": "/imagine a fox"})
    return [(event.key, event.origin.reply) for event in room.seen[before:]]
