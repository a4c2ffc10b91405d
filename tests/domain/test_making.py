"""What cards say of how something is made."""

import pytest

from bot.domain.ids import ImageId, TaskId
from bot.domain.image import Clip, Image, Outcome
from bot.domain.making import making_facts
from bot.domain.order import Act, Animate, Describe, Edit, ExtendVideo, Imagine, Order
from bot.domain.prompt import Hints, Mode, Prompt

ID = ImageId("1557000000000000001")
URL = "https://pictures.example/1.png"
FOX = Imagine(Prompt("a fox"))
SHEET = Image(ID, TaskId("t"), URL, width=1456, height=816, actions=("upscale1",), raw_width=2912, raw_height=1632)
SINGLE = Image(ID, TaskId("t"), URL, width=728, height=408, actions=("reroll",), raw_width=1456, raw_height=816)


def imagined(mode: Mode | None = None, **flags: str) -> Imagine:
    return Imagine(Prompt("a fox", flags=tuple(flags.items()), mode=mode))


@pytest.mark.parametrize(
    ("order", "outcome", "facts"),
    [
        (FOX, None, "fast"),
        (imagined(Mode.RELAX, version="7"), None, "relax · 7"),
        (imagined(Mode.TURBO, version="8.0"), SHEET, "turbo · 8 · 1456×816"),  # a sheet holds four
        (imagined(Mode.TURBO, version="8.1"), None, "fast · 8.1"),  # as it is sent
        (imagined(niji=""), None, "fast · niji"),
        (imagined(niji="6"), None, "fast · niji 6"),
        (Act("upscale1", ID, mode=Mode.TURBO, hints=Hints("7")), SINGLE, "turbo · 7 · 1456×816"),
        (Act("upscale1", ID, mode=Mode.RELAX, hints=Hints("8.1")), None, "fast · 8.1"),
        (FOX, Image(ID, TaskId("t"), URL, width=512, height=512), "fast · 512×512"),  # kept before there was more
        (FOX, Image(ID, TaskId("t"), URL), "fast"),
        (Edit(URL, "blue", Mode.RELAX), Image(ID, TaskId("t"), URL, width=960, height=1200), "relax · 960×1200"),
        (Animate(URL, mode=Mode.RELAX, resolution="720p"), Clip("v", TaskId("t"), (URL,)), "fast · 720p"),
        (ExtendVideo("v", mode=Mode.TURBO, resolution="720p"), None, "turbo · 720p"),
        (Animate(URL, loop=True), None, "fast · 480p · loop"),
        (Animate(URL, end_image_url=URL), None, "fast · 480p · end 🖼️"),
        (Describe(URL), None, ""),
    ],
)
def test_facts(order: Order, outcome: Outcome | None, facts: str) -> None:
    """What is sent, and what came back; nothing that nobody told us."""
    assert " · ".join(making_facts(order, outcome)) == facts
