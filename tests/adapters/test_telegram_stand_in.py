"""The Telegram on loopback, driven by the client that will drive the real one: how updates come, and what fails."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Update
from telegram.error import (
    Conflict,
    EndPointNotFound,
    InvalidToken,
)
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes

from tests.fakes.telegram.client import client, picture, plain
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.remote import Remote
from tests.fakes.telegram.rules import Rules
from tests.fakes.waiting import PATIENCE, wait_until

Context = ContextTypes.DEFAULT_TYPE
ROOT = Path(__file__).parents[2]
ROWS = InlineKeyboardMarkup([[InlineKeyboardButton("U1", callback_data="upscale:1")]])


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with playing(Rules(backoff=0.01)) as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with client(telegram) as bot:
        yield bot


async def imagine(update: Update, context: Context) -> None:
    assert update.effective_chat is not None
    assert context.args is not None
    sent = await update.effective_chat.send_message(" ".join(context.args), reply_markup=ROWS)
    await sent.edit_media(InputMediaPhoto(picture(), caption="done"), reply_markup=ROWS)


async def press(update: Update, context: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("on its way")


def build(telegram: Telegram) -> Application[Any, Any, Any, Any, Any, Any]:
    builder = ApplicationBuilder().token(telegram.token).base_url(telegram.base_url)
    app = builder.base_file_url(telegram.base_file_url).request(plain()).get_updates_request(plain()).build()
    app.add_handlers([CommandHandler("imagine", imagine), CallbackQueryHandler(press)])
    return app


@asynccontextmanager
async def polling(telegram: Telegram) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    app = build(telegram)
    assert app.updater is not None
    async with app:
        await app.start()
        await app.updater.start_polling()
        yield app
        await app.updater.stop()
        await app.stop()


async def test_polling(telegram: Telegram) -> None:
    """A command comes by polling, a text becomes a picture with its buttons, and a press is answered."""
    ann = telegram.person("Ann")
    room = telegram.private(ann)
    async with polling(telegram):
        room.says(ann, "/imagine a 🐈 in the rain")
        await wait_until(lambda: room.by_bot and room.last.now.file, "the picture is shown")
        pressed = room.presses(ann, room.last, "U1")
        await wait_until(lambda: pressed.answer, "the press is answered")
    shown = [(one.kind, one.text) for one in room.last.history]
    assert shown == [("text", "a 🐈 in the rain"), ("photo", "done")]
    assert room.last.now.data == picture()
    assert room.last.labels == [["U1"]]
    assert pressed.toast == "on its way"


async def test_offset(telegram: Telegram, bot: Bot) -> None:
    """Updates come again until they are confirmed, and those nobody asked for do not come at all."""
    ann = telegram.person("Ann")
    room = telegram.group("Room", ann)
    room.says(ann, "/imagine one")
    room.says(ann, "just chatting")
    message = room.says(ann, "/imagine two")
    room.reacts(ann, message, "👍")
    first = await bot.get_updates()
    again = await bot.get_updates()
    rest = await bot.get_updates(offset=again[0].update_id + 1)
    assert [one.update_id for one in first] == [one.update_id for one in again]
    assert [one.message.text for one in rest if one.message] == ["/imagine two"]


async def test_conflict(telegram: Telegram, bot: Bot) -> None:
    """A second poll ends the first with 409, and a webhook ends polling."""
    async with asyncio.TaskGroup() as crew:
        first = crew.create_task(_conflict(bot))
        await wait_until(lambda: telegram.world.feed.waiting, "the first poll waits")
        async with client(telegram) as other:
            await other.get_updates()
    assert first.result() == "terminated"
    await bot.set_webhook("https://bot.example/telegram")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def _conflict(bot: Bot) -> str:
    with pytest.raises(Conflict, match="terminated"):
        await bot.get_updates(timeout=20)
    return "terminated"


async def test_webhook(telegram: Telegram, bot: Bot) -> None:
    """A webhook gets its secret, and an update it refuses is repeated until it takes it."""
    taken: list[tuple[str, str]] = []

    async def take(request: web.Request) -> web.Response:
        body = await request.json()
        taken.append((body["message"]["text"], request.headers["X-Telegram-Bot-Api-Secret-Token"]))
        return web.Response(status=200 if len(taken) > 2 else 503)

    app = web.Application()
    app.router.add_post("/telegram", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/telegram", secret_token="test-secret")
    ann = telegram.person("Ann")
    telegram.private(ann).says(ann, "hello")
    await wait_until(lambda: not telegram.world.feed.pending, "the update is taken")
    info = await bot.get_webhook_info()
    await runner.cleanup()
    assert taken == [("hello", "test-secret")] * 3
    assert info.last_error_message is not None
    assert "503" in info.last_error_message


async def test_duplicates(telegram: Telegram, bot: Bot) -> None:
    """An update can come once more after it was confirmed."""
    ann = telegram.person("Ann")
    telegram.private(ann).says(ann, "hello")
    (first,) = await bot.get_updates()
    assert await bot.get_updates(offset=first.update_id + 1) == ()
    telegram.repeats()
    (again,) = await bot.get_updates(offset=first.update_id + 1)
    assert again.update_id == first.update_id


async def test_token(telegram: Telegram) -> None:
    """A wrong token is refused."""
    with pytest.raises(InvalidToken):
        async with client(telegram, "4242:some-other-test-token"):
            pass


async def test_unknown() -> None:
    """A method that does not exist is a 404 and a complaint that fails the test."""
    with pytest.raises(AssertionError, match="sendNothing: there is no such method"):  # noqa: PT012 - it comes at the end
        async with playing() as telegram, client(telegram) as bot:
            with pytest.raises(EndPointNotFound):
                await bot.do_api_request("sendNothing")


async def test_judge() -> None:
    """A parameter the Bot API does not have fails the test."""
    with pytest.raises(AssertionError, match="sendMessage: the whole"):  # noqa: PT012 - it comes at the end
        async with playing() as telegram, client(telegram) as bot:
            room = telegram.private(telegram.person("Ann"))
            await bot.send_message(room.id, "hi", api_kwargs={"colour": "red"})


def test_process() -> None:
    """As a process of its own it is steered over HTTP, and ends when it is asked to."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.telegram"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        remote = Remote(server.stdout.readline().strip())
        ann = remote.person("Ann", language="de")
        room = remote.group("Room", ann)
        told = remote.act(room, "says", person=ann, text="/imagine a cat")
        remote.act(room, "sends_photo", person=ann, data=picture(), caption="look")
        remote.fault("error", "sendMessage")
        assert [one["text"] for one in remote.chat(room)["messages"]] == ["/imagine a cat", "look"]
        assert remote.data(room, told["id"] + 1) == picture()
        assert remote.state()["pending"] == 1  # privacy: a photo is not meant for the bot
        assert remote.calls() == []
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE) == 0
        if server.stdout is not None:
            server.stdout.close()
