"""Pictures that people bring to the web chat, over HTTP: kept until a command uses them, as on any platform."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from redis.asyncio import Redis

from adapters.webchat.gateway import open_platform
from adapters.webchat.inbound import BadFrame, guest_person, read_frame
from adapters.webchat.settings import WebchatSettings
from bot.domain.access import AccessList
from bot.domain.errors import NotAllowed
from bot.domain.incoming import CommandCall
from bot.domain.order import Edit, Imagine
from bot.environment import read_settings
from bot.sandbox.odd_pictures import odd_picture
from bot.store.media import MediaFolder
from bot.web import inbox as inboxes
from bot.web.server import create_app, media_route
from tests.adapters.running import PUBLIC_URL, Running, running
from tests.adapters.test_webchat import Page, Room, opened, room  # noqa: F401 - a fixture
from tests.fakes.opening import adapter_context
from tests.fakes.painter import SMOOTH
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

PNG = picture()
Client = TestClient[Any, Any]


async def brought(client: Client, data: bytes = PNG, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    """By a browser that has loaded the page, unless a proxy says who it is."""
    cookies = {} if headers else await cookies_of(client)
    async with client.post("/chat/files?name=Ann", data=BytesIO(data), headers=headers, cookies=cookies) as answer:
        return answer.status, await answer.json()


async def cookies_of(client: Client) -> dict[str, str]:
    async with client.get("/") as page:
        return {name: given.value for name, given in page.cookies.items()}


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def sends(page: Page, text: str, files: list[str], key: str = "k1") -> None:
    await page.socket.send_json({"type": "say", "key": key, "text": text, "files": files})


async def test_a_picture_goes_along_with_a_command(room: Room) -> None:  # noqa: F811
    """Whoever deals with the command gets the very bytes, once more after that, and under no address of ours."""
    status, said = await brought(room.client)
    assert status == 201
    page = await room.enter("Ann")
    await sends(page, "/edit at night", [said["file"], said["file"]])
    await page.next("ack")
    [call] = room.seen
    assert isinstance(call, CommandCall)
    assert (call.name, call.attachments) == ("edit", (said["file"],))
    for _ in range(2):
        fetched = [part async for part in room.platform.messenger.fetch(said["file"])]
        assert b"".join(fetched) == PNG
    for name in (said["file"], said["file"].replace("sent/", "used/")):
        assert (await room.client.get(f"/media/{name}")).status == 404


async def test_one_that_is_gone_is_told_so(room: Room) -> None:  # noqa: F811
    """As on any platform, where a file is not there any more."""
    with pytest.raises(NotAllowed):
        await anext(aiter(room.platform.messenger.fetch(f"sent/{'0' * 40}")))


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"hello", 415, "not a picture"),
        (odd_picture("heic"), 415, "HEIC"),
        (odd_picture("png_64_megapixels"), 415, "too many pixels"),
        (PNG + bytes(20 * 1024 * 1024), 413, "at most 20 MB"),
    ],
    ids=["words", "heic", "pixels", "size"],
)
async def test_what_cannot_be_used_is_refused_in_words(
    room: Room,  # noqa: F811
    data: bytes,
    status: int,
    words: str,
) -> None:
    """By what it is, whatever it is called; nothing is kept."""
    found, said = await brought(room.client, data)
    assert (found, said["tone"]) == (status, "error")
    assert words in said["text"][0]["text"]


async def test_who_may_not_use_the_bot_brings_nothing(redis: Redis, tmp_path: Path) -> None:
    """It is refused before anything is kept; others may go on."""
    access = AccessList(users=frozenset({"webchat:bob"}))
    async with opened(redis, tmp_path, access=access, demo=True) as room:  # noqa: F811 - not it
        async with room.client.post("/chat/files?as=Ann", data=BytesIO(PNG)) as answer:
            status, said = answer.status, await answer.json()
        assert (status, "webchat:ann" in str(said), files(tmp_path)) == (403, True, [])
        async with room.client.post("/chat/files?as=Bob", data=BytesIO(PNG)) as answer:
            assert answer.status == 201


async def test_pictures_without_a_command_come_back(room: Room) -> None:  # noqa: F811
    """With what was written beside them; nobody else is told."""
    _, said = await brought(room.client)
    page = await room.enter("Ann")
    await sends(page, "look at this", [said["file"]])
    answer = await page.next("answer")
    assert (answer["key"], answer["restore"]) == ("k1", True)
    assert "/edit" in answer["text"][0]["text"]
    assert not (await room.enter("Bob")).welcome["messages"]


@pytest.mark.parametrize(
    "files",
    ["sent/x", [7], ["kept/" + "0" * 40], ["sent/../../etc/passwd"], ["sent/" + "0" * 40] * 6, {"sent": 1}],
    ids=str,
)
def test_a_page_names_what_it_was_given(files: object) -> None:
    """No other file of ours, and no more than five."""
    frame = {"type": "say", "key": "k1", "text": "/edit at night", "files": files}
    with pytest.raises(BadFrame):
        read_frame(frame, guest_person("Ann"), "c1")


async def test_who_may_bring_pictures(redis: Redis, tmp_path: Path) -> None:
    """Whoever may come in, from our own page."""
    async with opened(redis, tmp_path, "X-Forwarded-User") as behind:
        async with behind.client.post("/chat/files?name=Ann", data=PNG) as answer:
            assert answer.status == 403
        assert (await brought(behind.client, headers={"X-Forwarded-User": "ada"}))[0] == 201
        async with behind.client.post("/chat/files", data=PNG, headers={"Origin": "http://evil.example"}) as answer:
            assert answer.status == 403


async def test_a_picture_counts_for_whoever_the_cookie_says(
    room: Room,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever they are called; without one nobody is asked to count, and nothing is kept."""
    monkeypatch.setattr(inboxes, "PERSON_BYTES", inboxes.LEAST_BYTES)
    ann, bob = [await cookies_of(room.client) for _ in range(2)]

    async def brings(name: str, cookies: dict[str, str]) -> tuple[int, str]:
        url = f"/chat/files?name={name}"
        async with room.client.post(url, data=BytesIO(PNG), cookies=cookies) as answer:
            return answer.status, str(await answer.json())

    status, said = await brings("Ann", {})
    assert (status, "cookie" in said, files(tmp_path)) == (403, True, [])
    assert (await brings("Ann", {name: f"{value[:-1]}x" for name, value in ann.items()}))[0] == 403
    assert [(await brings("Ann", ann))[0], (await brings("Anna", ann))[0]] == [201, 429]
    assert (await brings("Ann", bob))[0] == 201


async def test_whoever_goes_away_amid_a_picture_leaves_nothing(room: Room, tmp_path: Path) -> None:  # noqa: F811
    """And may bring another one at once."""
    inbox = room.platform.context.inbox
    _, writer = await asyncio.open_connection("127.0.0.1", room.client.port)
    [cookie] = [f"{name}={value}" for name, value in (await cookies_of(room.client)).items()]
    head = f"POST /chat/files HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nContent-Length: 9000000\r\n\r\n"
    writer.write(head.encode() + PNG)
    await writer.drain()
    await wait_until(lambda: inbox.under_way, "it is on its way")  # type: ignore[attr-defined]  # our own
    writer.close()
    await wait_until(lambda: not inbox.under_way, "its place is free")  # type: ignore[attr-defined]  # as above
    await wait_until(lambda: not files(tmp_path), "nothing is left of it")
    assert (await brought(room.client))[0] == 201


# --- with the core behind it ---------------------------------------------------------------------------


@asynccontextmanager
async def house(
    stage: Stage,  # noqa: F811 - the fixture
    folder: Path,
    public_url: str = PUBLIC_URL,
) -> AsyncIterator[tuple[Running, Client, Page]]:
    """The web chat with the real core; Ann has its page open."""
    media = MediaFolder.local(folder, timedelta(days=1))
    platform = open_platform(adapter_context(stage.redis, media), read_settings(WebchatSettings))

    async def health() -> list[str]:
        return []

    app = create_app(health, [media_route(media), *platform.routes()])
    async with (
        running(platform, stage, media, public_url=public_url) as made,
        TestClient(TestServer(app, host="127.0.0.1")) as client,
        client.ws_connect("/chat/ws?name=Ann") as socket,
    ):
        page = Page(socket)
        await page.next("welcome")
        yield made, client, page


async def test_pictures_are_those_of_the_order(stage: Stage, tmp_path: Path) -> None:  # noqa: F811
    """Lent to the service, one or several, with the words; too many are named, and everything comes back."""
    async with house(stage, tmp_path) as (made, client, page):
        two = [(await brought(client, picture(64, 64, colour=colour)))[1]["file"] for colour in ("red", "blue")]
        made.painter.scripts = [SMOOTH, SMOOTH]
        await sends(page, "/edit at night", two[:1], "k1")
        await wait_until(lambda: len(made.painter.sent) == 1, "an edit is ordered")
        edit = made.painter.sent[-1].order
        assert isinstance(edit, Edit)
        assert edit.image_url.startswith(f"{PUBLIC_URL}/media/lent/")
        await sends(page, "/imagine a fox --ar 3:2", two, "k2")
        await wait_until(lambda: len(made.painter.sent) == 2, "a picture is ordered")
        order = made.painter.sent[-1].order
        assert isinstance(order, Imagine)
        assert [url.startswith(f"{PUBLIC_URL}/media/lent/") for url in order.prompt.urls] == [True, True]
        await sends(page, "/edit at night", two, "k3")
        answer = await page.next("answer")
        assert (answer["key"], answer["restore"], len(made.painter.sent)) == ("k3", True, 2)
        assert "2 pictures came" in answer["text"][0]["text"]
