"""Opens the ways in from outside: our HTTP server, and the stand-in's."""

import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from aiohttp import web

from bot.compose.advice import listening_fault
from bot.compose.context import AppContext, signing_key
from bot.domain.ids import JobId
from bot.domain.incoming import MaskPainted
from bot.environment import PREFIX, SettingsError
from bot.ports import HasRoutes, Role
from bot.store import lock
from bot.store.folders import folder_advice
from bot.web.callbacks import callback_routes
from bot.web.listening import open_server
from bot.web.mask import MaskDesk
from bot.web.page_pictures import PagePictures
from bot.web.server import Degraded, Health, create_app, media_route

if TYPE_CHECKING:
    from bot.sandbox.options import SandboxOptions


@asynccontextmanager
async def open_web(
    context: AppContext, roles: frozenset[Role], health: Health, degraded: Degraded
) -> AsyncIterator[str]:
    """The web server; yields the address it listens on. Every process tells how it is; the rest is for WEB.

    SettingsError when it cannot listen there.
    """
    settings = context.settings
    routes = web_routes(context) if Role.WEB in roles else []
    app = create_app(health, routes, str(settings.public_url or ""), degraded)
    names = f"{PREFIX}HTTP_HOST, {PREFIX}HTTP_PORT"
    async with open_site(app, settings.http_host, settings.http_port, names) as address:
        yield address


def web_routes(context: AppContext) -> Sequence[web.AbstractRouteDef]:
    async def report(job_id: JobId, body: bytes) -> str:
        if not is_json_object(body):
            return "bad"
        return await context.desk.report(job_id, lambda job: context.painter.read_report(body, job))

    return [
        media_route(context.store.media),
        context.picture_host.route(),
        *mask_desk(context).routes(),
        *callback_routes(signing_key(context.service, "callbacks"), report),
        *(route for one in context.platforms.values() if isinstance(one, HasRoutes) for route in one.routes()),
    ]


def mask_desk(context: AppContext) -> MaskDesk:
    """What stands behind the page on which regions are painted."""
    store, entry = context.store, context.entry
    pictures = PagePictures(
        results=store.results,
        result_pictures=entry.deferred.inputs.result_pictures,
        links=entry.deferred.inputs.links,
        platforms=context.platforms,
        clock=context.clock,
        picture_host=entry.deferred.inputs.picture_host,
    )

    async def check(painted: MaskPainted) -> None:
        await entry.app.check_repaint(painted)
        await entry.deferred.inputs.check_painted(painted)

    return MaskDesk(
        pages=store.mask_pages,
        masks=store.masks,
        pictures=pictures,
        platforms=context.platforms,
        check=check,
        handle=entry.app.handle,
        secure=str(context.settings.public_url or "").startswith("https://"),
    )


def is_json_object(body: bytes) -> bool:
    try:
        return isinstance(orjson.loads(body), dict)
    except ValueError:
        return False


@asynccontextmanager
async def open_sandbox(options: "SandboxOptions", host: str, port: int) -> AsyncIterator[str]:
    """The stand-in for the image API; yields its address. SettingsError when it cannot be had."""
    try:
        from bot.sandbox.server import create_app as create_sandbox  # noqa: PLC0415 - containers may do without
    except ImportError as error:
        raise SettingsError(
            f"{error.name} is not installed, which the sandbox draws with: pip install {error.name} "
            "(in a checkout: make setup)"
        ) from None
    with ExitStack() as stack:
        try:
            if options.state is not None:
                stack.enter_context(claimed_tasks(options.state))
            app = create_sandbox(options)
        except OSError as error:
            raise SettingsError(
                f"--folder, --state: the sandbox cannot keep its tasks in {options.state}: {folder_advice(error)}"
            ) from None
        async with open_site(app, host, port, "--host, --port") as address:
            yield address


@contextmanager
def claimed_tasks(folder: Path) -> Iterator[None]:
    """No other sandbox writes to the same journal meanwhile: neither would know the other's tasks.

    Raises SettingsError if another process has the folder, OSError if it cannot be used.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            claim = stack.enter_context(lock.hold(folder / "sandbox.lock"))
        except lock.HeldError as held:
            raise SettingsError(
                f"--folder, --state: the sandbox's tasks in {folder} are in use by {held.holder}: "
                "stop it, or choose another folder"
            ) from None
        lock.sign(claim, os.getpid())
        yield


@asynccontextmanager
async def open_site(app: web.Application, host: str, port: int, names: str) -> AsyncIterator[str]:
    """`names`: what an operator sets them by. Raises SettingsError."""
    async with AsyncExitStack() as stack:
        try:
            address = await stack.enter_async_context(open_server(app, host, port))
        except OSError as error:
            raise SettingsError(listening_fault(names, host, port, error)) from None
        yield address
