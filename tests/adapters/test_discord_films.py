"""Clips, parts and words on Discord: all takes stand in one gallery, and words are answered beside pictures."""

from dataclasses import replace

from bot.domain.image import TextResult
from bot.domain.update import Accepted, Finished
from tests.adapters.discord_house import House, discord, house  # noqa: F401 - fixtures
from tests.adapters.test_telegram_films import CLIP, FILM, URLS, FilmPictures, bytes_of
from tests.fakes.discord.message import Message
from tests.fakes.discord.places import Person
from tests.fakes.discord.room import Room
from tests.fakes.painter import SMOOTH, TASK, image
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture
from tests.jobs.test_sizes import Weighed
from tests.test_films import noisy_film

PICTURE = "https://pictures.example/a.png"
TAKEN = 300_000  # bytes of a file


async def filmed(house: House, room: Room, who: Person) -> Message:  # noqa: F811
    house.bench.runner.context.forms.fitter.downloads = house.pictures = FilmPictures()
    house.painter.scripts.append([Accepted(FILM), Finished(FILM, CLIP)])
    asked = room.types(who, "animate", link=PICTURE, words="it yawns")
    await wait_until(lambda: asked.done and asked.message.now.visible, "the film is there")
    await house.known()
    return asked.message


async def test_all_takes_stand_in_one_gallery(house: House) -> None:  # noqa: F811
    """Each can be played and gone on from; nothing names an address of the service."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    message = await filmed(house, room, ann)
    assert [file.data for file in message.now.visible] == [bytes_of(url) for url in URLS]
    assert len(message.now.media) == 4
    assert message.labels == [
        [f"🎞️ Extend {n}" for n in range(1, 5)],
        [f"🎛️ Extend {n}…" for n in range(1, 5)],
        ["📎 Original", "📋 Prompt", "ℹ️ Details"],
    ]
    assert "pictures.example" not in message.text.replace(PICTURE, "")
    press = room.presses(ann, message, "Original")
    await wait_until(lambda: press.done and press.message.now.visible, "the files are there")
    assert [file.data for file in press.message.now.visible] == [bytes_of(url) for url in URLS]
    assert press.message.now.media == []


async def test_more_is_seen_by_whoever_asks(house: House) -> None:  # noqa: F811
    """With the names of the task to read, since nothing is copied for people there, and other speeds."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    house.painter.scripts += [list(SMOOTH), list(SMOOTH)]
    asked = room.types(ann, "imagine", prompt="a cat")
    await wait_until(lambda: asked.done and "Details" in str(asked.message.labels), "the picture is there")
    await house.known()
    press = room.presses(ann, asked.message, "Details")
    await wait_until(lambda: press.done and press.message.labels, "more is told")
    assert press.message.ephemeral
    assert TASK in press.message.text
    assert press.message.labels == [["🖼️ 1", "🖼️ 2", "🖼️ 3", "🖼️ 4"], ["🌱 Seed", "🐢 relax", "⚡ turbo"], ["🗑️ Delete"]]
    await house.idle()
    speed = room.presses(ann, press.message, "turbo")
    await wait_until(lambda: speed.done and "U2" in str(speed.message.labels), "its follow-ups are there")
    made = room.presses(ann, speed.message, "U2")
    await wait_until(lambda: made.done and made.message.now.visible, "it is made")
    assert "turbo" in made.message.text


async def test_all_lines_become_messages_of_their_own(house: House) -> None:  # noqa: F811
    """An interaction has one answer: that says how many they are."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    lines = tuple(f"a fox number {n}" for n in range(4))
    house.painter.scripts += [[Finished(TASK, TextResult(lines))], *[list(SMOOTH)] * 4]
    asked = room.types(ann, "describe", link=PICTURE)
    await wait_until(lambda: asked.done and "All" in str(asked.message.labels), "the lines are there")
    await house.known()
    press = room.presses(ann, asked.message, "All")
    await wait_until(lambda: len([one for one in room.by_bot if one.now.visible]) == 4, "four pictures are there")
    await wait_until(lambda: any("4 of 4" in one.text for one in room.messages), "it is said how many")
    assert press.done
    assert asked.message.labels[0] == [f"🎨 ✓ Imagine {n}" for n in range(1, 5)] + ["🎨 All"]


async def test_a_part_of_an_edit_is_a_picture_of_its_own(house: House) -> None:  # noqa: F811
    """Cut out of the sheet, with what can be made of it."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    house.painter.scripts.append([Finished(TASK, replace(image(), actions=(), raw_url=PICTURE))])
    asked = room.types(ann, "edit", link=PICTURE, words="a hat --split")
    await wait_until(lambda: asked.done and asked.message.now.visible, "the edit is there")
    await house.known()
    assert len(asked.message.now.media) == 5
    assert asked.message.labels[1] == ["🖼️ 1", "🖼️ 2", "🖼️ 3", "🖼️ 4", "🔎 Describe"]
    press = room.presses(ann, asked.message, "🖼️ 3")
    await wait_until(lambda: press.done and press.message.now.visible, "the part is there")
    assert [(file.width, file.height) for file in press.message.now.visible] == [(128, 128)]
    rows = ["🎬 Animate", "🎛️ Animate…"], ["🖌️ Region", "📐 Reframe…", "✏️ Edit…", "🔎 Describe"]
    assert press.message.labels[:2] == [*rows]
    assert {"📎 Original", "📋 Prompt"} <= {label for row in press.message.labels[2:] for label in row}


async def test_takes_that_are_too_large_are_made_smaller(house: House) -> None:  # noqa: F811
    """Each to what the interaction says of files; the files to be kept are links then, with their sizes."""
    house.discord.world.rules = replace(house.discord.world.rules, file_limit=TAKEN)
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    house.bench.runner.context.forms.fitter.downloads = Weighed(noisy_film(), "video/mp4")
    house.painter.scripts.append([Accepted(FILM), Finished(FILM, CLIP)])
    asked = room.types(ann, "animate", link=PICTURE, words="it yawns")
    await wait_until(lambda: asked.done and asked.message.now.visible, "the film is there")
    assert len(asked.message.now.media) == 4
    assert all(0 < len(file.data) <= TAKEN < len(noisy_film()) for file in asked.message.now.visible)
    assert [call for call in house.discord.calls() if call.status >= 400] == []
    await house.known()
    press = room.presses(ann, asked.message, "Original")
    await wait_until(lambda: press.done and "does not take the file" in press.message.text, "there are links")
    await house.idle()
