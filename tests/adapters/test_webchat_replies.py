"""Answers in the web chat: the picture of the message that is answered is what a command is about."""

from pathlib import Path
from typing import Any

import pytest

from adapters.webchat.inbound import BadFrame, answering, guest_person, read_frame
from bot.domain.incoming import CommandCall
from bot.domain.order import Edit
from tests.adapters.running import PUBLIC_URL
from tests.adapters.test_webchat import JOB, Page, Room, room  # noqa: F401 - a fixture
from tests.adapters.test_webchat_files import brought, house
from tests.fakes.painter import SMOOTH
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

PICTURE = {"kind": "image", "src": "/media/kept/1.png"}
FILM = {"kind": "video", "src": "/media/kept/1.mp4"}
OURS = {"name": "Chatelier", "bot": True}


async def replies(page: Page, text: str, message: str, key: str, **more: Any) -> None:
    await page.socket.send_json({"type": "say", "key": key, "text": text, "reply": message, **more})


async def shown(page: Page, buttons: int) -> dict[str, Any]:
    """The next message with so many buttons."""
    while True:
        message: dict[str, Any] = (await page.next("message"))["message"]
        if sum(map(len, message["buttons"])) == buttons and message["state"] != "working":
            return message


async def test_an_answer_to_a_sheet_asks_which_of_the_four(stage: Stage, tmp_path: Path) -> None:  # noqa: F811
    """And the part that is pressed is what is ordered from, with the words of the answer."""
    async with house(stage, tmp_path) as (made, _client, page):
        made.painter.scripts = [SMOOTH, SMOOTH]
        await page.say("/imagine a cat", "k1")
        grid = await shown(page, 15)
        await made.known()
        await replies(page, "/edit at night", grid["id"], "k2")
        asked = await shown(page, 4)
        assert "Which of the four" in asked["text"][0]["text"]
        payload = asked["buttons"][0][2]["payload"]
        await page.press(asked["id"], payload, "k3")
        await wait_until(lambda: len(made.painter.sent) == 2, "an edit is ordered")
        order = made.painter.sent[-1].order
        assert isinstance(order, Edit)
        assert order.prompt == "at night"
        assert order.image_url.startswith(f"{PUBLIC_URL}/media/lent/")


async def test_an_answer_to_a_picture_that_is_no_result(stage: Stage, tmp_path: Path) -> None:  # noqa: F811
    """Its file is used, as that of any message on other platforms."""
    async with house(stage, tmp_path) as (made, _client, page):
        media = made.platform.context.media
        name = await media.put(picture(64, 64), "image/png")
        record = {"author": OURS, "text": [], "media": [{**PICTURE, "src": f"/media/{name}"}], "buttons": []}
        await made.platform.chatlog.put("atelier", "shown-again", record)
        made.painter.scripts = [SMOOTH]
        await replies(page, "/edit at night", "shown-again", "k1")
        await wait_until(lambda: made.painter.sent, "an edit is ordered")
        order = made.painter.sent[-1].order
        assert isinstance(order, Edit)
        assert order.image_url.startswith(f"{PUBLIC_URL}/media/lent/")


async def test_a_message_that_the_room_has_lost(room: Room) -> None:  # noqa: F811
    """Is said so, and the words come back."""
    page = await room.enter("Ann")
    await replies(page, "/edit at night", JOB, "k1")
    answer = await page.next("answer")
    assert (answer["restore"], room.seen) == (True, [])


async def test_a_clip_that_is_named_needs_no_message(room: Room) -> None:  # noqa: F811
    """More of it is ordered by its code: what is answered could only be the same, and may be lost."""
    page = await room.enter("Ann")
    await replies(page, "/extend #P189YD3C.2 slowly", JOB, "k1")
    await wait_until(lambda: room.seen, "it is handed on")
    [call] = room.seen
    assert isinstance(call, CommandCall)
    assert (call.name, call.text, call.quoted, call.reply_to) == ("extend", "#P189YD3C.2 slowly", (), None)


async def test_talk_says_what_it_answers(room: Room) -> None:  # noqa: F811
    """By the first words of that message; one that is gone is not named."""
    page = await room.enter("Ann")
    await page.say(f"hello {'there ' * 50}", "k1")
    first = (await page.next("message"))["message"]
    await replies(page, "hello yourself", first["id"], "k2")
    answers = (await page.next("message"))["message"]["answers"]
    assert (answers["id"], answers["name"], len(answers["text"])) == (first["id"], "Ann", 120)
    await replies(page, "anybody?", "never-was", "k3")
    assert (await page.next("message"))["message"]["answers"] is None


@pytest.mark.parametrize(
    ("media", "quoted", "still"),
    [
        ([PICTURE], ("kept/1.png",), False),
        ([PICTURE, {**PICTURE, "src": "/media/kept/2.png"}], ("kept/1.png", "kept/2.png"), False),
        ([FILM, {**FILM, "src": "/media/kept/2.mp4"}], ("kept/1.mp4",), True),
        ([{"kind": "image", "src": ""}], (), False),
        ([], (), False),
    ],
    ids=["picture", "two", "takes", "lost", "words"],
)
def test_what_a_message_shows_is_what_is_meant(media: list[Any], quoted: tuple[str, ...], *, still: bool) -> None:
    """Of a film one take: they begin alike."""
    call = read_call("/edit at night")
    found = answering(call, {"author": OURS, "media": media}, takes_pictures=True)
    assert (found.quoted, found.still, found.reply_to) == (quoted, still, call.reply_to)


def read_call(text: str) -> CommandCall:
    call = read_frame({"type": "say", "key": "k", "text": text, "reply": "m1"}, guest_person("Ann"), "c1")
    assert isinstance(call, CommandCall)
    return call


def test_what_a_command_does_with_the_message_that_it_answers() -> None:
    """One without pictures may still mean that message; what people say is none of ours."""
    record = {"author": OURS, "media": [PICTURE]}
    call = read_call("/cancel")
    assert answering(call, record, takes_pictures=False) == call
    assert answering(call, None, takes_pictures=False).reply_to is None
    theirs = answering(read_call("/edit it"), {**record, "author": {"bot": False}}, takes_pictures=True)
    assert (theirs.reply_to, theirs.quoted) == (None, ("kept/1.png",))


@pytest.mark.parametrize("message", [7, None, "x" * 129, ["m1"]], ids=str)
def test_a_page_answers_a_message_by_its_name(message: object) -> None:
    """Anything else is no frame of ours."""
    with pytest.raises(BadFrame):
        read_frame({"type": "say", "key": "k", "text": "/edit", "reply": message}, guest_person("A"), "c")


async def test_an_answer_with_a_picture_of_ones_own(room: Room) -> None:  # noqa: F811
    """The core is told of both."""
    await room.platform.chatlog.put("atelier", "m1", {"author": OURS, "media": [PICTURE], "text": []})
    _, said = await brought(room.client)
    page = await room.enter("Ann")
    await replies(page, "/edit at night", "m1", "k1", files=[said["file"]])
    await page.next("ack")
    [call] = room.seen
    assert isinstance(call, CommandCall)
    assert (call.attachments, call.quoted) == ((said["file"],), ("kept/1.png",))
