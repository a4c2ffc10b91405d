"""Who a browser is: a random id in a cookie that we sign; the name beside it is a label, and proves nothing."""

import random
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final

from aiohttp import web

from adapters.webchat.inbound import browser_person, clean_label, guest_person
from adapters.webchat.names import GUEST_NAMES
from bot.domain.incoming import Person
from bot.ports import Throttle

COOKIE_AGE_S: Final = 400 * 24 * 60 * 60  # seconds; browsers keep none for longer, and each visit begins anew
# A name that was drawn, or taken, is drawn by nobody else for so long; whoever has it stays called so all the same.
NAME_HELD_S: Final = 180 * 24 * 60 * 60  # seconds
NUMBERED_MOST: Final = 10_000  # numbers behind a name, when all of them are out
COOKIE_PATTERN: Final = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Guests:
    """`sign` gives the same for one text in every process, and nobody else can; `played`: a tab may be anybody.

    That is for a demo, in which one person at one computer looks at what two do. `secure`: people come by https.
    """

    sign: Callable[[str], str]
    throttle: Throttle
    played: bool = False
    secure: bool = False

    @property
    def cookie(self) -> str:
        """Its name: two bots at one host, on two ports, have one jar of cookies between them."""
        return f"chatelier-{self.sign('cookie')[:8]}"

    def id_of(self, request: web.BaseRequest) -> str:
        """Of the browser that asks, as we have signed it; empty for one that is new, or makes one up."""
        found = COOKIE_PATTERN.fullmatch(request.cookies.get(self.cookie, ""))
        return found[1] if found and compare_digest(self.sign(f"guest {found[1]}"), found[2]) else ""

    def mark(self, answer: web.StreamResponse, guest_id: str) -> None:
        """Have the browser say next time who it is; no script reads that, and no other site's page sends it."""
        answer.set_cookie(
            self.cookie,
            f"{guest_id}.{self.sign(f'guest {guest_id}')}",
            max_age=COOKIE_AGE_S,
            path="/",
            httponly=True,
            samesite="Lax",  # Strict would leave it out when somebody follows a link to us, and they were new
            secure=self.secure,
        )

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

    async def named(self, person: Person) -> Person:
        """With a name, and nobody else draws it from now on. Raises StoreError."""
        if person.name:
            await self.throttle.once(name_key(person.name), NAME_HELD_S)
            return person
        return Person(person.id, await self.draw_name(), person.language)

    async def draw_name(self) -> str:
        """One that is free; with a number when there is none any more. Raises StoreError."""
        for name in random.sample(GUEST_NAMES, len(GUEST_NAMES)):
            if await self.throttle.once(name_key(name), NAME_HELD_S):
                return name
        while True:
            name = f"{secrets.choice(GUEST_NAMES)} {secrets.randbelow(NUMBERED_MOST) + 2}"
            if await self.throttle.once(name_key(name), NAME_HELD_S):
                return name


def new_guest_id() -> str:
    """128 bits that nobody guesses."""
    return secrets.token_hex(16)


def name_key(name: str) -> str:
    return f"webchat:name:{name.casefold()}"
