"""The driver for tests whose server is another process; all calls block, all answers are JSON."""

import base64
import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from tests.fakes.waiting import PATIENCE, wait_until_sync


@dataclass(frozen=True, slots=True)
class Remote:
    """`url` is what the server printed first. People, rooms, messages and interactions are named by their ids."""

    url: str

    def ask(self, path: str, body: Any = None, method: str = "") -> Any:
        """AssertionError when it is refused."""
        data = None if body is None else json.dumps(body).encode()
        verb = method or ("GET" if data is None else "POST")
        request = urllib.request.Request(f"{self.url}/_admin/{path}", data=data, method=verb)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(error.read().decode()) from None

    def person(self, name: str, **more: Any) -> str:
        return str(self.ask("people", {"name": name, **more})["id"])

    def server(self, name: str, *people: str, **more: Any) -> str:
        return str(self.ask("servers", {"name": name, "people": people, **more})["id"])

    def channel(self, server: str, name: str = "general", **more: Any) -> str:
        return self._room(server=server, name=name, **more)

    def thread(self, room: str, name: str = "thread") -> str:
        return self._room(thread_of=room, name=name)

    def dm(self, person: str) -> str:
        return self._room(dm=person)

    def group(self, *people: str) -> str:
        return self._room(group=people)

    def _room(self, **given: Any) -> str:
        return str(self.ask("rooms", given)["id"])

    def types(self, room: str, person: str, command: str, **options: Any) -> str:
        """The interaction; an option that is bytes is a file."""
        plain = {name: _plain(value) for name, value in options.items()}
        return str(self.act(room, "types", person=person, command=command, options=plain)["id"])

    def act(self, room: str, act: str, **arguments: Any) -> Any:
        """`act(room, "presses", person=ann, message=one, label="U1")` -> `{"id": "…"}`; see room.Room for all."""
        return self.ask(f"rooms/{room}/{act}", arguments)

    def room(self, room: str, person: str = "") -> dict[str, Any]:
        """`messages` (each with id, bot, deleted, text, labels, files, history, …), refused, failed."""
        return dict[str, Any](self.ask(f"rooms/{room}{f'?person={person}' if person else ''}"))

    def by_bot(self, room: str) -> list[dict[str, Any]]:
        """The bot's messages that are there."""
        return [one for one in self.room(room)["messages"] if one["bot"] and not one["deleted"]]

    def interaction(self, one: str) -> dict[str, Any]:
        return dict[str, Any](self.ask(f"interactions/{one}"))

    def answered(self, one: str) -> dict[str, Any]:
        """Waits until the bot's answer is there and no more says "thinking…"."""
        wait_until_sync(lambda: bool(self.interaction(one)["done"]), "it is answered")
        return self.interaction(one)

    def data(self, room: str, message: str, place: int = 0) -> bytes:
        with urllib.request.urlopen(
            f"{self.url}/_admin/rooms/{room}/{message}/data/{place}", timeout=PATIENCE
        ) as answer:
            return bytes(answer.read())

    def commands(self) -> list[str]:
        return [str(one["name"]) for one in self.ask("commands")]

    def calls(self, **query: Any) -> list[dict[str, Any]]:
        """By `route` and `room`, both optional; fields as in world.Record."""
        return list[dict[str, Any]](self.ask(f"calls?{urllib.parse.urlencode(query, doseq=True)}"))

    def state(self) -> dict[str, Any]:
        """connected, starts, resumes, refused, invalid, unhushed, complaints, now, bot, people, rooms."""
        return dict[str, Any](self.ask("state"))

    def move(self, seconds: float) -> float:
        """So much later; the time that it is then, in unix seconds."""
        return float(self.ask("clock", {"seconds": seconds})["now"])

    def gateway(self, act: str, **arguments: Any) -> None:
        """cut, hang_up, ask_reconnect, invalidate, again, say."""
        self.ask(f"gateway/{act}", arguments)

    def repeat(self, one: str) -> None:
        self.ask(f"interactions/{one}/repeat", {})

    def fault(self, kind: str, route: str = "", **more: Any) -> None:
        self.ask("faults", {"kind": kind, "route": route, **more})

    def no_faults(self) -> None:
        self.ask("faults", method="DELETE")


def _plain(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
