"""Discord's REST as PyPI `simcord` models it, behind HTTP: a judge of what we send that nobody here wrote.

simcord stands in for discord.py's own HTTP client, so it has a router but no server, and no gateway: its events are
handed to whoever listens.
"""

import io
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import BodyPartReader, web
from simcord.backend import Backend, serializers
from simcord.backend.errors import BackendError
from simcord.components import walk_components
from simcord.http import RouteNotImplemented, UnsupportedField, dispatch
from simcord.interactions import base_payload, check_options, store_interaction_attachment

from tests.fakes.serving import handling

PREFIX = "/api/v10"
BODY_LIMIT = 64 * 1024 * 1024
# Where a program asks who it is; simcord has the older of the two addresses alone.
ALIASES = {"/applications/@me": "/oauth2/applications/@me"}
COMMAND, COMPONENT, AUTOCOMPLETE = 2, 3, 4  # types of interactions
ATTACHMENT = 11  # the type of an option


@dataclass(frozen=True)
class File:
    """As discord.py has it."""

    filename: str
    fp: io.BytesIO
    description: str | None = None


@dataclass
class Simcord:
    """Ann's server with a channel in it. `refused`: what it did not take; `unknown`: what it does not know."""

    backend: Backend
    url: str = ""
    refused: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        backend = self.backend
        self.ann = backend.make_user("ann", global_name="Ann")
        self.guild = backend.create_guild("Atelier", owner_id=self.ann.id)
        self.channel = backend.create_channel(self.guild.id, "general")

    @property
    def api_url(self) -> str:
        return f"{self.url}{PREFIX}"

    @property
    def application(self) -> str:
        return str(self.backend.application_id)

    def messages(self, channel: int = 0) -> list[Any]:
        return list(self.backend.messages[channel or self.channel.id].values())

    # --- what Ann does ---------------------------------------------------------------------------------

    def types(self, command: str, *, dm: bool = False, **options: Any) -> Any:
        """simcord checks the values by what was declared; a file is a pair of its name and its bytes."""
        found = self.backend.find_command(command, None)
        assert found is not None, f"there is no command {command}"
        return self.happens(COMMAND, self.typed(found, check_options(command, found, options)), dm=dm)

    def completes(self, command: str, option: str, text: str) -> Any:
        found = self.backend.find_command(command, None)
        assert found is not None, f"there is no command {command}"
        data = self.typed(found, {option: text})
        data["options"][0]["focused"] = True
        return self.happens(AUTOCOMPLETE, data)

    def presses(self, message: Any, word: str) -> Any:
        """A button by its label, or an option of a select by its own."""
        for one in walk_components(message.components):
            if word in str(one.get("label", "")).split() and "custom_id" in one:
                return self.happens(COMPONENT, {"component_type": 2, "custom_id": one["custom_id"]}, message)
            for option in one.get("options", []):
                if word in option["label"].split():
                    data = {"component_type": 3, "custom_id": one["custom_id"], "values": [option["value"]]}
                    return self.happens(COMPONENT, data, message)
        raise AssertionError(f"there is no {word} in {message.components}")

    def typed(self, command: Any, options: Any) -> dict[str, Any]:
        kinds = {one["name"]: one["type"] for one in command["options"]}
        resolved: dict[str, Any] = {}
        values = [
            {"name": name, "type": kinds[name], "value": self.value(kinds[name], value, resolved)}
            for name, value in options.items()
        ]
        return {
            "id": command["id"],
            "name": command["name"],
            "type": 1,
            "options": values,
            "resolved": resolved,
        }

    def value(self, kind: int, value: Any, resolved: dict[str, Any]) -> Any:
        if kind != ATTACHMENT:
            return value
        name, data = value
        return store_interaction_attachment(self.backend, self.channel.id, name, data, resolved)

    def happens(self, kind: int, data: dict[str, Any], message: Any = None, *, dm: bool = False) -> Any:
        """The interaction, as simcord keeps it."""
        channel = self.backend.get_dm_channel(self.ann.id) if dm else self.channel
        if message is not None:
            channel = self.backend.get_channel(message.channel_id)
        record, payload = base_payload(
            self.backend,
            type=kind,
            channel_id=channel.id,
            guild_id=channel.guild_id,
            user_id=self.ann.id,
            data=data,
        )
        # By whom the app was brought is none of simcord's matters.
        payload["authorizing_integration_owners"] = {"0": str(channel.guild_id or 0)}
        if message is not None:
            record.source_message_id = message.id
            payload["message"] = serializers.message_payload(self.backend, message, for_user=self.ann.id)
        self.backend.emit("INTERACTION_CREATE", payload)
        return record

    def hear(self, event: str, read: Callable[[Any], None]) -> None:
        def listener(name: str, payload: Any) -> None:
            if name == event:
                read(payload)

        self.backend.subscribers.append(listener)

    # --- HTTP ------------------------------------------------------------------------------------------

    async def serve(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix(PREFIX)
        what = f"{request.method} {path}"
        body, files = await read_request(request)
        self.asked.append(what)
        try:
            found = dispatch(
                self.backend,
                request.method,
                ALIASES.get(path, path),
                json=body,
                params=dict(request.query),
                files=files,
            )
        except (RouteNotImplemented, UnsupportedField) as error:
            self.unknown.append(str(error))
            return web.json_response({"message": "it has no such thing", "code": 0}, status=501)
        except BackendError as error:
            self.refused.append(f"{what}: {error}")
            return web.json_response(error.to_json(), status=error.status)
        except (ValueError, TypeError, KeyError) as error:
            self.refused.append(f"{what}: {error!r}")
            return web.json_response({"message": "it fell over that", "code": 0}, status=500)
        return web.Response(status=204) if found is None else web.json_response(found, dumps=dumped)


def dumped(value: Any) -> str:
    return orjson.dumps(value).decode()


async def read_request(request: web.Request) -> tuple[Any, list[File]]:
    """The JSON of a request and its files, in the order of their numbers."""
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        return (orjson.loads(raw) if raw else None), []
    body, files = None, dict[int, File]()
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        raw = bytes(await part.read())
        if part.name == "payload_json":
            body = orjson.loads(raw)
        else:
            number = int(str(part.name).removeprefix("files[").removesuffix("]"))
            files[number] = File(part.filename or "", io.BytesIO(raw))
    return body, [files[number] for number in sorted(files)]


@asynccontextmanager
async def simcord_api() -> AsyncIterator[Simcord]:
    """At the present time, which stands still there. AssertionError at the end when it refused anything."""
    backend = Backend()
    backend.advance_clock(time.time() - backend.clock.now().timestamp())
    simcord = Simcord(backend)
    async with handling(simcord.serve, client_max_size=BODY_LIMIT) as simcord.url:
        yield simcord
    assert not simcord.unknown, simcord.unknown
    assert not simcord.refused, simcord.refused
