"""Opens pictures, and nobody else does: tells what they are, and makes them anew, bounded and bare.

Whatever a decoder raises leaves here as BadPicture. Two are decoded at a time in a process, in threads.
"""

import asyncio
import re
import warnings
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from math import ceil
from typing import BinaryIO, Final, TypeVar

from PIL import ExifTags, Image, ImageOps

from bot.domain.errors import BadPicture, Flaw
from bot.domain.media_types import NAMES, sniff

ResultT = TypeVar("ResultT")
OpenFile = Callable[[], BinaryIO]

# Pixels that are decoded: the largest picture that the service makes has half of them (2K, four of 4:1). They take
# four bytes each, and work on them as much again.
PICTURE_PIXELS: Final = 32 * 1024 * 1024
# A JPEG may have more: it can be decoded at a half, a quarter or an eighth of its size. Telephones make 200 M.
JPEG_PIXELS: Final = 200_000_000
LENT_SIDE_PIXELS: Final = 4096  # references are looked at, and the service makes no larger single pictures
LENT_PNG_BYTES: Final = 10 * 1024 * 1024  # of a picture with transparency; a larger one becomes a JPEG
LENT_JPEG_QUALITY: Final = 95
JPEG_QUALITIES: Final = (92, 85, 75, 60)
SIDE_HALVINGS: Final = 3
# Passes over all pixels of a JPEG, at most, for one of PIXELS; usual progressive ones have ten.
JPEG_SCANS: Final = 64
SEGMENTS_MOST: Final = 10_000  # of a JPEG that are looked at; usual ones have twenty
SNIFFED_BYTES: Final = 1024
SCANNED_BYTES: Final = 1024 * 1024  # of a file, at a time
# ITU-T T.81, table B.1.
SEGMENT_MARKER: Final = 0xFF
SCAN_MARKER: Final = 0xDA
PROGRESSIVE_MARKERS: Final = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
PROFILE_BYTES: Final = 1024 * 1024  # of a colour profile; usual ones have some kilobytes
EMBEDDED_TEXT_BYTES: Final = 1024 * 1024  # of a text inside a picture that we look at
DECODER_THREADS: Final = 2

PILLOW_FORMATS: Final = {
    "image/png": ("PNG",),
    "image/jpeg": ("JPEG",),  # also those with a second picture behind the first, which it calls MPO
    "image/webp": ("WEBP",),
    "image/gif": ("GIF",),
    "image/avif": ("AVIF",),
    "image/tiff": ("TIFF",),
    "image/bmp": ("BMP",),
}
EXIF_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# IPTC's vocabulary for where a picture comes from, and those of its words that say that a model painted it.
SOURCE_TYPE_BASE: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
USUAL_SOURCE_TYPE: Final = "trainedAlgorithmicMedia"
MODEL_SOURCE_TYPES: Final = frozenset(
    {USUAL_SOURCE_TYPE, "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia"}
)
_SOURCE_TYPE_PATTERN: Final = re.compile(rb"cv\.iptc\.org/newscodes/digitalsourcetype/([A-Za-z]{1,60})")
_XMP_TEMPLATE: Final = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    ' Iptc4xmpExt:DigitalSourceType="{source}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)

# Pillow looks at the size before it decodes; we do as well, and say which it was.
Image.MAX_IMAGE_PIXELS = JPEG_PIXELS // 2  # twice as many are an error
# Now, while there are descriptors to be had: a decoder that could not be read when it was wanted calls all damaged.
Image.init()
warnings.filterwarnings("ignore", module=r"PIL\.")  # of what is odd in a picture nobody needs to hear
_threads: Final = ThreadPoolExecutor(DECODER_THREADS, "pictures")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a picture has to fit: `size` in bytes, the longer `side` and both `sides` in pixels, and their `ratio`.

    0: any.
    """

    size: int
    side: int = 0
    sides: int = 0
    ratio: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A file, what it is, and its width and height in pixels."""

    data: bytes
    mime: str
    size: tuple[int, int]


async def lendable_picture(source: bytes | OpenFile) -> Picture:
    """A person's picture to be handed on: upright, at most LENT_SIDE pixels, and nothing in it but the picture.

    A file is opened in a thread, and read as it is decoded. Raises BadPicture; OSError where it cannot be read.
    """
    return await run_decoder(lend_picture, source)


async def examine_head(data: bytes) -> None:
    """Raises BadPicture for what begins so, and cannot be a picture that is used here; the rest is seen later."""
    await run_decoder(check_head, data)


async def cut_part(data: bytes, part: int) -> Picture:
    """Part 1 to 4 of a sheet of four, row by row, as it is there. Raises BadPicture."""
    return await run_decoder(cut_quarter, data, part)


async def fit_picture(data: bytes, bounds: Bounds, *, anew: bool, painted: bool = True) -> Picture | None:
    """A result as a JPEG that fits, marked as painted by a model; None when it fits as it is, unless wanted `anew`.

    `painted`: whether a model did; then it is marked so. Raises BadPicture when it does not fit and cannot be made
    to.
    """
    return await run_decoder(partial(shrink_picture, anew=anew, painted=painted), data, bounds)


async def run_decoder(work: Callable[..., ResultT], *arguments: object) -> ResultT:
    """Work on pictures, in one of the threads for that."""
    return await asyncio.get_running_loop().run_in_executor(_threads, work, *arguments)


# --- what the threads do ---------------------------------------------------------------------------


def lend_picture(source: bytes | OpenFile) -> Picture:
    """`lendable_picture`, in a thread. Raises BadPicture."""
    with source() if callable(source) else BytesIO(source) as file, decoder_flaws(), open_picture(file) as opened:
        profile = opened.info.get("icc_profile")
        opened.thumbnail((LENT_SIDE_PIXELS, LENT_SIDE_PIXELS))
        turn = upright_turn(opened)
        return encode_lent(turn_pixels(bare_pixels(opened), turn), profile)


def encode_lent(picture: Image.Image, profile: object) -> Picture:
    """PNG where there is something to see through, unless that is too large; else JPEG."""
    icc = profile if sane_profile(profile, picture.mode) else None
    if picture.mode in {"LA", "RGBA"}:
        out = BytesIO()
        picture.save(out, "PNG", icc_profile=icc)
        if out.tell() <= LENT_PNG_BYTES:
            return Picture(out.getvalue(), "image/png", picture.size)
    out = BytesIO()
    on_white(picture).save(out, "JPEG", quality=LENT_JPEG_QUALITY, subsampling=0, icc_profile=icc)
    return Picture(out.getvalue(), "image/jpeg", picture.size)


def check_head(data: bytes) -> None:
    """`examine_head`, in a thread. Raises BadPicture."""
    try:
        with decoder_flaws(), open_picture(BytesIO(data)):
            pass
    except BadPicture as error:
        if error.flaw is not Flaw.DAMAGED:  # some kinds tell nothing before they are whole
            raise


def cut_quarter(data: bytes, part: int) -> Picture:
    """`cut_part`, in a thread. Raises BadPicture."""
    with decoder_flaws(), open_picture(BytesIO(data)) as source:
        profile = source.info.get("icc_profile")
        picture = bare_pixels(source)
        row, column = divmod(part - 1, 2)
        width, height = picture.width // 2, picture.height // 2
        if min(width, height) < 1:
            raise BadPicture(Flaw.DAMAGED)
        # Of an odd number of pixels the one in the middle belongs to nobody.
        left, top = column * (picture.width - width), row * (picture.height - height)
        cut = picture.crop((left, top, left + width, top + height))
        out = BytesIO()
        icc = profile if sane_profile(profile, cut.mode) else None
        cut.save(out, "PNG", compress_level=1, icc_profile=icc)
        return Picture(out.getvalue(), "image/png", cut.size)


def shrink_picture(data: bytes, bounds: Bounds, *, anew: bool, painted: bool = True) -> Picture | None:
    """`fit_picture`, in a thread. Raises BadPicture."""
    if not anew and len(data) <= bounds.size and fits_as_it_is(data, bounds):
        return None
    with decoder_flaws(), open_picture(BytesIO(data)) as source:
        if bounds.side:
            source.thumbnail((bounds.side, bounds.side))
        turn = upright_turn(source)
        picture = turn_pixels(fit_sides(on_white(bare_pixels(source)), bounds), turn)
        return jpeg_within(picture, bounds.size, source_note(data) if painted else b"")


def fits_as_it_is(data: bytes, bounds: Bounds) -> bool:
    """By the pixels; what cannot be measured is for the platform to judge."""
    if not (bounds.side or bounds.sides or bounds.ratio):
        return True
    try:
        with decoder_flaws(), open_picture(BytesIO(data), bounded=False) as source:
            width, height = source.size
    except BadPicture as error:
        return error.flaw is not Flaw.PIXELS
    return not (
        (bounds.side and max(width, height) > bounds.side)
        or (bounds.sides and width + height > bounds.sides)
        or (bounds.ratio and max(width, height) > bounds.ratio * min(width, height))
    )


def jpeg_within(picture: Image.Image, limit: int, xmp: bytes) -> Picture:
    """Raises BadPicture when it cannot be made that small."""
    qualities: tuple[int, ...] = JPEG_QUALITIES
    for _ in range(SIDE_HALVINGS):
        for quality in qualities:
            out = BytesIO()
            picture.save(out, "JPEG", quality=quality, xmp=xmp)
            if out.tell() <= limit:
                return Picture(out.getvalue(), "image/jpeg", picture.size)
        picture.thumbnail((max(picture.width // 2, 1), max(picture.height // 2, 1)))
        qualities = JPEG_QUALITIES[-1:]
    raise BadPicture(Flaw.PIXELS, width=picture.width, height=picture.height)


def fit_sides(picture: Image.Image, bounds: Bounds) -> Image.Image:
    """Within the platform's sides; one that is too narrow stands on a black ground."""
    if bounds.sides and sum(picture.size) > bounds.sides:
        share = bounds.sides / sum(picture.size)
        picture.thumbnail((max(int(picture.width * share), 1), max(int(picture.height * share), 1)))
    if bounds.ratio and max(picture.size) > bounds.ratio * min(picture.size):
        least = ceil(max(picture.size) / bounds.ratio)
        picture = ImageOps.pad(picture, (max(picture.width, least), max(picture.height, least)))
        return fit_sides(picture, bounds)  # the ground may be too much now
    return picture


# --- opening ---------------------------------------------------------------------------------------


@contextmanager
def decoder_flaws() -> Iterator[None]:
    """Raises BadPicture for whatever decoders stumble over: OSError, SyntaxError, ValueError, struct.error …"""
    try:
        yield
    except BadPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise BadPicture(Flaw.PIXELS, limit=PICTURE_PIXELS) from error
    except Exception as error:
        raise BadPicture(Flaw.DAMAGED) from error


def open_picture(file: BinaryIO, *, bounded: bool = True) -> Image.Image:
    """Its head is read; a JPEG is set to be decoded at a part of its size if it has to be. Raises BadPicture."""
    mime = sniff(file.read(SNIFFED_BYTES))
    if mime not in PILLOW_FORMATS:
        raise BadPicture(Flaw.FORMAT if mime else Flaw.UNKNOWN, kind=NAMES.get(mime, mime))
    file.seek(0)
    if mime == "image/png":
        file = BytesIO(bare_png(file.read()))
    picture: Image.Image = Image.open(file, formats=PILLOW_FORMATS[mime])
    width, height = picture.size
    if min(width, height) < 1:
        raise BadPicture(Flaw.DAMAGED)
    if bounded and width * height > (most := pixel_limit(picture, file)):
        raise BadPicture(Flaw.PIXELS, width=width, height=height, limit=most)
    if bounded and width * height > PICTURE_PIXELS:
        part = next(part for part in (2, 4, 8) if width * height <= PICTURE_PIXELS * part * part)
        picture.draft(picture.mode, (width // part, height // part))
    return picture


def pixel_limit(picture: Image.Image, file: BinaryIO) -> int:
    """Of a JPEG whose pixels come in one pass; those that come in several are held in memory as a whole."""
    if picture.format not in {"JPEG", "MPO"}:
        return PICTURE_PIXELS if tiles_fit(picture) else 0
    place = file.tell()  # Pillow goes on from there
    try:
        if one_pass(file, len(picture.getbands())):
            return JPEG_PIXELS
        return min(PICTURE_PIXELS, PICTURE_PIXELS * JPEG_SCANS // max(count_scans(file), 1))
    finally:
        file.seek(place)


def one_pass(file: BinaryIO, bands: int) -> bool:
    """Whether the first scan of a JPEG has all its colours, whole; False also where that cannot be seen."""
    at = 2
    for _ in range(SEGMENTS_MOST):
        file.seek(at)
        head = file.read(5)
        if len(head) < 5 or head[0] != SEGMENT_MARKER or head[1] in PROGRESSIVE_MARKERS:  # noqa: PLR2004 - as read
            return False
        if head[1] == SCAN_MARKER:
            return head[4] == bands
        at += 2 + int.from_bytes(head[2:4], "big")
    return False


def count_scans(file: BinaryIO) -> int:
    """How often a JPEG begins to tell its pixels, or something in it looks so."""
    file.seek(0)
    found, last = 0, b""
    while piece := file.read(SCANNED_BYTES):
        found += (last + piece).count(bytes([SEGMENT_MARKER, SCAN_MARKER]))
        last = piece[-1:]
    return found


def tiles_fit(picture: Image.Image) -> bool:
    """Whether the tiles of a TIFF are no larger than any picture; each is decoded as a whole."""
    tags = getattr(picture, "tag_v2", {})
    return int(tags.get(322, 1)) * int(tags.get(323, 1)) <= PICTURE_PIXELS  # TileWidth, TileLength


# --- what is inside --------------------------------------------------------------------------------


def bare_png(data: bytes) -> bytes:
    """Without all that may be in a PNG besides one picture: texts, frames, and what is damaged of them."""
    parts = [data[:8]]
    for kind, start, end in png_chunks(data):
        if kind in {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"} or (
            kind in {b"iCCP", b"eXIf"} and useful_chunk(data, kind, start, end)
        ):
            parts.append(data[start:end])
    return b"".join(parts)


def png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of each; the last may be cut."""
    at = 8
    while at + 8 <= len(data):
        end = min(at + 12 + int.from_bytes(data[at : at + 4], "big"), len(data))
        kind = data[at + 4 : at + 8]
        yield kind, at, end
        if kind == b"IEND":
            return
        at = end


def useful_chunk(data: bytes, kind: bytes, start: int, end: int) -> bool:
    """Whole, and no larger than it should be."""
    if end - start > PROFILE_BYTES or zlib.crc32(data[start + 4 : end - 4]) != int.from_bytes(
        data[end - 4 : end], "big"
    ):
        return False
    if kind == b"eXIf":
        return True
    profile = inflate_limited(data[start + 8 : end - 4].partition(b"\0")[2][1:], PROFILE_BYTES + 1)
    return len(profile) <= PROFILE_BYTES


def inflate_limited(packed: bytes, limit: int) -> bytes:
    """At most so many bytes; none when it makes no sense."""
    try:
        return zlib.decompressobj().decompress(packed, limit)
    except zlib.error:
        return b""


def upright_turn(source: Image.Image) -> Image.Transpose | None:
    """As the camera was held, which its Exif tells; a PNG may tell it at its end. What is damaged says nothing."""
    if source.format == "TIFF":  # Pillow turns these while it decodes them
        return None
    try:
        return EXIF_TURNS.get(source.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - as in `decoder_flaws`: Exif is no reason to refuse a picture
        return None


def turn_pixels(picture: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    return picture if turn is None else picture.transpose(turn)


def bare_pixels(picture: Image.Image) -> Image.Image:
    """Its pixels alone, in one of L, LA, RGB, RGBA; grey of more than eight bits is made eight.

    What has them already loses all else: a copy of a large one would be as large.
    """
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    elif picture.mode == "F":  # from black, which is 0, to the brightest there is
        brightest = float(picture.getextrema()[1])  # type: ignore[arg-type]  # it has one band
        picture = picture.point(lambda value: value * (255 / max(brightest, 1e-9))).convert("L")
    clear = "transparency" in picture.info or picture.mode in {"LA", "RGBA", "PA", "La", "RGBa"}
    wanted = picture.mode if picture.mode in {"L", "LA"} and "transparency" not in picture.info else ""
    wanted = wanted or ("RGBA" if clear else "RGB")
    bare = picture.mode == wanted and "transparency" not in picture.info
    made = picture if bare else picture.convert(wanted)
    made.load()
    made.info = {}
    return made


def on_white(picture: Image.Image) -> Image.Image:
    """On white where one could see through."""
    if picture.mode not in {"LA", "RGBA"}:
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
    return ground


def sane_profile(profile: object, mode: str) -> bool:
    """Whether a colour profile is one (ICC.1, 7.2: its size, its space of colours, its signature)."""
    if not isinstance(profile, bytes) or not 128 <= len(profile) <= PROFILE_BYTES:  # noqa: PLR2004 - its header
        return False
    space = b"GRAY" if mode in {"L", "LA"} else b"RGB "
    return (
        int.from_bytes(profile[:4], "big") == len(profile) and profile[16:20] == space and profile[36:40] == b"acsp"
    )


def source_note(data: bytes) -> bytes:
    """The XMP in what is made of a result: a model has painted it."""
    return _XMP_TEMPLATE.format(source=source_type(data)).encode()


def source_type(data: bytes) -> str:
    """Where a result says that it comes from, if that is a model; else that it does."""
    found = {match[1].decode() for match in _SOURCE_TYPE_PATTERN.finditer(data)} | packed_sources(data)
    return SOURCE_TYPE_BASE + next(iter(sorted(found & MODEL_SOURCE_TYPES, reverse=True)), USUAL_SOURCE_TYPE)


def packed_sources(data: bytes) -> set[str]:
    """What the compressed texts of a PNG say of that."""
    if sniff(data) != "image/png":
        return set()
    texts = (data[start + 8 : end - 4] for kind, start, end in png_chunks(data) if kind == b"iTXt")
    xmps = (text for text in texts if text.startswith(b"XML:com.adobe.xmp\0\x01"))
    packed = (text[20:].partition(b"\0")[2].partition(b"\0")[2] for text in xmps)
    plain = (inflate_limited(text, EMBEDDED_TEXT_BYTES) for text in packed)
    return {match[1].decode() for text in plain for match in _SOURCE_TYPE_PATTERN.finditer(text)}
