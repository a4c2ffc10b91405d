"""All that is left after a chaos run, gathered once: jobs, messages, tasks of the service, keys."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.job import Job
from bot.jobs.task_worker import DOCKET_NAME as DOCKET
from bot.store.records import read_job
from tests.chaos.adapter import NAME
from tests.chaos.people import JOBS, People
from tests.chaos.stage import Stage
from tests.fakes.expiries import read_expiries
from tests.scenarios.programs import fetch_answer

PARCEL = re.compile(rf"{NAME}:(e[0-9]+)-")


@dataclass(frozen=True, slots=True)
class Found:
    jobs: Sequence[Job]
    events: Mapping[str, Mapping[str, Any]]
    chat: Mapping[str, Any]
    tasks: Sequence[Mapping[str, Any]]
    expiries: Mapping[str, int]
    values: Mapping[str, Any]
    docket: Mapping[str, Any]
    exits: Mapping[str, int]
    bugs: Sequence[str]
    ambushed: Mapping[str, float]

    def messages(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """By job: a message's nonce begins with its job's id. Those that answer an event are of none."""
        found = defaultdict(list)
        for message in self.chat["messages"]:
            if not PARCEL.match(message["nonce"]):
                found[message["nonce"].partition(":")[0]].append(message)
        return found

    def answered(self) -> frozenset[str]:
        """The events that a message answers, as a form or a question does."""
        told = (PARCEL.match(message["nonce"]) for message in self.chat["messages"])
        return frozenset(one[1] for one in told if one)

    def answers(self) -> Mapping[str, Sequence[str]]:
        """What was said to each event."""
        found = defaultdict(list)
        for answer in self.chat["answers"]:
            found[answer["reply"]].append(answer["text"])
        return found


async def gather(stage: Stage, people: People, exits: Mapping[str, int]) -> Found:
    redis: Any = stage.redis  # redis-py's types do not know that our clients leave replies as bytes
    expiries = await read_expiries(redis)
    jobs = []
    for key in sorted([key async for key in redis.scan_iter(JOBS, count=1000)]):
        version, data = await redis.hmget(key, ["v", "data"])
        jobs.append(read_job(data, int(version)))
    chat = fetch_answer(stage.chat.url + "/_chat")
    return Found(
        jobs,
        people.events,
        chat,
        journal((stage.folder / "tasks" / "tasks.jsonl").read_text()),
        expiries,
        {
            key: await value(redis, key)
            for key in expiries
            if ":quota:" in key or ":lane:" in key or ":service_queue:" in key
        },
        await queue(redis),
        exits,
        [line for process in stage.ours for line in bugs(process.output.read_text())],
        people.ambushed,
    )


def journal(text: str) -> list[dict[str, Any]]:
    return [row for line in text.splitlines() if "request" in (row := json.loads(line))]


async def value(redis: Any, key: str) -> Any:
    match (await redis.type(key)).decode():
        case "string":
            return int(await redis.get(key) or 0)
        case "hash":
            return {name.decode(): text.decode() for name, text in (await redis.hgetall(key)).items()}
        case "zset":
            return [one.decode() for one in await redis.zrange(key, 0, -1)]
        case _:
            return [one.decode() for one in await redis.smembers(key)]


async def queue(redis: Any) -> dict[str, Any]:
    """Docket's stream: entries that nobody has finished, and those not yet taken."""
    stream = f"{DOCKET}:stream"
    groups = await redis.xinfo_groups(stream)
    return {
        "pending": sum(group["pending"] for group in groups),
        "lag": sum(group["lag"] or 0 for group in groups),
        "entries": await redis.xlen(stream),
        "consumers": sum(group["consumers"] for group in groups),
    }


# What the operator has to know, and this run brings about: an account without credit, a token that is refused.
OPERATORS = ("service_queue.held", "order.failed")


def bugs(output: str) -> list[str]:
    """Lines that tell of a fault of ours."""
    signs = ('"level": "error"', '"level":"error"', "Traceback", '"level": "critical"', '"level":"critical"')
    return [
        line[:600]
        for line in output.splitlines()
        if any(sign in line for sign in signs) and not any(event in line for event in OPERATORS)
    ]
