"""Hears Discord's gateway: raw events come out of it, and discord.py keeps the protocol."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial

import discord
import structlog
from yarl import URL

from adapters.discord import routes
from adapters.discord.client import Payload, ShardedClient
from adapters.discord.refusal import TokenRefused
from adapters.discord.wire import Wire
from bot.domain.errors import DeliveryError, Misconfigured, TooFast
from bot.domain.trace import Retelling, error_trace

log = structlog.get_logger()

Reader = Callable[[Payload], Awaitable[None]]

LOGIN_RETRY_S = 3.0  # seconds until Discord is asked again when it did not answer
# Seconds until a connection that broke down, rather than off, is made anew, twice as long each time: Discord takes
# the token away from a bot that begins more than 1,000 sessions a day ("Gateway", session start limits).
RETRY_S, RETRY_MOST_S = 5.0, 160.0
LASTED_S = 600.0  # one that held so long was well
# Until one that was well and is refused is tried again: perhaps somebody has mended it at Discord.
REFUSED_RETRY_S = 300.0
DRAIN_S = 5.0  # seconds that events under way have when we are asked to stop
CLOSE_S = 2.0  # seconds until nobody waits for Discord's goodbye
TOKEN_ADVICE = "CHATELIER_DISCORD_TOKEN is not accepted: copy it again from the developer portal"  # noqa: S105
HEART_PAUSE_S = 41.0  # seconds between two of them; Discord asks for a quarter more ("Gateway", heartbeat interval)
# "Gateway Close Event Codes": after these, trying again changes nothing.
CLOSE_ADVICE = {
    4004: TOKEN_ADVICE,
    4010: "Discord does not take the number of a connection of ours (4010): start the bot again",
    4011: "the bot is in too many servers for so few connections (4011): start it again, and it opens more",
    4012: "Discord does not speak this version of its gateway any more (4012): update the bot",
    4013: "Discord does not know an intent that the bot asks for (4013): update the bot",
    4014: "Discord does not allow the bot an intent (4014): this bot needs no privileged one; update it",
}


class Connection:
    """All shards of one process. `gateway_url`: another address than the one that Discord tells, or empty."""

    def __init__(self, wire: Wire, gateway_url: str = "") -> None:
        self.wire = wire
        self.gateway_url = gateway_url
        self.client: ShardedClient | None = None
        self.resting = ""  # why it does not even try
        self.was_well = False
        self.under_way: set[asyncio.Task[None]] = set()

    async def introduce(self) -> Payload:
        """The application that the token belongs to. Raises Misconfigured when nothing would be heard by it."""
        trouble, time = Retelling(), asyncio.get_running_loop().time
        while True:
            try:
                found = await self.wire.call_object(routes.own_application(), "id")
            except TokenRefused:
                raise Misconfigured(TOKEN_ADVICE) from None
            except DeliveryError as error:
                if trouble.is_due(str(error), time()):
                    log.warning("discord.not_reached", error=str(error))
                await asyncio.sleep(error.retry_after if isinstance(error, TooFast) else LOGIN_RETRY_S)
            else:
                if found.get("interactions_endpoint_url"):
                    raise Misconfigured(endpoint_advice(str(found["interactions_endpoint_url"])))
                return found

    async def listen(self, readers: Mapping[str, Reader]) -> None:
        """Hand each event to the reader of its name, many at once, until cancelled.

        Those under way end before the connection does. Raises Misconfigured for what is refused at the start; what
        is refused later, as a token that was taken back, is told, and ends nothing: others work in this process.
        """
        quiet_library()
        pause, time = RETRY_S, asyncio.get_running_loop().time
        async with asyncio.TaskGroup() as group:
            begin = {name: partial(self.begin, group, name, read) for name, read in readers.items()}
            while True:
                began, rest = time(), 0.0
                self.client = ShardedClient(self.wire, self.gateway_url, begin)
                try:
                    advice = await self.hold(self.client)
                except TooFast as error:
                    advice, rest = "", error.retry_after
                    self.resting = str(error)
                    log.warning("discord.not_reached", error=str(error))
                finally:
                    await uninterrupted(group.create_task(self.end(self.client)))
                self.was_well |= self.client.heard
                if advice and not self.was_well:
                    break
                if advice:
                    rest, self.resting = REFUSED_RETRY_S, advice
                    log.error("discord.refused", hint=advice)
                pause = RETRY_S if time() - began > LASTED_S else pause
                await asyncio.sleep(max(pause, rest))
                pause, self.resting = min(2 * pause, RETRY_MOST_S), ""
        raise Misconfigured(advice)

    async def hold(self, client: ShardedClient) -> str:
        """Returns what the operator has to do, or nothing when the connection is to be made anew. Raises TooFast.

        What breaks off discord.py takes up by itself.
        """
        try:
            await client.hold(self.wire.token)
        except TokenRefused:
            return TOKEN_ADVICE
        except TooFast:
            raise
        except DeliveryError as error:
            log.warning("discord.not_reached", error=str(error))
        except (discord.ConnectionClosed, discord.PrivilegedIntentsRequired) as error:
            code = error.code if isinstance(error, discord.ConnectionClosed) else 4014
            if code in CLOSE_ADVICE:
                return CLOSE_ADVICE[code]
            log.warning("discord.disconnected", code=code)
        except TimeoutError:
            log.warning("discord.not_reached", error="no session for too long")
        except Exception as error:  # noqa: BLE001 - whatever ails the library: it is begun anew
            log.error("discord.connection_failed", trace=error_trace(error))  # noqa: TRY400 - it may have words in it
        return ""

    @property
    def own_id(self) -> str:
        """Of our user; empty before there is a session."""
        user = self.client.user if self.client else None
        return str(user.id) if user else ""

    def begin(self, group: asyncio.TaskGroup, name: str, read: Reader, payload: Payload) -> None:
        """Called by discord.py with each event."""
        task = group.create_task(self.read(name, read, payload))
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)

    async def read(self, name: str, read: Reader, payload: Payload) -> None:
        """Whatever is in it, and whatever becomes of it, the next one comes."""
        try:
            await read(payload)
        except Exception as error:  # noqa: BLE001 - see above
            log.error("discord.event_failed", kind=name, trace=error_trace(error))  # noqa: TRY400 - see above

    async def end(self, client: ShardedClient) -> None:
        """Close it when nothing is under way: what was acknowledged is in our records then.

        Events that come meanwhile are dealt with, too: perhaps nobody else hears them. Then Discord is told that
        the session is over.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                while self.under_way:
                    await asyncio.wait(self.under_way)
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                await client.close()

    def why_deaf(self) -> str:
        """Why events do not come, for the operator; empty when they do."""
        if self.resting:
            return self.resting
        count = self.client.shard_count if self.client else None
        if self.client is None or not count:
            return "it is not connected yet"
        silent = count - len(self.client.hearing)
        return f"{silent} of {count} connections have no session" if silent else ""


def endpoint_advice(url: str) -> str:
    """What is to be done where Discord calls somebody instead of telling us."""
    host = URL(url).host or "another address"
    return (
        f"Discord sends all interactions to {host} (interactions endpoint URL): take that away in the developer "
        "portal, or nothing is heard here"
    )


async def uninterrupted(task: asyncio.Task[None]) -> None:
    """Whoever cancels us waits until it is done; it has to be bounded itself."""
    while not task.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait([task])
    task.result()


def quiet_library() -> None:
    """At its lowest level discord.py logs whole events, and above that it misses what we leave out on purpose."""
    logging.getLogger("discord").setLevel(max(logging.WARNING, logging.root.level))
    for name in ("discord.client", "discord.state"):
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.getLogger("discord.shard").addFilter(drop_trace)
    logging.getLogger("discord.gateway").addFilter(is_true_lag)


def is_true_lag(record: logging.LogRecord) -> bool:
    """Whether a line of discord.py's is none that says that we are behind by as long as a heart takes to beat.

    It notes beside the loop when it has sent a heartbeat. Where the answer is faster than that, it is counted from
    the one before.
    """
    match record.msg, record.args:
        case str(words), (_, float(seconds)) if "websocket is" in words:
            return seconds < HEART_PAUSE_S
        case _:
            return True


def drop_trace(record: logging.LogRecord) -> bool:
    """A connection that breaks off and is taken up again is everyday life: a line, and no error with its way."""
    kind = record.exc_info[0] if record.exc_info else None
    if kind is not None:
        record.msg, record.args = f"{record.getMessage()} ({kind.__name__})", ()
        record.exc_info, record.exc_text = None, None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True
