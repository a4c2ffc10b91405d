"""What time it is at Telegram, whatever our own clock says."""

import asyncio
from email.utils import parsedate_to_datetime

CLOCK_ERROR_S = 60.0  # seconds; further from a message that was just said, what we took for the time was wrong


class ServerTime:
    """As the `Date` of the last answer told it, to about a second; the loop's clock tells how long ago that was.

    A Bot API server of our own has the clock of its machine; what people just said has Telegram's.
    """

    def __init__(self) -> None:
        self.told = 0.0  # unix seconds; 0: nobody told
        self.since = 0.0  # seconds of the loop

    def note_header(self, date: str | None) -> None:
        """The `Date` of an answer that came just now; nonsense is passed over."""
        if date is None:
            return
        try:
            self.note(parsedate_to_datetime(date).timestamp() + 0.5)  # it has whole seconds
        except (ValueError, OverflowError):
            return

    def note_fresh(self, said: float) -> None:
        """When something was said that we waited for, in unix seconds."""
        if not self.told or abs(self.now() - said) > CLOCK_ERROR_S:
            self.note(said)

    def note(self, told: float) -> None:
        self.told, self.since = told, asyncio.get_running_loop().time()

    def now(self) -> float:
        """Unix seconds; 0 when nobody told."""
        return self.told + asyncio.get_running_loop().time() - self.since if self.told else 0.0
