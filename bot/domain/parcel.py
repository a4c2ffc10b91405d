"""A card that belongs to no running job: an answer, a shared picture, an original."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.card import Card
from bot.domain.ids import JobId, MessageRef, Place
from bot.domain.incoming import Origin, Person

NO_PERSON = Person("", "")


@dataclass(frozen=True, slots=True)
class Parcel:
    """To be posted at a place or in answer to somebody, or to replace what one of our messages shows.

    `key` names it: the same parcel is brought once. `job`: whose result it shows, so that its buttons are known
    (`links_message`), and fresh links can be had.
    `sorry`: what to say to whom when it cannot be brought. `relabel`: of a message, only its buttons are replaced.
    `aside`: a word that only its person is to see, or nobody, so that it takes no message that others would see.
    `slot`: one of the answers to a person in a place, of which only so many may wait (see `answer_slot`).
    `panel`: what the message is from then on, and for whom, when its buttons change it (see ResultIndex.panel_of).
    """

    key: str
    to: Origin | Place | MessageRef
    card: Card
    job: JobId | None = None
    links_message: bool = True
    asker: Origin | None = None
    sorry: Card | None = None
    relabel: bool = False
    aside: bool = False
    panel: str = ""
    slot: str = ""


# A person's answers in one place: so many at once on their way and, where they take from what others there need,
# so many in a minute. Telegram takes 20 messages a minute in a group; who floods it leaves most of them to others.
SHARED, OWN = "shared", "own"
SLOT_LIMITS = {SHARED: (3, 8), OWN: (10, 0)}


SHARES = 3  # of the places that finals leave over in a lane; one of them is for one person while others wait


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to `owner` was let go at that moment, in seconds."""

    owner: str
    at: float


def share_of(capacity: int, finals: int) -> int:
    """How many answers to one person go in a window that has so many places, when so many finals are to come."""
    return max(1, (capacity - finals) // SHARES)


def next_answer(answered: Iterable[Answered], owner: str, window: float, share: int, now: float) -> float:
    """The earliest moment at which one more answer to this person is within their share."""
    mine = sorted(one.at for one in answered if one.owner == owner and one.at > now - window)
    return mine[-share] + window if len(mine) >= share else now


def answer_slot(origin: Origin, *, shared: bool) -> str:
    """`shared`: whether what answers this takes from what others there need too."""
    return f"{SHARED if shared else OWN}|{origin.place.key}|{origin.person.id}"


def slot_limits(slot: str) -> tuple[int, int]:
    """How many may wait, and how many may be sent in a minute (0: any number)."""
    return SLOT_LIMITS[slot.partition("|")[0]]


def parcel_owner(parcel: Parcel) -> str:
    """The id of the person whom it answers; empty when nobody asked for it."""
    if parcel.asker is not None:
        return parcel.asker.person.id
    if parcel.slot:
        return parcel.slot.rpartition("|")[2]
    return parcel_origin(parcel.to).person.id


def parcel_origin(to: Origin | Place | MessageRef) -> Origin:
    """Where a parcel goes as an origin, since lanes are asked for by one; how a message is changed is its reply."""
    if isinstance(to, Origin):
        return to
    if isinstance(to, MessageRef):
        return Origin(Place(to.platform, to.chat), NO_PERSON, to.by)
    return Origin(to, NO_PERSON)
