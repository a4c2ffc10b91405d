"""One interaction: what a person did, and how far the bot has answered it."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.discord.message import Message
    from tests.fakes.discord.places import Channel, Person


class Kind(IntEnum):
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Answer(IntEnum):
    """The kinds of a first answer."""

    MESSAGE = 4
    THINKING = 5
    LATER = 6
    UPDATE = 7
    CHOICES = 8
    FORM = 9


@dataclass(slots=True)
class Interaction:
    """`original`: what @original means; `pressed`: the message whose component was used; `asked`: what a modal was
    the answer to. Times are unix seconds.
    """

    id: str
    token: str
    kind: Kind
    person: "Person"
    channel: "Channel"
    at: float
    owners: dict[str, str]
    size_limit: int
    pressed: "Message | None" = None
    asked: "Interaction | None" = None
    answer: Answer | None = None
    answered_at: float = 0.0
    private: bool = False  # fixed by the first answer
    original: "Message | None" = None
    follow_ups: "list[Message]" = field(default_factory=list)
    choices: list[dict[str, Any]] | None = None
    form: dict[str, Any] | None = None
    payload: dict[str, Any] = field(default_factory=dict)

    @property
    def user_only(self) -> bool:
        """The app is here for this person alone."""
        return "0" not in self.owners

    @property
    def message(self) -> "Message":
        """What the person sees as the answer; AssertionError while there is none."""
        if self.original is None:
            raise AssertionError(f"there is no answer to {self.payload.get('data')}")
        return self.original

    @property
    def done(self) -> bool:
        """There is an answer, and it no longer says "thinking…"."""
        if self.answer in {Answer.CHOICES, Answer.FORM, Answer.LATER}:
            return True
        return self.original is not None and not self.original.waiting
