"""Forms on Discord: a modal is the first answer to a press, and what comes back from it is ordered."""

from typing import Any

import pytest

from adapters.discord.modals import BadSubmit, Submit, modal_data, read_submit
from bot.domain.access import AccessList
from bot.domain.form import FieldChoice, FieldKind, Form, FormField
from bot.domain.image import Clip
from bot.domain.order import Animate, ExtendVideo, Imagine
from bot.domain.prompt import Prompt
from bot.domain.update import Finished
from tests.adapters.discord_house import House, bot, discord, house, painted  # noqa: F401 - fixtures
from tests.adapters.running import ORIGINAL
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Answer, Interaction
from tests.fakes.discord.message import Message
from tests.fakes.discord.places import Person
from tests.fakes.discord.room import Room
from tests.fakes.painter import SMOOTH, TASK, image
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

SINGLE = Finished(TASK, image(actions=("zoom_out_2x",)))


async def asked(room: Room, who: Person, message: Message, label: str) -> Interaction:
    """A press that is answered by a modal."""
    press = room.presses(who, message, label)
    await wait_until(lambda: press.answer is not None, "it is answered")
    assert press.answer is Answer.FORM
    return press


def inputs(press: Interaction) -> list[tuple[str, Any]]:
    """Labels of a modal, with what stands there."""
    assert press.form is not None
    told = [(one["label"], one["component"]) for one in press.form["components"]]
    return [
        (label, one.get("value") or [c["value"] for c in one.get("options", []) if c["default"]])
        for label, one in told
    ]


async def told(room: Room, who: Person, words: str) -> None:
    """Somewhere in what they see."""
    await wait_until(lambda: words in str([one.now.text for one in room.sees(who)]), words)


async def test_other_words_for_a_picture(house: House) -> None:  # noqa: F811 - the fixture
    """The modal has its words, and names what could be typed instead."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    picture = await painted(house, room, ann, "a red fox")
    press = await asked(room, ann, picture, "Change…")
    assert inputs(press) == [("Words", "a red fox")]
    assert press.form is not None
    assert press.form["components"][0]["description"] == "Typed: /imagine a red fox"
    house.painter.scripts.append(SMOOTH)
    sent = room.submits(ann, press, words="a blue fox")
    await wait_until(lambda: sent.done and "U1" in str(sent.message.labels), "the picture is there")
    assert not sent.message.ephemeral
    assert house.painter.sent[1].order == Imagine(Prompt("a blue fox"))
    again = room.submits(ann, press, words="a blue fox")
    await wait_until(lambda: "was made before" in again.message.now.text if again.done else False, "they are asked")
    await house.idle()
    assert len(house.painter.sent) == 2


async def film_form(house: House, room: Room, ann: Person) -> Interaction:  # noqa: F811 - the fixture
    """Below a single picture of hers, in a modal."""
    house.painter.scripts.append([SINGLE])
    shown = room.types(ann, "imagine", prompt="a red fox")
    await wait_until(lambda: shown.done and "Animate…" in str(shown.message.labels), "the picture is there")
    await house.known()
    return await asked(room, ann, shown.message, "Animate…")


async def test_a_film_is_chosen_from_lists(house: House) -> None:  # noqa: F811 - the fixture
    """Five places: a text, three lists, and the last picture."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    press = await film_form(house, room, ann)
    assert [value for _, value in inputs(press)] == ["a red fox", ["480p"], ["fast"], ["off"], []]
    house.painter.lookups.append({TASK: SINGLE})
    room.submits(ann, press, words="it rains", resolution="720p", speed="turbo", loop="on")
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await house.idle()
    order = house.painter.sent[1].order
    assert isinstance(order, Animate)
    assert (order.prompt, order.resolution, order.mode, order.loop) == ("it rains", "720p", "turbo", True)


async def test_a_film_ends_with_a_file_that_was_uploaded(house: House) -> None:  # noqa: F811 - the fixture
    """Into the modal, which says how a picture is named instead; what is no picture is refused in words."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    press = await film_form(house, room, ann)
    assert press.form is not None
    assert "--end" in press.form["components"][-1]["description"]
    room.submits(ann, press, end=("notes.txt", b"no picture"))
    await told(room, ann, "nothing that can be used as a picture")
    house.painter.lookups.append({TASK: SINGLE})
    room.submits(ann, press, words="it rains", end=ORIGINAL)
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await house.idle()
    order = house.painter.sent[1].order
    assert isinstance(order, Animate)
    assert order.end_image_url.startswith("https://")
    assert order.end_image_url != order.image_url


async def test_more_of_a_clip_ends_with_a_file(house: House) -> None:  # noqa: F811 - the fixture
    """That is uploaded into the modal, or given with the command under its name."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    clip = Clip("1751000000000001", TASK, ("https://cdn.example/0.mp4",), prompt="it yawns")
    house.painter.scripts.append([Finished(TASK, clip)])
    shown = room.types(ann, "animate", link="https://e.org/a.png", words="it yawns")
    await wait_until(lambda: shown.done and "Extend 1…" in str(shown.message.labels), "the clip is there")
    await house.known()
    press = await asked(room, ann, shown.message, "🎛️ Extend 1…")
    room.submits(ann, press, words="it rains", end=ORIGINAL)
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    assert press.form is not None
    code = next(word for word in str(press.form).split() if word.startswith("#")).partition(".")[0]
    room.types(ann, "extend", clip=f"{code}.1", last=ORIGINAL, words="it snows")
    await wait_until(lambda: len(house.painter.sent) == 3, "it is ordered, too")
    await house.idle()
    for job, words in zip(house.painter.sent[1:], ("it rains", "it snows"), strict=True):
        assert isinstance(job.order, ExtendVideo)
        assert (job.order.prompt, job.order.video_id) == (words, "1751000000000001")
        assert job.order.end_image_url.startswith("https://")


async def test_a_size_is_chosen_from_a_list(house: House) -> None:  # noqa: F811 - the fixture
    """Before the words, as it is typed."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    house.painter.scripts.append([Finished(TASK, image(actions=("zoom_out_2x",)))])
    shown = room.types(ann, "imagine", prompt="a red fox")
    await wait_until(lambda: shown.done and "Reframe…" in str(shown.message.labels), "the picture is there")
    await house.known()
    press = await asked(room, ann, shown.message, "Reframe…")
    assert [value for _, value in inputs(press)] == [["1.5x"], "a red fox", ["fast"]]


async def test_what_is_wrong_with_it_is_said_to_its_owner_alone(house: House) -> None:  # noqa: F811 - the fixture
    """And nothing is ordered: a mistake in the words, a form that is gone, one that is somebody else's."""
    ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
    room = house.discord.room(ann, bob)
    press = await asked(room, ann, await painted(house, room, ann), "Change…")
    wrong = [room.submits(ann, press, words="a cat --stylise 9"), room.submits(bob, press, words="mine")]
    assert press.form is not None
    press.form["custom_id"] = "form:ffffffffff"
    wrong.append(room.submits(ann, press, words="a cat"))
    await house.idle()
    for one, words in zip(wrong, ("no flag --stylise", "belongs to Ann", "kept for a day"), strict=True):
        await told(room, one.person, words)
    assert [one for one in room.by_bot if "flag" in one.now.text or "form" in one.now.text] == []
    assert len(house.painter.sent) == 1


async def test_of_a_picture_that_is_gone_it_is_said(house: House) -> None:  # noqa: F811 - the fixture
    """Since there is nothing to fill in, it is answered in words, to them alone."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    picture = await painted(house, room, ann)
    await wait_until(lambda: not house.bench.runner.sessions, "no job runs")
    await house.bench.jobs.client.flushdb()
    press = room.presses(ann, picture, "Change…")
    await wait_until(lambda: press.done, "it is answered")
    assert press.message.ephemeral
    assert "not known" in press.message.now.text


async def test_who_may_not_use_the_bot_is_shown_no_form(discord: Discord, stage: Stage) -> None:  # noqa: F811
    """They are told why instead, to them alone."""
    ann, bob = discord.person("Ann"), discord.person("Bob")
    room = discord.room(ann, bob)
    async with bot(discord, stage, access=AccessList(users=frozenset({f"discord:{ann.id}"}))) as made:
        picture = await painted(made, room, ann)
        await asked(room, ann, picture, "Change…")
        press = room.presses(bob, picture, "Change…")
        await told(room, bob, "for some people and chats only")
        assert press.form is None


FORM = Form(
    "0a1b2c3d4e",
    "T" * 60,
    (
        FormField("words", FieldKind.TEXT, "L" * 60, "w" * 5000, longest=9000),
        FormField("loop", FieldKind.SWITCH, "Loop", "off", (FieldChoice("off", "off"), FieldChoice("on", "on"))),
    ),
    "Go",
    "h" * 200,
)


def test_a_modal_keeps_within_its_limits() -> None:
    """Whatever a language, or somebody's words, are like."""
    data = modal_data(FORM)
    words, loop = data["components"]
    assert (len(data["title"]), len(words["label"]), len(words["description"])) == (45, 45, 100)
    assert (len(words["component"]["value"]), words["component"]["max_length"]) == (4000, 4000)
    assert "description" not in loop
    assert [one["default"] for one in loop["component"]["options"]] == [True, False]


def test_what_comes_back_may_be_anything() -> None:
    """What is no text and no list of texts counts as nothing; what is no modal of ours is refused."""
    label = {"type": 18, "component": {"custom_id": "words", "value": "a cat"}}
    chosen = {"type": 18, "component": {"custom_id": "loop", "values": ["on"]}}
    odd = {"type": 18, "component": {"custom_id": "end", "values": {"a": 1}}}
    data = {"custom_id": "form:0a1b2c3d4e", "components": [label, chosen, odd, 7]}
    assert read_submit(data) == Submit("0a1b2c3d4e", {"words": "a cat", "loop": "on", "end": ""}, {})
    for other in ({"custom_id": "act:reroll"}, {}, None, [1]):
        with pytest.raises(BadSubmit):
            read_submit(other)
