"""What people do in a channel, each as one call, and what they see there."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.fakes.discord import events, modals, typed
from tests.fakes.discord.interaction import Interaction, Kind
from tests.fakes.discord.message import Message, Pings, Shown
from tests.fakes.discord.places import THREAD, Channel, Person, Server
from tests.fakes.discord.world import World


class Room:
    """Every act makes the event the platform would send; messages are returned as they are kept, and live on."""

    def __init__(self, world: World, channel: Channel, open_room: "Callable[[Channel], Room]") -> None:
        self.world = world
        self.channel = channel
        self._open = open_room

    @property
    def id(self) -> str:
        return self.channel.id

    @property
    def server(self) -> Server:
        assert self.channel.server is not None
        return self.channel.server

    @property
    def messages(self) -> list[Message]:
        """All there are now, ephemeral ones too, oldest first; those that were deleted are not among them."""
        return [one for one in self.channel.messages.values() if not one.deleted]

    @property
    def by_bot(self) -> list[Message]:
        """The bot's own that everybody sees."""
        return [one for one in self.messages if one.author == self.world.bot and not one.ephemeral]

    @property
    def last(self) -> Message:
        """The newest message of the bot that everybody sees."""
        return self.by_bot[-1]

    def sees(self, person: Person) -> list[Message]:
        """What this person sees: everything but other people's ephemeral messages."""
        return [one for one in self.messages if one.seen_by in {None, person}]

    def failed(self, person: Person) -> list[Interaction]:
        """What says "The application did not respond" to this person."""
        late = self.world.clock() - self.world.rules.answer_within
        return [
            one
            for one in self.world.interactions.values()
            if one.person == person and one.channel is self.channel and one.answer is None and one.at < late
        ]

    def thread(self, name: str = "thread", **more: Any) -> "Room":
        """A thread below this channel; `more`: fields of Channel."""
        channel = Channel(self.world.ids.make(), THREAD, name, self.channel.server, self.channel, **more)
        return self._open(channel)

    # What people do

    def types(self, person: Person, command: str, **options: Any) -> Interaction:
        """A command with its options by name; bytes are a file, a pair of name and bytes one with that name."""
        data = typed.command(self.world, person, self.channel, command, options)
        return events.happen(self.world, Kind.COMMAND, person, self.channel, data)

    def completes(self, person: Person, command: str, option: str, text: str, **options: Any) -> Interaction:
        """While an option is typed; `Interaction.choices` are what the bot offers."""
        data = typed.command(self.world, person, self.channel, command, options | {option: text}, option)
        return events.happen(self.world, Kind.AUTOCOMPLETE, person, self.channel, data)

    def presses(self, person: Person, message: Message, label: str) -> Interaction:
        """A button by its label, by a word of it, or by its custom_id."""
        self._check_seen(person, message)
        button = message.button(label)
        if "custom_id" not in button or button.get("disabled"):
            raise AssertionError(f"{label!r} is no button that tells the bot: {button}")
        data = {"custom_id": button["custom_id"], "component_type": 2, "id": button.get("id", 0)}
        return events.happen(self.world, Kind.COMPONENT, person, self.channel, data, pressed=message)

    def chooses(self, person: Person, message: Message, label: str) -> Interaction:
        """An option of a select by its label, a word of it, or its value."""
        self._check_seen(person, message)
        select, value = message.choice(label)
        data = {"custom_id": select["custom_id"], "component_type": 3, "id": select.get("id", 0), "values": [value]}
        return events.happen(self.world, Kind.COMPONENT, person, self.channel, data, pressed=message)

    def submits(self, person: Person, asked: Interaction, **given: modals.Given) -> Interaction:
        """A modal with what is given, by the names of its inputs, files as in `types`; the rest stays as it is."""
        data = modals.filled(self.world, asked, given)
        return events.happen(self.world, Kind.MODAL, person, self.channel, data, pressed=asked.pressed, asked=asked)

    def says(self, person: Person, text: str, *, called: bool = False, files: Sequence[bytes] = ()) -> Message:
        """What the bot is told of, without the words unless it is `called` by them, or nobody else is here."""
        return self._write(person, text, None, files, called=called)

    def answers(
        self, person: Person, message: Message, text: str, *, called: bool = True, files: Sequence[bytes] = ()
    ) -> Message:
        """The same below a message; its author is called unless the person switches that off."""
        return self._write(person, text, message, files, called=called and message.author == self.world.bot)

    def _write(
        self, person: Person, text: str, below: Message | None, files: Sequence[bytes], *, called: bool
    ) -> Message:
        pings = Pings(people=frozenset({self.world.bot.id} if called else ()))
        kept = tuple(self.world.cdn.keep(self.channel.id, f"{n}.png", data) for n, data in enumerate(files))
        shown = Shown(text, attachments=kept, pings=pings, at=self.world.clock())
        message = self.world.write(self.channel, person, shown, reply_to=below)
        events.write(self.world, message)
        return message

    def deletes(self, message: Message) -> None:
        """The platform tells bots nothing about it that have no intent for it."""
        message.deleted = True

    def _check_seen(self, person: Person, message: Message) -> None:
        if message.deleted or message.seen_by not in {None, person}:
            raise AssertionError(f"{person.name} does not see this message")
