"""The image: built from the lock, run by nobody in particular, and honest about its health."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from subprocess import run
from threading import Thread

import pytest
from typing_extensions import override

from tests.deploy.reading import DEPLOY, ROOT, beside, judge, pinned
from tests.fakes.waiting import PATIENCE
from tests.test_films import light_of, noisy_film

DOCKERFILE = DEPLOY / "Dockerfile"


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text("utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines) if word]


def last_stage() -> dict[str, str]:
    """The last of each instruction that makes the image people run."""
    start = max(index for index, (word, _) in enumerate(instructions()) if word == "FROM")
    return dict(instructions()[start:])


def all_of(word: str) -> list[str]:
    return [rest for found, rest in instructions() if found == word]


def test_hadolint_has_nothing_to_say() -> None:
    """The usual mistakes are not made."""
    assert not judge(beside("hadolint"), "--no-color", DOCKERFILE)


def test_the_base_is_one_argument_with_a_tag() -> None:
    """So that an operator can put a mirror or another patch level there."""
    base = next(rest for rest in all_of("ARG") if rest.startswith("PYTHON_IMAGE="))
    assert pinned(base.partition("=")[2])
    assert {rest.split()[0] for rest in all_of("FROM")} == {"${PYTHON_IMAGE}"}


def test_only_the_lock_is_installed() -> None:
    """By hash, from wheels; nothing is fetched by address."""
    steps = all_of("RUN")
    assert any("--require-hashes --only-binary=:all: -r requirements/run.txt" in step for step in steps)
    assert all("--no-deps --no-build-isolation" in step for step in steps if "install" in step and " ." in step)
    assert not all_of("ADD")
    assert not re.search(r"https?://|curl|wget|git clone", " ".join(steps))


def test_it_runs_as_nobody_in_particular() -> None:
    """A number that is not root's, so that an orchestrator can tell."""
    user, _, group = last_stage()["USER"].partition(":")
    assert int(user) > 0
    assert int(group) > 0


def test_it_is_stopped_gently_and_starts_everything() -> None:
    """One image for all roles; without a word it is the whole bot."""
    stage = last_stage()
    assert stage["STOPSIGNAL"] == "SIGTERM"
    assert json.loads(stage["ENTRYPOINT"]) == ["chatelier"]
    assert json.loads(stage["CMD"]) == ["run"]


def test_it_says_what_it_is() -> None:
    """By the labels that registries show."""
    labels = " ".join(all_of("LABEL"))
    for name in ("title", "description", "source", "documentation", "licenses", "version", "revision"):
        assert f"org.opencontainers.image.{name}=" in labels


def test_no_secret_is_built_in() -> None:
    """Neither as a variable nor as a file: what is not on the list is not sent to the builder."""
    assert not re.search(r"TOKEN|PASSWORD|SECRET|REDIS_URL", " ".join(all_of("ENV") + all_of("ARG")))
    rules = (ROOT / ".dockerignore").read_text("utf-8").split("\n")
    assert next(rule for rule in rules if not rule.startswith("#")) == "*"
    let_through = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    wanted = {part for rest in all_of("COPY") if "--from" not in rest for part in rest.split()[:-1]}
    assert wanted == let_through
    assert all((ROOT / name).exists() for name in wanted)


WITHOUT = """
import sys
sys.modules.update(dict.fromkeys({left_out!r}))
from bot.films import shrink_film
sys.stdout.buffer.write(shrink_film(sys.stdin.buffer.read(), {limit}) or b"")
"""


def test_clips_that_are_too_large_are_made_smaller_there() -> None:
    """With nothing of what is left out."""
    [left_out] = [
        rest.partition("=")[2].strip('"').split() for rest in all_of("ARG") if rest.startswith("LEAVE_OUT=")
    ]
    assert left_out
    film = noisy_film()
    program = WITHOUT.format(left_out=left_out, limit=len(film) // 4)
    ended = run(
        [sys.executable, "-c", program], input=film, cwd=ROOT, timeout=PATIENCE, capture_output=True, check=True
    )
    assert 0 < len(ended.stdout) <= len(film) // 4
    assert len(light_of(ended.stdout)) == len(light_of(film))


@contextmanager
def answering(status: int) -> Iterator[int]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_health_check_believes_healthz(status: int, code: int) -> None:
    """And needs nothing but Python; a proxy of the environment is not asked."""
    _, command = last_stage()["HEALTHCHECK"].split("CMD ")
    program, *arguments = json.loads(command)
    assert program == "python"
    with answering(status) as port:
        given = {"CHATELIER_HTTP_PORT": str(port), "http_proxy": "http://127.0.0.1:1"}
        ended = run([sys.executable, *arguments], env=given, timeout=PATIENCE, capture_output=True, check=False)
    assert ended.returncode == code
