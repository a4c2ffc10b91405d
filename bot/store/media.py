"""Files that we serve ourselves: pictures of the web chat, kept in a folder."""

import hashlib
import mimetypes
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from typing import Self

from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url
from typing_extensions import override

from bot.ports import MediaStore

BRIEF_FOLDER = "brief"
LENT_FOLDER = "lent"
KEPT_FOLDER = "kept"
# A preview is replaced within seconds; whoever still looks at one loads the page anew.
BRIEF_AGE = timedelta(hours=1)


class MediaFolder(MediaStore):
    """A folder here, or a bucket that several machines share. Named by content: the same file is written once."""

    def __init__(self, store: ObjectStore, keep: timedelta) -> None:
        self.store = store
        self.keep = keep

    @classmethod
    def local(cls, folder: Path, keep: timedelta) -> Self:
        """The folder is for its owner alone, with what is in it. Raises OSError when it cannot be made."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_uid == os.getuid():
            folder.chmod(0o700)
        return cls(LocalStore(folder), keep)

    @classmethod
    def at(cls, url: str, keep: timedelta) -> Self:
        """An `s3://`, `gs://`, `az://` or `file://` address; keys come from the usual variables of its provider.

        Raises OSError when it is none of these.
        """
        try:
            return cls(from_url(url), keep)
        except (BaseError, ValueError) as error:
            raise OSError(str(error)) from error

    @override
    async def put(self, data: bytes, mime: str, *, brief: bool = False, lent: bool = False) -> str:
        digest = hashlib.sha256(data).hexdigest()[:40]
        folder = LENT_FOLDER if lent else BRIEF_FOLDER if brief else KEPT_FOLDER
        name = f"{folder}/{digest}{mimetypes.guess_extension(mime) or '.bin'}"
        try:
            await self.store.put_async(name, data)
        except BaseError as error:
            raise OSError(str(error)) from error
        return name

    @override
    async def get(self, name: str) -> tuple[bytes, str] | None:
        try:
            found = await self.store.get_async(name)
            data = bytes(await found.bytes_async())
        except (OSError, ValueError, BaseError):  # a name that is no path of ours is a file that is not there
            return None
        return data, folder_of(name)

    @override
    async def look(self, name: str) -> tuple[int, str] | None:
        try:
            return int((await self.store.head_async(name))["size"]), folder_of(name)
        except (OSError, ValueError, BaseError):
            return None

    @override
    async def part(self, name: str, start: int, stop: int) -> bytes:
        try:
            return bytes(await self.store.get_range_async(name, start=start, end=stop))
        except (ValueError, BaseError) as error:
            raise OSError(str(error)) from error

    async def probe(self) -> None:
        """Write a file, read it, take it away. Raises OSError when that does not work."""
        data = token_bytes(16)
        name = await self.put(data, "application/octet-stream", brief=True)
        found = await self.get(name)
        try:
            await self.store.delete_async(name)
        except BaseError as error:
            raise OSError(str(error)) from error
        if found is None or found[0] != data:
            raise OSError("what is written there cannot be read again")

    async def prune(self, now: float) -> int:
        """Delete what is past its age; returns how many files."""
        today = datetime.fromtimestamp(now, UTC)
        old: list[str] = []
        for prefix, age in ((BRIEF_FOLDER, BRIEF_AGE), (LENT_FOLDER, BRIEF_AGE), (KEPT_FOLDER, self.keep)):
            async for batch in self.store.list(prefix):
                old += [meta["path"] for meta in batch if today - meta["last_modified"] > age]
        if old:
            await self.store.delete_async(old)
        return len(old)


def folder_of(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
