"""Looks whether all is well at Discord, for the operator: changes nothing there."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from adapters.discord import menus, routes
from adapters.discord.connection import TOKEN_ADVICE, endpoint_advice
from adapters.discord.payload import listed_texts, number_at, text_at, value_at
from adapters.discord.permissions import NEEDED, REASONS, Permission
from adapters.discord.places import CHANNEL_FORM, DISCORD, Places
from adapters.discord.refusal import TokenRefused
from adapters.discord.wire import Wire, open_connector
from bot.domain.errors import DeliveryError, MessageGone, NotAllowed, Refused
from bot.domain.finding import Finding
from bot.ports.clocks import compare_clocks

Payload = Mapping[str, Any]

INSTALL_URL = "https://discord.com/oauth2/authorize"
SYNC_ADVICE = "`chatelier run` sets them when ours have changed, and else at its first start of a day"
SERVERS_MOST = 20  # that are looked at for commands of their own: one call each
GREETING_S = 10.0  # seconds until the gateway has said hello, from the first packet
HELLO, HELLO_LIMIT = 10, 65_536  # "Gateway Opcodes"; bytes, of which it has a hundred or two
GATEWAY_QUERY = {"v": "10", "encoding": "json"}
REST_UNREACHED = (
    "it is not reached, or fails: look at this machine's network, and at CHATELIER_DISCORD_PROXY and "
    "CHATELIER_DISCORD_API_URL where they are set"
)
STARTS_FEW = 50  # sessions that may still be started today
# Application flags of the privileged intents, each as full and as limited ("Application Flags").
PRIVILEGED_FLAGS = {
    "Presence": 1 << 12 | 1 << 13,
    "Server Members": 1 << 14 | 1 << 15,
    "Message Content": 1 << 18 | 1 << 19,
}
FOR_SERVERS, FOR_PEOPLE = "0", "1"  # installation contexts ("Application Integration Types")
# Without the first there are commands in a server, but no bot: nothing of it can be changed when its token is over.
SERVER_SCOPES = ("bot", "applications.commands")


@dataclass(frozen=True, slots=True)
class Checkup:
    """`commands`: ours, as Discord keeps them; `sets_commands`: whether the bot tells Discord when they differ.

    `gateway_url`: where the settings say that the gateway is, if they do.
    """

    wire: Wire
    places: Places
    commands: Sequence[Payload]
    sets_commands: bool = True
    gateway_url: str = ""

    async def examine(self, place: str = "") -> Sequence[Finding]:
        """`place`: a channel to look at, by number or link."""
        try:
            about = await self.wire.call_object(routes.own_application(), "id")
            later = [self.check_gateway(), self.check_commands(str(about["id"]))]
            later += [self.check_channel(place)] if place else []
            found = await asyncio.gather(*later)
        except TokenRefused:
            return [Finding.fail(DISCORD, f"Discord: {TOKEN_ADVICE}")]
        except DeliveryError as error:
            return [Finding.fail(DISCORD, f"Discord: {REST_UNREACHED} ({error})", passing=True)]
        theirs = self.wire.time_there() if self.wire.ahead_s is not None else 0.0
        clocks = compare_clocks(DISCORD, "Discord", self.wire.clock.now(), theirs)
        return [*portrait(about), *install_links(about), *(one for findings in found for one in findings), *clocks]

    async def check_gateway(self) -> Sequence[Finding]:
        """Whether a session can be started."""
        told = await self.wire.call_object(routes.gateway(), "shards")
        left, total = (number_at(told, "session_start_limit", name) or 0 for name in ("remaining", "total"))
        shards = number_at(told, "shards") or 1
        text = (
            f"Discord: connections to its gateway: {shards}; {left} of {total} sessions may still be started today"
        )
        greeted = await self.greet_gateway(self.gateway_url or text_at(told, "url"))
        if left < shards:
            return [
                Finding.fail(DISCORD, f"{text}: what starts the bot again and again?", passing=True),
                *greeted,
            ]
        return [(Finding.warn if left < STARTS_FEW else Finding.ok)(DISCORD, text), *greeted]

    async def greet_gateway(self, url: str) -> Sequence[Finding]:
        """Whether it says hello, which starts no session."""
        try:
            async with asyncio.timeout(GREETING_S):
                said = await first_word(URL(url).with_query(GATEWAY_QUERY), self.wire.proxy)
        except (aiohttp.ClientError, OSError, TypeError, ValueError) as error:
            text = f"Discord: its gateway at {url} is not reached ({str(error) or type(error).__name__})"
            return [
                Finding.fail(
                    DISCORD, f"{text}: is it a firewall, or a proxy that takes no WebSocket?", passing=True
                )
            ]
        if number_at(said, "op") != HELLO:
            return [Finding.fail(DISCORD, f"Discord: what answers at {url} is no gateway", passing=True)]
        return [Finding.ok(DISCORD, f"Discord: its gateway answers at {url}")]

    async def check_commands(self, application: str) -> Sequence[Finding]:
        """Those of all servers, and what an earlier bot of that token left in single ones."""
        theirs = await self.wire.call_list(routes.commands("GET", application))
        return [self.compare(theirs), *await self.check_leftovers(application)]

    def compare(self, theirs: Sequence[Payload]) -> Finding:
        changed = changed_names(self.commands, theirs)
        if not changed:
            return Finding.ok(DISCORD, f"Discord: it has the {len(self.commands)} commands of this bot")
        text = f"Discord: its commands differ from those of this bot: {', '.join(changed)}"
        if self.sets_commands:
            return Finding.ok(DISCORD, f"{text}; {SYNC_ADVICE}")
        return Finding.warn(DISCORD, f"{text}, and CHATELIER_DISCORD_COMMANDS=leave lets them be")

    async def check_leftovers(self, application: str) -> Sequence[Finding]:
        servers = (await self.wire.call_list(routes.own_guilds()))[:SERVERS_MOST]
        asked = [self.wire.call_list(routes.guild_commands(application, text_at(one, "id"))) for one in servers]
        kept = zip(servers, await asyncio.gather(*asked, return_exceptions=True), strict=True)
        return [
            Finding.warn(
                DISCORD,
                f"Discord: the server {one.get('name')} ({one.get('id')}) has {len(left)} commands of its own, "
                "left by another program with this token: people see them beside those of the bot",
            )
            for one, left in kept
            if isinstance(left, list) and left
        ]

    async def check_channel(self, place: str) -> Sequence[Finding]:
        """What we may do in a channel."""
        written = CHANNEL_FORM.fullmatch(place)
        if written is None:
            return [Finding.fail(DISCORD, f"Discord: {place} is no channel: its number or its link is needed")]
        try:
            found = await self.places.look_at(written["id"])
        except TokenRefused:
            raise
        except (NotAllowed, MessageGone, Refused) as error:
            text = f"Discord: {place} is not known to the bot ({error}): add it there, and let it see the channel"
            return [Finding.fail(DISCORD, text)]
        lacking = "; ".join(f"“{REASONS[one][0]}” ({REASONS[one][1]})" for one in found.missing)
        if lacking:
            return [Finding.fail(DISCORD, f"Discord: in {found.title} the bot lacks {lacking}")]
        return [Finding.ok(DISCORD, f"Discord: in {found.title} ({found.channel}) the bot may do all it needs")]


async def first_word(url: URL, proxy: str) -> Any:
    """What a WebSocket says first, as JSON. Raises aiohttp.ClientError, OSError, TypeError and ValueError."""
    async with (
        aiohttp.ClientSession(connector=open_connector(1, proxy)) as session,
        session.ws_connect(url, max_msg_size=HELLO_LIMIT) as socket,
    ):
        return await socket.receive_json()


def changed_names(ours: Sequence[Payload], theirs: Sequence[Payload]) -> Sequence[str]:
    """Of the commands that are not the same, or there at one side alone."""
    here = menus.by_name(ours)
    there = menus.by_name([one for one in theirs if one.get("type") != menus.ENTRY_POINT])
    return sorted({str(key[1]) for key in here.keys() | there.keys() if here.get(key) != there.get(key)})


def portrait(about: Payload) -> Sequence[Finding]:
    """Who we are, what we hear, and whether we hear it."""
    flags = number_at(about, "flags") or 0
    granted = [name for name, bits in PRIVILEGED_FLAGS.items() if flags & bits]
    needless = f"; {', '.join(granted)} is on in the developer portal and not needed" if granted else ""
    found = [
        Finding.ok(DISCORD, f"Discord: {about.get('name')} ({about['id']}); its token is accepted"),
        Finding.ok(DISCORD, f"Discord: it asks for no privileged intent{needless}"),
    ]
    address = str(about.get("interactions_endpoint_url") or "")
    if address:
        return [*found, Finding.fail(DISCORD, endpoint_advice(address))]
    return [*found, Finding.ok(DISCORD, "Discord: no interactions address is set: all comes by the gateway")]


def install_links(about: Payload) -> Sequence[Finding]:
    """To add the bot to a server, and to one's own account."""
    permissions = ", ".join(f"{name} ({reason})" for one, (name, reason) in REASONS.items() if one & NEEDED)
    to_server = install_link(about, FOR_SERVERS, scope=" ".join(SERVER_SCOPES), permissions=f"{int(NEEDED)}")
    to_person = install_link(about, FOR_PEOPLE, scope="applications.commands")
    found = [Finding.ok(DISCORD, f"Discord: add it to a server by {to_server} – it asks for {permissions}")]
    found += check_button(about)
    contexts = about.get("integration_types_config")
    if isinstance(contexts, dict) and FOR_PEOPLE not in contexts:
        advice = "User Install is off in the developer portal, under Installation"
        return [*found, Finding.warn(DISCORD, f"Discord: people cannot add it to their own account: {advice}")]
    return [*found, Finding.ok(DISCORD, f"Discord: add it to your own account by {to_person}")]


def check_button(about: Payload) -> Sequence[Finding]:
    """What *Add App* gives a server, which is what the developer portal says, and none of our links."""
    contexts = value_at(about, "integration_types_config")
    if not isinstance(contexts, dict):
        return []
    if FOR_SERVERS not in contexts:
        advice = "Guild Install is off in the developer portal, under Installation"
        return [Finding.warn(DISCORD, f"Discord: nobody can add it to a server: {advice}")]
    given = value_at(contexts, FOR_SERVERS, "oauth2_install_params")
    if not isinstance(given, dict):  # then there is no such button
        return []
    granted = number_at(given, "permissions") or 0
    scopes = [one for one in SERVER_SCOPES if one not in listed_texts(given.get("scopes"))]
    lacking = [
        name
        for one, (name, _) in REASONS.items()
        if one & NEEDED and not granted & (one | Permission.ADMINISTRATOR)
    ]
    missing = [f"the scope “{one}”" for one in scopes] + [f"“{one}”" for one in lacking]
    if not missing:
        return [Finding.ok(DISCORD, "Discord: its Add App button gives it all it needs in a server")]
    text = f"Discord: its Add App button leaves out {', '.join(missing)}"
    advice = "choose them in the developer portal, under Installation, Default Install Settings, Guild Install"
    return [Finding.warn(DISCORD, f"{text}: {advice}")]


def install_link(about: Payload, context: str, **asked: str) -> str:
    """By which somebody adds the bot ("OAuth2", bot authorization flow)."""
    query = {"client_id": str(about["id"]), "integration_type": context, **asked}
    return f"{INSTALL_URL}?{urlencode(query)}"
