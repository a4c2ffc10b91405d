"""Whether this process hears the platforms that it listens to, and what it is good for while it does not."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import structlog

from bot.metrics import PLATFORM_HEARD
from bot.ports import Clock, Listening, Platform, Role

log = structlog.get_logger()

LISTEN_EVERY_S = 1.0  # seconds between two looks at whether a platform is heard
# Seconds in which a process that has just begun waits for its platforms, so that no update of the program outruns
# them: Discord has a session, and Telegram our address, after a few.
FIRST_HEARING_S = 60.0


class Hearing:
    """Of these platforms, in a process of these roles.

    One that only listens is of no use while it is deaf. One that is called, too, has callbacks, pictures and other
    platforms to serve: so it waits for what it has never heard at its beginning only.
    """

    def __init__(self, platforms: Iterable[Platform], roles: frozenset[Role], clock: Clock) -> None:
        self.ears: Mapping[str, Listening] = {
            one.name: one for one in platforms if one.runs_in in roles and isinstance(one, Listening)
        }
        self.only_listens = Role.WEB not in roles
        self.clock = clock
        self.patient_until = clock.now() + FIRST_HEARING_S
        self.heard: set[str] = set()  # those that were heard at some time
        for name, ear in self.ears.items():
            PLATFORM_HEARD.labels(name).set_function(partial(hears, ear))

    async def serve(self) -> None:
        """Tell whoever reads the log when a platform is heard, and when it is not any more, until cancelled."""
        silent = set(self.ears)
        while True:
            deaf = self.deaf()
            for name in sorted(silent - deaf.keys()):
                log.info("platform.heard", platform=name)
            for name in sorted(deaf.keys() - silent):
                log.warning("platform.unheard", platform=name, reason=deaf[name])
            silent = set(deaf)
            await self.clock.sleep(LISTEN_EVERY_S)

    async def first_hearing(self) -> None:
        """Until all of them are heard, or nobody waits for that any more."""
        while self.deaf() and self.clock.now() < self.patient_until:
            await self.clock.sleep(LISTEN_EVERY_S)

    def missing(self) -> Sequence[str]:
        """Why it is not ready, a line for each platform."""
        return [f"{name}: {why}" for name, why in self.deaf().items() if self.is_awaited(name)]

    def degraded(self) -> Sequence[str]:
        """What it does without while it is ready."""
        return [f"{name}: {why}" for name, why in self.deaf().items() if not self.is_awaited(name)]

    def is_awaited(self, name: str) -> bool:
        """Whether nobody is to be sent here before that platform is heard."""
        return self.only_listens or (name not in self.heard and self.clock.now() < self.patient_until)

    def deaf(self) -> Mapping[str, str]:
        """The platforms that are not heard, and why."""
        reasons = {name: ear.why_deaf() for name, ear in self.ears.items()}
        self.heard.update(name for name, why in reasons.items() if not why)
        return {name: why for name, why in reasons.items() if why}


def hears(ear: Listening) -> float:
    """As a figure."""
    return float(not ear.why_deaf())
