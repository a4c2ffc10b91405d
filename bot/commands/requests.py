"""What commands mean that order nothing."""

import re

from bot.commands.orders import QUOTED_LENGTH
from bot.domain.chat_request import (
    Adjust,
    CancelJobs,
    ChatRequest,
    FindTasks,
    Help,
    History,
    OpenPage,
    Recall,
    Welcome,
)
from bot.domain.command import CommandInput
from bot.domain.errors import UserError
from bot.domain.ids import read_code
from bot.domain.mask_page import PAGE_ID, PAGE_START

ALL = "all"
PAGE_LINK = re.compile(rf"{PAGE_START}({PAGE_ID})", re.ASCII)
NAMES_MOST = 10  # of tasks, looked up at once


def help_(_given: CommandInput) -> ChatRequest:
    """What the bot can do."""
    return Help()


def start(given: CommandInput) -> ChatRequest:
    """A link to the bot may end with the code of a picture, or name a page of ours."""
    if page := PAGE_LINK.fullmatch(given.text.strip()):
        return OpenPage(page[1])
    code = read_code(given.text)
    return Recall(code) if code else Welcome()


def history(_given: CommandInput) -> ChatRequest:
    """The pictures of whoever asks."""
    return History()


def show(given: CommandInput) -> ChatRequest:
    """The picture of a code. Raises UserError for what is none."""
    code = read_code(given.text)
    if not code:
        typed = given.text.strip()[:QUOTED_LENGTH]
        raise UserError("bad-code" if typed else "need-code", typed=typed, usage=given.usage)
    return Recall(code)


def cancel(given: CommandInput) -> ChatRequest:
    """The newest order of whoever asks, or all of theirs."""
    return CancelJobs(everything=given.text.strip().lower() == ALL)


def settings(given: CommandInput) -> ChatRequest:
    """A look at the settings, or a change of one, as typed."""
    name, *value = given.text.split(maxsplit=1) or [""]
    return Adjust(name.lower(), "".join(value).strip())


def task(given: CommandInput) -> ChatRequest:
    """Tasks of the image service, by names with blanks or commas between them. Raises UserError."""
    names = tuple(dict.fromkeys(given.text.replace(",", " ").split()))
    if not names:
        raise UserError("need-tasks", usage=given.usage)
    if len(names) > NAMES_MOST:
        raise UserError("tasks-many", limit=str(NAMES_MOST))
    return FindTasks(names)
