"""No secret leaves the process by its logs."""

import io
import json
import logging
from urllib.parse import quote

import pytest
import structlog

from bot import log
from bot.log import HIDDEN_MARK, Redactor

TOKEN = "0123456789abcdef0123456789abcdef"
TELEGRAM = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFak"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"Authorization: Bearer {TOKEN}", TOKEN),
        (f"{{'authorization': 'Bearer {TOKEN}'}}", TOKEN),
        (f'"Authorization": "{TOKEN}"', TOKEN),
        (f"setWebhook with {{'url': 'https://bot.example', 'secret_token': '{TOKEN}'}}", TOKEN),
        (f"https://api.telegram.org/bot{TELEGRAM}/getMe", TELEGRAM),
        (f"https://api.telegram.org/file/bot{TELEGRAM}/photos/1.jpg", TELEGRAM),
        (
            f"https://api.telegram.org/file/bot{TELEGRAM.replace(':', '%3A')}/photos/1.jpg",
            TELEGRAM.partition(":")[2],
        ),
        (f"https://proxy.example/?to={quote('opensesame/and:more', safe='')}", "opensesame"),
        ("https://cdn.example/a.png?ex=66312ba7&is=662fda27&hm=8465d5f12158bffc", "8465d5f12158bffc"),
        ("https://s3.example/a?X-Amz-Signature=deadbeefdeadbeef&x=1", "deadbeefdeadbeef"),
        ("redis://user:opensesame@redis.example:6379/0", "opensesame"),
        ("redis://:opensesame@redis.example:6379/0", "opensesame"),
        ("platform-v1-0123456789abcdef0123456789abcdef", "0123456789abcdef"),
        ("said test-token-not-real aloud", "test-token-not-real"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str, secret: str) -> None:
    """Or is known to be one; the rest of the line stays readable."""
    clean = Redactor(["test-token-not-real", "opensesame/and:more"]).clean(text)
    assert secret not in clean
    assert HIDDEN_MARK in clean


@pytest.mark.parametrize(
    "text", ["a prompt --ar 16:9 at 12:30:45", "task 0b6f1c52-6c3b-4b0f", "https://x/a.png?width=10"]
)
def test_what_is_no_secret_stays(text: str) -> None:
    """Logs are for reading."""
    assert Redactor().clean(text) == text


@pytest.fixture
def lines() -> io.StringIO:
    """What is logged."""
    log.set_up("json", "info", [TOKEN])
    stream = io.StringIO()
    handler = logging.root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    return stream


def test_everything_goes_one_way(lines: io.StringIO) -> None:
    """Our events, a library's messages and tracebacks: JSON lines without the secret."""
    structlog.get_logger().info("job.opened", job="J1", token="shown to nobody", note=f"Bearer {TOKEN}")
    logging.getLogger("some.library").warning("calling with %s", TOKEN)
    try:
        int(f"bad token {TOKEN}")
    except ValueError:
        structlog.get_logger().exception("job.failed")
    told = lines.getvalue()
    events = [json.loads(line) for line in told.splitlines()]
    assert events[0]["event"] == "job.opened"
    assert len(events) == 3
    assert "ValueError" in events[2]["exception"]
    assert TOKEN not in told
    assert "shown to nobody" not in told
