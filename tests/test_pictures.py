"""Pictures as people and services send them: read by their bytes, made anew upright, bounded and bare."""

import asyncio
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageStat

from bot.domain.errors import BadPicture, Flaw
from bot.domain.media_types import sniff
from bot.pictures import (
    LENT_SIDE_PIXELS,
    Bounds,
    OpenFile,
    Picture,
    examine_head,
    fit_picture,
    lend_picture,
    lendable_picture,
    shrink_picture,
)
from bot.sandbox.odd_pictures import BROKEN_PICTURES, ODD_PICTURES, SOUND_PICTURES, odd_picture, source_mark

SMALL = Bounds(10_000_000, side=64)
PRIVATE = (b"Exif", b"Telephone", b"GPS", b"Ann", b"xmpmeta", b"Photoshop")


def opened(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as source:
        source.load()
        return source


def corners(data: bytes) -> list[str]:
    """The colours of the four corners: those of a row, then those of the next."""
    seen = opened(data).convert("RGB")
    places = [(x, y) for y in (4, seen.height - 5) for x in (4, seen.width - 5)]
    return [named(seen.getpixel(place)) for place in places]


def named(pixel: object) -> str:
    assert isinstance(pixel, tuple)
    bright = "".join(name for name, value in zip("rgb", pixel, strict=True) if value > 90)
    return {"r": "red", "g": "green", "b": "blue", "rgb": "white"}.get(bright, bright)


@pytest.mark.parametrize("name", SOUND_PICTURES)
def test_sound_ones_are_made_anew(name: str) -> None:
    """Whatever they came as, with nothing in them but pixels, and not too many."""
    made = lend_picture(odd_picture(name))
    seen = opened(made.data)
    assert (made.mime, seen.format) in {("image/png", "PNG"), ("image/jpeg", "JPEG")}
    assert max(seen.size) <= LENT_SIDE_PIXELS
    assert len(made.data) < 400_000
    assert not [word for word in PRIVATE if word in made.data]


def lent(source: bytes | OpenFile) -> Picture | tuple[Flaw, int]:
    """What it is made into, or what is wrong with it."""
    try:
        return lend_picture(source)
    except BadPicture as error:
        return error.flaw, error.limit


@pytest.mark.parametrize("name", [*SOUND_PICTURES, *BROKEN_PICTURES])
def test_a_file_is_made_anew_as_its_bytes_are(name: str, tmp_path: Path) -> None:
    """It is read as it is decoded, wherever it lies, and closed."""
    path = tmp_path / "sent"
    path.write_bytes(odd_picture(name))
    file = path.open("rb")
    assert lent(lambda: file) == lent(odd_picture(name))
    assert file.closed


@pytest.mark.parametrize("name", SOUND_PICTURES)
async def test_no_sound_picture_is_refused_by_its_first_bytes(name: str) -> None:
    """Also one that tells nothing before it is whole."""
    await examine_head(odd_picture(name)[: 64 * 1024])


@pytest.mark.parametrize("name", BROKEN_PICTURES)
async def test_first_bytes_tell_nothing_worse_than_the_whole(name: str) -> None:
    """Whoever sends it is told what is wrong with it, sooner or later."""
    whole = odd_picture(name)
    with suppress(BadPicture):
        await examine_head(whole[: 64 * 1024])
        return
    with pytest.raises(BadPicture) as caught:
        await examine_head(whole[: 64 * 1024])
    assert lent(whole) == (caught.value.flaw, caught.value.limit)


@pytest.mark.parametrize("name", BROKEN_PICTURES)
def test_broken_ones_are_one_kind_of_error(name: str) -> None:
    """Whatever the decoder says of them."""
    with pytest.raises(BadPicture):
        lend_picture(odd_picture(name))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright(orientation: int) -> None:
    """A camera that was held otherwise says so, and its picture looks the same."""
    raw = odd_picture("jpeg")
    turned = opened(raw).transpose(
        {
            1: Image.Transpose.ROTATE_180,  # twice: as it is
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_90,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270,
        }[orientation]
    )
    if orientation == 1:
        turned = turned.transpose(Image.Transpose.ROTATE_180)
    exif = Image.Exif()
    exif[0x0112] = orientation
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        out = BytesIO()
        turned.save(out, kind, exif=exif)
        assert corners(lend_picture(out.getvalue()).data) == ["red", "green", "blue", "white"]
        fitted = shrink_picture(out.getvalue(), SMALL, anew=True)
        assert fitted is not None
        assert corners(fitted.data) == ["red", "green", "blue", "white"]


@pytest.mark.parametrize(
    ("name", "colour"),
    [("png_rgb_16_bits", (78, 156, 234)), ("png_grey_16_bits", (156, 156, 156)), ("tiff_float", (127, 127, 127))],
)
def test_more_than_eight_bits(name: str, colour: tuple[int, int, int]) -> None:
    """Are as bright as they were: neither black nor burnt out."""
    seen = opened(lend_picture(odd_picture(name)).data).convert("RGB")
    assert ImageStat.Stat(seen).mean == pytest.approx(colour, abs=3)


def test_a_sane_profile_stays() -> None:
    """So that colours stay what they are; one that is none is left out."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for given_profile, kept in (
        (profile, profile),
        (profile + b"x", None),
        (profile[:-50], None),
        (b"x" * 500, None),
    ):
        for kind in ("JPEG", "PNG", "WEBP"):
            out = BytesIO()
            Image.new("RGB", (64, 48), "teal").save(out, kind, icc_profile=given_profile)
            assert opened(lend_picture(out.getvalue()).data).info.get("icc_profile") == kept


def test_what_can_be_seen_through_stays_so() -> None:
    """A sticker has no ground; a JPEG of it has a white one."""
    out = BytesIO()
    Image.new("RGBA", (64, 48), (255, 0, 0, 0)).save(out, "WEBP", lossless=True)
    lent = opened(lend_picture(out.getvalue()).data)
    assert (lent.format, lent.mode, lent.getpixel((5, 5))) == ("PNG", "RGBA", (0, 0, 0, 0))
    fitted = shrink_picture(out.getvalue(), SMALL, anew=True)
    assert fitted is not None
    assert named(opened(fitted.data).getpixel((5, 5))) == "white"


@pytest.mark.parametrize("name", SOUND_PICTURES)
def test_what_we_make_says_that_a_model_painted_it(name: str) -> None:
    """In the words of IPTC; and nothing of the file's own comes along."""
    made = shrink_picture(odd_picture(name), SMALL, anew=True)
    assert made is not None
    told = b"compositeWithTrainedAlgorithmicMedia" if name == "png_marked" else b"/trainedAlgorithmicMedia"
    assert made.data.count(b"http://cv.iptc.org/newscodes/digitalsourcetype") == 1
    assert told in made.data
    assert not [word for word in (b"Exif", b"Telephone", b"GPS", b"Ann") if word in made.data]
    assert max(opened(made.data).size) <= 64


@pytest.mark.parametrize(
    ("told", "kept"),
    [("algorithmicMedia", "algorithmicMedia"), ("digitalCapture", "trainedAlgorithmicMedia")],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_mark_of_a_file_is_kept(told: str, kept: str, kind: str) -> None:
    """Where it says that a machine made it: what the service paints is never a photo."""
    out = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, kind, **({} if kind == "PNG" else {"xmp": source_mark(told)}))
    data = out.getvalue()
    if kind == "PNG":
        data = data[:-12] + source_mark(told) + data[-12:]
    made = shrink_picture(data, SMALL, anew=True)
    assert made is not None
    assert f'digitalsourcetype/{kept}"'.encode() in made.data


@pytest.mark.parametrize("anew", [True, False])
@pytest.mark.parametrize("name", ODD_PICTURES)
async def test_a_result_fits_or_is_said_not_to(name: str, anew: bool) -> None:  # noqa: FBT001 - a case
    """None: it may be sent as it is, since nothing speaks against it, or nobody can tell."""
    bounds = Bounds(10_000_000, sides=10_000, ratio=20.0)
    try:
        made = await fit_picture(odd_picture(name), bounds, anew=anew)
    except BadPicture:
        assert name in BROKEN_PICTURES
        return
    if made is None:
        assert not anew
        return
    seen = opened(made.data)
    assert (seen.format, seen.info.get("progressive"), seen.mode in {"L", "RGB"}) == ("JPEG", None, True)
    assert sum(seen.size) <= bounds.sides
    assert max(seen.size) <= bounds.ratio * min(seen.size)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(sorted(set(ODD_PICTURES) - {"jpeg_108_megapixels", "jpeg_scans"})), st.data())
def test_nothing_else_is_raised_whatever_the_bytes(name: str, data: st.DataObject) -> None:
    """Some bytes changed, some cut off: a picture, or the one error."""
    raw = bytearray(odd_picture(name))
    for _ in range(data.draw(st.integers(0, 6))):
        if raw:
            raw[data.draw(st.integers(0, min(len(raw), 600) - 1))] = data.draw(st.integers(0, 255))
    broken = bytes(raw[: data.draw(st.integers(0, len(raw)))]) if data.draw(st.booleans()) else bytes(raw)
    for work in (
        lend_picture,
        lambda it: shrink_picture(it, SMALL, anew=True),
        lambda it: shrink_picture(it, SMALL, anew=False),
    ):
        try:
            work(broken)
        except BadPicture:
            continue


@given(st.binary(max_size=80))
def test_sniffing_takes_anything(data: bytes) -> None:
    """Short ones and odd ones."""
    assert sniff(data) in {"", sniff(data + b"more")} or len(data) < 24


async def test_the_loop_goes_on_meanwhile() -> None:
    """Decoding happens beside it."""
    turns = 0
    async with asyncio.TaskGroup() as group:
        work = group.create_task(lendable_picture(odd_picture("jpeg_108_megapixels")))
        while not work.done():
            turns += 1
            await asyncio.sleep(0.001)
    assert turns > 3
