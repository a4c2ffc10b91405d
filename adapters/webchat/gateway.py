"""The page and its WebSocket: who is in the room, what they do, and what they see."""

import asyncio
import secrets
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import orjson
import structlog
from aiohttp import WSCloseCode, WSMsgType, web
from typing_extensions import override

from adapters.webchat import inbound, outbound
from adapters.webchat.assets import PageFiles
from adapters.webchat.guests import Guests, new_guest_id, secure_host_of
from adapters.webchat.inbound import ROOM, WEBCHAT, BadFrame, Older, Talk
from adapters.webchat.messenger import WebMessenger
from adapters.webchat.settings import WebchatSettings
from bot.domain.command import ListedCommand
from bot.domain.errors import StoreError, UserError
from bot.domain.incoming import ButtonPress, CommandCall, FormReply, Incoming, Origin, Person
from bot.domain.trace import Retelling
from bot.ports import AdapterContext, Capabilities, EventHandler, HasRoutes, LaneRef, Listening, Platform, Role

log = structlog.get_logger()

STATIC_FOLDER = Path(__file__).parent / "static"
FRAME_LIMIT = 256 * 1024  # bytes; far above the longest text that is read
HEARTBEAT_S = 20.0  # seconds; proxies close what is silent for a minute
LISTEN_RETRY_S = 0.5  # seconds before the room is listened to again
GOODBYE_S = 2.0  # seconds that a page which is sent away has to take that in
LET_IN_S = 10.0  # seconds a page waits at the door while the room is not heard; then it asks again
# What one page may send: as fast as somebody can click, and a page that comes back with what was not acknowledged.
FRAMES_BURST = 100.0
SOCKET_FRAMES_PER_S = 20.0
NONSENSE_MOST = 20
BACKLOG_NOTES = 1000  # notes a slow page may fall behind before it is sent away to load anew
BACKLOG_FRAMES = 32  # that were heard of a page and wait for those before them
UPLOAD_STATUSES = {"picture-too-large": 413, "uploads-busy": 429, "uploads-hour": 429, "uploads-full": 429}
# Both are ours, so the limits are what a browser shows well.
WEBCHAT_CAPABILITIES = Capabilities(
    gap=0.1,
    file_limit=64 * 1024 * 1024,
    picture_limit=32 * 1024 * 1024,
    poster_side=960,
    thumb_sides=(480, 960, 1440),
    buttons=100,
    full_size=True,
    own_server=True,
    sheds_files=True,
    swaps_files=True,
    shows_anything=True,
)


@dataclass(eq=False, slots=True)
class Visitor:
    """One open page."""

    person: Person
    socket: web.WebSocketResponse
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    page: str = ""  # the same for all its connections, whoever it is by now; empty for one that does not say
    played: bool = False  # by a tab of a demo
    held: bool = False  # nobody else is given their name
    nonsense: int = 0  # frames that no page of ours sends
    outbox: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(BACKLOG_NOTES))
    inbox: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(BACKLOG_FRAMES))


class WebChat(Platform, HasRoutes, Listening):
    """The platform `webchat`: one room, everybody in it sees everything."""

    def __init__(self, context: AdapterContext, user_header: str = "") -> None:
        self.name = WEBCHAT
        self.runs_in = Role.WEB
        self.capabilities = WEBCHAT_CAPABILITIES
        self.context = context
        self.user_header = user_header  # in which a proxy with a login says who somebody is
        secure_host = secure_host_of(context.public_url)
        self.guests = Guests(context.sign, context.names, played=context.demo, secure_host=secure_host)
        self.files = PageFiles(STATIC_FOLDER)
        self.chatlog = context.chatlog
        self.messenger = WebMessenger(context.chatlog, context.media)
        listed = context.commands(inbound.ENGLISH)
        self.with_pictures = frozenset(one.command.name for one in listed if one.command.pictures)
        self.with_answered = frozenset(one.command.name for one in listed if one.command.takes_answered)
        self.visitors: set[Visitor] = set()
        self.taking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # by key
        self.hearing = asyncio.Event()
        self.handle: EventHandler | None = None

    @override
    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return [
            web.get("/", self.index),
            web.get("/chat/ws", self.connect),
            web.post("/chat/files", self.take_file),
            *self.files.routes(),
        ]

    @override
    def lane(self, origin: Origin, age: float) -> LaneRef:
        """The room is ours: nobody counts."""
        return LaneRef(WEBCHAT)

    @override
    def why_deaf(self) -> str:
        return "" if self.hearing.is_set() else "changes in the room are not heard"

    def person_of(self, request: web.Request, guest_id: str = "") -> Person:
        """Who comes; `guest_id`, for a browser that is new. Raises HTTPForbidden when the proxy does not say so."""
        language = self.language_of(request)
        if not self.user_header:
            return replace(self.guests.person_of(request, guest_id), language=language)
        person = inbound.login_person(request.headers.getall(self.user_header, []))
        if person is None:
            log.warning("visitor.nameless", header=self.user_header)
            refused = UserError("login-unknown", header=self.user_header)
            card = self.context.explain(refused, language)
            raise web.HTTPForbidden(text="".join(span.text for span in card.text))
        return replace(person, language=language)

    def language_of(self, request: web.Request) -> str:
        """What the browser asks for, of what we have; empty where it does not say."""
        wanted = request.headers.get("Accept-Language", "")
        return inbound.page_language(wanted, self.context.languages) if wanted else ""

    def commands_of(self, person: Person) -> Sequence[ListedCommand]:
        """What they can type, in their language."""
        language = person.language or inbound.ENGLISH
        own = self.context.operator_commands(language) if person.id in self.context.operators else ()
        return [*self.context.commands(language), *own]

    async def index(self, request: web.Request) -> web.Response:
        """In the language of whoever comes, with what the page says later on."""
        self.person_of(request)
        language = self.language_of(request) or inbound.ENGLISH
        html = outbound.page_html(self.files.template, language, self.context.page_texts(language))
        headers = {"Cache-Control": "private, no-cache", "Vary": "Accept-Language", **await self.picture_ahead()}
        page = web.Response(text=html, content_type="text/html", headers=headers)
        page.enable_compression()
        if not self.user_header:
            self.guests.mark(request, page, self.guests.id_of(request) or new_guest_id())
        return page

    async def picture_ahead(self) -> Mapping[str, str]:
        """The header that has a browser fetch the newest picture beside the scripts that will ask for it."""
        try:
            page = await self.chatlog.history(ROOM)
        except StoreError:
            return {}  # the page comes all the same, and says so
        link = outbound.preload_link(page.messages)
        return {"Link": link} if link else {}

    async def take_file(self, request: web.Request) -> web.Response:
        """A picture for a command that is about to be sent: its name, or a word to whoever brings it."""
        person = self.person_of(request)
        if not (self.user_header or self.guests.knows(request)):
            return self.refuse_file(person, UserError("upload-without-cookie"), 403)
        origin = Origin(inbound.room_place(), person)
        if not self.context.access.admits(origin):
            refused = UserError("not-admitted", place=origin.place.key, person=person.id)
            return self.refuse_file(person, refused, 403)
        try:
            name = await self.context.inbox.receive(person.id, request.content.iter_any())
        except UserError as error:
            return self.refuse_file(person, error, UPLOAD_STATUSES.get(error.code, 415))
        except ConnectionError:
            raise web.HTTPBadRequest from None  # whoever sent it has gone
        except OSError as error:
            log.warning("upload.not_kept", error=str(error))
            return self.refuse_file(person, UserError("upload-not-kept"), 503)
        return web.json_response({"file": name}, status=201)

    def refuse_file(self, person: Person, error: UserError, status: int) -> web.Response:
        frame = outbound.answer_frame(self.context.explain(error, person.language), "")
        return web.json_response(frame, status=status)

    @override
    async def serve(self, handle: EventHandler) -> None:
        """Pass on what happens in the room to those who are in it, until cancelled."""
        self.handle = handle
        try:
            async with asyncio.TaskGroup() as leaving:
                await self.hear_room(leaving)
        finally:
            self.handle = None
            self.hearing.clear()
            async with asyncio.TaskGroup() as leaving:
                self.send_away(leaving)

    async def hear_room(self, leaving: asyncio.TaskGroup) -> None:
        """Pass on what is said, until cancelled."""
        trouble = Retelling()
        while True:
            try:
                async with self.chatlog.listen(ROOM) as heard:
                    self.hearing.set()
                    async for note in heard:
                        self.spread(note)
            except StoreError as error:
                if trouble.is_due("", time.monotonic()):  # whatever it says: all of it is one outage
                    log.warning("room.not_heard", error=str(error))
            # From here on there is a gap: who is here comes back, and is let in when changes are heard again.
            self.hearing.clear()
            self.send_away(leaving)
            await asyncio.sleep(LISTEN_RETRY_S)

    def spread(self, note: Mapping[str, Any]) -> None:
        to = note.get("to")
        data = orjson.dumps(note)
        for visitor in tuple(self.visitors):
            if to is None or to == visitor.id:
                self.send(visitor, data)

    def send(self, visitor: Visitor, data: bytes) -> None:
        try:
            visitor.outbox.put_nowait(data)
        except asyncio.QueueFull:
            self.visitors.discard(visitor)

    def send_away(self, leaving: asyncio.TaskGroup) -> None:
        """Everybody who is here, while others are let in: a page that is asleep does not take that in."""
        for visitor in self.visitors:
            leaving.create_task(say_goodbye(visitor.socket, WSCloseCode.SERVICE_RESTART, b"come back"))
        self.visitors.clear()

    async def until_heard(self) -> None:
        """Until changes are heard. Raises TimeoutError."""
        async with asyncio.timeout(LET_IN_S):
            while not self.hearing.is_set():
                await self.hearing.wait()

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        guest_id = self.guests.id_of(request) or new_guest_id()
        person = self.person_of(request, guest_id)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, autoping=False, max_msg_size=FRAME_LIMIT)
        if not self.user_header:
            self.guests.mark(request, socket, guest_id)
        await socket.prepare(request)
        visitor = Visitor(person, socket, played=self.guests.plays(request) and not self.user_header)
        visitor.held = bool(self.user_header)  # which gives nobody a name
        visitor.page = inbound.page_mark(request.query.get("page", ""))
        visitor.id = visitor.page or visitor.id
        try:
            await self.until_heard()
            visitor.person = await self.guests.named(person, {one.person.name for one in self.visitors})
            await self.until_heard()  # still, or again: what is read from here on has no gap
            self.visitors.add(visitor)
            await self.welcome(visitor)
            async with asyncio.TaskGroup() as group:
                writer = group.create_task(self.write(visitor))
                taker = group.create_task(self.take_all(visitor))
                await self.listen(visitor)
                self.visitors.discard(visitor)
                await visitor.inbox.put(None)
                await taker
                writer.cancel()
        except (StoreError, ConnectionError, TimeoutError) as error:
            log.info("visitor.lost", error=type(error).__name__)
        finally:
            self.visitors.discard(visitor)
            await socket.close()
        return socket

    async def welcome(self, visitor: Visitor) -> None:
        """The room as it is; the visitor hears changes already, and a page knows old from new by `rev`."""
        commands = [outbound.command_suggestion(listed) for listed in self.commands_of(visitor.person)]
        room = {
            "type": "welcome",
            "you": {
                "id": visitor.person.id,
                "name": visitor.person.name,
                "mark": inbound.author_mark(visitor.person),
                "fixed": bool(self.user_header),
                "played": visitor.played,
            },
            "room": ROOM,
            "commands": commands,
            **outbound.history_frame(await self.chatlog.history(ROOM)),
            "notice": self.context.notice(visitor.person.language or inbound.ENGLISH),
        }
        await visitor.socket.send_str(orjson.dumps(room).decode())

    async def write(self, visitor: Visitor) -> None:
        with suppress(ConnectionError):  # gone: the reader notices, too
            while visitor in self.visitors:
                data = await visitor.outbox.get()
                await visitor.socket.send_str(data.decode())
            await say_goodbye(visitor.socket, WSCloseCode.TRY_AGAIN_LATER)

    async def listen(self, visitor: Visitor) -> None:
        """One page may send so many frames a second; who sends more, or nonsense again and again, is sent away."""
        loop, allowance, last = asyncio.get_running_loop(), FRAMES_BURST, 0.0
        async for frame in visitor.socket:
            now = loop.time()
            allowance, last = min(FRAMES_BURST, allowance + (now - last) * SOCKET_FRAMES_PER_S) - 1, now
            if allowance < 0 or visitor.nonsense > NONSENSE_MOST:
                log.warning("visitor.disconnected", person=visitor.person.id)
                await say_goodbye(visitor.socket, WSCloseCode.POLICY_VIOLATION, b"too much")
                return
            if frame.type is WSMsgType.TEXT:
                await visitor.inbox.put(frame.data)
            elif frame.type is WSMsgType.PING:
                with suppress(ConnectionError):  # gone: no further frame comes
                    await visitor.socket.pong(frame.data)
            elif frame.type is not WSMsgType.PONG:
                visitor.nonsense += 1

    async def take_all(self, visitor: Visitor) -> None:
        """One after the other, also what a page said before it went; pings do not wait for the store meanwhile."""
        while (frame := await visitor.inbox.get()) is not None:
            await self.take(visitor, frame)

    async def take(self, visitor: Visitor, frame: str) -> None:
        """Acknowledged when it is in the book: a page repeats what was not, with the same key."""
        key = ""
        try:
            said = inbound.parse_frame(frame)
            key = inbound.frame_key(said)
            event = inbound.read_frame(said, visitor.person, visitor.id, visitor.page)
            if isinstance(event, Older):
                page = outbound.history_frame(await self.chatlog.history(ROOM, event.before))
                self.send(visitor, orjson.dumps({"type": "older", "key": key, **page}))
            else:
                # A page that came back says again what is still being taken: that is one thing, and answered once.
                async with self.taking.setdefault(event.key, asyncio.Lock()):
                    await self.act(visitor, event, inbound.frame_age(said))
        except BadFrame as error:
            visitor.nonsense += 1
            log.info("frame.bad", reason=str(error))
        except UserError as error:
            self.explain(visitor, key, error)
        except StoreError:
            self.explain(visitor, key, UserError("store-down"))
        self.send(visitor, orjson.dumps({"type": "ack", "key": key}))

    async def act(self, visitor: Visitor, event: Incoming | Talk, age: float) -> None:
        """`age`: seconds since they did it."""
        if not visitor.held:
            await self.guests.hold(visitor.person)
            visitor.held = True
        if isinstance(event, Talk):
            await self.talk(event, age)
            return
        if isinstance(event, CommandCall) and event.reply_to is not None:
            record = await self.chatlog.find(ROOM, event.reply_to.message)
            if record is None and event.name in self.with_answered:
                raise UserError("image-gone")
            event = inbound.answering(event, record, takes_pictures=event.name in self.with_pictures)
        if isinstance(event, ButtonPress):
            event = inbound.compared(event, await self.chatlog.find(ROOM, event.message.message))
        if self.handle is not None:
            await self.handle(self.dated(event, age))
        else:
            raise UserError("store-down")

    def explain(self, visitor: Visitor, key: str, error: UserError) -> None:
        card = self.context.explain(error, visitor.person.language)
        self.send(visitor, orjson.dumps(outbound.answer_frame(card, key)))

    async def talk(self, talk: Talk, age: float) -> None:
        """Its name is made from its key, so that saying it twice writes it once. It may be for us, too."""
        answered = await self.chatlog.find(ROOM, talk.answers) if talk.answers else None
        if talk.text and not await self.context.seen_events.seen(talk.key):
            record = outbound.talk_record(
                talk.origin.person.name, inbound.author_mark(talk.origin.person), talk.text, answered
            )
            await self.chatlog.put(ROOM, inbound.talk_id(talk), record)
            await self.context.seen_events.mark(talk.key, brief=True)
        words = inbound.heard_words(talk, answered)
        if words is not None and self.handle is not None:
            await self.handle(self.dated(words, age))

    def dated(self, event: Incoming, age: float) -> Incoming:
        """What a page kept while its computer slept may not be wanted any more, and costs."""
        if age and isinstance(event, CommandCall | ButtonPress | FormReply):
            return replace(event, at=self.context.clock.now() - age)
        return event


async def say_goodbye(socket: web.WebSocketResponse, code: int, why: bytes = b"") -> None:
    """Send a page away; one that does not take that in is cut off."""
    with suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(GOODBYE_S):
            await socket.close(code=code, message=why)


def open_platform(context: AdapterContext, settings: WebchatSettings) -> WebChat:
    return WebChat(context, settings.webchat_user_header or "")
