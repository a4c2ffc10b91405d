"""Pictures that the stand-in did not draw: fetched from this machine, and from nowhere else, and kept."""

import asyncio
import hashlib
import io
import ipaddress
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from PIL import Image, ImageOps
from yarl import URL

__all__ = ["InputFiles", "InputPicture", "fetch_input", "is_near", "kept_input", "read_picture"]

FETCH_S: Final = 5
INPUT_BYTES_MOST: Final = 20 * 2**20
INPUT_PIXELS_MOST: Final = 40_000_000
_TOO_LARGE: Final = f"it has more than {INPUT_BYTES_MOST // 2**20} MB"
_PICTURE_KINDS: Final = ("PNG", "JPEG", "WEBP", "GIF")


@dataclass(frozen=True, slots=True)
class InputPicture:
    """`name` is that of the kept file; the size, in pixels, is that of the upright picture."""

    name: str
    width: int
    height: int


class InputFiles:
    """Files named by what they hold, in `folder`; without one in a folder that goes when they are closed."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._passing: Path | None = None

    def put(self, data: bytes) -> str:
        """Kept from now on under the name that it returns."""
        name = hashlib.blake2b(data, digest_size=16).hexdigest()
        path = self._path_of(name)
        if not path.exists():
            part = path.with_suffix(".part")
            part.write_bytes(data)
            part.replace(path)
        return name

    def has(self, name: str) -> bool:
        """Whether there is one of that name."""
        return self._path_of(name).exists()

    def read(self, name: str) -> bytes:
        """Raises FileNotFoundError when it is not there."""
        return self._path_of(name).read_bytes()

    def close(self) -> None:
        """Without a folder of its own it forgets everything."""
        if self._passing is not None:
            shutil.rmtree(self._passing, ignore_errors=True)

    def _path_of(self, name: str) -> Path:
        if self._folder is None:
            self._folder = self._passing = Path(tempfile.mkdtemp(prefix="chatelier-sandbox-"))
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self._folder / name


def is_near(url: str) -> bool:
    """Whether it is HTTP on this machine, by a number or as `localhost`: a sandbox calls nobody else."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        return parts.scheme in {"http", "https"} and (host == "localhost" or ipaddress.ip_address(host).is_loopback)
    except ValueError:
        return False


async def fetch_input(session: aiohttp.ClientSession, url: str, files: InputFiles) -> InputPicture | None:
    """The picture at an address that `is_near`; None when nobody listens there. Raises ValueError, with what is
    wrong, for anything else that is not a picture within the limits.
    """
    data = await _fetch_bytes(session, url)
    return None if data is None else await asyncio.to_thread(_keep_picture, data, files)


async def kept_input(name: str, files: InputFiles) -> InputPicture:
    """The picture that is kept under a name. Raises ValueError as `fetch_input`."""
    return await asyncio.to_thread(lambda: _keep_picture(files.read(name), files))


def _keep_picture(data: bytes, files: InputFiles) -> InputPicture:
    if len(data) > INPUT_BYTES_MOST:
        raise ValueError(_TOO_LARGE)
    size = read_picture(data).size
    return InputPicture(files.put(data), *size)


async def _fetch_bytes(session: aiohttp.ClientSession, url: str) -> bytes | None:
    timeout = aiohttp.ClientTimeout(total=FETCH_S)
    try:
        async with session.get(URL(url, encoded=True), allow_redirects=False, timeout=timeout) as answer:
            if answer.status != 200:
                raise ValueError(f"it answered with HTTP status {answer.status}")
            return await _read_bounded(answer.content)
    except aiohttp.ClientSSLError as error:  # somebody listens
        raise ValueError("it speaks no TLS that can be trusted") from error
    except aiohttp.ClientConnectorError:
        return None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ValueError("it did not answer in time, or broke off") from error


async def _read_bounded(content: aiohttp.StreamReader) -> bytes:
    whole = bytearray()
    async for part in content.iter_any():
        whole += part
        if len(whole) > INPUT_BYTES_MOST:
            raise ValueError(_TOO_LARGE)
    return bytes(whole)


def read_picture(data: bytes) -> Image.Image:
    """Its first frame, upright, RGB on white. Raises ValueError when it is none, or has too many pixels."""
    try:
        with Image.open(io.BytesIO(data), formats=_PICTURE_KINDS) as picture:
            if picture.width * picture.height <= INPUT_PIXELS_MOST:
                return _flatten(ImageOps.exif_transpose(picture))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pass  # it is too large for the decoder, too
    except Exception as error:
        raise ValueError("it is not a picture") from error
    raise ValueError(f"it has more than {INPUT_PIXELS_MOST // 10**6} million pixels")


def _flatten(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    return ground.convert("RGB")
