"""What our user at the server must be allowed: each thing is tried, so that each missing rule is named."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from secrets import token_hex
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import NoPermissionError, RedisError, ResponseError

from bot.domain.finding import Finding
from bot.jobs.task_worker import DOCKET_NAME as QUEUE
from bot.store.condition import FINDING_NAME, URL
from bot.store.keys import Keys

RIGHTS_PROBE_TTL_S = 10
# A server that is held up for longer than this before it refuses counts as one that allows it.
REFUSAL_WAIT_S = 10.0
# What to give a user that may nothing else; the last channel looks like a part of the one before, and is asked for
# by that very name.
ACL_RULE = (
    f"~{{chatelier}}:* ~{QUEUE}:* &{{chatelier}}:* &{QUEUE}:* &{QUEUE}:cancel:* +@all -@dangerous -@admin +info"
)


async def examine_rights(client: Redis, keys: Keys) -> Sequence[Finding]:
    """A line for each rule of the server's ACL that is missing. Raises RedisError when something else is wrong."""
    missing = [rule async for rule in missing_rules(client, keys)]
    return [
        Finding.fail(FINDING_NAME, f"{URL}: its user lacks {rule}; all that it needs: ACL SETUSER … {ACL_RULE}")
        for rule in missing
    ]


async def missing_rules(client: Redis, keys: Keys) -> AsyncIterator[str]:
    name = token_hex(8)
    clustered = hasattr(client, "get_node_from_key")
    queue = f"{{{QUEUE}}}" if clustered else QUEUE  # as docket names it
    ours, theirs = keys.probe(name), f"{queue}:probe:{name}"
    tries: Sequence[tuple[str, Sequence[str | int]]] = (
        (f"~{keys.prefix}:*", ("SET", ours, 1, "EX", RIGHTS_PROBE_TTL_S)),
        (f"~{queue}:*", ("SET", theirs, 1, "EX", RIGHTS_PROBE_TTL_S)),
        (f"&{keys.prefix}:*", ("PUBLISH", keys.signal_channel, "")),
        (f"&{queue}:*", ("PUBLISH", f"{queue}:probe", "")),
        ("+@scripting", ("EVAL", "return redis.call('GET', KEYS[1])", 1, ours)),
        ("+@stream", ("XLEN", f"{theirs}:stream")),
        ("+multi", ("WATCH", ours)),
    )
    for rule, command in tries:
        if await is_refused(client, command, ours):
            yield rule
    if not clustered and await is_deaf(client, f"{queue}:cancel:*"):
        yield f"&{queue}:cancel:*"


async def is_refused(client: Any, command: Sequence[str | int], key: str) -> bool:
    options = {"target_nodes": client.get_node_from_key(key)} if hasattr(client, "get_node_from_key") else {}
    try:
        await client.execute_command(*command, **options)
    except NoPermissionError:
        return True
    except ResponseError:  # a full server, a replica: said elsewhere
        return False
    return False


async def is_deaf(client: Redis, pattern: str) -> bool:
    """A pattern is allowed only by its own name, however much the other rules let through."""
    async with client.pubsub() as subscription:
        try:
            await subscription.psubscribe(pattern)
            await subscription.get_message(timeout=REFUSAL_WAIT_S)
        except NoPermissionError:
            return True
    return False


async def read_info(client: Redis, keys: Keys) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """INFO of the node that has our keys, and of its settings what we may see. NoPermissionError: not even INFO."""
    node: Any = client
    options = {"target_nodes": node.get_node_from_key(keys.open_jobs)} if hasattr(node, "get_node_from_key") else {}
    info = await node.execute_command("INFO", **options)
    settings: Mapping[str, Any] = {}
    with suppress(RedisError):  # managed servers and careful operators allow it to nobody
        settings = await node.execute_command("CONFIG GET", "appendfsync", **options)
    return info, settings
