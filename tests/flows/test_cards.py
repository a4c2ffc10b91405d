"""What cards offer of results that are odd: files under names of their own, buttons that lead somewhere."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import last_card
from bot.domain.buttons import Quote, Verb, decode_payload, request_of
from bot.domain.card import Button, Card, Media
from bot.domain.chat_request import Recall
from bot.domain.ids import ImageId, JobId, MessageRef, TaskId
from bot.domain.image import Clip, Image, Outcome
from bot.domain.job import Job, State
from bot.domain.order import Imagine
from bot.domain.prompt import Prompt
from bot.panels import again_card, original_card
from bot.result_media import clip_media, original_media, picture_media, with_fresh_links
from tests.fakes.platform import origin

NAMES = st.sampled_from(["", "0", "1", ".raw", "a", "a.0", "a.raw", "a.picture", "raw"]) | st.text(max_size=8)
MOST = 100  # buttons under a message (Bot API 10.3)


def finished(outcome: Outcome) -> Job:
    return Job(
        JobId("0000000000000000000000000A"),
        Imagine(Prompt("a fox")),
        origin(),
        1.0,
        2.0,
        State.DONE,
        outcome=outcome,
    )


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    task, name = TaskId(draw(NAMES)), draw(NAMES)
    if draw(st.booleans()):
        return Clip(name, task, tuple(f"https://pictures.example/{n}.mp4" for n in range(draw(st.integers(1, 4)))))
    return Image(ImageId(name), task, "https://pictures.example/1.png")


def files(outcome: Outcome) -> tuple[Media, ...]:
    if isinstance(outcome, Image):
        return picture_media(outcome), original_media(outcome)
    assert isinstance(outcome, Clip)
    return clip_media(outcome)


@given(outcomes(), outcomes())
def test_names_of_two_tasks_never_meet(one: Outcome, other: Outcome) -> None:
    """Whatever their pictures are called, or not: else a person gets another's."""
    assert isinstance(one, Image | Clip)
    assert isinstance(other, Image | Clip)
    mine, theirs = ({file.key for file in files(of) if file.key} for of in (one, other))
    assert one.task_id == other.task_id or not mine & theirs
    assert len(mine) == (len(files(one)) if one.task_id else 0)


@pytest.mark.parametrize("task", ["", "t"])
def test_what_is_renewed_is_the_same_file(task: str) -> None:
    """Only a file with a name can be; the others keep their address."""
    old = Image(ImageId(""), TaskId(task), "https://old.example/1.png", "https://old.example/raw.png")
    new = replace(old, url="https://new.example/1.png", raw_url="https://new.example/raw.png")
    original = original_card(finished(old))
    assert original is not None
    card = with_fresh_links(original, new)
    assert card.media[0].url == (new.raw_url if task else old.raw_url)


def pressed(card: Card, label: str) -> Button | None:
    return next((button for row in card.buttons for button in row if button.label == label), None)


@pytest.mark.parametrize("number", [0, 1, 40, 41, 200])
def test_every_action_can_be_pressed(number: int) -> None:
    """Those that find no place under a picture stand under the next one, which *More* brings."""
    actions = tuple(f"action_{n}" for n in range(number))
    job = finished(Image(ImageId("1"), TaskId("t"), "https://pictures.example/1.png", actions=actions))
    card, seen = last_card(job), set[str]()
    while True:
        assert sum(map(len, card.buttons)) <= MOST
        seen |= {button.payload for row in card.buttons for button in row if button.payload.startswith("act:")}
        more = pressed(card, "More")
        if more is None:
            break
        assert decode_payload(more.payload).verb is Verb.RECALL
        request = request_of(MessageRef("fake", "room", "1"), more.payload)
        assert isinstance(request, Recall)
        card = again_card(job, "en", request.skip)
    assert seen == {f"act:{name}" for name in actions}


def test_what_the_service_did_not_name_has_no_buttons_to_go_on_with() -> None:
    """They would be refused."""
    url = "https://pictures.example/1.png"
    image = last_card(finished(Image(ImageId(""), TaskId("t"), url, actions=("upscale1", "reroll"))))
    clip = last_card(finished(Clip("", TaskId("t"), (url,))))
    for card in (image, clip):
        payloads = [button.payload for row in card.buttons for button in row]
        assert not [one for one in payloads if one.startswith(("act:", "nth:", "extend:"))]
        assert card.media


@pytest.mark.parametrize("words", ["a fox", "a fox " * 400])
def test_the_prompt_of_a_picture_is_to_be_copied_and_to_be_said(words: str) -> None:
    """Whichever a platform can do; how long a text it copies is its own affair."""
    image = Image(ImageId("1"), TaskId("t"), "https://pictures.example/1.png")
    prompt = pressed(last_card(replace(finished(image), order=Imagine(Prompt(words)))), "Prompt")
    assert prompt is not None
    assert prompt.text == words
    assert isinstance(request_of(MessageRef("fake", "room", "m"), prompt.payload), Quote)
