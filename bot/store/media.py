"""Files that we serve ourselves, and those that people send us: kept in a folder."""

import asyncio
import hashlib
import mimetypes
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from io import SEEK_SET, BufferedReader, RawIOBase
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import TYPE_CHECKING, BinaryIO, Self

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url
from typing_extensions import override

from bot.ports import MediaStore

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from obstore import ReadableFile

log = structlog.get_logger()

BRIEF_FOLDER = "brief"
LENT_FOLDER = "lent"
KEPT_FOLDER = "kept"
SENT_FOLDER = "sent"
USED_FOLDER = "used"
# A preview is replaced within seconds; whoever still looks at one loads the page anew.
BRIEF_AGE = timedelta(hours=1)
USED_AGE = timedelta(days=1)  # whoever orders once more from what they sent does so soon
# Bytes of a file that is received, at a time. Buckets take no smaller parts than the second ("Multipart upload
# limits" of Amazon S3), and all of them together may take so many.
FOLDER_PART_BYTES = 256 * 1024
BUCKET_PART_BYTES = 5 * 1024 * 1024
READ_BYTES = 256 * 1024  # that a reader of such a file holds
RECEIVED_BYTES = 40 * 1024 * 1024
BROUGHT_BYTES = 24 * 1024 * 1024  # and so many of what people bring, who may be as slow as they like


class MediaFolder(MediaStore):
    """A folder here, or a bucket that several machines share. Named by content: the same file is written once."""

    def __init__(self, store: ObjectStore, keep: timedelta) -> None:
        self.store = store
        self.keep = keep
        self.part_bytes = FOLDER_PART_BYTES if isinstance(store, LocalStore) else BUCKET_PART_BYTES
        both = 2 * self.part_bytes  # one fills while one is written
        self.places = asyncio.Semaphore(RECEIVED_BYTES // both)
        self.brought_places = asyncio.Semaphore(BROUGHT_BYTES // both)

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
    async def receive(self, data: AsyncIterator[bytes], *, brought: bool = False) -> str:
        name = f"{SENT_FOLDER}/{token_hex(20)}"
        async with self.brought_places if brought else self.places:
            try:
                await self.store.put_async(name, data, chunk_size=self.part_bytes, max_concurrency=1)
            except BaseError as error:
                raise OSError(str(error)) from error
        return name

    @override
    async def claim(self, name: str) -> str:
        used = f"{USED_FOLDER}/{name.partition('/')[2]}"
        try:
            await self.store.rename_async(name, used)
        except (OSError, ValueError, BaseError) as error:  # claimed before, or gone
            if await self.look(used) is None:
                raise OSError(str(error)) from error
        return used

    @override
    async def discard(self, name: str) -> None:
        try:
            await self.store.delete_async(name)
        except (OSError, BaseError) as error:  # it goes with its age
            log.info("media.not_discarded", error=type(error).__name__)

    @override
    def open(self, name: str) -> BinaryIO:
        try:
            reader = obstore.open_reader(self.store, name, buffer_size=READ_BYTES)
        except BaseError as error:
            raise OSError(str(error)) from error
        return BufferedReader(StoredFile(reader), READ_BYTES)

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
        ages = dict.fromkeys((BRIEF_FOLDER, LENT_FOLDER, SENT_FOLDER), BRIEF_AGE)
        for prefix, age in (ages | {USED_FOLDER: USED_AGE, KEPT_FOLDER: self.keep}).items():
            async for batch in self.store.list(prefix):
                old += [meta["path"] for meta in batch if today - meta["last_modified"] > age]
        if old:
            await self.store.delete_async(old)
        return len(old)


class StoredFile(RawIOBase):
    """A file of the store as Python reads files."""

    def __init__(self, reader: "ReadableFile") -> None:
        self.reader = reader

    @override
    def readable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        piece = memoryview(self.reader.read(len(view)))
        view[: len(piece)] = piece
        return len(piece)

    @override
    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        return self.reader.seek(offset, whence)

    @override
    def tell(self) -> int:
        return self.reader.tell()


def folder_of(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
