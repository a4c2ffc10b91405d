"""The driver for tests whose server is another process; all calls block, all answers are JSON."""

import base64
import json
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from tests.fakes.waiting import PATIENCE


@dataclass(frozen=True, slots=True)
class Remote:
    """`url` is what the server printed when it started. People, chats and messages are named by their ids."""

    url: str

    def ask(self, path: str, body: Any = None, method: str = "") -> Any:
        data = None if body is None else json.dumps(body).encode()
        verb = method or ("GET" if data is None else "POST")
        request = urllib.request.Request(f"{self.url}/_admin/{path}", data=data, method=verb)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read())

    def person(self, name: str, **more: Any) -> int:
        return int(self.ask("people", {"name": name, **more})["id"])

    def private(self, person: int) -> int:
        return int(self.ask("chats", {"kind": "private", "people": [person]})["id"])

    def group(self, title: str, *people: int, **more: Any) -> int:
        return int(self.ask("chats", {"title": title, "people": people, **more})["id"])

    def act(self, chat: int, act: str, **arguments: Any) -> Any:
        """`act(room, "says", person=ann, text="/imagine a cat")` -> `{"id": 1}`; see chat.Chat for all acts."""
        plain = {name: _plain(value) for name, value in arguments.items()}
        return self.ask(f"chats/{chat}/{act}", plain)

    def chat(self, chat: int) -> dict[str, Any]:
        """`messages` (each with id, bot, deleted, kind, text, labels, rows, size, sha256, history), refused, ..."""
        return dict[str, Any](self.ask(f"chats/{chat}"))

    def data(self, chat: int, message: int) -> bytes:
        with urllib.request.urlopen(f"{self.url}/_admin/chats/{chat}/{message}/data", timeout=PATIENCE) as answer:
            return bytes(answer.read())

    def calls(self, **query: Any) -> list[dict[str, Any]]:
        """By `method` and `chat`, both optional; fields as in world.Record."""
        return list[dict[str, Any]](self.ask(f"calls?{urllib.parse.urlencode(query)}"))

    def answer(self, press: str) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.ask(f"presses/{press}")["answer"]
        return found

    def state(self) -> dict[str, Any]:
        """pending, polling, polls, webhook, posts, refused, complaints."""
        return dict[str, Any](self.ask("state"))

    def fault(self, kind: str, method: str = "", **more: Any) -> None:
        self.ask("faults", {"kind": kind, "method": method, **more})

    def no_faults(self) -> None:
        self.ask("faults", method="DELETE")

    def repeat(self, place: int = -1) -> dict[str, Any]:
        return dict[str, Any](self.ask("repeat", {"place": place}))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return [_plain(one) for one in value] if isinstance(value, list) else value
