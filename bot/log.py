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

HIDDEN_MARK = "***"
SECRET_FIELDS = re.compile(r"authorization|token|secret|password|cookie|api_?key", re.IGNORECASE)

# Every pattern reads a text once, whatever it is: it begins with characters that are looked for at C's speed (so no
# IGNORECASE for the first one), and possessive repeats (`*+`) never try a shorter match.
VALUE_PATTERN = r"['\"]?\s*+[:=]\s*+['\"]?)(?!(?i:Bearer|Basic|Bot))[^\s'\",}]++"
SECRET_PATTERNS = (
    # Authorization headers, and the password of a webhook, however they are quoted.
    (re.compile(r"([Bb](?<!\w[Bb])(?i:earer|asic|ot)(?:\s++|%20))[A-Za-z0-9._~+/=-]{6,}+"), rf"\1{HIDDEN_MARK}"),
    (re.compile(r"([Aa](?i:uthorization)" + VALUE_PATTERN), rf"\1{HIDDEN_MARK}"),
    (re.compile(r"([Ss](?i:ecret_token)" + VALUE_PATTERN), rf"\1{HIDDEN_MARK}"),
    # Telegram's methods and files live under /bot<id>:<secret>/; clients write %3A in addresses of files.
    (re.compile(r":(?<=\d{5}:)[A-Za-z0-9_-]{20,}+"), f":{HIDDEN_MARK}"),
    (re.compile(r"%3[Aa](?<=\d{5}...)[A-Za-z0-9_-]{20,}+"), f":{HIDDEN_MARK}"),
    (re.compile(r"%253[Aa](?<=\d{5}.....)[A-Za-z0-9_-]{20,}+"), f":{HIDDEN_MARK}"),
    # Discord's: a bot's, and those of interactions, which begin with "interaction:" in base64, and stand in
    # addresses.
    (re.compile(r"\.(?<=[A-Za-z0-9_-]{20}\.)[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}+"), f".{HIDDEN_MARK}"),
    (re.compile(r"aW50ZXJhY3Rpb2[A-Za-z0-9+/=_%-]{20,}+"), HIDDEN_MARK),
    (re.compile(r"(/(?:webhooks|interactions)/\d{5,20}/)[A-Za-z0-9+=_.%-]{20,}+"), rf"\1{HIDDEN_MARK}"),
    # What browsers are known by, to the end of the line; and a password by its name.
    (re.compile(r"([Cc](?i:ookie)(?:['\"]?\s*+[:=]|['\"],)\s*+b?['\"]?)[^\r\n'\"}]++"), rf"\1{HIDDEN_MARK}"),
    (re.compile(r"([Pp](?i:assword)['\"]?\s*+=\s*+['\"]?)[^\s'\",)}]++"), rf"\1{HIDDEN_MARK}"),
    (re.compile(r"([Pp](?i:assword)['\"]:\s*+['\"])[^'\"]++"), rf"\1{HIDDEN_MARK}"),
    # Signed links: whoever has the query has the file. Names as in S3, CDN and our own links.
    (
        re.compile(
            r"([?&](?=[A-Za-z0-9_.-]++=)(?i:(?:ex|is|hm|se|sp|sv|q-ak|expires|x-amz-[a-z-]++|x-goog-[a-z-]++)="
            r"|[a-z0-9_.-]*?(?:sig|token|key|policy|auth|secret)[a-z0-9_.-]*+=))[^&\s'\"<>]++"
        ),
        rf"\1{HIDDEN_MARK}",
    ),
    # A login in an address.
    (re.compile(r"://[^/\s:@]*+:[^/\s@]++@"), f"://{HIDDEN_MARK}@"),
    # The two kinds of token of the image service.
    (re.compile(r"[Pp](?i:latform-v1-[0-9a-f]{8,}+)"), HIDDEN_MARK),
)
LINE_CHARS = 12_000  # that the values of one event may have together; a long traceback has eight thousand
RENDERED_CHARS = 6 * LINE_CHARS  # and the line made of them: JSON writes `é` as `\\u00e9`
UNPRINTABLE = "what cannot be shown:"
# What the rest of a cut text begins with: half a word, and what may be a secret whose name was cut off, as in
# `authorization : ***`.
CUT_EDGE = re.compile(r"\S*+(?:\s++\S++){3}")


class Redactor:
    """Takes secrets out of text: those it was told, and whatever looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # A very short secret would blank out ordinary words.
        known = {way for secret in secrets if len(secret.strip()) >= 6 for way in secret_spellings(secret.strip())}  # noqa: PLR2004
        self.secrets = sorted(known, key=len, reverse=True)

    def clean(self, text: str, most: int = LINE_CHARS) -> str:
        """In one pass for each pattern, over no more than `most` characters: what is longer is cut."""
        return hide_patterns(shorten_middle(self.hide_known(text), most))

    def hide_known(self, text: str) -> str:
        """Without the secrets that it was told."""
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN_MARK)
        return text

    def bound_event(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """The longest values are cut until the line is no longer than LINE."""
        texts = {name: value_text(value) for name, value in event.items()}
        most = even_share(map(len, texts.values()), LINE_CHARS)
        for name, text in texts.items():
            if len(text) > most or text.startswith(UNPRINTABLE):
                event[name] = shorten_middle(self.hide_known(text), most)
        return event

    def clean_line(self, _logger: Any, _method: str, rendered: Any) -> str:
        """The last step of every log line, tracebacks included."""
        return self.clean(str(rendered), RENDERED_CHARS)


def hide_patterns(text: str) -> str:
    """Without whatever looks like a secret."""
    for pattern, instead in SECRET_PATTERNS:
        text = pattern.sub(instead, text)
    return text


def secret_spellings(secret: str) -> Iterable[str]:
    """In an address a secret may be percent-encoded, in a line of JSON or of Python escaped."""
    yield from (secret, quote(secret, safe=""), quote(secret), quote_plus(secret))
    yield from (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1])


def even_share(sizes: Iterable[int], limit: int) -> int:
    """The size down to which the largest have to be cut, so that together they are no more than `limit`."""
    growing = sorted(sizes)
    for number, size in enumerate(growing):
        even = limit // (len(growing) - number)
        if size > even:
            return even
        limit -= size
    return limit + max(growing, default=0)


def value_text(value: Any) -> str:
    """As the renderers would write it; one that cannot be written is named by its class."""
    if isinstance(value, str):
        return value
    try:
        return repr(value)
    except Exception as error:  # noqa: BLE001 - whatever an object of others does: a line is not worth a crash
        return f"{UNPRINTABLE} {type(value).__name__} ({type(error).__name__})"


def shorten_middle(text: str, limit: int) -> str:
    """At most about `limit` characters, from both ends. Cut at blanks, so that no half of a secret is left."""
    if len(text) <= limit:
        return text
    words = text[: limit * 2 // 3].rsplit(maxsplit=1)
    head = words[0] if len(words) > 1 else ""
    tail = hide_patterns(text[-limit // 3 :])  # before more is cut off: it tells what the rest is
    begun = CUT_EDGE.match(tail)
    tail = tail[begun.end() :] if begun else ""
    return f"{head} [… {len(text) - len(head) - len(tail)} characters …]{tail}"


class StderrHandler(logging.StreamHandler[Any]):
    """A line that cannot be written is no reason to show what it was to say."""

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"a line of {record.name} could not be written ({sys.exc_info()[0]})\n")


def hide_fields(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Nothing of what has the name of a secret, whatever it looks like."""
    for name in event:
        if SECRET_FIELDS.search(name):
            event[name] = HIDDEN_MARK
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
    current_redactor[:] = [redactor]
    handler = StderrHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                redactor.bound_event,
                *line_renderers(form),
                redactor.clean_line,
            ],
        )
    )
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(level.upper())
    quiet_libraries(level)


def line_renderers(form: Literal["auto", "console", "json"]) -> list[Any]:
    """`auto`: for people on a terminal, JSON for whatever else reads it."""
    if form == "json" or (form == "auto" and not sys.stderr.isatty()):
        return [structlog.processors.JSONRenderer()]
    return [
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
    ]


def quiet_libraries(level: str) -> None:
    """Libraries that tell every step: their warnings are enough, unless somebody is looking for a fault."""
    if level != "debug":
        for name in ("docket", "aiohttp.access", "stamina", "PIL", "asyncio", "httpx"):
            logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))
        logging.getLogger("aiohttp.server").addFilter(is_our_fault)


def is_our_fault(record: logging.LogRecord) -> bool:
    """A request that is no HTTP is answered, and no fault of ours: anybody could fill the log with them."""
    return not (record.exc_info and isinstance(record.exc_info[1], BadHttpMessage))


current_redactor = [Redactor()]  # what `clean_text` asks: the one that knows the secrets, as soon as they are known


def clean_text(text: str) -> str:
    """For what is told without logging."""
    return current_redactor[0].clean(text)


def warn_operator(text: str) -> None:
    """Something for the operator that is no event of ours."""
    structlog.get_logger("chatelier").warning(text)
