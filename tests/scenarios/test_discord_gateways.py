"""Two gateways on one shard of Discord, of which one dies."""

import signal
from pathlib import Path
from typing import Any

from tests.fakes.discord.remote import Remote
from tests.fakes.discord.world import TOKEN
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.discords import addresses, finished, reached, stand_in
from tests.scenarios.fleet import fleet
from tests.scenarios.programs import programs

ROUND = 4  # orders with both, with one that stands still, and with one


def test_two_gateways_and_one_dies(tmp_path: Path) -> None:
    """Both hear everything, each interaction is answered and painted once, and none is lost when one goes.

    Also not those that come while it stands still and nobody knows. What it has answered is written down some
    milliseconds later: an interaction in between is all that a kill can cost.
    """
    with programs(tmp_path / "discord") as started:
        chat = stand_in(tmp_path / "discord")
        started.append(chat.start())
        discord = reached(chat)
        shared = {name.removeprefix("CHATELIER_"): value for name, value in addresses(chat).items()}
        shared |= {"DISCORD_TOKEN": TOKEN, "ACEDATA_CONCURRENCY": "20", "WEBCHAT": "false"}
        with fleet(tmp_path, workers=1, seconds=1, **shared) as ships:
            one, other = (ships.program("gateway", f"gateway-{n}") for n in (1, 2))
            one.ready()
            other.ready()
            ann = discord.person("Ann")
            room = discord.channel(discord.server("Atelier", ann))
            asked = order(discord, room, ann, 0)
            wait_until_sync(lambda: ships.submitted() == ROUND, "all of them are written down")
            assert one.process is not None
            one.process.send_signal(signal.SIGSTOP)
            asked += order(discord, room, ann, ROUND)
            wait_until_sync(lambda: ships.submitted() == 2 * ROUND, "the other one serves them")
            one.kill()
            asked += order(discord, room, ann, 2 * ROUND)
            wait_until_sync(lambda: len(finished(discord, room)) == 3 * ROUND, "every picture is there")
            assert ships.submitted() == len(ships.records.jobs()) == 3 * ROUND
            shown = [message["interaction"] for message in discord.by_bot(room)]
            assert sorted(shown) == sorted(asked)
            answers: list[dict[str, Any]] = discord.calls(route="callback")
            assert sum(call["status"] == 200 for call in answers) == 3 * ROUND
            assert {call["code"] for call in answers if call["status"] != 200} <= {40060}
            assert discord.state()["complaints"] == []


def order(discord: Remote, room: str, person: str, first: int) -> list[str]:
    return [discord.types(room, person, "imagine", prompt=f"a fox number {n}") for n in range(first, first + ROUND)]
