"""What the doctor finds at Discord, and that it changes nothing there."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.discord.checkup import SYNC_ADVICE, Checkup
from adapters.discord.permissions import NEEDED
from adapters.discord.places import Places
from adapters.discord.wire import Wire
from bot.clock import SystemClock
from bot.domain.finding import Finding, Status
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import VOICE
from tests.fakes.discord.play import playing
from tests.fakes.discord.rules import Rules
from tests.fakes.ports import free_port

EVERYWHERE = {"contexts": [0, 1, 2], "integration_types": [0, 1]}
IMAGINE: dict[str, Any] = {"type": 1, "name": "imagine", "description": "Paints", **EVERYWHERE}
READING = ("get_", "list_")


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with playing() as made:
        made.world.app.commands = [declared(made, "7")]
        yield made


def chatting() -> web.Application:
    """Says something to whoever connects, as many services do."""

    async def greet(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json(["welcome"])
        return socket

    app = web.Application()
    app.router.add_get("/", greet)
    return app


def declared(discord: Discord, number: str, **more: str) -> dict[str, Any]:
    """As Discord tells of a command."""
    own = {"id": number, "application_id": discord.world.app.id, "version": "1", "default_member_permissions": None}
    return IMAGINE | own | more


async def examined(
    discord: Discord,
    place: str = "",
    *,
    sets_commands: bool = True,
    token: str = "",
    gateway_url: str = "",
) -> list[Finding]:
    wire = Wire(discord.api_url, token or discord.token, clock=SystemClock())
    try:
        found = list(await Checkup(wire, Places(wire), [IMAGINE], sets_commands, gateway_url).examine(place))
    finally:
        await wire.close()
    assert all(call.route.startswith(READING) for call in discord.calls())
    return found


def told(found: list[Finding], part: str) -> Finding:
    """The one finding that says so."""
    (one,) = [finding for finding in found if part in finding.text]
    return one


async def test_all_is_well(discord: Discord) -> None:
    """Who it is, where it can be added, how it hears, and that its commands are there."""
    found = await examined(discord)
    assert {finding.status for finding in found} == {Status.OK}
    told(found, "Atelier (100000000000004242); its token is accepted")
    told(found, "no privileged intent")
    told(found, "Add App button gives it all")
    told(found, "no interactions address")
    told(found, "connections to its gateway: 1; 1000 of 1000")
    told(found, "has the 1 commands of this bot")
    told(found, f"its gateway answers at {discord.gateway_url}")
    assert discord.world.gateway.starts == 0


async def test_a_gateway_that_cannot_be_reached(discord: Discord) -> None:
    """As behind a firewall that lets the API through; and where something else answers."""
    url = f"ws://127.0.0.1:{free_port()}"
    lost = told(await examined(discord, gateway_url=url), f"its gateway at {url} is not reached")
    assert (lost.status, lost.passing) == (Status.FAIL, True)
    told(await examined(discord, gateway_url=discord.url.replace("http", "ws", 1)), "is not reached")
    async with TestServer(chatting(), host="127.0.0.1") as other:
        url = str(other.make_url("/")).replace("http", "ws", 1)
        assert told(await examined(discord, gateway_url=url), "is no gateway").status is Status.FAIL


async def test_the_links_ask_for_what_is_needed_and_say_why(discord: Discord) -> None:
    """For a server with the rights in it, for a person without any."""
    found = await examined(discord)
    server = told(found, "add it to a server by")
    links = [word for finding in (server, told(found, "your own account")) for word in finding.text.split()]
    to_server, to_person = (parse_qs(urlsplit(word).query) for word in links if word.startswith("https://"))
    assert to_server["scope"] == ["bot applications.commands"]
    assert to_server["permissions"] == [str(int(NEEDED))]
    assert (to_person["scope"], to_person["integration_type"]) == (["applications.commands"], ["1"])
    assert "permissions" not in to_person
    assert "Attach Files (to show pictures)" in server.text


@pytest.mark.parametrize(
    ("installs", "part", "missing"),
    [
        (
            {"0": {"oauth2_install_params": {"scopes": ["applications.commands"], "permissions": "0"}}},
            "Add App",
            "“bot”",
        ),
        (
            {"0": {"oauth2_install_params": {"scopes": ["bot", "applications.commands"], "permissions": "2048"}}},
            "Add App",
            "leaves out “View Channels”, “Send Messages in Threads”",
        ),
        ({"1": {}}, "nobody can add it to a server", "Guild Install is off"),
    ],
)
async def test_what_the_button_of_the_portal_leaves_out(
    discord: Discord, installs: dict[str, Any], part: str, missing: str
) -> None:
    """Its own default is a server with the commands and without the bot; a link of ours has it all."""
    discord.world.app.installs = installs
    finding = told(await examined(discord), part)
    assert finding.status is Status.WARN
    assert missing in finding.text
    assert "developer portal, under Installation" in finding.text


async def test_without_a_button_there_is_none_to_look_at(discord: Discord) -> None:
    """Where the portal has no default link, those of the doctor are all there is."""
    discord.world.app.installs = {"0": {}, "1": {}}
    assert not [finding for finding in await examined(discord) if "Add App" in finding.text]


async def test_a_token_that_is_not_accepted(discord: Discord) -> None:
    """In one line, with the cure."""
    (finding,) = await examined(discord, token="MTA.not-a-real.token")
    assert finding.status is Status.FAIL
    assert "CHATELIER_DISCORD_TOKEN is not accepted" in finding.text


async def test_a_discord_that_does_not_answer_may_mend_itself(discord: Discord) -> None:
    """So a supervisor may try again."""
    discord.fault("error", status=503, times=-1)
    (finding,) = await examined(discord)
    assert (finding.status, finding.passing) == (Status.FAIL, True)


@pytest.mark.parametrize("route", ["get_application", "get_gateway_bot", "get_commands", "list_servers"])
async def test_an_answer_of_another_form_is_none(discord: Discord, route: str) -> None:
    """A page of a proxy, with status 200: one line, and a supervisor may try again."""
    discord.fault("other", route, text="<html>")
    (finding,) = await examined(discord)
    assert (finding.status, finding.passing) == (Status.FAIL, True)
    assert "of another form" in finding.text


async def test_an_interactions_address_and_who_has_it(discord: Discord) -> None:
    """Since then nothing is heard; the address may have a secret in it."""
    discord.world.app.endpoint = "https://other.example/hook?key=not-a-real-secret"
    finding = told(await examined(discord), "other.example")
    assert finding.status is Status.FAIL
    assert "secret" not in finding.text


async def test_intents_that_are_on_and_not_needed(discord: Discord) -> None:
    """Named as the developer portal names them."""
    discord.world.app.flags = 1 << 19
    assert "Message Content is on" in told(await examined(discord), "privileged intent").text


@pytest.mark.parametrize(("starts", "status"), [(10, Status.WARN), (0, Status.FAIL)])
async def test_few_sessions_that_are_left(starts: int, status: Status) -> None:
    """A bot that is started again and again loses its token."""
    async with playing(Rules(starts=starts)) as discord:
        assert told(await examined(discord), "sessions may still").status is status


async def test_commands_that_differ_and_leftovers_of_servers(discord: Discord) -> None:
    """Who is to set them, and where people see some twice."""
    room = discord.room(discord.person("Ann"))
    discord.world.app.guild_commands[room.server.id] = [declared(discord, "8", guild_id=room.server.id)]
    discord.world.app.commands = []
    found = await examined(discord)
    assert told(found, "differ").text.endswith(f"imagine; {SYNC_ADVICE}")
    assert room.server.id in told(found, "of its own").text
    left = told(await examined(discord, sets_commands=False), "differ")
    assert left.status is Status.WARN
    assert "CHATELIER_DISCORD_COMMANDS" in left.text


async def test_what_is_missing_in_a_channel(discord: Discord) -> None:
    """By the names that Discord's settings have, and why it is needed."""
    room = discord.room(discord.person("Ann"))
    assert told(await examined(discord, room.id), "#general").status is Status.OK
    room.channel.denied = Permission.ATTACH_FILES | Permission.READ_MESSAGE_HISTORY
    lacking = told(await examined(discord, room.id), "#general")
    assert lacking.status is Status.FAIL
    assert "“Attach Files” (to show pictures)" in lacking.text
    assert "Read Message History" in lacking.text


async def test_a_voice_channel_takes_one_right_more(discord: Discord) -> None:
    """Without it its chat is not open to the bot."""
    ann = discord.person("Ann")
    room = discord.channel(discord.server("Atelier", ann), "talk", VOICE)
    assert told(await examined(discord, room.id), "#talk").status is Status.OK
    room.channel.denied = Permission.CONNECT
    assert told(await examined(discord, room.id), room.id).status is Status.FAIL


@pytest.mark.parametrize("place", ["#general", "123456789012345678"])
async def test_a_channel_that_is_not_known(discord: Discord, place: str) -> None:
    """Or cannot be one."""
    assert told(await examined(discord, place), place).status is Status.FAIL
