"""Every command of the manuals is followed by a test or listed with a reason; what it names exists."""

import re
import subprocess
from functools import cache

import pytest
from typer.main import get_command

from bot.cli import app
from tests.fakes.waiting import PATIENCE
from tests.manuals.reading import ELSEWHERE, MANUALS, ROOT, Block, blocks, elsewhere

ALL = [block for manual in MANUALS for block in blocks(manual)]
TYPED = [block for block in ALL if block.kind == "sh"]
EACH = pytest.mark.parametrize("block", TYPED, ids=lambda block: f"{block.manual}:{block.line}")
HERE = ("make ", ".venv/bin/chatelier ", "chmod ")


def test_every_block_says_what_it_is() -> None:
    """Commands, lines of a settings file, or what is written to the bot; nothing else is fenced."""
    assert TYPED
    assert {block.kind for block in ALL} <= {"sh", "ini", "chat"}, [block for block in ALL if not block.kind]


def test_remarks_stand_alone() -> None:
    """What is to be copied into a settings file systemd can read, too, which knows no remark behind a value."""
    for block in ALL:
        assert block.kind != "ini" or not re.search(r"^[^#\n]+[ \t]#", block.text, re.MULTILINE), block


@EACH
def test_a_shell_understands_it(block: Block) -> None:
    """And every command is followed in test_followed, or there is a reason why not."""
    checked = subprocess.run(
        ["sh", "-n"], input=block.text, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert checked.returncode == 0, checked.stderr
    for command in block.commands:
        assert elsewhere(command) or command.startswith(HERE), command


@pytest.mark.parametrize("begun", ELSEWHERE)
def test_what_is_not_followed_is_still_there(begun: str) -> None:
    """A reason for a command that no manual has any more would hide the next one."""
    assert any(command.startswith(begun) for block in TYPED for command in block.commands)


@EACH
def test_files_that_are_named_exist(block: Block) -> None:
    """Below this folder, in deploy/ for the commands of compose."""
    for command in block.commands:
        for name in re.findall(r"(?<![\w./$-])(?:deploy|docs)/[\w./@-]+", command):
            assert (ROOT / name).exists(), command
        for name in re.findall(r"-f (\S+\.ya?ml)", command):
            assert (ROOT / "deploy" / name).exists(), command


@pytest.mark.parametrize("manual", MANUALS)
def test_our_commands_and_options_exist(manual: str) -> None:
    """Wherever they are named: in blocks and in the text."""
    text = (ROOT / manual).read_text("utf-8")
    known = get_command(app).commands  # type: ignore[attr-defined]  # a typer app is a group
    for name, rest in re.findall(r"`(?:[\w./]*/)?chatelier ([a-z]+)([^`]*)`", text):
        assert name in known, name
        options = {option for one in known[name].params for option in one.opts} | {"--help"}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options, (name, rest)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z-]+)", text)) <= targets


@cache
def all_code() -> str:
    return "\n".join(
        path.read_text("utf-8") for part in ("bot", "adapters") for path in (ROOT / part).rglob("*.py")
    )


@pytest.mark.parametrize("manual", [manual for manual in MANUALS if manual != "CONTRIBUTING.md"])
def test_what_the_log_is_said_to_tell_it_tells(manual: str) -> None:
    """By name: who searches a log for a line that no program writes finds that all is well."""
    text = (ROOT / manual).read_text("utf-8")
    for event in re.findall(r"`([a-z]+\.[a-z_]+)`", text):
        if not event.endswith((".md", ".ftl", ".toml", ".env")):
            assert f'"{event}"' in all_code(), event
