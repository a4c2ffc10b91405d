"""Logs: structured, readable on a console or as JSON lines, and never with a secret in them."""

import json
import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from contextlib import suppress
from typing import Any, Literal
from urllib.parse import quote, quote_plus

import structlog
from aiohttp.http_exceptions import BadHttpMessage
from typing_extensions import override

HIDDEN = "***"
SECRET_FIELDS = re.compile(r"authorization|token|secret|password|cookie|api_?key", re.IGNORECASE)

# Every pattern reads a text once, whatever it is: it begins with characters that are looked for at C's speed (so no
# IGNORECASE for the first one), and possessive repeats (`*+`) never try a shorter match.
VALUE = r"['\"]?\s*+[:=]\s*+['\"]?)(?!(?i:Bearer|Basic|Bot))[^\s'\",}]++"
PATTERNS = (
    # Authorization headers, and the password of a webhook, however they are quoted.
    (re.compile(r"([Bb](?<!\w[Bb])(?i:earer|asic|ot)(?:\s++|%20))[A-Za-z0-9._~+/=-]{6,}+"), rf"\1{HIDDEN}"),
    (re.compile(r"([Aa](?i:uthorization)" + VALUE), rf"\1{HIDDEN}"),
    (re.compile(r"([Ss](?i:ecret_token)" + VALUE), rf"\1{HIDDEN}"),
    # Telegram's methods and files live under /bot<id>:<secret>/; clients write %3A in addresses of files.
    (re.compile(r":(?<=\d{5}:)[A-Za-z0-9_-]{20,}+"), f":{HIDDEN}"),
    (re.compile(r"%3[Aa](?<=\d{5}...)[A-Za-z0-9_-]{20,}+"), f":{HIDDEN}"),
    # Signed links: whoever has the query has the file. Names as in S3, CDN and our own links.
    (
        re.compile(
            r"([?&](?=[A-Za-z0-9_.-]++=)(?i:(?:ex|is|hm|se|sp|sv|q-ak|expires|x-amz-[a-z-]++|x-goog-[a-z-]++)="
            r"|[a-z0-9_.-]*?(?:sig|token|key|policy|auth|secret)[a-z0-9_.-]*+=))[^&\s'\"<>]++"
        ),
        rf"\1{HIDDEN}",
    ),
    # A login in an address.
    (re.compile(r"://[^/\s:@]*+:[^/\s@]++@"), f"://{HIDDEN}@"),
    # The two kinds of token of the image service.
    (re.compile(r"[Pp](?i:latform-v1-[0-9a-f]{8,}+)"), HIDDEN),
)
LINE = 12_000  # characters that the values of one event may have together; a long traceback has eight thousand
RENDERED = 6 * LINE  # and the line made of them: JSON writes `é` as `\\u00e9`
SILENT = "what cannot be shown:"
# What the rest of a cut text begins with: half a word, and what may be a secret whose name was cut off, as in
# `authorization : ***`.
CUT_OFF = re.compile(r"\S*+(?:\s++\S++){3}")


class Redactor:
    """Takes secrets out of text: those it was told, and whatever looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # A very short secret would blank out ordinary words.
        known = {way for secret in secrets if len(secret.strip()) >= 6 for way in spellings(secret.strip())}  # noqa: PLR2004
        self.secrets = sorted(known, key=len, reverse=True)

    def clean(self, text: str, most: int = LINE) -> str:
        """In one pass for each pattern, over no more than `most` characters: what is longer is cut."""
        return without_patterns(shortened(self.without_known(text), most))

    def without_known(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def bounded(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """The longest values are cut until the line is no longer than LINE."""
        texts = {name: spelt(value) for name, value in event.items()}
        most = share(map(len, texts.values()), LINE)
        for name, text in texts.items():
            if len(text) > most or text.startswith(SILENT):
                event[name] = shortened(self.without_known(text), most)
        return event

    def line(self, _logger: Any, _method: str, rendered: Any) -> str:
        """The last step of every log line, tracebacks included."""
        return self.clean(str(rendered), RENDERED)


def without_patterns(text: str) -> str:
    for pattern, instead in PATTERNS:
        text = pattern.sub(instead, text)
    return text


def spellings(secret: str) -> Iterable[str]:
    """In an address a secret may be percent-encoded, in a line of JSON or of Python escaped."""
    yield from (secret, quote(secret, safe=""), quote(secret), quote_plus(secret))
    yield from (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1])


def share(sizes: Iterable[int], limit: int) -> int:
    """The size down to which the largest have to be cut, so that together they are no more than `limit`."""
    growing = sorted(sizes)
    for number, size in enumerate(growing):
        even = limit // (len(growing) - number)
        if size > even:
            return even
        limit -= size
    return limit + max(growing, default=0)


def spelt(value: Any) -> str:
    if isinstance(value, str):
        return value
    try:
        return repr(value)
    except Exception as error:  # noqa: BLE001 - whatever an object of others does: a line is not worth a crash
        return f"{SILENT} {type(value).__name__} ({type(error).__name__})"


def shortened(text: str, limit: int) -> str:
    """At most about `limit` characters, from both ends. Cut at blanks, so that no half of a secret is left."""
    if len(text) <= limit:
        return text
    words = text[: limit * 2 // 3].rsplit(maxsplit=1)
    head = words[0] if len(words) > 1 else ""
    tail = without_patterns(text[-limit // 3 :])  # before more is cut off: it tells what the rest is
    begun = CUT_OFF.match(tail)
    tail = tail[begun.end() :] if begun else ""
    return f"{head} [… {len(text) - len(head) - len(tail)} characters …]{tail}"


class Stderr(logging.StreamHandler[Any]):
    """A line that cannot be written is no reason to show what it was to say."""

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"a line of {record.name} could not be written ({sys.exc_info()[0]})\n")


def hide_fields(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name in event:
        if SECRET_FIELDS.search(name):
            event[name] = HIDDEN
    return event


def set_up(form: Literal["auto", "console", "json"], level: str, secrets: Iterable[str] = ()) -> None:
    """Everything that is logged, by us or by a library, goes one way: to stderr, cleaned."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_fields,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    redactor = Redactor(secrets)
    at_hand[:] = [redactor]
    handler = Stderr(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                redactor.bounded,
                *renderers(form),
                redactor.line,
            ],
        )
    )
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(level.upper())
    quiet(level)


def renderers(form: Literal["auto", "console", "json"]) -> list[Any]:
    if form == "json" or (form == "auto" and not sys.stderr.isatty()):
        return [structlog.processors.JSONRenderer()]
    return [
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
    ]


def quiet(level: str) -> None:
    """Libraries that tell every step: their warnings are enough, unless somebody is looking for a fault."""
    if level != "debug":
        for name in ("docket", "aiohttp.access", "stamina", "PIL", "asyncio", "httpx"):
            logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))
        logging.getLogger("aiohttp.server").addFilter(not_their_fault)


def not_their_fault(record: logging.LogRecord) -> bool:
    """A request that is no HTTP is answered, and no fault of ours: anybody could fill the log with them."""
    return not (record.exc_info and isinstance(record.exc_info[1], BadHttpMessage))


at_hand = [Redactor()]  # what `clean` asks: the one that knows the secrets, as soon as they are known


def clean(text: str) -> str:
    """For what is told without logging."""
    return at_hand[0].clean(text)


def warn(text: str) -> None:
    """Something for the operator that is no event of ours."""
    structlog.get_logger("chatelier").warning(text)
