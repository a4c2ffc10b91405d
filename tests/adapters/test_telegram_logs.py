"""What an update that cannot be read leaves in the log: never what people wrote."""

import logging

import pytest
from structlog.testing import capture_logs
from telegram import Message

from bot.domain.trace import error_trace
from tests.adapters.house import House, answered, house, telegram  # noqa: F401 - fixtures
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture

WORDS = "what I only told the bot"


async def test_an_update_that_cannot_be_parsed(house: House, caplog: pytest.LogCaptureFixture) -> None:  # noqa: F811
    """Its number, its kind, and where it failed; the client's own log is silent of it, and the others come."""
    feed = house.telegram.world.feed
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    with caplog.at_level(logging.INFO), capture_logs() as logs:
        number, feed._next = feed._next, feed._next + 1
        feed.pending.append({"update_id": number, "message": {"message_id": [WORDS], "chat": WORDS, "text": WORDS}})
        await answered(room, ann, "/help")
    [line] = [one for one in logs if one["event"] == "telegram.update_parse_failed"]
    assert (line["number"], line["kinds"]) == (number, ["message"])
    assert WORDS not in str(logs)
    assert WORDS not in caplog.text


async def test_an_update_that_is_not_understood(house: House, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """Nor does a bug of ours tell it."""

    def broken(message: Message) -> str:
        raise ValueError(message.text)

    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    with monkeypatch.context() as patch, capture_logs() as logs:
        patch.setattr("adapters.telegram.inbound.linked_text", broken)
        room.says(ann, WORDS)
        await wait_until(
            lambda: any(one["event"] == "telegram.update_parse_failed" for one in logs), "it is logged"
        )
    [line] = [one for one in logs if one["event"] == "telegram.update_parse_failed"]
    assert line["kinds"] == ["message"]
    assert "ValueError at " in line["trace"]
    assert "broken" in line["trace"]
    assert WORDS not in str(logs)


def test_a_trace_tells_the_way_and_no_words() -> None:
    """Of an error and of what it came from."""

    def inner() -> None:
        raise KeyError(WORDS)

    try:
        try:
            inner()
        except KeyError as error:
            raise RuntimeError(WORDS) from error
    except RuntimeError as error:
        trace = error_trace(error)
    assert trace.startswith("RuntimeError at ")
    assert "; from KeyError at " in trace
    assert "inner" in trace
    assert WORDS not in trace
    assert "\n" not in trace
