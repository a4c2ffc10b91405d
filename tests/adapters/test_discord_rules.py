"""What the Discord on loopback refuses: a bot that breaks a rule is told so, and caught by the judge."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.discord.client import Bot, bot
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.message import Flag, Pings
from tests.fakes.discord.play import playing
from tests.fakes.discord.rules import Rules
from tests.fakes.telegram.client import picture

V2 = int(Flag.COMPONENTS_V2)
HUSHED: dict[str, Any] = {"parse": []}


def button(label: str = "U1", custom_id: str = "upscale:1", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": label, "custom_id": custom_id, **more}


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


def select(options: int, **more: Any) -> dict[str, Any]:
    return {
        "type": 3,
        "custom_id": "more",
        "options": [{"label": str(place), "value": str(place)} for place in range(options)],
        **more,
    }


def gallery(*items: dict[str, Any]) -> dict[str, Any]:
    return {"type": 12, "items": list(items)}


def item(url: str = "https://pictures.example/1.png", **more: Any) -> dict[str, Any]:
    return {"media": {"url": url}, **more}


def whole(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"flags": V2, "components": list(components), **more}


BUTTONS = [button(str(place), f"b:{place}") for place in range(40)]

# The body of a new message, the code of the refusal, and the field that is named.
MALFORMED: dict[str, tuple[dict[str, Any], int, str]] = {
    "empty": ({}, 50006, ""),
    "content beside components": (whole(text("a"), content="b"), 50035, "content"),
    "embeds beside components": (whole(text("a"), embeds=[{"title": "b"}]), 50035, "embeds"),
    "components of a newer kind without the flag": ({"components": [text("a")]}, 50035, "components.0.type"),
    "41 components": (whole(*[text("a")] * 41), 50035, "components"),
    "41 components, some within others": (
        whole(*[text("a")] * 5, *[row(*BUTTONS[place : place + 5]) for place in range(0, 30, 5)]),
        50035,
        "components",
    ),
    "4,001 characters": (whole(text("a" * 2001), text("a" * 2000)), 50035, "components"),
    "6 buttons in a row": (whole(row(*BUTTONS[:6])), 50035, "components.0.components"),
    "6 rows without the flag": (
        {"components": [row(BUTTONS[place]) for place in range(6)]},
        50035,
        "components",
    ),
    "an empty row": (whole(row()), 50035, "components.0.components"),
    "a select beside a button": (whole(row(select(2), button())), 50035, "components.0.components"),
    "26 options": (whole(row(select(26))), 50035, "components.0.components.0.options"),
    "no options": (whole(row(select(0))), 50035, "components.0.components.0.options"),
    "more values than options": (
        whole(row(select(2, max_values=3))),
        50035,
        "components.0.components.0.max_values",
    ),
    "a label of 81": (whole(row(button("a" * 81))), 50035, "components.0.components.0.label"),
    "no label": (whole(row(button(""))), 50035, "components.0.components.0"),
    "a custom_id of 101": (
        whole(row(button(custom_id="a" * 101))),
        50035,
        "components.0.components.0.custom_id",
    ),
    "a custom_id twice": (
        whole(row(button("a")), row(button("b"))),
        50035,
        "components.1.components.0.custom_id",
    ),
    "a link with a custom_id": (
        whole(row(button(style=5, url="https://bot.example"))),
        50035,
        "components.0.components.0",
    ),
    "no items": (whole(gallery()), 50035, "components.0.items"),
    "11 items": (whole(gallery(*[item()] * 11)), 50035, "components.0.items"),
    "a description of 1,025": (
        whole(gallery(item(description="a" * 1025))),
        50035,
        "components.0.items.0.description",
    ),
    "a file that was not sent": (
        whole(gallery(item("attachment://0.png"))),
        50035,
        "components.0.items.0.media.url",
    ),
    "an attachment that was not sent": ({"content": "a", "attachments": [{"id": "0"}]}, 50035, "attachments.0.id"),
    "content of 2,001": ({"content": "a" * 2001}, 50035, "content"),
    "an unknown field": ({"content": "a", "colour": "red"}, 50035, ""),
    "a flag that bots cannot set": ({"content": "a", "flags": 1 << 7}, 50035, "flags"),
    "a nonce of 26": ({"content": "a", "nonce": "a" * 26}, 50035, "nonce"),
    "mentions named and parsed": (
        {"content": "a", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        50035,
        "allowed_mentions.users",
    ),
}


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    """Nobody minds complaints at its end: they are what is tested."""
    async with playing(Rules(strict=False, buckets={})) as made:
        yield made


@pytest.fixture
async def client(discord: Discord) -> AsyncIterator[Bot]:
    async with bot(discord) as made:
        yield made


def named(errors: Any) -> str:
    """The path of the first field that an answer names."""
    path: list[str] = []
    while "_errors" not in errors:
        name, errors = next(iter(errors.items()))
        path.append(name)
    return ".".join(path)


@pytest.mark.parametrize("name", MALFORMED)
async def test_malformed_messages(discord: Discord, client: Bot, name: str) -> None:
    """Each is refused with the field that is wrong, shows nothing, and is a complaint."""
    body, code, field = MALFORMED[name]
    room = discord.room(discord.person("Ann"))
    answer = await client.ask("POST", f"/channels/{room.id}/messages", body)
    assert (answer.status, answer.code) == (400, code)
    if code == 50035:
        assert named(answer.body["errors"]) == field
    assert room.messages == []
    assert len(discord.complaints) == 1


async def test_the_most_that_goes(discord: Discord, client: Bot) -> None:
    """40 components, 4,000 characters, 10 items: all at their limits, and none is complained of."""
    room = discord.room(discord.person("Ann"))
    rows = [row(*BUTTONS[place : place + 5]) for place in range(0, 25, 5)]
    items = [item("attachment://0.png", description="a" * 1024, spoiler=True)] + [item()] * 9
    body = whole(
        text("a" * 2000),
        gallery(*items),
        *rows,
        row(select(25)),
        *[text("a" * 250)] * 4,
        text("a" * 500),
        text("b" * 500),
    )
    answer = await client.ask("POST", f"/channels/{room.id}/messages", body, picture())
    assert answer.status == 200, answer.body
    assert discord.complaints == []
    assert len(room.last.text.replace("\n", "")) == 4000
    assert room.last.labels[0] == ["0", "1", "2", "3", "4"]
    assert len(room.last.options) == 25


async def test_files_unseen(discord: Discord, client: Bot) -> None:
    """In a message of components a file that none of them shows is not seen."""
    room = discord.room(discord.person("Ann"))
    await client.ask("POST", f"/channels/{room.id}/messages", whole(text("a")), picture())
    assert len(room.last.now.attachments) == 1
    assert room.last.now.visible == []


async def test_what_an_edit_keeps(discord: Discord, client: Bot) -> None:
    """The list says which files stay; without one all stay. Components stay components."""
    room = discord.room(discord.person("Ann"))
    path = f"/channels/{room.id}/messages"
    red, blue = picture(colour="red"), picture(colour="blue")
    made = await client.ask("POST", path, {"content": "a"}, red)
    own = f"{path}/{made.body['id']}"
    await client.ask("PATCH", own, {"content": "b"}, blue)
    assert [one.data for one in room.last.now.attachments] == [red, blue]
    kept = room.last.now.attachments[1].id
    await client.ask("PATCH", own, {"attachments": [{"id": kept}]})
    assert [one.data for one in room.last.now.attachments] == [blue]
    await client.ask("PATCH", own, {"attachments": [{"id": "0", "filename": "new.png"}]}, red)
    assert [(one.name, one.data) for one in room.last.now.attachments] == [("new.png", red)]
    refused = await client.ask("PATCH", own, whole(text("c")))
    assert named(refused.body["errors"]) == "content"
    assert (await client.ask("PATCH", own, whole(text("c"), content=None))).status == 200
    assert (await client.ask("PATCH", own, {"components": [text("d")]})).status == 200
    unset = await client.ask("PATCH", own, {"flags": 0, "components": [row(button())]})
    assert named(unset.body["errors"]) == "flags"
    assert room.last.text == "d"


async def test_whom_a_message_calls(discord: Discord, client: Bot) -> None:
    """Looked at anew at each edit: one that forgets to say so calls everybody."""
    ann = discord.person("Ann")
    room = discord.room(ann)
    path = f"/channels/{room.id}/messages"
    words = f"<@{ann.id}> <@&77> \\@everyone"
    made = await client.ask("POST", path, {"content": words, "allowed_mentions": HUSHED})
    assert not room.last.pings
    assert [record.route for record in discord.unhushed()] == []
    await client.ask("PATCH", f"{path}/{made.body['id']}", {"content": words})
    assert room.last.pings == Pings(everyone=True, people=frozenset({ann.id}), roles=frozenset({"77"}))
    assert [record.route for record in discord.unhushed()] == ["edit_message"]
    one = await client.ask("POST", path, whole(text(words), allowed_mentions={"users": [ann.id]}))
    assert [user["id"] for user in one.body["mentions"]] == [ann.id]
    assert room.last.pings == Pings(people=frozenset({ann.id}))


def option(name: str = "prompt", **more: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "d", **more}


def command(*options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "imagine", "description": "d", "options": list(options), **more}


LONG: dict[str, Any] = {"choices": [{"name": f"{place:0100}", "value": f"{place:0100}"} for place in range(21)]}

COMMANDS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "a name of 33": ([command(name="a" * 33)], "0.name"),
    "upper case": ([command(name="Imagine")], "0.name"),
    "white space": ([command(option("a b"))], "0.options.0.name"),
    "upper case in a language": ([command(name_localizations={"de": "Male"})], "0.name_localizations.de"),
    "a language that Discord has not": (
        [command(description_localizations={"es": "d"})],
        "0.description_localizations.es",
    ),
    "a description of 101": ([command(option(description="a" * 101))], "0.options.0.description"),
    "no description": ([command(description="")], "0.description"),
    "26 options": ([command(*[option(f"o{place}") for place in range(26)])], "0.options"),
    "an option twice": ([command(option(), option())], "0.options"),
    "an option twice in a language": (
        [command(option(), option("other", name_localizations={"de": "prompt"}))],
        "0.options",
    ),
    "26 choices": (
        [command(option(choices=[{"name": str(place), "value": str(place)} for place in range(26)]))],
        "0.options.0.choices",
    ),
    "a choice of 101": (
        [command(option(choices=[{"name": "a", "value": "a" * 101}]))],
        "0.options.0.choices.0.value",
    ),
    "choices that complete": (
        [command(option(autocomplete=True, choices=[{"name": "a", "value": "a"}]))],
        "0.options.0",
    ),
    "required after optional": ([command(option(), option("other", required=True))], "0.options.1"),
    "over 8,000 characters": ([command(option(**LONG), option("other", **LONG))], "0"),
    "a command twice": ([command(), command()], "1.name"),
}


@pytest.mark.parametrize("name", COMMANDS)
async def test_commands_out_of_bounds(discord: Discord, client: Bot, name: str) -> None:
    """Each is refused with the field that is wrong, and changes nothing."""
    commands, field = COMMANDS[name]
    answer = await client.ask("PUT", f"/applications/{discord.world.app.id}/commands", commands)
    assert (answer.status, answer.code) == (400, 50035)
    assert named(answer.body["errors"]) == field
    assert discord.world.app.commands == []
    assert len(discord.complaints) == 1


async def test_an_entry_point_stays(discord: Discord, client: Bot) -> None:
    """What opens an activity cannot be dropped with the rest; what is set again keeps its id."""
    path = f"/applications/{discord.world.app.id}/commands"
    entry = {"type": 4, "name": "launch", "description": "", "handler": 2}
    first = await client.ask("PUT", path, [entry, command()])
    refused = await client.ask("PUT", path, [command()])
    assert refused.code == 50240
    again = await client.ask("PUT", path, [command(option()), {**entry, "id": first.body[0]["id"]}])
    assert {one["name"]: one["id"] for one in again.body} == {one["name"]: one["id"] for one in first.body}
