"""What only one page of the web chat is shown: forms, and lists with buttons."""

from dataclasses import replace
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.webchat.inbound import (
    FORM_VALUES_MOST,
    SHEET,
    TYPED_TEXT_LIMIT,
    BadFrame,
    guest_person,
    parse_frame,
    read_frame,
)
from bot.domain.card import Button, Card, Span
from bot.domain.errors import UserError
from bot.domain.form import FieldChoice, FieldKind, Form, FormField
from bot.domain.incoming import ButtonPress, CommandCall, FormReply
from tests.adapters.test_webchat import Room, opened, room  # noqa: F401 - a fixture
from tests.fakes.waiting import wait_until

PANEL = Card((Span("Your settings"),), buttons=((Button("Previews: on", "adjust:previews=off"),),), personal=True)
FORM = Form(
    "0a1b2c3d4e",
    "Set it moving",
    (
        FormField("words", FieldKind.TEXT, "Words", "a fox", longest=4000),
        FormField("loop", FieldKind.SWITCH, "Loop", "off", (FieldChoice("off", "off"), FieldChoice("on", "on"))),
        FormField("end", FieldKind.PICTURE, "Last picture", longest=1000),
    ),
    "Animate",
    "Typed: /animate",
)


async def asked(room: Room, name: str = "Ann") -> tuple[object, CommandCall]:  # noqa: F811 - the fixture
    """A page that has asked for something, and what it asked."""
    page = await room.enter(name)
    await page.say("/settings", f"k-{name}")
    await wait_until(lambda: any(name in one.origin.person.name for one in room.seen), "it is heard")
    call = room.seen[-1]
    assert isinstance(call, CommandCall)
    return page, call


async def test_a_panel_is_a_sheet_of_one_page(room: Room) -> None:  # noqa: F811 - the fixture
    """With its buttons, whose presses name it; changed it is the same sheet, and the room keeps nothing of it."""
    ann, call = await asked(room)
    bob = await room.enter("Bob")
    messenger = room.platform.messenger
    assert not await messenger.answer(call.origin, PANEL)
    message = await messenger.post(call.origin, PANEL, nonce="a-parcel")
    shown = await ann.next("sheet")  # type: ignore[attr-defined]  # a page
    assert (shown["sheet"], shown["fresh"]) == (message.message, True)
    assert shown["buttons"][0][0]["payload"] == "adjust:previews=off"
    await ann.press(shown["sheet"], "adjust:previews=off", "p1")  # type: ignore[attr-defined]  # a page
    await wait_until(lambda: isinstance(room.seen[-1], ButtonPress), "it is heard")
    press = room.seen[-1]
    assert isinstance(press, ButtonPress)
    assert (press.message, press.vouched) == (message, False)
    await messenger.edit(press.message, replace(PANEL, text=(Span("Changed"),)))
    changed = await ann.next("sheet")  # type: ignore[attr-defined]  # a page
    assert (changed["sheet"], changed["fresh"], changed["text"][0]["text"]) == (message.message, False, "Changed")
    await bob.say("hello", "k2")
    seen = await bob.socket.receive_json()
    assert seen["type"] in {"message", "ack"}
    kept = (await room.enter("Cy")).welcome["messages"]
    assert {one["author"]["name"] for one in kept} <= {"Bob"}


async def test_a_form_comes_as_it_is_and_goes_back_whole(room: Room) -> None:  # noqa: F811 - the fixture
    """To the page that asked, with what stands in it."""
    ann, call = await asked(room)
    card = Card((Span("Set it moving"),), buttons=((Button("Animate", "go:0a1b2c3d4e"),),), form=FORM)
    assert await room.platform.messenger.answer(call.origin, card)
    form = (await ann.next("answer"))["form"]  # type: ignore[attr-defined]  # a page
    assert [(one["name"], one["kind"], one["value"]) for one in form["fields"]] == [
        ("words", "text", "a fox"),
        ("loop", "switch", "off"),
        ("end", "picture", ""),
    ]
    values, files = {"words": "a blue fox", "loop": "on"}, {"end": f"sent/{'a' * 40}"}
    told = {"type": "form", "key": "f1", "form": form["id"], "values": values, "files": files}
    await ann.socket.send_json(told)  # type: ignore[attr-defined]  # a page
    assert await ann.next("ack") is not None  # type: ignore[attr-defined]  # a page
    await wait_until(lambda: isinstance(room.seen[-1], FormReply), "it is heard")
    reply = room.seen[-1]
    assert isinstance(reply, FormReply)
    assert (reply.form, reply.values, reply.pictures) == (FORM.id, values, files)
    assert reply.origin.person.name == "Ann"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ("[]", BadFrame),
        ('{"words": 7}', BadFrame),
        ("{%s}" % ",".join(f'"{n}": ""' for n in range(FORM_VALUES_MOST + 1)), BadFrame),  # noqa: UP031 - braces
        ('{"words": "%s"}' % ("x" * (TYPED_TEXT_LIMIT + 1)), UserError),
    ],
)
def test_what_is_no_form(values: str, error: type[Exception]) -> None:
    """Or is far longer than anything that is read."""
    with pytest.raises(error):
        read_frame(
            parse_frame(f'{{"type": "form", "key": "k1", "form": "a", "values": {values}}}'),
            guest_person("Ann"),
            "c",
        )


@pytest.mark.parametrize("files", ['["sent/a"]', '{"end": "kept/1.png"}', '{"end": 7}', '"x"'])
def test_what_is_no_picture_of_a_form(files: str) -> None:
    """A page can name what was sent by itself, and nothing else."""
    with pytest.raises(BadFrame):
        read_frame(
            parse_frame(f'{{"type": "form", "key": "k1", "form": "a", "values": {{}}, "files": {files}}}'),
            guest_person("Ann"),
            "c",
        )


async def test_a_login_of_any_length_can_press_in_a_sheet(redis: Redis, tmp_path: Path) -> None:
    """The name of a sheet does not grow with that of its owner."""
    header = "X-User"
    async with opened(redis, tmp_path, header) as made:
        login = "a" * 180
        page = await made.enter("x", **{header: login})
        await page.say("/settings", "k1")
        await wait_until(lambda: made.seen, "it is heard")
        message = await made.platform.messenger.post(made.seen[0].origin, PANEL, nonce=f"webchat:{login}:k1-said")
        assert message.message.startswith(SHEET)
        assert len(message.message) < 64
        assert (await page.next("sheet"))["sheet"] == message.message
