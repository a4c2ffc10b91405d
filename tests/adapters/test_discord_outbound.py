"""Cards as Discord's messages: everything of a card is there, within every limit, and mentions nobody."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.outbound import (
    ALT_LIMIT,
    COMPONENTS_FLAG,
    COMPONENTS_MOST,
    EPHEMERAL_FLAG,
    MEDIA_MOST,
    message_body,
    relabelled_body,
)
from bot.domain.card import Button, Card, Media, MediaKind, Progress, Span, Style
from tests.fakes.discord import components
from tests.fakes.discord.judge import Judge
from tests.fakes.discord.message import Attachment, Flag
from tests.fakes.discord.rules import Rules
from tests.fakes.discord_markdown import read_markdown

PICTURE = Media(MediaKind.IMAGE, "https://cdn.example.com/fox.png", "a fox", data=b"png", mime="image/png")
CLIP = replace(PICTURE, kind=MediaKind.VIDEO, data=b"mp4", mime="video/mp4")
FILE = replace(PICTURE, kind=MediaKind.FILE)
HEAD = (Span("a fox", Style.BOLD), Span("\nAnn · Imagine · ", Style.MUTED), Span("ABCD1234", Style.CODE))
BUTTONS = ((Button("U1", "act:upscale1"), Button("U2", "act:upscale2")), (Button("Share", "share"),))
CARD = Card(HEAD, (PICTURE,), BUTTONS)

texts = st.text(max_size=60) | st.sampled_from(["*" * 5000, "@everyone", "\n" * 50, " ", "ABCD1234"])
media = st.builds(
    Media,
    st.sampled_from(MediaKind),
    st.just("https://cdn.example.com/x"),
    st.text(max_size=2000),
    data=st.sampled_from([b"", b"x"]),
    mime=st.sampled_from(["image/png", "video/mp4", "x/y"]),
    spoiler=st.booleans(),
)
buttons = st.builds(Button, st.text(max_size=100), st.text("abc", min_size=1, max_size=60))
cards = st.builds(
    Card,
    st.lists(st.builds(Span, texts, st.sampled_from(Style)), max_size=5).map(tuple),
    st.lists(media, max_size=13).map(tuple),
    st.lists(st.lists(buttons, max_size=9).map(tuple), max_size=9).map(tuple),
    st.none() | st.builds(Progress, st.none() | st.integers(0, 100), st.text(max_size=20)),
)


def count(found: list[dict[str, Any]]) -> int:
    return sum(1 + count(one.get("components", [])) for one in found)


def words(body: dict[str, Any]) -> str:
    return "".join(one["content"] for one in body["components"] if one["type"] == 10)


def test_shows_a_card() -> None:
    """Text, picture, buttons, in this order; the file is named by the code, and described by the prompt."""
    body, uploads = message_body(CARD)
    assert body == {
        "flags": 32768,
        "components": [
            {"type": 10, "content": "**a fox**\n-# Ann · Imagine · `ABCD1234`"},
            {
                "type": 12,
                "items": [{"media": {"url": "attachment://chatelier-ABCD1234-1.png"}, "description": "a fox"}],
            },
            {
                "type": 1,
                "components": [
                    {"type": 2, "style": 2, "custom_id": "act:upscale1", "label": "U1"},
                    {"type": 2, "style": 2, "custom_id": "act:upscale2", "label": "U2"},
                ],
            },
            {"type": 1, "components": [{"type": 2, "style": 2, "custom_id": "share", "label": "Share"}]},
        ],
        "attachments": [{"id": "0", "filename": "chatelier-ABCD1234-1.png", "description": "a fox"}],
        "allowed_mentions": {"parse": []},
    }
    assert [(one.name, one.data, one.mime) for one in uploads] == [
        ("chatelier-ABCD1234-1.png", b"png", "image/png")
    ]


def test_shows_all_takes_of_a_clip_in_one_gallery() -> None:
    """Four takes are four items and four files, covered where the place wants that."""
    body, uploads = message_body(replace(CARD, media=(replace(CLIP, spoiler=True),) * 4))
    (gallery,) = (one for one in body["components"] if one["type"] == 12)
    assert [item["media"]["url"] for item in gallery["items"]] == [f"attachment://{one.name}" for one in uploads]
    assert [item["spoiler"] for item in gallery["items"]] == [True] * 4
    assert [one.name for one in uploads] == [f"chatelier-ABCD1234-{n}.mp4" for n in (1, 2, 3, 4)]


def test_gives_a_file_to_keep() -> None:
    """An original is a file, not a picture that is looked at."""
    body, _ = message_body(Card((Span("here"),), (FILE,)), ephemeral=True)
    assert body["components"][1] == {"type": 13, "file": {"url": "attachment://chatelier-1.png"}}
    assert body["flags"] == COMPONENTS_FLAG | EPHEMERAL_FLAG


def test_drops_files_of_before() -> None:
    """A card without pictures says so: an edit keeps none."""
    assert message_body(Card((Span("words"),)))[0]["attachments"] == []


def test_shows_progress() -> None:
    """How far it is stands below the words, in words that mean nothing else."""
    body, _ = message_body(Card((Span("a fox", Style.BOLD),), progress=Progress(40, "painting")))
    assert words(body) == "**a fox**\n▰▰▰▰▱▱▱▱▱▱ 40 % · painting"


def test_says_no_address_of_what_has_no_room() -> None:
    """Of twelve files ten are shown: those of the service end, and are none of a chat's business."""
    body, uploads = message_body(Card((Span("takes"),), (CLIP,) * 12))
    assert len(uploads) == MEDIA_MOST
    assert words(body) == "takes"


def test_goes_out_bare() -> None:
    """What Discord calls malformed goes out as words and its picture, with nothing on it that could be wrong."""
    body, uploads = message_body(replace(CARD, media=(replace(PICTURE, spoiler=True),)), barest=True)
    assert [one["type"] for one in body["components"]] == [10, 12]
    assert words(body) == "a fox\nAnn · Imagine · ABCD1234"
    assert body["components"][1]["items"] == [
        {"media": {"url": f"attachment://{uploads[0].name}"}, "spoiler": True}
    ]


@given(cards, st.fixed_dictionaries({"ephemeral": st.booleans(), "barest": st.booleans()}))
def test_keeps_to_every_limit(card: Card, how: dict[str, bool]) -> None:
    """Whatever a card has: 40 components, 4,000 characters, ten files, and what it shows is what it sends."""
    body, uploads = message_body(card, **how)
    assert 1 <= count(body["components"]) <= COMPONENTS_MOST
    assert len(words(body)) <= 4000
    assert body["allowed_mentions"] == {"parse": []}
    read_markdown(words(body))
    names = [one.name for one in uploads]
    assert [one["filename"] for one in body["attachments"]] == names
    assert len({*names}) == len(names) <= MEDIA_MOST
    galleries = [one["items"] for one in body["components"] if one["type"] == 12]
    assert all(1 <= len(items) <= 10 for items in galleries)
    shown = [item["media"]["url"] for items in galleries for item in items]
    shown += [one["file"]["url"] for one in body["components"] if one["type"] == 13]
    assert {*shown} == {f"attachment://{name}" for name in names}
    assert all(len(one.get("description", "")) <= ALT_LIMIT for one in body["attachments"])
    assert all(one.get("content", "x") for one in body["components"])
    files = tuple(Attachment(str(n), name, b"", "", "") for n, name in enumerate(names))
    components.check(tuple(body["components"]), Flag(body["flags"]), files, Rules(), "components")


@pytest.mark.parametrize(
    "route", ["create_message", "edit_message", "edit_original", "follow_up", "edit_follow_up"]
)
@pytest.mark.parametrize("barest", [False, True])
@pytest.mark.parametrize(
    "card",
    [
        CARD,
        replace(CARD, media=(replace(CLIP, spoiler=True),) * 4, progress=Progress(None, "waiting")),
        Card((Span("here"),), (FILE,)),
        Card(
            (Span(""),),
            buttons=tuple(tuple(Button(f"{n}.{m}", f"act:{n}.{m}", "🔍") for m in range(5)) for n in range(12)),
        ),
    ],
)
def test_is_of_the_form_that_discord_describes(card: Card, route: str, *, barest: bool) -> None:
    """What is sent is what Discord's own description of its API allows, on every route for messages."""
    judge = Judge()
    judge.request(route, message_body(card, barest=barest)[0])
    judge.request(route, relabelled_body(as_discord_gives(message_body(card)[0]), card))
    assert judge.complaints == []


@pytest.mark.parametrize("prompt", ["ABCD1234", "../../etc/passwd", "@everyone.png"])
def test_names_no_file_by_words(prompt: str) -> None:
    """A prompt is in no file's name, even where it looks like a code."""
    _, uploads = message_body(Card((Span(prompt, Style.BOLD),), (PICTURE,)))
    assert uploads[0].name == "chatelier-1.png"


def as_discord_gives(body: dict[str, Any]) -> dict[str, Any]:
    """A message that was written so, as it is read: files by address alone, and with more than was asked for."""
    numbers = {f"attachment://{one['filename']}": f"77{n}" for n, one in enumerate(body["attachments"])}

    def media(file: dict[str, Any]) -> dict[str, Any]:
        number, name = numbers[file["url"]], file["url"].removeprefix("attachment://")
        address = f"https://cdn.example.com/attachments/1/{number}/{name}?ex=1&is=2&hm=3/4&"
        return {"url": address, "proxy_url": "x", "attachment_id": number}

    shown = list[dict[str, Any]]()
    for number, one in enumerate(body["components"], 1):
        more: dict[str, Any] = {"id": number}
        if one["type"] == 12:
            more["items"] = [item | {"media": media(item["media"])} for item in one["items"]]
        elif one["type"] == 13:
            more |= {"file": media(one["file"]), "name": "x", "size": 3}
        shown.append(one | more)
    return {"id": "1", "flags": 32768, "components": shown, "attachments": []}


@pytest.mark.parametrize("item", [PICTURE, replace(CLIP, spoiler=True), FILE])
def test_puts_other_buttons_below_what_is_there(item: Media) -> None:
    """Other buttons leave text and files as they are, and no file is sent again."""
    before, _ = message_body(replace(CARD, media=(item,)))
    ticked = replace(CARD, media=(), text=(Span("other"),), buttons=((Button("✓ U1", "act:upscale1"),),))
    body = relabelled_body(as_discord_gives(before), ticked)
    assert body["components"] == [
        *before["components"][:2],
        {"type": 1, "components": [{"type": 2, "style": 2, "custom_id": "act:upscale1", "label": "✓ U1"}]},
    ]
    assert body["attachments"] == [{"id": "770"}]
    assert body["allowed_mentions"] == {"parse": []}


def test_takes_no_file_away_that_does_not_say_which_it_is() -> None:
    """Without a list in the edit all stay."""
    given, _ = message_body(CARD)
    shown = as_discord_gives(given)
    for gallery in shown["components"]:
        for item in gallery.get("items", []):
            del item["media"]["attachment_id"]
    assert "attachments" not in relabelled_body(shown, CARD)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["components", "type", "items", "media", "file", "id", "url", "attachment_id"]),
                inner,
            )
        ),
    )
)
def test_trusts_no_message(found: Any) -> None:
    """Whatever comes instead of a message, there are buttons."""
    body = relabelled_body(found if isinstance(found, dict) else {"components": found, "attachments": found}, CARD)
    assert body["components"][-1]["type"] == 1
