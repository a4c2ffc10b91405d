"""Looks at a Redis or Valkey server for the operator: is it reached, may we use it, does it keep what it gets?"""

import socket
import ssl
from collections.abc import Iterator, Sequence
from secrets import token_hex

from redis.asyncio import Redis
from redis.exceptions import (
    AuthenticationError,
    AuthorizationError,
    BusyLoadingError,
    InvalidResponse,
    MaxConnectionsError,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisClusterException,
    RedisError,
)
from redis.exceptions import TimeoutError as TimedOut

from bot.domain.finding import Finding
from bot.store.condition import FINDING_NAME, URL, judge_server
from bot.store.keys import Keys
from bot.store.rights import RIGHTS_PROBE_TTL_S, examine_rights, read_info

SERVER_ERRORS = (RedisError, RedisClusterException, OSError)


async def examine_server(client: Redis, keys: Keys, where: str) -> Sequence[Finding]:
    """A line for each thing looked at, whatever the server answers. `where`: how people call its place."""
    try:
        return [*await look_at_server(client, keys, where), *await probe_key(client, keys)]
    except SERVER_ERRORS as error:
        return [explain_error(error)]


async def look_at_server(client: Redis, keys: Keys, where: str) -> Sequence[Finding]:
    """What it says of itself, and what it lets us do. Raises RedisError, OSError."""
    lines: Sequence[Finding]
    try:
        lines = judge_server(*await read_info(client, keys), where)
    except NoPermissionError:
        lines = [
            Finding.warn(
                FINDING_NAME,
                f"Store: {where}; {URL}: its user may not ask INFO, so nobody sees whether what it keeps is safe, "
                "and orders do not wait for replicas: add +info",
            )
        ]
    return [*lines, *await examine_rights(client, keys)]


async def probe_key(client: Redis, keys: Keys) -> Sequence[Finding]:
    """Write a key, read it, take it away. Nothing to say when that works."""
    value = token_hex(8).encode()
    key = keys.probe(value.decode())
    await client.set(key, value, ex=RIGHTS_PROBE_TTL_S)
    found = await client.get(key)
    await client.delete(key)
    if found != value:
        return [Finding.fail(FINDING_NAME, f"{URL}: what is written there cannot be read again")]
    return []


def explain_error(error: BaseException, *, tls: bool = False) -> Finding:
    """What keeps us from using the server, and what to do. The server's own words are not repeated.

    `tls`: whether we spoke TLS, which a server that does not answers by silence.
    """
    chain = list(error_causes(error))
    if tls and any(isinstance(one, TimeoutError | TimedOut) for one in chain):
        return Finding.fail(FINDING_NAME, f"{URL}: {NO_TLS}", passing=True)
    for kinds, text, passing in ERROR_REASONS:
        if any(isinstance(one, kinds) for one in chain):
            return Finding.fail(FINDING_NAME, f"{URL}: {text}", passing=passing)
    return by_words(str(error).lower(), type(error).__name__)


def error_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


NO_TLS = "the server does not answer, or does not speak TLS: rediss:// is for servers that do, redis:// for others"


ERROR_REASONS: Sequence[tuple[tuple[type[BaseException], ...], str, bool]] = (
    (
        (BusyLoadingError,),
        "the server is loading its data: wait until it has; it says how far it is in INFO persistence",
        True,
    ),
    (
        (AuthenticationError, AuthorizationError),
        "the server does not accept the user or password in it (such as :password@ before its host)",
        False,
    ),
    (
        (ReadOnlyError,),
        "the server is a read-only replica: name the primary, or its sentinels (redis+sentinel://)",
        True,
    ),
    (
        (OutOfMemoryError,),
        "the server's memory is full and it takes no writes: raise maxmemory",
        True,
    ),
    (
        (NoPermissionError,),
        "its user may not do what the bot does: see the rule for ACL SETUSER in docs/operating.md",
        False,
    ),
    (
        (InvalidResponse,),
        "what answers at the address in it is no Redis: mend host and port",
        False,
    ),
    (
        (MaxConnectionsError,),
        "no connection is free",
        True,
    ),
    (
        (ssl.SSLError,),
        "TLS does not work there: rediss:// is for servers that speak it, with a certificate that is accepted here",
        False,
    ),
    (
        (socket.gaierror,),
        "no server has the name in it: is it written right, and known to this machine?",
        True,
    ),
    (
        (ConnectionRefusedError, FileNotFoundError),
        "nothing listens at the address in it: start the server, or mend host and port",
        True,
    ),
    (
        (TimeoutError, TimedOut),
        "the server does not answer in time: is it there, and is the port open to this machine?",
        True,
    ),
)

# By what the server says, or what the library says of the connection.
ERROR_WORDS = (
    ("db index", "the number at its end is of a database that the server does not have: most have 0 to 15", False),
    (
        "ssl",
        "TLS does not work there: rediss:// is for servers that speak TLS, redis:// for those that do not",
        False,
    ),
    ("misconf", "the server cannot write to its disk and takes no writes: make room there", True),
    ("noreplicas", "the server has too few replicas and takes no writes: see min-replicas-to-write", True),
    (
        "connection closed by server",
        "the server hangs up at once: does it speak TLS (rediss://), or is it no Redis?",
        False,
    ),
)


def by_words(said: str, kind: str) -> Finding:
    for part, text, passing in ERROR_WORDS:
        if part in said:
            return Finding.fail(FINDING_NAME, f"{URL}: {text}", passing=passing)
    return Finding.fail(FINDING_NAME, f"{URL}: the server cannot be used ({kind})", passing=True)
