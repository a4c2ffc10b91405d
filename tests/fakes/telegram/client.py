"""The real client, python-telegram-bot, pointed at this Telegram."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from PIL import Image
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.fakes.telegram.driver import Telegram
from tests.fakes.waiting import PATIENCE


@asynccontextmanager
async def client(telegram: Telegram, token: str = "") -> AsyncIterator[Bot]:
    async with Bot(
        token or telegram.token,
        base_url=telegram.base_url,
        base_file_url=telegram.base_file_url,
        request=plain(),
        get_updates_request=plain(),
    ) as bot:
        yield bot


def plain() -> HTTPXRequest:
    """Without reading the machine's certificates, which takes longer than most tests."""
    return HTTPXRequest(
        connection_pool_size=64,
        httpx_kwargs={"verify": False},
        read_timeout=PATIENCE,
        write_timeout=PATIENCE,
        media_write_timeout=PATIENCE,
        connect_timeout=PATIENCE,
        pool_timeout=PATIENCE,
    )


def picture(width: int = 64, height: int = 48, colour: str = "teal", kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()
