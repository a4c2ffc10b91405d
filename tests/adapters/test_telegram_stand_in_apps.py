"""The Telegram on loopback: files that say of which kind they are, and pages that buttons open."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo
from telegram.error import BadRequest

from tests.fakes.telegram.apps import sign_launch
from tests.fakes.telegram.client import client, picture
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.rules import Rules
from tests.fakes.waiting import PATIENCE

PAGE = "https://bot.example/mask/x"
PAINT = InlineKeyboardMarkup([[InlineKeyboardButton("Paint", web_app=WebAppInfo(PAGE))]])


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with playing(Rules(backoff=0.01)) as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with client(telegram) as bot:
        yield bot


def verified(data: str, token: str) -> dict[str, str] | None:
    """As Telegram's manual has bots do it: what was signed, or None."""
    fields = dict(parse_qsl(data, strict_parsing=True))
    given = fields.pop("hash")
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return fields if hmac.new(key, lines.encode(), hashlib.sha256).hexdigest() == given else None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("fox.png", "image/png"),
        ("Fox.JPG", "image/jpeg"),
        ("fox.mp4", "video/mp4"),
        ("fox", "application/octet-stream"),
    ],
)
async def test_documents_declare_their_kind(telegram: Telegram, bot: Bot, name: str, kind: str) -> None:
    """By their name, whatever is in them, and whoever sends them."""
    ann = telegram.person("Ann")
    room = telegram.private(ann)
    room.sends_document(ann, picture(), name)
    update: dict[str, Any] = telegram.world.feed.sent[-1]
    assert update["message"]["document"]["mime_type"] == kind
    sent = await bot.send_document(room.id, picture(), filename=name)
    assert sent.document is not None
    assert sent.document.mime_type == kind


async def test_a_button_opens_a_page(telegram: Telegram, bot: Bot) -> None:
    """The page is handed who opened it and when, signed with the bot's token."""
    ann = telegram.person("Ann", language="de", username="ann")
    room = telegram.private(ann)
    await bot.send_message(room.id, "Paint", reply_markup=PAINT)
    address = room.opens_app(ann, room.last, "Paint", age=100)
    assert address.startswith(f"{PAGE}#")
    handed = dict(parse_qsl(urlsplit(address).fragment))
    fields = verified(handed["tgWebAppData"], telegram.token)
    assert fields is not None
    user = json.loads(fields["user"])
    assert (user["id"], user["first_name"], user["language_code"], user["username"]) == (ann.id, "Ann", "de", "ann")
    assert 95 <= telegram.world.clock() - int(fields["auth_date"]) <= 100 + PATIENCE


def test_a_signature_is_of_one_bot_and_one_person(telegram: Telegram) -> None:
    """Neither another token, nor another person's name in it, is vouched for."""
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    data = sign_launch(telegram.token, ann, 1_800_000_000, start_param="page_x")
    fields = verified(data, telegram.token)
    assert fields is not None
    assert fields["start_param"] == "page_x"
    assert verified(data, "4242:another-token-not-real") is None
    assert verified(data.replace(str(ann.id), str(bob.id)), telegram.token) is None


async def test_groups_have_no_such_buttons(telegram: Telegram, bot: Bot) -> None:
    """Nor are there pages without TLS, as on the real one."""
    ann = telegram.person("Ann")
    room = telegram.group("Room", ann)
    with pytest.raises(BadRequest, match=r"(?i)BUTTON_TYPE_INVALID"):
        await bot.send_message(room.id, "Paint", reply_markup=PAINT)
    plain = InlineKeyboardMarkup([[InlineKeyboardButton("Paint", web_app=WebAppInfo("http://bot.example/x"))]])
    with pytest.raises(BadRequest, match=r"(?i)HTTPS"):
        await bot.send_message(telegram.private(ann).id, "Paint", reply_markup=plain)
