"""The web chat over real WebSockets, on the real store, with the core behind it replaced by a list."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientWebSocketResponse, DummyCookieJar, WSMsgType, WSServerHandshakeError, web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis
from structlog.testing import capture_logs
from typing_extensions import override

from adapters.webchat import inbound
from adapters.webchat.gateway import WebChat, open_platform
from adapters.webchat.inbound import BadFrame, guest_person, parse_frame, read_frame, room_place
from adapters.webchat.messenger import is_lasting
from adapters.webchat.settings import WebchatSettings
from bot.cards import error_card
from bot.domain.card import Button, ButtonKind, Card, Media, MediaKind, Progress, Span, Stage, plain
from bot.domain.errors import StoreError, UserError
from bot.domain.ids import MessageRef
from bot.domain.incoming import ButtonPress, CommandCall, Incoming, Origin
from bot.environment import read_settings
from bot.store.media import MediaFolder
from bot.tasks import cancel_tasks
from bot.web.server import create_app, media_route
from tests.fakes.opening import adapter_context
from tests.fakes.waiting import PATIENCE, wait_until

DONE = Card(
    (Span("a cat"),),
    (Media(MediaKind.IMAGE, "https://x/1.png", "a cat", 10, 10, b"png", "image/png"),),
    ((Button("U1", "act:upscale1", "🔍"),),),
    stage=Stage.DONE,
)


@dataclass
class Room:
    platform: WebChat
    client: TestClient[web.Request, web.Application]
    seen: list[Incoming] = field(default_factory=list)

    async def enter(self, name: str, **headers: str) -> "Page":
        """With a browser of its own, unless `headers` have another's cookie; in a demo, as whom somebody plays."""
        query = {"name": name, **({"as": name} if self.platform.context.demo else {})}
        page = Page(await self.client.ws_connect(f"/chat/ws?{urlencode(query)}", headers=headers))
        page.welcome = await page.next("welcome")
        return page


class Page:
    """One open page."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.welcome: dict[str, Any] = {}
        self.passed: list[dict[str, Any]] = []  # what came before what was waited for

    @property
    def transport(self) -> asyncio.Transport:
        connection = self.socket._response.connection
        assert connection is not None
        assert connection.transport is not None
        return connection.transport

    async def next(self, kind: str) -> dict[str, Any]:
        """Frames of one kind come in their order; what is said to all and to this page alone comes in any."""
        for frame in self.passed:
            if frame["type"] == kind:
                self.passed.remove(frame)
                return frame
        async with asyncio.timeout(PATIENCE):
            while (frame := dict(await self.socket.receive_json()))["type"] != kind:
                self.passed.append(frame)
        return frame

    async def say(self, text: str, key: str) -> None:
        await self.socket.send_json({"type": "say", "key": key, "text": text})

    async def press(self, message: str, payload: str, key: str) -> None:
        await self.socket.send_json({"type": "press", "key": key, "message": message, "payload": payload})


@pytest.fixture
async def room(redis: Redis, tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(redis, tmp_path, notice=lambda language: f"a demo in {language}") as made:
        yield made


@asynccontextmanager
async def opened(redis: Redis, folder: Path, user_header: str | None = None, **given: Any) -> AsyncIterator[Room]:
    """`given` as `adapter_context` takes it."""
    media = MediaFolder.local(folder, timedelta(days=1))
    context = adapter_context(redis, media, **given)
    platform = open_platform(context, read_settings(WebchatSettings, webchat_user_header=user_header))
    seen: list[Incoming] = []

    async def handle(incoming: Incoming) -> None:
        seen.append(incoming)

    async with served(platform, media) as client, asyncio.TaskGroup() as group:
        serving = group.create_task(platform.serve(handle))
        await wait_until(lambda: platform.handle is not None, "the platform serves")
        await asyncio.sleep(0)
        yield Room(platform, client, seen)
        await cancel_tasks([serving])


@asynccontextmanager
async def served(platform: WebChat, media: MediaFolder) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """Its pages, on loopback."""

    async def health() -> list[str]:
        return []

    app = create_app(health, [media_route(media), *platform.routes()], platform.context.public_url)
    async with TestClient(PatientServer(app, host="127.0.0.1"), cookie_jar=DummyCookieJar()) as client:
        yield client


class PatientServer(TestServer):
    """Whoever goes away ends nothing that was begun, as with the server of the program."""

    @override
    async def _make_runner(self, **options: Any) -> web.AppRunner:
        return web.AppRunner(self.app, **{**options, "handler_cancellation": False})


JOB = "01M8B84NX2NFSBGZYF0E1S7ABT"


@pytest.mark.parametrize(
    ("name", "card", "stays"),
    [
        (JOB, DONE, True),
        (f"{JOB}-2", DONE, True),
        (JOB, replace(DONE, stage=Stage.WORKING), True),
        (JOB, Card((Span("kept"),), buttons=((Button("Show", "show"),),)), True),
        (JOB, replace(DONE, stage=Stage.FAILED), False),
        (JOB, replace(DONE, stage=Stage.NOTE), False),
        ("webchat-ann-k1-picture", DONE, False),  # the same picture is there already
    ],
)
def test_pictures_last_and_talk_does_not(name: str, card: Card, stays: bool) -> None:  # noqa: FBT001 - a column
    """So that nobody pushes a picture out of the room by what costs nothing."""
    assert is_lasting(MessageRef("webchat", "room", name), card) is stays


async def test_buttons_change_and_the_rest_stays(room: Room) -> None:
    """Of a message that is there; none is made by it."""
    page = await room.enter("Ann")
    message = await room.platform.messenger.post(room_place(), DONE, nonce="job-1")
    shown = (await page.next("message"))["message"]
    ticked = replace(DONE, buttons=((Button("✓ U1", "act:upscale1", "🔍"),),), text=(), media=())
    await room.platform.messenger.relabel(message, ticked)
    changed = (await page.next("message"))["message"]
    assert changed["buttons"][0][0]["label"] == "✓ U1"
    assert {**changed, "buttons": [], "rev": 0} == {**shown, "buttons": [], "rev": 0}
    await room.platform.messenger.relabel(replace(message, message="never-was"), ticked)
    assert len((await room.enter("Bob")).welcome["messages"]) == 1


async def test_who_enters_is_welcomed(room: Room) -> None:
    """With a name, the commands, and what was said before."""
    await room.platform.messenger.post(place_origin(), plain("hello"), nonce="m1")
    page = await room.enter("Ann")
    assert page.welcome["you"]["name"] == "Ann"
    assert page.welcome["notice"] == "a demo in en"
    commands = {command["name"]: command for command in page.welcome["commands"]}
    assert commands["help"] == {"name": "help", "summary": "What this bot can do", "usage": "/help", "flags": []}
    assert {"--ar", "--version", "--turbo"} <= set(commands["imagine"]["flags"])
    assert [message["id"] for message in page.welcome["messages"]] == ["m1"]


def place_origin() -> Origin:
    return Origin(room_place(), guest_person("Ann"))


async def test_everybody_sees_everything(room: Room) -> None:
    """Talk of one person, and cards of the bot as they change, reach every page once and in order."""
    ann, bob = await room.enter("Ann"), await room.enter("Bob")
    await ann.say("hello <b>all</b>", "k1")
    for page in (ann, bob):
        message = (await page.next("message"))["message"]
        assert message["author"] == {"name": "Ann", "id": ann.welcome["you"]["mark"], "bot": False}
        assert message["text"][0]["text"] == "hello <b>all</b>"
    first = Card((Span("a cat"),), progress=Progress(35, "Painting"), stage=Stage.WORKING)
    message_ref = await room.platform.messenger.post(place_origin(), first, nonce="J1")
    await room.platform.messenger.edit(message_ref, DONE)
    for page in (ann, bob):
        working, done = [(await page.next("message"))["message"] for _ in range(2)]
        assert (working["progress"], working["state"]) == ({"percent": 35, "label": "Painting"}, "working")
        assert (done["progress"], done["state"], done["rev"]) == (None, "done", 2)
        assert done["buttons"][0][0]["label"] == "U1"
        assert (await room.client.get(done["media"][0]["src"])).status == 200


async def test_a_page_is_told_what_stands_before_a_film_and_behind_a_picture(room: Room) -> None:
    """A still, and the picture at its full size; what it copies by itself, and nothing that only others need."""
    page = await room.enter("Ann")
    still, full = (Media(MediaKind.IMAGE, "https://x", "", data=data, mime="image/png") for data in (b"a", b"b"))
    picture = Media(MediaKind.IMAGE, "https://x", "", data=b"c", mime="image/png")
    film = replace(picture, kind=MediaKind.VIDEO)
    buttons = (
        Button("Copy", "", kind=ButtonKind.COPY, text="0f6f"),
        Button("2", "take:2", kind=ButtonKind.SOLE),
        Button("U1", "act:upscale1"),
    )
    card = replace(DONE, media=(replace(picture, full=full), replace(film, poster=still)), buttons=(buttons,))
    await room.platform.messenger.post(place_origin(), card, nonce="J1")
    message = (await page.next("message"))["message"]
    for media, name, data in zip(message["media"], ("full", "poster"), (b"b", b"a"), strict=True):
        assert await (await room.client.get(media[name])).read() == data
    assert [(one["label"], one["copy"]) for one in message["buttons"][0]] == [("Copy", "0f6f"), ("U1", None)]


async def test_commands_and_presses_reach_the_core(room: Room) -> None:
    """And are acknowledged once they were handled."""
    page = await room.enter("Ann")
    await page.say("/imagine a cat\n--ar 16:9", "k1")
    assert (await page.next("ack"))["key"] == "k1"
    await page.press("J1", "act:upscale2", "k2")
    assert (await page.next("ack"))["key"] == "k2"
    call, press = room.seen
    assert isinstance(call, CommandCall)
    assert (call.name, call.text, call.origin.person.name) == ("imagine", "a cat\n--ar 16:9", "Ann")
    assert isinstance(press, ButtonPress)
    assert (press.message.message, press.payload) == ("J1", "act:upscale2")


async def test_an_answer_reaches_only_the_one_who_asked(room: Room) -> None:
    """With the words put back, and on the page it was asked on."""
    ann, twin = await room.enter("Ann"), await room.enter("Ann")
    await ann.say("/imagine", "k1")
    await ann.next("ack")
    await room.platform.messenger.answer(room.seen[0].origin, error_card(UserError("image-gone"), "en"))
    answer = await ann.next("answer")
    assert (answer["key"], answer["tone"], answer["restore"]) == ("k1", "error", True)
    await twin.say("me too", "k2")
    await twin.next("message")
    assert "answer" not in {one["type"] for one in twin.passed}


async def test_talk_said_twice_is_shown_once(room: Room) -> None:
    """A page that lost its connection repeats what was not acknowledged."""
    page = await room.enter("Ann")
    for _ in range(2):
        await page.say("hello", "k1")
        await page.next("ack")
    assert [m["text"][0]["text"] for m in (await room.enter("Bob")).welcome["messages"]] == ["hello"]


async def test_a_key_is_a_persons_own(room: Room) -> None:
    """Reusing somebody else's neither suppresses nor overwrites what they say."""
    ann, bob = await room.enter("Ann"), await room.enter("Bob")
    await bob.say("I am Bob", "k1")
    await ann.say("I am Ann", "k1")
    said = [(await ann.next("message"))["message"]["text"][0]["text"] for _ in range(2)]
    assert sorted(said) == ["I am Ann", "I am Bob"]


async def test_half_an_emoji_is_read(room: Room) -> None:
    """Keyboards leave such things behind; it must not be sent again and again."""
    page = await room.enter("Ann")
    await page.socket.send_str('{"type":"say","key":"k1","text":"lone \\ud83d half, whole \\ud83d\\ude00"}')
    assert (await page.next("message"))["message"]["text"][0]["text"] == "lone \ufffd half, whole 😀"
    assert (await page.next("ack"))["key"] == "k1"


@pytest.mark.parametrize(
    "text", ["/imagine: a cat", "/imagine@chatelier a cat", "/IMAGINE a cat", "／imagine a cat"]
)
async def test_what_people_write_who_know_other_bots(room: Room, text: str) -> None:
    """Is understood, not posted as talk."""
    page = await room.enter("Ann")
    await page.say(text, "k1")
    await page.next("ack")
    [call] = room.seen
    assert isinstance(call, CommandCall)
    assert (call.name, call.text) == ("imagine", "a cat")


async def test_a_room_that_is_not_heard_is_told_of_once_a_minute(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it is listened to; and pages come in when it is heard again."""
    tried = 0

    def fail(_room: str) -> AbstractAsyncContextManager[AsyncIterator[dict[str, Any]]]:
        nonlocal tried
        tried += 1
        raise StoreError("down")

    monkeypatch.setattr("adapters.webchat.gateway.LISTEN_RETRY_S", 0.01)
    platform = WebChat(room.platform.context, "")
    monkeypatch.setattr(platform.chatlog, "listen", fail)

    async def handle(_incoming: Incoming) -> None:
        """Nobody comes in."""

    with capture_logs() as lines:
        async with asyncio.TaskGroup() as group:
            serving = group.create_task(platform.serve(handle))
            await wait_until(lambda: tried > 5, "it was listened to often")
            await cancel_tasks([serving])
    assert [line["event"] for line in lines] == ["room.not_heard"]


async def test_a_store_that_is_down_is_said_and_the_text_put_back(room: Room) -> None:
    """Even when nothing can go through the room."""
    page = await room.enter("Ann")

    async def down(_incoming: Incoming) -> None:
        raise StoreError("down")

    room.platform.handle = down
    await page.say("/imagine a cat", "k1")
    answer = await page.next("answer")
    assert (answer["key"], answer["restore"]) == ("k1", True)


@pytest.mark.parametrize("name", ["Chatelier", "chat\u00adelier", "\u3164", "Ann\u180e"])
def test_nobody_looks_like_the_bot_or_like_nobody(name: str) -> None:
    """Invisible characters make no other person."""
    guest = guest_person(name)
    assert guest.name.casefold() != "chatelier"
    assert guest.name in {"Chatelier (guest)", "chat elier", "Guest", "Ann"}


async def test_talk_that_is_too_long_is_put_back(room: Room) -> None:
    """Nothing typed is lost."""
    page = await room.enter("Ann")
    await page.say("x" * 5000, "k1")
    answer = await page.next("answer")
    assert "5000 characters long; at most 4000" in answer["text"][0]["text"].replace(",", "")
    assert answer["restore"]


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
async def test_a_page_of_another_origin_is_refused(room: Room, origin: str) -> None:
    """Or any site could spend the operator's money."""
    with pytest.raises(WSServerHandshakeError) as caught:
        await room.enter("Eve", Origin=origin)
    assert caught.value.status == 403


@pytest.mark.parametrize(
    "frame", ["", "not json", "[]", "{}", '{"type":"say","key":"k","text":7}', '{"type":"press","key":"k"}']
)
async def test_a_bad_frame_harms_nobody(room: Room, frame: str) -> None:
    """It is passed over; the page goes on."""
    page = await room.enter("Ann")
    await page.socket.send_str(frame)
    await page.say("still here", "k9")
    assert (await page.next("message"))["message"]["text"][0]["text"] == "still here"


@pytest.mark.parametrize("kind", ["pings", "pongs", "binary", "words"])
async def test_a_flood_ends_that_page_alone(room: Room, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the frames are; one that only asks whether we are there is answered."""
    monkeypatch.setattr("adapters.webchat.gateway.SOCKET_FRAMES_PER_S", 0.1)  # however slowly they are written down
    other = await room.enter("Bob")
    page = await room.enter("Ann")
    await page.socket.ping(b"there?")
    send: dict[str, Callable[[bytes], Awaitable[None]]] = {
        "pings": page.socket.ping,
        "pongs": page.socket.pong,
        "binary": page.socket.send_bytes,
    }
    with suppress(ConnectionError):
        for n in range(1000):
            await (page.say("hi", f"k{n}") if kind == "words" else send[kind](b"x"))
    async with asyncio.timeout(PATIENCE):
        while (await page.socket.receive()).type is not WSMsgType.CLOSED:
            pass
    await other.say("still here", "k1")
    assert (await other.next("ack"))["key"] == "k1"


async def test_a_huge_frame_ends_that_page_alone(room: Room) -> None:
    """A quarter of a megabyte is more than anybody types."""
    eve, ann = await room.enter("Eve"), await room.enter("Ann")
    await eve.socket.send_str("x" * 300_000)
    async with asyncio.timeout(120):
        frame = await eve.socket.receive()
    assert frame.type in {WSMsgType.CLOSE, WSMsgType.CLOSED}
    await ann.say("hello", "k1")
    await ann.next("message")


@given(st.text(max_size=200))
def test_any_name_is_a_name(name: str) -> None:
    """Bounded, visible, never empty."""
    guest = guest_person(name)
    assert 1 <= len(guest.name) <= 40
    assert guest.name == guest.name.strip()
    assert "\n" not in guest.name
    assert guest.id.startswith("webchat:")


@given(st.text() | st.dictionaries(st.sampled_from(["type", "key", "text"]), st.text() | st.integers()).map(str))
def test_any_frame_is_read_or_refused(frame: str) -> None:
    """Nothing but the two errors comes out."""
    with suppress(BadFrame, UserError):
        read_frame(parse_frame(frame), guest_person("Ann"), "c1")


RECORD = {
    "text": [{"text": "a fox"}, {"text": "\nAnn · Imagine"}],
    "buttons": [[{"payload": "act:upscale1"}, {"payload": "cancel"}]],
}


@pytest.mark.parametrize(
    ("record", "payload", "seen", "vouched"),
    [
        (RECORD, "act:upscale1", "a fox", True),
        (RECORD, "act:upscale2", "a fox", False),
        ({"text": [{"text": "hello"}]}, "cancel", "hello", False),
        ({}, "cancel", "", False),
        (None, "act:upscale1", "said by the page", False),
    ],
)
def test_the_room_says_what_stands_below_a_message(
    record: dict[str, Any] | None, payload: str, seen: str, *, vouched: bool
) -> None:
    """And what it says; a page is believed only where the room knows nothing, and never vouched for."""
    frame = {"type": "press", "key": "k", "message": "m", "payload": payload, "seen": "said by the page"}
    press = read_frame(frame, guest_person("Ann"), "c1")
    assert isinstance(press, ButtonPress)
    compared = inbound.compared(press, record)
    assert (compared.seen, compared.vouched) == (seen, vouched)
