"""What places and people have chosen or are called, and words of theirs that were not taken for an order yet."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.chat_settings import ChatSettings, OwnSettings, Translation
from bot.domain.ids import Place
from bot.domain.incoming import CommandCall


class Preferences(Protocol):
    """What places and people have chosen. Raises StoreError."""

    async def chosen(self, place: Place, person: str) -> tuple[ChatSettings, str]:
        """How a place wants things done, and the language of a person: a tag of ours, empty when none is chosen."""

    async def change(self, place: Place, name: str, value: object) -> None:
        """One of the settings of a chat, by the name of its field."""

    async def move(self, old: Place, new: Place) -> None:
        """The place goes by another name now."""

    async def former(self, place: Place) -> str:
        """The key that a place had before; empty when it always had this one."""

    async def set_language(self, person: str, language: str) -> None: ...

    async def translation(self, person: str) -> Translation:
        """Whether a person's prompts are to be said in English first."""

    async def set_translation(self, person: str, choice: Translation) -> None: ...

    async def own(self, person: str) -> OwnSettings:
        """All that a person has chosen for themselves."""

    async def set_talk(self, person: str, *, on: bool) -> None:
        """Whether words of theirs that answer a picture change it."""


class PendingWords(Protocol):
    """Words that wait for a button: they were no clear order, or did not say which picture. Raises StoreError."""

    async def keep(self, name: str, call: CommandCall, *, asked: bool = True) -> None:
        """For a day. `asked`: remember that this person was asked whether words of theirs are meant at all."""

    async def find(self, name: str) -> CommandCall | None: ...

    async def asked(self, person: str) -> bool:
        """Whether they were ever asked about words of theirs, in half a year."""

    async def note_talk(self, person: str) -> None:
        """They were told what words of theirs do that answer a picture."""

    async def knows_talk(self, person: str) -> bool:
        """Whether they were, in half a year."""


class HeldNames(Protocol):
    """What people are called who have no account, so that a newcomer is called otherwise. Raises StoreError.

    Names are told apart without regard to case, and forgotten in half a year, or for thousands of others.
    """

    async def hold(self, name: str) -> None:
        """Somebody is called so from now on."""

    async def renew(self, name: str) -> None:
        """Whoever is called so is here again; a name that nobody holds stays free."""

    async def free(self, names: Sequence[str]) -> Sequence[str]:
        """Those of them that nobody holds, in their order."""
