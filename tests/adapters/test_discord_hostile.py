"""Whatever people and the service say on Discord: it calls nobody, styles nothing, and is read as it is written."""

import asyncio
from collections.abc import Iterator, Sequence

from bot.domain.buttons import encode_action
from bot.domain.characters import clean_lines, clean_name, clean_words
from bot.domain.errors import Code, ServiceError
from bot.domain.ids import TaskId
from bot.domain.update import Accepted, Finished
from tests.adapters.discord_house import House, discord, house  # noqa: F401 - fixtures
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Message
from tests.fakes.discord.places import Person
from tests.fakes.discord.room import Room
from tests.fakes.discord_markdown import Shown, read_markdown
from tests.fakes.hostile import CALLS, CHARACTERS, HOSTILE, LINKS, MARKUP, WORDS
from tests.fakes.painter import Step, done, image
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture

NAMES = tuple(text for text in HOSTILE if clean_name(text))
AT_ONCE = 6  # jobs; ten may run


def seen(text: str) -> str:
    return "".join(text.split())


def bold(message: Message) -> str:
    return "".join(one.char for one in read(message) if one.bold and not one.char.isspace())


async def ended(one: Interaction, sign: str) -> None:
    """Until its message has this on a button."""
    await wait_until(lambda: one.done and sign in str(one.message.labels), f"{one.payload['data']} is over")


def letters(message: Message) -> str:
    return seen("".join(one.char for one in read(message)))


def batched(texts: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (texts[start : start + size] for start in range(0, len(texts), size))


def read(message: Message) -> list[Shown]:
    return read_markdown(message.text)


def is_shown(typed: str, shown: str) -> bool:
    """All of it, or its beginning and a sign that there was more."""
    whole = seen(" ".join(clean_words(typed)))
    return shown == whole or (len(shown) > 1000 and shown.endswith("…") and whole.startswith(shown[:-1]))


def check_everything(house: House) -> None:  # noqa: F811 - the fixture
    """Whatever the bot ever showed to anybody: nothing in it means anything, and nothing was refused."""
    world = house.discord.world
    for channel in world.channels.values():
        for message in channel.messages.values():
            assert not message.pings
            for state in message.history:
                assert not [one for one in read_markdown(state.text) if one.link]
                assert all(one.name.startswith("chatelier-") for one in state.attachments)
    assert house.discord.unhushed() == []
    assert [one for one in world.records if one.status >= 400 and one.status != 429] == []


def painting(number: int) -> tuple[Step, ...]:
    task = TaskId(f"task-{number}")
    return Accepted(task), done(task)


async def painted_and_said(house: House, room: Room, who: Person, text: str) -> None:  # noqa: F811 - the fixture
    one = room.types(who, "imagine", prompt=text)
    await wait_until(lambda: one.done and "U1" in str(one.message.labels), f"{text!r} is painted")
    assert is_shown(text, bold(one.message)), text
    await house.known()
    press = room.presses(who, one.message, "Prompt")
    await wait_until(lambda: press.done, f"{text!r} is said")
    assert press.message.seen_by == who
    assert is_shown(text, letters(press.message)), text


async def test_prompts(house: House) -> None:  # noqa: F811 - the fixture
    """In the message of a job at each of its steps, in what repeats it, and in the list of what was ordered."""
    house.painter.scripts = [painting(number) for number in range(len(WORDS))]
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    for some in batched(WORDS, AT_ONCE):
        await asyncio.gather(*(painted_and_said(house, room, ann, text) for text in some))
    listed = room.types(ann, "history")
    await wait_until(lambda: listed.done, "all are listed")
    await house.idle()
    check_everything(house)


async def test_links(house: House) -> None:  # noqa: F811 - the fixture
    """Painted or explained, none of them can be followed."""
    house.painter.scripts = [painting(number) for number in range(len(LINKS))]
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    for text in LINKS:
        one = room.types(ann, "imagine", prompt=text)
        await wait_until(lambda one=one: one.done and "Cancel" not in str(one.message.labels), f"{text!r} is over")  # type: ignore[misc]
        await house.known()
    check_everything(house)


async def test_names(house: House) -> None:  # noqa: F811 - the fixture
    """Of people, in small print beside what they ordered, and of their files, which are nowhere."""
    house.painter.scripts = [painting(number) for number in range(len(NAMES))]
    for text in NAMES:
        person = house.discord.person(text)
        room = house.discord.room(person, name=text)
        one = room.types(
            person, "imagine", prompt="a cat", image1=(f"{'_'.join(text[:60].split())}.png", picture())
        )
        await ended(one, "U1")
        small = "".join(shown.char for shown in read(one.message) if shown.small and not shown.code)
        assert small.startswith(clean_name(text)), text
        await house.known()
    check_everything(house)


async def test_what_the_service_says(house: House) -> None:  # noqa: F811 - the fixture
    """The reason of a failure, as it gives it."""
    said = [text for text in HOSTILE if seen(" ".join(clean_words(text)))]
    house.painter.scripts = [(ServiceError(Code.FAILED, text),) for text in said]
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    for text in said:
        one = room.types(ann, "imagine", prompt="a cat")
        await ended(one, "Retry")
        await house.known()
        told = letters(one.message)
        assert seen(clean_lines(text))[:1000] in told, (text, told)
    check_everything(house)


def listed(message: Message) -> list[object]:
    """What can be chosen in lists."""
    return [option for row in message.now.rows for one in row for option in one.get("options", [])]


async def test_what_the_service_offers(house: House) -> None:  # noqa: F811 - the fixture
    """Actions that nobody has heard of are pressed as any other, and what they are called is but words."""
    offered = tuple(dict.fromkeys(["upscale1", *WORDS]))
    task = TaskId("task-1")
    house.painter.scripts = [
        (Accepted(task), Finished(task, image(task, offered))),
        *(painting(number) for number in range(2, 5)),
    ]
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    one = room.types(ann, "imagine", prompt="a cat")
    await ended(one, "U1")
    await house.known()
    for number, name in enumerate((CALLS[0], MARKUP[0], CHARACTERS[0]), 1):
        payload = encode_action(offered, name)
        act = room.chooses if payload in str(listed(one.message)) else room.presses
        press = act(ann, one.message, payload)
        await ended(press, "U1")
        await house.known()
        assert house.painter.sent[number].order.action == name  # type: ignore[union-attr]
    await house.idle()
    check_everything(house)
