"""A result is taken away from the chat by who ordered it, or an admin; it can be had again all the same."""

from pathlib import Path

from tests.adapters import discord_house
from tests.adapters.discord_house import discord  # noqa: F401 - a fixture
from tests.adapters.house import House, answered, bot, house, painted, telegram  # noqa: F401 - fixtures
from tests.adapters.test_webchat_files import house as web_house
from tests.adapters.test_webchat_replies import shown
from tests.fakes.discord.driver import Discord
from tests.fakes.painter import SMOOTH
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.room import Message, Person
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture


async def asked(chat: Chat, who: Person, message: Message) -> Message:
    """The question whether it is meant."""
    chat.presses(who, message, "Details")
    await wait_until(lambda: "Delete" in str(chat.last.labels), "the details are there")
    details = chat.last
    chat.presses(who, details, "Delete")
    await wait_until(lambda: "🗑️ Delete it here" in str(chat.last.labels), "it is asked")
    return chat.last


async def test_who_ordered_it_deletes_it(house: House) -> None:  # noqa: F811
    """After one question; the code brings it again."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group = house.telegram.group("Atelier", ann, bob)
    message = await painted(house, group, bob)
    question = await asked(group, bob, message)
    code = question.text.partition("/show ")[2].split()[0]
    assert not message.deleted
    group.presses(bob, question, "🗑️ Delete it here")
    await wait_until(lambda: message.deleted, "it is gone")
    await wait_until(lambda: "Deleted here" in question.text, "it says so")
    assert question.labels == []
    assert "U1" in str((await answered(group, bob, f"/show {code}")).labels)


async def test_an_admin_deletes_it_and_nobody_else(house: House) -> None:  # noqa: F811
    """Also where somebody else was asked; and no made-up button does it unasked."""
    ann, bob, cid = (house.telegram.person(name) for name in ("Ann", "Bob", "Cid"))
    group = house.telegram.group("Atelier", ann, bob, cid)
    message = await painted(house, group, bob)
    question = await asked(group, bob, message)
    press = group.presses(cid, question, "🗑️ Delete it here")
    await wait_until(lambda: "Only Bob" in str(group.last.text) or press.answer is not None, "Cid is refused")
    await house.idle()
    assert not message.deleted
    group.presses(ann, question, "🗑️ Delete it here")
    await wait_until(lambda: message.deleted, "Ann decides here")


async def test_what_telegram_does_not_delete(house: House) -> None:  # noqa: F811
    """Is said so, and stays."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    message = await painted(house, room, ann)
    question = await asked(room, ann, message)
    house.telegram.fault("refuse", "deleteMessage")
    press = room.presses(ann, question, "🗑️ Delete it here")
    await wait_until(lambda: "not be deleted" in f"{room.last.text} {press.answer}", "she is told")
    assert not message.deleted


async def test_on_discord(discord: Discord, stage: Stage) -> None:  # noqa: F811 - the fixtures
    """The question is for whoever pressed alone."""
    ann = discord.person("Ann")
    room = discord.room(ann)
    async with discord_house.bot(discord, stage) as made:
        message = await discord_house.painted(made, room, ann)
        details = room.presses(ann, message, "Details")
        await wait_until(lambda: details.done and "Delete" in str(details.message.labels), "the details are there")
        question = room.presses(ann, details.message, "Delete")
        await wait_until(lambda: question.done and "Delete it here" in str(question.message.labels), "it is asked")
        room.presses(ann, question.message, "🗑️ Delete it here")
        await wait_until(lambda: message.deleted, "it is gone")
        await wait_until(lambda: "Deleted here" in question.message.text, "it says so")


async def test_in_the_web_chat(stage: Stage, tmp_path: Path) -> None:  # noqa: F811
    """Nothing is taken off its wall, so the message loses its picture, and says how it can be had again."""
    async with web_house(stage, tmp_path) as (made, _client, page):
        made.painter.scripts = [SMOOTH]
        await page.say("/imagine a cat", "k1")
        grid = await shown(page, 15)
        await made.known()
        await page.press(grid["id"], "details", "k2")
        details = await page.next("sheet")
        await page.press(details["sheet"], "delete", "k3")
        question = await page.next("sheet")
        [[button]] = question["buttons"]
        await page.press(question["sheet"], button["payload"], "k4")
        bare = await shown(page, 0)
        assert (bare["id"], bare["media"]) == (grid["id"], [])
        assert "Deleted here" in bare["text"][0]["text"]
