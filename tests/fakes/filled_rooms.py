"""A room of the web chat with a past: talk, pictures and films, put there as the bot itself puts them."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from secrets import token_bytes

from PIL import Image, ImageFilter

from adapters.webchat import outbound
from adapters.webchat.gateway import WEBCHAT_CAPABILITIES
from adapters.webchat.inbound import ROOM, WEBCHAT
from adapters.webchat.messenger import WebMessenger
from bot.domain.card import Button, Card, Media, MediaKind, Span, Stage, Style
from bot.domain.ids import MessageRef, new_job_id
from bot.store.chatlog import RedisChatLog
from bot.store.connection import connect_redis
from bot.store.keys import Keys
from bot.store.media import MediaFolder
from bot.store.vouched import Vouched
from bot.thumbnails import make_thumbnails
from tests.fakes.clock import FakeClock

STEP_S = 30.0  # between two messages
LOOKS = 20  # different pictures
LABELS = [["U1", "U2", "U3", "U4"], ["Reroll"], ["V1", "V2", "V3", "V4"], ["Details"]]


def paint(seed: int, side: int) -> bytes:
    """As large in bytes as a painting of that size: soft shapes under a fine grain, in PNG."""
    rough = Image.effect_noise((12, 12), 90 + seed % 30).resize((side, side), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((side, side), 12).filter(ImageFilter.GaussianBlur(1))
    tones = (rough, Image.blend(rough, grain, 0.3), Image.blend(rough.rotate(90), grain, 0.2))
    out = BytesIO()
    Image.merge("RGB", tones).save(out, "PNG", compress_level=1)
    return out.getvalue()


async def picture_media(seed: int, side: int) -> Media:
    """A finished picture with its thumbnails, as a worker fits it."""
    data = paint(seed, side)
    media = Media(MediaKind.IMAGE, "", f"picture {seed}", side, side, data, "image/png")
    made = await make_thumbnails(data, WEBCHAT_CAPABILITIES.thumb_sides)
    thumbs = [Media(media.kind, "", media.alt, *one.size, one.data, one.mime) for one in made]
    return replace(media, thumbs=tuple(thumbs))


async def film_media(seed: int, side: int) -> Media:
    """A clip with its still; no browser plays it, and all of them fetch it."""
    [still, *_] = await make_thumbnails(paint(seed, side), (WEBCHAT_CAPABILITIES.poster_side,))
    poster = Media(MediaKind.IMAGE, "", "", *still.size, still.data, still.mime)
    return Media(MediaKind.VIDEO, "", f"film {seed}", side, side, token_bytes(600_000), "video/mp4", poster=poster)


def result_card(seed: int, media: Media) -> Card:
    buttons = tuple(tuple(Button(label, f"act:{seed}:{label}") for label in row) for row in LABELS)
    text = (Span(f"a painting, number {seed}", Style.BOLD), Span("\nAnn · Imagine", Style.MUTED))
    return Card(text, (media,), buttons, stage=Stage.DONE)


def spread(talk: int, pictures: int, films: int) -> Iterator[str]:
    """Which kinds follow each other: films, then pictures, evenly among the talk, and a picture at the end."""
    kinds = iter(["film"] * films + ["picture"] * pictures)
    shown, total = films + pictures, talk + pictures + films
    for place in range(total):
        yield next(kinds) if (place + 1) * shown // total > place * shown // total else "talk"


def fill_room(data: Path, *, talk: int = 0, pictures: int = 0, films: int = 0, side: int = 1024) -> None:
    """`data`: the data folder of a bot that runs with the store in the box."""
    with ThreadPoolExecutor(1) as aside:  # a browser's driver may have a loop in this thread
        aside.submit(asyncio.run, put_messages(data, list(spread(talk, pictures, films)), side)).result()


async def put_messages(data: Path, kinds: list[str], side: int) -> None:
    """The newest a minute ago."""
    clock = FakeClock(time.time() - STEP_S * (len(kinds) + 2))
    made: dict[tuple[str, int], Media] = {}
    async with connect_redis(f"unix://{data / 'valkey.sock'}") as client:
        chatlog = RedisChatLog(client, client, Keys(), clock, Vouched(client))
        messenger = WebMessenger(chatlog, MediaFolder.local(data / "media", timedelta(days=1)))
        for number, kind in enumerate(kinds):
            await clock.sleep(STEP_S)
            if kind == "talk":
                said = outbound.talk_record("Bea", "b" * 16, f"line {number}, said long ago")
                await chatlog.put(ROOM, f"t-{number:06}", said)
                continue
            if (look := (kind, number % LOOKS)) not in made:  # painting takes long, and a long room repeats itself
                made[look] = await (picture_media if kind == "picture" else film_media)(number, side)
            media = made[look]
            name = new_job_id(clock.now(), token_bytes(10))
            await messenger.edit(MessageRef(WEBCHAT, ROOM, name), result_card(number, media))
