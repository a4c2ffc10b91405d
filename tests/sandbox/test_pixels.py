"""Every button does to the picture what it says."""

import base64
import io
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.sandbox.driving import Hand, Open, Sandbox

Pixels = NDArray[np.int16]


def far(a: Pixels, b: Pixels) -> float:
    """Mean difference per channel, 0..255."""
    assert a.shape == b.shape
    return float(np.abs(a - b).mean())


def cells(grid: Pixels) -> list[Pixels]:
    height, width = grid.shape[0] // 2, grid.shape[1] // 2
    return [grid[y : y + height, x : x + width] for y in (0, height) for x in (0, width)]


def energy(pixels: Pixels) -> float:
    """How much neighbours differ: low for a blurred picture."""
    return float(np.abs(np.diff(pixels, axis=0)).mean() + np.abs(np.diff(pixels, axis=1)).mean())


def shrunk(pixels: Pixels, width: int, height: int) -> Pixels:
    image = Image.fromarray(pixels.astype(np.uint8)).resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(image, dtype=np.int16)


async def press(sandbox: Sandbox, action: str, image: dict[str, Any], **more: Any) -> tuple[dict[str, Any], Pixels]:
    done = await sandbox.call("imagine", action=action, image_id=image["image_id"], **more)
    pixels = await sandbox.pixels(done["raw_image_url"])
    assert pixels.shape == (done["raw_image_height"], done["raw_image_width"], 3)
    return done, pixels


@pytest.fixture
async def grid(sandbox: Sandbox) -> dict[str, Any]:
    done: dict[str, Any] = await sandbox.call(
        "imagine", prompt="a lighthouse in a storm --seed 5", split_images=True
    )
    return done


@pytest.fixture
async def single(sandbox: Sandbox, grid: dict[str, Any]) -> tuple[dict[str, Any], Pixels]:
    return await press(sandbox, "upscale2", grid)


async def test_grid(sandbox: Sandbox, grid: dict[str, Any]) -> None:
    """Four clearly different pictures, the same for the same words and seed, others for another seed."""
    pixels = await sandbox.pixels(grid["raw_image_url"])
    four = cells(pixels)
    assert min(far(four[a], four[b]) for a in range(4) for b in range(a)) > 12
    again = await sandbox.call("imagine", prompt="a lighthouse in a storm --seed 5")
    assert far(pixels, await sandbox.pixels(again["raw_image_url"])) == 0
    _, other = await press(sandbox, "reroll", grid)
    assert far(pixels, other) > 12
    for cell, url in zip(four, grid["sub_image_urls"], strict=True):
        assert far(cell, await sandbox.pixels(url)) == 0


async def test_reduced(sandbox: Sandbox, grid: dict[str, Any]) -> None:
    """The reduced picture is half the full one, whichever way its link is written."""
    pixels = await sandbox.pixels(grid["raw_image_url"])
    half = await sandbox.pixels(grid["image_url"])
    assert half.shape == (grid["image_height"], grid["image_width"], 3)
    assert far(half, shrunk(pixels, half.shape[1], half.shape[0])) < 3
    plain = grid["raw_image_url"].partition("?")[0]
    assert (await sandbox.pixels(f"{plain}?width=64&height=64")).shape == (64, 64, 3)
    assert (await sandbox.pixels(f"{plain}?imageMogr2/thumbnail/!25p")).shape == (64, 64, 3)


async def test_upscale(sandbox: Sandbox, grid: dict[str, Any], single: tuple[dict[str, Any], Pixels]) -> None:
    """upscale2 is the second cell and no other; the 2x upscalers keep the picture."""
    distances = [far(single[1], cell) for cell in cells(await sandbox.pixels(grid["raw_image_url"]))]
    assert distances[1] < 2
    assert min(distances[0], *distances[2:]) > 12
    for action in ("upscale_subtle", "upscale_creative", "upscale_4x"):
        done, large = await press(sandbox, action, single[0])
        assert far(shrunk(large, 128, 128), single[1]) < 8
        _, redone = await press(sandbox, f"redo_{action}" if "4x" not in action else "redo_upscale_4x", done)
        assert redone.shape == large.shape
        assert 0 < far(redone, large) < 8


async def test_variations(sandbox: Sandbox, grid: dict[str, Any], single: tuple[dict[str, Any], Pixels]) -> None:
    """Variations resemble the cell they come from, subtle ones more than strong ones."""
    _, varied = await press(sandbox, "variation2", grid)
    four = cells(await sandbox.pixels(grid["raw_image_url"]))
    near = np.mean([far(cell, four[1]) for cell in cells(varied)])
    assert 0 < near < min(np.mean([far(cell, four[other]) for cell in cells(varied)]) for other in (0, 2, 3))
    subtle, strong = [
        np.mean([far(cell, single[1]) for cell in cells((await press(sandbox, action, single[0]))[1])])
        for action in ("variation_subtle", "variation_strong")
    ]
    assert 0 < subtle < strong


async def test_a_variation_with_other_words(sandbox: Sandbox, grid: dict[str, Any]) -> None:
    """It shows those: it is much further from its cell than one without, and what follows it stays there."""
    four = cells(await sandbox.pixels(grid["raw_image_url"]))
    _, plain = await press(sandbox, "variation2", grid)
    done, told = await press(sandbox, "variation2", grid, prompt="a bowl of red apples on a white table")
    near, away = (np.mean([far(cell, four[1]) for cell in cells(pixels)]) for pixels in (plain, told))
    assert away > 2 * near
    _, again = await press(sandbox, "variation1", done)
    assert np.mean([far(cell, cells(told)[0]) for cell in cells(again)]) < away / 2


@pytest.mark.parametrize(("action", "share"), [("zoom_out_2x", 0.5), ("zoom_out_1_5x", 1 / 1.5)])
async def test_zoom(sandbox: Sandbox, single: tuple[dict[str, Any], Pixels], action: str, share: float) -> None:
    """The picture stays in the middle of every cell, smaller; only what surrounds it differs."""
    _, pixels = await press(sandbox, action, single[0])
    inner = round(128 * share)
    start = (128 - inner) // 2
    kept = [cell[start : start + inner, start : start + inner] for cell in cells(pixels)]
    assert all(far(part, shrunk(single[1], inner, inner)) < 1 for part in kept)
    assert far(cells(pixels)[0], cells(pixels)[1]) > 1


@pytest.mark.parametrize(
    ("action", "rows", "columns"),
    [
        ("pan_left", slice(None), slice(64, None)),
        ("pan_right", slice(None), slice(None, 128)),
        ("pan_up", slice(64, None), slice(None)),
        ("pan_down", slice(None, 128), slice(None)),
    ],
)
async def test_pan(
    sandbox: Sandbox, single: tuple[dict[str, Any], Pixels], action: str, rows: slice, columns: slice
) -> None:
    """The canvas grows by half on one side, the old pixels stay on the other."""
    _, pixels = await press(sandbox, action, single[0])
    four = cells(pixels)
    assert all(far(cell[rows, columns], single[1]) < 1 for cell in four)
    assert far(four[0], four[1]) > 0.5


async def test_square(sandbox: Sandbox) -> None:
    """A wide picture becomes square around its middle."""
    wide = await sandbox.call("imagine", prompt="a fox --ar 2:1")
    one, narrow = await press(sandbox, "upscale1", wide)
    _, pixels = await press(sandbox, "square", one)
    assert pixels.shape[0] == pixels.shape[1]
    cell = cells(pixels)[0]
    top = (cell.shape[0] - narrow.shape[0]) // 2
    assert far(cell[top : top + narrow.shape[0]], narrow) < 1


def mask_of(width: int, height: int, white: tuple[int, int, int, int]) -> str:
    image = Image.new("L", (width, height))
    image.paste(255, white)
    file = io.BytesIO()
    image.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize("prompt", [None, "a bright flower"])
async def test_region(sandbox: Sandbox, single: tuple[dict[str, Any], Pixels], prompt: str | None) -> None:
    """Only what the mask covers changes, in four ways; a mask of another size is scaled."""
    mask = mask_of(64, 64, (32, 0, 64, 64))
    _, pixels = await press(sandbox, "variation_region", single[0], mask=mask, prompt=prompt)
    for cell in cells(pixels):
        assert far(cell[:, :60], single[1][:, :60]) == 0
        assert far(cell[:, 72:], single[1][:, 72:]) > 5


async def test_region_of_a_grid(sandbox: Sandbox, grid: dict[str, Any]) -> None:
    """On a grid the mask lies over the whole of it; the result can be upscaled as ever."""
    before = await sandbox.pixels(grid["raw_image_url"])
    mask = mask_of(256, 256, (0, 0, 128, 128))
    done, after = await press(sandbox, "variation_region", grid, mask=mask)
    assert far(after[130:], before[130:]) == 0
    assert far(after[:120, :120], before[:120, :120]) > 5
    _, one = await press(sandbox, "upscale1", done)
    assert far(one, after[:128, :128]) == 0
    _, rerolled = await press(sandbox, "reroll", done)
    assert far(rerolled[130:], before[130:]) == 0
    _, varied = await press(sandbox, "variation1", done)
    assert far(cells(varied)[0], one) < 60


async def test_edits(sandbox: Sandbox, single: tuple[dict[str, Any], Pixels]) -> None:
    """One of our pictures is recoloured as a whole or repainted under the mask; a foreign one is imagined."""
    body = {"image_url": single[0]["image_url"], "prompt": "autumn flowers", "split_images": True}
    plain = await sandbox.call("edits", **body)
    assert plain["image_url"] == plain["raw_image_url"]
    assert plain["image_width"] == plain["raw_image_width"]
    assert "actions" not in plain
    assert len(plain["sub_image_urls"]) == 4
    masked = await sandbox.call("edits", **body, mask=mask_of(100, 100, (0, 0, 100, 40)))
    cell = cells(await sandbox.pixels(masked["image_url"]))[0]
    kept = shrunk(single[1], cell.shape[1], cell.shape[0])
    assert far(cell[50:], kept[50:]) < 4
    assert far(cell[:30], kept[:30]) > 5
    foreign = await sandbox.call("edits", image_url="http://127.0.0.1:9/x.png", prompt="a fox --ar 2:1")
    pixels = await sandbox.pixels(foreign["image_url"])
    assert pixels.shape[1] > pixels.shape[0]
    assert foreign["image_id"] != plain["image_id"]


async def test_blend(sandbox: Sandbox, grid: dict[str, Any]) -> None:
    """Links alone are enough of a prompt; our own bring their words."""
    done = await sandbox.call("imagine", prompt=f"{grid['image_url']} http://127.0.0.1:9/red-fox.png")
    assert (await sandbox.pixels(done["image_url"])).std() > 10


async def test_previews(open_sandbox: Open, hand: Hand) -> None:
    """Previews are blurred, ever less so, and gone with the end; the finished picture is not there before it."""
    sandbox = await open_sandbox(clock=hand, seconds=10, steps=5, size=256)
    ack = await sandbox.call("imagine", prompt="a lighthouse", **{"async": True})
    sharpness, urls, shown = [], [], []
    for _ in range(5):
        hand.now += 1.7
        answer = (await sandbox.record(ack["task_id"]))["response"]
        assert answer["image_url"].partition("?")[0].endswith("_grid_0.webp")
        shown.append(await sandbox.pixels(answer["raw_image_url"]))
        assert shown[-1].shape == (answer["raw_image_height"], answer["raw_image_width"], 3)
        sharpness.append(energy(shown[-1]))
        urls.append(answer["image_url"])
    await sandbox.get(f"/cdn/midjourney/{ack['task_id']}.png", 404)
    hand.now += 5
    done = (await sandbox.record(ack["task_id"]))["response"]
    final = await sandbox.pixels(done["raw_image_url"])
    height, width = shown[-1].shape[:2]
    assert sharpness == sorted(sharpness)
    assert sharpness[-1] < energy(shrunk(final, width, height))
    assert far(shown[-1], shrunk(final, width, height)) < 12
    for url in urls:
        await sandbox.get(url, 404)


async def test_videos(sandbox: Sandbox, single: tuple[dict[str, Any], Pixels]) -> None:
    """Four takes of two seconds that move, a cover, links with two slashes; an extension is new and longer."""
    body = {"image_url": single[0]["image_url"], "prompt": "waves", "resolution": "480p"}
    done = await sandbox.call("videos", **body)
    assert done.keys() == {
        "success",
        "task_id",
        "progress",
        "image_url",
        "image_width",
        "image_height",
        "video_id",
        "video_urls",
    }
    assert len(done["video_id"]) == 16
    assert all(f"{sandbox.url}//video/" in url for url in done["video_urls"])
    assert (await sandbox.pixels(done["image_url"])).shape == (done["image_height"], done["image_width"], 3)
    takes = [decode(await sandbox.get(url)) for url in done["video_urls"]]
    assert all(len(take) == 24 for take in takes)
    assert far(takes[0][0], takes[0][-1]) > 1
    assert far(takes[0][-1], takes[1][-1]) > 1
    longer = await sandbox.call("videos", action="extend", video_id=done["video_id"], video_index=2, prompt="go on")
    assert longer["video_id"] != done["video_id"]
    assert len(decode(await sandbox.get(longer["video_urls"][3]))) == 48


async def test_extensions(sandbox: Sandbox, single: tuple[dict[str, Any], Pixels]) -> None:
    """All four begin with the take that is extended, as it is, and go on in ways of their own."""
    body = {"image_url": single[0]["image_url"], "prompt": "waves", "resolution": "480p"}
    done = await sandbox.call("videos", **body)
    begun = decode(await sandbox.get(done["video_urls"][2]))
    again: dict[str, Any] = {"action": "extend", "prompt": "go on"}
    longer = await sandbox.call("videos", **again, video_id=done["video_id"], video_index=2)
    takes = [decode(await sandbox.get(url)) for url in longer["video_urls"]]
    for take in takes:
        assert len(take) == 2 * len(begun)
        assert max(far(a, b) for a, b in zip(begun, take, strict=False)) < 6  # they are encoded anew
    assert min(far(takes[a][-1], takes[b][-1]) for a in range(4) for b in range(a)) > 1
    longest = await sandbox.call("videos", **again, video_id=longer["video_id"], video_index=3)
    frames = decode(await sandbox.get(longest["video_urls"][0]))
    assert far(frames[len(takes[3]) - 1], takes[3][-1]) < 6


async def test_resolutions(sandbox: Sandbox, single: tuple[dict[str, Any], Pixels]) -> None:
    """720p is half as much again, also where it is the extension that asks for it."""
    body: dict[str, Any] = {"image_url": single[0]["image_url"], "prompt": "waves"}
    small = await sandbox.call("videos", **body, resolution="480p")
    large = await sandbox.call("videos", **body, resolution="720p")
    again: dict[str, Any] = {"action": "extend", "prompt": "go on"}
    grown = await sandbox.call("videos", **again, video_id=small["video_id"], resolution="720p")
    kept = await sandbox.call("videos", **again, video_id=grown["video_id"])
    for done, times in ((small, 1), (large, 1.5), (grown, 1.5), (kept, 1.5)):
        size = done["image_width"], done["image_height"]
        assert size == (small["image_width"] * times, small["image_height"] * times)
    frames = decode(await sandbox.get(large["video_urls"][0]))
    assert frames[0].shape == (large["image_height"], large["image_width"], 3)


@pytest.mark.parametrize("more", [{"hd": True}, {"prompt": "a fox --hd"}])
async def test_hd(sandbox: Sandbox, grid: dict[str, Any], more: dict[str, Any]) -> None:
    """Twice the side, and so is what is made of it."""
    large = await sandbox.call("imagine", **{"prompt": "a fox"} | more)
    assert large["raw_image_width"] == 2 * grid["raw_image_width"]
    one, pixels = await press(sandbox, "upscale1", large)
    assert pixels.shape[0] == grid["raw_image_height"]
    assert one["raw_image_width"] == grid["raw_image_width"]


async def test_video_ends_and_ranges(sandbox: Sandbox, single: tuple[dict[str, Any], Pixels]) -> None:
    """A last frame is faded to, HEAD and ranges are answered, and running lines carry no video links."""
    other = await sandbox.call("imagine", prompt="a bright flower")
    body = {"image_url": single[0]["image_url"], "end_image_url": other["image_url"], "prompt": "x", "loop": True}
    lines = await sandbox.lines("videos", **body)
    assert all("video_urls" not in line for line in lines[:-1])
    url = lines[-1]["video_urls"][0]
    whole = await sandbox.get(url)
    frames = decode(whole)
    assert far(frames[0], frames[-1]) > 10
    assert await sandbox.get(url, 206, headers={"Range": "bytes=4-7"}) == whole[4:8] == b"ftyp"
    assert await sandbox.get(url, 206, headers={"Range": "bytes=-9"}) == whole[-9:]
    await sandbox.get(url, 416, headers={"Range": f"bytes={len(whole)}-"})
    async with sandbox.session.head(url) as answer:
        assert int(answer.headers["Content-Length"]) == len(whole)
    await sandbox.get(url.replace("//video", "/video"))


def decode(film: bytes) -> list[Pixels]:
    with av.open(io.BytesIO(film), "r") as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        return [frame.to_ndarray(format="rgb24").astype(np.int16) for frame in container.decode(stream)]


@pytest.mark.parametrize("action", ["zoom_out_2x", "pan_left"])
async def test_chains(sandbox: Sandbox, single: tuple[dict[str, Any], Pixels], action: str) -> None:
    """Pictures made of pixels can be upscaled, varied, rerolled and widened again."""
    done, _ = await press(sandbox, action, single[0])
    _, rerolled = await press(sandbox, "reroll", done)
    assert rerolled.shape[:2] == (done["raw_image_height"], done["raw_image_width"])
    varied, _ = await press(sandbox, "variation3", done)
    one, _ = await press(sandbox, "upscale4", varied)
    for again in ("variation_subtle", "zoom_out_1_5x", "pan_up"):
        await press(sandbox, again, one)
