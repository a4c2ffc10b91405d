"""The page on which a region is painted: whose it is, what of, and where it is."""

from dataclasses import dataclass
from typing import Final

from bot.domain.ids import MessageRef
from bot.domain.incoming import Origin
from bot.domain.subject import Subject

PAGE_LIFE_S: Final = 30 * 60
PAGE_ID = r"[A-Za-z0-9_-]{22}"  # 128 bits, which nobody guesses
PAGE_PATH: Final = "/mask/"
PAGE_START: Final = "page_"  # before its id, in a link that begins a chat with the bot


@dataclass(frozen=True, slots=True)
class MaskPage:
    """For the person of `origin`, to whose place the result goes. `subject`: the picture that is painted on.

    `name` is what people call that picture: `#7K2M9QXD`. `message`: where a button for it was pressed; None: it was
    typed. `words`: what was typed of what is to be there.
    """

    origin: Origin
    subject: Subject
    name: str
    message: MessageRef | None = None
    words: str = ""


def page_address(public_url: str, page_id: str) -> str:
    """Below our public address; without one, on whichever server a page of ours came from."""
    return f"{public_url.rstrip('/')}{PAGE_PATH}{page_id}"


def page_id_of(address: str) -> str:
    """What `page_address` was given."""
    return address.rpartition(PAGE_PATH)[2]
