"""Who a browser is to the web chat: what its cookie proves, and not what it is called."""

from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.webchat.names import GUEST_NAMES
from bot.domain.incoming import CommandCall
from tests.adapters.test_webchat import Room, opened
from tests.fakes.waiting import wait_until


async def cookie_of(room: Room, cookie: str = "") -> str:
    """What the page gives a browser, as that sends it back."""
    answer = await room.client.get("/", headers={"Cookie": cookie} if cookie else {})
    jar = SimpleCookie(answer.headers["Set-Cookie"])
    [given] = jar.values()
    assert (given["httponly"], given["samesite"], given["path"]) == (True, "Lax", "/")
    return f"{given.key}={given.value}"


async def test_a_name_is_a_label(redis: Redis, tmp_path: Path) -> None:
    """Changed in one browser, and taken in another: persons and what they own stay what they are."""
    async with opened(redis, tmp_path) as room:
        anns, bobs = await cookie_of(room), await cookie_of(room)
        ann = await room.enter("Ann", Cookie=anns)
        anna = await room.enter("Anna", Cookie=anns)
        bob = await room.enter("Ann", Cookie=bobs)
        assert ann.welcome["you"]["id"] == anna.welcome["you"]["id"] != bob.welcome["you"]["id"]
        assert [page.welcome["you"]["name"] for page in (ann, anna, bob)] == ["Ann", "Anna", "Ann"]
        await anna.say("/imagine a cat", "k1")
        await bob.say("/imagine a dog", "k1")
        await wait_until(lambda: len(room.seen) == 2, "both are heard")
        owners = {
            call.origin.person.id: call.origin.person.name for call in room.seen if isinstance(call, CommandCall)
        }
        assert owners == {ann.welcome["you"]["id"]: "Anna", bob.welcome["you"]["id"]: "Ann"}


async def test_ones_own_words_are_known_whoever_is_called_so(redis: Redis, tmp_path: Path) -> None:
    """By a mark that is no key: who sends it as a cookie is somebody new."""
    async with opened(redis, tmp_path) as room:
        cookie = await cookie_of(room)
        ann, other = await room.enter("Ann", Cookie=cookie), await room.enter("Ann")
        await ann.say("hello", "k1")
        author = (await other.next("message"))["message"]["author"]
        assert author["id"] == ann.welcome["you"]["mark"] != other.welcome["you"]["mark"]
        assert author["id"] not in ann.welcome["you"]["id"]
        assert author["id"] not in cookie


@pytest.mark.parametrize("change", ["id", "signature", "cut", "other"])
async def test_a_cookie_that_is_made_up_is_nobodys(redis: Redis, tmp_path: Path, change: str) -> None:
    """Whoever knows another's id is not that person by it."""
    async with opened(redis, tmp_path) as room:
        cookie = await cookie_of(room)
        owner = (await room.enter("Ann", Cookie=cookie)).welcome["you"]["id"]
        name, _, value = cookie.partition("=")
        guest, _, signature = value.partition(".")
        stolen = {
            "id": f"{guest[::-1]}.{signature}",
            "signature": f"{guest}.{'0' * 32}",
            "cut": guest,
            "other": f"{guest}.{(await cookie_of(room)).partition('.')[2]}",
        }[change]
        assert f"webchat:{guest}" == owner
        assert (await room.enter("Ann", Cookie=f"{name}={stolen}")).welcome["you"]["id"] != owner
        assert (await room.enter("Eve", Cookie=cookie)).welcome["you"]["id"] == owner


async def test_a_visit_begins_the_cookies_time_anew(redis: Redis, tmp_path: Path) -> None:
    """And changes nobody; two rooms of other keys do not take each other's."""
    async with (
        opened(redis, tmp_path) as room,
        opened(redis, tmp_path, sign=lambda text: text[::-1].zfill(32)) as two,
    ):
        cookie = await cookie_of(room)
        assert await cookie_of(room, cookie) == cookie
        assert (await cookie_of(two, cookie)).partition("=")[0] != cookie.partition("=")[0]


async def test_two_hundred_newcomers_are_called_differently(redis: Redis, tmp_path: Path) -> None:
    """Whoever comes after them has a number; a name that somebody took is not drawn either."""
    assert len(set(GUEST_NAMES)) == 200
    async with opened(redis, tmp_path) as room:
        assert (await room.enter(GUEST_NAMES[0])).welcome["you"]["name"] == GUEST_NAMES[0]
        guests = room.platform.guests
        drawn = [await guests.draw_name() for _ in range(201)]
        assert len(set(drawn)) == 201
        assert GUEST_NAMES[0] not in drawn
        assert set(drawn[:199]) == set(GUEST_NAMES[1:])
        assert all(name.partition(" ")[2].isdecimal() for name in drawn[199:])


@pytest.mark.parametrize("demo", [False, True])
async def test_only_in_a_demo_a_tab_plays_somebody(redis: Redis, tmp_path: Path, *, demo: bool) -> None:
    """Elsewhere a name in a link is nobody's, not even as a label."""
    async with opened(redis, tmp_path, demo=demo) as room:
        cookie = await cookie_of(room)
        own = (await room.client.ws_connect("/chat/ws?name=Ann", headers={"Cookie": cookie}), "Ann")
        played = (await room.client.ws_connect("/chat/ws?as=Bob&name=Bobby", headers={"Cookie": cookie}), "Bobby")
        first, second = [(await socket.receive_json())["you"] for socket, _ in (own, played)]
        assert (first["name"], first["played"]) == ("Ann", False)
        assert (second["id"] == "webchat:bob", second["name"] == "Bobby", second["played"]) == (demo, demo, demo)
        assert demo or second["id"] == first["id"]


async def test_behind_a_login_there_is_no_cookie(redis: Redis, tmp_path: Path) -> None:
    """The proxy says who comes, and a cookie of ours says nothing beside that."""
    async with opened(redis, tmp_path) as room:
        cookie = await cookie_of(room)
    async with opened(redis, tmp_path, "X-Forwarded-User", demo=True) as room:
        answer = await room.client.get("/", headers={"X-Forwarded-User": "ada", "Cookie": cookie})
        assert "Set-Cookie" not in answer.headers
        page = await room.enter("Root", **{"X-Forwarded-User": "ada", "Cookie": cookie})
        assert (page.welcome["you"]["id"], page.welcome["you"]["played"]) == ("webchat:ada", False)
