"""What a button says when it is pressed, as it is read."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import UserError
from bot.domain.ids import NO_TASK, TaskId
from bot.domain.prompt import Mode
from bot.domain.subject import PARTS_MOST


class Verb(StrEnum):
    """What is done; the first word of a payload, so its values never change."""

    ACT = "act"  # an action of the picture, by name
    NTH = "nth"  # an action of the picture, by its place in the list, when the name is too long
    RETRY = "retry"  # the same order once more
    REGION = "region"  # a part of the picture is to change: say which
    ANIMATE = "animate"  # clips that begin with the picture
    EXTEND = "extend"  # go on from the take of that number
    LINE = "line"  # paint the line of that number
    PAINT = "paint"  # words that were not taken for an order
    TRY = "try"  # the example of that command, in the language of whoever presses
    PART = "part"  # a command that was given about a sheet: with the part of that number
    MORE = "more"  # what a button has ordered before: order it once more
    MADE = "made"  # the same: show it
    CANCEL = "cancel"  # never mind
    SHOW = "show"  # the result after all
    SHARE = "share"  # into the gallery of the place
    ORIGINAL = "original"  # as a file
    QUOTE = "quote"  # the whole prompt
    RECALL = "recall"  # the picture of that code, without the first so many of its actions
    HISTORY = "history"  # my pictures, without the first so many
    ADJUST = "adjust"  # settings: look, or `name=value`
    DELIVER = "deliver"  # the result of a task, here, for an operator
    FORM = "form"  # put something together, of that kind
    PICK = "pick"  # in the form of that name: `field=value`
    GO = "go"  # order what the form of that name says
    DROP = "drop"  # never mind that form
    FILL = "fill"  # the form of that name, all of it in a window
    DELETE = "delete"  # the message that shows a result: whether that is meant is asked
    ERASE = "erase"  # it is: that of the result with this code
    DETAILS = "details"  # more about a result, and what is seldom wanted of it
    SEED = "seed"  # the number that began the picture
    TAKE = "take"  # the take of that number, in the place of the one that is shown
    ALBUM = "album"  # all takes, side by side
    PIECE = "piece"  # the part of that number, as a picture of its own
    DESCRIBE = "describe"  # prompts for the picture, or for its part of that number
    SPEEDS = "speeds"  # the follow-ups of a result at that speed
    PACE = "pace"  # one of them: the speed, and the button as it is written otherwise


@dataclass(frozen=True, slots=True)
class Press:
    """What a payload says; what an argument is, and a detail of it, is the verb's own affair.

    `task`: which task of the service it belongs to, where the button says so.
    """

    verb: Verb
    argument: str = ""
    detail: str = ""
    task: TaskId = NO_TASK

    @property
    def number(self) -> int:
        """The take or part that it names, from 1; 0 where it names none. Raises UserError."""
        if self.argument and self.argument not in map(str, range(1, PARTS_MOST + 1)):
            raise UserError("button-unknown")
        return int(self.argument or 0)

    @property
    def mode(self) -> Mode:
        """The speed that it names. Raises UserError."""
        if self.argument not in tuple(Mode):
            raise UserError("button-unknown")
        return Mode(self.argument)
