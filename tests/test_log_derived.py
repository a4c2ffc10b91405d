"""Secrets that no setting holds, and those in forms that nobody told the log, are hidden by what they look like."""

import asyncio
import base64
import io
import logging
from urllib.parse import quote

import aiohttp
import pytest
from aiohttp import ClientResponseError, RequestInfo
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from adapters.discord.reply import Reply
from bot import log
from bot.log import HIDDEN_MARK, Redactor

INTERACTION = base64.b64encode(b"interaction:1234567890123456789:fake-fake-fake-fake").decode()
BOT = "MTIzNDU2Nzg5MDEyMzQ1Njc4.FakeFk.fake-fake-fake-fake-fake-fake-fake"
TELEGRAM = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFak"
GUEST = "0123456789abcdef0123456789abcdef.0123456789abcdef0123456789abcdef"
PASSWORD = "fake-hunter2"
WEBHOOK = f"https://discord.com/api/v10/webhooks/123456789012345678/{INTERACTION}/messages/@original"


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        (INTERACTION, WEBHOOK),
        (INTERACTION, f"/api/v10/interactions/123456789012345678/{INTERACTION}/callback"),
        ("an-opaque-token-of-a-webhook", "POST /webhooks/123456789012345678/an-opaque-token-of-a-webhook 404"),
        (INTERACTION, Reply("1", "2", INTERACTION, "3").pack()),
        (INTERACTION, repr({"type": 2, "token": INTERACTION})),
        (INTERACTION, repr(("webhooks", "123456789012345678", INTERACTION))),
        (BOT.rpartition(".")[2], f"CHATELIER_DISCORD_TOKEN {BOT} is no number"),
        (TELEGRAM.partition(":")[2], quote(quote(f"/bot{TELEGRAM}/getMe", safe=""), safe="")),
        (GUEST, f"Cookie: theme=dark; chatelier-1a2b3c4d={GUEST}"),
        (GUEST, f"<CIMultiDict('Host': 'x', 'Cookie': 'chatelier-1a2b3c4d={GUEST}')>"),
        (GUEST, repr([(b"cookie", f"a={GUEST}".encode())])),
        (GUEST, f"Set-Cookie: __Host-chatelier-1a2b3c4d={GUEST}; Path=/; HttpOnly"),
        (PASSWORD, f"Redis(host='h', port=1, password='{PASSWORD}', db=0)"),
        (PASSWORD, f"<Connection(host=h,password={PASSWORD},port=1)>"),
        (PASSWORD, repr({"host": "h", "password": PASSWORD})),
    ],
)
def test_what_nobody_told_the_log(secret: str, told: str) -> None:
    """By pattern, with no secret known."""
    cleaned = Redactor().clean(told)
    assert secret not in cleaned
    assert HIDDEN_MARK in cleaned


@pytest.mark.parametrize(
    "told",
    [
        *("the password is wrong: check it", "WRONGPASS invalid username-password pair", "a cookie, please"),
        *(
            "bot.domain.prompt.parse_prompt_of_somebody_with_a_long_name",
            "/webhooks/1/x",
            "v1.2.3 of the interactions",
        ),
        *("chatelier.example.org.uk", "tests.adapters.test_discord_any_refusal.test_any_refusal_of_all_there_are"),
    ],
)
def test_what_only_reads_like_one_stays(told: str) -> None:
    """Hints and names of modules are for reading."""
    assert Redactor().clean(told) == told


def test_no_traceback_of_the_client_tells_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    """Of what aiohttp raises with the address in it, logged as it came, also by itself."""
    log.set_up("json", "debug")
    address = URL(WEBHOOK)
    info = RequestInfo(address, "PATCH", CIMultiDictProxy(CIMultiDict({"Cookie": f"c={GUEST}"})), address)
    broken = [
        ClientResponseError(info, (), status=404, message="gone"),
        aiohttp.InvalidURL(WEBHOOK),
        aiohttp.ContentTypeError(info, (), message="no JSON"),
        aiohttp.TooManyRedirects(info, ()),
    ]
    for error in broken:
        try:
            raise error
        except aiohttp.ClientError:
            logging.getLogger("x").exception("a call failed: %s %r", error, info)
    told = capsys.readouterr().err
    assert told.count("a call failed") >= len(broken)
    assert INTERACTION not in told
    assert GUEST not in told


async def test_the_loop_s_own_complaints(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that nobody waits for is told by asyncio, with what it raised."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    log.set_up("console", "warning")
    told: list[str] = []
    asyncio.get_running_loop().call_exception_handler(
        {"message": "Task exception was never retrieved", "exception": aiohttp.InvalidURL(WEBHOOK)}
    )
    told.append(written.getvalue())
    assert "never retrieved" in told[0]
    assert INTERACTION not in told[0]
