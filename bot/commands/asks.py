"""/history, /show, /cancel, /settings and /help: what people ask for that orders nothing."""

from bot.domain.command import CommandInput
from bot.domain.errors import UserError
from bot.domain.ids import read_code
from bot.domain.wish import Adjust, CancelJobs, Help, History, Recall, Wish

ALL = "all"


def help_(_given: CommandInput) -> Wish:
    return Help()


def start(given: CommandInput) -> Wish:
    """A link to the bot may end with the code of a picture."""
    code = read_code(given.text)
    return Recall(code) if code else Help()


def history(_given: CommandInput) -> Wish:
    return History()


def show(given: CommandInput) -> Wish:
    code = read_code(given.text)
    if not code:
        raise UserError("need-code", usage=given.usage)
    return Recall(code)


def cancel(given: CommandInput) -> Wish:
    return CancelJobs(everything=given.text.strip().lower() == ALL)


def settings(given: CommandInput) -> Wish:
    name, *value = given.text.split(maxsplit=1) or [""]
    return Adjust(name.lower(), "".join(value).strip())
