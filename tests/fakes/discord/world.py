"""All that this Discord knows: people, servers, interactions, files, sessions, and a record of every request."""

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.fakes.discord.cdn import Cdn
from tests.fakes.discord.faults import Fault
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.judge import Judge
from tests.fakes.discord.limits import Limits
from tests.fakes.discord.message import Message, Shown
from tests.fakes.discord.permissions import WRITING
from tests.fakes.discord.places import Channel, Person, Server
from tests.fakes.discord.refusal import unauthorized, unknown_channel, unknown_message
from tests.fakes.discord.rules import Rules
from tests.fakes.discord.snowflake import Snowflakes
from tests.fakes.faults import Script
from tests.fakes.lifetime import Lifetime

TOKEN = "NDI0Mg.test00.not-a-real-token-of-discord"
APPLICATION = "100000000000004242"
BOT = Person(APPLICATION, "Atelier", bot=True)


@dataclass(frozen=True, slots=True)
class Record:
    """One request of the bot: when it came (unix seconds), how long it took, how it ended (`status` as in HTTP).

    `code` and `text` are Discord's when it refused, `scope` that of a 429. `dropped`: the bot never saw the answer.
    """

    at: float
    route: str
    where: dict[str, str]
    status: int
    code: int = 0
    text: str = ""
    scope: str = ""
    retry_after: float = 0.0
    seconds: float = 0.0
    dropped: bool = False
    body: Any = None
    sizes: tuple[int, ...] = ()  # of the files, in bytes

    @property
    def channel(self) -> str:
        return self.where.get("channel", "")


@dataclass(slots=True)
class Application:
    """What the developer portal says of the app."""

    id: str = APPLICATION
    name: str = "Atelier"
    endpoint: str | None = None  # where interactions are posted; then none come by the gateway
    flags: int = 0
    installs: dict[str, Any] = field(default_factory=dict)  # by context; what is chosen there, as the API shows it
    commands: list[dict[str, Any]] = field(default_factory=list)
    guild_commands: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def chosen_installs() -> dict[str, Any]:
    """As the manual has them chosen; the portal's own default for servers is the second scope alone."""
    scopes = ["bot", "applications.commands"]
    servers = {"oauth2_install_params": {"scopes": scopes, "permissions": str(int(WRITING))}}
    return {"0": servers, "1": {"oauth2_install_params": {"scopes": scopes[1:], "permissions": "0"}}}


class World(Lifetime):
    """`clock` gives unix seconds."""

    def __init__(self, rules: Rules, clock: Callable[[], float] = time.time, token: str = TOKEN) -> None:
        super().__init__()
        self.rules = rules
        self.clock = clock
        self.token = token
        self.url = ""
        self.bot = BOT
        self.app = Application(installs=chosen_installs())
        self.ids = Snowflakes(clock)
        self.cdn = Cdn(rules, clock, self.ids)
        self.gateway = Gateway(rules, clock, self)
        self.faults = Script[Fault]()
        self.limits = Limits(rules, clock)
        self.people: dict[str, Person] = {BOT.id: BOT}
        self.servers: dict[str, Server] = {}
        self.channels: dict[str, Channel] = {}
        self.interactions: dict[str, Interaction] = {}
        self.by_token: dict[str, Interaction] = {}
        self.nonces: dict[str, tuple[float, Message]] = {}
        self.records: list[Record] = []
        self.judge = Judge(asleep=not rules.judging)

    def listen(self, url: str) -> None:
        """From now on this Discord is at `url`."""
        self.url = self.cdn.url = url

    def check_token(self, header: str) -> None:
        """Raises the Refusal 401 unless it is `Bot` and the token."""
        if not hmac.compare_digest(header.encode(), f"Bot {self.token}".encode()):
            raise unauthorized()

    def channel(self, number: str) -> Channel:
        """Raises the Refusal 10003 when it is not there, or no more."""
        found = self.channels.get(number)
        if found is None or found.deleted:
            raise unknown_channel()
        return found

    def message(self, channel: Channel, number: str) -> Message:
        """One that everybody sees. Raises the Refusal 10008 when it is not there, or no more."""
        found = channel.messages.get(number)
        if found is None or found.deleted or found.ephemeral:
            raise unknown_message()
        return found

    def write(self, channel: Channel, author: Person, shown: Shown, **more: Any) -> Message:
        """A new message in a channel; fields of Message in `more`."""
        message = Message(channel, self.ids.make(), author, shown.at, shown, [shown], **more)
        channel.messages[message.id] = message
        return message

    def new_token(self) -> str:
        """As long as real ones are."""
        return f"test-interaction-{uuid4().hex * 6}"
