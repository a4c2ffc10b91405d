"""The Bot API over HTTP: token, faults, flood control, the method itself, and a record of how it ended."""

import asyncio
import hmac
import logging
from collections.abc import AsyncIterator
from typing import Any, Final

import orjson
from aiohttp import web

from tests.fakes.serving import vanish
from tests.fakes.telegram.admin import route
from tests.fakes.telegram.call import BODY_LIMIT, Call, read
from tests.fakes.telegram.driver import TELEGRAM, Telegram
from tests.fakes.telegram.faults import AFTER, BEFORE, Fault
from tests.fakes.telegram.methods import METHODS, NAMES
from tests.fakes.telegram.refusal import Refusal, flood
from tests.fakes.telegram.room import Room
from tests.fakes.telegram.rules import SILENCED
from tests.fakes.telegram.world import Record, World

_LOG = logging.getLogger(__name__)
_UPLOAD: Final = frozenset({"slow_upload"})


class _Dropped(Exception):
    """The connection ends without an answer."""


def create_app(telegram: Telegram) -> web.Application:
    app = web.Application(client_max_size=BODY_LIMIT)
    app[TELEGRAM] = telegram
    app.router.add_route("*", "/bot{token}/{method}", _method)
    app.router.add_get("/file/bot{token}/{path:.+}", _file)
    route(app.router)
    app.on_shutdown.append(_close)
    app.cleanup_ctx.append(_push)
    return app


async def _close(app: web.Application) -> None:
    """Handlers that wait give up at once."""
    app[TELEGRAM].world.close()


async def _push(app: web.Application) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as crew:
        pushing = crew.create_task(app[TELEGRAM].world.feed.push())
        yield
        pushing.cancel()


async def _method(request: web.Request) -> web.StreamResponse:
    world, began = request.app[TELEGRAM].world, request.app[TELEGRAM].world.clock()
    name = request.match_info["method"]
    call = Call(NAMES.get(name.lower(), name), {})
    try:
        _check_token(request, world)
        call = await _receive(request, world, call.method)
        result = await _serve(world, call)
    except Refusal as refusal:
        _record(world, call, began, refusal=refusal)
        return _reply(refusal.body, refusal.code)
    except _Dropped:
        _record(world, call, began, dropped=True)
        return vanish(request)
    return await _answer(request, world, call, result, began)


async def _answer(request: web.Request, world: World, call: Call, result: Any, began: float) -> web.StreamResponse:
    """It is done; whether the bot hears of it is another matter."""
    world.judge.answer(call.method, result)
    fault = world.faults.pick(AFTER, call.method, _chat(world, call))
    dropped = fault is not None and fault.kind == "drop_after"
    _record(world, call, began, result=result, dropped=dropped)
    if dropped:
        return vanish(request)
    if fault is not None and fault.kind == "error_after":
        return _reply(Refusal(fault.status, fault.text).body, fault.status)
    if fault is not None:
        await world.pause(fault.seconds)
    return _reply({"ok": True, "result": result})


def _check_token(request: web.Request, world: World) -> None:
    if not hmac.compare_digest(request.match_info["token"], world.token):
        raise Refusal(401, "Unauthorized")


async def _receive(request: web.Request, world: World, method: str) -> Call:
    slow = world.faults.pick(_UPLOAD, method, None)
    if slow is not None:
        await world.pause(slow.seconds)
    return await read(request, method)


async def _serve(world: World, call: Call) -> Any:
    await _misfortune(world, call)
    if call.method == "getUpdates":
        return await world.feed.poll(call)
    method = METHODS.get(call.method)
    if method is None:
        _LOG.error(
            "unknown method %s: a client takes this 404 for a wrong token and may stop for good", call.method
        )
        world.judge.complain(f"{call.method}: there is no such method here")
        raise Refusal(404, "Not Found")
    world.judge.request(call)
    _admit(world, call)
    return method(world, call)


async def _misfortune(world: World, call: Call) -> None:
    chat = _chat(world, call)
    fault = world.faults.pick(BEFORE - _UPLOAD, call.method, chat)
    if fault is None:
        return
    if fault.kind == "slow":
        await world.pause(fault.seconds)
    elif fault.kind == "hold":
        await world.until(fault.gate)
    elif fault.kind == "drop":
        raise _Dropped
    elif fault.kind == "flood":
        raise _freeze(world, chat, fault)
    else:
        raise Refusal(fault.status, fault.text, **fault.parameters)


def _freeze(world: World, chat: int | None, fault: Fault) -> Refusal:
    if chat is not None:
        world.flood.freeze(chat, fault.retry_after)
    return flood(fault.retry_after)


def _admit(world: World, call: Call) -> None:
    room = _room(world, call)
    if room is None or room.moved_to is not None:
        return
    if call.method not in world.rules.counted:
        if world.rules.escalation and call.method in SILENCED:
            world.flood.disturb(room.id)
        return
    media = call.json("media") if call.method == "sendMediaGroup" else None
    world.flood.admit(room.id, private=room.private, weight=len(media) if isinstance(media, list) and media else 1)


def _room(world: World, call: Call) -> Room | None:
    try:
        return world.find(call.text("chat_id"))
    except Refusal:
        return None


def _chat(world: World, call: Call) -> int | None:
    room = _room(world, call)
    return room.id if room else None


def _record(
    world: World,
    call: Call,
    began: float,
    *,
    result: Any = None,
    refusal: Refusal | None = None,
    dropped: bool = False,
) -> None:
    if call.method == "getUpdates" and refusal is None:
        return  # polling would drown what matters
    message = result.get("message_id") if isinstance(result, dict) else None
    retry = refusal.parameters.get("retry_after", 0) if refusal else 0
    status = refusal.code if refusal else 0 if dropped and result is None else 200
    world.records.append(
        Record(
            began,
            call.method,
            _chat(world, call),
            message or (int(call.text("message_id")) if call.text("message_id").isdigit() else None),
            status,
            refusal.text if refusal else "",
            retry if isinstance(retry, int) else 0,
            world.clock() - began,
            dropped,
            dict(call.values),
        )
    )


async def _file(request: web.Request) -> web.StreamResponse:
    world = request.app[TELEGRAM].world
    fault = world.faults.pick(BEFORE | AFTER, "file", None)
    try:
        _check_token(request, world)
        if fault is not None and fault.kind.startswith("drop"):
            return vanish(request)
        if fault is not None and fault.kind.startswith("slow"):
            await world.pause(fault.seconds)
        elif fault is not None:
            return _reply(Refusal(fault.status, fault.text).body, fault.status)
        return _download(world, request.match_info["path"])
    except Refusal as refusal:
        return _reply(refusal.body, refusal.code)


def _download(world: World, path: str) -> web.Response:
    file = world.shelf.at(path)
    if file is None or len(file.data) > world.rules.download_limit:
        raise Refusal(404, "Not Found")
    return web.Response(body=file.data, content_type="application/octet-stream")


def _reply(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
