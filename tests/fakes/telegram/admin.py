"""The driver over HTTP, for tests whose bot is another process: people and messages are named by their ids."""

import base64
import hashlib
from dataclasses import asdict
from typing import Any

import orjson
from aiohttp import web

from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.driver import TELEGRAM, Telegram
from tests.fakes.telegram.room import Message, Person, Shown
from tests.fakes.telegram.world import Inline, Press

_ACTS = frozenset(
    {
        "says",
        "starts",
        "sends_photo",
        "sends_document",
        "sends_album",
        "forwards",
        "edits",
        "deletes",
        "presses",
        "opens_app",
        "reacts",
        "joins",
        "leaves",
        "promotes",
        "demotes",
        "kicks",
        "blocks",
        "unblocks",
        "opens_topic",
        "closes_topic",
        "migrates",
    }
)


def route(router: web.UrlDispatcher) -> None:
    router.add_post("/_admin/people", _person)
    router.add_post("/_admin/chats", _chat)
    router.add_get("/_admin/chats/{id}", _look)
    router.add_post("/_admin/chats/{id}/{act}", _act)
    router.add_get("/_admin/chats/{id}/{message}/data", _data)
    router.add_get("/_admin/calls", _calls)
    router.add_get("/_admin/presses/{id}", _press)
    router.add_get("/_admin/state", _state)
    router.add_post("/_admin/faults", _fault)
    router.add_delete("/_admin/faults", _no_faults)
    router.add_post("/_admin/repeat", _repeat)


def _say(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


async def _person(request: web.Request) -> web.Response:
    """`{"name": "Ann", "language": "en"}` -> `{"id": 1001}`."""
    return _say({"id": request.app[TELEGRAM].person(**orjson.loads(await request.read())).id})


async def _chat(request: web.Request) -> web.Response:
    """`{"kind": "private", "people": [1001]}` or `{"kind": "supergroup", "title": "Room", "people": [...]}`."""
    telegram, given = request.app[TELEGRAM], orjson.loads(await request.read())
    kind = given.pop("kind", "supergroup")
    people = [telegram.world.people[number] for number in given.pop("people", [])]
    if kind == "private":
        chat = telegram.private(people[0])
    elif kind == "channel":
        chat = telegram.channel(**given)
    else:
        chat = telegram.group(given.pop("title"), *people, kind=kind, **given)
    return _say({"id": chat.id})


async def _act(request: web.Request) -> web.Response:
    """An act of `Chat` by name with its arguments by name; bytes are base64."""
    telegram, act = request.app[TELEGRAM], request.match_info["act"]
    chat = telegram.chats[int(request.match_info["id"])]
    if act not in _ACTS:
        return _say({"error": f"unknown act {act}"}, 404)
    given = orjson.loads(await request.read() or b"{}")
    arguments = {name: _argument(telegram, chat, name, value) for name, value in given.items()}
    return _say(_plain(getattr(chat, act)(**arguments)))


def _argument(telegram: Telegram, chat: Chat, name: str, value: Any) -> Any:
    if name == "person":
        return telegram.world.people[value]
    if name in {"message", "reply_to"}:
        return chat.room.messages[value]
    if name == "to":
        return telegram.chats[value]
    if name == "data":
        return base64.b64decode(value)
    return [base64.b64decode(one) for one in value] if name == "pictures" else value


def _plain(result: Any) -> Any:
    if isinstance(result, list):
        return [_plain(one) for one in result]
    if isinstance(result, Message | Press | Inline | Person | Chat):
        return {"id": result.id}
    return {"result": result}


async def _look(request: web.Request) -> web.Response:
    """What the chat shows, with the whole history of each message, deleted ones included."""
    telegram = request.app[TELEGRAM]
    chat = telegram.chats[int(request.match_info["id"])]
    room = chat.room
    return _say(
        {
            "id": room.id,
            "kind": room.kind,
            "bot": room.bot,
            "refused": telegram.refused(chat),
            "messages": [_message(telegram, message) for message in room.messages.values()],
            "drafts": room.drafts,
            "actions": room.actions,
        }
    )


def _message(telegram: Telegram, message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "bot": message.sender in {telegram.world.bot, None},
        "deleted": message.deleted,
        "thread": message.thread,
        "album": message.album,
        "reply_to": message.reply_to.id if message.reply_to else None,
        **_shown(message.now),
        "history": [_shown(one) for one in message.history],
    }


def _shown(shown: Shown) -> dict[str, Any]:
    return {
        "kind": shown.kind,
        "text": shown.text,
        "labels": shown.labels,
        "rows": shown.rows,
        "size": len(shown.data),
        "sha256": hashlib.sha256(shown.data).hexdigest() if shown.data else "",
        "at": shown.at,
        "method": shown.method,
    }


async def _data(request: web.Request) -> web.Response:
    room = request.app[TELEGRAM].chats[int(request.match_info["id"])].room
    return web.Response(body=room.messages[int(request.match_info["message"])].now.data)


async def _calls(request: web.Request) -> web.Response:
    """`?method=sendMessage&chat=-100...`, both optional."""
    telegram = request.app[TELEGRAM]
    chat = telegram.chats[int(request.query["chat"])] if "chat" in request.query else None
    return _say([asdict(record) for record in telegram.calls(request.query.get("method", ""), chat)])


async def _press(request: web.Request) -> web.Response:
    return _say({"answer": request.app[TELEGRAM].world.presses[request.match_info["id"]].answer})


async def _state(request: web.Request) -> web.Response:
    telegram = request.app[TELEGRAM]
    feed = telegram.world.feed
    return _say(
        {
            "pending": len(feed.pending),
            "polling": feed.waiting,
            "polls": feed.polls,
            "webhook": feed.hook.url if feed.hook else "",
            "posts": feed.hook.posts if feed.hook else 0,
            "refused": telegram.refused(),
            "complaints": telegram.complaints,
        }
    )


async def _fault(request: web.Request) -> web.Response:
    """`{"kind": "drop_after", "method": "sendPhoto", "times": 2}`; see faults.Fault."""
    try:
        request.app[TELEGRAM].fault(**orjson.loads(await request.read()))
    except (TypeError, ValueError) as error:
        return _say({"error": str(error)}, 400)
    return _say({})


async def _no_faults(request: web.Request) -> web.Response:
    request.app[TELEGRAM].world.faults.faults.clear()
    return _say({})


async def _repeat(request: web.Request) -> web.Response:
    given = orjson.loads(await request.read() or b"{}")
    return _say(request.app[TELEGRAM].repeats(**given))
