"""Who a browser is to the web chat: what its cookie proves, and not what it is called."""

from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from adapters.webchat.names import GUEST_NAMES
from bot.domain.incoming import CommandCall
from tests.adapters.test_webchat import Room, opened
from tests.fakes.waiting import wait_until

PUBLIC_URL = "https://chat.example"
SECURE_HOST, OTHER_HOST = "chat.example", "192.168.1.5:8080"


async def cookie_of(room: Room, cookie: str = "") -> str:
    """What the page gives a browser, as that sends it back."""
    answer = await room.client.get("/", headers={"Cookie": cookie} if cookie else {})
    given = given_cookie(answer.headers)
    return f"{given.key}={given.value}"


def given_cookie(headers: Any) -> Morsel[str]:
    [given] = SimpleCookie(headers["Set-Cookie"]).values()
    return given


async def answers_of(room: Room, **headers: str) -> list[Any]:
    """The headers of the page, and of its WebSocket."""
    page = await room.client.get("/", headers=headers)
    socket = await room.client.ws_connect("/chat/ws", headers=headers)
    return [page.headers, socket._response.headers]


@pytest.mark.parametrize(
    ("public_url", "host", "secure"),
    [
        (PUBLIC_URL, SECURE_HOST, True),
        (PUBLIC_URL, "CHAT.example:443", True),
        (f"{PUBLIC_URL}:443/", SECURE_HOST, True),
        (f"{PUBLIC_URL}:8443/", f"{SECURE_HOST}:8443", True),
        (f"{PUBLIC_URL}:8443/", SECURE_HOST, False),
        (PUBLIC_URL, OTHER_HOST, False),
        (PUBLIC_URL, "localhost:8080", False),
        (f"http://{SECURE_HOST}", SECURE_HOST, False),
        ("", OTHER_HOST, False),
    ],
)
async def test_a_cookie_is_for_https_where_people_come_by_it(
    redis: Redis,
    tmp_path: Path,
    public_url: str,
    host: str,
    secure: bool,  # noqa: FBT001 - a column
) -> None:
    """Nowhere else, since a browser would drop it; and no script, other site, neighbour or cache has it."""
    async with opened(redis, tmp_path, public_url=public_url) as room:
        for headers in await answers_of(room, Host=host):
            given = given_cookie(headers)
            assert (given["httponly"], given["samesite"]) == (True, "Lax")
            assert (given["path"], given["domain"], given["max-age"]) == ("/", "", str(400 * 24 * 3600))
            assert (bool(given["secure"]), given.key.startswith("__Host-chatelier-")) == (secure, secure)
            assert headers["Cache-Control"] == "private, no-cache"
            back = {"Host": host, "Cookie": f"{given.key}={given.value}"}
            for again in await answers_of(room, **back):
                assert given_cookie(again).value == given.value


async def test_a_neighbour_plants_no_cookie(redis: Redis, tmp_path: Path) -> None:
    """What another host under the same domain can set has a name that is not looked at where https is."""
    async with opened(redis, tmp_path, public_url=PUBLIC_URL) as room:
        [plain, _] = await answers_of(room, Host=OTHER_HOST)
        planted = given_cookie(plain)
        headers = {"Host": SECURE_HOST, "Cookie": f"{planted.key}={planted.value}"}
        for answer in await answers_of(room, **headers):
            assert given_cookie(answer).value != planted.value


async def test_the_room_itself_says_who_one_is(redis: Redis, tmp_path: Path) -> None:
    """A page that lost its cookie, or never loaded the page, is the same at its next connection."""
    async with opened(redis, tmp_path) as room:
        socket = await room.client.ws_connect("/chat/ws")
        first = (await socket.receive_json())["you"]["id"]
        given = given_cookie(socket._response.headers)
        assert (await room.enter("", Cookie=f"{given.key}={given.value}")).welcome["you"]["id"] == first


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


async def test_newcomers_are_called_differently(redis: Redis, tmp_path: Path) -> None:
    """Than all who are here, and than everybody who ever did something; with a number, when no name is left."""
    assert len(set(GUEST_NAMES)) == 200
    async with opened(redis, tmp_path) as room:
        pages = [await room.enter("") for _ in range(5)]
        here = {page.welcome["you"]["name"] for page in pages}
        guests = room.platform.guests
        assert len(here) == 5
        assert {await guests.draw_name(set(GUEST_NAMES) - here) for _ in range(9)} <= here
        for name in GUEST_NAMES:
            await room.platform.context.names.hold(name.upper())
        numbered = [(await room.enter("")).welcome["you"]["name"] for _ in range(2)]
        assert all(name.partition(" ")[2].isdecimal() for name in numbered)
        assert (await room.enter(GUEST_NAMES[0])).welcome["you"]["name"] == GUEST_NAMES[0]


@pytest.mark.parametrize("query", ["", "?name=Ann", "?as=Bob&name=Ann"])
async def test_a_name_is_held_once_somebody_does_something(redis: Redis, tmp_path: Path, query: str) -> None:
    """Opening pages writes nothing, under whatever name, and nor does what no page sends."""
    async with opened(redis, tmp_path) as room:
        socket = await room.client.ws_connect(f"/chat/ws{query}")
        name = (await socket.receive_json())["you"]["name"]
        names = room.platform.context.names
        await socket.send_json({"type": "none", "key": "k1"})
        assert (await socket.receive_json())["type"] == "ack"
        assert await redis.keys() == []
        assert await names.free([name]) == [name]
        await socket.send_json({"type": "say", "key": "k2", "text": "hello"})
        await wait_until(lambda: room.platform.visitors and all(one.held for one in room.platform.visitors), "held")
        assert await names.free([name]) == []


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
