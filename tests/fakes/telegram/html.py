"""The platform's HTML, which is far stricter than a browser's."""

import html
import re
from typing import Any

from tests.fakes.telegram.entities import Rich, Writer
from tests.fakes.telegram.refusal import unparsable

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_TOKEN = re.compile(r"<[^<>]*>|<|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<&]+|&")
_OPEN = re.compile(r"<([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[\w.-]+))?)*)\s*>")
_CLOSE = re.compile(r"</([a-zA-Z][\w-]*)?\s*>")
_ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+)))?")


def parse_html(text: str) -> Rich:
    """Raises Refusal "can't parse entities" with the byte offset, as the platform does."""
    reader = _Reader()
    for token in _TOKEN.finditer(text):
        reader.take(token.group(), len(text[: token.start()].encode()))
    return reader.done()


class _Reader:
    def __init__(self) -> None:
        self.out = Writer()
        self.open: list[tuple[str, dict[str, str], int]] = []

    def take(self, token: str, at: int) -> None:
        if token.startswith("</"):
            self._close(token, at)
        elif token.startswith("<"):
            self._begin(token, at)
        else:
            self.out.add(html.unescape(token) if len(token) > 1 and token[0] == "&" else token)

    def _begin(self, token: str, at: int) -> None:
        tag = _OPEN.fullmatch(token)
        if tag is None:
            raise unparsable(f"Unsupported start tag at byte offset {at}")
        name, given = tag[1].lower(), _attributes(tag[2])
        wrong_span = name == "span" and given.get("class") != "tg-spoiler"
        if name not in _TAGS or wrong_span:
            raise unparsable(f'Unsupported start tag "{name}" at byte offset {at}')
        self.open.append((name, given, self.out.length))

    def _close(self, token: str, at: int) -> None:
        tag = _CLOSE.fullmatch(token)
        if tag is None or not self.open:
            raise unparsable(f"Unexpected end tag at byte offset {at}")
        name, given, start = self.open.pop()
        if (tag[1] or name).lower() != name:
            raise unparsable(f'Unmatched end tag at byte offset {at}, expected "</{name}>", found "{token}"')
        self._entity(name, given, start)

    def _entity(self, name: str, given: dict[str, str], start: int) -> None:
        kind, more = _TAGS[name], dict[str, Any]()
        if name == "blockquote" and "expandable" in given:
            kind = "expandable_blockquote"
        elif name == "tg-emoji":
            more = {"custom_emoji_id": given.get("emoji-id", "")}
        elif name == "a":
            if not given.get("href"):
                return  # a link without an address is plain text
            more = {"url": given["href"]}
        elif name == "code" and self.open and self.open[-1][0] == "pre":
            language = given.get("class", "").removeprefix("language-")
            self.open[-1][1]["language"] = language
            return
        elif name == "pre" and given.get("language"):
            more = {"language": given["language"]}
        self.out.close(kind, start, **more)

    def done(self) -> Rich:
        if self.open:
            raise unparsable(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        return self.out.done()


def _attributes(text: str) -> dict[str, str]:
    return {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(text)}
