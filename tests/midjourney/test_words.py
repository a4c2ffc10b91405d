"""Orders for words, and the small endpoints: one POST, one answer."""

from typing import Any

import pytest

from bot.domain.errors import Code, ServiceError, Started
from bot.domain.ids import ImageId, TaskId
from bot.domain.image import TextResult
from bot.domain.order import Describe, Order, Shorten, Translate
from bot.domain.prompt import Prompt
from bot.domain.update import Finished
from bot.midjourney.client import AceData
from tests.midjourney.driving import paint, trouble
from tests.midjourney.samples import refusal
from tests.midjourney.serving import Server, hang_up, reply


@pytest.mark.parametrize(
    ("order", "answer", "path"),
    [
        (Describe("https://pictures.example/a.png"), {"descriptions": ["a", "b"]}, "describe"),
        (Shorten("a fox"), {"prompts": ["a", "b"], "elapsed": 1.0}, "shorten"),
    ],
)
async def test_words(server: Server, painter: AceData, order: Order, answer: dict[str, Any], path: str) -> None:
    """Orders for words are answered at once, and have no task."""
    server.script = [reply(200, answer)]
    assert await paint(painter, order) == [Finished(TaskId(""), TextResult(("a", "b")))]
    assert [asked.target for asked in server.asked] == [f"/midjourney/{path}"]


async def test_a_translation_is_one_line(server: Server, painter: AceData) -> None:
    """Its words alone are sent: flags are none of any language."""
    server.script = [reply(200, {"content": "a fox"})]
    prompt = Prompt("ein Fuchs", flags=(("ar", "3:2"),))
    assert await paint(painter, Translate(prompt)) == [Finished(TaskId(""), TextResult(("a fox",)))]
    assert [(asked.target, asked.body) for asked in server.asked] == [
        ("/midjourney/translate", {"content": "ein Fuchs"})
    ]


async def test_words_in_doubt(server: Server, painter: AceData) -> None:
    """They are paid for as well: sent once, and in doubt when the answer is lost."""
    server.script = [hang_up()]
    assert (await trouble(painter, Shorten("a fox")))[1].started is Started.UNKNOWN
    server.script = [reply(200, b"[]")]
    assert (await trouble(painter, Shorten("a fox")))[1].code is Code.UNREADABLE
    assert len(server.asked) == 2


async def test_small_endpoints(server: Server, painter: AceData) -> None:
    """Translate and seed give text, describe and shorten lines; a failure is an error."""
    server.script = [reply(200, {"content": "a fox"})]
    assert await painter.translate("ein Fuchs") == "a fox"
    server.script = [reply(200, {"seed": 3748291650})]
    assert await painter.seed(ImageId("1")) == "3748291650"
    server.script = [reply(200, {"descriptions": ["a"]})]
    assert (await painter.describe("https://x.example")).lines == ("a",)
    server.script = [reply(200, refusal("used_up"))]
    with pytest.raises(ServiceError) as caught:
        await painter.shorten("a fox")
    assert caught.value.code is Code.OUT_OF_CREDIT
    server.script = [reply(200, {"content": ""})]
    with pytest.raises(ServiceError):
        await painter.translate("ein Fuchs")
    assert [asked.body for asked in server.asked[:2]] == [{"content": "ein Fuchs"}, {"image_id": "1"}]
