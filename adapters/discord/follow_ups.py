"""What was said after the first answer of an interaction: no more than it bears, and where its last word stands."""

from dataclasses import dataclass, replace

FOLLOW_UPS_MOST = 5  # of an interaction with an app that only its person installed ("Receiving and Responding")
INTERACTIONS_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Said:
    """`count` messages after the answer; `word`: the id of the one that later words replace, or empty."""

    count: int = 0
    word: str = ""


class FollowUps:
    """By interaction, as far as this process has said anything; the oldest are forgotten."""

    def __init__(self) -> None:
        self.said: dict[str, Said] = {}

    def is_full(self, interaction: str) -> bool:
        """Whether it bears no more."""
        return self.find(interaction).count >= FOLLOW_UPS_MOST

    def word_of(self, interaction: str) -> str:
        return self.find(interaction).word

    def add(self, interaction: str, word: str = "") -> None:
        """One more, which is the `word` that later ones replace, if it is one."""
        old = self.find(interaction)
        self.keep(interaction, Said(old.count + 1, word or old.word))

    def drop_word(self, interaction: str) -> None:
        """Somebody took it away."""
        self.keep(interaction, replace(self.find(interaction), word=""))

    def find(self, interaction: str) -> Said:
        return self.said.get(interaction, Said())

    def keep(self, interaction: str, said: Said) -> None:
        self.said.pop(interaction, None)
        self.said[interaction] = said
        if len(self.said) > INTERACTIONS_KEPT:
            del self.said[next(iter(self.said))]
