"""Programs of several versions on one Valkey: each does what it understands, and leaves the rest alone."""

import json
import time
import urllib.request
from pathlib import Path
from typing import Any

from bot.domain.ids import new_job_id
from tests.fakes.waiting import PATIENCE, wait_until_sync
from tests.scenarios.fleet import TOKEN, Fleet, fleet, in_own_messages, logged

PREFIX = "{chatelier}"


def record(job_id: str, prompt: str, **more: Any) -> dict[str, Any]:
    """A job as the first version wrote it: nothing is said of `detached`."""
    now = time.time()
    words = {"text": prompt, "urls": [], "flags": [["ar", "16:9"]], "mode": None}
    place = {"platform": "webchat", "chat": "atelier", "thread": ""}
    return {
        "schema": 1,
        "id": job_id,
        "order": {"kind": "imagine", "value": {"prompt": words}},
        "origin": {"place": place, "person": {"id": "webchat:ann", "name": "Ann", "language": ""}, "reply": ""},
        "created_at": now,
        "deadline": now + 600,
        "state": "waiting",
        "sent_at": 0.0,
        "press": "",
        **more,
    }


def put(ships: Fleet, job: dict[str, Any]) -> None:
    """Into the book as the first version did: no `held` beside the data, and nothing counted."""
    client = ships.records.client
    client.hset(f"{PREFIX}:job:{job['id']}", mapping={"v": 0, "stamp": "00", "data": json.dumps(job)})
    client.zadd(f"{PREFIX}:jobs:open", {job["id"]: job["created_at"]})


def new_id(number: int) -> str:
    return new_job_id(time.time(), number.to_bytes(10))


def state_of(ships: Fleet, job_id: str) -> str:
    return str(next(job["state"] for job in ships.records.jobs() if job["id"] == job_id))


def painting(ships: Fleet, prompt: str) -> str:
    """A task that another program has ordered; its id."""
    body = {"action": "generate", "prompt": f"{prompt} --ar 16:9", "mode": "fast", "async": True}
    request = urllib.request.Request(
        f"{ships.sandbox.url}/midjourney/imagine",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return str(json.load(answer)["task_id"])


def test_records_of_other_versions(tmp_path: Path) -> None:
    """Old ones and those with new fields are carried on; one of an unknown kind waits for who knows it."""
    with fleet(tmp_path, workers=0, seconds=1) as ships:
        waiting, running, later, foreign = map(new_id, range(4))
        put(ships, record(waiting, "a lighthouse"))
        task = painting(ships, "a fox")
        put(ships, record(running, "a fox", state="running", sent_at=time.time(), task_id=task))
        future = record(later, "an owl", mood={"of": "the future"}, schema=2)
        future["order"]["value"]["weather"] = "fair"
        future["origin"]["person"]["pronoun"] = "she"
        put(ships, future)
        strange = record(foreign, "a statue")
        strange["order"]["kind"] = "sculpt"
        put(ships, strange)

        worker = ships.worker().ready()
        wait_until_sync(
            lambda: all(state_of(ships, one) == "done" for one in (waiting, running, later)),
            "the three are done",
        )
        assert ships.submitted() == 3
        in_own_messages(ships, 3)
        # The fourth was tried, is as it was, and is not tried again and again.
        wait_until_sync(lambda: bool(logged(worker, "job.read_failed")), "the log tells of it")
        assert len(logged(worker, "job.read_failed")) == 1
        assert "Traceback" not in worker.output
        assert state_of(ships, foreign) == "waiting"
        assert ships.records.client.hget(f"{PREFIX}:job:{foreign}", "data") == json.dumps(strange)

        # A program that knows the kind does it at its start.
        strange["order"]["kind"] = "imagine"
        ships.records.client.hset(f"{PREFIX}:job:{foreign}", "data", json.dumps(strange))
        ships.worker().ready()
        wait_until_sync(lambda: state_of(ships, foreign) == "done", "the fourth is done")
        assert ships.submitted() == 4
