"""The limits of the Telegram on loopback, as the real client meets them."""

from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultCachedPhoto,
    InputMediaDocument,
    InputMediaPhoto,
    ReplyParameters,
    WebAppInfo,
)
from telegram.error import BadRequest, NetworkError, RetryAfter

from tests.fakes.clock import FakeClock
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.client import client, picture
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.rules import Rules

ROWS = InlineKeyboardMarkup([[InlineKeyboardButton("U1", callback_data="upscale:1")]])


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def telegram(clock: FakeClock) -> AsyncIterator[Telegram]:
    rules = Rules(photo_limit=50_000, document_limit=60_000, download_limit=40_000)
    async with playing(rules, clock=clock.now) as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with client(telegram) as bot:
        yield bot


@pytest.fixture
def room(telegram: Telegram) -> Chat:
    return telegram.private(telegram.person("Ann"))


def buttons(*row: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([row])


async def test_window(telegram: Telegram, bot: Bot, clock: FakeClock) -> None:
    """A group takes 20 sends and edits in any minute, and each call into a freeze makes it longer."""
    group = telegram.group("Room", telegram.person("Ann"))
    first = await bot.send_message(group.id, "0")
    for number in range(1, 20):
        clock.time += 1
        await bot.edit_message_text(str(number), group.id, first.message_id)
    clock.time += 1
    with pytest.raises(RetryAfter, match="40"):
        await bot.send_message(group.id, "too much")
    with pytest.raises(RetryAfter, match="41"):
        await bot.edit_message_text("too much", group.id, first.message_id)
    clock.time += 41
    await bot.send_message(group.id, "again")
    assert telegram.refused(group) == 2


async def test_gap(telegram: Telegram, bot: Bot, room: Chat, clock: FakeClock) -> None:
    """A group takes one message a second; a private chat forgives a few; what is not counted is free."""
    group = telegram.group("Room", telegram.person("Bob"))
    await bot.send_message(group.id, "one")
    with pytest.raises(RetryAfter):
        await bot.send_message(group.id, "two")
    await bot.send_chat_action(group.id, "upload_photo")
    for number in range(4):
        await bot.send_message(room.id, str(number))
    with pytest.raises(RetryAfter):
        await bot.send_message(room.id, "five")
    assert group.room.actions == ["upload_photo"]


async def test_overall(telegram: Telegram, bot: Bot) -> None:
    """All chats together take 30 messages a second."""
    for number in range(30):
        await bot.send_message(telegram.private(telegram.person(f"P{number}")).id, "hi")
    with pytest.raises(RetryAfter):
        await bot.send_message(telegram.private(telegram.person("Last")).id, "hi")


async def test_album(telegram: Telegram, bot: Bot, clock: FakeClock) -> None:
    """Every picture of an album is a message of its own to the limit, and its items have no keyboard."""
    group = telegram.group("Room", telegram.person("Ann"))
    for _ in range(2):
        await bot.send_media_group(group.id, [InputMediaPhoto(picture())] * 10)
        clock.time += 10
    with pytest.raises(RetryAfter):
        await bot.send_message(group.id, "hi")
    clock.time += 60
    item = group.last
    with pytest.raises(BadRequest, match="type of media"):
        await bot.edit_message_media(InputMediaDocument(b"text"), group.id, item.id)


async def test_presses(telegram: Telegram, bot: Bot, room: Chat, clock: FakeClock) -> None:
    """A press is answered once and soon, or not at all."""
    ann = telegram.world.people[room.id]
    await bot.send_message(room.id, "pick", reply_markup=ROWS)
    first, late = room.presses(ann, room.last, "U1"), room.presses(ann, room.last, "upscale:1")
    await bot.answer_callback_query(first.id, "ok")
    clock.time += 16
    for press in (first, late):
        with pytest.raises(BadRequest, match=r"(?i)query is too old"):
            await bot.answer_callback_query(press.id)
    assert (first.toast, late.answer) == ("ok", None)


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        (InlineKeyboardButton("U1", callback_data="é" * 33), r"(?i)button_data_invalid"),
        (InlineKeyboardButton("U1", copy_text=CopyTextButton("x" * 257)), r"(?i)copy_text"),
        (InlineKeyboardButton("U1", url="nowhere"), r"(?i)url host is empty"),
    ],
)
async def test_buttons(bot: Bot, room: Chat, button: InlineKeyboardButton, complaint: str) -> None:
    """A button carries 64 bytes of data, 256 characters to copy, or a real link."""
    with pytest.raises(BadRequest, match=complaint):
        await bot.send_message(room.id, "hi", reply_markup=buttons(button))


async def test_web_app(telegram: Telegram, bot: Bot, room: Chat) -> None:
    """Mini apps open from buttons of private chats only."""
    rows = buttons(InlineKeyboardButton("Paint", web_app=WebAppInfo("https://bot.example/mask")))
    await bot.send_message(room.id, "hi", reply_markup=rows)
    with pytest.raises(BadRequest, match=r"(?i)button_type_invalid"):
        await bot.send_message(telegram.group("Room").id, "hi", reply_markup=rows)


async def test_sizes(bot: Bot, room: Chat, clock: FakeClock) -> None:
    """Photos, documents and downloads have a largest size, and photos a longest shape."""
    for side in (picture(9_000, 1_001), picture(2_100, 100)):
        with pytest.raises(BadRequest, match=r"(?i)photo_invalid_dimensions"):
            await bot.send_photo(room.id, side)
        clock.time += 5
    with pytest.raises(BadRequest, match="too big for a photo"):
        await bot.send_photo(room.id, b"x" * 50_001)
    clock.time += 5
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(room.id, b"no picture")
    clock.time += 5
    with pytest.raises(NetworkError, match="Too Large"):
        await bot.send_document(room.id, b"x" * 60_001)
    clock.time += 5
    sent = await bot.send_document(room.id, b"x" * 50_000)
    assert sent.document is not None
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await bot.get_file(sent.document.file_id)


async def test_file_ids(bot: Bot, room: Chat) -> None:
    """A picture once sent is sent again by its id, its bytes can be fetched, and its thumbnail is smaller."""
    sent = await bot.send_photo(room.id, picture(640, 480))
    again = await bot.send_photo(room.id, sent.photo[-1].file_id)
    small, large = again.photo
    assert (small.width, large.width) == (320, 640)
    assert bytes(await (await bot.get_file(large.file_id)).download_as_bytearray()) == picture(640, 480)
    with pytest.raises(BadRequest, match=r"(?i)wrong file identifier"):
        await bot.send_photo(room.id, "some-file-id")


async def test_edits(telegram: Telegram, bot: Bot, room: Chat, clock: FakeClock) -> None:
    """Only a change to a message of one's own that is still there is an edit."""
    ann = telegram.world.people[room.id]
    sent = await bot.send_message(room.id, "hi", reply_markup=ROWS)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("hi", room.id, sent.message_id, reply_markup=ROWS)
    with pytest.raises(BadRequest, match="no caption"):
        await bot.edit_message_caption(room.id, sent.message_id, caption="x")
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("x", room.id, room.says(ann, "mine").id)
    clock.time += 5
    await bot.edit_message_text("bye", room.id, sent.message_id)
    assert (room.last.text, room.last.labels) == ("bye", [])
    room.deletes(room.last)
    with pytest.raises(BadRequest, match="to edit not found"):
        await bot.edit_message_text("x", room.id, sent.message_id)


async def test_deletes(bot: Bot, room: Chat, clock: FakeClock) -> None:
    """The bot takes back what is less than two days old."""
    young, old = await bot.send_message(room.id, "1"), await bot.send_message(room.id, "2")
    assert await bot.delete_message(room.id, young.message_id)
    clock.time += 49 * 3600
    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_message(room.id, old.message_id)
    assert [message.text for message in room.by_bot] == ["2"]


async def test_replies_and_topics(telegram: Telegram, bot: Bot, clock: FakeClock) -> None:
    """A reply needs its message, a topic has to exist, and the general one is not named."""
    ann = telegram.person("Ann")
    forum = telegram.group("Forum", ann, forum=True)
    topic = forum.opens_topic(ann, "Cats")
    asked = forum.says(ann, "/imagine a cat", thread=topic)
    sent = await bot.send_message(forum.id, "ok", message_thread_id=topic, reply_to_message_id=asked.id)
    assert (sent.is_topic_message, sent.message_thread_id) == (True, topic)
    for wrong in (1, topic + 77):
        clock.time += 5
        with pytest.raises(BadRequest, match="thread not found"):
            await bot.send_message(forum.id, "ok", message_thread_id=wrong)
    forum.deletes(asked)
    clock.time += 5
    with pytest.raises(BadRequest, match="replied not found"):
        await bot.send_message(forum.id, "ok", reply_to_message_id=asked.id)
    clock.time += 5
    loose = ReplyParameters(asked.id, allow_sending_without_reply=True)
    assert (await bot.send_message(forum.id, "ok", reply_parameters=loose)).reply_to_message is None


async def test_inline(telegram: Telegram, bot: Bot, room: Chat) -> None:
    """A result with a keyboard becomes a message that is edited by its inline id, without uploads."""
    ann = telegram.world.people[room.id]
    photo = (await bot.send_photo(room.id, picture())).photo[-1].file_id
    asked = telegram.asks(ann, "cat")
    await bot.answer_inline_query(asked.id, [InlineQueryResultCachedPhoto("1", photo, reply_markup=ROWS)])
    message = telegram.chooses(asked, "1")
    update = (await bot.get_updates())[-1]
    assert update.chosen_inline_result is not None
    inline = update.chosen_inline_result.inline_message_id
    assert await bot.edit_message_caption(inline_message_id=inline, caption="done", reply_markup=ROWS)
    with pytest.raises(BadRequest, match=r"(?i)can't upload"):
        await bot.edit_message_media(InputMediaPhoto(picture()), inline_message_id=inline)
    pressed = telegram.presses_inline(ann, message, "U1")
    await bot.answer_callback_query(pressed.id)
    assert message.text == "done"


async def test_drafts(telegram: Telegram, bot: Bot, room: Chat) -> None:
    """A draft is shown in a private chat and is no message."""
    await bot.send_message_draft(room.id, 7, "thinking")
    assert [draft["text"] for draft in room.room.drafts] == ["thinking"]
    assert room.by_bot == []
    with pytest.raises(BadRequest, match="private chats"):
        await bot.send_message_draft(telegram.group("Room").id, 7, "thinking")


async def test_commands(bot: Bot, room: Chat) -> None:
    """Commands are kept by scope and language, and what no client could show is refused."""
    scope = BotCommandScopeChat(room.id)
    await bot.set_my_commands([BotCommand("imagine", "Malen")], scope=scope, language_code="de")
    assert [one.command for one in await bot.get_my_commands(scope, "de")] == ["imagine"]
    assert await bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match=r"(?i)command_invalid"):
        await bot.set_my_commands([BotCommand("Imagine", "x")])


async def test_people(telegram: Telegram, bot: Bot) -> None:
    """Who is in a chat, and as what, can be asked."""
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    group = telegram.group("Room", ann, bob)
    group.promotes(telegram.world.bot)
    group.leaves(bob)
    assert [one.user.id for one in await bot.get_chat_administrators(group.id)] == [ann.id, telegram.world.bot.id]
    assert (await bot.get_chat_member(group.id, bob.id)).status == "left"
    assert (await bot.get_chat(group.id)).title == "Room"
    updates = await bot.get_updates()
    assert [bool(one.my_chat_member) for one in updates] == [True, False]
