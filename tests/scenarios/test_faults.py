"""Every way the service can fail, through the whole program: each job ends, says why, and is sent once."""

from pathlib import Path

from tests.fakes.waiting import wait_until_sync
from tests.scenarios.conftest import Stage
from tests.scenarios.programs import Program, programs
from tests.scenarios.test_sigkill import all_done, say

# What the stand-in plays when it finds the word in a prompt, and how the job has to end.
ENDS = {
    "moderation": "refused",
    "moderation_late": "refused",
    "invalid_token": "unauthorized",
    "api_error": "unavailable",
    "html": "lost",  # a proxy's error page says nothing about the order: sought, not found
    "drop": "lost",
    "timeout": "picture",  # the service gave up waiting, its task did not
    "not_json": "picture",
    "cut_first": "picture",
    "cut": "picture",
    "plain_json": "picture",
    "fragment": "picture",
    "straight": "picture",
    "slow_first_byte": "picture",
    "lost_previews": "picture",
    "unknown_actions": "picture",
}
AT_ONCE = 8  # the demo lets a person have ten open


def test_every_fault_ends_as_it_should(tmp_path: Path) -> None:
    """A picture where there is one, the reason where there is none, one message and one order each."""
    with programs(tmp_path) as started:
        demo = Program(["demo", "--seconds", "1"], tmp_path)
        started.append(demo.start().ready())
        stage = Stage(demo, demo)
        orders = [f"/imagine a fox number {n} sandbox:{fault}" for n, fault in enumerate(ENDS)]
        records = stage.records
        for begun in range(0, len(orders), AT_ONCE):
            say(stage, *orders[begun : begun + AT_ONCE])
            ordered = min(begun + AT_ONCE, len(orders))
            wait_until_sync(
                lambda count=ordered: len(records.states()) == count and all_done(stage),  # type: ignore[misc]  # mypy does not see defaults of lambdas
                "all have ended",
            )
        jobs, messages = records.jobs(), records.messages()
        found = {job["order"]["value"]["prompt"]["text"].partition("sandbox:")[2]: job for job in jobs}
        ends = {name: job["fault"]["code"] if "fault" in job else "picture" for name, job in found.items()}
        assert ends == ENDS
        assert len(messages) == len(ENDS)
        assert {message["state"] for message in messages} == {"done", "failed"}
        tasks = (tmp_path / "data" / "sandbox" / "tasks.jsonl").read_text().splitlines()
        accepted = [
            name for name in ENDS if sum(f"sandbox:{name}" in line.replace("\\", "") for line in tasks) == 1
        ]
        assert len(tasks) == len(accepted), "an order was sent twice"
