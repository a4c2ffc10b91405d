"""The bot on Telegram: the real core and the real client, a Telegram on loopback."""

import aiohttp
import pytest
from aiohttp import web
from telegram import (
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bot.domain.order import Animate, Imagine
from bot.domain.prompt import Mode
from tests.adapters.house import NINE, House, bot, house, telegram  # noqa: F401 - fixtures
from tests.fakes.painter import SMOOTH
from tests.fakes.ports import free_port
from tests.fakes.telegram.client import picture
from tests.fakes.telegram.driver import Telegram
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

FRAME = "https://pictures.example/a.png"


async def test_from_a_prompt_to_nine_buttons_in_a_group(house: House) -> None:  # noqa: F811 - the fixture
    """One message: words that turn into the picture, with its prompt and its buttons, below what was asked."""
    house.painter.scripts = [SMOOTH]
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    asked = group.says(ann, "/imagine a <red> fox & friends --ar 3:2")
    await wait_until(lambda: group.by_bot and group.by_bot[-1].labels == NINE, "the picture is there")
    assert len(group.by_bot) == 1
    message = group.by_bot[0]
    assert message.history[0].kind == "text"
    assert message.now.kind == "photo"
    assert message.now.text.startswith("a <red> fox & friends --ar 3:2\nAnn · Imagine · fast · ")
    assert message.reply_to is asked
    assert house.telegram.refused() == 0


async def test_in_a_private_chat_words_are_a_prompt(house: House) -> None:  # noqa: F811 - the fixture
    """No command is needed."""
    house.painter.scripts = [SMOOTH]
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    room.says(ann, "a lighthouse in a storm")
    await wait_until(lambda: room.by_bot and room.by_bot[-1].labels == NINE, "the picture is there")


async def test_a_button_is_released_and_brings_its_picture(house: House) -> None:  # noqa: F811 - the fixture
    """The spinner stops at once, and the new picture is a message of its own."""
    house.painter.scripts = [SMOOTH, SMOOTH]
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    room.says(ann, "/imagine a cat")
    await wait_until(lambda: room.by_bot and room.by_bot[-1].labels == NINE, "the picture is there")
    press = room.presses(ann, room.by_bot[0], "U2")
    await wait_until(lambda: len(room.by_bot) == 2 and room.by_bot[1].now.kind == "photo", "the second is there")
    assert press.answer is not None
    assert house.painter.sent[1].order.action == "upscale2"  # type: ignore[union-attr]  # an Act


async def test_a_film_is_asked_for_with_flags_of_its_own(house: House) -> None:  # noqa: F811 - the fixture
    """They are no words of its order."""
    house.painter.scripts = [SMOOTH]
    ann = house.telegram.person("Ann")
    house.telegram.private(ann).says(ann, f"/animate {FRAME} it yawns —720p --loop --turbo")
    await wait_until(lambda: house.painter.sent, "it is ordered")
    assert house.painter.sent[0].order == Animate(FRAME, "it yawns", Mode.TURBO, "720p", loop=True)


async def test_a_mistake_is_explained_below_it(house: House) -> None:  # noqa: F811 - the fixture
    """And a press that means nothing any more is a toast."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    wrong = room.says(ann, "/imagine a cat --ar 0:5")
    await wait_until(lambda: room.by_bot, "there is an answer")
    assert "--ar cannot be 0:5" in room.by_bot[0].now.text
    assert room.by_bot[0].reply_to is wrong


async def test_what_is_not_for_us_is_left_alone(house: House) -> None:  # noqa: F811 - the fixture
    """Talk in groups, and commands to other bots; a command with our name is ours."""
    house.painter.scripts = [SMOOTH]
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    group.says(ann, "hello everybody")
    group.says(ann, "/imagine@otherbot a dog")
    name = house.telegram.world.bot.username
    group.says(ann, f"/imagine@{name} a cat")
    await wait_until(lambda: group.by_bot and group.by_bot[-1].labels == NINE, "the picture is there")
    assert [sent.order.prompt.text for sent in house.painter.sent] == ["a cat"]  # type: ignore[union-attr]  # Imagine


async def test_a_deleted_message_comes_back_once(house: House) -> None:  # noqa: F811 - the fixture
    """As a new one, with the picture."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    house.painter.scripts = [SMOOTH]
    house.telegram.fault("slow", "editMessageMedia", seconds=0.3)
    group.says(ann, "/imagine a cat")
    await wait_until(lambda: group.by_bot, "the first card is there")
    group.deletes(group.by_bot[0])
    await wait_until(
        lambda: any(m.labels == NINE for m in group.by_bot if not m.deleted), "the picture came in a new message"
    )


async def test_an_update_is_confirmed_when_it_is_written_down(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """Delivered twice, it is one job; and the next bot finds nothing left to do."""
    ann = telegram.person("Ann")
    room = telegram.private(ann)
    async with bot(telegram, stage) as first:
        first.painter.scripts = [SMOOTH]
        room.says(ann, "/imagine a cat")
        await wait_until(lambda: room.by_bot and room.by_bot[-1].labels == NINE, "the picture is there")
        telegram.repeats()
        await wait_until(lambda: not telegram.world.feed.pending, "the repeat was taken")
    assert len(first.painter.sent) == 1
    async with bot(telegram, stage) as second:
        await wait_until(lambda: telegram.world.feed.polls, "it polls")
    assert second.painter.sent == []


@pytest.mark.parametrize("way", ["caption", "reply"])
async def test_a_picture_of_a_person_is_lent_to_the_service(house: House, way: str) -> None:  # noqa: F811 - the fixture
    """Under an address of ours that ends by itself; Telegram's own has our token in it and is never told."""
    house.painter.scripts = [SMOOTH]
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    if way == "caption":
        group.sends_photo(ann, picture(), "/imagine in the snow")
    else:
        photo = group.sends_photo(ann, picture())
        group.says(ann, "/imagine in the snow", reply_to=photo)
    await wait_until(lambda: group.by_bot and group.by_bot[-1].labels == NINE, "the picture is there")
    order = house.painter.sent[0].order
    assert isinstance(order, Imagine)
    prompt = order.prompt
    assert prompt.text == "in the snow"
    (url,) = prompt.urls
    assert url.startswith("https://bot.example/media/lent/")
    assert house.telegram.token.partition(":")[2] not in url


async def test_by_webhook_too(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """Posted to us with our secret; without it nobody is believed."""
    app = web.Application()
    runner = web.AppRunner(app)
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram/webhook"
    async with bot(telegram, stage, updates="webhook", public_url=f"http://127.0.0.1:{port}") as here:
        app.router.add_routes(here.platform.routes())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        here.painter.scripts = [SMOOTH]
        await wait_until(lambda: telegram.world.feed.hook, "the webhook is set")
        ann = telegram.person("Ann")
        room = telegram.private(ann)
        room.says(ann, "/imagine a cat")
        await wait_until(lambda: room.by_bot and room.by_bot[-1].labels == NINE, "the picture is there")
        async with aiohttp.ClientSession() as session, session.post(url, json={"update_id": 7}) as answer:
            assert answer.status == 403
        await runner.cleanup()


async def test_everybody_has_a_menu_in_their_language(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """German for `de`, Brazilian for `pt`; nothing is set for `it`, so Telegram shows the menu without a code."""
    async with bot(telegram, stage) as here:
        await wait_until(lambda: telegram.world.feed.polls, "it polls, so its menus are set")
        client = here.bench.runner.platforms["telegram"].bot  # type: ignore[attr-defined]  # this one has a client
        private, groups = BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()
        menus = {code: await client.get_my_commands(private, code) for code in ("de", "pt", "it", None)}
        in_groups = await client.get_my_commands(groups, "de")
        of_admins = await client.get_my_commands(BotCommandScopeAllChatAdministrators(), "de")
    said = {code: {one.command: one.description for one in menu}["imagine"] for code, menu in menus.items() if menu}
    assert said == {
        "de": "Vier Bilder aus einem Text malen",
        "pt": "Pintar quatro imagens a partir de um texto",
        None: "Paint four pictures from a text",
    }
    assert {one.command for one in of_admins} - {one.command for one in in_groups} == {"settings"}


async def test_menus_are_set_when_they_have_changed(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """A bot that is started again does not say the same once more."""
    for _ in range(2):
        async with bot(telegram, stage):
            await wait_until(lambda: telegram.world.feed.polls, "it polls, so its menus are set")
        telegram.world.feed.polls = 0
    assert len(telegram.calls("setMyCommands")) == 36


async def test_what_was_ordered_long_ago_is_not_run_blindly(house: House) -> None:  # noqa: F811 - the fixture
    """The bot was away; it says so, once, and nothing is paid."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    room.says(ann, "/imagine a cat", age=7200)
    await wait_until(lambda: room.by_bot, "there is an answer")
    assert "I was away" in room.by_bot[0].now.text
    assert house.painter.sent == []


async def test_a_group_that_became_a_supergroup_gets_its_picture(house: House) -> None:  # noqa: F811 - the fixture
    """In the new chat, since the old one cannot be changed any more."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann, kind="group")
    house.painter.scripts = [SMOOTH]
    house.telegram.fault("slow", "editMessageMedia", seconds=0.3)
    group.says(ann, "/imagine a cat")
    await wait_until(lambda: group.by_bot, "the first card is there")
    moved = group.migrates()
    await wait_until(lambda: any(m.labels == NINE for m in moved.by_bot), "the picture is in the new chat")


async def test_a_command_with_a_wide_slash_is_one(house: House) -> None:  # noqa: F811 - the fixture
    """Telegram marks it as no command; keyboards of wide signs write it so."""
    house.painter.scripts = [SMOOTH]
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    room.says(ann, "／imagine prompt: a red fox — ar 3:2")
    await wait_until(lambda: room.by_bot and room.by_bot[-1].labels == NINE, "the picture is there")
    [sent] = house.painter.sent
    assert sent.order.prompt.render() == "a red fox --ar 3:2"  # type: ignore[union-attr]  # Imagine
