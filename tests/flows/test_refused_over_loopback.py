"""What cannot be done is said in words, and the service has accepted nothing: its stand-in tells."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from PIL import Image as Pixels

from bot.domain.incoming import CommandCall
from tests.fakes.platform import origin
from tests.fakes.telegram.client import picture
from tests.flows.conftest import House
from tests.flows.loopback import real_house  # noqa: F401 - a fixture
from tests.flows.test_ended_links import ended, grid_of
from tests.sandbox.conftest import open_sandbox, sandbox  # noqa: F401 - fixtures
from tests.sandbox.driving import Sandbox

PNG = picture(96, 64)
SQUARE = picture(64, 64)
PAGE = b"<!doctype html><title>No picture</title>"
FOREIGN = "https://pictures.example/{}.png"


def mask(colour: int) -> bytes:
    out = BytesIO()
    Pixels.new("L", (96, 64), colour).save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True)
class Wrong:
    """`text`: `{code}` is that of a grid. `sent`: files that come along; `said`: a part of the answer."""

    command: str
    text: str
    said: str
    sent: tuple[bytes, ...] = ()


WRONG = {
    "kind-of-file": Wrong("edit", "in snow", "not a picture that can be used", (PAGE,)),
    "film-as-picture": Wrong(
        "describe", "", "a kind that cannot be read here", (b"\0\0\0\x18ftypmp42" + bytes(64),)
    ),
    "thirty-megabytes": Wrong("edit", "in snow", "at most 20 MB", (PNG + bytes(30 * 2**20),)),
    "mask-of-another-ratio": Wrong("region", "a hat", "another shape", (PNG, SQUARE)),
    "mask-all-black": Wrong("region", "a hat", "Nothing is chosen", (PNG, mask(0))),
    "mask-all-white": Wrong("region", "a hat", "the whole picture", (PNG, mask(255))),
    "mask-no-picture": Wrong("region", "a hat", "no picture that can be read", (PNG, PAGE)),
    "reframe-as-it-is": Wrong("reframe", "3:2 a beach", "already", (PNG,)),
    "reframe-too-far": Wrong("reframe", "4.5 a beach", "from 1.1 to 4", (PNG,)),
    "reframe-no-picture": Wrong("reframe", "2 a beach", "not a picture that can be used", (PAGE,)),
    "extend-unknown": Wrong("extend", "#P189YD3C.1 go on", "P189YD3C"),
    "extend-a-picture": Wrong("extend", "#{code}.1 go on", "no clip"),
    "describe-a-page": Wrong("describe", "https://pictures.example/gallery.html", "a page and no picture"),
    "edit-a-page": Wrong("edit", "https://pictures.example/ in snow", "a page and no picture"),
    "blend-one": Wrong("blend", "", "One picture alone is not enough", (PNG,)),
    "blend-six": Wrong("blend", " ".join(FOREIGN.format(n) for n in range(6)), "at most 5"),
    "part-five": Wrong("describe", "#{code}.5", "no part 5"),
    "imagine-loop": Wrong("imagine", "a fox --loop", "use /animate"),
    "imagine-end": Wrong("imagine", f"a fox --end {FOREIGN.format(1)}", "use /animate"),
    "loop-and-end": Wrong(
        "animate", f"{FOREIGN.format(1)} go --loop --end {FOREIGN.format(2)}", "does not go together"
    ),
    "end-a-page": Wrong("animate", f"{FOREIGN.format(1)} go --end https://pictures.example/x.html", "a page"),
    "films-relax": Wrong("animate", f"{FOREIGN.format(1)} go --relax", "--fast or --turbo"),
    "films-bs": Wrong("animate", f"{FOREIGN.format(1)} go --bs 2", "--bs"),
    "login": Wrong("edit", "https://ann:secret@pictures.example/a.png in snow", "login"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
async def test_what_is_wrong_is_said_before_anything_is_paid(
    real_house: House,  # noqa: F811
    sandbox: Sandbox,  # noqa: F811
    wrong: Wrong,
) -> None:
    """In a sentence that says what to change; no job is opened, and nothing reaches the service's journal."""
    code, begun = "", 0
    if "{code}" in wrong.text:
        code, begun = (await grid_of(real_house)).code, 1
    messenger = real_house.bench.platform.messenger
    messenger.files |= {f"f{n}": data for n, data in enumerate(wrong.sent)}
    names = tuple(f"f{n}" for n in range(len(wrong.sent)))
    text = wrong.text.replace("{code}", code)
    await real_house.app.handle(CommandCall("k", origin(), wrong.command, text, attachments=names))
    await real_house.mail()
    assert wrong.said in " ".join(real_house.answers())
    assert real_house.bench.queued == []
    assert len((await sandbox.overview())["tasks"]) == begun


async def test_what_is_right_is_accepted(real_house: House, sandbox: Sandbox) -> None:  # noqa: F811
    """The same house takes what has no mistake in it."""
    real_house.bench.platform.messenger.files |= {"f0": PNG}
    await real_house.app.handle(CommandCall("k", origin(), "edit", "in snow", attachments=("f0",)))
    assert (await ended(real_house)).outcome is not None
    assert len((await sandbox.overview())["tasks"]) == 1
