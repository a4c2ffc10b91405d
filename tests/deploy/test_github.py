"""What the repository's host reads: valid by its own schemas, and in step with what the project says elsewhere."""

import re
import tomllib
from configparser import ConfigParser
from typing import Any

import pytest

from tests.deploy.reading import MANUAL, ROOT, beside, documents, judge

HOST = ROOT / ".github"
WORKFLOW = HOST / "workflows" / "check.yml"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def jobs() -> dict[str, Any]:
    found: dict[str, Any] = documents(WORKFLOW)[0]["jobs"]
    return found


def commands(job: dict[str, Any]) -> str:
    return "\n".join(step.get("run", "") for step in job["steps"])


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.github-workflows", WORKFLOW),
        ("custom.github-workflows-require-timeout", WORKFLOW),
        ("vendor.github-issue-forms", HOST / "ISSUE_TEMPLATE" / "fault.yml"),
        ("vendor.github-issue-forms", HOST / "ISSUE_TEMPLATE" / "wish.yml"),
        ("vendor.github-issue-config", HOST / "ISSUE_TEMPLATE" / "config.yml"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_the_schemas_hold(schema: str, path: str) -> None:
    """Those that check-jsonschema brings."""
    judge(beside("check-jsonschema"), "--builtin-schema", schema, path)


def test_every_python_that_we_take_is_checked() -> None:
    """From the oldest on, with `make check`."""
    versions = jobs()["python"]["strategy"]["matrix"]["python"]
    assert f">={versions[0]}" == PROJECT["project"]["requires-python"]
    assert versions == [f"3.{minor}" for minor in range(11, 11 + len(versions))]
    assert "make check PYTHON=python${{ matrix.python }}" in commands(jobs()["python"])


def test_every_store_that_the_manual_names_is_checked() -> None:
    """With the server of that image, which the tests start themselves."""
    stores = jobs()["store"]["strategy"]["matrix"]["store"]
    manual = MANUAL.read_text("utf-8")
    for store in stores:
        kind, _, version = store["name"].partition(" ")
        assert kind in manual
        assert re.fullmatch(rf"(?:valkey/)?{kind.lower()}:{re.escape(version)}\S*", store["image"])
        assert store["server"] == f"{kind.lower()}-server"
    assert "make check" in commands(jobs()["store"])


def test_what_takes_minutes_is_run_too() -> None:
    """By the very script that says all there is to run."""
    assert ".ci/run" in commands(jobs()["everything"])
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_editors_and_formatters_agree() -> None:
    """On the length of a line, and on what indents a Makefile."""
    editor = ConfigParser()
    editor.read_string("[top]\n" + (ROOT / ".editorconfig").read_text("utf-8"))
    assert editor["*.py"]["max_line_length"] == str(PROJECT["tool"]["ruff"]["line-length"])
    assert editor["Makefile"]["indent_style"] == "tab"
