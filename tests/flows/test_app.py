"""What people type and press, through the one door to the order that is sent."""

from dataclasses import replace

import pytest

from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import Code, ServiceError
from bot.domain.ids import MessageRef, Place
from bot.domain.image import Clip, TextResult
from bot.domain.order import Act, Animate, Describe, Edit, ExtendVideo, Imagine, Shorten
from bot.domain.quota import Allowance, Quota
from bot.domain.update import Finished
from bot.ports import SeenEvents
from tests.fakes.painter import SMOOTH, TASK, done, image
from tests.fakes.platform import NAME, PLACE
from tests.flows.conftest import House

NOWHERE = MessageRef(NAME, PLACE.chat, "never-was")


async def grid(house: House) -> MessageRef:
    """A finished picture."""
    house.bench.painter.scripts = [SMOOTH]
    await house.type("imagine", "a cat --ar 16:9 --v 7 --fast")
    job_id = house.bench.queued[0]
    await house.work()
    job = await house.bench.load(job_id)
    assert job.message is not None
    return job.message


async def test_a_typed_prompt_becomes_an_order(house: House) -> None:
    """With its flags read and the speed taken out of the text."""
    await grid(house)
    [job] = house.bench.painter.sent
    assert isinstance(job.order, Imagine)
    assert job.order.prompt.render() == "a cat --ar 16:9 --version 7"
    assert job.order.prompt.mode == "fast"


async def test_a_button_becomes_an_action_with_the_settings_of_its_picture(house: House) -> None:
    """Verbatim, on the picture's own id."""
    message = await grid(house)
    house.bench.painter.scripts = [[done()]]
    await house.press(message, "act:upscale2")
    await house.work()
    order = house.bench.painter.sent[-1].order
    assert isinstance(order, Act)
    assert (order.action, order.image_id, order.mode, order.hints.version) == (
        "upscale2",
        image().image_id,
        "fast",
        "7",
    )
    assert house.bench.painter.sent[-1].reply_to == message


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("imagine", "", "Say what to paint"),
        ("imagine", "   \x00\x07 ", "Say what to paint"),
        ("imagine", "x" * 6000, "6000 characters long; at most 4000"),
        ("imagine", "a cat --foo 3", "no flag --foo"),
        ("imagine", "a cat --stylise 3", "Did you mean --stylize?"),
        ("imagine", "a cat --ar 0:5", "--ar cannot be 0:5"),
        ("imagine", " ".join(["https://x.example/a.png"] * 6) + " a cat", "6 pictures; at most 5"),
        ("imagine", "http://x.example/a.png a cat", "must begin with https://"),
        ("imagine", "a cat --chaos", "--chaos needs a value"),
        ("imagine", "a cat --v 8.1 --turbo", "does not go together"),
        ("imagin", "a cat", "Did you mean /imagine?"),
        ("frobnicate", "", "no command /frobnicate"),
        ("describe", "", "Say which picture"),
        ("describe", "ftp://x/a.png", "not an https:// address"),
        ("edit", "https://x.example/a.png", "Say what to do"),
        ("shorten", " ", "Say which text"),
        ("", "", "/help lists them"),
    ],
)
async def test_a_mistake_is_explained_and_costs_nothing(house: House, name: str, text: str, part: str) -> None:
    """To the person who made it, and no job is opened."""
    await house.type(name, text)
    assert house.bench.queued == []
    assert part in house.answers()[-1]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("describe", "https://x.example/a.png", Describe),
        ("shorten", "a very long text about a cat", Shorten),
        ("edit", "https://x.example/a.png give it a hat", Edit),
        ("animate", "https://x.example/a.png it yawns", Animate),
        ("animate", "https://x.example/a.png", Animate),
        ("edit", "https://x.example/a.png\ngive it a hat", Edit),
    ],
)
async def test_the_other_commands_open_jobs_too(house: House, name: str, text: str, kind: type) -> None:
    """Each with its own kind of order."""
    await house.type(name, text)
    [job_id] = house.bench.queued
    assert isinstance((await house.bench.load(job_id)).order, kind)


async def test_help_lists_every_command(house: House) -> None:
    """And opens nothing."""
    await house.type("help")
    for name in ("/imagine", "/describe", "/shorten", "/edit", "/animate", "/help"):
        assert name in house.answers()[-1]
    assert house.bench.queued == []


@pytest.mark.parametrize("prompt", ["قطة على سطح", "a 👩‍🎨 painting", "<b>@everyone</b> **x** `y`"])
async def test_words_are_kept_as_they_were_typed(house: House, prompt: str) -> None:
    """Right-to-left, joined emoji, and what looks like markup: literally."""
    house.bench.painter.scripts = [SMOOTH]
    await house.type("imagine", prompt)
    job_id = house.bench.queued[0]
    await house.work()
    card = house.bench.platform.messenger.shown[job_id][-1]
    assert card.text[0].text == prompt
    assert card.media[0].alt == prompt


async def test_a_replayed_event_opens_no_second_job(house: House) -> None:
    """A page that lost its connection says everything again."""
    for _ in range(2):
        await house.type("imagine", "a cat", key="same")
    assert len(house.bench.queued) == 1
    assert house.answers() == []


async def test_a_refused_event_that_comes_again_stays_refused(house: House) -> None:
    """They were told no: the same event is not carried out when it comes again and would be possible by then."""
    await house.type("imagine", "a cat", key="first")
    house.bench.desk.quota = Quota(10, Allowance(open=1))
    await house.type("imagine", "a dog", key="second")
    assert len(house.answers()) == 1
    house.bench.painter.scripts = [SMOOTH]
    await house.work()
    await house.type("imagine", "a dog", key="second")
    assert house.bench.queued == []
    assert len(house.answers()) == 1


@pytest.mark.parametrize("payload", ["act:upscale1", "retry", "animate"])
async def test_a_button_of_a_picture_that_is_gone(house: House, payload: str) -> None:
    """Says so."""
    await house.press(NOWHERE, payload)
    assert "not known here any more" in house.answers()[-1]


@pytest.mark.parametrize(
    ("payload", "part"),
    [
        ("act:pan_left", "does not offer"),
        ("nth:99", "does not offer"),
        ("extend:0", "does not offer"),
        ("retry", "does not offer"),
        ("hack:me", "not known here"),
        ("x" * 5000, "not known here"),
    ],
)
async def test_a_button_that_was_never_offered(house: House, payload: str, part: str) -> None:
    """A client may send anything; nothing is ordered."""
    message = await grid(house)
    await house.press(message, payload)
    assert part in house.answers()[-1]
    assert house.bench.queued == []


async def test_an_unknown_action_is_sent_back_verbatim(house: House) -> None:
    """The service may invent actions at any time, with names of any length."""
    names = ("sparkle_remix", "x" * 90)
    house.bench.painter.scripts = [[Finished(TASK, replace(image(), actions=names))], [done()], [done()]]
    await house.type("imagine", "a cat")
    job_id = house.bench.queued[0]
    await house.work()
    card = house.bench.platform.messenger.shown[job_id][-1]
    for button in card.buttons[1]:  # behind those that are known
        await house.press(MessageRef(NAME, PLACE.chat, job_id), button.payload)
        await house.work()
    assert [job.order.action for job in house.bench.painter.sent[1:] if isinstance(job.order, Act)] == list(names)


async def test_retry_orders_the_same_again(house: House) -> None:
    """In a new message, once the failed one says why."""
    house.bench.painter.scripts = [[ServiceError(Code.UNAVAILABLE, "oops")], SMOOTH]
    await house.type("imagine", "a cat")
    job_id = house.bench.queued[0]
    await house.work()
    await house.press(MessageRef(NAME, PLACE.chat, job_id), "retry")
    await house.work()
    first, second = house.bench.painter.sent
    assert (first.order, first.id == second.id) == (second.order, False)


async def test_a_single_picture_can_be_animated_and_its_clip_extended(house: House) -> None:
    """By buttons of our own: the service has no action for it."""
    clip = Clip("1751000000000001", TASK, ("https://x/0.mp4", "https://x/1.mp4"))
    single = replace(image(), actions=("zoom_out_2x",))
    house.bench.painter.scripts = [[Finished(TASK, single)], [Finished(TASK, clip)], [Finished(TASK, clip)]]
    await house.type("imagine", "a cat --ar 3:2")
    message = MessageRef(NAME, PLACE.chat, house.bench.queued[0])
    await house.work()
    await house.press(message, "animate")
    await house.mail()
    message = MessageRef(NAME, PLACE.chat, house.bench.queued[0])
    await house.work()
    for forged in ("extend:2", "extend:٣", "extend:99999999999999999999999", "extend:"):
        await house.press(message, forged)
        assert "does not offer" in house.answers()[-1]
    await house.press(message, "extend:1")
    await house.work()
    _, animate, extend = (job.order for job in house.bench.painter.sent)
    assert isinstance(animate, Animate)
    assert (animate.image_url, animate.prompt) == ("https://pictures.example/1.png", "a cat")
    assert extend == ExtendVideo("1751000000000001", 1, "a cat")


async def test_words_are_shown_as_a_list(house: House) -> None:
    """Descriptions and shorter prompts are numbered."""
    house.bench.painter.scripts = [[Finished(TASK, TextResult(("one", "two")))]]
    await house.type("describe", "https://x.example/a.png")
    job_id = house.bench.queued[0]
    await house.work()
    text = "".join(span.text for span in house.bench.platform.messenger.shown[job_id][-1].text)
    assert "1. one" in text
    assert "2. two" in text


async def test_a_bug_is_apologized_for(house: House) -> None:
    """The door never lets an exception out, and the person hears something."""

    class Broken(SeenEvents):
        async def mark(self, key: str, *, brief: bool = False) -> None:  # type: ignore[explicit-override]  # shorter so
            raise NotImplementedError

        async def look_up(self, key: str, place: Place, person: str) -> tuple[bool, ChatSettings, str]:  # type: ignore[explicit-override]  # shorter so
            raise ZeroDivisionError(key)

        async def seen(self, key: str) -> bool:  # type: ignore[explicit-override]  # shorter so
            raise NotImplementedError

    house.app = replace(house.app, seen_events=Broken())
    await house.type("imagine", "a cat")
    assert "Something went wrong" in house.answers()[-1]
