"""Files that were sent, at addresses that are signed and end."""

import hashlib
import hmac
import io
import mimetypes
import urllib.parse
from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.fakes.discord.message import Attachment
from tests.fakes.discord.rules import Rules
from tests.fakes.discord.snowflake import Snowflakes

_SECRET = b"test-cdn-not-secret"


class Cdn:
    """`url` is where the server listens; `clock` gives unix seconds."""

    def __init__(self, rules: Rules, clock: Callable[[], float], ids: Snowflakes) -> None:
        self.rules = rules
        self.clock = clock
        self.ids = ids
        self.url = ""
        self.files: dict[str, Attachment] = {}

    def keep(
        self, folder: str, name: str, data: bytes, *, description: str = "", ephemeral: bool = False
    ) -> Attachment:
        """`folder`: the id of a channel, or of the application for what belongs to no message yet."""
        number = self.ids.make()
        room = "ephemeral-attachments" if ephemeral else "attachments"
        path = f"{room}/{folder}/{number}/{urllib.parse.quote(name)}"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        width, height = _pixels(data)
        kept = Attachment(number, name, data, kind, path, width, height, description, ephemeral)
        self.files[path] = kept
        return kept

    def sign(self, path: str) -> str:
        """A whole address, good for `Rules.signed_for`."""
        now = int(self.clock())
        ends = now + int(self.rules.signed_for)
        query = {"ex": f"{ends:x}", "is": f"{now:x}", "hm": _mark(path, ends, now)}
        return f"{self.url}/cdn/{path}?{urllib.parse.urlencode(query)}&"

    def show(self, attachment: Attachment) -> dict[str, Any]:
        url = self.sign(attachment.path)
        shown: dict[str, Any] = {
            "id": attachment.id,
            "filename": attachment.name,
            "size": len(attachment.data),
            "content_type": attachment.kind,
            "url": url,
            "proxy_url": url,
        }
        if attachment.width:
            shown |= {"width": attachment.width, "height": attachment.height}
        if attachment.description:
            shown["description"] = attachment.description
        return shown | ({"ephemeral": True} if attachment.ephemeral else {})

    def open(self, path: str, query: Mapping[str, str]) -> Attachment | None:
        """None when the address is wrong, unsigned or at its end."""
        path = urllib.parse.quote(path)
        try:
            ends, since = int(query["ex"], 16), int(query["is"], 16)
        except (KeyError, ValueError):
            return None
        if not hmac.compare_digest(query.get("hm", ""), _mark(path, ends, since)) or ends <= self.clock():
            return None
        return self.files.get(path)


def _mark(path: str, ends: int, since: int) -> str:
    return hmac.new(_SECRET, f"{path} {ends} {since}".encode(), hashlib.sha256).hexdigest()


def _pixels(data: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return 0, 0
