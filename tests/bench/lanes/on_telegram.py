"""A bot on python-telegram-bot with its AIORateLimiter, in a simulated group."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

from bot.domain.pacing import Rank
from tests.bench.lanes.gates import Gate
from tests.bench.lanes.naive import Site, everybody
from tests.bench.lanes.plans import Outcome, Plan
from tests.bench.lanes.virtual import play

TOKEN = "1:test-token-not-real"


class Wire(BaseRequest):
    """Takes the library's requests to the simulated platform; a card's text says whose it is and which."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @property
    @override
    def read_timeout(self) -> float:
        return 5.0

    @override
    async def initialize(self) -> None: ...

    @override
    async def shutdown(self) -> None: ...

    @override
    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named: Any
    ) -> tuple[int, bytes]:
        assert request_data is not None
        card = request_data.parameters
        job, rank = str(card["text"]).split()
        pause = await self.site.arrive(str(card["chat_id"]), job, Rank[rank])
        if not pause:
            return 200, b'{"ok": true, "result": true}'
        error = {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests",
            "parameters": {"retry_after": pause},
        }
        return 429, json.dumps(error).encode()


def telegram(groups: Mapping[int, Sequence[Plan]], gates: Mapping[int, Gate], retries: int) -> Outcome:
    """Groups (by negative chat ids) that one bot serves."""
    site = Site({str(chat): gate for chat, gate in gates.items()})
    chats = {plan.job: chat for chat, jobs in groups.items() for plan in jobs}

    async def main() -> None:
        bot = ExtBot(TOKEN, request=Wire(site), rate_limiter=AIORateLimiter(max_retries=retries))

        async def send(plan: Plan, rank: Rank) -> None:
            await bot.edit_message_text(f"{plan.job} {rank.name}", chat_id=chats[plan.job], message_id=1)

        await everybody([plan for jobs in groups.values() for plan in jobs], send, TelegramError)

    logging.getLogger("telegram.ext").setLevel(logging.CRITICAL)
    play(main)
    return site.outcome
