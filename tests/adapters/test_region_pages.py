"""Pictures that people bring lead to a page on which a region is painted, on every platform, and only them."""

from pathlib import Path

import pytest

from tests.adapters.discord_house import bot, discord  # noqa: F401 - a fixture
from tests.adapters.house import House, house, telegram  # noqa: F401 - fixtures
from tests.adapters.house import bot as telegram_bot
from tests.adapters.running import PUBLIC_URL
from tests.adapters.test_webchat_files import brought, sends
from tests.adapters.test_webchat_files import house as webchat_house
from tests.fakes.discord.driver import Discord
from tests.fakes.telegram.client import picture
from tests.fakes.telegram.driver import Telegram
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

PAGES = f"{PUBLIC_URL}/mask/"


async def test_on_telegram(house: House) -> None:  # noqa: F811
    """A photo with the command alone: in private a button opens the page, in a group it leads there."""
    ann = house.telegram.person("Ann")
    room, group = house.telegram.private(ann), house.telegram.group("Atelier", ann)
    for chat in (room, group):
        chat.sends_photo(ann, picture(64, 64), "/region a red hat")
    await wait_until(lambda: room.by_bot and group.by_bot, "both are answered")
    assert room.opens_app(ann, room.last, "🖌️ Paint it").startswith(PAGES)
    assert "?start=page_" in group.last.button("🖌️ Paint it")["url"]
    assert house.painter.sent == []


async def test_on_telegram_a_page_needs_https(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """Telegram takes no other address: then it is typed, however a page was asked for."""
    ann = telegram.person("Ann")
    room = telegram.private(ann)
    async with telegram_bot(telegram, stage, public_url="http://bot.example") as made:
        room.sends_photo(ann, picture(64, 64), "/region")
        await wait_until(lambda: room.by_bot, "there is an answer")
        assert "with it which part is to change" in room.last.text
        assert "Paint it" not in str(room.last.labels)
        assert made.painter.sent == []


async def test_on_discord(discord: Discord, stage: Stage) -> None:  # noqa: F811
    """A file with the command alone: a link that only that person sees, and nothing else stays."""
    ann = discord.person("Ann")
    room = discord.room(ann, name="atelier")
    async with bot(discord, stage) as made:
        room.types(ann, "region", image=picture(64, 64))
        await wait_until(lambda: any(one.ephemeral and one.labels for one in room.messages), "there is a word")
        await made.idle()
        await wait_until(lambda: len(room.messages) == 1, "nothing else stays")
        [word] = room.messages
        labels = [["🖌️ Paint it"], ["🎛️ Region…"]]
        assert (word.ephemeral, word.labels, made.painter.sent) == (True, labels, [])
        assert word.button("🖌️ Paint it")["url"].startswith(PAGES)


@pytest.mark.parametrize(("public_url", "begins"), [(PUBLIC_URL, PAGES), ("", "/mask/")])
async def test_in_the_web_chat(stage: Stage, tmp_path: Path, public_url: str, begins: str) -> None:  # noqa: F811
    """A picture with the command alone: a link in the form that only that page is shown, on its own server if need
    be: it is there already.
    """
    async with webchat_house(stage, tmp_path, public_url) as (made, client, page):
        _, said = await brought(client, picture(64, 64))
        await sends(page, "/region", [said["file"]], "k1")
        answer = await page.next("answer")
        assert (answer["key"], answer["tone"]) == ("k1", "info")
        [link] = answer["form"]["links"]
        assert (link["label"], link["url"].startswith(begins)) == ("🖌️ Paint it", True)
        assert made.painter.sent == []
