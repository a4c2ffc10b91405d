"""The systemd units: no key misspelt, nothing more allowed than needed, and time to drain."""

from pathlib import Path

import pytest

from tests.deploy.reading import DEPLOY, DRAIN, MANUAL, installed, judge

FOLDER = DEPLOY / "systemd"
UNITS = pytest.mark.parametrize("name", ["chatelier.service", "chatelier@.service"])


def service(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    section = ""
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line
        elif line and line[0] not in "#;" and section == "[Service]":
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


@UNITS
def test_systemd_reads_it(name: str, tmp_path: Path) -> None:
    """Without a word. What it starts is not on this machine, so something else stands in."""
    text = (
        (FOLDER / name)
        .read_text("utf-8")
        .replace("ExecStart=/opt/chatelier/.venv/bin/chatelier", "ExecStart=/bin/true")
    )
    unit = tmp_path / name.replace("@", "@worker")
    unit.write_text(text)
    said = judge(installed("systemd-analyze"), "verify", "--man=no", "--recursive-errors=no", unit)
    assert unit.name not in said, said


@UNITS
def test_it_is_stopped_gently(name: str) -> None:
    """systemd kills later than the program would have stopped by itself."""
    assert float(service(name)["TimeoutStopSec"][0]) > DRAIN


@UNITS
def test_it_comes_back_unless_a_setting_is_wrong(name: str) -> None:
    """Exit code 2 does not mend itself."""
    assert service(name)["Restart"] == ["on-failure"]
    assert service(name)["RestartPreventExitStatus"] == ["2"]


@UNITS
def test_settings_that_root_alone_can_read_do(name: str) -> None:
    """systemd reads them; the program, which is another user, must find no .env where it starts."""
    found = service(name)
    assert all(path.startswith("/etc/chatelier/") for path in found["EnvironmentFile"])
    assert found["WorkingDirectory"] == ["/var/lib/chatelier"]  # made by StateDirectory
    manual = MANUAL.read_text("utf-8")
    assert "install -m 600 /opt/chatelier/deploy/example.env /etc/chatelier/chatelier.env" in manual
    assert found["ExecStart"][0].startswith("/opt/chatelier/.venv/bin/chatelier ")
    assert "make -C /opt/chatelier setup" in manual


@UNITS
def test_it_may_do_little(name: str) -> None:
    """Its own folder, the network, and no more."""
    found = service(name)
    assert found["User"] == ["chatelier"]
    assert found["ProtectSystem"] == ["strict"]
    assert found["NoNewPrivileges"] == ["true"]
    assert found["CapabilityBoundingSet"] == [""]
    assert found["StateDirectory"] == ["chatelier"]


def test_a_role_is_an_instance() -> None:
    """Its file may name another role, for a second worker on one machine."""
    found = service("chatelier@.service")
    assert found["ExecStart"] == ["/opt/chatelier/.venv/bin/chatelier ${ROLE}"]
    assert found["Environment"][0].startswith("ROLE=%i ")
    assert found["EnvironmentFile"] == ["/etc/chatelier/all.env", "/etc/chatelier/%i.env"]
