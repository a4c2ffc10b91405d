"""Forms on Telegram: rows of buttons that its owner alone may press, and words that answer the message."""

import pytest

from bot.domain.image import Clip
from bot.domain.order import Animate, Edit, ExtendVideo, Imagine
from bot.domain.prompt import Prompt
from bot.domain.reframe import Reframe
from bot.domain.update import Finished
from tests.adapters.house import House, house, painted, telegram  # noqa: F401 - fixtures
from tests.adapters.running import ORIGINAL, PUBLIC_URL
from tests.fakes.painter import SMOOTH, TASK, image
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.room import Message, Person
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture

CLIP = Clip("1751000000000001", TASK, ("https://cdn.example/0.mp4",), prompt="it yawns")


async def opened(chat: Chat, who: Person, message: Message, label: str) -> Message:
    """The message with the form."""
    chat.presses(who, message, label)
    await wait_until(lambda: "Answer this message" in chat.last.text, "the form is shown")
    return chat.last


@pytest.mark.parametrize("alone", [True, False])
async def test_other_words_for_a_picture(house: House, alone: bool) -> None:  # noqa: F811, FBT001 - a fixture, a column
    """Its words stand in the form; what answers it, in a group too, takes their place, and its button orders."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    chat = house.telegram.private(ann) if alone else house.telegram.group("Atelier", ann, bob)
    picture = await painted(house, chat, ann, "a red fox")
    form = await opened(chat, ann, picture, "Change…")
    assert "Words: a red fox" in form.text
    assert "Typed: /imagine a red fox" in form.text
    assert form.labels == [["▶️ Imagine", "✖️ Cancel"]]
    chat.says(ann, "a blue fox", reply_to=form)
    await wait_until(lambda: "Words: a blue fox" in form.text, "the form has them")
    if not alone:
        press = chat.presses(bob, form, "Imagine")
        await wait_until(lambda: press.answer is not None, "he is answered")
        assert "belongs to Ann" in str(press.answer)
    house.painter.scripts.append(SMOOTH)
    for _ in range(2):
        chat.presses(ann, form, "Imagine")
    await wait_until(lambda: "✓ Imagine" in str(form.labels), "it is marked")
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await house.idle()
    assert house.painter.sent[1].order == Imagine(Prompt("a blue fox"))
    assert len(house.painter.sent) == 2


async def test_choices_are_rows(house: House) -> None:  # noqa: F811 - the fixture
    """A press changes the row, and the film is made as the rows say."""
    ann = house.telegram.person("Ann")
    chat = house.telegram.private(ann)
    house.painter.scripts.append([Finished(TASK, image(actions=("zoom_out_2x",)))])
    chat.says(ann, "/imagine a red fox")
    await wait_until(lambda: chat.by_bot and "Animate…" in str(chat.last.labels), "the picture is there")
    await house.known()
    form = await opened(chat, ann, chat.last, "Animate…")
    assert form.labels[:3] == [["✓ 480p", "720p"], ["✓ fast", "turbo"], ["Loop: off"]]
    for label, row in (("720p", "✓ 720p"), ("turbo", "✓ turbo"), ("Loop: off", "Loop: on")):
        chat.presses(ann, form, label)
        await wait_until(lambda row=row: row in str(form.labels), row)  # type: ignore[misc]  # each has its own
    chat.says(ann, "it rains", reply_to=form)
    await wait_until(lambda: "it rains" in form.text, "the form has them")
    house.painter.lookups.append({TASK: Finished(TASK, image(actions=("zoom_out_2x",)))})
    chat.presses(ann, form, "Animate")
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await house.idle()
    order = house.painter.sent[1].order
    assert isinstance(order, Animate)
    assert (order.prompt, order.resolution, order.mode, order.loop) == ("it rains", "720p", "turbo", True)


@pytest.mark.parametrize("alone", [True, False])
async def test_a_film_ends_with_a_photo_that_answers_its_form(house: House, alone: bool) -> None:  # noqa: F811, FBT001 - as above
    """Its caption is the words; a form for words alone says that it takes no picture."""
    ann = house.telegram.person("Ann")
    chat = house.telegram.private(ann) if alone else house.telegram.group("Atelier", ann)
    single = Finished(TASK, image(actions=("zoom_out_2x",)))
    house.painter.scripts.append([single])
    chat.says(ann, "/imagine a red fox")
    await wait_until(lambda: chat.by_bot and "Animate…" in str(chat.last.labels), "the picture is there")
    await house.known()
    picture = chat.last
    words = await opened(chat, ann, picture, "Change…")
    chat.sends_photo(ann, ORIGINAL, reply_to=words)
    await wait_until(lambda: "takes no picture" in chat.last.text, "it says so")
    form = await opened(chat, ann, picture, "Animate…")
    assert "Last picture: –" in form.text
    chat.sends_photo(ann, ORIGINAL, "it rains", reply_to=form)
    await wait_until(lambda: "Last picture: 🖼️" in form.text, "the form has it")
    assert "Words: it rains" in form.text
    house.painter.lookups.append({TASK: single})
    chat.presses(ann, form, "Animate")
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await house.idle()
    order = house.painter.sent[1].order
    assert isinstance(order, Animate)
    assert (order.prompt, order.image_url) == ("it rains", single.outcome.url)  # type: ignore[union-attr]
    assert order.end_image_url.startswith(f"{PUBLIC_URL}/media/lent/")


async def test_more_of_a_clip_ends_with_a_photo_that_answers_its_form(house: House) -> None:  # noqa: F811 - the fixture
    """As a film of a picture does; typed, it is a photo with the command as its caption."""
    ann = house.telegram.person("Ann")
    chat = house.telegram.private(ann)
    house.painter.scripts.append([Finished(TASK, CLIP)])
    chat.says(ann, "/animate https://e.org/a.png it yawns")
    await wait_until(lambda: chat.by_bot and "Extend 1…" in str(chat.last.labels), "the clip is there")
    await house.known()
    clip = chat.last
    form = await opened(chat, ann, clip, "🎛️ Extend 1…")
    chat.sends_photo(ann, ORIGINAL, "it rains", reply_to=form)
    await wait_until(lambda: "Last picture: 🖼️" in form.text, "the form has it")
    chat.presses(ann, form, "Extend")
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    code = next(word for word in form.text.split() if word.startswith("#")).partition(".")[0]
    chat.sends_photo(ann, ORIGINAL, f"/extend {code}.1 it snows")
    await wait_until(lambda: len(house.painter.sent) == 3, "it is ordered, too")
    await house.idle()
    for job, words in zip(house.painter.sent[1:], ("it rains", "it snows"), strict=True):
        assert isinstance(job.order, ExtendVideo)
        assert (job.order.prompt, job.order.video_id) == (words, "1751000000000001")
        assert job.order.end_image_url.startswith(f"{PUBLIC_URL}/media/lent/")


async def test_a_size_is_a_row(house: House) -> None:  # noqa: F811 - the fixture
    """And the picture is lent as large as the row says, with a mask."""
    ann = house.telegram.person("Ann")
    chat = house.telegram.private(ann)
    house.painter.scripts.append([Finished(TASK, image(actions=("zoom_out_2x",)))])
    chat.says(ann, "/imagine a red fox")
    await wait_until(lambda: chat.by_bot and "Reframe…" in str(chat.last.labels), "the picture is there")
    await house.known()
    form = await opened(chat, ann, chat.last, "Reframe…")
    assert form.labels[:2] == [["✓ 1.5x", "2x", "16:9", "9:16", "1:1", "3:2"], ["✓ fast", "relax", "turbo"]]
    chat.presses(ann, form, "16:9")
    await wait_until(lambda: "✓ 16:9" in str(form.labels), "it is chosen")
    assert " 16:9 a red fox --fast" in form.text
    chat.presses(ann, form, "Reframe")
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await house.idle()
    order = house.painter.sent[1].order
    assert isinstance(order, Edit)
    assert (order.reframe, order.prompt, bool(order.mask)) == (Reframe(ratio=(16, 9)), "a red fox", True)


@pytest.mark.parametrize("caption", ["", "it rains"])
@pytest.mark.parametrize("alone", [True, False])
async def test_an_album_is_too_much_for_a_form(house: House, alone: bool, caption: str) -> None:  # noqa: F811, FBT001
    """It is said once, however it was sent; nothing is painted of it, and the form stays as it was."""
    ann = house.telegram.person("Ann")
    chat = house.telegram.private(ann) if alone else house.telegram.group("Atelier", ann)
    house.painter.scripts.append([Finished(TASK, image(actions=("zoom_out_2x",)))])
    chat.says(ann, "/imagine a red fox")
    await wait_until(lambda: chat.by_bot and "Animate…" in str(chat.last.labels), "the picture is there")
    await house.known()
    form = await opened(chat, ann, chat.last, "Animate…")
    before = len(chat.by_bot)
    chat.sends_album(ann, [ORIGINAL, ORIGINAL], caption, reply_to=form)
    await wait_until(lambda: "takes one picture" in chat.last.text, "it says so")
    await house.idle()
    assert (len(chat.by_bot), len(house.painter.sent)) == (before + 1, 1)
    assert "Last picture: –" in form.text


async def test_talk_about_a_picture_is_talk(house: House) -> None:  # noqa: F811 - the fixture
    """Whoever answers one of ours in a group, without a command, is not answered."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    chat = house.telegram.group("Atelier", ann, bob)
    picture = await painted(house, chat, ann)
    chat.says(bob, "how nice", reply_to=picture)
    chat.says(bob, "/help")
    await wait_until(lambda: "Type a command" in chat.last.text, "what he asked for is there")
    await house.idle()
    assert (len(chat.by_bot), len(house.painter.sent)) == (2, 1)
