"""The chat platform of the chaos run, a process of its own: limits, faults, deletions, and people's events.

It is never killed: it is the memory that the run is judged by. It also stands before the web processes, for the
callbacks of the image service and for the pictures that it fetches from us, as a proxy does.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Any

import aiohttp
import orjson
from aiohttp import web

from tests.chaos.rooms import Rules, Wall

HANG = 3.0  # seconds without an answer; longer than the adapter waits
AGAIN = 0.3  # seconds before an event that nobody took is brought again
LENT_TRIES = 10  # of a picture that no process hands out just now, AGAIN seconds apart
PATIENCE = aiohttp.ClientTimeout(total=30, connect=2)
Handler = Callable[[], Awaitable[web.Response]]


@dataclass(frozen=True, slots=True)
class Odds:
    """How often what goes wrong, of all requests; `deleted` of all messages, `twice` of all events."""

    broken: float = 0.02
    unfair: float = 0.002  # a 429 that no limit explains
    before: float = 0.01  # no answer, and nothing was done
    after: float = 0.015  # no answer, but it was done
    deleted: float = 0.04
    twice: float = 0.1


class Chat:
    """Its HTTP interface: what bots call, what the service calls back, and `/_chat` for the run."""

    def __init__(self, rules: Rules, odds: Odds, seed: int) -> None:
        self.wall = Wall(rules)
        self.odds = odds
        self.rng = Random(f"chat:{seed}")
        self.webs: list[str] = []
        self.turns = count()
        self.pending = 0
        self.deliveries = 0
        self.faults = dict.fromkeys(("broken", "unfair", "before", "after", "deleted", "twice"), 0)
        self.callbacks = {"delivered": 0, "lost": 0}
        self.group: asyncio.TaskGroup | None = None
        self.session: aiohttp.ClientSession | None = None

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.post("/rooms/{room}/messages", self.post),
                web.patch("/rooms/{room}/messages/{id}", self.edit),
                web.post("/rooms/{room}/answers", self.answer),
                web.post("/callbacks/{tail:.*}", self.call_back),
                web.get("/media/{tail:.*}", self.lend),
                web.post("/_chat/webs", self.set_webs),
                web.post("/_chat/events", self.take_events),
                web.get("/_chat/news", self.news),
                web.get("/_chat", self.report),
            ]
        )
        return app

    # --- what bots call ---------------------------------------------------------------------------

    async def post(self, request: web.Request) -> web.Response:
        said = orjson.loads(await request.read())
        room = request.match_info["room"]

        async def do() -> web.Response:
            message, new = self.wall.post(room, said)
            if new:
                self.doom(message.id)
            return reply({"id": message.id, "card": message.states[-1]})

        return await self.limited(room, do)

    async def edit(self, request: web.Request) -> web.Response:
        card = orjson.loads(await request.read())["card"]
        message = self.wall.messages.get(request.match_info["id"])

        async def do() -> web.Response:
            if message is None or message.deleted_after is not None:
                return reply({"error": "no such message"}, 404)
            self.wall.write(message, card)
            return reply({"id": message.id})

        return await self.limited(request.match_info["room"], do)

    async def answer(self, request: web.Request) -> web.Response:
        """A word to one person: it counts against no limit."""
        said = orjson.loads(await request.read())
        self.wall.tried.append(said["reply"])

        async def do() -> web.Response:
            self.wall.answers.append(said)
            return reply({})

        return await self.misfortune(do)

    async def limited(self, room: str, do: Handler) -> web.Response:
        wait = self.wall.room(room).wait(asyncio.get_running_loop().time())
        if wait > 0:
            return reply({"retry_after": wait}, 429)
        return await self.misfortune(do)

    async def misfortune(self, do: Handler) -> web.Response:
        """At most one thing goes wrong with a request."""
        dice = self.rng.random()
        odds = self.odds
        if dice < (edge := odds.broken):
            return self.failed("broken", 502)
        if dice < (edge := edge + odds.unfair):
            return self.failed("unfair", 429)
        if dice < (edge := edge + odds.before):
            await asyncio.sleep(HANG)
            return self.failed("before", 504)
        answer = await do()
        if dice < edge + odds.after:
            await asyncio.sleep(HANG)
            return self.failed("after", 504)
        return answer

    def failed(self, kind: str, status: int) -> web.Response:
        self.faults[kind] += 1
        return reply({"retry_after": 1.0}, status)

    def doom(self, message_id: str) -> None:
        """Some messages are deleted, before or after their last card; a second one of the same job is left."""
        message = self.wall.messages[message_id]
        if ":" in message.nonce or message.nonce.startswith("board") or self.rng.random() >= self.odds.deleted:
            return
        self.faults["deleted"] += 1
        asyncio.get_running_loop().call_later(self.rng.uniform(0.1, 6.0), self.wall.delete, message)

    # --- what people do ---------------------------------------------------------------------------

    async def take_events(self, request: web.Request) -> web.Response:
        assert self.group is not None
        for event in orjson.loads(await request.read()):
            self.pending += 1
            self.group.create_task(self.bring(event))
        return reply({})

    async def bring(self, event: dict[str, Any]) -> None:
        """Until it is taken; sometimes once more, at the same moment or later."""
        try:
            if self.rng.random() >= self.odds.twice:
                await self.deliver(event, 0.0)
                return
            self.faults["twice"] += 1
            later = self.rng.choice((0.0, 0.0, 0.05, 1.0, 4.0))
            async with asyncio.TaskGroup() as group:
                group.create_task(self.deliver(event, 0.0))
                group.create_task(self.deliver(event, later))
        finally:
            self.pending -= 1

    async def deliver(self, event: dict[str, Any], later: float) -> None:
        await asyncio.sleep(later)
        while await self.forward("/chaos/webhook", orjson.dumps(event)) != 200:  # noqa: ASYNC110 - it is the platform's own rhythm
            await asyncio.sleep(AGAIN)
        self.deliveries += 1

    async def forward(self, path: str, body: bytes) -> int:
        """The status that the next web process answers with; 0 when it does not."""
        assert self.session is not None
        if not self.webs:
            return 0
        url = self.webs[next(self.turns) % len(self.webs)]
        try:
            async with self.session.post(url + path, data=body, timeout=PATIENCE) as response:
                await response.read()
                return response.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0

    async def call_back(self, request: web.Request) -> web.Response:
        """The service calls once: a proxy tries the next process when one does not answer at all."""
        body = await request.read()
        for _ in self.webs:
            status = await self.forward(request.path, body)
            if status:
                self.callbacks["delivered"] += 1
                return web.Response(status=status)
        self.callbacks["lost"] += 1
        return web.Response(status=502)

    async def lend(self, request: web.Request) -> web.Response:
        """What the service fetches from us, from the next process that answers."""
        assert self.session is not None
        for _ in range(LENT_TRIES):
            url = self.webs[next(self.turns) % len(self.webs)]
            try:
                async with self.session.get(url + request.path, timeout=PATIENCE) as response:
                    return web.Response(
                        status=response.status, body=await response.read(), content_type=response.content_type
                    )
            except (aiohttp.ClientError, TimeoutError, OSError):
                await asyncio.sleep(AGAIN)
        return web.Response(status=502)

    # --- what the run asks ------------------------------------------------------------------------

    async def set_webs(self, request: web.Request) -> web.Response:
        self.webs = orjson.loads(await request.read())
        return reply({})

    async def news(self, request: web.Request) -> web.Response:
        news = self.wall.news(int(request.query["since"]), int(request.query["heard"]))
        return reply(news | {"pending": self.pending})

    async def report(self, _request: web.Request) -> web.Response:
        counted = {"faults": self.faults, "callbacks": self.callbacks, "deliveries": self.deliveries}
        return reply(self.wall.report() | counted)

    async def serve(self, port: int) -> None:
        """Until killed or cancelled."""
        async with aiohttp.ClientSession() as self.session, asyncio.TaskGroup() as self.group:
            runner = web.AppRunner(self.app(), access_log=None)
            await runner.setup()
            try:
                await web.TCPSite(runner, "127.0.0.1", port).start()
                await asyncio.Event().wait()
            finally:
                await runner.cleanup()


def reply(data: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(data), status=status, content_type="application/json")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--capacity", type=int, default=20)
    parser.add_argument("--window", type=float, default=6.0)
    given = parser.parse_args()
    chat = Chat(Rules(given.capacity, given.window), Odds(), given.seed)
    asyncio.run(chat.serve(given.port))


if __name__ == "__main__":
    main()
