"""People, chats and mishaps on the Telegram on loopback, as the real client sees them."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MenuButtonWebApp, Update, WebAppInfo
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from tests.fakes.clock import FakeClock
from tests.fakes.telegram.client import client, picture
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.rules import Rules

ROWS = InlineKeyboardMarkup([[InlineKeyboardButton("U1", callback_data="upscale:1")]])


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with playing() as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with client(telegram) as bot:
        yield bot


async def test_shut_out(telegram: Telegram, bot: Bot) -> None:
    """Those who blocked or kicked the bot, or whose chat is unknown, get nothing."""
    ann = telegram.person("Ann")
    room, group = telegram.private(ann), telegram.group("Room", ann)
    room.blocks()
    group.kicks(telegram.world.bot)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(room.id, "hi")
    with pytest.raises(Forbidden, match="kicked from the supergroup"):
        await bot.send_message(group.id, "hi")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(777, "hi")


async def test_strangers(telegram: Telegram, bot: Bot) -> None:
    """A bot speaks to those alone who spoke to it, until they block it and from when they start it again."""
    ann = telegram.person("Ann")
    room = telegram.private(ann, known=False)
    with pytest.raises(Forbidden, match="can't initiate"):
        await bot.send_message(room.id, "hi")
    room.says(ann, "hello")
    await bot.send_message(room.id, "hi")
    room.blocks()
    room.starts(ann, "deep-link")
    await bot.send_message(room.id, "hi again")
    updates = await bot.get_updates()
    assert [one.message.text for one in updates if one.message] == ["hello", "/start deep-link"]
    assert [one.my_chat_member.new_chat_member.status for one in updates if one.my_chat_member] == [
        "kicked",
        "member",
    ]


async def test_people(telegram: Telegram, bot: Bot) -> None:
    """Everything people can do makes an update that the client and the judge can read."""
    ann, bob = telegram.person("Ann", language="de"), telegram.person("Bob", username="bob")
    home, group, news = (
        telegram.private(ann),
        telegram.group("Room", ann, bot="administrator"),
        telegram.channel("News"),
    )
    photo = home.sends_photo(ann, picture(640, 480), "/imagine like this")
    home.edits(ann, photo, "/imagine like that")
    home.sends_album(ann, [picture(), picture()], "two")
    home.sends_document(ann, b"data", "notes.txt")
    home.forwards(ann, photo, group)
    group.joins(bob)
    group.says(bob, "nice", reply_to=group.messages[0])
    news.says(ann, "/imagine news")
    updates = await bot.get_updates()
    messages = [one.message for one in updates if one.message]
    edited = next(one.edited_message for one in updates if one.edited_message)
    assert edited.caption == "/imagine like that"
    assert messages[0].from_user is not None
    assert messages[0].from_user.language_code == "de"
    assert messages[0].caption_entities[0].type == "bot_command"
    assert messages[1].media_group_id == messages[2].media_group_id
    assert messages[4].forward_origin is not None
    assert messages[6].reply_to_message is not None
    assert messages[6].reply_to_message.photo[-1].width == 640
    assert [one.channel_post.text for one in updates if one.channel_post] == ["/imagine news"]


async def test_gone(telegram: Telegram, bot: Bot) -> None:
    """The button of a message that is gone by now still comes, without what the message showed."""
    ann = telegram.person("Ann")
    room = telegram.private(ann)
    await bot.send_message(room.id, "pick", reply_markup=ROWS)
    message = room.last
    room.deletes(message)
    room.presses(ann, message, "U1")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.message is not None
    assert not update.callback_query.message.is_accessible


async def test_migration(telegram: Telegram, bot: Bot) -> None:
    """A group that grew says where it is now, and starts anew there."""
    group = telegram.group("Room", telegram.person("Ann"), kind="group")
    grown = group.migrates()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "hi")
    assert moved.value.new_chat_id == grown.id
    assert (await bot.send_message(grown.id, "hi")).chat.type == "supergroup"
    kinds = [one.message.migrate_to_chat_id for one in await bot.get_updates() if one.message]
    assert kinds == [grown.id, None]


async def test_faults(telegram: Telegram, bot: Bot) -> None:
    """Errors, floods and lost connections come as ordered, before or after the deed is done."""
    room = telegram.private(telegram.person("Ann"))
    telegram.fault("error", "sendMessage", status=503, text="Service Unavailable")
    telegram.fault("drop", "sendMessage")
    with pytest.raises(NetworkError, match="Service Unavailable"):
        await bot.send_message(room.id, "one")
    with pytest.raises(NetworkError):
        await bot.send_message(room.id, "two")
    assert room.by_bot == []
    telegram.fault("drop_after", "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(room.id, "three")
    assert room.last.text == "three"
    telegram.fault("flood", retry_after=35)
    with pytest.raises(RetryAfter, match="35"):
        await bot.send_message(room.id, "four")
    assert telegram.refused(room) == 1
    assert [(call.status, call.dropped) for call in telegram.calls("sendMessage")] == [
        (503, False),
        (0, True),
        (200, True),
        (429, False),
    ]


async def test_slow(telegram: Telegram, bot: Bot) -> None:
    """A slow upload outlasts the client's patience, and nothing was done."""
    room = telegram.private(telegram.person("Ann"))
    telegram.fault("slow_upload", "sendPhoto", seconds=30)
    with pytest.raises(NetworkError):
        await bot.send_photo(room.id, picture(), read_timeout=0.05, write_timeout=0.05)
    assert room.by_bot == []


async def test_away(telegram: Telegram, bot: Bot) -> None:
    """What was written while the bot was away comes with the time it was written."""
    ann = telegram.person("Ann")
    telegram.private(ann).says(ann, "hello?", age=3600)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert telegram.world.clock() - update.message.date.timestamp() > 3599


async def test_forgetful(telegram: Telegram, bot: Bot) -> None:
    """Once done, the answer may still be an error or late."""
    room = telegram.private(telegram.person("Ann"))
    telegram.fault("error_after", "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(room.id, "one")
    telegram.fault("slow_after", "sendMessage", seconds=30, chat=room)
    with pytest.raises(NetworkError):
        await bot.send_message(room.id, "two", read_timeout=0.05)
    telegram.fault("refuse", "sendMessage", status=400, text="Bad Request: not enough rights")
    with pytest.raises(BadRequest, match="ot enough rights"):
        await bot.send_message(room.id, "three")
    assert [message.text for message in room.by_bot] == ["one", "two"]


async def test_twins() -> None:
    """The public server keeps uploads of the same size apart, when a test wants it to."""
    async with playing(Rules(twin_spacing=0.9), clock=FakeClock().now) as telegram, client(telegram) as bot:
        room = telegram.private(telegram.person("Ann"))
        await bot.send_document(room.id, b"x" * 100_001)
        with pytest.raises(RetryAfter):
            await bot.send_document(room.id, b"y" * 100_001)


async def test_rest(telegram: Telegram, bot: Bot) -> None:
    """The other methods a bot may call do what they say, and those that would shut it down are refused."""
    room, group = telegram.private(telegram.person("Ann")), telegram.group("Room")
    clip = await bot.send_video(room.id, b"clip", caption="*a*", parse_mode="MarkdownV2")
    assert clip.video is not None
    await bot.send_video(room.id, clip.video.file_id, has_spoiler=True)
    sent = await bot.send_animation(room.id, b"gif")
    assert await bot.set_message_reaction(room.id, sent.message_id, "👍")
    assert room.last.reactions == [{"type": "emoji", "emoji": "👍"}]
    assert await bot.delete_messages(room.id, [sent.message_id, 777])
    assert [(one.kind, one.text, one.spoiler) for one in room.shows()] == [
        ("video", "a", False),
        ("video", "", True),
    ]
    await bot.set_my_description("Paints", language_code="en")
    assert (await bot.get_my_description("en")).description == "Paints"
    await bot.set_chat_menu_button(room.id, MenuButtonWebApp("Paint", WebAppInfo("https://bot.example/")))
    assert isinstance(await bot.get_chat_menu_button(room.id), MenuButtonWebApp)
    assert await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(group.id, "hi")
    for last in (bot.log_out, bot.close):
        with pytest.raises(BadRequest, match="refused"):
            await last()
    assert await bot.get_updates(allowed_updates=Update.ALL_TYPES) == ()
