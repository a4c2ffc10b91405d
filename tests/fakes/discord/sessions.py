"""Sessions of the gateway: what each was sent, so that a lost connection loses nothing."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

Json = dict[str, Any]
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11


@dataclass(slots=True)
class Session:
    """`log` are all events with their numbers; `socket` is None while there is no connection."""

    id: str
    shard: tuple[int, int]
    intents: int
    log: list[Json] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None
    lost_at: float = 0.0

    @property
    def connected(self) -> bool:
        return self.socket is not None and not self.socket.closed

    def carries(self, guild: str | None) -> bool:
        """Whether events of this guild, or of none, come by this shard."""
        number, count = self.shard
        return number == ((int(guild) >> 22) % count if guild else 0)

    def number(self, event: str, data: Any) -> Json:
        frame: Json = {"op": DISPATCH, "t": event, "s": len(self.log) + 1, "d": data}
        self.log.append(frame)
        return frame

    async def send(self, frame: Json | str) -> None:
        """Lost when nobody is there; RESUME brings it again."""
        if self.socket is None or self.socket.closed:
            return
        try:
            await self.socket.send_str(frame if isinstance(frame, str) else orjson.dumps(frame).decode())
        except ConnectionError:
            self.socket = None
