"""The last button of a form: however often it is pressed, and whenever the process dies, it orders once."""

import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.domain.press import Verb
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.chats import DiscordChat, WebChat, labels_of, payloads_of
from tests.scenarios.programs import Records, sandbox_counts
from tests.scenarios.walkers import Walk, Walker, walking

Go = Callable[[], object]


@pytest.fixture(scope="module", params=["webchat", "telegram", "discord"])
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    with walking(request.param, tmp_path_factory.mktemp(request.param), 1) as walk:
        yield walk


def opens(ann: Walker, single: Mapping[str, Any]) -> Go:
    """The form of a film; what it gives presses its last button."""
    if isinstance(ann.chat, WebChat):
        page = ann.chat
        known = len(page.forms)
        ann.press(single, "Animate…")
        wait_until_sync(lambda: len(page.forms) > known, "the form is there")
        [form] = page.forms[known:]
        return lambda: page.sends(type="form", form=form["id"], values={"words": "it rains"})
    if isinstance(ann.chat, DiscordChat):
        return opens_window(ann.chat, single)
    shown = ann.pressed(single, "Animate…", "Animate", "Cancel", "Loop: off")
    last = next(
        one for one in payloads_of(shown) if one.startswith(Verb.GO)
    )  # its label changes with the first press
    return lambda: ann.chat.presses(shown["id"], last)


def opens_window(room: DiscordChat, single: Mapping[str, Any]) -> Go:
    """As above, where a form is a window."""
    [label] = [one for one in labels_of(single) if "Animate…" in one]
    press = room.remote.act(room.room, "presses", person=room.person, message=single["id"], label=label)["id"]
    wait_until_sync(lambda: bool(room.remote.interaction(press)["form"]), "the window is there")
    values = {"words": "it rains"}
    return lambda: room.remote.act(room.room, "submits", person=room.person, asked=press, options=values)


def ordered(walk: Walk) -> tuple[int, int]:
    """What the service has accepted, and how much of it twice."""
    counts = sandbox_counts(walk.sandbox)
    return int(counts["submitted"]), int(counts["duplicates"])


def all_done(walk: Walk, jobs: int) -> bool:
    return Records(walk.bot.folder / "data").states() == ["done"] * jobs


def single_of(ann: Walker) -> Mapping[str, Any]:
    return ann.pressed(ann.imagine("a fox"), "U1", "Animate…")


def test_two_presses_at_once_open_one_job(walk: Walk) -> None:
    """And one that comes later opens none, but asks."""
    [ann] = walk.walkers
    go = opens(ann, single_of(ann))
    before, _ = ordered(walk)
    with ThreadPoolExecutor(2) as pool:  # a page waits until what it sends was taken
        list(pool.map(lambda _: go(), range(2)))
    wait_until_sync(lambda: all_done(walk, before + 1), "it is filmed")
    go()
    wait_until_sync(lambda: bool(ann.shown("Make another")), "she is asked")
    assert ordered(walk) == (before + 1, 0)
    assert all_done(walk, before + 1)


def test_killed_between_the_press_and_the_job(walk: Walk) -> None:
    """Its picture was being looked up when the process died: the next one orders it, once."""
    [ann] = walk.walkers
    go = opens(ann, single_of(ann))
    before, _ = ordered(walk)
    wait_until_sync(lambda: all_done(walk, before), "all is quiet")
    assert walk.sandbox.process is not None
    walk.sandbox.process.send_signal(signal.SIGSTOP)
    try:
        known = len(walk.relay.passed)
        go()
        wait_until_sync(
            lambda: any(one.path.endswith("/tasks") for one in walk.relay.passed[known:]), "it is looked up"
        )
        assert all_done(walk, before)  # there is no job yet
        walk.bot.kill()
    finally:
        walk.sandbox.process.send_signal(signal.SIGCONT)
    walk.bot.start().ready()
    wait_until_sync(lambda: all_done(walk, before + 1), "it is filmed")
    assert ordered(walk) == (before + 1, 0)
