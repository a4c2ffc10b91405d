"""Variations with other words, from each chat: what the service is asked for, and what comes of it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.domain.press import Verb
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.chats import DiscordChat, TelegramChat, WebChat, labels_of, payloads_of
from tests.scenarios.programs import sandbox_counts
from tests.scenarios.walkers import Walk, Walker, code_of, walking

CHOSEN = {"varied": "V2", "words": "a blue fox"}


@pytest.fixture(params=["webchat", "telegram", "discord"])
def walk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Walk]:
    with walking(request.param, tmp_path, 1, ACEDATA_REMIX="true") as walk:
        yield walk


def fills(ann: Walker, grid: Mapping[str, Any]) -> None:
    """The form of other words, for a variation of the second picture."""
    if isinstance(ann.chat, WebChat):
        page = ann.chat
        ann.press(grid, "Change…")
        wait_until_sync(lambda: bool(page.forms), "the form is there")
        page.sends(type="form", form=page.forms[-1]["id"], values=CHOSEN)
    elif isinstance(ann.chat, DiscordChat):
        fills_window(ann.chat, grid)
    elif isinstance(ann.chat, TelegramChat):
        fills_message(ann, ann.chat, grid)


def fills_message(ann: Walker, chat: TelegramChat, grid: Mapping[str, Any]) -> None:
    """As above, where a form is a message with rows of buttons, and words answer it."""
    shown = ann.pressed(grid, "Change…", "V2", "Cancel", "new picture")
    ann.press(shown, "V2")
    wait_until_sync(lambda: bool(ann.shown("✓ V2")), "it is chosen")
    chat.remote.act(chat.room, "says", person=chat.person, text=CHOSEN["words"], reply_to=shown["id"])
    wait_until_sync(lambda: CHOSEN["words"] in ann.shown("✓ V2")[-1]["text"], "the words are there")
    [filled] = ann.shown("✓ V2")
    chat.presses(filled["id"], next(one for one in payloads_of(filled) if one.startswith(Verb.GO)))


def fills_window(room: DiscordChat, grid: Mapping[str, Any]) -> None:
    """As above, where a form is a window."""
    [label] = [one for one in labels_of(grid) if "Change…" in one]
    press = room.remote.act(room.room, "presses", person=room.person, message=grid["id"], label=label)["id"]
    wait_until_sync(lambda: bool(room.remote.interaction(press)["form"]), "the window is there")
    room.remote.act(room.room, "submits", person=room.person, asked=press, options=CHOSEN)


def varied(walk: Walk, action: str) -> list[Mapping[str, Any]]:
    """What was sent of that kind."""
    bodies = (json.loads(one.body) for one in walk.relay.passed if one.path == "/midjourney/imagine")
    return [one for one in bodies if one.get("action") == action]


def all_shown(ann: Walker, *words: str) -> bool:
    """Whether there is a sheet for each of these."""
    return all(any(one in message["text"] for message in ann.shown("U1")) for one in words)


def test_other_words_for_one_of_four(walk: Walk) -> None:
    """By the form and typed; the service takes both with the words, and complains of nothing."""
    [ann] = walk.walkers
    grid = ann.imagine("a red fox --v 7")
    fills(ann, grid)
    ann.chat.orders("vary", link=f"#{code_of(grid)}.3", words="a green fox")
    wait_until_sync(lambda: bool(varied(walk, "variation2") and varied(walk, "variation3")), "both are ordered")
    for action, words in (("variation2", "a blue fox"), ("variation3", "a green fox")):
        [body] = varied(walk, action)
        assert (body["prompt"], body["version"], body["mode"]) == (words, "7", "fast")
        assert body["image_id"]
    wait_until_sync(lambda: all_shown(ann, "a blue fox", "a green fox"), "both are shown")
    assert sandbox_counts(walk.sandbox)["complaints"] == []
