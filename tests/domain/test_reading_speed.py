"""Reading what people type costs as much for each character of a long text as of a short one."""

import time
import tomllib
from collections.abc import Callable

import pytest

from bot.domain.dashes import repair_flags
from bot.domain.flags import FlagRules
from bot.domain.subject import Naming, name_pictures
from bot.settings import FLAGS_FILE

RULES = FlagRules.parse(tomllib.loads(FLAGS_FILE.read_text("utf-8")))
# Ten times the text may cost so much more, on a machine with other things to do; a square costs 100.
STEEPEST = 40.0
UNTOLD_S = 0.004  # below that a clock tells nothing
PIECES = (
    *("a--end", "a--ar 3:2", "--no ", "- -ar ", "x-- ", "x-- --foo ", "—v 7"),
    *("a--end #P189YD3C ", "#P189YD3C ", "--sref #P189YD3C.2 "),
)


def spent(read: Callable[[str], object], text: str) -> float:
    """Seconds of this thread, without what the machine did meanwhile."""
    start = time.thread_time()
    read(text)
    return time.thread_time() - start


READERS = {
    "flags": lambda text: repair_flags(text.split(), RULES),
    "codes": lambda text: name_pictures(text, Naming.ANYWHERE, RULES),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("piece", PIECES)
def test_no_text_costs_its_square(piece: str, reader: str) -> None:
    """Whoever types holds up everybody meanwhile: it is read where all are served."""
    read = READERS[reader]
    small, large = (min(spent(read, piece * (size // len(piece))) for _ in range(3)) for size in (3_000, 30_000))
    assert large < max(UNTOLD_S, small * STEEPEST)
