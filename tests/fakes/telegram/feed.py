"""Updates on their way to the bot: one queue, taken by long polling or pushed to a webhook."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson

from tests.fakes.telegram.call import Call
from tests.fakes.telegram.judge import Judge
from tests.fakes.telegram.refusal import Refusal, bad
from tests.fakes.telegram.rules import HIDDEN, Rules

_TAKEN = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_HOOKED = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@dataclass(slots=True)
class Hook:
    url: str
    secret: str
    connections: int = 40
    error: str = ""
    failed_at: int = 0
    posts: int = 0


class Feed:
    """`pending` are the updates not yet confirmed; `sent` is every update there ever was."""

    def __init__(self, rules: Rules, clock: Callable[[], float], judge: Judge) -> None:
        self.rules = rules
        self.clock = clock
        self.judge = judge
        self.pending: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.stray: list[dict[str, Any]] = []  # go out once, whatever their ids
        self.hook: Hook | None = None
        self.allowed: set[str] = set()
        self.closing = False
        self.polls = 0  # getUpdates calls so far; the newest holds the line
        self.waiting = 0
        self._next = 900_000_001
        self._change = asyncio.Event()

    def put(self, kind: str, body: dict[str, Any]) -> int:
        """Queues an update of a kind the bot asked for; its id, or 0 when it did not ask for it."""
        if self.allowed and kind not in self.allowed:
            return 0
        if not self.allowed and kind in HIDDEN:
            return 0
        number = self._next
        update: dict[str, Any] = {"update_id": number, kind: body}
        self._next += 1
        self.judge.update(update)
        self.sent.append(update)
        self.pending.append(update)
        self.stir()
        return number

    def again(self, update: dict[str, Any]) -> None:
        """Sends one more time what was sent before, with the id it has, confirmed or not."""
        self.stray.append(dict(update))
        self.stir()

    def stir(self) -> None:
        """Whoever waits for news looks again."""
        self._change.set()
        self._change = asyncio.Event()

    def close(self) -> None:
        self.closing = True
        self.stir()

    def allow(self, call: Call) -> None:
        kinds = call.json("allowed_updates")
        if kinds is not None:
            self.allowed = set(kinds)

    async def poll(self, call: Call) -> list[dict[str, Any]]:
        """Long polling as in getUpdates. Raises Refusal 409 when a webhook is set or another poll takes over."""
        if self.hook is not None:
            raise Refusal(409, _HOOKED)
        self.allow(call)
        self.polls += 1
        mine = self.polls
        self.stir()
        self._confirm(call.number("offset") or 0)
        limit = min(max(call.number("limit") or 100, 1), 100)
        self.waiting += 1
        try:
            await self._news(mine, min(call.number("timeout") or 0, self.rules.longest_poll))
        finally:
            self.waiting -= 1
        if mine != self.polls or self.hook is not None:
            raise Refusal(409, _TAKEN)
        stray, self.stray = self.stray, []
        return [*stray, *self.pending][:limit]

    async def _news(self, mine: int, patience: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while not (self.pending or self.stray or self.closing or mine != self.polls or self.hook):
                    await self._change.wait()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]

    def set_hook(self, call: Call) -> None:
        secret, url = call.text("secret_token"), call.text("url")
        if len(secret) > 256 or (secret and not secret.replace("-", "").replace("_", "").isalnum()):
            raise bad("secret token contains unallowed characters")
        if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        self.allow(call)
        if call.flag("drop_pending_updates"):
            self.pending.clear()
        self.hook = Hook(url, secret, call.number("max_connections") or 40) if url else None
        self.stir()

    def drop_hook(self, call: Call) -> None:
        if call.flag("drop_pending_updates"):
            self.pending.clear()
        self.hook = None
        self.stir()

    def hook_info(self) -> dict[str, Any]:
        hook = self.hook or Hook("", "")
        shown: dict[str, Any] = {
            "url": hook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending),
        }
        if hook.url:
            shown |= {"max_connections": hook.connections, "ip_address": "127.0.0.1"}
        if hook.error:
            shown |= {"last_error_date": hook.failed_at, "last_error_message": hook.error}
        return shown | ({"allowed_updates": sorted(self.allowed)} if self.allowed else {})

    async def push(self) -> None:
        """Posts what is pending to the webhook for as long as it runs; many at once, so order is not promised."""
        flying: set[int] = set()
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as crew:
            while not self.closing:
                change = self._change
                for update in self._due(flying):
                    flying.add(id(update))
                    crew.create_task(self._deliver(session, update, flying))
                await change.wait()

    def _due(self, flying: set[int]) -> list[dict[str, Any]]:
        if self.hook is None:
            return []
        free = self.hook.connections - len(flying)
        return [update for update in [*self.stray, *self.pending] if id(update) not in flying][: max(0, free)]

    async def _deliver(self, session: aiohttp.ClientSession, update: dict[str, Any], flying: set[int]) -> None:
        """Repeats until it is taken, the webhook changes or the server closes."""
        hook, pause = self.hook, self.rules.backoff
        while hook is not None and self.hook is hook and not self.closing:
            if await self._post(session, hook, update):
                self.pending = [other for other in self.pending if other is not update]
                self.stray = [other for other in self.stray if other is not update]
                break
            await asyncio.sleep(pause)
            pause = min(pause * 2, self.rules.backoff_limit)
        flying.discard(id(update))
        self.stir()

    async def _post(self, session: aiohttp.ClientSession, hook: Hook, update: dict[str, Any]) -> bool:
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        hook.posts += 1
        try:
            timeout = aiohttp.ClientTimeout(total=60)
            async with session.post(
                hook.url, data=orjson.dumps(update), headers=headers, timeout=timeout
            ) as answer:
                if answer.ok:
                    return True
                hook.error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            hook.error = f"Connection refused: {type(error).__name__}"
        hook.failed_at = int(self.clock())
        return False
