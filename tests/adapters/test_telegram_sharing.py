"""A finished picture once more on Telegram: the original, the gallery, other chats, codes and lists."""

import re

import pytest

from bot.domain.update import Finished
from tests.adapters.house import NINE, ORIGINAL, House, house, painted, telegram  # noqa: F401 - fixtures
from tests.fakes.painter import SMOOTH, TASK, image
from tests.fakes.telegram.room import Message
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture


def code_in(message: Message) -> str:
    found = re.search(r"· ([0-9A-Z]{8})$", message.now.text, re.MULTILINE)
    assert found
    return found[1]


async def test_the_original_comes_as_a_file_once(house: House) -> None:  # noqa: F811
    """However often it is asked for in a moment; the picture's own bytes, not a smaller photo of them."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    message = await painted(house, group, ann)
    presses = [group.presses(ann, message, "Original") for _ in range(5)]
    await wait_until(lambda: all(press.answer is not None for press in presses), "all presses are released")
    await wait_until(lambda: group.last.now.kind == "document", "the file is there")
    await house.idle()
    assert [shown.now.kind for shown in group.by_bot] == ["photo", "document"]
    assert group.last.now.data == ORIGINAL
    assert house.telegram.complaints == []


async def test_a_code_shows_the_picture_anywhere_without_sending_it_again(house: House) -> None:  # noqa: F811
    """With its buttons, which work; the file is Telegram's own already."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group, room = house.telegram.group("Atelier", ann), house.telegram.private(bob)
    message = await painted(house, group, ann)
    uploads = len(house.pictures.fetched)
    room.says(bob, f"/show {code_in(message).lower()}")
    await wait_until(lambda: room.by_bot and room.by_bot[-1].labels == NINE, "the picture is there, too")
    assert room.last.now.file == message.now.file
    assert len(house.pictures.fetched) == uploads
    house.painter.scripts = [SMOOTH]
    room.presses(bob, room.last, "V2")
    await wait_until(lambda: len(room.by_bot) == 2 and room.last.labels == NINE, "its button brings a new one")


async def test_a_link_to_the_bot_opens_the_picture(house: House) -> None:  # noqa: F811
    """`/start` with a code, as the button under a shared picture has it."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    message = await painted(house, room, ann)
    room.starts(ann, code_in(message))
    await wait_until(lambda: len(room.by_bot) == 2 and room.last.labels == NINE, "the picture is there again")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("/show", "by its code"),
        ("/show 0000-0000", "No picture has the code"),
        ("/show no-code", "no-code” is no code"),
    ],
)
async def test_a_wrong_code_is_explained(house: House, text: str, part: str) -> None:  # noqa: F811
    """In words, below the command."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    room.says(ann, text)
    await wait_until(lambda: room.by_bot, "there is an answer")
    assert part in room.last.text


async def test_the_list_of_ones_pictures_shows_them_again(house: House) -> None:  # noqa: F811
    """In a group only what was made there; in private all of them, five to a page."""
    ann = house.telegram.person("Ann")
    group, room = house.telegram.group("Atelier", ann), house.telegram.private(ann)
    for number in range(5):
        await painted(house, room, ann, f"cat number {number}")
    await painted(house, group, ann, "a dog")
    group.says(ann, "/history")
    await wait_until(lambda: "newest first" in group.last.text, "the list is there")
    assert "a dog" in group.last.text
    assert "cat number" not in group.last.text
    room.says(ann, "/history")
    await wait_until(lambda: "newest first" in room.last.text, "the list is there, too")
    listed = room.last
    assert listed.labels == [["🖼️ 1", "🖼️ 2", "🖼️ 3", "🖼️ 4", "🖼️ 5"], ["▶"]]
    room.presses(ann, listed, "▶")
    await wait_until(lambda: "cat number 0" in listed.text, "the next page is there, in the same message")
    room.presses(ann, listed, "6")
    await wait_until(lambda: "U1" in str(room.last.labels), "the picture is there again")
    assert "cat number 0" in room.last.text


async def test_share_posts_to_the_gallery_that_an_admin_chose(house: House) -> None:  # noqa: F811
    """Without the buttons of the group, but with a link; who may not post there cannot choose it."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group, wall = house.telegram.group("Atelier", ann, bob), house.telegram.channel("Wall", "wall")
    group.says(ann, "/settings gallery @wall")
    await wait_until(lambda: group.by_bot, "there is an answer")
    assert "Only an admin of that channel" in group.last.text
    wall.room.members[ann.id] = "administrator"
    group.says(bob, "/settings gallery @wall")
    await wait_until(lambda: "Only an admin of this chat" in group.last.text, "Bob is refused")
    house.forget_rights()
    group.says(ann, "/settings gallery @wall")
    await wait_until(lambda: "Share posts to @wall." in group.last.text, "Ann is not")
    message = await painted(house, group, bob)
    press = group.presses(bob, message, "🖼️ Share")
    await wait_until(lambda: wall.by_bot, "it hangs there")
    assert "gallery in a moment" in str(press.answer)
    (button,) = wall.last.now.rows[0]
    assert button["url"] == f"https://t.me/{house.telegram.world.bot.username}?start={code_in(message)}"


async def test_share_to_another_chat_sends_the_cached_file(house: House) -> None:  # noqa: F811
    """The button's code finds the picture behind the bot's name; who has none is led to the bot."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group = house.telegram.group("Atelier", ann)
    message = await painted(house, group, ann)
    chosen = message.button("Share")["switch_inline_query_chosen_chat"]
    inline = house.telegram.asks(bob, chosen["query"])
    await wait_until(lambda: inline.results, "it is offered")
    assert [one["photo_file_id"] for one in inline.results or []] == [message.now.file and message.now.file.id]
    mine, none = house.telegram.asks(ann, "cat"), house.telegram.asks(bob, "")
    await wait_until(lambda: mine.results is not None and none.results is not None, "both are answered")
    assert (len(mine.results or []), none.results) == (1, [])
    house.telegram.chooses(inline, (inline.results or [])[0]["id"])
    assert house.telegram.complaints == []


async def test_a_picture_that_came_back_through_the_bot_is_no_order(house: House) -> None:  # noqa: F811
    """Sending one's own picture into the chat with the bot costs nothing."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    message = await painted(house, room, ann)
    room._write(ann, message.now, extra={"via_bot": house.telegram.world.bot.show()})
    room.says(ann, "/help")
    await wait_until(lambda: "Type a command" in room.last.text, "what came after it was answered")
    assert len(house.painter.sent) == 1


async def test_a_long_prompt_is_said_in_full_on_a_button(house: House) -> None:  # noqa: F811
    """A caption has 1,024 characters, and a button copies 256."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    words = " ".join(f"word{n}" for n in range(400))
    message = await painted(house, room, ann, words)
    assert len(message.text) <= 1024
    room.presses(ann, message, "Prompt")
    await wait_until(lambda: room.last.now.kind == "text", "it is there")
    assert room.last.text == words


async def test_links_that_have_ended_are_asked_for_anew(house: House) -> None:  # noqa: F811
    """The service makes fresh ones for whoever asks after the task."""
    ann = house.telegram.person("Ann")
    room = house.telegram.private(ann)
    message = await painted(house, room, ann)
    house.pictures.gone = {"https://pictures.example/1.png"}
    fresh = image()
    house.painter.lookups = [
        {TASK: Finished(TASK, type(fresh)(fresh.image_id, TASK, "https://pictures.example/2.png"))}
    ]
    room.presses(ann, message, "Original")
    await wait_until(lambda: room.last.now.kind == "document", "the file is there")
    assert house.pictures.fetched[-1] == "https://pictures.example/2.png"


async def test_who_cannot_be_given_the_file_is_told(house: House) -> None:  # noqa: F811
    """A gallery that the bot was thrown out of."""
    ann = house.telegram.person("Ann")
    group, wall = house.telegram.group("Atelier", ann), house.telegram.channel("Wall", "wall")
    wall.room.members[ann.id] = "administrator"
    group.says(ann, "/settings gallery @wall")
    await wait_until(lambda: group.by_bot, "it is chosen")
    message = await painted(house, group, ann)
    wall.room.bot = "kicked"
    group.presses(ann, message, "🖼️ Share")
    await wait_until(lambda: "could not be posted" in group.last.text, "there is an answer")
