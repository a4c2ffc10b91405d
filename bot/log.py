"""Logs: structured, readable on a console or as JSON lines, and never with a secret in them."""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, Literal
from urllib.parse import quote

import structlog
from aiohttp.http_exceptions import BadHttpMessage

HIDDEN = "***"
SECRET_FIELDS = re.compile(r"authorization|token|secret|password|cookie|api_?key", re.IGNORECASE)
PATTERNS = (
    # Authorization headers, and the password of a webhook, however they are quoted.
    (re.compile(r"\b(Bearer|Basic|Bot)(\s+|%20)[A-Za-z0-9._~+/=-]{6,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (
        re.compile(
            r"((?:authorization|secret_token)['\"]?\s*[:=]\s*['\"]?)(?!Bearer|Basic|Bot)[^\s'\",}]+", re.IGNORECASE
        ),
        rf"\1{HIDDEN}",
    ),
    # Telegram's methods and files live under /bot<id>:<secret>/; clients write %3A in addresses of files.
    (re.compile(r"\b(bot)?\d{5,}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE), rf"\1{HIDDEN}"),
    # Signed links: whoever has the query has the file. Names as in S3, CDN and our own links.
    (
        re.compile(
            r"([?&](?:ex|is|hm|se|sp|sv|q-ak|expires|x-amz-[a-z-]+|x-goog-[a-z-]+"
            r"|[a-z0-9_.-]*(?:sig|sign|signature|token|key|keyid|key-pair-id|policy|auth|secret)[a-z0-9_-]*)=)"
            r"[^&\s'\"<>]+",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    # A login in an address.
    (re.compile(r"([a-z][a-z0-9+.-]*://)[^/\s:@]*:[^/\s@]+@", re.IGNORECASE), rf"\1{HIDDEN}@"),
    # The two kinds of token of the image service.
    (re.compile(r"\bplatform-v1-[0-9a-f]{8,}", re.IGNORECASE), HIDDEN),
)


class Redactor:
    """Takes secrets out of text: those it was told, and whatever looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # A very short secret would blank out ordinary words. In an address a secret may be percent-encoded.
        known = {way for secret in secrets if len(secret) >= 6 for way in (secret, quote(secret, safe=""))}  # noqa: PLR2004
        self.secrets = sorted(known, key=len, reverse=True)

    def clean(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        for pattern, instead in PATTERNS:
            text = pattern.sub(instead, text)
        return text

    def line(self, _logger: Any, _method: str, rendered: Any) -> str:
        """The last step of every log line, tracebacks included."""
        return self.clean(str(rendered))


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
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *renderers(form),
                Redactor(secrets).line,
            ],
        )
    )
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(level.upper())
    quiet(level)


def renderers(form: Literal["auto", "console", "json"]) -> list[Any]:
    if form == "json" or (form == "auto" and not sys.stderr.isatty()):
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
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


def warn(text: str) -> None:
    """Something for the operator that is no event of ours."""
    structlog.get_logger("chatelier").warning(text)
