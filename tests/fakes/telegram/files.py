"""Files the platform keeps: by an id for this bot, with the sizes it shows of a picture."""

import io
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from PIL import Image, UnidentifiedImageError

from tests.fakes.telegram.call import Upload
from tests.fakes.telegram.refusal import Refusal, bad, flood
from tests.fakes.telegram.rules import Rules

_THUMBNAIL = 320


@dataclass(frozen=True, slots=True)
class Stored:
    """`id` may be used again to send it; `path` is where it can be fetched. Pixels are 0 when it is no picture."""

    id: str
    unique: str
    kind: str
    data: bytes
    name: str
    width: int = 0
    height: int = 0

    @property
    def mime(self) -> str:
        """As clients declare it, by the name that they gave it."""
        usual = "video/mp4" if self.kind in {"video", "animation"} else "application/octet-stream"
        return mimetypes.guess_type(self.name)[0] or usual

    @property
    def path(self) -> str:
        return f"{self.kind}s/{self.unique}/{self.name}"

    def show(self) -> dict[str, Any]:
        return {"file_id": self.id, "file_unique_id": self.unique, "file_size": len(self.data)}


@dataclass(slots=True)
class Shelf:
    rules: Rules
    clock: Callable[[], float]
    files: dict[str, Stored] = field(default_factory=dict)
    twins: dict[int, float] = field(default_factory=dict)

    def keep(self, kind: str, data: bytes, name: str, width: int = 0, height: int = 0) -> Stored:
        stored = Stored(f"test-file-{uuid4().hex}", uuid4().hex[:12], kind, data, name, width, height)
        self.files[stored.id] = stored
        return stored

    def find(self, file_id: str) -> Stored | None:
        return self.files.get(file_id)

    def at(self, path: str) -> Stored | None:
        return next((file for file in self.files.values() if file.path == path), None)

    def upload(self, kind: str, upload: Upload) -> Stored:
        """Takes a file of the bot's, or refuses it for its size or its pixels."""
        self._space(len(upload.data))
        if not upload.data:
            raise bad("file must be non-empty")
        if kind == "photo":
            return self.photo(upload.data, upload.name)
        if len(upload.data) > self.rules.document_limit:
            raise Refusal(413, "Request Entity Too Large")
        width, height = pixels(upload.data) or (0, 0)
        return self.keep(kind, upload.data, upload.name or kind, width, height)

    def photo(self, data: bytes, name: str = "photo.jpg") -> Stored:
        rules = self.rules
        if len(data) > rules.photo_limit:
            raise bad(
                f"file of size {len(data)} bytes is too big for a photo; the maximum size is {rules.photo_limit}"
            )
        size = pixels(data)
        if size is None:
            raise bad("IMAGE_PROCESS_FAILED")
        width, height = size
        if width + height > rules.photo_sides or max(size) > rules.photo_ratio * min(size):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        return self.keep("photo", data, name or "photo.jpg", width, height)

    def sizes(self, photo: Stored) -> list[dict[str, Any]]:
        """A message's `photo`: a thumbnail first, the picture itself last."""
        shown = [{**photo.show(), "width": photo.width, "height": photo.height}]
        if max(photo.width, photo.height) > _THUMBNAIL:
            small = self._thumbnail(photo)
            shown.insert(0, {**small.show(), "width": small.width, "height": small.height})
        return shown

    def _thumbnail(self, photo: Stored) -> Stored:
        known = self.files.get(f"{photo.id}-s")
        if known is not None:
            return known
        scale = _THUMBNAIL / max(photo.width, photo.height)
        width, height = max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
        data = shrink(photo.data, width, height)
        small = Stored(f"{photo.id}-s", f"{photo.unique}s", "photo", data, photo.name, width, height)
        self.files[small.id] = small
        return small

    def _space(self, size: int) -> None:
        """Uploads of one size are kept apart when the rules want it."""
        if not self.rules.twin_spacing or size <= 100_000:
            return
        now = self.clock()
        if now < self.twins.get(size, 0.0):
            raise flood(max(1, round(self.rules.twin_spacing)))
        self.twins[size] = now + self.rules.twin_spacing


def pixels(data: bytes) -> tuple[int, int] | None:
    """Width and height, or None when it is no picture."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.size
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None


def shrink(data: bytes, width: int, height: int) -> bytes:
    """A JPEG of that size."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("RGB", (width, height))
        picture.convert("RGB").resize((width, height)).save(out, "JPEG")
    return out.getvalue()
