"""Words that answer a message of ours: whether they change the picture that it shows."""

from enum import StrEnum

from bot.domain.ids import MessageRef
from bot.domain.image import Clip, Image
from bot.domain.job import Job
from bot.domain.parts import has_parts
from bot.domain.plain_words import PlainWords, is_clear

TALK_COMMAND = "edit"  # what such words mean


class Shown(StrEnum):
    """What the message shows that was answered."""

    NOTHING = "nothing"  # no work of ours: words, a form, somebody else's picture
    PICTURE = "picture"
    SHEET = "sheet"  # four of them
    FILM = "film"
    TEXT = "text"
    FAILED = "failed"
    RUNNING = "running"
    HIDDEN = "hidden"  # cancelled there, so nobody is shown the result


CHANGEABLE = frozenset({Shown.PICTURE, Shown.SHEET})


class Talk(StrEnum):
    """What is to be done with such words."""

    NONE = "none"  # they are no answer: what words without one mean
    IGNORE = "ignore"
    OFF = "off"  # they name us, and here they change nothing
    REFUSE = "refuse"  # what they answer cannot be changed so, which is said
    ASK = "ask"  # whether they are meant, or which picture of a sheet
    EDIT = "edit"


def shown_at(job: Job | None, message: MessageRef) -> Shown:
    """What a message shows that is this job's."""
    match job:
        case None:
            return Shown.NOTHING
        case Job(settled=False):
            return Shown.RUNNING
        case Job(outcome=None):
            return Shown.FAILED
        case Job() if job.hides_at(message):
            return Shown.HIDDEN
        case Job(outcome=Image()):
            return Shown.SHEET if has_parts(job) else Shown.PICTURE
        case Job(outcome=outcome):
            return Shown.FILM if isinstance(outcome, Clip) else Shown.TEXT


class Heard(StrEnum):
    """For whom such words are."""

    ALONE = "alone"  # nobody else is there
    NAMED = "named"  # among people, but they call us by our name
    AMONG = "among"  # among people, who may talk about what they see


def read_talk(text: str, shown: Shown, *, on: bool, choice: PlainWords, heard: Heard, first: bool) -> Talk:
    """`on`: it is switched on for whoever wrote it, and there. `choice`: what they have words do (see PlainWords).

    `first`: nothing of theirs was ever taken so. What costs is never begun by words that may be talk.
    """
    if shown is Shown.NOTHING:
        return Talk.NONE
    if not on:
        return {Heard.ALONE: Talk.NONE, Heard.NAMED: Talk.OFF, Heard.AMONG: Talk.IGNORE}[heard]
    clear = choice is PlainWords.PAINT or is_clear(text)
    if choice is PlainWords.IGNORE or not text.strip() or not (clear or heard is not Heard.AMONG):
        return Talk.IGNORE
    if shown not in CHANGEABLE:
        return Talk.REFUSE
    return Talk.EDIT if clear and not first and shown is Shown.PICTURE else Talk.ASK
