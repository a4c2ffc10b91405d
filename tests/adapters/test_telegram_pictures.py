"""Pictures that people send on Telegram: albums, blends, replies, and ways to the image service."""

from io import BytesIO

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from PIL import Image
from redis.asyncio import Redis
from structlog.testing import capture_logs

from bot.domain.order import Imagine
from bot.domain.quota import Allowance, Quota
from bot.domain.update import Finished
from bot.midjourney.upload import make_upload
from bot.operator_hints import NOT_LENT
from bot.sandbox.odd_pictures import odd_picture
from tests.adapters.house import NINE, ORIGINAL, House, bot, house, painted, telegram  # noqa: F401 - fixtures
from tests.adapters.running import PUBLIC_URL
from tests.fakes.painter import SMOOTH, TASK, SlowPainter, image
from tests.fakes.telegram.client import picture
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.entities import typed
from tests.fakes.telegram.room import Shown
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

THREE = [picture(64, 64, colour=colour) for colour in ("red", "green", "blue")]


def urls(house: House) -> tuple[str, ...]:  # noqa: F811
    order = house.painter.sent[-1].order
    assert isinstance(order, Imagine)
    return order.prompt.urls


@pytest.mark.parametrize("caption", ["in the style of a woodcut", "/imagine a woodcut", "/blend", ""])
async def test_an_album_is_one_order(house: House, caption: str) -> None:  # noqa: F811
    """With words the pictures are references, without any they are blended; nobody is asked thrice."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    house.painter.scripts = [SMOOTH]
    room.sends_album(ann, THREE, caption)
    await wait_until(lambda: room.by_bot and room.by_bot[-1].labels[:2] == NINE[:2], "the picture is there")
    assert (len(house.painter.sent), len(urls(house)), len(room.by_bot)) == (1, 3, 1)
    assert "/media/lent/" not in room.last.text


async def test_albums_of_people_among_themselves_are_none_of_ours(house: House) -> None:  # noqa: F811
    """Also where we are an admin and hear everything."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann, bot="administrator")
    group.sends_album(ann, THREE, "our holiday")
    group.says(ann, "/help")
    await wait_until(lambda: group.by_bot, "what came after is answered")
    await house.idle()
    assert (len(group.by_bot), house.painter.sent) == (1, [])


@pytest.mark.parametrize(
    ("number", "caption", "part"),
    [(1, "/blend", "add some words, or a second picture"), (6, "a cat", "at most 5"), (1, "", "One picture alone")],
)
async def test_too_few_and_too_many(house: House, number: int, caption: str, part: str) -> None:  # noqa: F811
    """Are explained once, and nothing is ordered."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    if number == 1:
        room.sends_photo(ann, THREE[0], caption)
    else:
        room.sends_album(ann, [*THREE, *THREE], caption)
    await wait_until(lambda: room.by_bot, "there is an answer")
    await house.idle()
    assert part in room.last.text
    assert (len(room.by_bot), house.painter.sent) == (1, [])


@pytest.mark.parametrize("name", ["IMG_1.png", "photo.JPG", "noname"])
async def test_a_file_that_holds_a_picture(house: House, name: str) -> None:  # noqa: F811
    """Whatever it is called and declared as: what it is, its bytes tell."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    house.painter.scripts = [SMOOTH]
    room.sends_document(ann, THREE[0], name, "/imagine as a woodcut")
    await wait_until(lambda: room.by_bot and room.by_bot[-1].labels[:2] == NINE[:2], "the picture is there")
    assert len(urls(house)) == 1


async def test_a_still_of_what_moves_is_used_and_that_is_said(house: House) -> None:  # noqa: F811
    """A GIF comes as a film with a thumbnail."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    house.painter.scripts = [SMOOTH]
    still = house.telegram.world.shelf.photo(THREE[0])
    film = {"file_id": "film", "file_unique_id": "film", "width": 64, "height": 64, "duration": 2}
    shown = {"animation": {**film, "thumbnail": {**still.show(), "width": 64, "height": 64}}}
    asked = room._write(ann, Shown("service", typed(""), [], at=room.world.clock()), extra=shown)
    room.says(ann, "/imagine as a woodcut", reply_to=asked)
    await wait_until(lambda: any(one.labels == NINE for one in room.by_bot), "the picture is there")
    await wait_until(lambda: any("only its still" in one.text for one in room.by_bot), "it is said")
    assert len(urls(house)) == 1


@pytest.mark.parametrize("words", [{}, {"caption": "/imagine a fox"}])
async def test_what_is_no_picture_is_said_once_and_orders_nothing(house: House, words: dict[str, str]) -> None:  # noqa: F811
    """In private also without a command."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    voice = {"voice": {"file_id": "voice", "file_unique_id": "voice", "duration": 5}}
    room._write(ann, Shown("service", typed(""), [], at=room.world.clock()), extra={**voice, **words})
    await wait_until(lambda: room.by_bot, "there is an answer")
    await house.idle()
    assert "nothing was ordered" in room.last.text
    assert (len(room.by_bot), house.painter.sent) == (1, [])


async def test_a_reply_to_a_sheet_of_ours_asks_which_of_the_four(house: House) -> None:  # noqa: F811
    """That part is cut out and lent; nothing is ordered before one is chosen."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    house.painter.scripts = [SMOOTH, SMOOTH]
    group.says(ann, "/imagine a cat")
    await wait_until(lambda: group.by_bot and group.by_bot[-1].labels == NINE, "the picture is there")
    await house.known()
    group.says(ann, "/imagine in the snow", reply_to=group.last)
    await wait_until(lambda: "Which of the four" in group.last.text, "they are asked")
    assert group.last.labels == [["🖼️ 1", "🖼️ 2", "🖼️ 3", "🖼️ 4"]]
    assert len(house.painter.sent) == 1
    group.presses(ann, group.last, "🖼️ 3")
    await wait_until(lambda: len(house.painter.sent) == 2, "the second is ordered")
    [url] = urls(house)
    assert url.startswith(f"{PUBLIC_URL}/media/lent/")


async def test_a_reply_to_a_single_picture_of_ours_needs_no_lending(house: House) -> None:  # noqa: F811
    """The service has it already."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    single = Finished(TASK, image(actions=("zoom_out_2x",)))
    house.painter.scripts = [[single], SMOOTH]
    group.says(ann, "/imagine a cat")
    await wait_until(lambda: group.by_bot and "🎬 Animate" in str(group.by_bot[-1].labels), "the picture is there")
    await house.known()
    group.says(ann, "/imagine in the snow", reply_to=group.last)
    await wait_until(lambda: len(house.painter.sent) == 2, "the second is ordered")
    assert urls(house) == ("https://pictures.example/1.png",)


async def test_without_an_address_the_vendors_shelf_will_do(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """Its token goes there and nowhere else; the service is given the address that it answered with."""
    seen: list[tuple[str | None, bytes]] = []

    async def take(request: web.Request) -> web.Response:
        part = (await request.post())["file"]
        assert isinstance(part, web.FileField)
        seen.append((request.headers.get("Authorization"), part.file.read()))
        return web.json_response({"file_url": "https://cdn.acedata.cloud/abc.png"})

    app = web.Application()
    app.router.add_post("/api/v1/files/", take)
    async with TestServer(app, host="127.0.0.1") as shelf:
        put = make_upload(str(shelf.make_url("/")), "platform-token-not-real")
        async with bot(telegram, stage, public_url="", upload=put) as here:
            ann = telegram.person("Ann")
            room = telegram.private(ann)
            here.painter.scripts = [SMOOTH]
            room.sends_photo(ann, THREE[0], "as a woodcut")
            await wait_until(lambda: room.by_bot and room.by_bot[-1].labels[:2] == NINE[:2], "the picture is there")
            assert urls(here) == ("https://cdn.acedata.cloud/abc.png",)
            assert [token for token, _ in seen] == ["Bearer platform-token-not-real"]
            assert "cdn.acedata.cloud" not in room.last.text


async def test_with_neither_the_operator_is_told_what_to_set(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """In the log; who sent the picture is told that it cannot be used, and that nothing was ordered."""
    with capture_logs() as lines:
        await send_unlent(telegram, stage)
    assert [line["hint"] for line in lines if line["event"] == "operator.needed"] == [NOT_LENT]


async def send_unlent(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    async with bot(telegram, stage, public_url="") as here:
        ann = telegram.person("Ann")
        room = telegram.private(ann)
        room.sends_photo(ann, THREE[0], "as a woodcut")
        await wait_until(lambda: room.by_bot, "there is an answer")
        assert room.last.text.endswith("Nothing was ordered; its operator can set that up.")
        assert here.painter.sent == []


async def test_progress_as_a_draft(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """Where the operator wants it: the chat has one message, and that is the picture, below what was asked."""
    async with bot(telegram, stage, drafts=True) as here:
        ann = telegram.person("Ann")
        room, group = telegram.private(ann), telegram.group("Atelier", ann)
        here.painter.scripts = [SMOOTH, SMOOTH]
        asked = room.says(ann, "a cat")
        await wait_until(lambda: room.by_bot and room.by_bot[-1].labels[:2] == NINE[:2], "the picture is there")
        assert [shown.kind for shown in room.last.history] == ["photo"]
        assert room.last.reply_to is asked
        assert len({draft["draft_id"] for draft in room.room.drafts}) == 1
        # What a draft becomes is a new message, whose button is of no use before it is written down.
        await wait_until(lambda: not here.bench.runner.sessions, "it is in our records")
        here.painter.scripts = [SMOOTH]
        press = room.presses(ann, room.last, "V1")
        await wait_until(lambda: len(room.by_bot) == 2, "the result is remembered where it is, so its buttons work")
        assert press.answer is not None
        here.painter.scripts = [SMOOTH]
        group.says(ann, "/imagine a cat")
        await wait_until(lambda: group.by_bot and group.by_bot[-1].labels == NINE, "groups have messages as ever")
        assert telegram.complaints == []


async def test_of_many_files_only_those_are_fetched_that_can_be_ordered(telegram: Telegram, redis: Redis) -> None:  # noqa: F811
    """A few at a time, and whoever has all that they may have is told so before the next is touched."""
    lent: list[str] = []

    async def put(data: bytes, mime: str) -> str:
        lent.append(mime)
        return f"https://cdn.acedata.cloud/{len(lent)}.jpg"

    stage = Stage(redis, Quota(10, Allowance(running=2, open=2)))  # noqa: F811
    painter = SlowPainter()
    async with bot(telegram, stage, public_url="", upload=put, painter=painter) as here:
        ann = telegram.person("Ann")
        room = telegram.private(ann)
        for number in range(8):
            room.sends_document(ann, THREE[0], f"IMG_{number}.png", "/imagine a woodcut")
        await wait_until(lambda: len(here.bench.queued) == 2 and len(room.by_bot) >= 8, "each has an answer")
        await here.idle()
        assert len(lent) < 8, "the last ones were not touched"
        assert len(painter.sent) <= 2
        painter.go_on.set()


async def test_what_is_too_large_is_not_fetched(house: House) -> None:  # noqa: F811
    """A server of one's own hands out files of any size."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    room.sends_document(ann, THREE[0] + bytes(21 * 1024 * 1024), "IMG_1.png", "/imagine a woodcut")
    await wait_until(lambda: room.by_bot, "there is an answer")
    assert "too large" in room.last.text
    assert house.painter.sent == []


async def test_previews_say_that_a_model_painted_them(house: House) -> None:  # noqa: F811
    """They are made smaller by us, so the mark is ours to keep; the picture itself is as the service made it."""
    ann = house.telegram.person("Ann")
    message = await painted(house, house.telegram.private(ann), ann)
    *previews, last = [shown.data for shown in message.history if shown.kind == "photo"]
    assert all(b"digitalsourcetype/trainedAlgorithmicMedia" in data for data in previews)
    assert last == ORIGINAL


async def test_a_photo_of_a_camera_leaves_without_place_and_device(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """Whatever it is called; and it stands upright."""
    sent: list[bytes] = []

    async def put(data: bytes, mime: str) -> str:
        sent.append(data)
        return "https://cdn.acedata.cloud/1.jpg"

    async with bot(telegram, stage, public_url="", upload=put) as here:
        ann = telegram.person("Ann")
        room = telegram.private(ann)
        here.painter.scripts = [SMOOTH]
        raw = odd_picture("jpeg_camera")
        assert b"Telephone" in raw
        room.sends_document(ann, raw, "scan", "/imagine a woodcut")
        await wait_until(lambda: room.by_bot and room.by_bot[-1].labels[:2] == NINE[:2], "the picture is there")
    (lent,) = sent
    assert not [word for word in (b"Telephone", b"Exif", b"GPS", b"Ann", b"xmpmeta") if word in lent]
    with Image.open(BytesIO(lent)) as seen:
        assert seen.size == (120, 160)
