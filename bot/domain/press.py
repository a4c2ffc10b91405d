"""What is written on the back of a button: `verb:argument`, short enough for every platform."""

from dataclasses import dataclass

from bot.domain.errors import UserError

# Telegram takes 1 to 64 bytes of callback data, Discord 1 to 100 characters of custom_id.
LIMIT = 64

ACT = "act"  # an action of the picture, by name
NTH = "nth"  # an action of the picture, by its place in the list, when the name is too long
RETRY = "retry"  # the same order once more
ANIMATE = "animate"  # clips that begin with the picture
EXTEND = "extend"  # go on from the take of that number
CANCEL = "cancel"  # never mind
SHOW = "show"  # the result after all
SHARE = "share"  # into the gallery of the place
ORIGINAL = "original"  # as a file
QUOTE = "quote"  # the whole prompt
RECALL = "recall"  # the picture of that code
HISTORY = "history"  # my pictures, without the first so many
ADJUST = "adjust"  # settings: look, or `name=value`
PAINT = "paint"  # words that were not taken for an order
MADE = "made"  # what a button has ordered before: show it
MORE = "more"  # the same: order it once more
ORDERING = frozenset({ACT, NTH, RETRY, ANIMATE, EXTEND})  # the buttons of a result that cost something
VERBS = frozenset(
    {PAINT, MADE, MORE}
    | {ACT, NTH, RETRY, ANIMATE, EXTEND, CANCEL, SHOW, SHARE, ORIGINAL, QUOTE, RECALL, HISTORY, ADJUST}
)


@dataclass(frozen=True, slots=True)
class Press:
    verb: str
    argument: str = ""


def pack(verb: str, argument: str = "") -> str:
    """The payload of a button. ValueError when it is too long: that is a bug of ours."""
    payload = f"{verb}:{argument}" if argument else verb
    if verb not in VERBS or len(payload.encode()) > LIMIT:
        raise ValueError(f"no payload for a button: {payload!r}")
    return payload


def pack_action(actions: tuple[str, ...], name: str) -> str:
    """The payload for an action of a picture; the service may name them as it likes, and as long."""
    try:
        return pack(ACT, name)
    except ValueError:
        return pack(NTH, str(actions.index(name)))


def unpack(payload: str) -> Press:
    """What a button means. UserError for anything that `pack` did not make."""
    verb, _, argument = payload.partition(":")
    if verb not in VERBS or len(payload.encode()) > LIMIT:
        raise UserError("button-unknown")
    return Press(verb, argument)
