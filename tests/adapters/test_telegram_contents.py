"""What people can send on Telegram, and what of it is a picture."""

from typing import Any

import pytest
from telegram import Bot, Update

from adapters.telegram.contents import linked_text
from adapters.telegram.inbound import BotIdentity, read_update
from bot.domain.incoming import CommandCall

BOT = Bot("123456789:not-a-real-token-not-a-real-token-0")
IDENTITY = BotIdentity("atelier_bot", commands=frozenset({"imagine", "help"}), with_pictures=frozenset({"imagine"}))
ANN = {"id": 1001, "is_bot": False, "first_name": "Ann"}
PRIVATE = {"id": 1001, "type": "private", "first_name": "Ann"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Atelier"}
CHANNEL = {"id": -1002, "type": "channel", "title": "News"}

Content = dict[str, Any]


def file(name: str, **more: Any) -> Content:
    return {"file_id": name, "file_unique_id": f"u-{name}", **more}


def document(mime: str | None, name: str | None) -> Content:
    named = {"mime_type": mime, "file_name": name}
    return {"document": file("doc", **{key: value for key, value in named.items() if value})}


def sized(name: str, **more: Any) -> Content:
    return file(name, width=320, height=200, **more)


def sticker(**more: Any) -> Content:
    shown = {"type": "regular", "is_animated": False, "is_video": False, **more}
    return {"sticker": sized("sticker", **shown)}


STILL = sized("still")
# What a message holds, the file that stands for it, and whether it moves. An empty name: it cannot be used.
FILES: list[tuple[str, Content, str, bool]] = [
    ("photo", {"photo": [sized("small"), sized("large")]}, "large", False),
    ("live photo", {"live_photo": sized("film", duration=3, photo=[sized("large")])}, "large", False),
    ("a PNG as a file", document("image/png", "a.png"), "doc", False),
    ("HEIC", document("image/heic", "IMG_1.HEIC"), "doc", False),
    ("a file of an iPhone", document("application/octet-stream", "IMG_1.png"), "doc", False),
    ("in capitals", document("application/octet-stream", "photo.JPG"), "doc", False),
    ("WebP", document("application/octet-stream", "sticker.webp"), "doc", False),
    ("another octet-stream", document("binary/octet-stream", "noname"), "doc", False),
    ("no type", document(None, "photo.jpeg"), "doc", False),
    ("neither type nor name", document(None, None), "doc", False),
    ("a wrong type", document("text/plain", "photo.jpg"), "doc", False),
    ("PDF", document("application/pdf", "paper.pdf"), "", False),
    ("ZIP", document("application/zip", "photos.zip"), "", False),
    ("text", document("text/plain", "notes.txt"), "", False),
    ("a film as a file", {"document": file("doc", mime_type="video/mp4", thumbnail=STILL)}, "still", True),
    ("such a film without a still", document("video/mp4", "film.mp4"), "", False),
    ("video", {"video": sized("film", duration=5, thumbnail=STILL)}, "still", True),
    (
        "video with a cover",
        {"video": sized("film", duration=5, thumbnail=STILL, cover=[sized("cover")])},
        "cover",
        True,
    ),
    ("video without a still", {"video": sized("film", duration=5)}, "", False),
    ("round video", {"video_note": file("film", length=240, duration=5, thumbnail=STILL)}, "still", True),
    (
        "animation",
        {"animation": sized("film", duration=2, thumbnail=STILL), "document": file("film", mime_type="video/mp4")},
        "still",
        True,
    ),
    ("a true GIF", {"animation": sized("gif", duration=2, mime_type="image/gif", thumbnail=STILL)}, "gif", False),
    ("sticker", sticker(), "sticker", False),
    ("animated sticker", sticker(is_animated=True, thumbnail=STILL), "", False),
    ("video sticker", sticker(is_video=True, thumbnail=STILL), "", False),
    ("voice", {"voice": file("voice", duration=5)}, "", False),
    ("audio", {"audio": file("song", duration=5)}, "", False),
    ("contact", {"contact": {"phone_number": "+10000000000", "first_name": "Bob"}}, "", False),
    ("location", {"location": {"longitude": 1.0, "latitude": 2.0}}, "", False),
    (
        "venue",
        {"venue": {"location": {"longitude": 1.0, "latitude": 2.0}, "title": "Café", "address": "Street 1"}},
        "",
        False,
    ),
    ("dice", {"dice": {"emoji": "🎲", "value": 3}}, "", False),
    (
        "poll",
        {
            "poll": {
                "id": "1",
                "question": "Fox?",
                "options": [{"text": "yes", "voter_count": 0, "persistent_id": "0"}],
                "total_voter_count": 0,
                "is_closed": False,
                "is_anonymous": True,
                "type": "regular",
                "allows_multiple_answers": False,
                "allows_revoting": False,
                "members_only": False,
            }
        },
        "",
        False,
    ),
    ("game", {"game": {"title": "Fox", "description": "run", "photo": [STILL]}}, "", False),
    ("story", {"story": {"chat": CHANNEL, "id": 5}}, "", False),
    ("paid", {"paid_media": {"star_count": 5, "paid_media": [{"type": "preview"}]}}, "", False),
    (
        "invoice",
        {
            "invoice": {
                "title": "Fox",
                "description": "one",
                "start_parameter": "x",
                "currency": "XTR",
                "total_amount": 5,
            }
        },
        "",
        False,
    ),
]
CAPTIONED = {"photo", "live_photo", "document", "video", "animation", "voice", "audio", "paid_media"}
NAMES = [name for name, *_ in FILES]


def heard(chat: Content, **content: Any) -> CommandCall | None:
    update = {
        "update_id": 7,
        "message": {"message_id": 3, "date": 1_700_000_000, "chat": chat, "from": ANN, **content},
    }
    incoming = read_update(update, BOT, IDENTITY)
    assert incoming is None or isinstance(incoming, CommandCall)
    return incoming


def message(content: Content, **more: Any) -> Content:
    return {"message_id": 2, "date": 1_700_000_000, "chat": GROUP, "from": ANN, **content, **more}


@pytest.mark.parametrize(("content", "used", "moves"), [case[1:] for case in FILES], ids=NAMES)
@pytest.mark.parametrize("way", ["captioned", "alone", "quoted", "elsewhere"])
def test_everything_that_can_be_sent_is_used_or_refused(way: str, content: Content, used: str, moves: bool) -> None:  # noqa: FBT001 - a column of the table
    """With a command, without words in private, as what a command answers, here or in another chat."""
    words = {"text": "/imagine a fox"}
    match way:
        case "captioned" if not CAPTIONED & set(content):
            pytest.skip("it can have no words")
        case "captioned":
            call = heard(GROUP, caption="/imagine a fox", **content)
        case "alone":
            call = heard(PRIVATE, **content)
        case "quoted":
            call = heard(GROUP, **words, reply_to_message=message(content))
        case _:
            origin = {"type": "user", "date": 1_700_000_000, "sender_user": ANN}
            call = heard(GROUP, **words, external_reply={"origin": origin, **content})
    assert call is not None
    assert (call.name, call.text) == ("imagine", "" if way == "alone" else "a fox")
    assert [*call.attachments, *call.quoted] == ([used] if used else [])
    assert (call.still, call.unusable) == (moves, not used)


@pytest.mark.parametrize("content", [case[1] for case in FILES], ids=NAMES)
def test_among_people_files_without_a_command_are_none_of_ours(content: Content) -> None:
    """Also those that cannot be used."""
    assert heard(GROUP, **content) is None


@pytest.mark.parametrize("content", [case[1] for case in FILES], ids=NAMES)
def test_commands_that_take_no_picture_mind_none(content: Content) -> None:
    """An answer to a voice message may ask for help."""
    call = heard(GROUP, text="/help", reply_to_message=message(content))
    assert call is not None
    assert (call.attachments, call.quoted, call.unusable) == ((), (), False)


def test_the_own_picture_counts_before_one_that_is_answered() -> None:
    """Whatever that is."""
    call = heard(
        GROUP,
        photo=[sized("own")],
        caption="/imagine a fox",
        reply_to_message=message({"voice": file("voice", duration=5)}),
    )
    assert call is not None
    assert (call.attachments, call.quoted, call.unusable) == (("own",), (), False)


@pytest.mark.parametrize(
    ("head", "quoted"),
    [
        ({"from": {**ANN, "id": 777000}, "sender_chat": CHANNEL, "is_automatic_forward": True}, ()),
        ({"from": {**ANN, "id": 777000}, "sender_chat": CHANNEL}, ()),
        ({"sender_chat": CHANNEL, "from": None}, ()),
        ({"forum_topic_created": {"name": "Foxes", "icon_color": 1}}, ()),
        (
            {"from": {**ANN, "id": 136817688, "is_bot": True}, "sender_chat": CHANNEL},
            ("large",),
        ),  # who writes as one
        ({}, ("large",)),
    ],
    ids=["comment", "comment, unmarked", "comment, of nobody", "topic", "a channel's own words", "a person"],
)
def test_the_head_of_a_thread_is_no_quotation(head: Content, quoted: tuple[str, ...]) -> None:
    """Telegram makes every comment below a channel's post an answer to it, and every message in a topic, too."""
    above = message({"photo": [sized("large")]}, **head)
    above = {key: value for key, value in above.items() if value is not None}
    call = heard(GROUP, text="/imagine a red fox", message_thread_id=2, reply_to_message=above)
    assert call is not None
    assert (call.quoted, call.reply_to) == (quoted, None)


def test_an_answer_to_a_story_is_refused() -> None:
    """Its picture cannot be had."""
    call = heard(PRIVATE, text="like this", reply_to_story={"chat": CHANNEL, "id": 5})
    assert call is not None
    assert call.unusable


PNG, PAGE = "https://e.example/a.png", "https://e.example/fox"


@pytest.mark.parametrize(
    ("text", "hidden", "url", "read"),
    [
        ("/imagine this a cat", "this", PNG, f"/imagine {PNG} a cat"),
        ("/imagine this, a cat", "this", PNG, f"/imagine {PNG} , a cat"),
        ("/describe this", "this", PAGE, f"/describe {PAGE}"),
        ("/imagine 🦊🦊 a cat", "🦊🦊", PNG, f"/imagine {PNG} a cat"),
        ("/imagine a cat like this", "this", PNG, f"/imagine a cat like {PNG}"),
        ("/imagine a cat like this", "this", f"{PAGE}?file=b.JPG", f"/imagine a cat like {PAGE}?file=b.JPG"),
        ("/imagine a red fox at dawn", "fox", PAGE, "/imagine a red fox at dawn"),  # copied from a page
        (f"/blend {PNG} this", "this", PAGE, f"/blend {PNG} {PAGE}"),
        ("this", "this", PAGE, PAGE),
        ("/imagine a fox", "fox", "https://[e.example/a.png", "/imagine a fox"),
    ],
)
def test_a_link_behind_words_is_a_link(text: str, hidden: str, url: str, read: str) -> None:
    """In a text and in a caption, whatever stands before it."""
    offset = len(text[: text.index(hidden)].encode("utf-16-le")) // 2
    link = {"type": "text_link", "offset": offset, "length": len(hidden.encode("utf-16-le")) // 2, "url": url}
    shown = [
        message({"text": text, "entities": [link]}),
        message({"caption": text, "caption_entities": [link], "photo": [sized("large")]}),
    ]
    for one in shown:
        told = Update.de_json({"update_id": 7, "message": one}, BOT).message
        assert told is not None
        assert linked_text(told) == read
