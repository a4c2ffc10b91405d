"""How a sandbox behaves, given once when it is built."""

from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.faults import Fault


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """What a newcomer, a demo or a test may set.

    `seconds` from submission to the finished picture (upscales take half, videos a quarter more); `failure_rate`
    0..1 of submissions that fail, chosen by `seed`; `token` the only accepted one (None: any, except "invalid");
    `state` a folder that lets tasks survive a restart; `public_url` replaces scheme and host in picture links;
    `steps` previews per picture (0..60); `queue` the fraction of `seconds` before the first line; `size` the pixels
    of one square picture's side (1024 as recorded; tests draw faster with less); `links_last` seconds after an
    answer its links to results end, and a look-up gives new ones (0: they never do).
    """

    seconds: float = 8.0
    failure_rate: float = 0.0
    seed: int = 0
    token: str | None = None
    state: Path | None = None
    public_url: str | None = None
    faults: tuple[Fault, ...] = ()
    steps: int = 6
    queue: float = 0.15
    size: int = 1024
    links_last: float = 0.0
