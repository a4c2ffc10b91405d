"""Links to results that end soon: whatever follows from a result works on each platform all the same."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from tests.fakes.waiting import PATIENCE, wait_until_sync
from tests.scenarios.chats import TelegramChat, payloads_of
from tests.scenarios.programs import sandbox_counts, status_of
from tests.scenarios.walkers import Walk, Walker, code_of, walking

LASTS_S = 15.0  # longer than a machine holds up what is done with one
OPTIONS = ("--links-last", str(LASTS_S), "--fault", "moderation:times=1:match=ghost")
Shown = Mapping[str, Any]


@dataclass
class Ended:
    """One person's results, whose links lead nowhere any more."""

    ann: Walker
    grid: Shown
    single: Shown
    edit: Shown
    film: Shown
    failed: Shown

    def orders(self, command: str, *labels: str, **options: str) -> None:
        """What comes of it has these buttons."""
        named = {name: value.format(self, **self.codes()) for name, value in options.items()}
        self.ann.gets(lambda: self.ann.chat.orders(command, **named), *labels)

    def codes(self) -> Mapping[str, str]:
        return {name: f"#{code_of(getattr(self, name))}" for name in ("grid", "single", "edit", "film")}

    def press(self, message: Shown, payload: str) -> None:
        """The button with this on its back, or something that begins so."""
        back = next(one for one in payloads_of(message) if one.startswith(payload))
        self.ann.chat.presses(message["id"], back)

    def presses(self, message: Shown, payload: str, *labels: str) -> Shown:
        return self.ann.gets(lambda: self.press(message, payload), *labels)

    def brings(self, message: Shown, payload: str) -> None:
        """A file, in a message of its own."""
        before = {one["id"] for one in self.ann.chat.told()}
        self.press(message, payload)
        wait_until_sync(
            lambda: any(files_of(one) for one in self.ann.chat.told() if one["id"] not in before),
            f"{payload} is there",
        )


@pytest.fixture(scope="module", params=["webchat", "telegram", "discord"])
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    with walking(request.param, tmp_path_factory.mktemp(request.param), 1, OPTIONS) as walk:
        yield walk


@pytest.fixture(scope="module")
def ended(walk: Walk) -> Ended:
    [ann] = walk.walkers
    grid = ann.imagine("a boat --ar 3:2")
    code, order = code_of(grid), ann.chat.orders
    made = Ended(
        ann,
        grid,
        single=ann.pressed(grid, "U1", "Animate"),
        edit=ann.gets(lambda: order("edit", link=f"#{code}.1", words="in snow"), "Describe"),
        film=ann.gets(lambda: order("animate", link=f"#{code}.2", words="it rains"), "Extend 1"),
        failed=ann.gets(lambda: order("edit", link=f"#{code}.2", words="a ghost"), "Retry"),
    )
    link = new_link(walk)  # it ends after all of them
    wait_until_sync(lambda: status_of(link) != 200, "the links have ended")
    return made


def new_link(walk: Walk) -> str:
    """As a look-up gives it now."""
    task = next(one for one in sandbox_counts(walk.sandbox)["tasks"] if one["type"] == "imagine")
    headers = {"Authorization": "Bearer test-token-not-real", "Content-Type": "application/json"}
    body = json.dumps({"action": "retrieve", "id": task["id"]}).encode()
    asked = urllib.request.Request(f"{walk.sandbox.url}/midjourney/tasks", body, headers)
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
        return str(json.loads(answer.read())["response"]["image_url"])


@pytest.mark.timeout(300)
def test_what_is_typed_about_them(ended: Ended) -> None:
    """Wholes and parts of them, as what is changed, as what is referred to, and as a film's ends."""
    ended.orders("edit", "Describe", link="{single}", words="in rain")
    ended.orders("edit", "Describe", link="{film}", words="in rain")
    ended.orders("region", "Describe", link="{grid}.3", region="5", words="a hat")
    ended.orders("region", "U1", link="{single}", region="5", words="a hat")
    ended.orders("reframe", "Describe", link="{edit}.4", size="16:9")
    ended.orders("describe", "Imagine 1", link="{edit}.2")
    ended.orders("imagine", "U1", prompt="a fox {grid}.1 --sref {single}")
    ended.orders("animate", "Extend 1", link="{single}", words="--end {grid}.4")
    ended.orders("extend", "Extend 1", clip="{film}.2", words="--end {edit}.1")
    ended.orders("show", "Extend 1", code="{film}")
    ended.orders("show", "U1", code="{grid}")


@pytest.mark.timeout(300)
def test_what_is_pressed_below_them(walk: Walk, ended: Ended) -> None:
    """What they order, what they bring, and what failed when it was ordered first; nobody sees where they lie."""
    ended.presses(ended.single, "animate", "Extend 1")
    ended.presses(ended.single, "act:upscale_subtle", "Redo")
    ended.presses(ended.edit, "animate:3", "Extend 1")
    ended.presses(ended.film, "extend:0", "Extend 1")
    ended.presses(ended.failed, "retry", "Describe")
    ended.brings(ended.edit, "piece:2")
    if not ended.ann.web:  # a page has the full-size files from the beginning
        ended.brings(ended.single, "original")
        ended.brings(ended.film, "original")
    if isinstance(ended.ann.chat, TelegramChat):
        swap_takes(ended)
    assert walk.sandbox.url not in json.dumps(ended.ann.chat.told())


def swap_takes(ended: Ended) -> None:
    """Of a message that shows one: another one in its place, and all of them as an album."""

    def shown() -> Shown:
        return next(one for one in ended.ann.chat.told() if one["id"] == ended.film["id"])

    ended.press(ended.film, "take:3")
    wait_until_sync(lambda: shown()["sha256"] != ended.film["sha256"], "take 3 is in its place")

    def albums() -> int:
        return sum(bool(one["album"]) for one in ended.ann.chat.told())

    before = albums()
    ended.press(ended.film, "album")
    wait_until_sync(lambda: albums() == before + 4, "all four are there")


def files_of(message: Shown) -> Sequence[Any]:
    """What a message shows, as its stand-in tells it."""
    found = message.get("media", message.get("files"))
    return [message["kind"]] if found is None and message["size"] else found or []
