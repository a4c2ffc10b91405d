"""The compose files: valid, closed, and patient with a process that stops."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.web.callbacks import CALLBACK_PROBE
from tests.deploy.reading import DEPLOY, DRAIN, ROLES, beside, documents, installed, judge, pinned
from tests.manuals.reading import blocks

ONE, MANY = DEPLOY / "compose.yaml", DEPLOY / "compose.scaled.yaml"
LOGIN = {"CHAT_USER", "CHAT_PASSWORD_HASH"}
FILES = pytest.mark.parametrize("path", [ONE, MANY], ids=lambda path: path.name)


def services(path: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = documents(path)[0]["services"]
    for name, service in found.items():
        if "extends" in service:
            found[name] = services(DEPLOY / service["extends"]["file"])[service["extends"]["service"]]
    return found


def seconds(text: str) -> float:
    assert text.endswith("s")
    return float(text.removesuffix("s"))


@FILES
def test_the_schema_holds(path: Path) -> None:
    """Compose's own, as check-jsonschema brings it."""
    judge(beside("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", path)


@FILES
def test_compose_reads_it(path: Path, tmp_path: Path) -> None:
    """With nothing set but the public address."""
    docker = installed("docker-compose")
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    (tmp_path / "deploy" / ".env").write_text("CHATELIER_PUBLIC_URL=https://bot.example.com\n")
    judge(docker, "-f", path.name, "config", "--quiet", cwd=tmp_path / "deploy")


@FILES
def test_every_service_is_confined(path: Path) -> None:
    """It can write nowhere but where it must, gain no rights, fill no disk with logs, and comes back by itself."""
    for name, service in services(path).items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["restart"] == "unless-stopped", name
        assert service["logging"]["options"]["max-size"], name
        assert service["tmpfs"], name
        assert service["mem_limit"], name
        assert pinned(service["image"]), name


@FILES
def test_roles_get_the_time_to_drain(path: Path) -> None:
    """Compose kills later than the program would have stopped by itself."""
    roles = {name: service for name, service in services(path).items() if "build" in service}
    assert roles
    for name, service in roles.items():
        assert service["command"][0] in ROLES, name
        assert seconds(service["stop_grace_period"]) > DRAIN, name
        assert service["env_file"] == ".env", name
        assert service["depends_on"]["valkey"]["condition"] == "service_healthy", name


@FILES
def test_the_store_keeps_what_it_is_given_and_is_nobody_elses(path: Path) -> None:
    """A log on a volume, no eviction, no port, and no network but ours."""
    store = services(path)["valkey"]
    command = " ".join(store["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command
    assert store["volumes"] == ["store:/data"]
    assert store["networks"] == ["store"]
    assert documents(path)[0]["networks"]["store"]["internal"] is True
    assert "ports" not in store
    assert store["healthcheck"]["test"]


def test_one_process_is_open_to_this_computer_only() -> None:
    """The page has no login."""
    ports = [port for service in services(ONE).values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_scaled_one_has_every_role_and_one_door() -> None:
    """Two gateways, three workers, two web processes; only the proxy is reached from outside."""
    found = services(MANY)
    counts = {name: service["deploy"]["replicas"] for name, service in found.items() if "build" in service}
    assert counts == {"gateway": 2, "worker": 3, "web": 2}
    assert [name for name, service in found.items() if "ports" in service] == ["proxy"]
    assert found["worker"]["environment"]["CHATELIER_MEDIA_URL"].startswith("file:///data/")


def test_the_proxy_keeps_health_and_figures_inside() -> None:
    """And writes no log: some addresses carry a signature."""
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert "@inside path /healthz /readyz /metrics" in text
    assert "respond @inside 404" in text
    # But not what the doctor asks, nor behind the login.
    assert CALLBACK_PROBE not in re.findall(r"@inside path (.*)", text)[0].split()
    assert f"{CALLBACK_PROBE}*" in re.findall(r"@page not path (.*)", text)[0].split()
    assert not any(line.split()[:1] == ["log"] for line in text.splitlines())
    assert services(MANY)["proxy"]["environment"].keys() == {"PUBLIC_URL", *LOGIN}


def read_dotenv(text: str) -> dict[str, str]:
    """As compose reads `.env`: what is in single quotes stands as it is, elsewhere names after $ are filled in.

    Source: Docker's manual, "Interpolation" of .env files.
    """
    found: dict[str, str] = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and value.startswith("'"):
            found[name] = value[1:-1]
        elif equals:
            found[name] = re.sub(r"\$\{?(\w*)\}?", lambda part: found.get(part[1], ""), value)
    return found


@pytest.mark.parametrize("quoted", [True, False])
def test_the_login_reaches_the_proxy_as_the_manual_says(quoted: bool) -> None:  # noqa: FBT001 - a table of cases
    """Caddy gets both names, and a hash whole; without the quotes it would not be."""
    [block] = [block for block in blocks("docs/operating.md") if "CHAT_USER" in block.text]
    given = read_dotenv(block.text if quoted else block.text.replace("'", ""))
    environment = services(MANY)["proxy"]["environment"]
    assert {name: environment[name] for name in LOGIN} == dict.fromkeys(LOGIN)  # handed on as they are
    assert given.keys() == LOGIN
    assert given["CHAT_PASSWORD_HASH"].startswith("$2a$14$") is quoted
    caddy = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert set(re.findall(r"\{\$(CHAT_\w+)", caddy)) == LOGIN


def test_caddy_reads_its_file(tmp_path: Path) -> None:
    """As the proxy would."""
    judge(
        *(installed("caddy"), "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile"),
        PUBLIC_URL="https://bot.example.com",
        HOME=str(tmp_path),
    )
