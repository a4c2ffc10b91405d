"""What a test holds: people and servers to play with, faults to order, and a look at everything the bot did."""

from collections.abc import Callable
from typing import Any, Final

from aiohttp import web

from tests.fakes.discord import about, events
from tests.fakes.discord.faults import Fault
from tests.fakes.discord.gateway import GUILDS
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Message
from tests.fakes.discord.places import GROUP, TEXT, Channel, Member, Person, Server
from tests.fakes.discord.room import Room
from tests.fakes.discord.world import Record, World
from tests.fakes.waiting import wait_until

_WRITES = frozenset({"create_message", "edit_message", "edit_original", "follow_up", "edit_follow_up"})
_YEAR = 365 * 24 * 3600.0


class Discord:
    """`url` is where the server listens; a client takes `api_url`, `gateway_url` and `token`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rooms: dict[str, Room] = {}
        self.began = world.clock()
        self.shift: Callable[[float], None] | None = None  # puts the clock forward, where that goes

    @property
    def url(self) -> str:
        return self.world.url

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/v10"

    @property
    def gateway_url(self) -> str:
        return self.world.gateway.address(self.url)

    @property
    def complaints(self) -> list[str]:
        """What the judge found wrong with requests, answers and events."""
        return self.world.judge.complaints

    def person(self, name: str, *, language: str = "en-US", file_limit: int = 0) -> Person:
        """`file_limit`: bytes, more than others have."""
        person = Person(self.world.ids.make(), name, language, file_limit=file_limit or self.world.rules.file_limit)
        self.world.people[person.id] = person
        return person

    def server(self, name: str, *people: Person, installed: bool = True, bot: bool = True, **more: Any) -> Server:
        """A guild; the first of `people` owns it. Not `installed`: people bring the app along, or it is not there.

        `bot`: whether the app's user is a member; `more`: fields of Server.
        """
        # Guilds are older than what happens in them, and each falls to the next shard.
        number = self.world.ids.make(self.began - _YEAR + len(self.world.servers) / 1000)
        more.setdefault("file_limit", self.world.rules.file_limit)
        server = Server(number, name, people[0], installed=installed, bot=installed and bot, **more)
        server.members = {person.id: Member(person) for person in people}
        self.world.servers[server.id] = server
        return server

    def channel(self, server: Server, name: str = "general", kind: int = TEXT, **more: Any) -> Room:
        """`more`: fields of Channel."""
        return self._open(Channel(self.world.ids.make(), kind, name, server, **more))

    def room(self, *people: Person, name: str = "general", **more: Any) -> Room:
        """A channel in a server of its own, with these people in it."""
        return self.channel(self.server("Atelier", *people, **more), name)

    async def answered(self, one: Interaction) -> Message:
        """The bot's answer, once it is there and no more says "thinking…"."""
        await wait_until(lambda: one.done, f"{one.payload['data']} is answered")
        return one.message

    def dm(self, person: Person) -> Room:
        """The conversation between a person and the bot; always the same one."""
        channel = about.dm(self.world, person.id)
        return self.rooms.get(channel.id) or self._open(channel)

    def group(self, *people: Person) -> Room:
        """A conversation between people, without the bot."""
        return self._open(Channel(self.world.ids.make(), GROUP, "", people=list(people)))

    def invites(self, server: Server) -> None:
        """The bot becomes a member."""
        server.installed = server.bot = True
        self._tell_guilds("GUILD_CREATE", server.announce(), server)

    def expels(self, server: Server) -> None:
        """The bot is a member no more; what people began there can still be answered."""
        server.installed = server.bot = False
        self._tell_guilds("GUILD_DELETE", {"id": server.id}, server)

    def _tell_guilds(self, event: str, data: dict[str, Any], server: Server) -> None:
        self.world.gateway.tell(event, data, server.id, intent=GUILDS)

    def tells(self, event: str, data: Any) -> None:
        """Whatever a test wants the bot to hear, readable or not, on the first shard."""
        self.world.gateway.tell(event, data)

    def _open(self, channel: Channel) -> Room:
        self.world.channels[channel.id] = channel
        if channel.server is not None:
            channel.server.channels[channel.id] = channel
        room = Room(self.world, channel, self._open)
        self.rooms[channel.id] = room
        return room

    def fault(self, kind: str, route: str = "", **more: Any) -> Fault:
        """Orders a misfortune; see faults.Fault. "file" as route stands for downloads."""
        channel = more.pop("channel", "")
        fault = Fault(kind, route, channel.id if isinstance(channel, Room) else channel, **more)
        self.world.faults.faults.append(fault)
        return fault

    def calls(self, *routes: str, channel: Room | None = None) -> list[Record]:
        """Requests so far, oldest first."""
        return [
            record
            for record in self.world.records
            if (not routes or record.route in routes) and (channel is None or record.channel == channel.id)
        ]

    def refused(self, channel: Room | None = None) -> int:
        """How often the answer was 429."""
        return sum(record.status == 429 for record in self.calls(channel=channel))

    def unhushed(self) -> list[Record]:
        """Requests that wrote a message and did not say that it calls nobody."""
        return [
            record
            for record in self.world.records
            if isinstance(body := _written(record), dict) and body.get("allowed_mentions") != {"parse": []}
        ]

    def repeats(self, one: Interaction, *, without: tuple[str, ...] = (), **changes: Any) -> None:
        """The event comes once more to every session of its shard; spoilt, if told to."""
        payload = {name: value for name, value in one.payload.items() if name not in without}
        events.tell(self.world, one, payload | changes)


def _written(record: Record) -> Any:
    """The fields of the message that a request writes, None when it writes none."""
    if record.route == "callback":
        says = isinstance(record.body, dict) and record.body.get("type") in {4, 7}
        return record.body.get("data") if says else None
    return record.body if record.route in _WRITES else None


DISCORD: Final = web.AppKey("discord", Discord)
