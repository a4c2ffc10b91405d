"""In which channels we are no member, by the newest word about each: what an event said, or Discord refused."""

from collections.abc import Callable
from dataclasses import dataclass

from adapters.discord.reply import Reply

CHANNELS_KEPT = 10_000
TOLD_S = 3600.0  # seconds for which an event's word is believed: after that we may have been invited
# The same of a refusal. It says less: a right to look into the channel may be missing, which somebody soon gives.
REFUSED_S = 300.0


@dataclass(frozen=True, slots=True)
class Word:
    """`at`: when it was said, `until`: how long it is believed, both as `Presence.now`."""

    present: bool
    at: float
    until: float


class Presence:
    """Channels of which nothing is known are worth a call; the oldest are forgotten.

    `now`: unix seconds by Discord's clock, which dates events.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.words: dict[str, Word] = {}

    def is_absent(self, channel: str) -> bool:
        """Whether a call there would be refused."""
        word = self.words.get(channel)
        return word is not None and not word.present and self.now() < word.until

    def hear(self, reply: Reply) -> None:
        """What the event said that this reply is to."""
        self.keep(reply.channel, Word(reply.present, reply.born, reply.born + TOLD_S))

    def refuse(self, channel: str) -> None:
        """Discord does not let us into it. An app may be installed without a bot, and no event says so."""
        now = self.now()
        self.keep(channel, Word(present=False, at=now, until=now + REFUSED_S))

    def keep(self, channel: str, word: Word) -> None:
        if channel in self.words and self.words[channel].at > word.at:
            return
        self.words.pop(channel, None)
        self.words[channel] = word
        if len(self.words) > CHANNELS_KEPT:
            del self.words[next(iter(self.words))]
