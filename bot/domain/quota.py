"""What an order costs, and how much a person and a place may ask for."""

import re
from dataclasses import dataclass, field

from bot.domain.order import Act, Animate, AskSeed, Describe, Edit, ExtendVideo, Imagine, Order, Shorten, Translate

# In thousandths of a credit. The service publishes no price list: a picture and a shortening are as recorded in
# October 2026 (0.27 and 0.18 credits), the others in proportion to its last published prices in dollars. They
# bound what people may spend; the bill is the service's own.
PICTURE = 270
UPSCALE = 55
FILM = 1050
PRICES: dict[type, int] = {
    Imagine: PICTURE,
    Act: PICTURE,
    Edit: PICTURE,
    Animate: FILM,
    ExtendVideo: FILM,
    Describe: 55,
    Shorten: 180,
    Translate: 55,
    AskSeed: 55,
}
ENLARGES = re.compile(r"upscale")


def price(order: Order) -> int:
    """An estimate, in thousandths of a credit."""
    if isinstance(order, Act) and ENLARGES.match(order.action):
        return UPSCALE
    return PRICES[type(order)]


@dataclass(frozen=True, slots=True)
class Allowance:
    """Limits of one person or one place; 0 is no limit.

    running  jobs with the service at once: more wait their turn
    open     jobs written down and not done: more are refused
    daily    jobs a day (UTC)
    monthly  thousandths of a credit a calendar month (UTC)
    """

    running: int = 0
    open: int = 0
    daily: int = 0
    monthly: int = 0


@dataclass(frozen=True, slots=True)
class Quota:
    """What each person and each place may have, and how many jobs the service may have at once."""

    total: int
    person: Allowance = field(default_factory=Allowance)
    place: Allowance = field(default_factory=Allowance)
