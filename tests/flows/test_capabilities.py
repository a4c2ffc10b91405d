"""What a platform can do decides how people are answered, and may differ from one place to the next."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.buttons import Verb
from bot.domain.card import plain
from bot.domain.ids import Place, TaskId
from bot.domain.incoming import CommandCall, Origin
from bot.domain.parcel import Parcel
from bot.domain.turn import Limits
from bot.store.keys import Keys
from bot.store.preferences import RedisPreferences
from tests.fakes.painter import done
from tests.fakes.platform import ANN, BOB, NAME, PLACE, origin
from tests.flows.conftest import House
from tests.flows.test_app import grid
from tests.flows.test_pressed_twice import painted, pressed

ELSEWHERE = Place(NAME, "another room")


def limited(house: House, **given: Any) -> None:
    platform = house.bench.platform
    platform.capabilities = replace(platform.capabilities, **given)


@pytest.mark.parametrize("waiting", [False, True])
async def test_what_a_press_shows_by_itself_is_not_said(house: House, *, waiting: bool) -> None:
    """The word would stand where the file is to be; the file comes either way."""
    message = await grid(house)
    limited(house, shows_waiting=waiting)
    await house.press(message, Verb.ORIGINAL, key="p")
    await house.work()
    assert ["file" in said for said in house.answers()] == ([] if waiting else [True])
    assert house.bench.platform.messenger.shown["p-picture"][-1].media


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("verb", [Verb.ORIGINAL, Verb.QUOTE, Verb.SHARE])
async def test_what_one_person_was_given_alone_holds_nobody_up(house: House, verb: Verb, *, alone: bool) -> None:
    """Others did not see it; what is for all, as in a gallery, comes once, and nobody gets theirs twice."""
    message = await grid(house)
    limited(house, answers_privately=alone, confidential=alone)
    await RedisPreferences(house.bench.jobs.client, Keys()).change(
        PLACE, "gallery", {"platform": NAME, "chat": "wall"}
    )
    for person in (ANN, BOB, ANN, BOB):
        await house.press(message, verb, person)
    await house.work()
    given = [name for name in house.bench.platform.messenger.shown if name.endswith("-picture")]
    assert len(given) == (2 if alone and verb is not Verb.SHARE else 1)
    assert house.answers().count("That was asked for a moment ago.") == 4 - len(given)


@pytest.mark.parametrize("alone", [False, True])
async def test_what_one_person_was_asked_alone_the_other_is_asked_too(house: House, *, alone: bool) -> None:
    """Whether to show what was made before: each once."""
    job = await painted(house)
    await pressed(house, job, "act:upscale2")
    assert job.message is not None
    limited(house, confidential=alone)
    for person in (ANN, BOB, ANN, BOB):
        await house.press(job.message, "act:upscale2", person)
    await house.work()
    assert len(house.cards("was made before")) == (2 if alone else 1)


async def test_what_comes_elsewhere_is_said_all_the_same(house: House) -> None:
    """Nobody sees it where the button was pressed."""
    message = await grid(house)
    limited(house, shows_waiting=True)
    await RedisPreferences(house.bench.jobs.client, Keys()).change(
        PLACE, "gallery", {"platform": NAME, "chat": "wall"}
    )
    await house.press(message, Verb.SHARE)
    assert ["gallery in a moment" in said for said in house.answers()] == [True]


@pytest.mark.parametrize("private", [False, True])
async def test_who_is_answered_privately_sees_all_of_their_pictures(house: House, *, private: bool) -> None:
    """Where others see the list, it has only what was made there; else it is a message with buttons."""
    await grid(house)
    limited(house, answers_privately=private)
    told: list[str] = []
    for name, place in (("h1", ELSEWHERE), ("h2", PLACE)):
        await house.app.handle(CommandCall(name, Origin(place, ANN), "history"))
        await house.mail()
        posted = house.bench.platform.messenger.shown.get(f"{name}-said", [])
        assert len(posted) == private
        told.append("".join(span.text for card in posted for span in card.text) or house.answers()[-1])
    elsewhere, here = told
    assert "a cat" in here
    assert ("a cat" in elsewhere) is private


async def test_limits_are_those_of_the_place(house: House) -> None:
    """Of the message of a job, and of what is sent there later."""
    platform = house.bench.platform
    platform.special[ELSEWHERE] = replace(platform.capabilities, buttons=3)
    counts: list[int] = []
    for place in (PLACE, ELSEWHERE):
        house.bench.painter.scripts = [[done(TaskId(place.chat))]]
        await house.app.handle(CommandCall(f"i-{place.chat}", Origin(place, ANN), "imagine", "a cat"))
        [job_id] = house.bench.queued
        await house.work()
        job = await house.bench.load(job_id)
        await house.app.handle(CommandCall(f"s-{place.chat}", Origin(place, ANN), "show", job.code))
        await house.work()
        cards = [platform.messenger.shown[name][-1] for name in (job.id, f"s-{place.chat}-picture")]
        counts += [sum(map(len, card.buttons)) for card in cards]
    assert counts == [counts[0], counts[0], 3, 3]
    assert counts[0] > 3


@pytest.mark.parametrize("heard", [False, True])
async def test_words_alone_are_spoken_of_where_they_are_heard(house: House, *, heard: bool) -> None:
    """Elsewhere neither /help nor /settings promises anything of them, and what they do cannot be chosen."""
    limited(house, hears_words=heard)
    alone = Origin(PLACE, ANN, private=True)
    for name, text in (("help", ""), ("settings", ""), ("settings", "words ignore")):
        await house.app.handle(CommandCall(f"{name} {text}", alone, name, text))
    described, _, changed = house.answers()
    labels = [button.label for row in house.bench.platform.messenger.answers[1].buttons for button in row]
    assert ("words alone will do" in described) is heard
    assert any(label.startswith("Words without a command") for label in labels) is heard
    assert ("There is no setting words" in changed) is not heard


@pytest.mark.parametrize("heard", [False, True])
async def test_words_alone_order_where_they_are_heard(house: House, *, heard: bool) -> None:
    """A platform that does not claim to hear them has nobody asked about them."""
    limited(house, hears_words=heard)
    await house.app.handle(
        CommandCall("w", Origin(PLACE, ANN, private=True), "imagine", "a red fox in the snow", plain=True)
    )
    await house.work()
    assert bool(house.cards("Shall I paint that?")) is heard


@pytest.mark.parametrize("limits", [None, Limits(capacity=1000, window=60.0, gap=0.0)])
async def test_answers_that_hold_up_nobody_else_are_not_counted(house: House, limits: Limits | None) -> None:
    """Where messages have limits a person gets eight a minute, and is told in a word that it is too much."""
    limited(house, answers_privately=True)
    house.bench.platform.limits = limits
    for n in range(12):
        await house.type("history", key=f"h{n}")
        await house.mail()
    shown = [name for name in house.bench.platform.messenger.shown if name.endswith("-said")]
    assert len(shown) == (12 if limits is None else 8)
    assert house.answers() == ["What you asked for before is still on its way. Please wait a moment."] * (
        12 - len(shown)
    )


async def test_who_is_to_be_asked_and_cannot_be_is_told(house: House) -> None:
    """A press says by itself that something comes, and would say so for ever."""
    job = await painted(house)
    await pressed(house, job, "act:upscale2")
    assert job.message is not None
    for n in range(10):
        await house.app.handlers.replier.send(origin(), Parcel(f"p{n}", origin(), plain("on its way")))
    await house.press(job.message, "act:upscale2")
    assert house.answers() == ["What you asked for before is still on its way. Please wait a moment."]
