"""What a file is, told by its first bytes: names and headers are what somebody says of it. Pure."""

# Brands of ISO 14496-12 files that are still pictures; other brands are films.
HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
AVIF = frozenset({b"avif", b"avis"})
HEADS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\0\0\0\x0cjP  ", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
    (b"\0\0\0\x0cJXL ", "image/jxl"),
    (b"\xff\x0a", "image/jxl"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"%PDF-", "application/pdf"),
)
# What people call those that have names in capitals.
NAMES = {"image/heic": "HEIC", "image/jp2": "JPEG 2000", "image/jxl": "JPEG XL", "image/vnd.adobe.photoshop": "PSD"}


def sniff(data: bytes) -> str:
    """The media type that the first bytes show; empty when they show none that we know."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return branded(data)
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":  # two letters alone may begin a text
        return "image/bmp"
    return next((kind for head, kind in HEADS if data.startswith(head)), "")


def branded(data: bytes) -> str:
    """Of a file of boxes: by its brand, and by those that it says it can be read as."""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, length, 4))}
    if brands & AVIF:
        return "image/avif"
    return "image/heic" if brands & HEIC else "video/mp4"
