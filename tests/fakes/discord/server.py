"""Discord's REST over HTTP: token, faults, limits, the route itself, and a record of how it ended."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import orjson
from aiohttp import web

from tests.fakes.discord import admin
from tests.fakes.discord.call import BODY_LIMIT, Call, read
from tests.fakes.discord.driver import DISCORD, Discord
from tests.fakes.discord.faults import AFTER, BEFORE, Fault
from tests.fakes.discord.refusal import Refusal, flood
from tests.fakes.discord.routes import ROUTES, Route
from tests.fakes.discord.world import Record, World
from tests.fakes.serving import vanish

_SCOPE = "X-RateLimit-Scope"
PAGE = Path(__file__).with_name("page.html")
_API = "/api/v10"
_UPLOAD = frozenset({"slow_upload"})


class _Dropped(Exception):
    """The connection ends without an answer."""


def create_app(discord: Discord) -> web.Application:
    app = web.Application(client_max_size=BODY_LIMIT)

    async def tell_time(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = format_datetime(datetime.fromtimestamp(discord.world.clock(), UTC), usegmt=True)

    app.on_response_prepare.append(tell_time)
    app[DISCORD] = discord
    for route in ROUTES:
        app.router.add_route(route.method, _API + route.path, _handler(route))
    app.router.add_get("/gateway", _gateway)
    app.router.add_get("/gateway/", _gateway)
    app.router.add_get("/cdn/{path:.+}", _file)
    admin.route(app.router)
    app.router.add_get("/", _page)
    app.router.add_route("*", _API + "/{path:.*}", _unknown)
    app.on_shutdown.append(_close)
    return app


async def _close(app: web.Application) -> None:
    """Handlers that wait give up at once."""
    app[DISCORD].world.close()
    await app[DISCORD].world.gateway.close()


async def _gateway(request: web.Request) -> web.StreamResponse:
    return await request.app[DISCORD].world.gateway.serve(request)


async def _page(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE)


async def _unknown(request: web.Request) -> web.StreamResponse:
    world = request.app[DISCORD].world
    world.judge.complain(f"{request.method} {request.path}: there is no such route here")
    return _reply({"message": "404: Not Found", "code": 0}, 404)


def _handler(route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await _request(request, route)

    return handle


async def _request(request: web.Request, route: Route) -> web.StreamResponse:
    world = request.app[DISCORD].world
    began = world.clock()
    call = Call(route.name, dict(request.match_info))
    headers: dict[str, str] = {}
    if world.limits.banned:
        return _ban(world, call, began)
    try:
        _check_head(request, world, route)
        call = await _receive(request, world, route)
        await _misfortune(world, call)
        headers = _admit(world, route, call)
        result = _serve(world, route, call)
    except Refusal as refusal:
        _record(world, call, began, refusal=refusal)
        world.limits.count(refusal.status, refusal.headers.get(_SCOPE, ""))
        return _reply(refusal.body, refusal.status, headers | refusal.headers)
    except _Dropped:
        _record(world, call, began, dropped=True)
        return vanish(request)
    return await _answer(request, world, call, result, began, headers)


def _ban(world: World, call: Call, began: float) -> web.Response:
    """The guard before the platform knows no JSON."""
    _record(world, call, began, refusal=Refusal(429, 0, "error code: 1015"))
    return web.Response(status=429, text="error code: 1015", headers={"Retry-After": "3600"})


def _admit(world: World, route: Route, call: Call) -> dict[str, str]:
    """The limits' headers; the parts of an address that have limits of their own are the channel and the token."""
    major = call.where.get("token") or call.where.get("channel") or ""
    headers = world.limits.admit(route.bucket, major, exempt=route.own)
    if route.name == "follow_up":
        world.limits.admit_shared(_channel(world, call))
    return headers


async def _answer(
    request: web.Request, world: World, call: Call, result: object, began: float, headers: dict[str, str]
) -> web.StreamResponse:
    """It is done; whether the bot hears of it is another matter."""
    fault = world.faults.pick(AFTER, call.route, _channel(world, call))
    dropped = fault is not None and fault.kind == "drop_after"
    _record(world, call, began, dropped=dropped, done=True)
    if dropped:
        return vanish(request)
    if fault is not None and fault.kind == "other":
        return web.Response(text=fault.text, headers=headers)
    if fault is not None and fault.kind == "error_after":
        refusal = Refusal(fault.status, fault.code, fault.text)
        return _reply(refusal.body, refusal.status)
    if fault is not None:
        await world.pause(fault.seconds)
    return web.Response(status=204, headers=headers) if result is None else _reply(result, headers=headers)


def _check_head(request: web.Request, world: World, route: Route) -> None:
    header = request.headers.get("Authorization", "")
    if not route.own:
        world.check_token(header)
    elif header:
        world.judge.complain(f"{route.name}: the bot's token has no business here")
    if not request.headers.get("User-Agent", "").startswith("DiscordBot ("):
        world.judge.complain(f"{route.name}: the user agent is not DiscordBot (address, version)")


async def _receive(request: web.Request, world: World, route: Route) -> Call:
    slow = world.faults.pick(_UPLOAD, route.name, "")
    if slow is not None:
        await world.pause(slow.seconds)
    return await read(request, route.name)


def _serve(world: World, route: Route, call: Call) -> object:
    world.judge.request(route.name, call.body)
    try:
        result = route.handle(world, call)
    except Refusal as refusal:
        world.judge.refusal(route.name, refusal)
        raise
    if result is not None:
        world.judge.answer(route.name, result)
    return result


async def _misfortune(world: World, call: Call) -> None:
    fault = world.faults.pick(BEFORE - _UPLOAD, call.route, _channel(world, call))
    if fault is None:
        return
    if fault.kind == "slow":
        await world.pause(fault.seconds)
    elif fault.kind == "hold":
        await world.until(fault.gate)
    elif fault.kind == "drop":
        raise _Dropped
    elif fault.kind == "error":
        raise Refusal(fault.status, fault.code, fault.text, more=fault.more)
    else:
        raise _flood(fault)


def _flood(fault: Fault) -> Refusal:
    return flood(fault.retry_after, fault.scope, via=fault.via)


def _channel(world: World, call: Call) -> str:
    if "token" in call.where and (one := world.by_token.get(call.where["token"])):
        return one.channel.id
    return call.where.get("channel", "")


def _record(
    world: World,
    call: Call,
    began: float,
    *,
    refusal: Refusal | None = None,
    dropped: bool = False,
    done: bool = False,
) -> None:
    where = dict(call.where)
    if channel := _channel(world, call):
        where["channel"] = channel
    status = refusal.status if refusal else 200 if done else 0
    more = {"scope": refusal.headers.get(_SCOPE, "")} if refusal else {}
    world.records.append(
        Record(
            began,
            call.route,
            where,
            status,
            refusal.code if refusal else 0,
            refusal.text if refusal else "",
            retry_after=float(refusal.more.get("retry_after", 0)) if refusal else 0.0,
            seconds=world.clock() - began,
            dropped=dropped,
            body=call.body if world.rules.remembers else None,
            sizes=tuple(len(upload.data) for upload in call.uploads.values()),
            **more,
        )
    )


async def _file(request: web.Request) -> web.StreamResponse:
    world = request.app[DISCORD].world
    fault = world.faults.pick(BEFORE | AFTER, "file", "")
    if fault is not None and fault.kind.startswith("drop"):
        return vanish(request)
    if fault is not None and fault.kind.startswith("slow"):
        await world.pause(fault.seconds)
    elif fault is not None:
        return web.Response(status=fault.status, text=fault.text)
    found = world.cdn.open(request.match_info["path"], request.query)
    if found is None:
        return web.Response(status=404, text="This content is no longer available.")
    return web.Response(body=found.data, content_type=found.kind)


def _reply(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Clients look for exactly this content type."""
    kind = {"Content-Type": "application/json"}
    return web.Response(body=orjson.dumps(body), status=status, headers=kind | (headers or {}))
