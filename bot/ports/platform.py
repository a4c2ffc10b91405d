"""What a chat platform is to the core, and what its adapter is given.

An adapter inherits `Platform`, and each capability that it has: a class that forgets a method cannot be made, and
one that does not claim a capability has not got it, whatever its methods are called.

Who calls what: a *gateway* process listens, a *web* process has our HTTP server, a *worker* carries jobs out and
writes to the platforms; one process may be all three. Every process opens every platform, so that making one
connects to nothing. No method may block the event loop: all that the process does is done there.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from bot.domain.access import AccessList
from bot.domain.card import Card
from bot.domain.command import Choice, ListedCommand, OptionValue
from bot.domain.errors import Right, UserError
from bot.domain.finding import Finding
from bot.domain.form import Form
from bot.domain.hosted import InputPicture
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import ButtonPress, CommandCall, Incoming, Origin, Person
from bot.ports.clocks import Clock
from bot.ports.preferences import HeldNames
from bot.ports.storage import AdapterState, ChatLog, FileIds, LaneRef, MediaStore, SeenEvents, Throttle

if TYPE_CHECKING:  # who only asks what is set up needs no web server
    from aiohttp.web import AbstractRouteDef

EventHandler = Callable[[Incoming], Awaitable[None]]


class Role(StrEnum):
    """What a process does. One may do everything."""

    GATEWAY = "gateway"  # listens to chat platforms
    WORKER = "worker"  # carries jobs out
    WEB = "web"  # serves HTTP: the web chat, callbacks, files


@dataclass(frozen=True, slots=True)
class Capabilities:
    """A platform's limits as data. Sizes in bytes, `gap` in seconds between changes of one message.

    `shows_waiting`: a press shows by itself that something comes, right where that will be; a word that says so
    would stand in its place. `answers_privately`: only whoever gives a command sees what answers it.
    `by_option`: commands are given there option by option, each with its name, which texts that say what to type
    say, too.
    `confidential`: so it is with an answer to this one, in any form: nothing of it is shown at its place.
    `hears_words`: what people write in private without a command reaches us, as a call that is `plain`.
    `full_size`: pictures can be looked at as large as they are, so they are wanted so, too. `own_server`: people
    are on a page of our own server, so what leads to another page there needs no address of it. `https_pages`:
    nothing leads to a page of ours but by https. `caption`: characters of words beside a file, as UTF-16 counts
    them, at most; 0: as many as without one. `sheds_files`: a message that shows files can be changed to one that
    shows none. `swaps_files`: it can be changed to one that shows others, as a picture that a crowd shares is.
    """

    gap: float
    file_limit: int
    picture_limit: int
    preview_side: int = 0  # longest side of a preview in pixels; 0: as it comes
    sides: int = 0  # width and height of a picture together, at most, in pixels; 0: as many as there are
    ratio: float = 0.0  # longer to shorter side of a picture, at most; 0: any
    files: int = 0  # that one message shows, at most; 0: any number
    poster_side: int = 0  # longest side of the still before a clip plays, in pixels; 0: none is shown
    thumb_sides: tuple[int, ...] = ()  # longest sides of smaller versions, rising, in pixels; as WebP
    buttons: int = 0  # in one message, at most; 0: any number
    row: int = 0  # buttons beside each other, at most; 0: any number
    shows_waiting: bool = False
    answers_privately: bool = False
    by_option: bool = False
    confidential: bool = False
    hears_words: bool = False
    full_size: bool = False
    own_server: bool = False
    https_pages: bool = False
    caption: int = 0
    sheds_files: bool = False
    swaps_files: bool = False
    shows_anything: bool = False


class Messenger(ABC):
    """Writes cards; it needs no live gateway, so any worker can hold one. Raises DeliveryError.

    Each call is one try: it does not wait until a limit of the platform is over, but raises TooFast, since whoever
    calls decides what is worth sending then. What was let go by a lane counts there, so a method sends once.
    Where a platform can tell, an older `Card.version` never covers a newer one: raises Stale.
    What stands in `MessageRef.by` of a message that is returned, or that a press names, is kept with it and comes
    back with each later call, in any process.
    """

    @abstractmethod
    async def post(self, to: Origin | Place, card: Card, *, nonce: str) -> MessageRef:
        """A new message. The same nonce at the same place is the same message, where a platform can.

        By a worker, when the lane has let it go. By whoever listens, past the lane and with an empty nonce, when
        our own records are out of reach: so it must not ask them for anything that it cannot do without.

        Raises Unwanted where one was taken away, and another one could only be shown to more people than asked.
        """

    @abstractmethod
    async def edit(self, message: MessageRef, card: Card) -> MessageRef:
        """Show the card on a message of ours; returns where it stands now, which may be a new message.

        By a worker, when the lane has let it go. Raises MessageGone when it was taken away: another one is posted.
        """

    @abstractmethod
    async def relabel(self, message: MessageRef, card: Card) -> None:
        """Show the buttons of the card below what a message of ours shows, and leave the rest.

        By a worker, when the lane has let it go.
        """

    @abstractmethod
    async def erase(self, message: MessageRef) -> None:
        """Take a message of ours away.

        By a worker, past the lane. Raises NotAllowed where nothing is taken away: then it stays.
        """

    @abstractmethod
    async def answer(self, origin: Origin, card: Card) -> bool:
        """A word to this person alone, where that needs no message and no budget; False: it takes a post.

        So it does for a card with buttons that could not be pressed there.

        By whoever listens, while the person waits, and by a worker after that: so it has to be quick, and must say
        False, or raise, when it is too late for it.
        """

    async def withdraw(self, origin: Origin) -> None:  # noqa: B027 - most show nothing
        """No word will come: what the platform shows because one was to come goes away, if anything does.

        By whoever listens, and by a worker.
        """

    @abstractmethod
    def fetch(self, attachment: str) -> AsyncIterator[bytes]:
        """The bytes of a file that a person sent; never by a URL with a token in it.

        By a worker, a few at a time. Raises TooLarge or NotAllowed before anything is read, where that is known.
        """

    def public_address(self, attachment: str) -> InputPicture | None:  # noqa: ARG002 - most have none
        """Where anybody can fetch such a file, with the end of that; None where it takes a secret to do so.

        By a worker. Does no I/O. What the address of a person's picture looks like `bot.domain.hosted` has to know,
        since nobody is shown it.
        """
        return None


class Platform(ABC):
    """A chat platform: what arrives there, and what we write there.

    `name` is a word of small letters, the same as that of its package. `runs_in` is the role that listens to it:
    WEB where it comes to our own HTTP server, else GATEWAY. `capabilities` hold wherever nothing better is known.
    All four are there when it is made, and stay.
    """

    name: str
    runs_in: Role
    capabilities: Capabilities
    messenger: Messenger

    @abstractmethod
    def lane(self, origin: Origin, age: float) -> LaneRef:
        """What a message to there counts against, `age` seconds after it was asked for.

        By workers, before each send. Does no I/O; all processes have to say the same. For a message of ours that is
        no job's, the origin is its chat, nobody, and its `by` as the reply.
        """

    def capabilities_at(self, origin: Origin) -> Capabilities:  # noqa: ARG002 - most have the same everywhere
        """What holds for an answer to this, where a place, a person or an event has limits of its own.

        By whoever makes a card for it, or answers, in any process. Does no I/O, and is told as little as `lane` of
        a message that is no job's.
        """
        return self.capabilities

    @abstractmethod
    async def serve(self, handle: EventHandler) -> None:
        """Hand over what people do, until cancelled.

        Once, by a process of the role `runs_in`. `handle` returns when an event is written down, mostly within some
        ms, and may be called for many at once; it raises StoreError when it is not: then it has to come again. Ends
        only by raising: Misconfigured when the operator has to mend something, and then the program ends; what
        passes, as a platform that does not answer, is waited for here.
        """


class HasRoutes(ABC):
    """A platform that comes to our own HTTP server."""

    @abstractmethod
    def routes(self) -> Sequence["AbstractRouteDef"]:
        """What it answers there; none where it is set up otherwise.

        Once, by a web process before `serve`: what comes in earlier is to be asked for again (503). Does no I/O.
        """


class Listening(ABC):
    """A platform that knows whether it hears what people do."""

    @abstractmethod
    def why_deaf(self) -> str:
        """Why nothing that happens there reaches us just now, in words for an operator; empty when it does.

        By whoever listens, each time that it is asked whether it is ready, also before `serve`: so it does no I/O.
        Another process of ours that hears instead of this one is enough. Names no secret.
        """


class Closeable(ABC):
    """A platform that holds connections."""

    @abstractmethod
    async def close(self) -> None:
        """Give them back.

        Once, at the end of every process, also when `serve` never ran; nothing is asked of it after that.
        """


class Diagnosable(ABC):
    """A platform that can look whether all is well there, at no cost."""

    @abstractmethod
    async def examine(self, place: str = "") -> Sequence[Finding]:
        """One for each thing looked at, within four seconds; `place`: a chat, by its name.

        By the doctor, also while the bot runs: so it changes nothing there, and takes no event away from it. What
        is wrong is a finding, and no error.
        """


class AdminAware(ABC):
    """A platform whose places have admins, who may choose how things are done there. Raises DeliveryError.

    `chat_example`: how people name a chat there, for texts that say what to type.
    """

    chat_example: str

    @abstractmethod
    async def is_admin(self, origin: Origin) -> bool:
        """Whether who did this is an admin of its place; a moment late is fine.

        By whoever listens, with every press where only admins may, while the person waits: so it is remembered for
        a moment, and asks at most once. The place may be another one of theirs than where they did it: its `reply`
        is that of where they did.
        """

    @abstractmethod
    async def find_chat(self, name: str, origin: Origin) -> Place:
        """A place by the name that people know. Raises UserError when there is none, or we may not write there.

        `origin`: who asks for it, and where, for names that are known in a place alone.

        By whoever listens, when a gallery is chosen, while the person waits.
        """

    @abstractmethod
    async def title_of(self, place: Place) -> str:
        """What people call a place. By whoever listens, where settings are shown, while the person waits."""

    @abstractmethod
    async def leave_chat(self, place: Place) -> None:
        """Go away from there. By whoever listens, when we were taken to where we may not be."""


class RightsAware(ABC):
    """A platform that can be asked what we may not do in a place. Raises DeliveryError."""

    @abstractmethod
    async def missing_rights(self, place: Place) -> Collection[Right]:
        """By a worker, where something was refused before, and asked afresh: at most two calls."""


class PrivateChats(ABC):
    """A platform where people can be written to alone."""

    @abstractmethod
    def private_chat(self, person: Person) -> Place:
        """By a worker. Whether they ever opened it only a post there tells; does no I/O."""


class InlineSearch(ABC):
    """A platform where people can send their pictures to any chat. Raises DeliveryError."""

    @abstractmethod
    async def show_results(self, origin: Origin, cards: Sequence[Card]) -> None:
        """Let them choose; each card has one picture, with its file id.

        By whoever listens, with nearly every letter that is typed: so it is one quick call, and uploads nothing.
        """


class PictureInbox(Protocol):
    """Takes pictures that people bring to a page of ours, until a command uses them."""

    async def receive(self, person: str, data: AsyncIterator[bytes]) -> str:
        """The name that `Messenger.fetch` is given for it, good for an hour. It is never held as a whole.

        Raises UserError for what is no picture, too large, or too much for one person, by id, or for all;
        OSError when it cannot be kept, or does not come in time; and what `data` raises.
        """


class Vouching(ABC):
    """A platform whose clients prove to a page of ours who opened it."""

    @abstractmethod
    def vouch(self, proof: str) -> str | None:
        """The id of the person whose proof it is, by what a page was handed; None when it proves nothing any more.

        By a web process, with everything that is asked by such a page. Does no I/O, and trusts nothing.
        """


class Answers(Protocol):
    """What has to be answered at once: before anything is looked up, or while somebody types."""

    def check(self, call: CommandCall) -> UserError | None:
        """What is wrong with a command, as far as it can be seen without our records; None: nothing.

        By whoever listens, before it shows that the command was heard. Does no I/O.
        """

    async def complete(
        self,
        origin: Origin,
        command: str,
        option: str,
        text: str,
        given: Mapping[str, OptionValue] = MappingProxyType({}),
    ) -> Sequence[Choice]:
        """What could be meant by what is typed into an option of a command so far; `given`: the other options.

        By whoever listens, with nearly every letter that is typed. Takes 200 ms at most, also when our records are
        out of reach, and raises nothing. At most CHOICES_MOST, with labels and values of at most CHOICE_LONGEST.
        """

    async def open_form(self, press: ButtonPress, platform: Platform) -> Form | None:
        """What has to be filled in first, for a platform that shows that as its first answer to a press.

        By whoever listens, which is `platform`. Takes a second at most and raises nothing. None: there is no such
        form, it is not theirs to open, or that is not known in time; then the press is handed over like any other,
        and what there is to say is said.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class AdapterContext:
    """What an adapter is given when it is opened, beside its own settings.

    `commands` gives the menu in a language, in English for one that we do not have; `languages` are those that we
    have, as BCP 47 tags. `operators`, by the ids of persons on all platforms, have `operator_commands` beside that,
    which nobody else is shown. `public_url`: the address that people reach us by, empty when there is none.
    `notice`: what they are to be told in a language of this bot as a whole; empty where there is nothing.
    `leaves_unknown`: places where nobody may use it are left, so that it matters where it is taken to (`Arrival`).
    `access`: who may use it at all, for what is done before an event is handed over. `sign`: the same for one text
    in every process, and nobody else can make it. `demo`: one person tries it out, at this computer. `page_texts`:
    what a page of ours says in a language, by name.
    """

    commands: Callable[[str], Sequence[ListedCommand]]
    languages: Sequence[str]
    chatlog: ChatLog
    media: MediaStore
    inbox: PictureInbox
    seen_events: SeenEvents
    file_ids: FileIds
    state: AdapterState
    throttle: Throttle
    names: HeldNames
    explain: Callable[[UserError, str], Card]
    answers: Answers
    clock: Clock
    sign: Callable[[str], str]
    public_url: str = ""
    notice: Callable[[str], str] = lambda _language: ""
    leaves_unknown: bool = False
    access: AccessList = field(default_factory=AccessList)
    operators: Collection[str] = ()
    operator_commands: Callable[[str], Sequence[ListedCommand]] = lambda _language: ()
    demo: bool = False
    page_texts: Callable[[str], Mapping[str, str]] = lambda _language: {}
