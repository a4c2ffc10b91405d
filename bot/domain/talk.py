"""Words that answer a message of ours: whether they change the picture that it shows."""

import re
from enum import StrEnum

from bot.domain.ids import MessageRef
from bot.domain.image import Clip, Image
from bot.domain.incoming import CommandCall
from bot.domain.job import Job
from bot.domain.parts import has_parts
from bot.domain.plain_words import GREETING_WORDS, SMALL_TALK, PlainWords, is_clear, is_small_talk, split_words

TALK_COMMAND = "edit"  # what such words mean
# Who begins so tells of the picture, or takes something back; beside the words of small talk.
REMARK_STARTS = frozenset(
    """
    looks look never nevermind cancel forget absolutely really just so sieht das ist ich vergiss egal abbrechen
    wirklich einfach so esta este esto me cancela olvida olvídalo déjalo c'est ce cette cela j'adore j'aime je
    laisse annule oublie vraiment trop isso isto essa esse eu cancela esquece deixa gostei adorei это мне я
    отмена забудь неважно какая какой так просто це мені я скасуй забудь неважливо яка який так просто これは
    それは キャンセル 이건 그건 취소 这 这个 这张 取消 算了
    """.split()  # noqa: SIM905 - a vocabulary reads better so
)
# A clause of these alone asks kindly for what stands beside it.
POLITE_WORDS = frozenset(
    """please bitte por favor s'il te vous plaît plait пожалуйста будь ласка""".split()  # noqa: SIM905 - see above
)
CLAUSE_ENDS = re.compile(r"[,;:.!，、；：。！…]+")


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
    OFF = "off"  # they are for us, and here they change nothing
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

    `first`: they never agreed to one. What costs is never begun by words that may be talk, also where all words are
    painted otherwise, and among people only by a button.
    """
    if shown is Shown.NOTHING:
        return Talk.NONE
    if not on:
        return Talk.IGNORE if heard is Heard.AMONG else Talk.OFF
    clear = is_wish(text)
    if choice is PlainWords.IGNORE or not text.strip() or not (clear or heard is not Heard.AMONG):
        return Talk.IGNORE
    if shown not in CHANGEABLE:
        return Talk.REFUSE
    at_once = clear and heard is Heard.ALONE and not first and shown is Shown.PICTURE
    return Talk.EDIT if at_once else Talk.ASK


def is_called(call: CommandCall) -> bool:
    """Whether words call us by our name and answer nothing: there only commands order anything."""
    return call.plain and call.named and call.reply_to is None and not call.forwarded


def is_wish(text: str) -> bool:
    """Whether it can hardly be meant otherwise than as what shall be different.

    "Thanks, that is perfect for my poster" has a clause that thanks, "I love this one" begins as remarks do; "no
    clouds" does, too, and is asked about: a question costs nothing.
    """
    if not is_clear(text):
        return False
    clauses = [words for part in CLAUSE_ENDS.split(text) if (words := split_words(part))]
    first = clauses[0][0]
    return first not in REMARK_STARTS | SMALL_TALK | GREETING_WORDS and not any(
        is_small_talk(one) and not POLITE_WORDS.issuperset(one) for one in clauses
    )
