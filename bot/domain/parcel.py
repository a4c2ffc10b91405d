"""A card that belongs to no running job: an answer, a shared picture, an original."""

from dataclasses import dataclass

from bot.domain.card import Card
from bot.domain.ids import JobId, MessageRef, Place
from bot.domain.incoming import Origin


@dataclass(frozen=True, slots=True)
class Parcel:
    """To be posted at a place or in answer to somebody, or to replace what one of our messages shows.

    `key` names it: the same parcel is brought once. `job`: whose result it shows, so that its buttons are known
    (`hang`), and fresh links can be had.
    `sorry`: what to say to whom when it cannot be brought. `relabel`: of a message, only its buttons are replaced.
    `panel`: what the message is from then on, and for whom, when its buttons change it (see Gallery.panel_of).
    """

    key: str
    to: Origin | Place | MessageRef
    card: Card
    job: JobId | None = None
    hang: bool = True
    asker: Origin | None = None
    sorry: Card | None = None
    relabel: bool = False
    panel: str = ""
