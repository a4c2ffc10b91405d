"""Ports of test servers: each process has its own."""

import subprocess
import sys
from pathlib import Path

from tests.fakes.ports import PORTS, free_port, reserve

ROOT = Path(__file__).parents[2]
ASK = "from tests.fakes.ports import reserve; import sys; print(reserve(int(sys.argv[1])))"


def reserved_elsewhere(port: int) -> str:
    """What another process is told that asks for that port."""
    command = [sys.executable, "-c", ASK, str(port)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_a_port_is_given_to_one_process_only() -> None:
    """Also while nobody listens there yet, and to whoever else once that process has ended."""
    port = free_port()
    assert port in PORTS
    assert reserved_elsewhere(port) == "False"
    other = next(one for one in PORTS if one != port and reserved_elsewhere(one) == "True")
    assert reserve(other)
    assert free_port() != port


def test_no_port_is_one_that_browsers_refuse() -> None:
    """10080 is on the list of the Fetch standard, alone of those above 10,000."""
    assert 10_080 not in PORTS
    assert len(PORTS) == 9_999
