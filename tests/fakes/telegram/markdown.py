"""MarkdownV2, in which every special character has to be escaped or to mean something."""

from tests.fakes.telegram.entities import Rich, Writer
from tests.fakes.telegram.refusal import unparsable

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "PreCode",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
}


def parse_markdown(text: str) -> Rich:
    """Raises Refusal "can't parse entities" with the byte offset, as the platform does."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.out = Writer()
        self.open: list[tuple[str, str, int, int]] = []  # kind, mark, place in the output, byte offset
        self.quote: int | None = None

    def read(self) -> Rich:
        while self.at < len(self.text):
            self._step()
        if self.open:
            kind, _, _, offset = self.open[-1]
            raise unparsable(f"Can't find end of {_NAMES[kind]} entity at byte offset {offset}")
        self._end_quote()
        return self.out.done()

    @property
    def offset(self) -> int:
        return len(self.text[: self.at].encode())

    def _ahead(self, mark: str) -> bool:
        return self.text.startswith(mark, self.at)

    def _step(self) -> None:
        char = self.text[self.at]
        if char == "\\" and self.at + 1 < len(self.text) and ord(self.text[self.at + 1]) < 127:
            self._plain(self.text[self.at + 1], 2)
        elif char == "`":
            self._code()
        elif char == "\n":
            self._newline()
        elif self._quotes():
            return
        elif char in _RESERVED:
            self._mark(char)
        else:
            self._plain(char, 1)

    def _plain(self, text: str, taken: int) -> None:
        self.out.add(text)
        self.at += taken

    def _newline(self) -> None:
        if self.quote is not None and not self.text.startswith(">", self.at + 1):
            self._end_quote()
        self._plain("\n", 1)

    def _quotes(self) -> bool:
        """A `>` at the beginning of a line opens or goes on with a quotation."""
        if self.at and self.text[self.at - 1] != "\n":
            return False
        mark = "**>" if self._ahead("**>") else ">"
        if not self._ahead(mark):
            return False
        if self.quote is None:
            self.quote = self.out.length
        self.at += len(mark)
        return True

    def _end_quote(self) -> None:
        if self.quote is not None:
            self.out.close("blockquote", self.quote)
        self.quote = None

    def _code(self) -> None:
        mark, kind = ("```", "pre") if self._ahead("```") else ("`", "code")
        began, start, more = self.offset, self.out.length, dict[str, str]()
        self.at += len(mark)
        if kind == "pre":
            more = self._language()
        while not self._ahead(mark):
            if self.at >= len(self.text):
                raise unparsable(f"Can't find end of {_NAMES[kind]} entity at byte offset {began}")
            self.at += self.text[self.at] == "\\" and self.at + 1 < len(self.text)
            self._plain(self.text[self.at], 1)
        self.at += len(mark)
        self.out.close(kind, start, **more)

    def _language(self) -> dict[str, str]:
        line, newline, _ = self.text[self.at :].partition("\n")
        if not newline or any(char.isspace() or char == "`" for char in line):
            return {}
        self.at += len(line) + 1
        return {"language": line} if line else {}

    def _mark(self, char: str) -> None:
        if char == "]" and self.open and self.open[-1][1] == "]":
            self._link()
        elif char == "[" or self._ahead("!["):
            kind = "text_link" if char == "[" else "custom_emoji"
            self.open.append((kind, "]", self.out.length, self.offset))
            self.at += 1 if char == "[" else 2
        elif mark := self._style():
            self._toggle(mark)
        elif char == "|" and self._ahead("||"):
            self._toggle("||")
        else:
            raise unparsable(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")

    def _style(self) -> str:
        return next((mark for mark in ("__", "||", "*", "_", "~") if self._ahead(mark)), "")

    def _toggle(self, mark: str) -> None:
        if self.open and self.open[-1][1] == mark:
            kind, _, start, _ = self.open.pop()
            self.at += len(mark)
            self.out.close(kind, start)
            return
        if any(held == mark for _, held, _, _ in self.open):
            kind, _, _, offset = self.open[-1]
            raise unparsable(f"Can't find end of {_NAMES[kind]} entity at byte offset {offset}")
        self.open.append((_MARKS[mark], mark, self.out.length, self.offset))
        self.at += len(mark)

    def _link(self) -> None:
        kind, _, start, began = self.open.pop()
        self.at += 1
        if not self._ahead("("):
            if kind == "custom_emoji":
                raise unparsable(f"Custom emoji entity must contain a tg://emoji URL at byte offset {began}")
            return
        url = self._address(began)
        if kind == "custom_emoji":
            self.out.close(kind, start, custom_emoji_id=url.partition("?id=")[2])
        elif url:
            self.out.close(kind, start, url=url)

    def _address(self, began: int) -> str:
        self.at += 1
        url = ""
        while not self._ahead(")"):
            self.at += self._ahead("\\")
            if self.at >= len(self.text):
                raise unparsable(f"Can't find end of a URL at byte offset {began}")
            url += self.text[self.at]
            self.at += 1
        self.at += 1
        return url
