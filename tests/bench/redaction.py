"""What it costs to clean a log line of 100,000 characters, whatever they are: `python -m tests.bench.redaction`."""

import random
import string
import time
from collections.abc import Iterator

from bot.log import Redactor, value_text
from tests.bench.measure import report

SIZE = 100_000
SECRETS = [f"test-token-not-real-{number}" for number in range(6)]
REPEATED = [
    *(
        "a",
        " b",
        "?sig=",
        "?a=b",
        "&x-amz-",
        "authorization",
        "authorization: ",
        "a://",
        "://a:b",
        "Bearer ",
        " bot",
    ),
    *("12345:", "12345%3A", "platform-v1-", ":", "?", "1 ", "é", "一只红色的狐狸 ", "word and word "),
]


def lines() -> Iterator[str]:
    chance = random.Random(8)
    yield from (piece * (SIZE // len(piece)) for piece in REPEATED)
    yield "".join(chance.choices(string.printable, k=SIZE))
    yield "".join(chance.choices(REPEATED, k=SIZE // 6))


def spent(text: str) -> float:
    """ms, the least of five: from the event to the line."""
    redactor, found = Redactor(SECRETS), []
    for _ in range(5):
        start = time.thread_time()
        event = redactor.bound_event(None, "", {"event": text, "level": "info"})
        redactor.clean_line(None, "", value_text(event))
        found.append((time.thread_time() - start) * 1000)
    return min(found)


def redaction() -> None:
    report("redaction_100kB_ms", most=max(map(spent, lines())), kinds=len(REPEATED) + 2)


if __name__ == "__main__":
    redaction()
