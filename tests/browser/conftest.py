"""A real Chromium on the real demo. Without a browser these tests are skipped; CI says that one is required."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.fakes.waiting import PATIENCE
from tests.scenarios.programs import Program, programs

# The second line keeps Chromium from calling home; the first lets it run as root in a container.
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PATIENCE_MS = PATIENCE * 1000  # the stand-in paints on the same cores as the browser
expect.set_options(timeout=PATIENCE_MS)
SMALL = "512"  # pixels of a side: painted sooner, and a grid of four is larger than the page shows it
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and os.environ.get("CHATELIER_TEST_BROWSER") == "required":
        pytest.fail("no Chromium is installed, and here it is required")
    if found is None:
        pytest.skip(f"no browser: install one of {', '.join(NAMES)} (on Debian: apt install chromium)")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each file: while it is open, Playwright's own event loop runs in this thread."""
    executable = find_browser()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=FLAGS, timeout=PATIENCE_MS)
        launched.on("context", lambda made: made.set_default_timeout(PATIENCE_MS))
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with running_demo(tmp_path_factory.mktemp("demo"), "3") as started:
        yield started


@pytest.fixture
def slow_demo(tmp_path: Path) -> Iterator[Program]:
    """It paints for so long that nobody waits for the end. To be asked for before a page, which ends first."""
    with running_demo(tmp_path, "30") as started:
        yield started


@contextmanager
def running_demo(folder: Path, seconds: str, size: str = SMALL) -> Iterator[Program]:
    with programs(folder) as started:
        started.append(Program(["demo", "--seconds", seconds, "--size", size], folder).start().ready())
        yield started[0]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose errors fail the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    troubles: list[str] = []
    made.on("pageerror", lambda error: troubles.append(str(error)))
    made.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    yield made
    context.close()
    assert troubles == []
