"""`make chaos`: the whole bot under fire, judged afterwards; a JSON line per check, exit code 1 when one fails."""

import argparse
import asyncio
import sys
import tempfile
from dataclasses import fields
from pathlib import Path

from tests.chaos.plan import Plan
from tests.chaos.run import run


def tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def read(arguments: list[str] | None = None) -> tuple[Plan, Path | None]:
    """Each field of the plan is an option."""
    parser = argparse.ArgumentParser(prog="make chaos ARGS=", description=__doc__)
    parser.add_argument("--keep", type=Path, help="a folder for everything that the run leaves behind")
    for one in fields(Plan):
        cast = one.type if isinstance(one.type, type) else str
        option = f"--{one.name.replace('_', '-')}"
        if cast is bool:
            parser.add_argument(option, action=argparse.BooleanOptionalAction, default=one.default)
        else:
            parser.add_argument(option, type=cast, default=one.default)
    given = vars(parser.parse_args(arguments))
    keep = given.pop("keep")
    return Plan(**given), keep


def main() -> int:
    plan, keep = read()
    with tempfile.TemporaryDirectory(prefix="chaos-") as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        checks = asyncio.run(run(plan, folder, tell))
    for check in checks:
        sys.stdout.write(check.line() + "\n")
    failed = [check.name for check in checks if check.wrong]
    tell(f"chaos: {', '.join(failed)} failed" if failed else "chaos: all is well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
