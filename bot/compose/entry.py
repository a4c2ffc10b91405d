"""Puts together what deals with incoming events, of what the store keeps and the platforms at hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.adoption import Adoption
from bot.app import App
from bot.commands import Commands
from bot.deferred import DeferredEvents
from bot.domain.access import AccessList
from bot.domain.plain_words import PlainWords
from bot.handlers import (
    CancelHandler,
    ChatSettingsHandler,
    Confirmations,
    DeleteHandler,
    FormHandler,
    FormOpener,
    Handlers,
    OperatorHandler,
    RegionHandler,
    Replier,
    ResultHandler,
    TalkHandler,
)
from bot.inputs import InputPictures
from bot.intake import COMMAND_AGE_S, Intake
from bot.jobs.desk import JobDesk
from bot.jobs.linked_pictures import LinkedPictures
from bot.jobs.result_pictures import ResultPictures
from bot.meaning import Meaning
from bot.ports import (
    EventBacklog,
    FileIds,
    JobBook,
    MaskPages,
    Masks,
    Outbox,
    Painter,
    PendingWords,
    PictureDownloads,
    PictureHost,
    Platform,
    Preferences,
    ResultIndex,
    SeenEvents,
    Sketches,
    Throttle,
)
from bot.recents import RecentPrompts
from bot.regions import Regions


class Records(Protocol):
    """What is kept, as far as handlers of requests need it; a Store has it."""

    @property
    def jobs(self) -> JobBook: ...

    @property
    def results(self) -> ResultIndex: ...

    @property
    def seen_events(self) -> SeenEvents: ...

    @property
    def throttle(self) -> Throttle: ...

    @property
    def preferences(self) -> Preferences: ...

    @property
    def file_ids(self) -> FileIds: ...

    @property
    def pending_words(self) -> PendingWords: ...

    @property
    def sketches(self) -> Sketches: ...

    @property
    def masks(self) -> Masks: ...

    @property
    def mask_pages(self) -> MaskPages: ...

    @property
    def recents(self) -> RecentPrompts: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """The two ways in: events of platforms, and those that were deferred until what they need is there."""

    app: App
    deferred: DeferredEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryOptions:
    """What an operator decides of it. `command_age` in seconds: of a command that is still carried out.

    `picture_host` is None where the image service can fetch nothing from us. `painter` and `api`: that service, and
    its name in the records of jobs; `downloads` brings its pictures. `public_url`: where people reach us.
    """

    painter: Painter
    downloads: PictureDownloads
    api: str = ""

    access: AccessList = AccessList()  # noqa: RUF009 - frozen
    words: PlainWords = PlainWords.ASK
    picture_host: PictureHost | None = None
    command_age: float = COMMAND_AGE_S
    public_url: str = ""


def open_entry(
    desk: JobDesk,
    platforms: Mapping[str, Platform],
    outbox: Outbox,
    backlog: EventBacklog,
    records: Records,
    commands: Commands,
    options: EntryOptions,
) -> Entry:
    """Both ways in, over the same parts."""
    handlers = open_handlers(desk, platforms, outbox, records, commands, options)
    app = App(
        desk=desk,
        results=records.results,
        seen_events=records.seen_events,
        backlog=backlog,
        preferences=records.preferences,
        masks=records.masks,
        recents=records.recents,
        intake=Intake(
            clock=desk.clock,
            preferences=records.preferences,
            throttle=records.throttle,
            platforms=platforms,
            access=options.access,
            command_age=options.command_age,
        ),
        meaning=Meaning(commands=commands, results=records.results),
        handlers=handlers,
    )
    inputs = open_inputs(desk, platforms, records, options)
    return Entry(app, DeferredEvents(app, inputs, open_adoption(desk, records, commands, options)))


def open_inputs(
    desk: JobDesk, platforms: Mapping[str, Platform], records: Records, options: EntryOptions
) -> InputPictures:
    """What finds the pictures that orders begin with."""
    found = ResultPictures(
        painter=options.painter,
        downloads=options.downloads,
        clock=desk.clock,
        picture_host=options.picture_host,
    )
    return InputPictures(
        desk=desk,
        results=records.results,
        platforms=platforms,
        result_pictures=found,
        links=LinkedPictures(downloads=options.downloads),
        regions=Regions(masks=records.masks),
        picture_host=options.picture_host,
    )


def open_adoption(desk: JobDesk, records: Records, commands: Commands, options: EntryOptions) -> Adoption:
    """What finds lost results."""
    return Adoption(
        painter=options.painter,
        results=records.results,
        preferences=records.preferences,
        throttle=records.throttle,
        desk=desk,
        rules=commands.rules,
        api=options.api,
    )


def open_forms(records: Records, commands: Commands) -> FormOpener:
    """What begins forms, of commands that there are."""
    return FormOpener(
        sketches=records.sketches,
        results=records.results,
        preferences=records.preferences,
        remix=commands.remix,
    )


def open_results(records: Records, platforms: Mapping[str, Platform], replier: Replier) -> ResultHandler:
    """What shows finished pictures once more."""
    return ResultHandler(
        book=records.jobs,
        results=records.results,
        preferences=records.preferences,
        file_ids=records.file_ids,
        throttle=records.throttle,
        platforms=platforms,
        replier=replier,
    )


def open_confirmations(records: Records, replier: Replier) -> Confirmations:
    """What asks before something is ordered that may not be meant."""
    return Confirmations(
        book=records.jobs,
        results=records.results,
        throttle=records.throttle,
        pending=records.pending_words,
        replier=replier,
    )


def open_regions(records: Records, replier: Replier, options: EntryOptions) -> RegionHandler:
    """What leads on to where a part of a picture is chosen."""
    pages, public_url = records.mask_pages, options.public_url
    return RegionHandler(
        results=records.results, pages=pages, sketches=records.sketches, replier=replier, public_url=public_url
    )


def open_handlers(
    desk: JobDesk,
    platforms: Mapping[str, Platform],
    outbox: Outbox,
    records: Records,
    commands: Commands,
    options: EntryOptions,
) -> Handlers:
    """What handles what orders nothing."""
    replier = Replier(platforms=platforms, outbox=outbox, clock=desk.clock)
    results, chosen = records.results, records.preferences
    result_handler = open_results(records, platforms, replier)
    settings_handler = ChatSettingsHandler(
        preferences=chosen, results=results, platforms=platforms, replier=replier, words=options.words
    )
    confirmations = open_confirmations(records, replier)
    return Handlers(
        commands=commands,
        replier=replier,
        settings_handler=settings_handler,
        result_handler=result_handler,
        cancel_handler=CancelHandler(
            desk=desk, book=records.jobs, results=results, settings_handler=settings_handler, replier=replier
        ),
        confirmations=confirmations,
        delete_handler=DeleteHandler(results=results, settings_handler=settings_handler, replier=replier),
        form_handler=FormHandler(
            opener=open_forms(records, commands), settings_handler=settings_handler, replier=replier
        ),
        operator_handler=open_operators(desk, records, commands, options, result_handler),
        region_handler=open_regions(records, replier, options),
        talk_handler=TalkHandler(
            commands=commands,
            results=results,
            throttle=records.throttle,
            settings_handler=settings_handler,
            confirmations=confirmations,
        ),
    )


def open_operators(
    desk: JobDesk, records: Records, commands: Commands, options: EntryOptions, result_handler: ResultHandler
) -> OperatorHandler:
    """What operators alone may ask."""
    return OperatorHandler(
        commands=commands,
        desk=desk,
        painter=options.painter,
        results=records.results,
        result_handler=result_handler,
        replier=result_handler.replier,
        api=options.api,
    )
