"""`make chaos`: the whole bot under fire, judged afterwards; a JSON line per check, exit code 1 when one fails."""

import argparse
import asyncio
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from tests.chaos import trouble
from tests.chaos.plan import Plan
from tests.chaos.power import PowerPlan, power_cuts
from tests.chaos.run import run
from tests.chaos.servers import OPENERS
from tests.fakes.refusing import REFUSALS
from tests.fakes.servers import SERVER, server_binary


def tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def read(arguments: list[str] | None = None) -> tuple[Plan, argparse.Namespace]:
    """Each field of the plan is an option; the others choose another kind of run."""
    parser = argparse.ArgumentParser(prog="make chaos ARGS=", description=__doc__)
    parser.add_argument("--keep", type=Path, help="a folder for everything that the run leaves behind")
    parser.add_argument("--redis", choices=sorted(OPENERS), help="orders through real servers that are killed")
    parser.add_argument("--orders", type=int, default=60, help="how many, with --redis")
    parser.add_argument(
        "--store-faults", action="store_true", help="every refusal of a store, for each of --lengths"
    )
    parser.add_argument(
        "--untimed", action="store_true", help="with these two: how long things took is told and not judged"
    )
    parser.add_argument("--lengths", default="1,15", help="seconds that a refusal lasts, with commas")
    parser.add_argument("--kinds", default="", help=f"of {', '.join(REFUSALS)}; all, when not given")
    parser.add_argument("--stores", default="box,redis", help="where refusals are tried: box, redis or both")
    parser.add_argument("--power-cuts", type=int, default=0, help="how often the power goes, with each of --stores")
    parser.add_argument("--power-orders", type=int, default=70, help="how many in all, with --power-cuts")
    parser.add_argument(
        "--lying", action="store_true", help="with --power-cuts: a disk that forgets what it synced"
    )
    for one in fields(Plan):
        cast = one.type if isinstance(one.type, type) else str
        option = f"--{one.name.replace('_', '-')}"
        if cast is bool:
            parser.add_argument(option, action=argparse.BooleanOptionalAction, default=one.default)
        else:
            parser.add_argument(option, type=cast, default=one.default)
    given = parser.parse_args(arguments)
    return Plan(**{one.name: getattr(given, one.name) for one in fields(Plan)}), given


def listed(text: str) -> list[str]:
    return [one for one in text.split(",") if one]


def perform(plan: Plan, given: argparse.Namespace, folder: Path) -> Sequence[tuple[str, bool]]:
    """The lines to print, and whether each is well."""
    if given.power_cuts:
        plans = [
            PowerPlan(given.power_cuts, given.power_orders, store, plan.fsync, plan.seed, given.lying)
            for store in listed(given.stores)
        ]
        return [power_cuts(one, folder / one.store, tell) for one in plans]
    if given.redis or given.store_faults:
        if not server_binary():
            tell(f"chaos: skipped, there is no server to run (set {SERVER} to one)")
            return []
        found: list[trouble.Line] = []
        if given.store_faults:
            lengths = [float(one) for one in listed(given.lengths)]
            found += trouble.store_faults(folder, listed(given.stores), listed(given.kinds), lengths, tell)
        if given.redis:
            found += trouble.real_servers(given.redis, folder, given.orders, tell)
        return [(line.text(), not line.wrong and (given.untimed or not line.slow)) for line in found]
    return [(check.line(), not check.wrong) for check in asyncio.run(run(plan, folder, tell))]


def main() -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever is ended ends what it has started
    plan, given = read()
    with tempfile.TemporaryDirectory(prefix="chaos-") as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        lines = perform(plan, given, folder)
    for line, _ in lines:
        sys.stdout.write(line + "\n")
    failed = sum(not well for _, well in lines)
    tell(f"chaos: {failed} of {len(lines)} failed" if failed else "chaos: all is well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
