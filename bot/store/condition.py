"""What a server's own account of itself means for us: pure, from INFO and what it lets us see of its settings."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.finding import Finding
from bot.store.vouched import Able, able_by

FINDING_NAME = "store"
URL = "CHATELIER_REDIS_URL"
OLDEST_REDIS = (7, 0)  # older ones lack commands that the queue needs: orders would be accepted and never run
VOUCHING_REDIS = (7, 2)  # the first with WAITAOF
NEARLY_FULL_SHARE = 0.9
REPLICA_BEHIND_S = 10  # the lag of a replica that is away or frozen grows; one in step has 0 or 1
Info = Mapping[str, Any]


def judge_server(info: Info, settings: Info, where: str) -> Sequence[Finding]:
    """A line on the server, and one for each thing that is or will be wrong, with the setting and the cure.

    `info`: INFO as redis-py reads it, all sections. `settings`: CONFIG GET, or nothing where we may not ask that.
    `where`: how people call its place.
    """
    found = [finding for judge in SERVER_JUDGES for finding in judge(info, settings)]
    return [Finding.ok(FINDING_NAME, describe_server(info, settings, where)), *found]


def version_of(info: Info) -> tuple[int, ...]:
    """Of the Redis that it is, or says to be like."""
    numbers = str(info.get("redis_version", "0")).split(".")
    return tuple(int(part) for part in numbers if part.isdecimal())


def describe_server(info: Info, settings: Info, where: str) -> str:
    """Its kind, version, role and log, in one line."""
    name, number = info.get("server_name", "redis"), info.get("valkey_version", info.get("redis_version"))
    synced = settings.get("appendfsync")
    log = f"a log{f' (appendfsync {synced})' if synced else ''}" if info.get("aof_enabled") else "no log"
    replicas = able_by(info, Able()).replicas
    return f"Store: {name} {number} {where}, {log}, {replicas or 'no'} replica{'s' if replicas > 1 else ''}"


def judge_version(info: Info, _settings: Info) -> Iterator[Finding]:
    """Too old a server runs no jobs."""
    number = info.get("redis_version")
    if version_of(info) < OLDEST_REDIS:
        yield Finding.fail(FINDING_NAME, f"{URL}: Redis {number} is too old: take 7.2 or newer, or Valkey")
    elif version_of(info) < VOUCHING_REDIS:
        yield Finding.warn(
            FINDING_NAME,
            f"{URL}: Redis {number} cannot say what is on its disk (WAITAOF): a power cut can pay an order twice: "
            "take 7.2 or newer, or Valkey",
        )


def judge_role(info: Info, _settings: Info) -> Iterator[Finding]:
    """A replica takes no writes."""
    if info.get("loading"):
        yield Finding.fail(FINDING_NAME, f"{URL}: the server is loading its data: wait until it has", passing=True)
    if info.get("role") == "slave":
        yield Finding.fail(
            FINDING_NAME,
            f"{URL}: the server is a read-only replica: name the primary, or its sentinels (redis+sentinel://)",
            passing=True,
        )


def judge_log(info: Info, settings: Info) -> Iterator[Finding]:
    """Without a log a power cut loses what was paid."""
    if not info.get("aof_enabled"):
        yield Finding.warn(
            FINDING_NAME,
            f"{URL}: the server keeps no log, so what is under way when it ends is lost, and may be paid twice: "
            "set appendonly yes and appendfsync always",
        )
        return
    if settings.get("appendfsync") == "no":
        yield Finding.warn(
            FINDING_NAME,
            f"{URL}: the server leaves its log to the system, and orders wait for that: set appendfsync always",
        )
    if "err" in (info.get("aof_last_write_status"), info.get("aof_last_bgrewrite_status")):
        yield Finding.fail(
            FINDING_NAME,
            f"{URL}: the server cannot write its log: make room on its disk, and read its log",
            passing=True,
        )


def judge_memory(info: Info, _settings: Info) -> Iterator[Finding]:
    """A server that evicts loses jobs."""
    policy, most = info.get("maxmemory_policy", "noeviction"), info.get("maxmemory", 0)
    if policy != "noeviction":
        text = (
            f"{URL}: a full server forgets jobs that were paid for: set maxmemory-policy noeviction, not {policy}"
        )
        # Without a limit nothing is thrown out, until somebody sets one.
        yield Finding.fail(FINDING_NAME, text, passing=True) if most else Finding.warn(FINDING_NAME, text)
    used = info.get("used_memory", 0)
    if most and used > most * NEARLY_FULL_SHARE:
        yield Finding.warn(
            FINDING_NAME,
            f"{URL}: the server's memory is {used / most:.0%} full; then it takes no orders: raise maxmemory",
        )


def judge_replicas(info: Info, _settings: Info) -> Iterator[Finding]:
    known = [one for name, one in info.items() if name.startswith("slave") and isinstance(one, Mapping)]
    behind = [one for one in known if one.get("state") != "online" or int(one.get("lag", 0)) > REPLICA_BEHIND_S]
    if behind:
        yield Finding.warn(
            FINDING_NAME,
            f"{URL}: {len(behind)} of {len(known)} replicas do not keep up, and orders may wait for them: "
            "look at INFO replication",
        )
    least = info.get("min_slaves_good_slaves")  # there when min-replicas-to-write is set
    if known and least is None:
        yield Finding.warn(
            FINDING_NAME,
            f"{URL}: when no replica keeps up, orders are paid that a fail-over forgets: set min-replicas-to-write "
            "1 and min-replicas-max-lag 10",
        )
    if least == 0:
        yield Finding.fail(
            FINDING_NAME,
            f"{URL}: no replica keeps up, and min-replicas-to-write may forbid to go on without: look at them",
            passing=True,
        )


SERVER_JUDGES = (judge_version, judge_role, judge_log, judge_memory, judge_replicas)
