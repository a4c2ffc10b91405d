"""Files that a picture's link may hold: sound ones of odd kinds, broken ones, and traps; a table, to be walked."""

import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageDraw

__all__ = ["BROKEN", "ODD_PICTURES", "SOUND", "odd_picture"]

_MEGABYTE: Final = 1024 * 1024
_COMPOSITE: Final = "compositeWithTrainedAlgorithmicMedia"
_HTML: Final = b"<!doctype html><html><body>This picture has expired.</body></html>"


def _drawn(size: tuple[int, int] = (160, 120), mode: str = "RGB") -> Image.Image:
    """Another colour in each corner, so that one sees how it stands."""
    picture = Image.new("RGB", size, "white")
    half = size[0] // 2, size[1] // 2
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, *half), fill="red")
    pen.rectangle((half[0], 0, size[0], half[1]), fill="green")
    pen.rectangle((0, half[1], half[0], size[1]), fill="blue")
    return picture.convert(mode)


def _saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _png(**options: Any) -> bytes:
    return _saved(_drawn(), "PNG", **options)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _with_chunk(kind: bytes, body: bytes, png: bytes = b"") -> bytes:
    """Right behind the head, which has 33 bytes."""
    png = png or _png()
    return png[:33] + _chunk(kind, body) + png[33:]


def _empty_png(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG that says what it likes of its size."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([depth, colour, 0, 0, 0])
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _noise(size: int) -> bytes:
    """Text that does not become much smaller when it is packed."""
    words = [f"{number * 2654435761 % 4294967296:08x}" for number in range(size // 8)]
    return "".join(words).encode()


def _international(text: bytes, keyword: bytes = b"Comment") -> bytes:
    return keyword + b"\0\x01\0\0\0" + zlib.compress(text)


def marked_by(source: str) -> bytes:
    url = f"http://cv.iptc.org/newscodes/digitalsourcetype/{source}"
    return f'<rdf:Description Iptc4xmpExt:DigitalSourceType="{url}"/>'.encode()


def _camera(orientation: int = 6, size: tuple[int, int] = (160, 120), **options: Any) -> bytes:
    """As a telephone makes it: lying on its side, with place, device and date."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x0110] = "Telephone Works", "Telephone 17"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>made by Telephone 17 of Ann</x:xmpmeta>"
    return _saved(_drawn(size), "JPEG", exif=exif, xmp=xmp, comment=b"Ann's Telephone 17", **options)


def _film(kind: str, **options: Any) -> bytes:
    frames = [_drawn(), Image.new("RGB", (160, 120), "black")]
    return _saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100, **options)


def _second_behind() -> bytes:
    """Two pictures in one JPEG."""
    return _saved(_drawn(), "MPO", save_all=True, append_images=[_drawn((40, 30))])


def _damaged(data: bytes, at: float = 0.5) -> bytes:
    place = int(len(data) * at)
    return data[:place] + bytes(255 - byte for byte in data[place : place + 8]) + data[place + 8 :]


def _cut(data: bytes, share: float = 0.5) -> bytes:
    return data[: int(len(data) * share)]


def _boxes(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1" + brand + bytes(400)


def _resized(jpeg: bytes, width: int, height: int) -> bytes:
    """A progressive JPEG that says it were larger."""
    at = jpeg.index(b"\xff\xc2") + 5
    return jpeg[:at] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + jpeg[at + 4 :]


def _scans() -> bytes:
    """A progressive JPEG that goes over its pixels a thousand times."""
    data = _saved(_drawn((2048, 2048)), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * 1000 + data[-2:]


SOUND: Final[dict[str, Callable[[], bytes]]] = {
    "png": _png,
    "jpeg": lambda: _saved(_drawn(), "JPEG"),
    "webp": lambda: _saved(_drawn(), "WEBP"),
    "gif": lambda: _saved(_drawn(), "GIF"),
    "bmp": lambda: _saved(_drawn(), "BMP"),
    "tiff": lambda: _saved(_drawn(), "TIFF", compression="tiff_lzw"),
    "avif": lambda: _saved(_drawn(), "AVIF"),
    "sticker": lambda: _saved(_drawn(mode="RGBA"), "WEBP", lossless=True),
    "jpeg_two_pictures": _second_behind,
    "jpeg_camera": _camera,
    "jpeg_progressive": lambda: _saved(_drawn(), "JPEG", progressive=True),
    "jpeg_cmyk": lambda: _saved(_drawn(mode="CMYK"), "JPEG"),
    "jpeg_grey": lambda: _saved(_drawn(mode="L"), "JPEG"),
    "jpeg_108_megapixels": lambda: _saved(Image.new("L", (12_000, 9000), 90), "JPEG"),
    "png_grey_16_bits": lambda: _saved(Image.new("I;16", (160, 120), 40000), "PNG"),
    "png_palette_clear": lambda: _saved(_drawn().convert("P"), "PNG", transparency=bytes([0, 128, 255])),
    "png_one_bit": lambda: _saved(_drawn().convert("1"), "PNG"),
    "png_animated": lambda: _film("PNG"),
    "gif_animated": lambda: _film("GIF"),
    "webp_animated": lambda: _film("WEBP"),
    "png_large_itxt": lambda: _with_chunk(b"iTXt", _international(_noise(3 * _MEGABYTE // 2))),
    "png_large_ztxt": lambda: _with_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(_noise(3 * _MEGABYTE // 2))),
    "png_large_profile": lambda: _with_chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(_noise(3 * _MEGABYTE // 2))),
    "png_bomb_itxt": lambda: _with_chunk(b"iTXt", _international(bytes(64 * _MEGABYTE))),
    "png_bomb_ztxt": lambda: _with_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(64 * _MEGABYTE))),
    "png_bomb_profile": lambda: _with_chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(bytes(64 * _MEGABYTE))),
    "png_bad_chunk": lambda: _with_chunk(b"\x01\x02\x03\x04", b"?"),
    "png_bad_text": lambda: _damaged(_with_chunk(b"tEXt", b"Comment\0" + b"x" * 4000), 0.5),
    "png_marked": lambda: _with_chunk(b"iTXt", _international(marked_by(_COMPOSITE), b"XML:com.adobe.xmp")),
    "png_narrow": lambda: _saved(Image.new("RGB", (1, 10_000), "teal"), "PNG"),
    "png_behind_junk_at_end": lambda: _png() + _HTML * 100,
}
"""What a decoder can make a picture of, and we should."""

BROKEN: Final[dict[str, Callable[[], bytes]]] = {
    "empty": bytes,
    "html": lambda: _HTML,
    "words": lambda: b"not a picture at all",
    "svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "heic": lambda: _boxes(b"heic"),
    "jpeg_2000": lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(400),
    "avif_junk": lambda: _boxes(b"avif"),
    "png_head_alone": lambda: b"\x89PNG\r\n\x1a\n",
    "png_bad_length": lambda: _png()[:33] + b"\xff\xff\xff\xf0tEXt" + _png()[33:],
    "png_short_trns": lambda: _with_chunk(b"tRNS", b"\0"),
    "png_no_pixels": lambda: _empty_png(0, 0),
    "png_no_rows": lambda: _empty_png(64, 64),
    "png_deep": lambda: _empty_png(64, 64, depth=77),
    "png_30000_one_bit": lambda: _empty_png(30_000, 30_000, depth=1, colour=0),
    "png_64_megapixels": lambda: _empty_png(8000, 8000),
    "png_sides_of_2_31": lambda: _empty_png(2**31 - 1, 2**31 - 1),
    "png_cut": lambda: _cut(_png()),
    "jpeg_cut": lambda: _cut(_saved(_drawn((800, 600)), "JPEG")),
    "jpeg_head_alone": lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "jpeg_damaged": lambda: _damaged(_saved(_drawn(), "JPEG"), 0.1),
    "jpeg_scans": _scans,
    "jpeg_progressive_too_large": lambda: _resized(_saved(_drawn(), "JPEG", progressive=True), 12_000, 9000),
    "gif_cut": lambda: _cut(_saved(_drawn(), "GIF")),
    "gif_large_screen": lambda: b"GIF89a\xff\xff\xff\xff\0\0\0" + _saved(_drawn(), "GIF")[13:],
    "webp_cut": lambda: _cut(_saved(_drawn(), "WEBP")),
    "webp_large": lambda: b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff",
    "bmp_cut": lambda: _cut(_saved(_drawn(), "BMP")),
    "tiff_cut": lambda: _cut(_saved(_drawn(), "TIFF")),
}
"""What no decoder makes a picture of, or none that we let."""

ODD_PICTURES: Final = SOUND | BROKEN


@cache
def odd_picture(name: str) -> bytes:
    return ODD_PICTURES[name]()
