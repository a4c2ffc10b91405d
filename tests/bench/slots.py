"""A worker that carries few jobs at once: `python tests/bench/slots.py NUMBER`."""

import asyncio
import sys

from bot import cli, log
from bot.compose import context
from bot.platforms import load_all_settings

if __name__ == "__main__":
    # How many a worker carries is no setting: nobody needs fewer than the thousand it can.
    setattr(context, "RUNS_MOST", 0)  # noqa: B010 - else mypy minds
    setattr(context, "RUNS_SPARE", int(sys.argv[1]))  # noqa: B010
    settings, platforms = load_all_settings()
    log.set_up("json", "warning", [])
    asyncio.run(cli.until_stopped(lambda stop: cli.run_real(settings, platforms, ["worker"], stop)))
