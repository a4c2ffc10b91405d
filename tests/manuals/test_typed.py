"""What docs/using.md says one may type is typed into the web chat, word for word: `make manuals`."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import aiohttp
import pytest

from tests.fakes.waiting import wait_until
from tests.manuals.reading import chat_lines
from tests.tour.visit import open_bot

pytestmark = [pytest.mark.manuals, pytest.mark.timeout(300)]

MANUAL: Final = "docs/using.md"
LINES: Final = chat_lines(MANUAL)
# Of the pictures that the manual tells people to have before: four, one of them, a film of that.
GRID, SINGLE, CLIP = "7K2M9QXD", "P189YD3C", "5W4JN4MK"
ANSWERED_IN_WORDS: Final = ("/shorten", "/translate")
READERS: Final = 3  # at once: the stand-in paints on the same cores
DONE_S: Final = 120.0  # this only bounds a hang


@dataclass
class Room:
    """The room of the web chat, seen by one page; each line is said by another, as nobody may order so many."""

    url: str
    session: aiohttp.ClientSession
    messages: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    async def watch(self) -> None:
        async with self.session.ws_connect(f"{self.url}/chat/ws?name=Watcher", max_msg_size=0) as page:
            async for heard in page:
                said = json.loads(heard.data)
                if said["type"] == "message":
                    self.messages[said["message"]["id"]] = said["message"]

    async def send(self, name: str, frame: Mapping[str, str]) -> None:
        """Until it is taken; an answer to that person alone is a refusal."""
        key = uuid4().hex
        async with self.session.ws_connect(f"{self.url}/chat/ws?name={name}", max_msg_size=0) as page:
            await page.send_json({**frame, "key": key})
            async for heard in page:
                said = json.loads(heard.data)
                if said["type"] == "answer":
                    self.refused.append(f"{frame}: {said}")
                if said == {"type": "ack", "key": key}:
                    return

    def result(self, name: str) -> Mapping[str, Any] | None:
        """What this person has had made, once it is there."""
        theirs = (one for one in self.messages.values() if one["author"]["name"] == name)
        return next((one for one in theirs if one["state"] in {"done", "failed"}), None)

    async def made(self, name: str, frame: Mapping[str, str]) -> Mapping[str, Any]:
        await self.send(name, frame)
        await wait_until(lambda: self.result(name) or self.refused, f"{name}: {frame}", DONE_S)
        found = self.result(name)
        assert found is not None, self.refused
        return found

    async def press(self, name: str, message: Mapping[str, Any], label: str) -> Mapping[str, Any]:
        payload = next(one["payload"] for row in message["buttons"] for one in row if one["label"] == label)
        return await self.made(name, {"type": "press", "message": message["id"], "payload": payload})


def head_line(message: Mapping[str, Any]) -> str:
    """The second line of a card: who asked for what, how it was made, and the code of a result."""
    return next(iter("".join(span["text"] for span in message["text"]).split("\n")[1:]), "")


def has_picture(message: Mapping[str, Any]) -> bool:
    """A machine that is too busy to paint it in time shows a link to it."""
    return bool(message["media"]) or any(span["url"] for span in message["text"])


@asynccontextmanager
async def open_room(folder: Path) -> AsyncIterator[Room]:
    with open_bot(folder, "--seconds", "0.3") as (bot, _):
        async with aiohttp.ClientSession() as session:
            room = Room(bot.url, session)
            watching = asyncio.create_task(room.watch())
            yield room
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching


async def first_codes(room: Room) -> Mapping[str, str]:
    """What stands in the manual, and what is typed in its place."""
    grid = await room.made("Ann", {"type": "say", "text": "/imagine paper boats on a silver lake"})
    single = await room.press("Bea", grid, "U2")
    clip = await room.press("Cy", single, "Animate")
    made = {GRID: grid, SINGLE: single, CLIP: clip}
    return {shown: head_line(message).rpartition(" · ")[2] for shown, message in made.items()}


async def test_every_line_ends_in_a_picture(tmp_path: Path) -> None:
    """Or in words, where that is what it asks for; codes stand for what people have made before."""
    async with open_room(tmp_path) as room:
        codes = await first_codes(room)
        lines = dict(enumerate(LINES))
        assert len(lines) > len(codes)

        async def read_aloud() -> None:
            while lines:
                number, line = lines.popitem()
                typed = re.sub("|".join(codes), lambda found: codes[found[0]], line)
                found = await room.made(f"Reader{number}", {"type": "say", "text": typed})
                assert found["state"] == "done", (line, found["text"])
                assert has_picture(found) != line.startswith(ANSWERED_IN_WORDS), (line, found["text"])

        await asyncio.gather(*(read_aloud() for _ in range(READERS)))
        assert room.refused == []
