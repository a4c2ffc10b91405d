"""How we stand with Discord: what it refused of late, and what rests because of that. Pure."""

from dataclasses import dataclass, replace

# After 10,000 answers of 401, 403 or 429 in ten minutes Discord hears nothing any more from that address ("Rate
# Limits", invalid requests). Each process counts its own, so that five at one address stay below it.
REFUSALS_MOST = 2000
COUNTED_S = 600.0
SLOT_S = 10.0  # what is counted together
TOKEN_REST_S = 60.0  # after the bot's token was not accepted


@dataclass(frozen=True, slots=True)
class Standing:
    """Every method returns the one that comes after, or says how it stands; all times are unix seconds.

    `counts`: refusals by slots of SLOT_S. `barred`: nothing goes by the bot's token before. `held`: the channels
    whose previews wait, with until when.
    """

    counts: tuple[tuple[int, int], ...] = ()
    barred: float = 0.0
    held: tuple[tuple[str, float], ...] = ()

    def refused(self, now: float) -> "Standing":
        """One more that Discord counts."""
        slot = int(now // SLOT_S)
        kept = {then: count for then, count in self.counts if then > slot - COUNTED_S / SLOT_S}
        return replace(self, counts=tuple((kept | {slot: kept.get(slot, 0) + 1}).items()))

    def refusals(self, now: float) -> int:
        """So many in the last ten minutes."""
        oldest = now // SLOT_S - COUNTED_S / SLOT_S
        return sum(count for slot, count in self.counts if slot > oldest)

    def is_strained(self, now: float) -> bool:
        """Whether what nobody would miss is not sent."""
        return self.refusals(now) > REFUSALS_MOST

    def token_refused(self, now: float) -> "Standing":
        return replace(self, barred=now + TOKEN_REST_S)

    def is_barred(self, now: float) -> bool:
        """Whether the bot's token rests."""
        return now < self.barred

    def held_back(self, channel: str, now: float, seconds: float) -> "Standing":
        """What may be done in this channel is used up: no previews there for so long."""
        others = tuple((name, until) for name, until in self.held if until > now and name != channel)
        return replace(self, held=(*others, (channel, now + seconds)))

    def holds(self, channel: str, now: float) -> bool:
        """Whether previews wait in this channel."""
        return any(name == channel and until > now for name, until in self.held)
