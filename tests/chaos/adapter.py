"""The adapter of the chaos run's chat platform: webhooks in, HTTP out, errors as ours."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import cache
from io import BytesIO
from typing import Any

import aiohttp
import orjson
from aiohttp import web
from PIL import Image as Pixels
from typing_extensions import override

from bot.domain.card import Card
from bot.domain.errors import DeliveryError, MessageGone, NotAllowed, StoreError, TooFast, TooLarge, Unreachable
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import ButtonPress, CommandCall, Incoming, Origin, Person
from bot.domain.turn import Limits
from bot.ports import Capabilities, EventHandler, HasRoutes, LaneRef, Messenger, Platform, Role

NAME = "chaos"
PATIENCE = aiohttp.ClientTimeout(total=1.5)  # less than the platform hangs
CAPABILITIES = Capabilities(gap=0.3, file_limit=8 * 2**20, picture_limit=8 * 2**20)
BOARDED = "r0"  # the room where a crowd shares one status message
MASK = "mask"  # the one file that people have to send: white where a square picture is to change


def drawn(card: Card) -> dict[str, Any]:
    """A card as the platform keeps it."""
    return {
        "text": "".join(span.text for span in card.text),
        "stage": card.stage.value,
        "media": len(card.media),
        "buttons": [button.payload for row in card.buttons for button in row],
        "progress": None if card.progress is None else card.progress.label,
    }


def read(event: dict[str, Any]) -> Incoming:
    """`reply` is the event's own key, so that a job and an answer tell which event they belong to."""
    person = Person(f"{NAME}:{event['person']}", event["person"])
    origin = Origin(Place(NAME, event["room"]), person, reply=event["key"])
    key = f"{NAME}:{event['key']}"
    if event["kind"] == "press":
        return ButtonPress(key, origin, MessageRef(NAME, event["room"], event["message"]), event["payload"])
    name, _, text = event["text"].removeprefix("/").partition(" ")
    return CommandCall(key, origin, name, text, attachments=tuple(event.get("files", ())))


@cache
def painted_mask() -> bytes:
    """As people paint one with a program of theirs."""
    picture, out = Pixels.new("L", (64, 64)), BytesIO()
    picture.paste(255, (10, 10, 40, 40))
    picture.save(out, "PNG")
    return out.getvalue()


class ChaosMessenger(Messenger):
    """Writes over HTTP; the session is the caller's to close."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    @override
    async def post(self, to: Origin | Place, card: Card, *, nonce: str) -> MessageRef:
        """The platform keeps what it was first given under a nonce, so a message that is not new is edited."""
        place, person, reply = (to.place, to.person.id, to.reply) if isinstance(to, Origin) else (to, "", "")
        body = {"nonce": nonce, "card": drawn(card), "person": person, "reply": reply}
        got = await self.call("POST", f"/rooms/{place.chat}/messages", body)
        message = MessageRef(NAME, place.chat, got["id"])
        if got["card"] != drawn(card):
            await self.edit(message, card)
        return message

    @override
    async def edit(self, message: MessageRef, card: Card) -> MessageRef:
        await self.call("PATCH", f"/rooms/{message.chat}/messages/{message.message}", {"card": drawn(card)})
        return message

    @override
    async def relabel(self, message: MessageRef, card: Card) -> None:
        """Nobody there looks at what buttons say."""

    @override
    async def erase(self, message: MessageRef) -> None:
        raise NotAllowed("nothing is erased here")

    @override
    async def answer(self, origin: Origin, card: Card) -> bool:
        """A word has no buttons: those take a message."""
        if card.buttons:
            return False
        body = {"person": origin.person.id, "reply": origin.reply, "text": drawn(card)["text"]}
        await self.call("POST", f"/rooms/{origin.place.chat}/answers", body)
        return True

    @override
    async def fetch(self, attachment: str) -> AsyncIterator[bytes]:
        if attachment != MASK:
            raise NotAllowed("nobody sent such a file here")
        yield painted_mask()

    async def call(self, method: str, path: str, body: dict[str, Any]) -> Any:
        try:
            async with self.session.request(
                method, self.url + path, data=orjson.dumps(body), timeout=PATIENCE
            ) as response:
                said = orjson.loads(await response.read())
                if response.status != 200:
                    raise wrong(response.status, said)
                return said
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unreachable(type(error).__name__) from error


def wrong(status: int, said: dict[str, Any]) -> DeliveryError:
    match status:
        case 429:
            return TooFast(float(said["retry_after"]))
        case 403:
            return NotAllowed("403")
        case 404:
            return MessageGone("404")
        case 413:
            return TooLarge("413")
        case _:
            return Unreachable(f"HTTP {status}")


class ChaosChat(Platform, HasRoutes):
    """The platform `chaos`; `limits` hold in each room."""

    def __init__(self, session: aiohttp.ClientSession, url: str, limits: Limits, boarded: Limits) -> None:
        self.name = NAME
        self.runs_in = Role.WEB
        self.capabilities = CAPABILITIES
        self.messenger = ChaosMessenger(session, url)
        self.limits = limits
        self.boarded = boarded
        self.handle: EventHandler | None = None

    @override
    def lane(self, origin: Origin, age: float) -> LaneRef:
        room = origin.place.chat
        return LaneRef(f"{NAME}:{room}", self.boarded if room == BOARDED else self.limits, bucket=NAME, rate=40.0)

    @override
    async def serve(self, handle: EventHandler) -> None:
        self.handle = handle
        await asyncio.Event().wait()

    @override
    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return [web.post("/chaos/webhook", self.receive)]

    async def receive(self, request: web.Request) -> web.Response:
        """200 means: dealt with."""
        event = orjson.loads(await request.read())
        if self.handle is None:
            return web.Response(status=503)
        try:
            await self.handle(read(event))
        except StoreError:
            return web.Response(status=503)
        return web.Response()
