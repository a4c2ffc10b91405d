"""Files that a picture's link may hold: sound ones of odd kinds, broken ones, and traps; a table, to be walked."""

import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageDraw

__all__ = ["BROKEN_PICTURES", "ODD_PICTURES", "SOUND_PICTURES", "odd_picture"]

_MEBIBYTE: Final = 1024 * 1024
_COMPOSITE_SOURCE: Final = "compositeWithTrainedAlgorithmicMedia"
_EXPIRED_PAGE: Final = b"<!doctype html><html><body>This picture has expired.</body></html>"


def _draw_corners(size: tuple[int, int] = (160, 120), mode: str = "RGB") -> Image.Image:
    """Another colour in each corner, so that one sees how it stands."""
    picture = Image.new("RGB", size, "white")
    half = size[0] // 2, size[1] // 2
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, *half), fill="red")
    pen.rectangle((half[0], 0, size[0], half[1]), fill="green")
    pen.rectangle((0, half[1], half[0], size[1]), fill="blue")
    return picture.convert(mode)


def _save_as(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _plain_png(**options: Any) -> bytes:
    return _save_as(_draw_corners(), "PNG", **options)


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _png_with_chunk(kind: bytes, body: bytes, png: bytes = b"") -> bytes:
    """Right behind the head, which has 33 bytes."""
    png = png or _plain_png()
    return png[:33] + _png_chunk(kind, body) + png[33:]


def _empty_png(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG that says what it likes of its size."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([depth, colour, 0, 0, 0])
    body = _png_chunk(b"IHDR", head) + _png_chunk(b"IDAT", zlib.compress(b"")) + _png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _png_rgb_16_bits() -> bytes:
    head = (160).to_bytes(4, "big") + (120).to_bytes(4, "big") + bytes([16, 2, 0, 0, 0])
    rows = zlib.compress((b"\0" + bytes.fromhex("4e209c40ea60") * 160) * 120)
    parts = (_png_chunk(b"IHDR", head), _png_chunk(b"IDAT", rows), _png_chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _noisy_text(size: int) -> bytes:
    """Text that does not become much smaller when it is packed."""
    words = [f"{number * 2654435761 % 4294967296:08x}" for number in range(size // 8)]
    return "".join(words).encode()


def _itxt_body(text: bytes, keyword: bytes = b"Comment") -> bytes:
    return keyword + b"\0\x01\0\0\0" + zlib.compress(text)


def source_mark(source: str) -> bytes:
    """XMP by which a picture says where it comes from (IPTC, digital source type)."""
    url = f"http://cv.iptc.org/newscodes/digitalsourcetype/{source}"
    return f'<rdf:Description Iptc4xmpExt:DigitalSourceType="{url}"/>'.encode()


def _camera_jpeg(orientation: int = 6, size: tuple[int, int] = (160, 120), **options: Any) -> bytes:
    """As a telephone makes it: lying on its side, with place, device and date."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x0110] = "Telephone Works", "Telephone 17"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>made by Telephone 17 of Ann</x:xmpmeta>"
    return _save_as(_draw_corners(size), "JPEG", exif=exif, xmp=xmp, comment=b"Ann's Telephone 17", **options)


def _two_frames(kind: str, **options: Any) -> bytes:
    frames = [_draw_corners(), Image.new("RGB", (160, 120), "black")]
    return _save_as(frames[0], kind, save_all=True, append_images=frames[1:], duration=100, **options)


def _two_pictures() -> bytes:
    """Two pictures in one JPEG."""
    return _save_as(_draw_corners(), "MPO", save_all=True, append_images=[_draw_corners((40, 30))])


def _damage_bytes(data: bytes, at: float = 0.5) -> bytes:
    place = int(len(data) * at)
    return data[:place] + bytes(255 - byte for byte in data[place : place + 8]) + data[place + 8 :]


def _cut_short(data: bytes, share: float = 0.5) -> bytes:
    return data[: int(len(data) * share)]


def _heif_boxes(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1" + brand + bytes(400)


def _claim_size(jpeg: bytes, width: int, height: int) -> bytes:
    """A progressive JPEG that says it were larger."""
    at = jpeg.index(b"\xff\xc2") + 5
    return jpeg[:at] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + jpeg[at + 4 :]


def _many_scans() -> bytes:
    """A progressive JPEG that goes over its pixels a thousand times."""
    data = _save_as(_draw_corners((2048, 2048)), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * 1000 + data[-2:]


SOUND_PICTURES: Final[dict[str, Callable[[], bytes]]] = {
    "png": _plain_png,
    "jpeg": lambda: _save_as(_draw_corners(), "JPEG"),
    "webp": lambda: _save_as(_draw_corners(), "WEBP"),
    "gif": lambda: _save_as(_draw_corners(), "GIF"),
    "bmp": lambda: _save_as(_draw_corners(), "BMP"),
    "tiff": lambda: _save_as(_draw_corners(), "TIFF", compression="tiff_lzw"),
    "avif": lambda: _save_as(_draw_corners(), "AVIF"),
    "sticker": lambda: _save_as(_draw_corners(mode="RGBA"), "WEBP", lossless=True),
    "jpeg_two_pictures": _two_pictures,
    "jpeg_camera": _camera_jpeg,
    "jpeg_progressive": lambda: _save_as(_draw_corners(), "JPEG", progressive=True),
    "jpeg_cmyk": lambda: _save_as(_draw_corners(mode="CMYK"), "JPEG"),
    "jpeg_grey": lambda: _save_as(_draw_corners(mode="L"), "JPEG"),
    "jpeg_108_megapixels": lambda: _save_as(Image.new("L", (12_000, 9000), 90), "JPEG"),
    "png_grey_16_bits": lambda: _save_as(Image.new("I;16", (160, 120), 40000), "PNG"),
    "png_palette_clear": lambda: _save_as(_draw_corners().convert("P"), "PNG", transparency=bytes([0, 128, 255])),
    "png_rgb_16_bits": _png_rgb_16_bits,
    "tiff_float": lambda: _save_as(Image.linear_gradient("L").convert("F"), "TIFF"),
    "tiff_cmyk": lambda: _save_as(_draw_corners(mode="CMYK"), "TIFF"),
    "png_one_bit": lambda: _save_as(_draw_corners().convert("1"), "PNG"),
    "png_animated": lambda: _two_frames("PNG"),
    "gif_animated": lambda: _two_frames("GIF"),
    "webp_animated": lambda: _two_frames("WEBP"),
    "png_large_itxt": lambda: _png_with_chunk(b"iTXt", _itxt_body(_noisy_text(3 * _MEBIBYTE // 2))),
    "png_large_ztxt": lambda: _png_with_chunk(
        b"zTXt", b"Comment\0\0" + zlib.compress(_noisy_text(3 * _MEBIBYTE // 2))
    ),
    "png_large_profile": lambda: _png_with_chunk(
        b"iCCP", b"sRGB\0\0" + zlib.compress(_noisy_text(3 * _MEBIBYTE // 2))
    ),
    "png_bomb_itxt": lambda: _png_with_chunk(b"iTXt", _itxt_body(bytes(64 * _MEBIBYTE))),
    "png_bomb_ztxt": lambda: _png_with_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(64 * _MEBIBYTE))),
    "png_bomb_profile": lambda: _png_with_chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(bytes(64 * _MEBIBYTE))),
    "png_bad_chunk": lambda: _png_with_chunk(b"\x01\x02\x03\x04", b"?"),
    "png_bad_text": lambda: _damage_bytes(_png_with_chunk(b"tEXt", b"Comment\0" + b"x" * 4000), 0.5),
    "png_marked": lambda: _png_with_chunk(
        b"iTXt", _itxt_body(source_mark(_COMPOSITE_SOURCE), b"XML:com.adobe.xmp")
    ),
    "png_narrow": lambda: _save_as(Image.new("RGB", (1, 10_000), "teal"), "PNG"),
    "png_behind_junk_at_end": lambda: _plain_png() + _EXPIRED_PAGE * 100,
}
"""What a decoder can make a picture of, and we should."""

BROKEN_PICTURES: Final[dict[str, Callable[[], bytes]]] = {
    "empty": bytes,
    "html": lambda: _EXPIRED_PAGE,
    "words": lambda: b"not a picture at all",
    "svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "heic": lambda: _heif_boxes(b"heic"),
    "jpeg_2000": lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(400),
    "avif_junk": lambda: _heif_boxes(b"avif"),
    "png_head_alone": lambda: b"\x89PNG\r\n\x1a\n",
    "png_bad_length": lambda: _plain_png()[:33] + b"\xff\xff\xff\xf0tEXt" + _plain_png()[33:],
    "png_short_trns": lambda: _png_with_chunk(b"tRNS", b"\0"),
    "png_no_pixels": lambda: _empty_png(0, 0),
    "png_no_rows": lambda: _empty_png(64, 64),
    "png_deep": lambda: _empty_png(64, 64, depth=77),
    "png_30000_one_bit": lambda: _empty_png(30_000, 30_000, depth=1, colour=0),
    "png_64_megapixels": lambda: _empty_png(8000, 8000),
    "png_sides_of_2_31": lambda: _empty_png(2**31 - 1, 2**31 - 1),
    "png_cut": lambda: _cut_short(_plain_png()),
    "jpeg_cut": lambda: _cut_short(_save_as(_draw_corners((800, 600)), "JPEG")),
    "jpeg_head_alone": lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "jpeg_damaged": lambda: _damage_bytes(_save_as(_draw_corners(), "JPEG"), 0.1),
    "jpeg_scans": _many_scans,
    "jpeg_progressive_too_large": lambda: _claim_size(
        _save_as(_draw_corners(), "JPEG", progressive=True), 12_000, 9000
    ),
    "gif_cut": lambda: _cut_short(_save_as(_draw_corners(), "GIF")),
    "gif_large_screen": lambda: b"GIF89a\xff\xff\xff\xff\0\0\0" + _save_as(_draw_corners(), "GIF")[13:],
    "webp_cut": lambda: _cut_short(_save_as(_draw_corners(), "WEBP")),
    "webp_large": lambda: b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff",
    "bmp_cut": lambda: _cut_short(_save_as(_draw_corners(), "BMP")),
    "tiff_cut": lambda: _cut_short(_save_as(_draw_corners(), "TIFF")),
}
"""What no decoder makes a picture of, or none that we let."""

ODD_PICTURES: Final = SOUND_PICTURES | BROKEN_PICTURES


@cache
def odd_picture(name: str) -> bytes:
    """The bytes of a file, by a name of ODD_PICTURES; made once."""
    return ODD_PICTURES[name]()
