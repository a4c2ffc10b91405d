"""A record that another version of the program wrote is left as it is."""

import orjson
from redis.asyncio import Redis
from structlog.testing import capture_logs

from bot.store.keys import Keys
from tests.jobs.conftest import Bench


async def test_a_job_of_an_unknown_kind_is_told_of_once(bench: Bench, redis: Redis) -> None:
    """The sweep offers it every half minute, to whoever can read it; the log is not filled meanwhile."""
    job = await bench.open()
    key = Keys().job(job.id)
    record = orjson.loads(await redis.hget(key, "data") or b"")
    record["order"]["kind"] = "sculpt"
    await redis.hset(key, "data", orjson.dumps(record).decode())
    with capture_logs() as lines:
        for _ in range(3):
            await bench.runner.run(job.id)
    assert [line["event"] for line in lines] == ["job.read_failed"]
    assert orjson.loads(await redis.hget(key, "data") or b"") == record
    assert await bench.jobs.pending() == [job.id]
