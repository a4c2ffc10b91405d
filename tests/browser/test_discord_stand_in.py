"""The page on which people are played on the Discord on loopback, in a real browser."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Page, expect

from tests.fakes.discord.__main__ import people
from tests.fakes.discord.client import Bot, bot, listening
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.play import playing
from tests.fakes.telegram.client import picture

IMAGINE = {
    "name": "imagine",
    "description": "Paints",
    "options": [{"type": 3, "name": "prompt", "description": "what", "required": True, "autocomplete": True}],
}
HUSHED: dict[str, list[str]] = {"parse": []}


async def answer(client: Bot, heard: dict[str, object]) -> None:
    """A picture with a button for a command, choices for what is typed, a private word for a press."""
    kind, token = heard["type"], heard["token"]
    data: dict[str, object] = {"content": "Soon", "flags": 64, "allowed_mentions": HUSHED}
    if kind == 4:
        data = {"choices": [{"name": "a cat", "value": "a cat"}]}
    path = f"/interactions/{heard['id']}/{token}/callback"
    body = {"type": 5} if kind == 2 else {"type": 8 if kind == 4 else 4, "data": data}
    await client.ask("POST", path, body)
    if kind != 2:
        return
    card = {
        "flags": 1 << 15,
        "allowed_mentions": HUSHED,
        "attachments": [{"id": "0", "filename": "cat.png"}],
        "components": [
            {"type": 10, "content": "**a \\*cat\\***"},
            {"type": 12, "items": [{"media": {"url": "attachment://cat.png"}}]},
            {"type": 1, "components": [{"type": 2, "style": 2, "label": "U1", "custom_id": "u1"}]},
        ],
    }
    await client.ask(
        "PATCH", f"/webhooks/{client.discord.world.app.id}/{token}/messages/@original", card, picture()
    )


@asynccontextmanager
async def stage() -> AsyncIterator[Discord]:
    """People, and a bot that answers them."""
    async with playing() as discord, bot(discord) as client:
        people(discord)
        await client.ask("PUT", f"/applications/{discord.world.app.id}/commands", [IMAGINE])
        async with listening(discord) as listener, asyncio.TaskGroup() as crew:
            working = crew.create_task(serve(client, listener.heard))
            yield discord
            working.cancel()


async def serve(client: Bot, heard: list[dict[str, object]]) -> None:
    done = 0
    with suppress(asyncio.CancelledError):
        while True:
            for one in heard[done:]:
                await answer(client, one)
                done += 1
            await asyncio.sleep(0.01)


@pytest.fixture
def discord() -> Iterator[Discord]:
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(stage()) as made:
        yield made


def test_a_person_types_and_presses(discord: Discord, page: Page) -> None:  # the page closes before what it asks
    """What is typed is completed, a picture comes with its button, and what is private says so to one alone."""
    page.goto(discord.url)
    expect(page.locator("#bot")).to_have_text("the bot listens")
    prompt = page.locator("#options input")
    prompt.press_sequentially("a c")
    expect(page.locator("#list-prompt option")).to_have_attribute("value", "a cat")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("article img")).to_have_js_property("naturalWidth", 64)
    expect(page.locator("article")).to_contain_text("a *cat*")
    page.get_by_role("button", name="U1").click()
    private = page.locator("article.private")
    expect(private).to_contain_text("Soon")
    page.locator("#person").select_option("Bob")
    expect(private).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390, "a telephone shows all of it"
    expect(page.locator("#complaints")).to_be_empty()
