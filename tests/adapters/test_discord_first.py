"""The first answer to whatever happens on Discord: who sees what follows, before anything is asked of anybody."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.discord.capabilities import DISCORD_CAPABILITIES, capabilities_for
from adapters.discord.first import (
    Callback,
    FirstAnswer,
    callback_body,
    choices_body,
    first_answer,
    word_body,
)
from adapters.discord.inbound import read_interaction
from adapters.discord.permissions import Permission
from adapters.discord.reply import SIZE_LIMIT, Kind
from adapters.discord.rights import NAMED_PERMISSIONS, PERMISSION_NAMES, permission_names
from bot.commands import Commands
from bot.domain.buttons import DECLARED_BUTTONS, Leads, Verb, leads_to
from bot.domain.card import Card, Span, Stage
from bot.domain.command import Choice
from bot.domain.errors import UserError
from bot.domain.incoming import CommandCall
from bot.i18n import languages, say
from tests.fakes.discord.judge import Judge
from tests.fakes.discord_payloads import WRITING, abroad, command, in_dm, interaction, option, pressed
from tests.fakes.opening import RULES

ALL_COMMANDS = Commands(RULES)
COMMANDS = {listed.command.name: listed.command for listed in ALL_COMMANDS.menu("en")}
IMAGINE = interaction(2, command("imagine", option("prompt", 3, "a fox")))
MISTAKE = interaction(2, command("imagine", option("prompt", 3, "a fox --wrong 1")))
ORDER = interaction(3, None) | pressed("act:upscale2")
EXTERNAL = str(Permission.USE_EXTERNAL_APPS)
PUBLIC = FirstAnswer(Callback.THINKING, Kind.PUBLIC)
PRIVATE = FirstAnswer(Callback.THINKING, Kind.PRIVATE)
HERE = FirstAnswer(Callback.LATER, Kind.UPDATE)


def check(call: CommandCall) -> UserError | None:
    """As the core's, without its memory."""
    try:
        ALL_COMMANDS.read_call(call)
    except UserError as error:
        return error
    return None


def first(payload: Any) -> FirstAnswer:
    return first_answer(read_interaction(payload, COMMANDS), COMMANDS, check)


def without_rights(payload: dict[str, Any], *rights: Permission, **more: Any) -> dict[str, Any]:
    return payload | {"app_permissions": str(WRITING & ~sum(rights))} | more


@pytest.mark.parametrize(
    ("payload", "answer"),
    [
        (IMAGINE, PUBLIC),
        (in_dm(IMAGINE), PUBLIC),
        (interaction(2, command("show", option("code", 3, "ABCD1234"))), PUBLIC),
        (interaction(2, command("help")), PRIVATE),
        (interaction(2, command("history")), PRIVATE),
        (interaction(2, command("settings")), PRIVATE),
        (interaction(2, command("cancel")), PRIVATE),
        (ORDER, PUBLIC),
        (ORDER | pressed("act:upscale2", flags=1 << 6 | 1 << 15), PRIVATE),
        (ORDER | pressed("original"), PRIVATE),
        (ORDER | pressed("recall:ABCD1234"), PRIVATE),
        (ORDER | pressed("cancel"), PRIVATE),
        (ORDER | pressed("history:5.x"), HERE),
        (ORDER | pressed("adjust:language=de"), HERE),
        (ORDER | pressed("show"), HERE),
        (ORDER | pressed("what is this"), PRIVATE),
        (interaction(4, command("show", option("code", 3, "AB", focused=True))), FirstAnswer(Callback.CHOICES)),
        (abroad(IMAGINE) | {"member": IMAGINE["member"] | {"permissions": EXTERNAL}}, PUBLIC),
        (abroad(IMAGINE), PRIVATE),
        (in_dm(IMAGINE, context=2), PUBLIC),
    ],
)
def test_answers_by_what_came(payload: Any, answer: FirstAnswer) -> None:
    """The table: an order for all to see, a word for one, a change of the message, choices."""
    assert first(payload) == answer


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (MISTAKE, "unknown_flag"),
        (interaction(2, command("imagin")), "command-unknown-near"),
        (interaction(2, command("Describe", type=3)), "command-unknown"),
        (interaction(5, {}), "button-unknown"),
        (without_rights(IMAGINE, Permission.ATTACH_FILES), "missing-permissions"),
        (without_rights(ORDER, Permission.SEND_MESSAGES), "missing-permissions"),
    ],
)
def test_says_at_once_what_is_wrong(payload: Any, code: str) -> None:
    """Mistakes, what nobody knows and rights that are missing: one person is told, and nothing is ordered."""
    answer = first(payload)
    assert (answer.callback, answer.kind, answer.hands_over) == (Callback.MESSAGE, Kind.PRIVATE, False)
    assert answer.error is not None
    assert answer.error.code == code


@pytest.mark.parametrize(
    ("payload", "missing"),
    [
        (without_rights(IMAGINE, *NAMED_PERMISSIONS), [0, 1, 3, 4, 5]),
        (without_rights(IMAGINE, *NAMED_PERMISSIONS, channel={"type": 11}), [0, 2, 3, 4, 5]),
        (without_rights(IMAGINE, *NAMED_PERMISSIONS, channel={"type": 2}), [0, 1, 3, 4, 5, 6]),
        (without_rights(IMAGINE, Permission.CONNECT), []),
        (without_rights(IMAGINE, Permission.SEND_IN_THREADS), []),
        (without_rights(IMAGINE, Permission.SEND_MESSAGES, channel={"type": 12}), []),
        (without_rights(IMAGINE, *NAMED_PERMISSIONS) | {"app_permissions": str(Permission.ADMINISTRATOR)}, []),
        (without_rights(in_dm(IMAGINE), *NAMED_PERMISSIONS), []),
        (
            without_rights(
                abroad(IMAGINE),
                *NAMED_PERMISSIONS,
                member=IMAGINE["member"] | {"permissions": EXTERNAL},
            ),
            [3, 4],
        ),
    ],
)
def test_names_what_is_missing(payload: Any, missing: list[int]) -> None:
    """Each right that a picture takes there, as Discord calls it in the person's language, and no other one."""
    error = first(payload).error
    named = error.facts["permissions"] if error else ""
    assert named == ", ".join(PERMISSION_NAMES["de"][place] for place in missing)


def test_has_names_in_every_language() -> None:
    """Whatever people read, each right has a name of its own in it, and the word that names them is there."""
    assert PERMISSION_NAMES.keys() == languages()
    for language, names in PERMISSION_NAMES.items():
        assert len({*names}) == len(NAMED_PERMISSIONS)
        told = say(
            "missing-permissions", {"permissions": permission_names(NAMED_PERMISSIONS, language)}, language=language
        )
        assert all(name in told for name in names)
    assert permission_names(NAMED_PERMISSIONS, "xx") == ", ".join(PERMISSION_NAMES["en"])


def test_knows_what_every_button_leads_to() -> None:
    """There is a first answer for each button that there ever was."""
    for spec in DECLARED_BUTTONS:
        answer = first(ORDER | pressed(str(spec.verb)))
        expected = {Leads.ORDER: PUBLIC, Leads.HERE: HERE}.get(spec.leads, PRIVATE)
        assert answer == expected
        assert answer.hands_over
    assert leads_to(Verb.SHOW) is Leads.HERE


def test_writes_callbacks() -> None:
    """As Discord takes them: only the flag that hides may come with a first answer that says nothing yet."""
    assert callback_body(PUBLIC) == {"type": 5}
    assert callback_body(PRIVATE) == {"type": 5, "data": {"flags": 64}}
    assert callback_body(HERE) == {"type": 6}
    assert word_body(Card((Span("no *such* flag"),), stage=Stage.FAILED)) == {
        "type": 4,
        "data": {
            "flags": 64 | 32768,
            "components": [{"type": 10, "content": "no \\*such\\* flag"}],
            "attachments": [],
            "allowed_mentions": {"parse": []},
        },
    }


def test_writes_what_discord_describes() -> None:
    """Each callback is one that Discord's own description of its API allows."""
    judge = Judge()
    for body in (*map(callback_body, (PUBLIC, PRIVATE, HERE)), word_body(Card((Span("no"),)))):
        judge.request("callback", body)
    judge.request("callback", choices_body([Choice("a", "b")]))
    assert judge.complaints == []


def test_offers_what_can_be_chosen() -> None:
    """At most 25, with names and values that Discord takes; a value is never cut, since then it means another."""
    choices = [Choice("x" * 120, "y"), Choice("long", "z" * 101), Choice(" ", "blank"), Choice("empty", "")]
    body = choices_body([*choices, *(Choice(f"{n}", f"v{n}") for n in range(40))])
    found = body["data"]["choices"]
    assert body["type"] == 8
    assert found[0] == {"name": "x" * 100, "value": "y"}
    assert [one["value"] for one in found] == ["y", *(f"v{n}" for n in range(24))]


def test_takes_files_by_what_the_event_says() -> None:
    """Where a person or a server may send more, so may we; where nobody says so it is 10 MiB."""
    reply = read_interaction(IMAGINE, COMMANDS).reply
    there, later = capabilities_for(reply, reply.born), capabilities_for(reply, reply.token_end)
    assert there.file_limit == there.picture_limit == 50 * 1024 * 1024
    assert later.file_limit == later.picture_limit == SIZE_LIMIT
    assert capabilities_for(None, reply.born) == DISCORD_CAPABILITIES
    assert (there.shows_waiting, there.answers_privately) == (True, True)


@pytest.mark.parametrize(
    ("kind", "given", "confidential"),
    [
        (Kind.PUBLIC, {}, False),
        (Kind.PRIVATE, {}, True),
        (Kind.UPDATE, {}, True),
        (Kind.PUBLIC, {"present": False}, True),
        (Kind.PUBLIC, {"ephemeral": True}, True),
    ],
)
def test_says_who_may_see_what_answers_it(kind: Kind, given: dict[str, Any], *, confidential: bool) -> None:
    """Also when its token is over: nothing of what only one person saw is shown to others then."""
    reply = replace(read_interaction(IMAGINE, COMMANDS).reply, kind=kind, **given)
    for now in (reply.born, reply.token_end):
        assert capabilities_for(reply, now).confidential is confidential
    assert DISCORD_CAPABILITIES.file_limit == SIZE_LIMIT == 10 * 1024 * 1024
