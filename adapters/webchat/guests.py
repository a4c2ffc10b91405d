"""Who a browser is: a random id in a cookie that we sign; the name beside it is a label, and proves nothing."""

import random
import re
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final

from aiohttp import web

from adapters.webchat.inbound import browser_person, clean_label, guest_person
from adapters.webchat.names import GUEST_NAMES
from bot.domain.incoming import Person
from bot.ports import HeldNames

COOKIE_AGE_S: Final = 400 * 24 * 60 * 60  # seconds; browsers keep none for longer, and each visit begins anew
NUMBERED_MOST: Final = 10_000  # numbers behind a name, when all of them are out
NUMBERED_TRIED: Final = 20  # of these, at once
COOKIE_PATTERN: Final = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Guests:
    """`sign` gives the same for one text in every process, and nobody else can; `played`: a tab may be anybody.

    That is for a demo, in which one person at one computer looks at what two do. `secure_host`: where people come
    by https, as a request names it; they may come by other names, and there without.
    """

    sign: Callable[[str], str]
    names: HeldNames
    played: bool = False
    secure_host: str = ""

    def is_secure(self, request: web.BaseRequest) -> bool:
        """Whether the browser came by https for certain; else it would drop a cookie that is for https alone."""
        return bool(self.secure_host) and authority(request.host) == self.secure_host

    def cookie_name(self, request: web.BaseRequest) -> str:
        """Two bots at one host, on two ports, have one jar of cookies between them.

        By https it begins so that browsers take it from this very host only: a neighbour under the same domain
        could else give somebody its own, and so be the one whom they work for.
        """
        return f"{'__Host-' if self.is_secure(request) else ''}chatelier-{self.sign('cookie')[:8]}"

    def id_of(self, request: web.BaseRequest) -> str:
        """Of the browser that asks, as we have signed it; empty for one that is new, or makes one up."""
        found = COOKIE_PATTERN.fullmatch(request.cookies.get(self.cookie_name(request), ""))
        return found[1] if found and compare_digest(self.sign(f"guest {found[1]}"), found[2]) else ""

    def mark(self, request: web.BaseRequest, answer: web.StreamResponse, guest_id: str) -> None:
        """Have the browser say next time who it is; no script reads that, and no other site's page sends it.

        Whoever keeps the answer for others would make them one person.
        """
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.set_cookie(
            self.cookie_name(request),
            f"{guest_id}.{self.sign(f'guest {guest_id}')}",
            max_age=COOKIE_AGE_S,
            path="/",
            httponly=True,
            samesite="Lax",  # Strict would leave it out when somebody follows a link to us, and they were new
            secure=self.is_secure(request),
        )

    def knows(self, request: web.BaseRequest) -> bool:
        """Whether who comes is somebody already: else each request is by a person of its own."""
        return self.plays(request) or bool(self.id_of(request))

    def plays(self, request: web.BaseRequest) -> bool:
        """Whether a tab of a demo plays somebody."""
        return self.played and bool(request.query.get("as"))

    def person_of(self, request: web.BaseRequest, guest_id: str = "") -> Person:
        """By what the browser proves, or as `guest_id`, which is about to be its own; called as it likes."""
        label = clean_label(request.query.get("name", ""))
        if self.plays(request):
            played = guest_person(request.query["as"])
            return Person(played.id, label or played.name)
        if "as" in request.query:  # a name that came with a link is nobody's
            label = ""
        return browser_person(self.id_of(request) or guest_id or new_guest_id(), label)

    async def named(self, person: Person, here: Collection[str]) -> Person:
        """With a name, which is another one than those of everybody `here` if it is drawn. Raises StoreError.

        A drawn one is theirs once they do something (`hold`): else whoever opens pages would use all of them up.
        """
        if person.name:
            await self.names.renew(person.name)
            return person
        return Person(person.id, await self.draw_name(here), person.language)

    async def hold(self, person: Person) -> None:
        """Nobody else is given their name from now on; whoever has it stays called so. Raises StoreError."""
        await self.names.hold(person.name)

    async def draw_name(self, here: Collection[str]) -> str:
        """One that is free; with a number when there is none any more. Raises StoreError."""
        numbers = random.sample(range(2, NUMBERED_MOST), NUMBERED_TRIED)
        numbered = [f"{secrets.choice(GUEST_NAMES)} {number}" for number in numbers]
        around = {name.casefold() for name in here}
        drawn = [*random.sample(GUEST_NAMES, len(GUEST_NAMES)), *numbered]
        free = await self.names.free([name for name in drawn if name.casefold() not in around])
        return next(iter(free), drawn[-1])


def secure_host_of(public_url: str) -> str:
    """What `Guests` takes; empty where people come without https."""
    scheme, _, rest = public_url.partition("://")
    return authority(rest.partition("/")[0].rpartition("@")[2]) if scheme == "https" else ""


def authority(host: str) -> str:
    """A host, and its port unless that is the one of https, in one way of writing it."""
    return host.lower().removesuffix(":443")


def new_guest_id() -> str:
    """128 bits that nobody guesses."""
    return secrets.token_hex(16)
