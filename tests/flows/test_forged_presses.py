"""What is written on a button comes from the client, and so does the name of the message."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.webchat.gateway import WebChat
from adapters.webchat.inbound import ROOM, guest_person, room_place
from bot.commands import Commands
from bot.domain.buttons import Verb
from bot.domain.card import Card, Media
from bot.domain.ids import MessageRef
from bot.domain.incoming import ButtonPress, CommandCall, Origin, Person
from bot.domain.parcel import Parcel
from bot.handlers.chat_settings import SETTINGS_PANEL
from bot.handlers.results import history_panel, mark_of
from bot.store.connection import connect_redis
from bot.store.media import MediaFolder
from bot.store.retries import NO_RETRY
from tests.fakes.opening import adapter_context
from tests.fakes.painter import SMOOTH
from tests.fakes.platform import ANN, BOB, NAME, PLACE
from tests.fakes.reception import reception
from tests.flows.conftest import RULES, House
from tests.jobs.conftest import Stage

ARGUMENTS = ["", "0", "upscale1", "language=de", "words=paint", "7K2M9QXD"]
BARE = {Verb.CANCEL, Verb.SHOW, Verb.RETRY}  # verbs that take no argument
PAYLOADS = [
    f"{verb}:{argument}" if argument else verb
    for verb in Verb
    for argument in ARGUMENTS
    if not argument or verb not in BARE
]
LIST = Parcel("list", Origin(PLACE, ANN), Card(()), panel=history_panel(mark_of(ANN)))
PANEL = Parcel("panel", Origin(PLACE, ANN), Card(()), panel=SETTINGS_PANEL)
OTHERS = [Parcel(name, Origin(PLACE, ANN), Card(())) for name in ("words", "gallery", "help")]


def seen(house: House) -> dict[str, tuple[object, tuple[Media, ...]]]:
    """What each message says and shows, whatever its buttons are."""
    return {name: (cards[-1].text, cards[-1].media) for name, cards in house.bench.platform.messenger.shown.items()}


@pytest.mark.parametrize("whose", [ANN, BOB])
async def test_every_verb_on_every_message(house: House, whose: Person) -> None:
    """Results, lists, panels, words, and messages that never were; with the marks of both."""
    house.bench.painter.scripts = [SMOOTH]
    await house.type("imagine", "a cat")
    for parcel in (LIST, PANEL, *OTHERS):
        await house.reception.outbox.send(parcel)
    await house.work()
    before = seen(house)
    mine = {"list", "panel"} if whose == ANN else {"panel"}  # nobody governs here, so everybody may
    names = [*before, "never-was"]
    house.bench.painter.scripts = [SMOOTH] * 10
    for name in names:
        message = MessageRef(NAME, PLACE.chat, name)
        payloads = [*PAYLOADS, f"history:0.{mark_of(whose)}", f"history:5.{mark_of(ANN)}"]
        await asyncio.gather(*(house.press(message, payload, whose) for payload in payloads))
    await house.work()
    after = seen(house)
    assert {name for name in before if after[name] != before[name]} <= mine
    assert "never-was" not in after


async def test_the_list_of_somebody_is_turned_by_nobody_else(house: House) -> None:
    """Neither with the mark of who presses nor with that of whose it is."""
    for parcel in (LIST, PANEL):
        await house.reception.outbox.send(parcel)
    await house.work()
    listed = MessageRef(NAME, PLACE.chat, "list")
    for payload in ("history:0", f"history:0.{mark_of(BOB)}", f"history:0.{mark_of(ANN)}", "adjust:previews=off"):
        await house.press(listed, payload, BOB)
    await house.work()
    assert len(house.bench.platform.messenger.shown["list"]) == 1
    await house.press(listed, f"history:0.{mark_of(ANN)}", ANN)
    await house.work()
    assert len(house.bench.platform.messenger.shown["list"]) == 2


async def test_in_the_web_chat_nothing_comes_of_messages_that_never_were(
    stage: Stage, house: House, valkey_url: str, tmp_path: Path
) -> None:
    """And what is there stays: pictures are pushed out by no amount of it."""
    redis, clock = stage.redis, house.bench.desk.clock
    async with connect_redis(valkey_url, retry=NO_RETRY) as listener:
        media = MediaFolder.local(tmp_path, timedelta(days=1))
        context = adapter_context(redis, media, listener=listener, clock=clock)
        platform, chatlog = WebChat(context), context.chatlog
        tasks: list[tuple[str, str]] = []

        async def queue(kind: str, name: str, _delay: float) -> None:
            tasks.append((kind, name))

        door = reception(
            redis,
            house.bench.desk,
            {platform.name: platform},
            Commands(RULES),
            queue=queue,
            forms=house.bench.runner.context.forms,
            clock=clock,
        )
        eve = Origin(room_place(), guest_person("Eve"), reply="page key")
        await chatlog.put(ROOM, "t-1", {"text": "hello"})
        before = (await chatlog.history(ROOM)).messages
        payloads = [*PAYLOADS, f"history:0.{mark_of(eve.person)}"]
        presses = [
            ButtonPress(f"k{name}{payload}", eve, MessageRef("webchat", ROOM, name), payload)
            for payload in payloads
            for name in ("never-was", "t-1")
        ]
        await asyncio.gather(*map(door.app.handle, presses))
        await door.app.handle(CommandCall("say", eve, "history"))
        while tasks:
            await door.run(*tasks.pop(0))
        assert (await chatlog.history(ROOM)).messages == before
