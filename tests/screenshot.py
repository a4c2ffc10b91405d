"""Draws the picture in the README from the real page of the real demo: `make screenshot`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import FLAGS, find_browser
from tests.scenarios.programs import Program, programs

PROMPT = "/imagine a lighthouse in a storm --ar 16:9"


def main() -> None:
    target = Path(sys.argv[1])
    with (
        tempfile.TemporaryDirectory() as folder,
        programs(Path(folder)) as started,
        sync_playwright() as playwright,
    ):
        started.append(Program(["demo", "--seconds", "4"], Path(folder)).start().ready())
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page.goto(f"{started[0].url}/?name=Ann")
        page.get_by_role("textbox", name="Message").fill(PROMPT)
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="U2", exact=True)).to_be_visible(timeout=30_000)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    main()
