"""What every adapter keeps: it does all that it claims, as the port says, and claims nothing by accident."""

import asyncio
from abc import ABC
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.card import Button, Card, Media, MediaKind, Span, Stage
from bot.domain.errors import DeliveryError, MessageGone, NotAllowed, Right, UserError
from bot.domain.incoming import ButtonPress, CommandCall, Origin, Search
from bot.platforms import ADAPTERS
from bot.ports import (
    AdminAware,
    Capabilities,
    Closeable,
    Diagnosable,
    EventHandler,
    HasRoutes,
    InlineSearch,
    LaneRef,
    Listening,
    Messenger,
    Platform,
    PrivateChats,
    RightsAware,
    Role,
    Vouching,
)
from bot.ports import platform as port
from bot.tasks import cancel_tasks
from tests.adapters.scenes import SCENES, Scene
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import wait_until

NAMES = [adapter.name for adapter in ADAPTERS]
# Everything that an adapter can inherit.
PORTS: list[type[ABC]] = [
    one
    for one in vars(port).values()
    if isinstance(one, type) and ABC in one.__bases__ and one.__module__ == port.__name__
]
CAPABILITIES = [one for one in PORTS if one not in {Platform, Messenger}]
BUTTONS = ((Button("U1", "act:upscale1"),),)


def card(words: str, **more: Any) -> Card:
    return Card((Span(words),), **more)


class Recorder:
    """Notes which methods of an object's ports were called."""

    def __init__(self, watched: object) -> None:
        self.promised = {
            name for one in PORTS if isinstance(watched, one) for name in one.__dict__["__abstractmethods__"]
        }
        self.called: set[str] = set()
        for name in self.promised:
            setattr(watched, name, self.noted(name, getattr(watched, name)))

    def noted(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            self.called.add(name)
            return method(*given, **named)

        return call


@asynccontextmanager
async def serving(scene: Scene) -> AsyncIterator[None]:
    """It listens, as the one process does that has its role, and is closed at the end."""
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(scene.platform.serve(scene.handle))
            try:
                yield
            finally:
                await cancel_tasks([task])
    finally:
        if isinstance(scene.platform, Closeable):
            await scene.platform.close()


async def heard(scene: Scene, act: Callable[[], Awaitable[None]], kind: type[Any]) -> Any:
    """What comes of something that somebody does."""
    await act()
    await wait_until(lambda: any(isinstance(one, kind) for one in scene.heard), f"a {kind.__name__} comes in")
    return next(one for one in scene.heard if isinstance(one, kind))


def check_limits(platform: Platform, origin: Origin) -> None:
    """What holds everywhere holds here, and no process says otherwise."""
    everywhere, here = platform.capabilities, platform.capabilities_at(origin)
    assert isinstance(everywhere, Capabilities)
    assert here == platform.capabilities_at(origin)
    assert here.file_limit >= everywhere.file_limit
    assert here.picture_limit >= everywhere.picture_limit


async def check_messenger(scene: Scene, origin: Origin, call: CommandCall) -> None:
    """A message that is written, changed, answered below, and taken away."""
    messenger = scene.platform.messenger
    shown = await messenger.post(origin, card("one", buttons=BUTTONS, stage=Stage.DONE), nonce="n1")
    assert shown.platform == origin.place.platform
    assert shown.chat in {origin.place.chat, origin.place.thread}
    shown = await messenger.edit(shown, card("two", buttons=BUTTONS, stage=Stage.DONE))
    await messenger.relabel(shown, card("two", buttons=((Button("U1 ✓", "act:upscale1"),),), stage=Stage.DONE))
    media = (Media(MediaKind.IMAGE, "", "a cat", 64, 64, picture(64, 64, colour="navy"), "image/png", "key"),)
    shown = await messenger.edit(shown, card("three", media=media, buttons=BUTTONS, stage=Stage.DONE))
    press = await heard(scene, scene.press, ButtonPress)
    assert (press.message.platform, press.payload) == (shown.platform, "act:upscale1")
    assert scene.answered == [True]
    assert await messenger.answer(origin, card("a word")) in {True, False}
    with suppress(NotAllowed):
        other = await messenger.post(origin.place, card("elsewhere"), nonce="n2")
        await messenger.erase(other)
        with pytest.raises(MessageGone):
            await messenger.edit(other, card("four"))
    if call.attachments:
        assert b"".join([part async for part in messenger.fetch(call.attachments[0])])
    else:
        with pytest.raises(DeliveryError):
            await anext(aiter(messenger.fetch("none")))


async def check_words(scene: Scene) -> None:
    """Words without a command come in as such, and from where only we are, if that is claimed; else not at all."""
    hears, before = scene.platform.capabilities.hears_words, len(scene.heard)
    assert scene.talk is not None or not hears
    if scene.talk is not None:
        await scene.talk()
    if not hears:
        await scene.say()
    await wait_until(lambda: len(scene.heard) > before, "what was said comes in")
    [call] = scene.heard[before:]
    assert isinstance(call, CommandCall)
    assert (call.plain, call.plain and call.origin.private) == (hears, hears)


async def check_routes(platform: HasRoutes, _scene: Scene, _origin: Origin) -> None:
    """Every process that asks is told the same."""
    assert len(platform.routes()) == len(platform.routes())


async def check_listening(platform: Listening, _scene: Scene, _origin: Origin) -> None:
    """Something came in just now."""
    await wait_until(lambda: platform.why_deaf() == "", "it knows that it hears")


async def check_diagnosable(platform: Diagnosable, scene: Scene, _origin: Origin) -> None:
    """Each line has a name and says something; a chat that is not known is a line, too."""
    for place in ("", scene.chat_name, "@nobody-is-called-so"):
        found = await platform.examine(place)
        assert found
        assert all(one.name and one.text for one in found)


async def check_admins(platform: AdminAware, scene: Scene, origin: Origin) -> None:
    """Who made the chat decides there, a stranger does not; it is found by its name, and nothing else is."""
    assert await platform.is_admin(origin) is True
    assert scene.stranger is not None
    assert await platform.is_admin(scene.stranger) is False
    assert platform.chat_example
    assert await platform.title_of(origin.place) not in {"", origin.place.chat}
    assert await platform.find_chat(scene.chat_name, origin) == origin.place
    with pytest.raises(UserError):
        await platform.find_chat("@nobody-is-called-so", origin)
    await platform.leave_chat(origin.place)


async def check_rights(platform: RightsAware, _scene: Scene, origin: Origin) -> None:
    """Where we are at home nothing is missing."""
    assert set(await platform.missing_rights(origin.place)) <= set(Right)


async def check_private(platform: PrivateChats, _scene: Scene, origin: Origin) -> None:
    """A place of this platform."""
    place = platform.private_chat(origin.person)
    assert place.platform == origin.place.platform
    assert place != origin.place


async def check_search(platform: InlineSearch, scene: Scene, _origin: Origin) -> None:
    """A question is answered, with nothing if there is nothing."""
    assert scene.search is not None
    found = await heard(scene, scene.search, Search)
    await platform.show_results(found.origin, [])


async def check_vouching(platform: Vouching, scene: Scene, origin: Origin) -> None:
    """Who opened a page is who did; what was changed proves nothing."""
    assert platform.vouch(scene.proof) == origin.person.id
    assert [platform.vouch(other) for other in ("", f"{scene.proof}0", "x=y")] == [None] * 3


# Leaving the chat comes last; what is closed is closed by `serving`.
CHECKS: dict[type[ABC], Callable[[Any, Scene, Origin], Awaitable[None]]] = {
    HasRoutes: check_routes,
    Listening: check_listening,
    Diagnosable: check_diagnosable,
    RightsAware: check_rights,
    PrivateChats: check_private,
    InlineSearch: check_search,
    Vouching: check_vouching,
    AdminAware: check_admins,
}


def test_every_adapter_has_a_scene_and_every_capability_a_check() -> None:
    """Whoever adds one finds what is missing here."""
    assert set(SCENES) == set(NAMES)
    assert {*CHECKS, Closeable} == set(CAPABILITIES)


@pytest.mark.parametrize("name", NAMES)
async def test_it_keeps_what_it_promises(name: str, redis: Redis, tmp_path: Path) -> None:
    """Each method of each capability that it claims is called on its stand-in, and does what the port says."""
    async with SCENES[name](redis, tmp_path) as scene:
        platform = scene.platform
        assert platform.name == name
        assert platform.runs_in in {Role.GATEWAY, Role.WEB}
        assert not isinstance(platform, Listening) or platform.why_deaf()
        notes = Recorder(platform), Recorder(platform.messenger)
        async with serving(scene):
            call = await heard(scene, scene.say, CommandCall)
            origin = call.origin
            assert (call.name, origin.place.platform) == ("imagine", name)
            assert origin.person.id.startswith(f"{name}:")
            check_limits(platform, origin)
            lane = platform.lane(origin, 0.0)
            assert isinstance(lane, LaneRef)
            assert lane == platform.lane(origin, 0.0)
            await check_messenger(scene, origin, call)
            await check_words(scene)
            for capability, check in CHECKS.items():
                if isinstance(platform, capability):
                    await check(platform, scene, origin)
        for note in notes:
            assert note.called == note.promised


@pytest.mark.parametrize("name", NAMES)
async def test_nothing_that_people_do_is_lost_while_it_cannot_be_written_down(
    name: str, redis: Redis, tmp_path: Path
) -> None:
    """It comes again by itself, or the person is told and tries again."""
    async with SCENES[name](redis, tmp_path) as scene:
        scene.deaf = 1
        async with serving(scene):
            await scene.say()
            await wait_until(lambda: scene.deaf == 0, "it came")
            if scene.platform.runs_in is Role.WEB:
                await scene.say()
            await wait_until(lambda: scene.heard, "it came again")


@pytest.mark.parametrize(
    ("one", "method"), [(one, method) for one in PORTS for method in sorted(one.__dict__["__abstractmethods__"])]
)
def test_who_forgets_a_method_cannot_be_made(one: type[ABC], method: str) -> None:
    """Before a person meets the gap."""
    have = {name: lambda *_: None for name in one.__dict__["__abstractmethods__"]}
    assert isinstance(type("Whole", (one,), have)(), one)
    del have[method]
    with pytest.raises(TypeError, match=method):
        type("Forgetful", (one,), have)()


def test_methods_alone_are_no_claim() -> None:
    """A class that happens to have a method of that name is not taken for one that can do it."""

    class Plain(Platform):
        @override
        def lane(self, origin: Origin, age: float) -> LaneRef:
            return LaneRef("plain")

        @override
        async def serve(self, handle: EventHandler) -> None:
            raise NotImplementedError

        def routes(self) -> list[object]:
            return []

        async def close(self) -> None:
            return None

    assert not any(isinstance(Plain(), one) for one in CAPABILITIES)
