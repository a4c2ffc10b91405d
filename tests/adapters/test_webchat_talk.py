"""Reply in the web chat: words that answer a picture are in the room, and an edit of that picture, too."""

from pathlib import Path

import pytest

from adapters.webchat.inbound import Talk, guest_person, heard_words, room_place
from bot.domain.ids import MessageRef
from bot.domain.incoming import Origin
from bot.domain.order import Edit
from bot.domain.update import Finished
from bot.store.keys import Keys
from bot.store.pending import RedisPendingWords
from tests.adapters.test_webchat import room  # noqa: F401 - a fixture
from tests.adapters.test_webchat_files import house
from tests.adapters.test_webchat_replies import replies, shown
from tests.fakes.painter import SMOOTH, TASK, image
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

SINGLE = ("zoom_out_2x",)
TALK = Talk("webchat:ann:k1", Origin(room_place(), guest_person("Ann"), "c1 k1"), "make it winter", "m1")
OURS = {"author": {"name": "Chatelier", "bot": True}}


async def test_words_that_answer_a_sheet(stage: Stage, tmp_path: Path) -> None:  # noqa: F811 - the fixture
    """Stand in the room; then it is asked which of the four, and that one is changed."""
    async with house(stage, tmp_path) as (made, _client, page):
        made.painter.scripts = [SMOOTH, SMOOTH]
        await page.say("/imagine a cat", "k1")
        grid = await shown(page, 15)
        await made.known()
        await replies(page, "make it winter", grid["id"], "k2")
        words = (await page.next("message"))["message"]
        assert (words["author"]["bot"], words["answers"]["id"]) == (False, grid["id"])
        asked = await shown(page, 4)
        assert "/settings talk off" in asked["text"][1]["text"]
        await page.press(asked["id"], asked["buttons"][0][1]["payload"], "k3")
        await wait_until(lambda: len(made.painter.sent) == 2, "an edit is ordered")
        order = made.painter.sent[-1].order
        assert isinstance(order, Edit)
        assert order.prompt == "make it winter"


async def test_words_that_answer_a_picture(stage: Stage, tmp_path: Path) -> None:  # noqa: F811 - the fixture
    """Are asked about in a room of many, once, however often the page sends them; praise is talk."""
    async with house(stage, tmp_path) as (made, _client, page):
        made.painter.scripts = [[Finished(TASK, image(actions=SINGLE))], SMOOTH]
        await page.say("/imagine a cat", "k1")
        await wait_until(lambda: made.painter.sent, "it is ordered")
        await made.known()
        made.painter.lookups.append({TASK: Finished(TASK, image(actions=SINGLE))})
        [job] = made.painter.sent
        told = await made.bench.load(job.id)
        assert told.message is not None
        await RedisPendingWords(stage.redis, Keys()).note_talk("webchat:ann")
        for _ in range(2):
            await replies(page, "wow", told.message.message, "k2")
            await replies(page, "make it winter", told.message.message, "k3")
        asked = await shown(page, 1)
        while "make it winter" not in asked["buttons"][0][0]["label"]:
            asked = await shown(page, 1)
        await page.press(asked["id"], asked["buttons"][0][0]["payload"], "k4")
        await wait_until(lambda: len(made.painter.sent) == 2, "an edit is ordered")
        await made.idle()
        assert len(made.painter.sent) == 2
        assert isinstance(made.painter.sent[1].order, Edit)


@pytest.mark.parametrize("record", [None, {"author": {"name": "Ann", "bot": False}}, {}])
def test_talk_among_people_is_none_of_ours(record: dict[str, object] | None) -> None:
    """Nor is an answer to a message that the room has lost."""
    assert heard_words(TALK, record) is None


def test_what_is_heard() -> None:
    """Words without a command about that message, under a name that the room has not marked."""
    call = heard_words(TALK, OURS)
    assert call is not None
    assert (call.plain, call.text, call.reply_to) == (True, TALK.text, MessageRef("webchat", "atelier", "m1"))
    assert (call.key, call.origin.reply) == (f"{TALK.key}-heard", "c1 k1-heard")
