"""/history, /show, /cancel and /settings: what people ask for that orders nothing."""

from bot.domain.errors import UserError
from bot.domain.ids import read_code
from bot.domain.wish import Adjust, CancelJobs, Help, History, Recall, Wish

ALL = "all"


def help_(_text: str) -> Wish:
    return Help()


def start(text: str) -> Wish:
    """A link to the bot may end with the code of a picture."""
    code = read_code(text)
    return Recall(code) if code else Help()


def history(_text: str) -> Wish:
    return History()


def show(text: str) -> Wish:
    code = read_code(text)
    if not code:
        raise UserError("need-code", usage="/show 7K2M9QXD")
    return Recall(code)


def cancel(text: str) -> Wish:
    return CancelJobs(everything=text.strip().lower() == ALL)


def settings(text: str) -> Wish:
    name, *value = text.split(maxsplit=1) or [""]
    return Adjust(name.lower(), "".join(value).strip())
