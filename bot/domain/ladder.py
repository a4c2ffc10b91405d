"""How a card goes down when a platform refuses it: from all that it has to the barest words, one rung at a time."""

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from bot.domain.card import Card, MediaKind, without_spare
from bot.domain.errors import (
    DeliveryError,
    FileRefused,
    MessageGone,
    NotAllowed,
    NotNow,
    TooFast,
    TooLarge,
    Unreachable,
)

# Refusals that should pass, over all rungs: 1 + 2 + 4 + 8 + 16 s apart. After that they are taken at their word.
PASSING_TRIES = 5
# A message that was deleted is posted anew this often; whoever deletes it again does not want it.
REPOSTS_MOST = 1


class Rung(IntEnum):
    """The forms of a card, the best first."""

    NAMED = 0  # its file by the platform's own name for it
    AS_IS = 1
    REENCODED = 2  # its pictures as plain JPEG, no larger than is taken anywhere on the platform
    AS_FILE = 3
    LINKED = 4  # words, a link to its file, and buttons
    WORDS = 5  # plain words and buttons
    BAREST = 6  # plain words, in a new message


class Refusal(StrEnum):
    """Why a platform did not take a card, told apart by what can be done about it."""

    AWAY = "away"  # nobody answered
    TOO_FAST = "too_fast"
    PASSING = "passing"
    SIZE = "size"
    FILE = "file"
    RIGHT = "right"
    GONE = "gone"
    UNKNOWN = "unknown"


class Then(StrEnum):
    """What to do after a refusal."""

    AGAIN = "again"  # the same, a little later
    LOWER = "lower"  # at once, in the form of the new rung
    ANEW = "anew"  # the same, in a new message
    END = "end"  # nothing is left to try


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a card stands: its rung, the passing refusals so far, and how often it was posted anew."""

    rung: Rung = Rung.AS_IS
    tries: int = 0
    reposts: int = 0


REFUSALS_BY_ERROR: tuple[tuple[type[DeliveryError], Refusal], ...] = (
    (TooFast, Refusal.TOO_FAST),
    (NotNow, Refusal.PASSING),
    (Unreachable, Refusal.AWAY),
    (TooLarge, Refusal.SIZE),
    (FileRefused, Refusal.FILE),
    (NotAllowed, Refusal.RIGHT),
    (MessageGone, Refusal.GONE),
)
PICTURE_RUNGS = (Rung.AS_IS, Rung.REENCODED, Rung.AS_FILE, Rung.LINKED, Rung.WORDS, Rung.BAREST)
VIDEO_RUNGS = (Rung.AS_IS, Rung.AS_FILE, Rung.LINKED, Rung.WORDS, Rung.BAREST)
FILE_RUNGS = (Rung.AS_IS, Rung.LINKED, Rung.WORDS, Rung.BAREST)
SHEET_RUNGS = (Rung.AS_IS, Rung.REENCODED, Rung.WORDS, Rung.BAREST)  # of a contact sheet: words stand below
TEXT_RUNGS = (Rung.AS_IS, Rung.WORDS, Rung.BAREST)
RUNGS_BY_KIND = {MediaKind.IMAGE: PICTURE_RUNGS, MediaKind.VIDEO: VIDEO_RUNGS, MediaKind.FILE: FILE_RUNGS}


def rungs_of(card: Card) -> tuple[Rung, ...]:
    """The forms that this card can take, the best first."""
    needed = without_spare(card).media
    return RUNGS_BY_KIND[needed[0].kind] if needed else TEXT_RUNGS


def refusal_of(error: DeliveryError) -> Refusal:
    return next((kind for cause, kind in REFUSALS_BY_ERROR if isinstance(error, cause)), Refusal.UNKNOWN)


def after_refusal(stand: Stand, refusal: Refusal, rungs: tuple[Rung, ...]) -> tuple[Then, Stand]:
    """What to do next, and where the card stands then. Nothing ends before the lowest of `rungs` was refused.

    A platform that does not answer costs a card nothing: it waits, for as long as that takes.
    """
    if refusal in {Refusal.AWAY, Refusal.TOO_FAST}:
        return Then.AGAIN, stand
    if refusal is Refusal.PASSING and stand.tries < PASSING_TRIES:
        return Then.AGAIN, replace(stand, tries=stand.tries + 1)
    if refusal is Refusal.GONE:
        again = stand.reposts < REPOSTS_MOST
        return (Then.ANEW, replace(stand, reposts=stand.reposts + 1)) if again else (Then.END, stand)
    lower = next((rung for rung in rungs if rung > stand.rung and may_help(rung, refusal)), None)
    return (Then.END, stand) if lower is None else (Then.LOWER, replace(stand, rung=lower))


def may_help(rung: Rung, refusal: Refusal) -> bool:
    """Whether a form could be taken after that: a file as it came is no smaller.

    Where pictures are not wanted, neither a file nor a link to it is.
    """
    if refusal is Refusal.SIZE:
        return rung is not Rung.AS_FILE
    return refusal is not Refusal.RIGHT or rung >= Rung.WORDS
