"""The command line: demo, run, gateway, worker, web, sandbox, doctor, task."""

import asyncio
import logging
import os
import signal
import sys
import traceback
import webbrowser
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bot import log
from bot.domain.errors import Halted, Misconfigured
from bot.domain.finding import Finding
from bot.environment import NotYet, SettingsError
from bot.outage import report_store_error
from bot.platforms import ALL_SETTINGS, ChosenPlatforms, default_platforms, load_all_settings
from bot.ports import Role
from bot.settings import DemoSettings, Settings, load_demo_settings
from bot.unread import env_file_findings, known_names, names_set, start_faults, unread_names

app = typer.Typer(
    name="chatelier",
    help="An atelier in your chat: Midjourney for groups. Start with: chatelier demo",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

WRONG_SETTING = 2
AWAY = 75  # EX_TEMPFAIL of sysexits.h: what it needs is away, so it may be started again
PRIVATE_UMASK = 0o077  # what is written is for its owner alone: pictures, journals, logs, the store
DEMO_TOKEN = "sandbox-needs-no-token"  # noqa: S105 - the stand-in takes any
DEMO_NOTICE = "notice-demo"


def main() -> None:
    """The entry point."""
    os.umask(PRIVATE_UMASK)
    try:
        run_app()
    except SystemExit as end:
        end_process(end.code)


def run_app() -> None:
    """A wrong setting is one line and exit code 2, never a traceback, and no secret is shown."""
    try:
        app()
    except SettingsError as error:
        typer.echo(f"chatelier: {log.clean_text(str(error))}", err=True)
        raise SystemExit(AWAY if isinstance(error, NotYet) else WRONG_SETTING) from None
    except Exception:  # noqa: BLE001 - a fault of ours: it is shown as Python shows it, but for secrets
        typer.echo(log.clean_text(traceback.format_exc()), err=True, nl=False)
        raise SystemExit(1) from None


def end_process(code: str | int | None) -> NoReturn:
    """End without Python's own finalization.

    Before 3.14 that aborts the process when a thread that Python did not start, as the object store has, is just
    about to say that a file is written.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # whoever read it has gone
            stream.flush()
    os._exit(code if isinstance(code, int) else bool(code))


def show_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"chatelier {version('chatelier')}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """An atelier in your chat."""


@app.command()
def demo(
    seconds: Annotated[float, typer.Option(min=0.1, help="How long a picture takes to paint.")] = 8.0,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    folder: Annotated[Path | None, typer.Option(help="Where it keeps its things: a folder of its own.")] = None,
    size: Annotated[int, typer.Option(min=64, max=2048, help="Pixels of a side of one square picture.")] = 1024,
) -> None:
    """Try everything on this computer: web chat, a stand-in API and a store. No key, no server."""
    settings = load_demo_settings()
    aside = names_set({*known_names(ALL_SETTINGS)} - {*map(DemoSettings.env_name, DemoSettings.TAKES)})
    # The stand-in calls nobody outside.
    changes: dict[str, Any] = {"acedata_updates": "stream", **({"data_dir": folder} if folder else {})}
    settings = settings.model_copy(update=changes)
    if aside:
        typer.echo(f"The demo leaves aside what is set for the real bot ({', '.join(aside)})")
    start(
        settings,
        lambda stop: run_demo(settings, {"seconds": seconds, "size": size}, stop, announce(open_page=open_page)),
    )


@app.command()
def run() -> None:
    """Run the bot with the real image API: everything in one process."""
    run_as("gateway", "worker", "web")


@app.command()
def gateway() -> None:
    """Only listen to chat platforms. Any number of gateways, workers and webs share one Redis."""
    run_as("gateway")


@app.command()
def worker() -> None:
    """Only carry out jobs, and write to the chat platforms."""
    run_as("worker")


@app.command()
def web() -> None:
    """Only serve HTTP: the web chat, and what the image API calls in."""
    run_as("web")


def run_as(*roles: str) -> None:
    """Runs these roles with what is set. Raises SettingsError before anything is opened."""
    settings, platforms = load_all_settings()
    if faults := start_faults(ALL_SETTINGS):
        raise SettingsError("; ".join(faults))
    settings.need_token()
    if len(roles) == 1 and settings.redis_url is None:
        raise SettingsError(
            "CHATELIER_REDIS_URL is not set: processes that share the work need one server "
            "(`chatelier run` does everything in one process, with a store of its own)"
        )
    start(settings, lambda stop: run_real(settings, platforms, roles, stop), platforms.secrets())


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen; 0 for any free port.")] = 8931,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    seconds: Annotated[float, typer.Option(min=0.05, help="How long a picture takes to paint.")] = 8.0,
    failure_rate: Annotated[float, typer.Option(min=0, max=1, help="How many orders fail by chance.")] = 0.0,
    seed: Annotated[int, typer.Option(help="Makes chance repeatable.")] = 0,
    token: Annotated[str | None, typer.Option(help="The only token that is accepted; any, when not given.")] = None,
    links_last: Annotated[
        float,
        typer.Option(min=0, help="Seconds after which links to results end; look-ups give new ones. 0: never."),
    ] = 0.0,
    size: Annotated[int, typer.Option(min=64, max=2048, help="Pixels of a side of one square picture.")] = 1024,
    state: Annotated[Path | None, typer.Option(help="A folder in which tasks outlive a restart.")] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option(help="A fault to play, such as moderation:times=2:match=storm. May be repeated."),
    ] = None,
) -> None:
    """Run the stand-in for the image API alone, for developing against it."""
    from bot.sandbox.faults import parse_fault  # noqa: PLC0415 - only the sandbox needs it
    from bot.sandbox.options import SandboxOptions  # noqa: PLC0415 - see above

    try:
        faults = tuple(parse_fault(text) for text in fault or ())
    except ValueError as error:
        raise SettingsError(f"--fault: {error}") from None
    chosen = SandboxOptions(
        seconds=seconds,
        failure_rate=failure_rate,
        seed=seed,
        token=token,
        state=state,
        faults=faults,
        size=size,
        links_last=links_last,
    )
    start(load_demo_settings(), lambda stop: run_sandbox(chosen, host, port, stop))


@app.command()
def doctor(
    place: Annotated[
        str,
        typer.Option(
            "--chat",
            help="A chat to look at as well, such as telegram:@name or discord:123456: what may the bot do there?",
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Say it as one JSON object, for programs.")] = False,
) -> None:
    """Check this installation, without cost; exit code 1 when something fails."""
    from bot.doctor import Look, examine_installation, format_json, format_lines, is_sound  # noqa: PLC0415 - only doctors need it
    from bot.log import Redactor  # noqa: PLC0415 - see above

    log.set_up("console", "critical")
    secrets: list[str] = []
    try:
        settings, platforms = load_all_settings()
        secrets = [*settings.secrets(), *platforms.secrets()]
        log.set_up("console", "critical", secrets)
        found = asyncio.run(examine_installation(Look(settings, platforms, place, unread_names(ALL_SETTINGS))))
    except SettingsError as error:
        found = [Finding.fail("settings", text) for text in (str(error), *unread_names(ALL_SETTINGS))]
    typer.echo((format_json if as_json else format_lines)(found, Redactor(secrets)))
    raise typer.Exit(0 if is_sound(found) else 1)


@app.command()
def task(
    names: Annotated[list[str] | None, typer.Argument(help="Task ids, trace ids, or codes of pictures.")] = None,
    by_trace: Annotated[bool, typer.Option("--trace", help="All of them are trace ids.")] = False,
    newest: Annotated[bool, typer.Option("--list", help="The newest tasks of the account instead.")] = False,
    kind: Annotated[str, typer.Option("--type", help="Of these only one type, such as imagine or videos.")] = "",
    since: Annotated[str, typer.Option(help="Of these only what was made since then: 90s, 30m, 2h, 3d ago.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Of these no more than so many.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as one JSON object, for programs.")] = False,
) -> None:
    """Look up tasks of the image API, without cost; exit code 1 when one is not known there."""
    from bot.log import Redactor  # noqa: PLC0415 - see doctor
    from bot.task_report import TaskQuery, ask_service, format_json, format_lines, read_age  # noqa: PLC0415 - see doctor

    if bool(names) == newest:
        raise SettingsError("chatelier task: name some tasks, or ask for --list")
    try:
        age = read_age(since) if since else 0.0
    except ValueError as error:
        raise SettingsError(f"--since: {error}") from None
    log.set_up("console", "critical")
    settings, platforms = load_all_settings()
    redactor = Redactor([*settings.secrets(), *platforms.secrets()])
    log.set_up("console", "critical", redactor.secrets)
    answer = asyncio.run(ask_service(settings, TaskQuery(names or (), by_trace, kind, age, limit)))
    if told := redactor.hide_known((format_json if as_json else format_lines)(answer)):
        typer.echo(told)
    elif newest:
        typer.echo("chatelier: the image API lists no task", err=True)
    raise typer.Exit(1 if answer.unknown else 0)


def announce(*, open_page: bool) -> Callable[[str], None]:
    """Says where the page is, once it is there."""

    def ready(address: str) -> None:
        typer.echo(f"Chatelier is open at {address} (Ctrl-C closes it)")
        if open_page:
            webbrowser.open(address)

    return ready


def quiet(roles: Sequence[str]) -> Callable[[str], None]:
    """Says which roles run, and where they tell how they are."""

    def ready(address: str) -> None:
        typer.echo(f"Chatelier's {' and '.join(roles)} runs; how it is: {address}/readyz (Ctrl-C ends it)")

    return ready


def start(
    settings: Settings,
    program: Callable[[asyncio.Event], Coroutine[Any, Any, None]],
    secrets: Sequence[str] = (),
) -> None:
    """Run a program until Ctrl-C or SIGTERM; a second one ends at once. `secrets`: beside those of `settings`."""
    log.set_up(settings.log_format, settings.log_level, [*settings.secrets(), *secrets])
    for handler in logging.root.handlers:
        handler.addFilter(report_store_error)
    for text in (*unread_names(ALL_SETTINGS), *env_file_findings(ALL_SETTINGS)):
        log.warn_operator(text)
    try:
        run_to_end(program)
    except (SettingsError, Misconfigured, BaseExceptionGroup) as error:
        # Not `except*`: what that raises is a group again, which nobody reads as a line.
        if (told := operator_error(error)) is None:
            raise
        raise told from None


def run_to_end(program: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Raises SystemExit with a code of its own when the process has to be started again."""
    try:
        asyncio.run(until_stopped(program))
    except Halted:
        raise SystemExit(Halted.exit_code) from None


def operator_error(error: BaseException) -> SettingsError | None:
    """The first of what went wrong at once that is a line for the operator; None where nothing is."""
    match error:
        case SettingsError():
            return error
        case Misconfigured():
            return SettingsError(str(error))
        case BaseExceptionGroup():
            return next(filter(None, map(operator_error, error.exceptions)), None)
        case _:
            return None


async def until_stopped(program: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Runs a program that is told by an event when it is to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def asked(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)  # the next one has its usual effect

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked, number)
    await program(stop)


async def run_real(
    settings: Settings, platforms: ChosenPlatforms, roles: Sequence[str], stop: asyncio.Event
) -> None:
    """With the image API that is set."""
    from bot.compose import Service, run_roles  # noqa: PLC0415 - wrong settings are told before the heavy imports

    service = Service(str(settings.acedata_base_url), settings.need_token())
    ready = announce(open_page=False) if "web" in roles else quiet(roles)
    await run_roles(settings, platforms, service, frozenset(map(Role, roles)), stop, ready)


async def run_demo(
    settings: Settings, paint: dict[str, Any], stop: asyncio.Event, ready: Callable[[str], None]
) -> None:
    """With a stand-in for the image API in the same process; `paint`: how it paints, as SandboxOptions has it."""
    from bot.compose import Service, open_sandbox, run_roles  # noqa: PLC0415 - see run_real
    from bot.jobs.context import Pace  # noqa: PLC0415 - see run_real
    from bot.sandbox.options import SandboxOptions  # noqa: PLC0415 - see run_real

    chosen = SandboxOptions(**paint, state=settings.data_dir / "sandbox")
    # The stand-in is asked as often as we like, and knows at once what it was sent.
    pace = replace(Pace(), visible=10.0, seek_every=0.5)
    async with open_sandbox(chosen, "127.0.0.1", 0) as address:
        service = Service(address, DEMO_TOKEN, look_up_every=0.5, pace=pace, name="demo", here=True)
        await run_roles(settings, default_platforms(), service, frozenset(Role), stop, ready, notice=DEMO_NOTICE)


async def run_sandbox(options: Any, host: str, port: int, stop: asyncio.Event) -> None:
    """Only the stand-in, until stopped."""
    from bot.compose import open_sandbox  # noqa: PLC0415 - see run_real

    async with open_sandbox(options, host, port) as address:
        typer.echo(f"The sandbox listens at {address}: set CHATELIER_ACEDATA_BASE_URL to it, and any token")
        await stop.wait()
