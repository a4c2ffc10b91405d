"""What people do on Discord is read as what they mean, and nothing that comes instead ends anything."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.inbound import (
    UNCHANGEABLE,
    BadInteraction,
    Completion,
    Interaction,
    Unknown,
    answered,
    read_interaction,
)
from adapters.discord.locales import LOCALES, language_of, locales_of
from adapters.discord.reply import SIZE_LIMIT, Kind, read_reply
from bot.commands import Commands
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import ButtonPress, CommandCall, Origin, Person
from bot.i18n import languages
from tests.fakes.discord_payloads import (
    CHANNEL,
    INTERACTION,
    MESSAGE,
    PERSON,
    SERVER,
    TOKEN,
    WRITING,
    abroad,
    command,
    files,
    in_dm,
    interaction,
    option,
    pressed,
    user,
    without,
)
from tests.fakes.opening import RULES

COMMANDS = {listed.command.name: listed.command for listed in Commands(RULES).menu("en")}
IMAGINE = interaction(2, command("imagine", option("prompt", 3, "a fox")))
PRESS = interaction(3, None) | pressed("act:upscale2")


def read(payload: Any) -> Interaction:
    return read_interaction(payload, COMMANDS)


def call_of(payload: Any) -> CommandCall:
    event = read(payload).event
    assert isinstance(event, CommandCall)
    return event


def test_reads_a_command() -> None:
    """Options are what the person would have typed, by the one who is called so there, in their language."""
    options = [
        option("prompt", 3, "a fox"),
        option("aspect", 3, "16:9"),
        option("seed", 4, 7),
        option("tile", 5, value=True),
    ]
    found = read(interaction(2, command("imagine", *options)))
    place, person = Place("discord", SERVER, CHANNEL), Person(f"discord:{PERSON}", "Annie", "de")
    assert found.event == CommandCall(
        f"discord:{INTERACTION}",
        Origin(place, person, found.reply.pack()),
        "imagine",
        "a fox --ar 16:9 --seed 7 --tile",
        by_option=True,
        options=("prompt", "aspect", "seed", "tile"),
    )
    assert (found.reply.token, found.reply.channel, found.reply.size_limit) == (TOKEN, CHANNEL, 52428800)
    assert (found.reply.app_permissions, found.reply.member_permissions) == (WRITING, 2048)
    assert (found.reply.present, found.in_server, found.channel_kind) == (True, True, 0)


def test_reads_pictures() -> None:
    """Files come in the order of their options, whichever was filled first; one that is no picture is told of."""
    options = [option("image2", 11, "2"), option("prompt", 3, "a fox"), option("image1", 11, "1")]
    call = call_of(interaction(2, command("imagine", *options, resolved=files("image/png", None))))
    assert call.attachments == tuple(f"https://cdn.discordapp.com/ephemeral-attachments/{n}?ex=1" for n in (1, 2))
    assert (call.text, call.unusable) == ("a fox", False)
    options = [option("mask", 11, "2"), option("words", 3, "a hat"), option("image", 11, "1")]
    call = call_of(interaction(2, command("region", *options, resolved=files("image/png", "image/png"))))
    assert [address.rpartition("/")[2] for address in call.attachments] == ["1?ex=1", "2?ex=1"]
    assert call.options == ("words", "image", "mask")
    call = call_of(interaction(2, command("describe", option("image1", 11, "1"), resolved=files("video/mp4"))))
    assert (call.attachments, call.unusable) == ((), True)


@pytest.mark.parametrize(
    ("payload", "place", "private", "present"),
    [
        (IMAGINE, Place("discord", SERVER, CHANNEL), False, True),
        (in_dm(IMAGINE), Place("discord", f"@{PERSON}", CHANNEL), True, True),
        (in_dm(IMAGINE, context=2), Place("discord", f"@{PERSON}", CHANNEL), True, False),
        (abroad(IMAGINE), Place("discord", f"@{PERSON}", CHANNEL), True, False),
        (without(IMAGINE, "authorizing_integration_owners"), Place("discord", SERVER, CHANNEL), False, True),
    ],
)
def test_knows_places(payload: Any, place: Place, *, private: bool, present: bool) -> None:
    """A server that has the app decides for itself; anywhere else the person does, and where we are is told."""
    found = read(payload)
    origin = found.event.origin
    assert (origin.place, origin.private, found.reply.present) == (place, private, present)


@pytest.mark.parametrize(
    ("member", "name"),
    [
        ({"nick": "Annie", "user": user()}, "Annie"),
        ({"nick": None, "user": user()}, "Ann B"),
        ({"user": user(global_name=None)}, "ann"),
        ({"nick": " ", "user": user(global_name="", username="")}, PERSON),
        ({"nick": "A\u202enn\n", "user": user()}, "Ann"),
    ],
)
def test_calls_people_as_others_do(member: Any, name: str) -> None:
    """By the name in the server, else their own; cleaned, as it stands beside other people's words."""
    assert read(IMAGINE | {"member": member}).event.origin.person.name == name


def test_knows_languages() -> None:
    """Each locale of Discord's is a tag, each language of ours is some locale's, and English is English."""
    assert all(locales_of(language) for language in languages())
    assert {language_of(locale) for locale in ("en-US", "en-GB")} == {"en"}
    assert [language_of(one) for one in ("es-419", "zh-TW", "pt-BR", "xx", "")] == [
        "es",
        "zh-Hant",
        "pt-BR",
        "",
        "",
    ]
    assert all(locale in locales_of(language_of(locale)) for locale in LOCALES)


@pytest.mark.parametrize(
    ("data", "payload"),
    [
        ({"component_type": 2, "custom_id": "act:upscale2"}, "act:upscale2"),
        ({"component_type": 3, "custom_id": "select:1", "values": ["act:pan_left"]}, "act:pan_left"),
    ],
)
def test_reads_a_press(data: Any, payload: str) -> None:
    """A button, or what was chosen from a list of them, is the same press."""
    found = read(PRESS | {"data": data})
    assert isinstance(found.event, ButtonPress)
    assert found.event.payload == payload
    assert found.event.message == MessageRef("discord", CHANNEL, MESSAGE)
    assert found.event.key == f"discord:{INTERACTION}"


def test_reads_what_is_typed() -> None:
    """While an option is typed, its text and the other options are known, whatever kind it is."""
    typed = command("settings", option("setting", 3, "mode"), option("value", 3, "fa", focused=True))
    event = read(interaction(4, typed)).event
    assert isinstance(event, Completion)
    assert (event.command, event.option, event.text, dict(event.given)) == (
        "settings",
        "value",
        "fa",
        {"setting": "mode"},
    )


@pytest.mark.parametrize(
    "half_typed",
    [
        option("image1", 11, "5"),
        option("seed", 4, "-"),
        option("seed", 4, None),
        option("", 3, "a"),
        option("prompt", 1, None, options=[]),
    ],
)
def test_proposes_whatever_else_is_half_typed(half_typed: Any) -> None:
    """Discord checks nothing yet and sends no file along: what cannot be read is left out, and the rest counts."""
    typed = command("settings", half_typed, option("setting", 3, "mode"), option("value", 3, "fa", focused=True))
    event = read(interaction(4, typed)).event
    assert isinstance(event, Completion)
    assert (event.option, event.text, dict(event.given)) == ("value", "fa", {"setting": "mode"})


@pytest.mark.parametrize("data", [None, [], {}, command("Describe", type=3), command("imagine", option("x", 3, 7))])
def test_answers_what_is_typed_in_the_one_way_that_it_takes(data: Any) -> None:
    """Also where nothing of it can be read: then there is nothing to propose."""
    assert isinstance(read(interaction(4, data)).event, Completion)


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (interaction(5, {"custom_id": "x"}), "button-unknown"),
        (interaction(9, None), "button-unknown"),
        (interaction(2, command("Describe", type=3)), "command-unknown"),
        (interaction(2, command("imagine", option("prompt", 1, None, options=[]))), "command-unknown"),
        (interaction(2, command("imagine", option("prompt", 3, 7))), "command-unknown"),
        (interaction(2, command("imagine", option("seed", 4, value=True))), "command-unknown"),
        (
            interaction(2, command("imagine", option("image1", 11, "5"), resolved=files("image/png"))),
            "command-unknown",
        ),
        (PRESS | {"data": {"component_type": 5, "custom_id": "x", "values": ["1"]}}, "button-unknown"),
        (PRESS | {"data": {"component_type": 3, "custom_id": "x", "values": ["a", "b"]}}, "button-unknown"),
        (without(PRESS, "message"), "button-unknown"),
    ],
)
def test_says_what_it_does_not_know(payload: Any, code: str) -> None:
    """What we never offered can be answered, and means nothing."""
    event = read(payload).event
    assert isinstance(event, Unknown)
    assert event.error.code == code


@pytest.mark.parametrize("name", ["id", "application_id", "token", "member"])
def test_gives_up_what_it_cannot_answer(name: str) -> None:
    """Without these nobody could be told anything."""
    with pytest.raises(BadInteraction):
        read(without(IMAGINE, name))


def test_does_without_what_may_be_missing() -> None:
    """An event without permissions, limits, context or channel is an order all the same."""
    bare = without(
        IMAGINE, "app_permissions", "attachment_size_limit", "channel", "locale", "context", "entitlements"
    )
    found = read(bare)
    assert found.reply.size_limit == SIZE_LIMIT
    assert found.reply.app_permissions & WRITING == WRITING
    assert found.channel_kind == -1


def test_remembers_how_it_was_answered() -> None:
    """What is handed over knows its first answer; a token changes the pressed message only after an update."""
    found = read(PRESS)
    order, change = answered(found, Kind.PUBLIC), answered(found, Kind.UPDATE)
    assert isinstance(order, ButtonPress)
    assert isinstance(change, ButtonPress)
    assert read_reply(order.origin.reply).kind is Kind.PUBLIC
    assert order.message.by == ""
    assert read_reply(change.message.by) == replace(found.reply, kind=Kind.UPDATE)
    assert answered(read(interaction(9, None)), Kind.PRIVATE) is None


@pytest.mark.parametrize("payload", [abroad(PRESS), PRESS | pressed("act:upscale2", flags=1 << 6)])
def test_changes_no_message_that_it_cannot_reach(payload: Any) -> None:
    """Where we are not, or only one person sees it, a message that the answer is not about stays as it is."""
    order = answered(read(payload), Kind.PUBLIC)
    assert isinstance(order, ButtonPress)
    assert order.message.by == UNCHANGEABLE
    with pytest.raises(ValueError, match="no reply"):
        read_reply(order.message.by)


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
SAMPLES = [
    IMAGINE,
    PRESS,
    interaction(2, command("imagine", option("image1", 11, "1"), resolved=files("image/png"))),
    interaction(4, command("imagine", option("prompt", 3, "a", focused=True))),
    PRESS | {"data": {"component_type": 3, "custom_id": "x", "values": ["act:pan_left"]}},
]


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    return [here, *(path for name, one in inner for path in paths(one, (*here, name)))]


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    if isinstance(value, dict):
        return value | {path[0]: changed(value[path[0]], path[1:], new)}
    return [*value[: path[0]], changed(value[path[0]], path[1:], new), *value[path[0] + 1 :]]


@given(st.data())
def test_trusts_nothing(data: st.DataObject) -> None:
    """With anything in the place of any part of an event it is still read, or given up in the one way."""
    payload = data.draw(st.sampled_from(SAMPLES))
    for _ in range(data.draw(st.integers(1, 3))):
        payload = changed(payload, data.draw(st.sampled_from(paths(payload))), data.draw(json))
    try:
        found = read(payload)
    except BadInteraction:
        return
    for kind in Kind:
        event = answered(found, kind)
        assert event is None or read_reply(event.origin.reply).kind is kind


def test_is_not_impressed_by_depth() -> None:
    """Ten thousand lists in each other, where something else belongs, are but something else."""
    deep: Any = []
    for _ in range(10_000):
        deep = [deep]
    assert isinstance(
        read(IMAGINE | {"data": {"name": "imagine", "type": 1, "options": [deep]}}).event, CommandCall
    )
    assert isinstance(read(IMAGINE | {"data": deep}).event, Unknown)
