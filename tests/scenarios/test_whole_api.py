"""Everything that the image API can be asked for can be asked for from each chat: what leaves the bot tells."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.fakes.relay import Passed, Relay
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import PATIENCE, wait_until_sync
from tests.scenarios.programs import CHATELIER, Program, sandbox_counts
from tests.scenarios.walkers import Walker, code_of, walking

Table = Mapping[str, Mapping[str, Sequence[object]]]
ANY = ("*",)  # whatever it is, and not nothing
MODES = ("fast", "relax", "turbo")
ACTIONS = (
    *("generate", "variation_region", "reroll", "square"),
    *(f"{kind}{n}" for kind in ("upscale", "variation") for n in range(1, 5)),
    *("upscale_2x", "upscale_4x", "upscale_subtle", "upscale_creative"),
    *("redo_upscale_2x", "redo_upscale_4x", "redo_upscale_subtle", "redo_upscale_creative"),
    *("variation_subtle", "variation_strong", "zoom_out_2x", "zoom_out_1_5x"),
    *("pan_left", "pan_right", "pan_up", "pan_down"),
)
# By endpoint and field: the values that the service's pages and clients name.
NEEDED: Table = {
    "imagine": {
        "action": ACTIONS,
        "prompt": ANY,
        "image_id": ANY,
        "mask": ANY,
        "mode": MODES,
        "translation": (True,),
        "split_images": (True,),
        "timeout": ANY,
        "version": ("5.2", "6", "6.1", "7", "8", "8.1", "8.2"),
        "hd": (True, False),
        "quality": (".25", ".5", "1", "2", "4"),
        "style_reference": (True,),
        "moodboard": (True,),
    },
    "edits": {
        "action": ("generate",),
        "image_url": ANY,
        "prompt": ANY,
        "mask": ANY,
        "mode": MODES,
        "split_images": (True,),
    },
    "videos": {
        "action": ("generate", "extend"),
        "image_url": ANY,
        "end_image_url": ANY,
        "prompt": ANY,
        "video_id": ANY,
        "video_index": (0, 1, 2, 3),
        "mode": ("fast", "turbo"),
        "resolution": ("480p", "720p"),
        "loop": (True,),
    },
    "describe": {"image_url": ANY},
    "shorten": {"prompt": ANY},
    "translate": {"content": ANY},
    "seed": {"image_id": ANY},
    "tasks": {
        "action": ("retrieve", "retrieve_batch"),
        "id": ANY,
        "ids": ANY,
        "trace_id": ANY,
        "trace_ids": ANY,
        "limit": ANY,
    },
}
# What operators alone ask for, where no chat is.
BY_COMMAND_LINE = {"tasks": {"offset": ANY, "type": ("imagine", "videos", "describe"), "created_at_min": ANY}}
# Which of them depends on how the bot hears of its tasks, so each chat has another way.
WAYS = {"webchat": "stream", "telegram": "callback", "discord": "poll"}
BY_WAY: Table = {
    "stream": {"accept": ("application/x-ndjson",)},
    "callback": {"callback_url": ANY},
    "poll": {"async": (True,)},
}
RUN_AS_TASKS = ("imagine", "edits", "videos")
# What the pages name and this bot never sends, and why.
OMITTED: Mapping[tuple[str, str, object], str] = {
    ("imagine", "translation", False): "leaving it out means the same",
    ("imagine", "split_images", False): "leaving it out means the same",
    ("edits", "split_images", False): "leaving it out means the same",
    ("videos", "loop", False): "leaving it out means the same",
    ("videos", "mode", "relax"): "films are made fast or turbo",
    ("edits", "image_id", "*"): "actions of an edit go to imagine, where that field is",
    ("imagine", "application_id", "*"): "of the vendor's own page: the token says it",
    ("tasks", "application_id", "*"): "of the vendor's own page: the token says it",
    ("tasks", "user_id", "*"): "of the vendor's own page: the token says it",
    ("tasks", "created_at_max", "*"): "operators ask for the newest",
    ("tasks", "action", "generate"): "a default that the page prints by mistake",
}
PICTURE = picture(360, 240)
NOBODY = ("00000000-0000-0000-0000-00000000000b", "00000000-0000-0000-0000-00000000000c")
STRANDS = 8


@dataclass
class Sent:
    """What went to the service, by endpoint, field and value."""

    relay: Relay
    seen: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    read: int = 0

    def look(self) -> None:
        """At what is new and was taken."""
        fresh = self.relay.passed[self.read :]
        self.read += next((n for n, one in enumerate(fresh) if not one.status), len(fresh))
        for one in fresh:
            if one.path.startswith("/midjourney/") and one.status == 200:
                self.note(one)

    def note(self, one: Passed) -> None:
        endpoint, body = one.path.removeprefix("/midjourney/"), json.loads(one.body)
        body["accept"] = dict(one.headers).get("Accept", "")
        for name, value in body.items():
            self.seen.setdefault((endpoint, name), set()).add(json.dumps(value))

    def missing(self, wanted: Table) -> list[str]:
        """What no request has held so far, by its name."""
        self.look()
        return [
            f"{endpoint}.{member}={value}"
            for endpoint, fields in wanted.items()
            for member, values in fields.items()
            for value in values
            if not self.holds(endpoint, member, value)
        ]

    def holds(self, endpoint: str, member: str, value: object) -> bool:
        found = self.seen.get((endpoint, member), set())
        return bool(found - {'""', "null", "[]"}) if value == "*" else json.dumps(value) in found

    def unknown(self) -> list[str]:
        """Fields that are in no table."""
        known = {(path, name) for table in (NEEDED, BY_COMMAND_LINE) for path in table for name in table[path]}
        known |= {(path, name) for path, _ in self.seen for fields in BY_WAY.values() for name in fields}
        return [f"{path}.{name}" for path, name in self.seen if (path, name) not in known]


# --- what they do -----------------------------------------------------------------------------------------


def press_grid(ann: Walker) -> None:
    """All buttons of a sheet."""
    grid = ann.imagine("a boat --ar 3:2")
    ann.press(grid, "U2", "U3", "U4", "V1", "V2", "V3", "V4", "Reroll")


def press_single(ann: Walker) -> None:
    """The buttons of one picture that change it, half of them."""
    single = ann.pressed(ann.imagine("a fox --ar 3:2"), "U1", "Animate")
    ann.press(single, "Vary (Subtle)", "Vary (Strong)", "Zoom Out 2x", "Zoom Out 1.5x", "Make Square", "Pan Left")
    details = ann.pressed(single, "Details", "Seed")
    ann.press(details, "Seed")


def press_double(ann: Walker) -> None:
    """The others, and what a larger one has."""
    single = ann.pressed(ann.imagine("an otter"), "U1", "Animate")
    ann.press(single, "Pan Right", "Pan Up", "Pan Down", "Upscale (Creative)")
    larger = ann.pressed(single, "Upscale (Subtle)", "Redo Upscale (Subtle)")
    ann.press(larger, "Redo Upscale (Subtle)", "Redo Upscale (Creative)")
    ann.chat.orders("region", link=f"#{code_of(single)}", region="1 2 5", words="a red hat")
    ann.chat.orders("region", link=f"#{code_of(single)}", region="9")
    ann.chat.orders("describe", link=f"#{code_of(single)}")


def press_old(ann: Walker) -> None:
    """What versions of years ago offer."""
    single = ann.pressed(ann.imagine("an owl --v 5.2 --q .25"), "U1", "Upscale (2x)")
    ann.press(single, "Upscale (4x)")
    larger = ann.pressed(single, "Upscale (2x)", "Redo Upscale (2x)")
    ann.press(larger, "Redo Upscale (2x)", "Redo Upscale (4x)")


def order_versions(ann: Walker) -> None:
    """Every version, speed and quality."""
    for flags in (
        *("--v 6 --q .5 --relax", "--v 6.1 --q 1 --turbo", "--v 7 --q 2 --sref 1234567"),
        *("--v 8 --hd --q 4", "--v 8.1", "--v 8.2 --split", "--v 8 --profile m7300123456789"),
    ):
        ann.chat.orders("imagine", prompt=f"a heron {flags}")


def order_pictures(ann: Walker) -> None:
    """Pictures as input, and words in other letters."""
    ann.chat.orders("settings", setting="translate", value="auto")
    # Painted after the setting was taken: what comes below is ordered with it.
    ann.gets(lambda: ann.chat.orders("blend", image1=PICTURE, image2=picture(240, 240)), "U1")
    ann.chat.orders("imagine", prompt="in snow", image1=PICTURE)
    ann.chat.orders("shorten", prompt="a very small boat on a very large sea in a storm")
    ann.chat.orders("translate", words="一只猫")
    ann.chat.orders("describe", image=PICTURE)
    ann.chat.orders("imagine", prompt="一只猫坐在桌子上")


def order_edits(ann: Walker) -> None:
    """Every speed, split, a part of what was sent, and more around it."""
    for words in ("in snow", "at night --relax", "in spring --turbo --split"):
        ann.chat.orders("edit", image=PICTURE, words=words)
    ann.chat.orders("region", image=PICTURE, region="1 2 5", words="a red hat")
    ann.chat.orders("reframe", image=PICTURE, size="16:9", words="by the sea")
    wait_until_sync(lambda: any("Reframe ·" in one["text"] for one in ann.shown("Describe")), "more is around it")


def order_films(ann: Walker) -> None:
    """Every speed and size, both ends, and more of each take."""
    film = ann.gets(lambda: ann.chat.orders("animate", image=PICTURE, words="it rains --720p --turbo"), "Extend 1")
    code = code_of(film)
    ann.chat.orders("animate", image=PICTURE, words="it snows --480p --loop")
    ann.chat.orders("animate", image=PICTURE, words="it thaws --end https://pictures.example.org/a-boat.png")
    for take in range(1, 5):
        ann.chat.orders("extend", clip=f"#{code}.{take}", words=f"more of {take}")


STRAND_FUNCTIONS = (
    *(press_grid, press_single, press_double, press_old),
    *(order_versions, order_pictures, order_edits, order_films),
)


# --- the stages -------------------------------------------------------------------------------------------


@dataclass
class Whole:
    """A bot on one platform, the stand-in that paints for it, and what went from one to the other."""

    platform: str
    bot: Program
    sandbox: Program
    sent: Sent
    walkers: Sequence[Walker]

    def missing(self) -> list[str]:
        """What is still to be asked for, by its name."""
        way = dict.fromkeys(RUN_AS_TASKS, BY_WAY[WAYS[self.platform]])
        alone = BY_COMMAND_LINE if self.platform == "webchat" else {}
        return [name for table in (NEEDED, way, alone) for name in self.sent.missing(table)]

    def task(self, *arguments: str) -> None:
        """`chatelier task`, as an operator runs it."""
        line = [str(CHATELIER), "task", *arguments, "--json"]
        given = {f"CHATELIER_{name}": value for name, value in self.bot.settings.items()}
        place = {
            "HOME": str(self.bot.folder),
            "PATH": "/usr/bin:/bin",
            "CHATELIER_DATA_DIR": str(self.bot.folder / "data"),
        }
        subprocess.run(line, env=place | given, check=False, capture_output=True, timeout=PATIENCE)


@pytest.fixture(params=WAYS)
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Whole]:
    with walking(request.param, tmp_path, STRANDS, ACEDATA_UPDATES=WAYS[request.param]) as walk:
        yield Whole(request.param, walk.bot, walk.sandbox, Sent(walk.relay), walk.walkers)


@pytest.mark.timeout(600)
def test_every_field_and_value_can_be_asked_for(whole: Whole) -> None:
    """By commands and by buttons, from each chat; and nothing is sent that nobody knows of."""
    with ThreadPoolExecutor(STRANDS) as pool:
        for one in [pool.submit(do, who) for do, who in zip(STRAND_FUNCTIONS, whole.walkers, strict=True)]:
            one.result()
    operator = whole.walkers[0].chat
    ids = [task["id"] for task in sandbox_counts(whole.sandbox)["tasks"][:2]]
    operator.orders("task", tasks=ids[0])
    operator.orders("task", tasks=" ".join([*ids, *NOBODY]))
    operator.orders("task", tasks=NOBODY[0])
    if whole.platform == "webchat":
        for kind in ("", *BY_COMMAND_LINE["tasks"]["type"]):
            whole.task("--list", "--type", kind, "--since", "2h", "--limit", "1000")
    left = list[str]()

    def complete() -> bool:
        left[:] = whole.missing()
        return not left

    try:
        wait_until_sync(complete, "everything was asked for")
    except AssertionError:
        assert left == []
    assert whole.sent.unknown() == []
    assert [one for one in OMITTED if whole.sent.holds(*one)] == []
    shown = json.dumps([list(one.chat.told()) for one in whole.walkers])
    assert "Extend 1" in shown
    assert not [url for url in (whole.sandbox.url, whole.sent.relay.url) if url in shown]
