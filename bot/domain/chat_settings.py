"""How things are done in a chat, as its admins, or the person there, have set it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import Place
from bot.domain.plain_words import PlainWords


class Pressers(StrEnum):
    """Who may press the buttons of a picture."""

    EVERYONE = "everyone"
    REQUESTER = "requester"
    ADMINS = "admins"


class Translation(StrEnum):
    """Whether the service says a person's prompts in English before it paints them."""

    OFF = "off"
    ON = "on"
    AUTO = "auto"  # those with letters that are not Latin


# What people type to change one, and the field of ChatSettings that it stands for.
SETTING_FIELDS = {
    "language": "language",
    "previews": "previews",
    "press": "pressers",
    "spoiler": "spoiler",
    "gallery": "gallery",
    "words": "words",
    "talk": "talk",
}


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """Of one person, wherever they are. `language`: a tag of ours, empty where it is left to each client.

    `talk`: words of theirs that answer a picture change it, where that is possible.
    """

    language: str = ""
    translation: Translation = Translation.OFF
    talk: bool = True


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """Of one place. `language`: a tag of ours, empty for each person's own; `gallery`: where Share posts to.

    `previews`: whether they are shown. `spoiler`: pictures are covered until somebody wants to see them.
    `words`: what words without a command do in a private chat; None: as the operator has it. `talk`: among people,
    words that answer a picture change it.
    """

    language: str = ""
    pressers: Pressers = Pressers.EVERYONE
    previews: bool = True
    spoiler: bool = False
    gallery: Place | None = None
    words: PlainWords | None = None
    talk: bool = False
