"""Clips: a message that shows one file shows the take that is chosen, and no message names an address."""

from dataclasses import replace

import pytest

from bot.domain.card import ButtonKind, Card, MediaKind
from bot.domain.ids import MessageRef, TaskId
from bot.domain.image import Clip
from bot.domain.update import Accepted, Finished
from tests.fakes.platform import BOB
from tests.flows.conftest import House

FILM = TaskId("film")
URLS = tuple(f"https://pictures.example/{n}.mp4" for n in range(4))
CLIP = Clip("1751000000000001", FILM, URLS, cover="https://pictures.example/cover.png", prompt="it yawns")
PICTURE = "https://pictures.example/a.png"


async def filmed(house: House, clip: Clip = CLIP, *, files: int = 1) -> MessageRef:
    platform = house.bench.platform
    platform.capabilities = replace(platform.capabilities, files=files)
    house.bench.painter.scripts = [[Accepted(FILM), Finished(FILM, clip)]]
    await house.type("animate", f"{PICTURE} it yawns")
    await house.work()
    [(message, _)] = house.cards("Animate")
    return message


def shown(house: House, message: MessageRef) -> Card:
    return house.bench.platform.messenger.shown[message.message][-1]


def labels(card: Card, kind: ButtonKind) -> list[str]:
    return [f"{one.emoji}{one.marked_label}" for row in card.buttons for one in row if one.kind is kind]


async def test_a_message_of_one_file_shows_the_take_that_is_chosen(house: House) -> None:
    """In its place, with one edit each; it is extended from there, and kept as a file from there."""
    message = await filmed(house)
    card = shown(house, message)
    assert [media.url for media in card.media] == [URLS[0]]
    assert labels(card, ButtonKind.SOLE) == ["▶️1", "2", "3", "4", "🎞️All 4"]
    edits = len(house.bench.platform.messenger.shown[message.message])
    await house.press(message, "take:3")
    await house.work()
    card = shown(house, message)
    assert [media.url for media in card.media] == [URLS[2]]
    assert labels(card, ButtonKind.SOLE) == ["1", "2", "▶️3", "4", "🎞️All 4"]
    payloads = [one.payload for row in card.buttons for one in row]
    assert [one for one in payloads if one.startswith(("extend:", "form:"))] == ["extend:2", "form:extend.3"]
    assert len(house.bench.platform.messenger.shown[message.message]) == edits + 1
    await house.press(message, "original:3", key="o")
    await house.work()
    [file] = house.bench.platform.messenger.shown["o-picture"][-1].media
    assert (file.kind, file.url) == (MediaKind.FILE, URLS[2])


async def test_what_was_ordered_is_marked_on_the_take_that_is_shown(house: House) -> None:
    """The message keeps its take and the buttons of it."""
    message = await filmed(house)
    await house.press(message, "take:2")
    await house.work()
    await house.press(message, "extend:1")
    await house.work()
    card = shown(house, message)
    assert [media.url for media in card.media] == [URLS[1]]
    assert [one.marked_label for row in card.buttons for one in row if one.payload == "extend:1"] == ["✓ Extend 2"]


async def test_all_takes_come_side_by_side(house: House) -> None:
    """In an album, where a message shows one of them."""
    message = await filmed(house)
    await house.press(message, "album", key="a")
    await house.work()
    [card] = house.bench.platform.messenger.shown["a-picture"]
    assert card.album
    assert [media.url for media in card.media] == list(URLS)


async def test_where_a_message_shows_several_files_all_takes_stand_in_it(house: House) -> None:
    """With a button to go on from each."""
    message = await filmed(house, files=10)
    card = shown(house, message)
    assert [media.url for media in card.media] == list(URLS)
    extends = [one.payload for row in card.buttons for one in row if one.payload.startswith("extend:")]
    assert extends == [f"extend:{n}" for n in range(4)]


async def test_the_still_comes_with_the_film_where_it_is_shown(house: House) -> None:
    """One that cannot be had keeps no film back."""
    platform = house.bench.platform
    platform.capabilities = replace(platform.capabilities, poster_side=320)
    house.bench.pictures.gone.add(CLIP.cover)
    message = await filmed(house)
    [media] = shown(house, message).media
    assert media.data
    assert media.poster is None


@pytest.mark.parametrize("payload", ["take:5", "take:0", "take", "take:x", "take:2"])
async def test_a_take_that_is_not_there_changes_nothing(house: House, payload: str) -> None:
    """Neither of a clip of one, whoever makes it up."""
    message = await filmed(house, replace(CLIP, urls=URLS[:1]))
    before = list(house.bench.platform.messenger.shown[message.message])
    await house.press(message, payload, BOB)
    await house.work()
    assert house.bench.platform.messenger.shown[message.message] == before
    assert labels(before[-1], ButtonKind.SOLE) == []


async def test_another_message_is_never_made_a_film(house: House) -> None:
    """A button may name the task of a clip, and stand anywhere a client says."""
    await filmed(house)
    other = MessageRef("fake", "room", "never-was")
    await house.press(other, "take:2")
    await house.work()
    assert "never-was" not in house.bench.platform.messenger.shown
